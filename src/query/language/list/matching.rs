//! Tests one text for many values at once. The cost depends on the text and not on the number of values: a set
//! look-up, a binary search for each address, and one pass of an automaton.

use std::collections::{HashMap, HashSet};

use foldhash::fast::RandomState;

use super::glob::{Glob, Globs};
use super::pieces::PieceFinder;
use crate::query::language::term::address_test::AddressScope;
use crate::record::address::AddressRange;

/// A set with the hasher of the store.
type FastSet<T> = HashSet<T, RandomState>;

/// One value of a list, prepared for a field.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::query::language) enum ListValue {
    /// Addresses.
    Range(AddressRange),
    /// The whole value, unchanged.
    Exact(String),
    /// A part of the value, in lower case.
    Part(String),
    /// A pattern of `*` and `?` over the whole value.
    Glob(Glob),
}

/// All values of a list.
#[derive(Debug)]
pub(in crate::query::language) struct Matcher {
    exact: FastSet<Box<str>>,
    /// Sorted, without overlap.
    ranges: Vec<AddressRange>,
    /// The networks and addresses as listed, for values that are networks themselves. Sorted.
    networks: Vec<AddressRange>,
    /// `None` if there are none.
    parts: Option<PieceFinder>,
    /// By line that is a part of text: the number of that part.
    part_numbers: Vec<u32>,
    globs: Globs,
}

impl Matcher {
    /// Makes a matcher.
    pub(in crate::query::language) fn new(values: &[ListValue]) -> Self {
        let (mut exact, mut networks) = (FastSet::default(), Vec::new());
        let (mut parts, mut part_numbers, mut globs) = (Vec::new(), Vec::new(), Vec::new());
        let mut numbers: HashMap<&str, u32, RandomState> = HashMap::default();
        for value in values {
            match value {
                ListValue::Range(range) => networks.push(*range),
                ListValue::Exact(text) => drop(exact.insert(text.as_str().into())),
                ListValue::Part(text) => {
                    let next = u32::try_from(parts.len()).unwrap_or(u32::MAX);
                    part_numbers.push(*numbers.entry(text).or_insert_with(|| {
                        parts.push(text.as_str());
                        next
                    }));
                }
                ListValue::Glob(glob) => globs.push(glob.clone()),
            }
        }
        networks.sort_unstable();
        networks.dedup();
        let parts = (!parts.is_empty()).then(|| PieceFinder::new(&parts));
        Self { exact, ranges: merged(&networks), networks, parts, part_numbers, globs: Globs::new(globs) }
    }

    /// Returns whether any value matches; `steps` counts comparisons.
    pub(in crate::query::language) fn passes(
        &self,
        value: &str,
        scope: AddressScope,
        steps: &mut u64,
    ) -> bool {
        *steps += 1;
        if self.exact.contains(value) {
            return true;
        }
        if !self.networks.is_empty() && scope.any(value, |found| self.holds(found, steps)) {
            return true;
        }
        if self.parts.as_ref().is_some_and(|parts| parts.any(&value.to_lowercase(), steps)) {
            return true;
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

    /// Returns how many of the values match one of the texts.
    pub(in crate::query::language) fn matched(
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

    /// Returns, by line that is a part of text, whether it is in any of the texts.
    fn found_parts(&self, texts: &[&str]) -> Vec<bool> {
        let Some(parts) = &self.parts else { return Vec::new() };
        let found: FastSet<usize> =
            texts.iter().flat_map(|text| parts.found(&text.to_lowercase(), &mut 0)).collect();
        self.part_numbers.iter().map(|&number| found.contains(&(number as usize))).collect()
    }
}

/// Merges sorted ranges that overlap.
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
