//! A first look at many texts that stand one behind the other, such as the values of a dictionary: the same as
//! `glance` shows of each, but 64 bytes at a time wherever the texts end. A short text costs its share of a block
//! instead of a whole one; for two letters in 300,000 values that is a third of the time.

use super::glance::{BLOCK, Block, FirstLook, behind_first};

/// What a look at one text of many shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::query) struct LookResult {
    /// It contains the word.
    pub(in crate::query) contained: bool,
    /// The letters occur in runs that begin words.
    pub(in crate::query) placed: bool,
}

/// JoinedTexts that stand one behind the other.
#[derive(Debug, Clone, Copy)]
pub(in crate::query) struct JoinedTexts<'t> {
    /// All of them together.
    pub(in crate::query) bytes: &'t [u8],
    /// Where each ends, in a text that began `before` bytes earlier.
    pub(in crate::query) ends: &'t [usize],
    /// See `ends`.
    pub(in crate::query) before: usize,
}

/// What the blocks before show, with one bit for each letter.
#[derive(Default)]
struct CarriedOver {
    /// It ends a beginning of the word, contained in the text, with the last byte.
    contained: u64,
    /// It ends a run with the last byte.
    run: u64,
    /// It ends a run anywhere in the text that continues.
    placed: u64,
    alphabetic: u64,
    upper: u64,
    digit: u64,
}

/// The texts in a block.
struct Borders {
    /// The bytes with which a text begins.
    starts: u64,
    /// The bytes of the text that continues from the block before.
    going_on: u64,
}

impl JoinedTexts<'_> {
    fn end(&self, text: usize) -> Option<usize> {
        self.ends.get(text).map(|end| end - self.before)
    }
}

impl FirstLook {
    /// Looks at all texts, and reports which show anything; each may be reported several times. If only texts that contain
    /// the word matter, `contained` alone is reported.
    pub(super) fn look_at_all(
        &self,
        texts: JoinedTexts<'_>,
        only_contained: bool,
        mut tell: impl FnMut(usize, LookResult),
    ) {
        let mut passed = CarriedOver::default();
        let mut text = 0;
        for (bytes, at) in texts.bytes.chunks(BLOCK).zip((0..).step_by(BLOCK)) {
            let first = text;
            let mut starts = 0;
            while let Some(end) = texts.end(text).filter(|end| *end < at + BLOCK) {
                starts |= 1_u64 << (end - at);
                text += 1;
            }
            let next = texts.bytes.get(at + BLOCK).copied().filter(|_| texts.end(text) != Some(at + BLOCK));
            let borders = Borders { starts, going_on: starts.wrapping_sub(1) & !starts };
            let block = Block::new(bytes);
            let (contained, run) = if only_contained {
                (self.contained(&block, &borders, &mut passed), 0)
            } else {
                self.in_block(&block, next, &borders, &mut passed)
            };
            if contained | run == 0 {
                continue;
            }
            let mut from = 0;
            for text in first..=text {
                let to = texts.end(text).map_or(BLOCK, |end| (end - at).min(BLOCK));
                let own = below(to) & !below(from);
                let seen = LookResult { contained: contained & own != 0, placed: run & own != 0 };
                if seen != LookResult::default() {
                    tell(text, seen);
                }
                from = to;
            }
        }
    }

    /// Returns where the word ends in a block.
    fn contained(&self, block: &Block, borders: &Borders, passed: &mut CarriedOver) -> u64 {
        let before = std::mem::take(&mut passed.contained);
        let mut contained = 0;
        for (number, letter) in self.letters.iter().enumerate() {
            let hits = block.places(|lane| letter.is_at(lane));
            contained = match number.checked_sub(1) {
                None => hits,
                Some(previous) => hits & (contained << 1 | before >> previous & 1) & !borders.starts,
            };
            passed.contained |= (contained >> (BLOCK - 1)) << number;
            if contained == 0 && before >> number == 0 {
                return 0;
            }
        }
        contained
    }

    /// Returns where the word ends in a block, and where runs end that have all its letters.
    fn in_block(
        &self,
        block: &Block,
        next: Option<u8>,
        borders: &Borders,
        passed: &mut CarriedOver,
    ) -> (u64, u64) {
        let ends = borders.starts >> 1;
        let begins_letter =
            block.begins_letter(next, ends, &mut passed.alphabetic, &mut passed.upper) | borders.starts;
        let begins_digit =
            if self.has_digits { block.begins_digit(&mut passed.digit) | borders.starts } else { 0 };
        let before = std::mem::take(&mut passed.contained);
        let (run_before, placed_before) =
            (std::mem::take(&mut passed.run), std::mem::take(&mut passed.placed));
        // What continues behind the block: the last text that begins in it, or the one that began before.
        let (goes_on, lasting) = match borders.starts {
            0 => (u64::MAX, placed_before),
            starts => (!below(BLOCK - 1 - starts.leading_zeros() as usize), 0),
        };
        let (mut contained, mut run) = (0, 0);
        passed.placed = lasting;
        for (number, letter) in self.letters.iter().enumerate() {
            let hits = block.places(|lane| letter.is_at(lane));
            let begins = if letter.is_digit { begins_digit } else { begins_letter };
            match number.checked_sub(1) {
                None => (contained, run) = (hits, hits & begins),
                Some(previous) => {
                    contained = hits & (contained << 1 | before >> previous & 1) & !borders.starts;
                    let adjacent = (run << 1 | run_before >> previous & 1) & !borders.starts;
                    let going_on = if placed_before >> previous & 1 == 0 { 0 } else { borders.going_on };
                    run = hits & (adjacent | begins & (behind_first_of_each(run, borders.starts) | going_on));
                }
            }
            passed.contained |= (contained >> (BLOCK - 1)) << number;
            passed.run |= (run >> (BLOCK - 1)) << number;
            passed.placed |= u64::from(run & goes_on != 0) << number;
            // No later letter continues anything.
            if contained | run == 0 && (before | placed_before) >> number == 0 {
                return (0, 0);
            }
        }
        (contained, run)
    }
}

/// Returns the places behind the first one in each text.
fn behind_first_of_each(places: u64, starts: u64) -> u64 {
    if places == 0 || starts == 0 {
        return if places == 0 { 0 } else { behind_first(places) };
    }
    let (mut filled, mut inside) = (places, !starts);
    let mut width = 1;
    while width < u64::BITS {
        filled |= inside & filled << width;
        inside &= inside << width;
        width *= 2;
    }
    filled << 1 & !starts
}

/// Returns the first places of a block.
fn below(place: usize) -> u64 {
    if place >= BLOCK { u64::MAX } else { (1 << place) - 1 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::glance::{Glance, LOOKED_AT};
    use super::*;

    /// What is reported of each text.
    fn seen(look: &FirstLook, texts: &[String], before: usize, only_contained: bool) -> Vec<LookResult> {
        let mut end = before;
        let ends: Vec<usize> = texts.iter().map(|text| (end += text.len(), end).1).collect();
        let mut all = vec![LookResult::default(); texts.len()];
        let bytes = texts.concat().into_bytes();
        let texts = JoinedTexts { bytes: &bytes, ends: &ends, before };
        look.look_at_all(texts, only_contained, |text, seen| {
            all[text].contained |= seen.contained;
            all[text].placed |= seen.placed;
        });
        all
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        #[test]
        fn many_texts_show_what_each_of_them_shows(
            word in "[a-cA1/]{1,9}", ignore_case: bool, before in 0..3_usize,
            texts in proptest::collection::vec("[a-cA-C1/ ←-]{0,9}|[a-c/ ]{0,30}[a-cA-C1/ -]{0,90}|[a-c]{60,66}", 0..20),
        ) {
            let word = if ignore_case { word.to_lowercase() } else { word };
            let look = FirstLook::new(&word, ignore_case, 20).unwrap();
            let glances: Vec<Glance> = texts.iter().map(|text| look.look(text.as_bytes())).collect();
            for (seen, glance) in seen(&look, &texts, before, false).into_iter().zip(&glances) {
                let is_refused = !seen.contained && !seen.placed;
                prop_assert_eq!((seen.contained, is_refused), (*glance == Glance::Contained, *glance == Glance::Refused));
            }
            for (seen, glance) in seen(&look, &texts, before, true).into_iter().zip(&glances) {
                prop_assert_eq!(seen, LookResult { contained: *glance == Glance::Contained, placed: false });
            }
        }
    }

    #[test]
    fn short_texts_share_blocks() {
        let texts: Vec<String> = (0..1000).map(|number| format!("DescribeThing{number:03}")).collect();
        let look = FirstLook::new("de", true, 20).unwrap();
        let before = LOOKED_AT.get();
        assert!(seen(&look, &texts, 0, false).iter().all(|seen| seen.contained && seen.placed));
        assert_eq!(LOOKED_AT.get() - before, 1000 * 16 / 64);
    }

    #[test]
    fn no_word_lies_over_two_texts() {
        let texts = ["de", "lete", "Del", "x".repeat(62).as_str(), "de", "le", "delete"].map(str::to_owned);
        let look = FirstLook::new("dele", true, 20).unwrap();
        let found: Vec<bool> = seen(&look, &texts, 0, false).iter().map(|seen| seen.contained).collect();
        assert_eq!(found, [false, false, false, false, false, false, true]);
    }
}
