//! Numbers of which only the differences are written, in blocks of several parts: the lengths in `DELTA_BYTE_ARRAY` and
//! `DELTA_LENGTH_BYTE_ARRAY`. They are read one by one, so that no count that a page states costs memory.

/// What values of a block and of its parts are multiples of.
const MULTIPLES: (usize, usize) = (128, 32);
/// Most bits of a difference.
const MOST_BITS: u8 = 64;
/// Most bytes of a number that is written with seven bits in each.
const MOST_BYTES: u32 = 10;

/// Numbers that are left to read.
#[derive(Debug, Clone)]
pub(super) struct DeltaNumbers<'b> {
    bytes: &'b [u8],
    left: usize,
    /// The first number, until it is read, and the one that was read last.
    first: bool,
    number: i64,
    parts: usize,
    values_of_part: usize,
    /// Of this block: the least difference, and the bits of each difference in the parts that are left.
    least: i64,
    widths: &'b [u8],
    /// Of this part: its bytes, the next bit, and how many numbers are left.
    part: &'b [u8],
    width: u8,
    bit: usize,
    left_of_part: usize,
}

impl<'b> DeltaNumbers<'b> {
    /// Reads the heading of numbers, and returns them with the bytes behind them; `None` if they are not sound, or more than
    /// `most`.
    pub(super) fn of(bytes: &'b [u8], most: usize) -> Option<(Self, &'b [u8])> {
        let mut rest = bytes;
        let [block, parts, left] = [(); 3].map(|()| small(&mut rest));
        let (block, parts, left) = (block?, parts?, left?);
        let number = zigzag(varint(&mut rest)?);
        let values_of_part = block.checked_div(parts)?;
        let is_sound = block > 0
            && block.is_multiple_of(MULTIPLES.0)
            && block.is_multiple_of(parts)
            && values_of_part.is_multiple_of(MULTIPLES.1)
            && left <= most;
        let numbers = Self {
            bytes: rest,
            left,
            first: left > 0,
            number,
            parts,
            values_of_part,
            least: 0,
            widths: &[],
            part: &[],
            width: 0,
            bit: 0,
            left_of_part: 0,
        };
        let behind = is_sound.then(|| numbers.clone().behind())??;
        Some((numbers, behind))
    }

    /// Returns how many are left.
    pub(super) fn len(&self) -> usize {
        self.left
    }

    /// Goes through all parts, and returns what is behind the last one.
    fn behind(mut self) -> Option<&'b [u8]> {
        self.left = self.left.saturating_sub(1);
        while self.left > 0 {
            self.next_part()?;
            self.left = self.left.saturating_sub(self.values_of_part);
        }
        Some(self.bytes)
    }

    /// Begins the next part. Parts without numbers, at the end of the last block, have no bytes.
    fn next_part(&mut self) -> Option<()> {
        if self.widths.is_empty() {
            self.least = zigzag(varint(&mut self.bytes)?);
            (self.widths, self.bytes) = self.bytes.split_at_checked(self.parts)?;
        }
        (self.width, self.widths) = self.widths.split_first().map(|(width, rest)| (*width, rest))?;
        if self.width > MOST_BITS {
            return None;
        }
        let bits = self.values_of_part.checked_mul(self.width.into())?;
        (self.part, self.bytes) = self.bytes.split_at_checked(bits / 8)?;
        (self.bit, self.left_of_part) = (0, self.values_of_part);
        Some(())
    }

    /// Reads the next difference of this part.
    fn difference(&mut self) -> Option<i64> {
        let (byte, shift) = (self.bit / 8, self.bit % 8);
        // Sixty-four bits may begin within a byte.
        let bytes = self.part.get(byte..)?;
        let bytes = bytes.get(..9).unwrap_or(bytes).iter().rev();
        let word = bytes.fold(0, |word: u128, byte| word << 8 | u128::from(*byte));
        self.bit += usize::from(self.width);
        let mask = (1_u128 << self.width) - 1;
        u64::try_from(word >> shift & mask).ok().map(u64::cast_signed)
    }
}

impl Iterator for DeltaNumbers<'_> {
    type Item = i64;

    fn next(&mut self) -> Option<i64> {
        self.left = self.left.checked_sub(1)?;
        if std::mem::take(&mut self.first) {
            return Some(self.number);
        }
        if self.left_of_part == 0 {
            self.next_part()?;
        }
        self.left_of_part -= 1;
        let difference = self.difference()?;
        self.number = self.number.wrapping_add(self.least).wrapping_add(difference);
        Some(self.number)
    }
}

/// Reads a number with seven bits in each byte, the lowest first.
fn varint(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0_u64;
    for place in 0..MOST_BYTES {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7f).checked_shl(place * 7)?;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}

/// Reads a number of values, which is never larger than 32 bits.
fn small(bytes: &mut &[u8]) -> Option<usize> {
    u32::try_from(varint(bytes)?).ok().and_then(|number| usize::try_from(number).ok())
}

/// Undoes the spelling that gives small negative numbers few bits.
fn zigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::DeltaNumbers;

    /// A block of 128 in four parts: 1, 2, 3 … with a difference of 1, which takes no bits.
    #[test]
    fn numbers_are_read_from_their_differences() {
        let even = [0x80, 1, 4, 5, 2, 2, 0, 0, 0, 0, b'x'];
        let (numbers, behind) = DeltaNumbers::of(&even, 5).unwrap();
        assert_eq!((numbers.collect::<Vec<_>>(), behind), (vec![1, 2, 3, 4, 5], &b"x"[..]));
        assert!(DeltaNumbers::of(&even, 4).is_none());
        // Three bits each: 0, 1, 2 … above a least difference of -2.
        let bits = [0b1000_1000, 0b1100_0110, 0b1111_1010];
        let uneven = [&[0x80, 1, 4, 9, 20, 3, 3, 77, 0, 0][..], &bits, &[0; 9], b"yz"].concat();
        let (numbers, behind) = DeltaNumbers::of(&uneven, 9).unwrap();
        assert_eq!((numbers.collect::<Vec<_>>(), behind), (vec![10, 8, 7, 7, 8, 10, 13, 17, 22], &b"yz"[..]));
        // One number needs no block, and none no number.
        for (bytes, expected) in [([0x80, 1, 4, 1, 3], vec![-2]), ([0x80, 1, 4, 0, 0], vec![])] {
            let (numbers, behind) = DeltaNumbers::of(&bytes, 9).unwrap();
            assert_eq!((numbers.collect::<Vec<_>>(), behind), (expected, &[][..]));
        }
    }

    #[test]
    fn headings_that_no_program_writes_are_refused() {
        let refused = [
            &[0x80, 1, 0, 5, 2, 2, 0, 0, 0, 0][..],
            &[0, 4, 5, 2, 2, 0, 0, 0, 0],
            &[0x81, 1, 4, 5, 2, 2, 0, 0, 0, 0],
            &[0x80, 1, 8, 5, 2, 2, 0, 0, 0, 0, 0, 0, 0, 0],
            &[0x80, 1, 4, 5, 2, 2, 65, 0, 0, 0],
            &[0x80, 1, 4, 5, 2, 2, 1, 0, 0],
            &[0x80, 1, 4, 5, 2, 2, 9, 0, 0, 0, 1, 2, 3],
            &[0x80, 1, 4, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
            &[0x80, 1, 4],
            &[],
        ];
        for bytes in refused {
            assert!(DeltaNumbers::of(bytes, usize::MAX).is_none(), "{bytes:?}");
        }
    }
}
