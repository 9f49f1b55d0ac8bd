//! Many values put to one text at once. The cost is that of the text, and not of the number of values: a look into a set, a
//! binary search for each address, one pass of an automaton.

use std::collections::HashSet;

use aho_corasick::AhoCorasick;
use foldhash::fast::RandomState;

use super::address_test::AddressScope;
use super::pattern::Pattern;
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
    /// A pattern of `*` and `?` over the whole value: its text, and compiled.
    Glob(String, Pattern),
}

impl ListValue {
    fn glob(&self) -> Option<&Pattern> {
        match self {
            Self::Glob(_, pattern) => Some(pattern),
            Self::Range(_) | Self::Exact(_) | Self::Part(_) => None,
        }
    }
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
    /// Globs with their stars at the ends only, as pieces of text.
    affixes: Option<Affixes>,
    /// All other globs, tried one after the other.
    globs: Vec<Pattern>,
    /// Pieces that were too many for an automaton, tried one after the other.
    pieces: Vec<Box<str>>,
}

#[derive(Debug)]
struct Affixes {
    automaton: AhoCorasick,
    /// By pattern: whether it begins the value, and whether it ends it.
    ends: Vec<(bool, bool)>,
}

impl Matcher {
    /// Makes a matcher.
    pub(super) fn new(values: &[ListValue]) -> Self {
        let mut matcher = Self {
            exact: FastSet::default(),
            ranges: Vec::new(),
            networks: Vec::new(),
            parts: None,
            affixes: None,
            globs: Vec::new(),
            pieces: Vec::new(),
        };
        let (mut parts, mut affixes, mut ends) = (Vec::new(), Vec::new(), Vec::new());
        for value in values {
            match value {
                ListValue::Range(range) => matcher.networks.push(*range),
                ListValue::Exact(text) => drop(matcher.exact.insert(text.as_str().into())),
                ListValue::Part(text) => parts.push(text.as_str()),
                ListValue::Glob(text, pattern) => match affix(text) {
                    Some((piece, begins, closes)) => {
                        affixes.push(piece);
                        ends.push((begins, closes));
                    }
                    None => matcher.globs.push(pattern.clone()),
                },
            }
        }
        matcher.networks.sort_unstable();
        matcher.networks.dedup();
        matcher.ranges = merged(&matcher.networks);
        match AhoCorasick::new(&parts) {
            Ok(automaton) => matcher.parts = (!parts.is_empty()).then_some(automaton),
            Err(_) => matcher.pieces = parts.into_iter().map(Into::into).collect(),
        }
        match AhoCorasick::new(&affixes) {
            Ok(automaton) => matcher.affixes = (!affixes.is_empty()).then_some(Affixes { automaton, ends }),
            Err(_) => matcher.globs.extend(values.iter().filter_map(ListValue::glob).cloned()),
        }
        matcher
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
        if let Some(affixes) = &self.affixes {
            let folded = folded(value);
            *steps += folded.len() as u64;
            if affixes.found(&folded).next().is_some() {
                return true;
            }
        }
        *steps += self.globs.len() as u64;
        self.globs.iter().any(|glob| glob.is_match(value.as_bytes()))
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
        let affixes = self.found_affixes(&passing);
        let (mut part, mut affix_at) = (0, 0);
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
                ListValue::Glob(text, _) if self.affixes.is_some() && affix(text).is_some() => {
                    next(&affixes, &mut affix_at)
                }
                ListValue::Glob(_, pattern) => passing.iter().any(|text| pattern.is_match(text.as_bytes())),
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

    fn found_affixes(&self, texts: &[&str]) -> Vec<bool> {
        let Some(affixes) = &self.affixes else { return Vec::new() };
        let mut found = vec![false; affixes.ends.len()];
        for text in texts {
            for at in affixes.found(&folded(text)) {
                found.get_mut(at).into_iter().for_each(|found| *found = true);
            }
        }
        found
    }
}

impl Affixes {
    /// The patterns that match a folded text, by number; some more than once.
    fn found<'t>(&'t self, text: &'t str) -> impl Iterator<Item = usize> + 't {
        self.automaton.find_overlapping_iter(text).filter_map(move |found| {
            let at = found.pattern().as_usize();
            let (begins, closes) = *self.ends.get(at)?;
            let fits = (!begins || found.start() == 0) && (!closes || found.end() == text.len());
            fits.then_some(at)
        })
    }
}

/// The piece of a glob whose stars stand at its ends, in lower case; and whether it begins and ends the value.
fn affix(glob: &str) -> Option<(String, bool, bool)> {
    let piece = glob.trim_matches('*');
    let plain = !piece.is_empty() && piece.is_ascii() && !piece.contains(['*', '?']);
    plain.then(|| (piece.to_ascii_lowercase(), !glob.starts_with('*'), !glob.ends_with('*')))
}

/// A text as patterns see it that ignore case: two signs beyond ASCII are other cases of ASCII letters.
fn folded(text: &str) -> String {
    text.chars()
        .map(|char| match char {
            '\u{212a}' => 'k',
            '\u{17f}' => 's',
            char => char.to_ascii_lowercase(),
        })
        .collect()
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
