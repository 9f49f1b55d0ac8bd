//! Many values put to one text at once. The cost is that of the text, and not of the number of values: a look into a set, a
//! binary search for each address, one pass of an automaton.

use std::collections::HashSet;

use aho_corasick::AhoCorasick;
use foldhash::fast::RandomState;

use super::address_test::AddressScope;
use super::list_glob::{Glob, Globs};
use crate::record::address::AddressRange;

/// A set with the hasher of the store.
type FastSet<T> = HashSet<T, RandomState>;

/// One value of a list, made ready for a field.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum ListValue {
    /// Addresses.
    Range(AddressRange),
    /// The whole value, as it stands.
    Exact(String),
    /// A piece of the value, in lower case.
    Part(String),
    /// A pattern of `*` and `?` over the whole value.
    Glob(Glob),
}

/// All values of a list.
#[derive(Debug)]
pub(super) struct Matcher {
    exact: FastSet<Box<str>>,
    /// Sorted, none touching another.
    ranges: Vec<AddressRange>,
    /// The networks and addresses as they were listed, for values that are networks themselves. Sorted.
    networks: Vec<AddressRange>,
    parts: Option<AhoCorasick>,
    globs: Globs,
    /// Pieces that were too many for an automaton, tried one after the other.
    pieces: Vec<Box<str>>,
}

impl Matcher {
    /// Makes a matcher.
    pub(super) fn new(values: &[ListValue]) -> Self {
        let (mut exact, mut networks) = (FastSet::default(), Vec::new());
        let (mut parts, mut globs) = (Vec::new(), Vec::new());
        for value in values {
            match value {
                ListValue::Range(range) => networks.push(*range),
                ListValue::Exact(text) => drop(exact.insert(text.as_str().into())),
                ListValue::Part(text) => parts.push(text.as_str()),
                ListValue::Glob(glob) => globs.push(glob.clone()),
            }
        }
        networks.sort_unstable();
        networks.dedup();
        let (parts, pieces) = match AhoCorasick::new(&parts) {
            Ok(automaton) => ((!parts.is_empty()).then_some(automaton), Vec::new()),
            Err(_) => (None, parts.into_iter().map(Into::into).collect()),
        };
        Self { exact, ranges: merged(&networks), networks, parts, globs: Globs::new(globs), pieces }
    }

    /// Whether any value passes; `steps` counts what was compared.
    pub(super) fn passes(&self, value: &str, scope: AddressScope, steps: &mut u64) -> bool {
        *steps += 1;
        if self.exact.contains(value) {
            return true;
        }
        if !self.networks.is_empty() && scope.any(value, |found| self.holds(found, steps)) {
            return true;
        }
        if self.parts.is_some() || !self.pieces.is_empty() {
            let lower = value.to_lowercase();
            *steps += (lower.len() + self.pieces.len()) as u64;
            if self.parts.as_ref().is_some_and(|parts| parts.is_match(&lower))
                || self.pieces.iter().any(|piece| lower.contains(&**piece))
            {
                return true;
            }
        }
        !self.globs.is_empty() && self.globs.any(value, steps)
    }

    fn holds(&self, found: AddressRange, steps: &mut u64) -> bool {
        if !found.is_single() {
            *steps += u64::from(self.networks.len().max(1).ilog2());
            return self.networks.binary_search(&found).is_ok();
        }
        let after = self.ranges.partition_point(|range| {
            *steps += 1;
            range.first() <= found.first()
        });
        after.checked_sub(1).and_then(|at| self.ranges.get(at)).is_some_and(|range| range.holds(found))
    }

    /// How many of the values match one of the texts.
    pub(super) fn matched(
        &self,
        values: &[ListValue],
        texts: impl Iterator<Item = impl AsRef<str>>,
        scope: AddressScope,
    ) -> usize {
        let passes = |text: &str| !text.is_empty() && self.passes(text, scope, &mut 0);
        let passing: Vec<_> = texts.filter(|text| passes(text.as_ref())).collect();
        let passing: Vec<&str> = passing.iter().map(AsRef::as_ref).collect();
        let whole: FastSet<&str> = passing.iter().copied().collect();
        let mut ranges = Vec::new();
        for text in &passing {
            scope.any(text, |found| {
                ranges.push(found);
                false
            });
        }
        ranges.sort_unstable();
        let parts = self.found_parts(&passing);
        let globs = self.globs.matched(&passing);
        let (mut part, mut glob) = (0, 0);
        let next = |found: &[bool], at: &mut usize| {
            *at += 1;
            found.get(*at - 1).copied().unwrap_or(false)
        };
        values
            .iter()
            .filter(|value| match value {
                ListValue::Exact(text) => whole.contains(text.as_str()),
                ListValue::Range(range) => {
                    let from = ranges.partition_point(|found| found.first() < range.first());
                    let mut within =
                        ranges.iter().skip(from).take_while(|found| found.first() <= range.last());
                    within.any(|found| if found.is_single() { range.holds(*found) } else { range == found })
                }
                ListValue::Part(_) => next(&parts, &mut part),
                ListValue::Glob(_) => next(&globs, &mut glob),
            })
            .count()
    }

    fn found_parts(&self, texts: &[&str]) -> Vec<bool> {
        let Some(parts) = &self.parts else {
            let is_in = |piece: &str| texts.iter().any(|text| text.to_lowercase().contains(piece));
            return self.pieces.iter().map(|piece| is_in(piece)).collect();
        };
        let mut found = vec![false; parts.patterns_len()];
        for text in texts {
            for one in parts.find_overlapping_iter(&text.to_lowercase()) {
                found.get_mut(one.pattern().as_usize()).into_iter().for_each(|found| *found = true);
            }
        }
        found
    }
}

/// Sorted ranges as fewer that hold the same.
fn merged(sorted: &[AddressRange]) -> Vec<AddressRange> {
    let mut merged: Vec<AddressRange> = Vec::with_capacity(sorted.len());
    for range in sorted {
        match merged.last_mut() {
            Some(last) if range.first() <= last.last() => {
                let end = last.last().max(range.last());
                if let Some(joined) = AddressRange::between(last.first(), end) {
                    *last = joined;
                }
            }
            _ => merged.push(*range),
        }
    }
    merged
}
