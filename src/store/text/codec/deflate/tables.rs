//! From the lengths of codes to tables in which a code is looked up by the next bits.
//!
//! Codes that are longer than the bits of a table continue in a table behind it.

use super::fault::DeflateFault;

/// Bits that are looked up at once, and the sizes of the tables with those behind them. A sound code needs at
/// most 2342 and 402 entries.
pub(super) const LITERAL_BITS: u32 = 11;
pub(super) const DISTANCE_BITS: u32 = 8;
pub(super) const LITERAL_SIZE: usize = 4096;
pub(super) const DISTANCE_SIZE: usize = 512;
/// Longest code, in bits.
pub(super) const LONGEST: usize = 15;

/// An entry has in its upper half a literal, the base of a length or a distance, or the place of the next table.
/// Its low byte says how many bits to skip, those behind the code included; bits 8 to 12, those of the code or of
/// the next table. These flags are between and above.
pub(super) const LITERAL: u32 = 1 << 31;
/// Not a literal, a length or a distance.
pub(super) const EXCEPTION: u32 = 1 << 15;
/// The code continues in another table.
pub(super) const SUBTABLE: u32 = 1 << 14;
/// The end of the block.
pub(super) const END: u32 = 1 << 13;

/// One bit that is not a code.
const NO_CODE: u32 = EXCEPTION | 1;
/// At most this many symbols have codes.
const SYMBOLS: usize = 288;

/// The tables of a block.
#[derive(Debug)]
pub(super) struct CodeTables {
    pub(super) literals: Box<[u32; LITERAL_SIZE]>,
    pub(super) distances: Box<[u32; DISTANCE_SIZE]>,
    /// Whether they are those of fixed codes.
    pub(super) are_fixed: bool,
}

impl Default for CodeTables {
    fn default() -> Self {
        Self {
            literals: Box::new([0; LITERAL_SIZE]),
            distances: Box::new([0; DISTANCE_SIZE]),
            are_fixed: false,
        }
    }
}

/// Fills `table` for codes of the given lengths, where `results` has the entry of each symbol without its code.
pub(super) fn build(
    table: &mut [u32],
    bits: u32,
    lengths: &[u8],
    results: &[u32],
    may_be_incomplete: bool,
) -> Result<(), DeflateFault> {
    let codes = Codes::new(lengths);
    let used = codes.counts.iter().skip(1).fold(0, |used, &count| (used << 1) + u32::from(count));
    if used > 1 << LONGEST {
        return Err(DeflateFault::Damaged);
    }
    if used == 1 << LONGEST {
        let mut filler = Filler::new(table, bits, &codes, results);
        return filler.fill().ok_or(DeflateFault::Damaged);
    }
    // Only one code of one bit, or none at all, may be incomplete.
    let is_one = codes.used == 1 && codes.counts.get(1) == Some(&1);
    if !may_be_incomplete || !(is_one || codes.used == 0) {
        return Err(DeflateFault::Damaged);
    }
    let result = codes.symbols.first().and_then(|&symbol| results.get(usize::from(symbol)));
    let code = result.filter(|_| is_one).map_or(NO_CODE, |&result| entry(result, 1));
    for (number, slot) in table.iter_mut().take(1 << bits).enumerate() {
        *slot = if number % 2 == 0 { code } else { NO_CODE };
    }
    Ok(())
}

/// Adds the length of a code to the entry of its symbol.
fn entry(result: u32, length: u32) -> u32 {
    result + (length << 8) + length
}

/// The codes of some symbols.
struct Codes {
    /// How many codes there are of each length.
    counts: [u16; LONGEST + 1],
    /// The symbols, those with the shortest codes first.
    symbols: [u16; SYMBOLS],
    /// How many symbols have codes.
    used: usize,
}

impl Codes {
    fn new(lengths: &[u8]) -> Self {
        let mut counts = [0_u16; LONGEST + 1];
        for &length in lengths {
            if let Some(count) = counts.get_mut(usize::from(length)) {
                *count += 1;
            }
        }
        let mut next = [0_u16; LONGEST + 1];
        let mut used = 0;
        for (next, count) in next.iter_mut().zip(counts).skip(1) {
            *next = used;
            used += count;
        }
        let mut symbols = [0_u16; SYMBOLS];
        for (symbol, &length) in (0..).zip(lengths) {
            if length > 0
                && let Some(next) = next.get_mut(usize::from(length))
                && let Some(slot) = symbols.get_mut(usize::from(*next))
            {
                *slot = symbol;
                *next += 1;
            }
        }
        Self { counts, symbols, used: used.into() }
    }
}

/// A table that is being filled with complete codes, the shortest first.
struct Filler<'t> {
    table: &'t mut [u32],
    bits: u32,
    codes: &'t Codes,
    results: &'t [u32],
    /// How many symbols have been placed.
    placed: usize,
    /// The next code, its first bit lowest.
    code: usize,
    /// Its length, and how many codes of that length are left.
    length: u32,
    left: u16,
}

impl<'t> Filler<'t> {
    fn new(table: &'t mut [u32], bits: u32, codes: &'t Codes, results: &'t [u32]) -> Self {
        Self { table, bits, codes, results, placed: 0, code: 0, length: 0, left: 0 }
    }

    /// Places all codes. `None` if they are not complete.
    fn fill(&mut self) -> Option<()> {
        self.next_length()?;
        let mut end = 1 << self.length;
        while self.length <= self.bits {
            while self.left > 0 {
                let entry = self.next_entry(self.length)?;
                *self.table.get_mut(self.code)? = entry;
                if self.code == end - 1 {
                    self.double(end, 1 << self.bits);
                    return Some(());
                }
                self.next_code(end - 1);
            }
            self.next_length()?;
            end = self.double(end, 1 << self.length.min(self.bits));
        }
        self.fill_behind()
    }

    /// Places the codes that are longer than what the table looks up, in tables behind it.
    fn fill_behind(&mut self) -> Option<()> {
        let main = 1_usize << self.bits;
        let (mut end, mut prefix, mut start) = (main, usize::MAX, 0);
        loop {
            if self.code & (main - 1) != prefix {
                prefix = self.code & (main - 1);
                start = end;
                let bits = self.bits_behind()?;
                end = start + (1 << bits);
                let place = u32::try_from(start).ok()? << 16;
                *self.table.get_mut(prefix)? = place | EXCEPTION | SUBTABLE | bits << 8 | self.bits;
            }
            let entry = self.next_entry(self.length - self.bits)?;
            let slots = self.table.get_mut(start + (self.code >> self.bits)..end)?;
            slots.iter_mut().step_by(1 << (self.length - self.bits)).for_each(|slot| *slot = entry);
            let last = (1 << self.length) - 1;
            if self.code == last {
                return Some(());
            }
            self.next_code(last);
            if self.left == 0 {
                self.next_length()?;
            }
        }
    }

    /// Returns how many bits a table behind must look up, for the codes that share the beginning of the next one.
    fn bits_behind(&self) -> Option<u32> {
        let mut bits = self.length - self.bits;
        let mut room = u32::from(self.left);
        while room < 1 << bits {
            bits += 1;
            room = (room << 1) + u32::from(*self.codes.counts.get((self.bits + bits) as usize)?);
        }
        Some(bits)
    }

    /// Repeats what has been placed up to `end`, until there are `wanted` entries.
    fn double(&mut self, mut end: usize, wanted: usize) -> usize {
        while end < wanted {
            self.table.copy_within(..end, end);
            end <<= 1;
        }
        end
    }

    /// Returns the entry of the next symbol, with a code of `length` bits.
    fn next_entry(&mut self, length: u32) -> Option<u32> {
        let symbol = *self.codes.symbols.get(self.placed)?;
        self.placed += 1;
        Some(entry(*self.results.get(usize::from(symbol))?, length))
    }

    /// Moves on to the next code of the same length, of which `last` is the last.
    fn next_code(&mut self, last: usize) {
        let bit = 1 << (usize::BITS - 1 - (self.code ^ last).leading_zeros());
        self.code = self.code & (bit - 1) | bit;
        self.left -= 1;
    }

    /// Moves on to the next length that codes have.
    fn next_length(&mut self) -> Option<()> {
        loop {
            self.length += 1;
            self.left = *self.codes.counts.get(self.length as usize)?;
            if self.left > 0 {
                return Some(());
            }
        }
    }
}
