//! Which values of a dictionary match a predicate. Each value is tested once for a word or test; when a word
//! gets longer, only the values that its beginning may still match are tested.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::stats::Counters;
use crate::json::text::percent_decode;
use crate::query::language::expr::Test;
use crate::query::matcher::fuzzy::Word;
use crate::query::matcher::many::JoinedTexts;
use crate::record::field::Column;
use crate::record::on_demand::ColumnRule;
use crate::record::targets::list;
use crate::store::scan::bitset::{Bits, WORD, ones};
use crate::store::scan::cancel::Cancelled;
use crate::store::scan::parallel::share;
use crate::store::{Dict, MISSING, Store};

/// A test of one value.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::query) enum Predicate {
    /// Whether the word matches.
    Fuzzy(Word),
    /// Whether it contains the word literally.
    Exact(Word),
    /// Whether it matches the test.
    Test(Test),
    /// Whether one of the names in it matches, or the whole list.
    Listed(Test),
    /// Whether one of the items in it matches, or the whole list is what the test names.
    Items(Test),
    /// Whether what is computed from it matches.
    Computed(&'static ColumnRule, Test),
}

impl Predicate {
    /// Returns whether a value matches, and whether it may match a predicate that extends this one.
    fn test(&self, value: &str) -> (bool, bool) {
        let passes = match self {
            Self::Fuzzy(word) => return word.matches_now_or_later(value),
            Self::Exact(word) => word.stands_in(value),
            // The empty text is the missing value.
            Self::Test(test) => test.passes(Some(value)),
            Self::Listed(test) => listed_passes(test, value),
            Self::Items(test) => items_pass(test, value),
            Self::Computed(rule, test) => test.passes(rule.of_value(value).as_deref()),
        };
        (passes, passes)
    }

    /// Returns whether everything that may match this may also match `shorter`.
    fn grew_from(&self, shorter: &Self) -> bool {
        match (self, shorter) {
            (Self::Fuzzy(word), Self::Fuzzy(shorter)) | (Self::Exact(word), Self::Exact(shorter)) => {
                word.grew_from(shorter)
            }
            (Self::Test(Test::Contains(part)), Self::Test(Test::Contains(shorter)))
            | (Self::Listed(Test::Contains(part)), Self::Listed(Test::Contains(shorter)))
            | (Self::Items(Test::Contains(part)), Self::Items(Test::Contains(shorter))) => {
                part.contains(shorter.as_str())
            }
            _ => false,
        }
    }
}

/// Tests the names in a list: one match is enough. If the whole text is compared, the name of a thing also
/// counts for its ARN.
fn listed_passes(test: &Test, value: &str) -> bool {
    // A text that cannot lie over two names, or in a separator, is in one of them if it is in the list.
    if let Test::Contains(part) = test
        && value.is_ascii()
        && !part.contains([',', ' '])
    {
        return test.passes(Some(value));
    }
    let whole = matches!(test, Test::Equals(_) | Test::Glob(_) | Test::AnyOf(_));
    list::names(value).any(|name| {
        test.passes(Some(&name)) || (whole && list::short_names(&name).any(|short| test.passes(Some(short))))
    }) || (whole && test.passes(Some(value)))
}

/// Tests the items of a list: one match is enough, unchanged or URL-decoded. The whole list matches if it is
/// given as it is shown.
pub(in crate::query) fn items_pass(test: &Test, value: &str) -> bool {
    if value.is_empty() {
        return test.passes(None);
    }
    list::names(value).any(|item| {
        test.passes(Some(&item)) || percent_decode(&item).is_some_and(|shown| test.passes(Some(&shown)))
    }) || is_asked_whole(test, value)
}

fn is_asked_whole(test: &Test, value: &str) -> bool {
    match test {
        Test::Equals(wanted) => wanted == value,
        Test::AnyOf(tests) => tests.iter().any(|test| is_asked_whole(test, value)),
        _ => false,
    }
}

/// The results for the values of one dictionary. Dictionaries only grow, so results stay valid.
#[derive(Debug)]
struct Answers {
    column: Column,
    predicate: Predicate,
    /// The IDs below this have been tested.
    tested: usize,
    passing: Arc<Bits>,
    /// The IDs whose values may match a predicate that extends this one.
    hopeful: Arc<Bits>,
}

/// The predicates that were tested, the most recently used last.
#[derive(Debug, Default)]
pub(in crate::query) struct ValueCache {
    kept: VecDeque<Answers>,
}

/// Maximum number of results that are kept: those of a dozen words, each tested in the columns of lists. With
/// millions of values, one result takes some hundred kilobytes.
const KEPT: usize = 96;
/// Number of values that are tested between two checks for cancellation.
const TESTED_AT_ONCE: usize = 1024;

impl ValueCache {
    /// Returns, for each predicate, the matching IDs of its column. `None` if cancelled.
    pub(in crate::query) fn matching(
        &mut self,
        store: &Store,
        predicates: &[(Column, Predicate)],
        cancelled: Cancelled<'_>,
        counters: &Counters,
    ) -> Option<Vec<Arc<Bits>>> {
        let mut all = Vec::with_capacity(predicates.len());
        for (column, predicate) in predicates {
            all.push(Growing::new(
                self.answers(*column, predicate, store.dict(*column)),
                store.dict(*column),
            ));
        }
        let given_up = AtomicBool::new(false);
        share(all.iter_mut().flat_map(Growing::pieces).collect(), |piece| {
            if cancelled() {
                given_up.store(true, Ordering::Relaxed);
            } else {
                counters.score(piece.test());
            }
        });
        if given_up.into_inner() {
            return None;
        }
        let grown: Vec<Answers> = all.into_iter().map(Growing::grown).collect();
        let passing = grown.iter().map(|answers| Arc::clone(&answers.passing)).collect();
        for answers in grown {
            self.keep(answers);
        }
        Some(passing)
    }

    /// Returns what is known about a predicate, starting from the longest predicate that it extends.
    fn answers(
        &self,
        column: Column,
        predicate: &Predicate,
        dict: &Dict,
    ) -> (Answers, Option<(usize, Arc<Bits>)>) {
        let of_column = || self.kept.iter().filter(|kept| kept.column == column);
        let known = of_column().find(|kept| kept.predicate == *predicate);
        let base = of_column()
            .filter(|kept| predicate.grew_from(&kept.predicate))
            .min_by_key(|kept| kept.hopeful.count() + dict.len().saturating_sub(kept.tested))
            .map(|kept| (kept.tested, Arc::clone(&kept.hopeful)));
        let answers = Answers {
            column,
            predicate: predicate.clone(),
            tested: known.map_or(0, |known| known.tested),
            passing: known.map(|known| Arc::clone(&known.passing)).unwrap_or_default(),
            hopeful: known.map(|known| Arc::clone(&known.hopeful)).unwrap_or_default(),
        };
        (answers, base)
    }

    fn keep(&mut self, answers: Answers) {
        self.kept.retain(|kept| kept.column != answers.column || kept.predicate != answers.predicate);
        if self.kept.len() >= KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back(answers);
    }
}

/// Results while the new values are tested.
struct Growing<'d> {
    answers: Answers,
    dict: &'d Dict,
    base: Option<(usize, Arc<Bits>)>,
    passing: Bits,
    hopeful: Bits,
}

impl<'d> Growing<'d> {
    fn new((answers, base): (Answers, Option<(usize, Arc<Bits>)>), dict: &'d Dict) -> Self {
        let (mut passing, mut hopeful) = (Bits::default(), Bits::default());
        if answers.tested < dict.len() {
            (passing, hopeful) = (Bits::clone(&answers.passing), Bits::clone(&answers.hopeful));
            passing.grow(dict.len());
            hopeful.grow(dict.len());
        }
        Self { answers, dict, base, passing, hopeful }
    }

    fn pieces(&mut self) -> Vec<Slice<'_>> {
        let words = TESTED_AT_ONCE / WORD;
        if self.answers.tested >= self.dict.len() {
            return Vec::new();
        }
        // The 64 values in which the known results end are tested again.
        let known = self.answers.tested / WORD;
        let passing = self.passing.words_mut().get_mut(known..).unwrap_or_default().chunks_mut(words);
        let hopeful = self.hopeful.words_mut().get_mut(known..).unwrap_or_default().chunks_mut(words);
        let (predicate, dict, base) = (&self.answers.predicate, self.dict, self.base.as_ref());
        let firsts = (known * WORD..).step_by(TESTED_AT_ONCE);
        let piece = |((passing, hopeful), first)| Slice { predicate, dict, base, first, passing, hopeful };
        passing.zip(hopeful).zip(firsts).map(piece).collect()
    }

    fn grown(self) -> Answers {
        if self.answers.tested >= self.dict.len() {
            return self.answers;
        }
        let (mut passing, tested) = (self.passing, self.dict.len());
        // A word never matches the missing value.
        if matches!(self.answers.predicate, Predicate::Fuzzy(_) | Predicate::Exact(_)) {
            passing.remove(MISSING);
        }
        Answers { tested, passing: Arc::new(passing), hopeful: Arc::new(self.hopeful), ..self.answers }
    }
}

/// The values from ID `first` on, as many as a word has bits.
struct Slice<'p> {
    predicate: &'p Predicate,
    dict: &'p Dict,
    base: Option<&'p (usize, Arc<Bits>)>,
    first: usize,
    passing: &'p mut [u64],
    hopeful: &'p mut [u64],
}

impl Slice<'_> {
    /// Tests the values; returns how many.
    fn test(self) -> u64 {
        let all = self.words().map(|first| self.worth(first).count_ones()).sum::<u32>() as usize;
        // Where most have to be tested, it is faster to look at all that stand together.
        if all * 2 >= self.passing.len() * WORD {
            match self.predicate {
                Predicate::Fuzzy(word) if word.can_look_at_all() => self.together(word, false),
                Predicate::Exact(word) if word.can_look_at_all() => self.together(word, true),
                _ => self.one_by_one(),
            }
        } else {
            self.one_by_one();
        }
        all as u64
    }

    /// The first IDs of each word of results.
    fn words(&self) -> impl Iterator<Item = usize> + use<> {
        (self.first..).step_by(WORD).take(self.passing.len())
    }

    fn together(mut self, word: &Word, exact: bool) {
        let (mut contained, mut placed) = ([0_u64; TESTED_AT_ONCE / WORD], [0_u64; TESTED_AT_ONCE / WORD]);
        for part in self.dict.parts(self.first..self.first + self.passing.len() * WORD) {
            let texts = JoinedTexts { bytes: part.text.as_bytes(), ends: part.ends, before: part.before };
            word.look_at_all(texts, exact, |text, seen| {
                let at = part.first + text - self.first;
                let bit = at % WORD;
                if let (Some(contained), Some(placed)) =
                    (contained.get_mut(at / WORD), placed.get_mut(at / WORD))
                {
                    *contained |= u64::from(seen.contained) << bit;
                    *placed |= u64::from(seen.placed) << bit;
                }
            });
        }
        let firsts = self.words();
        let worth: Vec<u64> = self.words().map(|first| self.worth(first)).collect();
        let (passing, hopeful) = (std::mem::take(&mut self.passing), std::mem::take(&mut self.hopeful));
        let results = passing.iter_mut().zip(hopeful).zip(contained.into_iter().zip(placed));
        for (((passing, hopeful), (contained, placed)), (worth, first)) in
            results.zip(worth.into_iter().zip(firsts))
        {
            *passing = contained & worth;
            let open = placed & worth & !contained;
            *hopeful = *passing | open;
            for bit in ones(if word.may_be_spread() { open } else { 0 }) {
                let id = u32::try_from(first).unwrap_or(u32::MAX).saturating_add(bit);
                *passing |= u64::from(word.matches(self.dict.get(id))) << bit;
            }
        }
    }

    fn one_by_one(mut self) {
        let firsts = self.words();
        let (passing, hopeful) = (std::mem::take(&mut self.passing), std::mem::take(&mut self.hopeful));
        for ((passing, hopeful), first) in passing.iter_mut().zip(hopeful).zip(firsts) {
            (*passing, *hopeful) = (0, 0);
            for bit in ones(self.worth(first)) {
                let id = u32::try_from(first).unwrap_or(u32::MAX).saturating_add(bit);
                let (passes, may_pass) = self.predicate.test(self.dict.get(id));
                *passing |= u64::from(passes) << bit;
                *hopeful |= u64::from(may_pass) << bit;
            }
        }
    }

    /// Returns which of the 64 IDs from `first` on have to be tested.
    fn worth(&self, first: usize) -> u64 {
        let below = |end: usize| match end.saturating_sub(first) {
            count @ 0..WORD => (1 << count) - 1,
            _ => u64::MAX,
        };
        let hopeful = self.base.map_or(u64::MAX, |(tested, hopeful)| {
            hopeful.words().get(first / WORD).copied().unwrap_or(0) | !below(*tested)
        });
        hopeful & below(self.dict.len())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_list_contains_what_one_of_its_names_contains(
            value in "[aB, ]{0,12}[a←, ]{0,4}", part in "[ab, ]{1,3}",
        ) {
            let test = Test::Contains(part);
            let by_name = list::names(&value).any(|name| test.passes(Some(&name)));
            prop_assert_eq!(listed_passes(&test, &value), by_name);
        }
    }
}
