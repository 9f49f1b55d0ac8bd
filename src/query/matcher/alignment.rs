//! The best alignment of an ASCII word in an ASCII text, letter by letter in order: the same score and
//! positions as fuzzy-matcher's `SkimMatcherV2`, at a fraction of its cost.
//!
//! That matcher fills a table of all letters by all bytes. Here only bytes that are letters of the word are
//! considered, after one pass over the text has shown that a match is possible. No state carries over from one
//! text to the next, which there may change the score if a text doubles a letter.

use std::cell::RefCell;
use std::sync::Arc;

use smallvec::SmallVec;

/// Score of a matching letter.
const MATCH: i32 = 16;
/// Score of a letter that matches in the other case.
const OTHER_CASE: i32 = MATCH - 2;
/// Cost of any text before the first letter, however long it is.
const BEFORE: i32 = -1;
/// Cost of a gap, plus one for each byte in it.
const GAP: i32 = -3;
/// Minimum bonus for a letter right after another one.
const NEXT: i32 = 4;
/// Bonus of the first letter of a text.
const HIGHEST_FIRST: i32 = 16;
/// Highest bonus of any other letter.
const HIGHEST: i32 = 8;
/// Represents a character that is neither ASCII nor part of a word.
const OTHER: u8 = 0x80;

/// Where the letters are in a word: for each byte, one bit for each position.
#[derive(Debug, Clone)]
pub(in crate::query) struct Aligner {
    places: Arc<[u64; 256]>,
    count: u32,
}

impl Aligner {
    /// Returns `None` for words that are empty, very long or not ASCII.
    pub(in crate::query) fn new(word: &str, ignore_case: bool) -> Option<Self> {
        let count = u32::try_from(word.len()).ok().filter(|count| (1..u64::BITS).contains(count))?;
        if !word.is_ascii() {
            return None;
        }
        let mut places = [0; 256];
        for (place, &letter) in word.as_bytes().iter().enumerate() {
            let cases = [letter, if ignore_case { letter.to_ascii_uppercase() } else { letter }];
            for case in cases {
                if let Some(places) = places.get_mut(usize::from(case)) {
                    *places |= 1 << place;
                }
            }
        }
        Some(Self { places: Arc::new(places), count })
    }

    fn places(&self, byte: u8) -> u64 {
        self.places.get(usize::from(byte)).copied().unwrap_or(0)
    }

    /// Returns the positions of the best alignment, if each run of adjacent letters in it begins at the
    /// beginning of a word and its score is at least `floor`. `word` is what this was made from.
    pub(in crate::query) fn find(&self, word: &str, text: &[u8], floor: i32) -> Option<Vec<usize>> {
        SCRATCH.with_borrow_mut(|scratch| {
            scratch.is_found(self, word, text, floor).then(|| scratch.path.clone())
        })
    }

    /// Returns whether there is such an alignment.
    pub(in crate::query) fn is_in(&self, word: &str, text: &[u8], floor: i32) -> bool {
        SCRATCH.with_borrow_mut(|scratch| scratch.is_found(self, word, text, floor))
    }
}

/// A text with one byte for each character.
#[expect(clippy::large_enum_variant, reason = "it stays on the stack, where it costs nothing")]
pub(super) enum InBytes<'t> {
    /// An ASCII text.
    Same(&'t [u8]),
    /// Another one.
    Mapped(SmallVec<[u8; 256]>),
}

impl InBytes<'_> {
    /// Returns the bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::Same(bytes) => bytes,
            Self::Mapped(bytes) => bytes,
        }
    }
}

/// Returns a text with one byte for each character, in which words begin at the same characters and letters get
/// the same bonuses: all characters that are neither ASCII nor parts of words, such as the arrow in a list of
/// names, are alike. `None` if it has letters beyond ASCII.
///
/// Without it, fuzzy-matcher aligns each list of names itself, and many texts in the column of what calls touch are
/// lists.
pub(super) fn in_bytes(text: &str) -> Option<InBytes<'_>> {
    if text.is_ascii() {
        return Some(InBytes::Same(text.as_bytes()));
    }
    let mut bytes = SmallVec::new();
    for char in text.chars() {
        if !char.is_ascii() && (char.is_alphanumeric() || char.is_lowercase() || char.is_uppercase()) {
            return None;
        }
        bytes.push(u8::try_from(char).ok().filter(u8::is_ascii).unwrap_or(OTHER));
    }
    Some(InBytes::Mapped(bytes))
}

/// Greatest number of bytes between two letters of a word of `count` letters whose score is at least `floor`
/// for each: the first letter and all others but the last could have the highest bonus.
pub(in crate::query) fn widest_gap(count: usize) -> i32 {
    let others = i32::try_from(count.saturating_sub(1)).unwrap_or(i32::MAX);
    BEFORE + HIGHEST_FIRST + GAP + HIGHEST.saturating_mul(others)
}

/// Working lists, reused for the next text.
#[derive(Default)]
struct Scratch {
    /// The bytes that are letters of the word, each with its positions in the word.
    hits: Vec<(usize, u64)>,
    /// For each letter, the first hit that it may be.
    firsts: Vec<usize>,
    /// All alignments that end with one letter at one hit, letter by letter.
    ends: Vec<MatchEnd>,
    path: Vec<usize>,
}

/// The best alignment that ends with some letter of the word at some byte.
#[derive(Clone, Copy)]
struct MatchEnd {
    at: usize,
    score: i32,
    /// The end that it continues.
    from: usize,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

impl Scratch {
    fn is_found(&mut self, letters: &Aligner, word: &str, text: &[u8], floor: i32) -> bool {
        self.collect(letters, text) && self.is_good(word, text, floor)
    }

    /// Returns whether the best alignment of the collected letters is good enough.
    fn is_good(&mut self, word: &str, text: &[u8], floor: i32) -> bool {
        self.align(word.as_bytes(), text) >= floor && self.begins_words(text)
    }

    /// Collects the hits; returns whether the letters occur in order, and in runs that begin words.
    fn collect(&mut self, letters: &Aligner, text: &[u8]) -> bool {
        self.hits.clear();
        self.firsts.clear();
        // Bit n: the first n letters occur before here; they occur with the last one directly before here.
        let (mut placed, mut in_run) = (1_u64, 0_u64);
        let mut before = None;
        for (at, &byte) in text.iter().enumerate() {
            let wanted = letters.places(byte);
            if wanted == 0 {
                in_run = 0;
            } else {
                if wanted >> self.firsts.len() & 1 == 1 {
                    self.firsts.push(self.hits.len());
                }
                self.hits.push((at, wanted));
                let next = text.get(at + 1).copied().unwrap_or(b' ');
                let from = if begins_word(before, byte, next) { placed | in_run } else { in_run };
                in_run = (from & wanted) << 1;
                placed |= in_run;
            }
            before = Some(byte);
        }
        self.firsts.len() == letters.count as usize && placed >> letters.count & 1 == 1
    }

    /// Finds the best alignment; its positions are in `path` afterwards.
    fn align(&mut self, word: &[u8], text: &[u8]) -> i32 {
        self.ends.clear();
        let mut before = 0..0;
        for (place, (&letter, &first)) in word.iter().zip(&self.firsts).enumerate() {
            let row = self.ends.len();
            let hits = self.hits.get(first..).unwrap_or_default();
            let hits = hits.iter().filter(|(_, places)| places >> place & 1 == 1).map(|(at, _)| *at);
            // The ends of the previous letter that a gap separates from here, and the best of them.
            let (mut passed, mut far) = (before.start, None);
            for at in hits {
                let byte = text.get(at).copied().unwrap_or_default();
                let matched = if byte == letter { MATCH } else { OTHER_CASE };
                let bonus = bonus(text, at);
                let (score, from) = if place == 0 {
                    (BEFORE + bonus, 0)
                } else {
                    while let Some(end) =
                        self.ends.get(passed).filter(|end| passed < before.end && end.at + 1 < at)
                    {
                        let worth = end.score + signed(end.at);
                        if far.is_none_or(|(best, _)| worth >= best) {
                            far = Some((worth, passed));
                        }
                        passed += 1;
                    }
                    let near = self.ends.get(passed).filter(|end| passed < before.end && end.at + 1 == at);
                    let near = near.map(|end| (end.score + bonus.max(NEXT), passed));
                    let far = far.map(|(worth, from)| (worth + GAP + 1 - signed(at) + bonus, from));
                    let best = match (near, far) {
                        (Some(near), Some(far)) if near.0 < far.0 => Some(far),
                        (near, far) => near.or(far),
                    };
                    let Some(best) = best else { continue };
                    best
                };
                self.ends.push(MatchEnd { at, score: score + matched, from });
            }
            before = row..self.ends.len();
        }
        self.follow(before)
    }

    /// Follows the best of the last ends back to its first letter; returns its score.
    fn follow(&mut self, last: std::ops::Range<usize>) -> i32 {
        self.path.clear();
        // The last one of equal ones.
        let best = last.filter_map(|at| Some((at, self.ends.get(at)?.score))).max_by_key(|(_, score)| *score);
        let Some((mut at, score)) = best else { return i32::MIN };
        for _ in 0..self.firsts.len() {
            let Some(end) = self.ends.get(at) else { break };
            self.path.push(end.at);
            at = end.from;
        }
        self.path.reverse();
        score
    }

    /// Returns whether each run of adjacent positions begins at the beginning of a word.
    fn begins_words(&self, text: &[u8]) -> bool {
        let mut last = None;
        self.path.iter().all(|&at| {
            let continues = last.is_some_and(|last| last + 1 == at);
            last = Some(at);
            let byte = |at: usize| text.get(at).copied();
            continues
                || begins_word(
                    at.checked_sub(1).and_then(byte),
                    byte(at).unwrap_or(b' '),
                    byte(at + 1).unwrap_or(b' '),
                )
        })
    }
}

/// Returns whether a word begins at a byte of an ASCII text.
pub(super) fn begins_word(before: Option<u8>, this: u8, next: u8) -> bool {
    let Some(before) = before else { return true };
    !before.is_ascii_alphanumeric()
        || (this.is_ascii_uppercase() && (!before.is_ascii_uppercase() || next.is_ascii_lowercase()))
        || (this.is_ascii_digit() != before.is_ascii_digit())
}

/// Returns the bonus of a letter at a position because of what precedes it.
fn bonus(text: &[u8], at: usize) -> i32 {
    let Some(before) = at.checked_sub(1).and_then(|at| text.get(at)) else { return HIGHEST_FIRST };
    match before {
        0 | b' ' | b'/' | b'\\' | b'|' | b'(' | b')' | b'[' | b']' | b'{' | b'}' => HIGHEST,
        b'!'..=b'\'' | b'*'..=b'.' | b':'..=b'@' | b'^'..=b'`' | b'~' => 7,
        b'A'..=b'Z' => 0,
        _ if text.get(at).is_some_and(u8::is_ascii_uppercase) => 6,
        _ => 0,
    }
}

/// Converts a position in a text, which is shorter than any `i32`.
fn signed(at: usize) -> i32 {
    i32::try_from(at).unwrap_or(i32::MAX / 4)
}

#[cfg(test)]
mod tests {
    use fuzzy_matcher::FuzzyMatcher;
    use fuzzy_matcher::skim::SkimMatcherV2;
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn score_and_places_are_those_of_the_matcher(
            word in "[a-cA1/]{1,6}", text in "[a-cA-C1/ :_^~-]{0,40}", ignore_case: bool,
        ) {
            let word = if ignore_case { word.to_lowercase() } else { word };
            let matcher = SkimMatcherV2::default();
            let matcher = if ignore_case { matcher.ignore_case() } else { matcher.respect_case() };
            let expected = matcher.fuzzy_indices(&text, &word);
            let (letters, mut scratch) = (Aligner::new(&word, ignore_case).unwrap(), Scratch::default());
            scratch.collect(&letters, text.as_bytes());
            let found = (scratch.firsts.len() == word.len()).then(|| {
                let score = scratch.align(word.as_bytes(), text.as_bytes());
                (i64::from(score), scratch.path)
            });
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn what_is_refused_at_once_has_no_run_that_begins_no_word(
            word in "[a-cA1]{3,5}", text in "[a-cA-C1/-]{0,14}",
        ) {
            let word = word.to_lowercase();
            let (letters, mut scratch) = (Aligner::new(&word, true).unwrap(), Scratch::default());
            let may = scratch.collect(&letters, text.as_bytes());
            if scratch.firsts.len() == word.len() {
                scratch.align(word.as_bytes(), text.as_bytes());
                prop_assert!(may || !scratch.begins_words(text.as_bytes()));
            }
        }
    }

    #[test]
    fn no_text_changes_the_score_of_the_next_one() {
        let letters = Aligner::new("ass", true).unwrap();
        let alone = letters.find("ass", b"a/class", 0);
        for text in ["/s/s/s/s/s/s/s/s", "a s s", "assessment"] {
            letters.find("ass", text.as_bytes(), 0);
            assert_eq!(letters.find("ass", b"a/class", 0), alone);
        }
    }
}
