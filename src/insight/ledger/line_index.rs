//! Finds the lines of the ledger that are about a thing, by the parts of its identity. What the lines say is left to
//! `settle`.
//!
//! A trail puts thousands of policies on one role: with all compared parts, a thing is found at once, however many share
//! one of them. Lines that have ended are dropped from the lists but for one, which shows that there were some.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use smallvec::SmallVec;

use super::pairs::changed_thing::ChangedThing;
use super::pairs::table::Pair;

/// The account and the Region in which an identity is unique.
pub(super) type ThingScope = (u32, u32);

/// The number of a line.
type LineNumber = usize;

/// The number of a text, as it is compared.
type TextNumber = u32;

/// What a list of lines shares: a line of the table, a scope, and the compared parts of the identity.
#[derive(Debug, PartialEq, Eq, Hash)]
struct WholeKey {
    pair: usize,
    scope: ThingScope,
    parts: SmallVec<[TextNumber; 4]>,
}

/// The same for one part, or for the other identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct PartKey {
    pair: usize,
    scope: ThingScope,
    /// The position of the part; `None` for the other identity.
    part: Option<usize>,
    text: TextNumber,
}

/// Lines with one part, in the order in which they were made.
#[derive(Debug, Default)]
struct PartLines {
    lines: Vec<LineNumber>,
    /// How many of them had ended when their owner was removed last.
    ended: usize,
}

/// The lines by their identities.
#[derive(Debug, Default)]
pub(super) struct LineIndex {
    texts: HashMap<String, TextNumber, RandomState>,
    /// The parts of each line.
    parts: Vec<SmallVec<[Option<TextNumber>; 4]>>,
    whole: HashMap<WholeKey, Vec<LineNumber>, RandomState>,
    /// By one part, and by the other identity.
    part: HashMap<PartKey, PartLines, RandomState>,
}

impl LineIndex {
    /// Adds a line about a thing. Lines are added in the order of their numbers, also those about nothing.
    pub(super) fn add(&mut self, line: LineNumber, pair: &Pair, scope: ThingScope, thing: &ChangedThing) {
        let parts: SmallVec<[Option<TextNumber>; 4]> = thing
            .parts
            .iter()
            .map(|part| part.as_ref().map(|part| self.number_of(&pair.norm.of(part))))
            .collect();
        let compared = (0..).zip(&parts).filter(|(place, _)| pair.compares(*place));
        if let Some(parts) = compared.map(|(_, part)| *part).collect::<Option<_>>() {
            self.whole.entry(WholeKey { pair: pair.number, scope, parts }).or_default().push(line);
        }
        let id = thing.id.as_ref().map(|id| (None, self.number_of(id)));
        let each = (0..).zip(&parts).filter_map(|(place, part)| Some((Some(place), (*part)?)));
        for (part, text) in each.chain(id) {
            let key = PartKey { pair: pair.number, scope, part, text };
            self.part.entry(key).or_default().lines.push(line);
        }
        self.parts.resize(line, SmallVec::new());
        self.parts.push(parts);
    }

    /// Returns the lines about a thing: those that are there, or one that ended. Missing parts of the thing are those of
    /// any line; a missing part of a line is like none.
    pub(super) fn about(
        &mut self,
        pair: &Pair,
        scope: ThingScope,
        thing: &ChangedThing,
        is_there: impl Fn(LineNumber) -> bool,
    ) -> Vec<LineNumber> {
        let mut found = Vec::new();
        if let Some(&text) = thing.id.as_ref().and_then(|id| self.texts.get(id)) {
            let key = PartKey { pair: pair.number, scope, part: None, text };
            if let Some(with_id) = self.part.get_mut(&key) {
                forget_ended(&mut with_id.lines, &is_there);
                found.extend_from_slice(&with_id.lines);
            }
        }
        if thing.is_only_id() {
            return found;
        }
        let mut wanted: SmallVec<[(usize, TextNumber); 4]> = SmallVec::new();
        let mut is_whole = true;
        for (place, part) in thing.parts.iter().enumerate().filter(|(place, _)| pair.compares(*place)) {
            match part.as_ref().map(|part| self.texts.get(&pair.norm.of(part))) {
                Some(Some(&text)) => wanted.push((place, text)),
                // No line has it.
                Some(None) => return found,
                None => is_whole = false,
            }
        }
        if is_whole || wanted.is_empty() {
            let parts = wanted.into_iter().map(|(_, text)| text).collect();
            if let Some(lines) = self.whole.get_mut(&WholeKey { pair: pair.number, scope, parts }) {
                forget_ended(lines, &is_there);
                found.extend_from_slice(lines);
            }
            return found;
        }
        found.extend(self.with_parts(pair, scope, &wanted));
        found
    }

    /// Returns the lines with some of their parts: the shortest of the lists by one of them, looked through.
    fn with_parts(&self, pair: &Pair, scope: ThingScope, wanted: &[(usize, TextNumber)]) -> Vec<LineNumber> {
        let list = |&(place, text): &(usize, TextNumber)| {
            let key = PartKey { pair: pair.number, scope, part: Some(place), text };
            self.part.get(&key).map_or(&[][..], |lines| lines.lines.as_slice())
        };
        let shortest = wanted.iter().map(list).min_by_key(|lines| lines.len()).unwrap_or_default();
        let has = |line: &LineNumber| {
            let parts = self.parts.get(*line).map_or(&[][..], SmallVec::as_slice);
            wanted.iter().all(|&(place, text)| parts.get(place) == Some(&Some(text)))
        };
        shortest.iter().copied().filter(has).collect()
    }

    /// Returns the lines of a pair that hang on an owner, which one of their parts names, if it was removed: those that may
    /// still be there. `None` if there never were any.
    pub(super) fn hanging(
        &mut self,
        (pair, part): (&Pair, usize),
        scope: ThingScope,
        owner: &str,
    ) -> Option<Vec<LineNumber>> {
        let text = *self.texts.get(&pair.norm.of(owner))?;
        let key = PartKey { pair: pair.number, scope, part: Some(part), text };
        let lines = self.part.get_mut(&key)?;
        let there = lines.lines.get(lines.ended..).unwrap_or_default().to_vec();
        lines.ended = lines.lines.len();
        Some(there)
    }

    fn number_of(&mut self, text: &str) -> TextNumber {
        if let Some(&number) = self.texts.get(text) {
            return number;
        }
        let number = TextNumber::try_from(self.texts.len()).unwrap_or(TextNumber::MAX);
        self.texts.insert(text.to_owned(), number);
        number
    }
}

/// Drops the lines that have ended, but for the last one if all have.
fn forget_ended(lines: &mut Vec<LineNumber>, is_there: impl Fn(LineNumber) -> bool) {
    let Some(last) = lines.last().copied().filter(|_| lines.len() > 1) else { return };
    lines.retain(|&line| is_there(line));
    if lines.is_empty() {
        lines.push(last);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::pairs::table::PAIRS;
    use super::*;

    /// Lines that compare both parts, only the second, and none.
    const CALLS: [&str; 3] = ["iam:PutRolePolicy", "iam:CreateAccessKey", "guardduty:DeleteDetector"];

    fn pair(call: &str) -> &'static Pair {
        PAIRS.pairs.iter().find(|pair| pair.make == call).unwrap()
    }

    /// Returns whether a line is about what is looked for, part by part.
    fn is_about(pair: &Pair, line: &ChangedThing, wanted: &ChangedThing) -> bool {
        let same = |(place, (one, wanted)): (usize, (&Option<String>, &Option<String>))| {
            !pair.compares(place) || wanted.is_none() || one == wanted
        };
        let by_id = wanted.id.is_some() && line.id == wanted.id;
        let by_parts = || line.parts.iter().zip(&wanted.parts).enumerate().all(same);
        let has_part = (0..2).any(|place| pair.compares(place) && wanted.parts[place].is_some());
        let has_whole = (0..2).all(|place| !pair.compares(place));
        by_id || (!wanted.is_only_id() && (has_part || has_whole) && by_parts())
    }

    fn things() -> impl Strategy<Value = ChangedThing> {
        let text = || proptest::option::weighted(0.8, "[ab]");
        let parts = proptest::collection::vec(text(), 2);
        (parts, proptest::option::weighted(0.3, "[xy]")).prop_map(|(parts, id)| ChangedThing { parts, id })
    }

    proptest! {
        #[test]
        fn lines_are_found_as_by_looking_at_each(
            steps in proptest::collection::vec((0..3_usize, 0..2_u32, things(), 0..3_u8), 0..40),
        ) {
            let mut index = LineIndex::default();
            let mut lines: Vec<(usize, u32, ChangedThing, bool)> = Vec::new();
            for (call, scope, thing, step) in steps {
                let pair = pair(CALLS[call]);
                let there = lines.iter().map(|line| line.3).collect::<Vec<_>>();
                let mut found = index.about(pair, (scope, 0), &thing, |line| there[line]);
                found.sort_unstable();
                found.dedup();
                let is_wanted = |line: &(usize, u32, ChangedThing, bool)| {
                    (line.0, line.1) == (call, scope) && is_about(pair, &line.2, &thing)
                };
                let plain: Vec<usize> = (0..lines.len()).filter(|&line| is_wanted(&lines[line])).collect();
                prop_assert_eq!(found.is_empty(), plain.is_empty());
                let there = |found: &[usize]| found.iter().copied().filter(|&line| lines[line].3).collect::<Vec<_>>();
                prop_assert_eq!(there(&found), there(&plain));
                match step {
                    0 => plain.iter().for_each(|&line| lines[line].3 = false),
                    1 => {
                        let owner = thing.parts[0].clone().unwrap_or_default();
                        let hung = |line: &(usize, u32, ChangedThing, bool)| {
                            (line.0, line.1) == (call, scope) && line.2.parts[0].as_ref() == Some(&owner)
                        };
                        let hanging = index.hanging((pair, 0), (scope, 0), &owner);
                        prop_assert_eq!(hanging.is_some(), lines.iter().any(hung));
                        for (line, told) in lines.iter_mut().enumerate().filter(|(_, line)| hung(line)) {
                            prop_assert!(!told.3 || hanging.iter().flatten().any(|one| *one == line));
                            told.3 = false;
                        }
                    }
                    _ => {
                        index.add(lines.len(), pair, (scope, 0), &thing);
                        lines.push((call, scope, thing, true));
                    }
                }
            }
        }
    }

    /// Each of many policies of one role was compared with all others of it.
    #[test]
    fn a_thing_is_found_without_looking_at_others_that_share_a_part() {
        let policy = |number: usize| ChangedThing {
            parts: vec![Some("role".to_owned()), Some(format!("policy-{number}"))],
            id: None,
        };
        let (mut index, pair) = (LineIndex::default(), pair(CALLS[0]));
        for number in 0..2000 {
            assert!(index.about(pair, (1, 0), &policy(number), |_| true).is_empty());
            index.add(number, pair, (1, 0), &policy(number));
        }
        // The same one again and again, each time after it has ended.
        for number in 2000..4000 {
            assert_eq!(index.about(pair, (1, 0), &policy(7), |_| false).len(), 1);
            index.add(number, pair, (1, 0), &policy(7));
        }
        assert_eq!(index.whole.values().map(Vec::len).max(), Some(2));
        assert_eq!(index.hanging((pair, 0), (1, 0), "role").map(|lines| lines.len()), Some(4000));
        assert_eq!(index.hanging((pair, 0), (1, 0), "role").map(|lines| lines.len()), Some(0));
    }
}
