//! A first look at a text, 64 bytes at a time with one bit for each: does it contain a word, or at least the
//! letters of it in order, in runs that begin words? It refuses nearly all texts that do not match; what it does
//! not refuse, `alignment` decides.
//!
//! Each letter is a set of the places where it ends a possible beginning of the word, 64 places at a time.

use std::sync::Arc;

use wide::u8x16;

/// Number of bytes that are looked at together.
pub(super) const BLOCK: usize = u64::BITS as usize;
/// Number of bytes in a lane of a block.
const LANE: usize = 16;
/// The gaps of longer words are not bounded.
const BOUNDED: usize = 8;

/// What a look at a text shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Glance {
    /// Neither the word nor a longer one that begins with it matches.
    Refused,
    /// The letters occur in runs that begin words; a longer word may match.
    Later,
    /// They do, and close enough together that the word itself may match.
    Near,
    /// The text contains the word.
    Contained,
}

/// The letters of an ASCII word, to look for.
#[derive(Debug, Clone)]
pub(super) struct FirstLook {
    pub(super) letters: Arc<[Letter]>,
    /// The next run begins at most this number of bytes after the last letter, or the score is too low.
    reach: u32,
    pub(super) has_digits: bool,
}

/// A byte that is the letter equals `is` once the bits of `folded` are set.
#[derive(Debug, Clone, Copy)]
pub(super) struct Letter {
    folded: u8x16,
    is: u8x16,
    pub(super) is_digit: bool,
}

/// Up to [`BLOCK`] bytes of a text.
pub(super) struct Block {
    lanes: [u8x16; BLOCK / LANE],
    used: usize,
    /// The bits of its bytes.
    valid: u64,
}

/// What the blocks before show, with one bit for each letter.
#[derive(Default)]
struct Passed {
    /// It ends a beginning of the word, contained in the text, with the last byte.
    contained: u64,
    /// It ends a run with the last byte.
    run: u64,
    /// It ends a run anywhere.
    placed: u64,
    /// The ends of runs in the last block, with bounded gaps.
    near: [u64; BOUNDED],
    is_near: bool,
    alphabetic: u64,
    upper: u64,
    digit: u64,
}

impl FirstLook {
    /// Returns `None` for words that are empty, very long or not ASCII. `widest` is the longest gap between two
    /// letters that the score allows.
    pub(super) fn new(word: &str, ignore_case: bool, widest: i32) -> Option<Self> {
        if !(1..BLOCK).contains(&word.len()) || !word.is_ascii() {
            return None;
        }
        let letter = |byte: u8| {
            let folded = if ignore_case && byte.is_ascii_lowercase() { b' ' } else { 0 };
            Letter { folded: u8x16::splat(folded), is: u8x16::splat(byte), is_digit: byte.is_ascii_digit() }
        };
        let reach = u32::try_from(widest.saturating_add(1)).unwrap_or(0);
        let has_digits = word.bytes().any(|byte| byte.is_ascii_digit());
        Some(Self { letters: word.bytes().map(letter).collect(), reach, has_digits })
    }

    /// Looks at a text.
    pub(super) fn look(&self, text: &[u8]) -> Glance {
        let mut passed = Passed::default();
        let mut blocks = text.chunks(BLOCK).peekable();
        while let Some(bytes) = blocks.next() {
            let next = blocks.peek().and_then(|next| next.first());
            if self.look_at(&Block::new(bytes), next.copied(), &mut passed) {
                return Glance::Contained;
            }
        }
        if passed.placed >> (self.letters.len() - 1) & 1 == 0 {
            Glance::Refused
        } else if passed.is_near {
            Glance::Near
        } else {
            Glance::Later
        }
    }

    /// Returns whether the text up to the end of this block contains the word. `next` is the byte behind it.
    fn look_at(&self, block: &Block, next: Option<u8>, passed: &mut Passed) -> bool {
        let begins_letter = block.begins_letter(next, 0, &mut passed.alphabetic, &mut passed.upper);
        let begins_digit = if self.has_digits { block.begins_digit(&mut passed.digit) } else { 0 };
        let before = std::mem::take(&mut passed.contained);
        let (run_before, placed_before) = (std::mem::take(&mut passed.run), passed.placed);
        let (mut contained, mut run, mut near) = (0, 0, (0, 0));
        for (number, letter) in self.letters.iter().enumerate() {
            let hits = block.places(|lane| letter.is_at(lane));
            let begins = if letter.is_digit { begins_digit } else { begins_letter };
            let own = 1_u64 << number;
            let last_near = passed.near.get(number).copied().unwrap_or(0);
            if number == 0 {
                (contained, run) = (hits, hits & begins);
                near = (last_near, run);
            } else {
                // The bit of the letter before this one.
                let previous = own >> 1;
                contained = hits & (contained << 1 | u64::from(before & previous != 0));
                let adjacent = run << 1 | u64::from(run_before & previous != 0);
                let behind = if placed_before & previous == 0 { behind_first(run) } else { u64::MAX };
                run = hits & (adjacent | begins & behind);
                // With bounded gaps, runs end only where they do without bounds.
                near = (last_near, if run == 0 { 0 } else { run & self.reached(near, begins) });
            }
            passed.contained |= u64::from(contained >> (BLOCK - 1) != 0) << number;
            passed.run |= u64::from(run >> (BLOCK - 1) != 0) << number;
            passed.placed |= u64::from(run != 0) << number;
            if let Some(last) = passed.near.get_mut(number) {
                *last = near.1;
            }
            // No later letter continues anything.
            if contained | run == 0 && (before | placed_before) >> number == 0 {
                passed.near.iter_mut().skip(number + 1).for_each(|near| *near = 0);
                return false;
            }
        }
        passed.is_near |= near.1 != 0;
        contained != 0
    }

    /// Returns where the next letter may be, if the last one is in one of these places of the block before and
    /// of this block.
    fn reached(&self, (before, here): (u64, u64), begins: u64) -> u64 {
        if self.letters.len() > BOUNDED || self.reach >= u64::BITS {
            return u64::MAX;
        }
        let ends = u128::from(here) << BLOCK | u128::from(before);
        let adjacent = ends << 1;
        let (mut behind, mut width) = (adjacent, 1);
        while width < self.reach {
            let more = width.min(self.reach - width);
            behind |= behind << more;
            width += more;
        }
        upper_half(adjacent) | begins & upper_half(behind)
    }
}

impl Letter {
    /// Returns the bytes that are the letter.
    #[inline]
    pub(super) fn is_at(&self, lane: u8x16) -> u8x16 {
        (lane | self.folded).cmp_eq(self.is)
    }
}

impl Block {
    pub(super) fn new(bytes: &[u8]) -> Self {
        #[cfg(test)]
        LOOKED_AT.set(LOOKED_AT.get() + 1);
        let mut lanes = [u8x16::splat(0); BLOCK / LANE];
        let (whole, rest) = bytes.as_chunks::<LANE>();
        for (lane, bytes) in lanes.iter_mut().zip(whole) {
            *lane = u8x16::new(*bytes);
        }
        if let Some(lane) = lanes.get_mut(whole.len()).filter(|_| !rest.is_empty()) {
            let mut padded = [0; LANE];
            if let Some(begun) = padded.get_mut(..rest.len()) {
                begun.copy_from_slice(rest);
            }
            *lane = u8x16::new(padded);
        }
        let valid = if bytes.len() < BLOCK { (1 << bytes.len()) - 1 } else { u64::MAX };
        Self { lanes, used: bytes.len().div_ceil(LANE), valid }
    }

    /// Returns the bytes that pass a test, which sets the highest bit of those that do.
    #[inline]
    pub(super) fn places(&self, test: impl Fn(u8x16) -> u8x16) -> u64 {
        let lanes = self.lanes.iter().zip((0_u32..).step_by(LANE)).take(self.used);
        lanes.fold(0, |places, (lane, at)| places | u64::from(test(*lane).move_mask().cast_unsigned()) << at)
            & self.valid
    }

    /// Returns the bytes from `first` to `last`, once the bits of `folded` are set.
    #[inline]
    fn between(&self, folded: u8, first: u8, last: u8) -> u64 {
        let (folded, first, most) = (u8x16::splat(folded), u8x16::splat(first), u8x16::splat(last - first));
        self.places(|lane| {
            let above = (lane | folded) - first;
            above.min(most).cmp_eq(above)
        })
    }

    /// Returns where words begin, as `alignment` sees it, at all bytes but digits: wherever no letter is before,
    /// and at some capitals. Behind a byte that is not ASCII, and before one at a capital, a word may begin, so
    /// that none is overlooked. Nothing is behind the bytes in `ends`. What is carried over is what the block before
    /// ended with.
    #[inline]
    pub(super) fn begins_letter(
        &self,
        next: Option<u8>,
        ends: u64,
        before_alphabetic: &mut u64,
        before_upper: &mut u64,
    ) -> u64 {
        let alphabetic = self.between(b' ', b'a', b'z');
        // Of letters, only small ones have this bit; adding moves it to where it is read.
        let upper = alphabetic
            & !self.places(|lane| {
                let twice = lane + lane;
                twice + twice
            });
        let begins = !behind(alphabetic, before_alphabetic);
        let behind_upper = behind(upper, before_upper);
        if upper == 0 {
            return begins;
        }
        let next_is_lower = next.is_some_and(|next| next.is_ascii_lowercase() || !next.is_ascii());
        let lower = alphabetic & !upper | self.places(|lane| lane);
        let before_lower = lower >> 1 & !ends | u64::from(next_is_lower) << (BLOCK - 1);
        begins | upper & (!behind_upper | before_lower)
    }

    /// Returns where words begin at digits: wherever no digit is before.
    pub(super) fn begins_digit(&self, before_digit: &mut u64) -> u64 {
        !behind(self.between(0, b'0', b'9'), before_digit)
    }
}

/// Returns the places behind these; `carried` is that behind the block before, then that behind this one.
fn behind(places: u64, carried: &mut u64) -> u64 {
    let behind = places << 1 | *carried;
    *carried = places >> (BLOCK - 1);
    behind
}

/// Returns all places behind the first one.
pub(super) fn behind_first(places: u64) -> u64 {
    !(places ^ places.wrapping_sub(1))
}

fn upper_half(places: u128) -> u64 {
    (places >> BLOCK) as u64
}

#[cfg(test)]
thread_local! {
    /// How many blocks this thread has looked at: for tests of the cost.
    pub(super) static LOOKED_AT: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::alignment::{begins_word, in_bytes};
    use super::*;

    /// Whether the text contains the word; whether its letters occur in runs that begin words; and whether they do
    /// with at most `widest` bytes between two letters. Byte by byte.
    fn plain(word: &str, ignore_case: bool, text: &[u8], widest: i32) -> (bool, bool, bool) {
        let is = |letter: u8, byte: u8| letter == byte || ignore_case && letter == byte.to_ascii_lowercase();
        let word = word.as_bytes();
        let contained = text.windows(word.len()).any(|part| part.iter().zip(word).all(|(b, l)| is(*l, *b)));
        let begins = |at: usize| {
            let next = text.get(at + 1).copied().unwrap_or(b' ');
            begins_word(at.checked_sub(1).map(|at| text[at]), text[at], next)
        };
        let occurs = |widest: usize| {
            let mut ends: Vec<usize> = Vec::new();
            for (number, letter) in word.iter().enumerate() {
                let follows = |at: usize| {
                    let gap = |end: &usize| at.checked_sub(end + 1);
                    ends.iter().filter_map(gap).any(|gap| gap == 0 || begins(at) && gap <= widest)
                };
                let places = (0..text.len()).filter(|&at| is(*letter, text[at]));
                ends = places.filter(|&at| if number == 0 { begins(at) } else { follows(at) }).collect();
            }
            !ends.is_empty()
        };
        (contained, occurs(usize::MAX), occurs(usize::try_from(widest).unwrap()))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        #[test]
        fn a_block_shows_what_its_bytes_show(
            word in "[a-cA1/]{1,9}", text in "[a-cA-C1/ -]{0,20}[a-c/ ]{0,90}[a-cA-C1/ -]{0,90}",
            ignore_case: bool, widest in 0..70_i32,
        ) {
            let word = if ignore_case { word.to_lowercase() } else { word };
            let glance = FirstLook::new(&word, ignore_case, widest).unwrap().look(text.as_bytes());
            let (contained, later, near) = plain(&word, ignore_case, text.as_bytes(), widest);
            let bounded = word.len() <= BOUNDED && widest < 63;
            let expected = match (contained, later, near || !bounded) {
                (true, ..) => Glance::Contained,
                (false, true, true) => Glance::Near,
                (false, true, false) => Glance::Later,
                (false, false, _) => Glance::Refused,
            };
            prop_assert_eq!(glance, expected);
        }

        #[test]
        fn characters_of_several_bytes_hide_no_beginning(
            word in "[a-cAB]{1,4}", text in "[a-cA-C ←–\u{fe0e}-]{0,40}",
        ) {
            let Some(bytes) = in_bytes(&text) else { return Ok(()) };
            let glance = FirstLook::new(&word, false, 20).unwrap().look(text.as_bytes());
            let (contained, later, _) = plain(&word, false, bytes.bytes(), 20);
            prop_assert!(glance != Glance::Refused || !(contained || later));
        }
    }

    #[test]
    fn the_parts_of_a_word_are_found_over_blocks() {
        let far = |gap: usize| format!("del{}/bucket", "x".repeat(gap));
        let letters = FirstLook::new("delbuck", true, 60).unwrap();
        for (text, expected) in [
            (far(50), Glance::Near),
            (far(59), Glance::Near),
            (far(60), Glance::Later),
            (far(200), Glance::Later),
            (format!("{}delbuck", "x".repeat(61)), Glance::Contained),
            (format!("{}elbuck", "x".repeat(61)), Glance::Refused),
            (String::new(), Glance::Refused),
        ] {
            assert_eq!(letters.look(text.as_bytes()), expected, "{text}");
        }
    }
}
