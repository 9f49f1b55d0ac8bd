//! The header of a block: which codes it uses.

use super::bits::BitReader;
use super::fault::DeflateFault;
use super::tables::{CodeTables, DISTANCE_BITS, END, EXCEPTION, LITERAL, LITERAL_BITS, SUBTABLE, build};

/// Codes of lengths are looked up by this many bits, all that they have.
const PRE_BITS: u32 = 7;
/// The order in which the lengths of their codes are written.
const ORDER: [usize; 19] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
/// The most lengths that a header can repeat beyond the last one.
const MOST_REPEATED: usize = 138;

static LITERALS: [u32; 288] = literals();
static DISTANCES: [u32; 32] = distances();
static LENGTHS: [u32; 19] = lengths();

/// The entries of literals and lengths.
#[expect(clippy::indexing_slicing, reason = "run by the compiler: what fails does not compile")]
const fn literals() -> [u32; 288] {
    let mut entries = [EXCEPTION; 288];
    let mut symbol = 0;
    while symbol < 256 {
        entries[symbol as usize] = LITERAL | symbol << 16;
        symbol += 1;
    }
    entries[256] = EXCEPTION | END;
    let (mut base, mut number) = (3, 0);
    while number < 28 {
        let extra = if number < 8 { 0 } else { number / 4 - 1 };
        entries[257 + number as usize] = base << 16 | extra;
        base += 1 << extra;
        number += 1;
    }
    // The longest length has a symbol of its own.
    entries[285] = 258 << 16;
    entries
}

/// The entries of distances.
#[expect(clippy::indexing_slicing, reason = "run by the compiler: what fails does not compile")]
const fn distances() -> [u32; 32] {
    let mut entries = [EXCEPTION; 32];
    let (mut base, mut number) = (1, 0);
    while number < 30 {
        let extra = if number < 4 { 0 } else { number / 2 - 1 };
        entries[number as usize] = base << 16 | extra;
        base += 1 << extra;
        number += 1;
    }
    entries
}

/// The entries of lengths of codes.
#[expect(clippy::indexing_slicing, reason = "run by the compiler: what fails does not compile")]
const fn lengths() -> [u32; 19] {
    let mut entries = [0; 19];
    let mut number = 0;
    while number < 19 {
        entries[number as usize] = number << 16;
        number += 1;
    }
    entries
}

impl CodeTables {
    /// Prepares the tables for fixed codes.
    pub(super) fn fixed(&mut self) -> Result<(), DeflateFault> {
        if self.are_fixed {
            return Ok(());
        }
        let lengths = std::array::from_fn::<u8, 288, _>(|symbol| match symbol {
            144..256 => 9,
            256..280 => 7,
            _ => 8,
        });
        build(self.literals.as_mut_slice(), LITERAL_BITS, &lengths, &LITERALS, false)?;
        build(self.distances.as_mut_slice(), DISTANCE_BITS, &[5; 32], &DISTANCES, false)?;
        self.are_fixed = true;
        Ok(())
    }

    /// Reads the codes of a block, and prepares the tables for them.
    #[inline(never)]
    pub(super) fn dynamic(&mut self, bits: &mut BitReader<'_>) -> Result<(), DeflateFault> {
        self.are_fixed = false;
        let literals = bits.take(5)? as usize + 257;
        let distances = bits.take(5)? as usize + 1;
        let count = bits.take(4)? as usize + 4;
        if literals > 286 || distances > 30 {
            return Err(DeflateFault::Damaged);
        }
        let mut pre_lengths = [0_u8; ORDER.len()];
        for &place in ORDER.iter().take(count) {
            let length = bits.take(3)?.to_le_bytes()[0];
            if let Some(slot) = pre_lengths.get_mut(place) {
                *slot = length;
            }
        }
        let mut pre = [0_u32; 1 << PRE_BITS];
        build(&mut pre, PRE_BITS, &pre_lengths, &LENGTHS, false)?;
        let mut lengths = [0_u8; 320 + MOST_REPEATED];
        code_lengths(bits, &pre, &mut lengths, literals + distances)?;
        let (of_literals, rest) = lengths.split_at_checked(literals).ok_or(DeflateFault::Damaged)?;
        let of_distances = rest.get(..distances).ok_or(DeflateFault::Damaged)?;
        // Without an end the block would have none.
        if of_literals.get(256) == Some(&0) {
            return Err(DeflateFault::Damaged);
        }
        build(self.distances.as_mut_slice(), DISTANCE_BITS, of_distances, &DISTANCES, true)?;
        build(self.literals.as_mut_slice(), LITERAL_BITS, of_literals, &LITERALS, true)
    }
}

/// Reads `wanted` lengths of codes.
fn code_lengths(
    bits: &mut BitReader<'_>,
    pre: &[u32; 1 << PRE_BITS],
    lengths: &mut [u8],
    wanted: usize,
) -> Result<(), DeflateFault> {
    let (mut at, mut before) = (0, None);
    while at < wanted {
        bits.refill();
        let next = bits.register.to_le_bytes()[0] & 0x7f;
        let entry = pre.get(usize::from(next)).copied().unwrap_or(EXCEPTION | SUBTABLE);
        bits.skip(entry & 0xff)?;
        let [_, _, symbol, _] = entry.to_le_bytes();
        let (length, count) = match symbol {
            ..16 => (symbol, 1),
            16 => (before.ok_or(DeflateFault::Damaged)?, 3 + bits.take(2)?),
            17 => (0, 3 + bits.take(3)?),
            _ => (0, 11 + bits.take(7)?),
        };
        let slots = lengths.get_mut(at..at + count as usize).ok_or(DeflateFault::Damaged)?;
        slots.fill(length);
        at += count as usize;
        before = Some(length);
    }
    if at == wanted { Ok(()) } else { Err(DeflateFault::Damaged) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As in RFC 1951, section 3.2.5.
    #[test]
    fn bases_are_those_of_the_standard() {
        let parts = |entry: &u32| (entry >> 16, entry & 0xff);
        let at = |symbol: usize| parts(&LITERALS[symbol]);
        assert_eq!([at(257), at(264), at(265), at(269)], [(3, 0), (10, 0), (11, 1), (19, 2)]);
        assert_eq!([at(284), at(285)], [(227, 5), (258, 0)]);
        let distance = |symbol: usize| parts(&DISTANCES[symbol]);
        assert_eq!(
            [distance(0), distance(3), distance(4), distance(29)],
            [(1, 0), (4, 0), (5, 1), (24577, 13)]
        );
        assert!(LITERALS[286..].iter().chain(&DISTANCES[30..]).all(|&entry| entry == EXCEPTION));
    }
}
