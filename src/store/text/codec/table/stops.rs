//! Where the next of a few bytes is, for texts in which they are near to each other.

use wide::u8x16;

/// Bytes that are looked at together.
const STEP: usize = 64;

/// Finds three bytes. Cells are short: what was seen of the text around one serves the searches for the next ones too.
#[derive(Debug)]
pub(super) struct Stops {
    bytes: [u8; 3],
    /// A bit for each byte of the step that was looked at last, the first one lowest.
    found: u64,
    /// Where that step ends.
    end: usize,
}

impl Stops {
    pub(super) fn new(bytes: [u8; 3]) -> Self {
        Self { bytes, found: 0, end: 0 }
    }

    /// Returns where the first of the bytes is at or after `from`, which must not be before what was found last.
    #[inline]
    pub(super) fn next(&mut self, text: &[u8], from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            if let Some(left) = self.end.checked_sub(at).filter(|left| *left > 0) {
                let found = self.found >> (STEP - left);
                if found != 0 {
                    return Some(at + found.trailing_zeros() as usize);
                }
                at = self.end;
            }
            let rest = text.get(at..)?;
            let Some(step) = rest.first_chunk::<STEP>() else {
                let [one, two, three] = self.bytes;
                return memchr::memchr3(one, two, three, rest).map(|found| at + found);
            };
            (self.found, self.end) = (self.look(step), at + STEP);
        }
    }

    #[inline]
    fn look(&self, step: &[u8; STEP]) -> u64 {
        let [one, two, three] = &self.bytes;
        let (one, two, three) = (u8x16::splat(*one), u8x16::splat(*two), u8x16::splat(*three));
        let mut found = 0;
        let mut shift = 0;
        for part in step.as_chunks::<16>().0 {
            let part = u8x16::new(*part);
            let is_one = part.cmp_eq(one) | part.cmp_eq(two) | part.cmp_eq(three);
            found |= u64::from(is_one.move_mask().cast_unsigned()) << shift;
            shift += 16;
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Stops;

    proptest! {
        #[test]
        fn each_byte_is_found_wherever_the_search_begins(text in "[abcx]{0,200}|x{0,150}[ab]x{0,80}", skip in 0_usize..3) {
            let text = text.as_bytes();
            let (mut stops, mut at) = (Stops::new(*b"abc"), 0);
            while at <= text.len() {
                let expected = text[at..].iter().position(|byte| b"abc".contains(byte)).map(|found| at + found);
                let found = stops.next(text, at);
                prop_assert_eq!(found, expected);
                let Some(found) = found else { break };
                at = found + 1 + skip;
            }
        }
    }
}
