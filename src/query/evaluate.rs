//! A filter made ready for one store, and put to its events: to whole segments by id, or to one event with its text.
//!
//! Three answers are possible: no, yes, and "the record's text decides". AND is the least of its parts, OR the greatest,
//! so that a cheap "no" saves the text from being read at all.

use std::collections::HashMap;

use super::expr::{Expr, Is, Pattern, Target, Test};
use super::fuzzy::Word;
use super::hidden;
use super::when::When;
use crate::json::path::Path;
use crate::json::text::unescape_into;
use crate::record::field::{Column, Home, OWN_COLUMNS};
use crate::record::read::{is_present, text_of};
use crate::record::time::Time;
use crate::store::file::FileState;
use crate::store::segment::{SEGMENT_ROWS, Segment};
use crate::store::{Dict, Event, Store};

/// The columns that a word without a field looks at: those that lists show. Who acted is shown by label or by ARN.
pub const SHOWN: [Column; 8] = [
    Column::EventName,
    Column::Service,
    Column::Who,
    Column::Principal,
    Column::SourceIpAddress,
    Column::AwsRegion,
    Column::ErrorCode,
    Column::Resource,
];

/// The event does not pass.
pub(super) const NO: u8 = 0;
/// The record's text decides.
pub(super) const ASK_TEXT: u8 = 1;
/// The event passes.
pub(super) const YES: u8 = 2;

/// A filter made ready: dictionaries have been asked, what is left is a look at ids, times and texts.
pub(super) enum Plan<'e> {
    All(Vec<Self>),
    Any(Vec<Self>),
    Not(Box<Self>),
    Values(Values),
    EventId(&'e Test),
    Time(When, Option<Time>),
    Is(Is),
    Path(&'e Path, &'e Test),
    Anywhere(&'e Pattern),
}

/// What has been asked of each value, by word and column. Dictionaries only grow: answers stay true.
#[derive(Debug, Default)]
pub(super) struct Asked {
    words: HashMap<(Word, bool), Vec<Vec<bool>>>,
}

/// How many words' answers are kept.
const KEPT_WORDS: usize = 64;
/// How many values are asked between two looks at `cancelled`.
const ASK_AT_ONCE: usize = 1024;

type Cancelled<'c> = &'c (dyn Fn() -> bool + Sync);

impl Asked {
    /// Makes a filter ready for `store`. `None` when it was cancelled.
    pub(super) fn plan<'e>(
        &mut self,
        store: &Store,
        expr: &'e Expr,
        cancelled: Cancelled<'_>,
    ) -> Option<Plan<'e>> {
        let mut all = |parts: &'e [Expr]| {
            parts.iter().map(|part| self.plan(store, part, cancelled)).collect::<Option<Vec<_>>>()
        };
        Some(match expr {
            Expr::All(parts) => Plan::All(all(parts)?),
            Expr::Any(parts) => Plan::Any(all(parts)?),
            Expr::Not(inner) => Plan::Not(Box::new(self.plan(store, inner, cancelled)?)),
            Expr::Fuzzy(word) => Plan::Values(self.word(store, word, false, cancelled)?),
            Expr::Exact(word) => Plan::Values(self.word(store, word, true, cancelled)?),
            Expr::Anywhere(pattern) => Plan::Anywhere(pattern),
            // The label is there for everybody, also where nobody is named.
            Expr::Value(Target::Column(Column::Principal), test) if *test != Test::Present => {
                Plan::Values(column_test(store, &[Column::Principal, Column::Who], test, cancelled)?)
            }
            Expr::Value(Target::Column(column), test) => {
                Plan::Values(column_test(store, &[*column], test, cancelled)?)
            }
            Expr::Value(Target::EventId, test) => Plan::EventId(test),
            Expr::Value(Target::Path(path), test) => Plan::Path(path, test),
            Expr::Time(when) => Plan::Time(*when, store.span().map(|(_, newest)| newest)),
            Expr::Is(is) => Plan::Is(*is),
        })
    }

    fn word(&mut self, store: &Store, word: &Word, exact: bool, cancelled: Cancelled<'_>) -> Option<Values> {
        if self.words.len() > KEPT_WORDS {
            self.words.clear();
        }
        let answers =
            self.words.entry((word.clone(), exact)).or_insert_with(|| vec![vec![false]; SHOWN.len()]);
        for (column, answers) in SHOWN.iter().zip(answers.iter_mut()) {
            // An ARN has so many words that letters spread over it mean nothing: there a word must stand as it is.
            let exact = exact || *column == Column::Principal;
            let passes = |value: &str| if exact { word.stands_in(value) } else { word.matches(value) };
            ask(store.dict(*column), answers, passes, cancelled)?;
        }
        Some(Values::new(store, &SHOWN, answers))
    }
}

fn ask(
    dict: &Dict,
    answers: &mut Vec<bool>,
    passes: impl Fn(&str) -> bool,
    cancelled: Cancelled<'_>,
) -> Option<()> {
    while answers.len() < dict.len() {
        if cancelled() {
            return None;
        }
        let end = dict.len().min(answers.len() + ASK_AT_ONCE);
        for id in answers.len()..end {
            answers.push(passes(dict.get(u32::try_from(id).unwrap_or(u32::MAX))));
        }
    }
    Some(())
}

/// Any of `columns` passes; the missing value is asked too. Of several columns a missing one never counts, or a label
/// that is always there would be outvoted.
fn column_test(store: &Store, columns: &[Column], test: &Test, cancelled: Cancelled<'_>) -> Option<Values> {
    let mut answers = Vec::new();
    for column in columns {
        let mut column_answers = vec![columns.len() == 1 && test.passes(None)];
        ask(store.dict(*column), &mut column_answers, |value| test.passes(Some(value)), cancelled)?;
        answers.push(column_answers);
    }
    if let (Some(first), true) =
        (answers.first_mut().and_then(|answers| answers.first_mut()), columns.len() > 1)
    {
        *first = test.passes(None);
    }
    Some(Values::new(store, columns, &answers))
}

/// Answers by kind, by actor and by own value: an event passes when any of its own do.
pub(super) struct Values {
    kinds: Vec<bool>,
    actors: Vec<bool>,
    own: [Option<Vec<bool>>; OWN_COLUMNS],
}

impl Values {
    fn new(store: &Store, columns: &[Column], answers: &[Vec<bool>]) -> Self {
        let any = |ids: &[u32], place: fn(Home) -> Option<usize>| {
            columns.iter().zip(answers).any(|(column, answers)| {
                place(column.home()).and_then(|place| ids.get(place)).is_some_and(|&id| is_set(answers, id))
            })
        };
        let mut own: [Option<Vec<bool>>; OWN_COLUMNS] = Default::default();
        for (column, answers) in columns.iter().zip(answers) {
            if let Home::Own(place) = column.home()
                && let Some(slot) = own.get_mut(place)
            {
                *slot = Some(answers.clone());
            }
        }
        let in_kind = |home| if let Home::Kind(place) = home { Some(place) } else { None };
        let in_actor = |home| if let Home::Actor(place) = home { Some(place) } else { None };
        Self {
            kinds: store.kinds().iter().map(|ids| any(ids, in_kind)).collect(),
            actors: store.actors().iter().map(|ids| any(ids, in_actor)).collect(),
            own,
        }
    }

    fn passes(&self, segment: &Segment, row: usize) -> bool {
        is_set(&self.kinds, segment.kind(row))
            || is_set(&self.actors, segment.actor(row))
            || (0..).zip(&self.own).any(|(place, answers)| {
                answers.as_ref().is_some_and(|answers| is_set(answers, segment.own(place, row)))
            })
    }

    fn segment(&self, segment: &Segment) -> Vec<u8> {
        let mut passed: Vec<u8> = (segment.kinds().iter().zip(segment.actors()))
            .map(
                |(&kind, &actor)| {
                    if is_set(&self.kinds, kind) || is_set(&self.actors, actor) { YES } else { NO }
                },
            )
            .collect();
        for (place, answers) in (0..).zip(&self.own) {
            let Some(answers) = answers else { continue };
            for (passed, &id) in passed.iter_mut().zip(segment.own_column(place)) {
                if is_set(answers, id) {
                    *passed = YES;
                }
            }
        }
        passed
    }
}

fn is_set(answers: &[bool], id: u32) -> bool {
    answers.get(id as usize).copied().unwrap_or(false)
}

fn answer(passes: bool) -> u8 {
    if passes { YES } else { NO }
}

impl Plan<'_> {
    /// The answers for all rows of segment number `number`.
    pub(super) fn segment(&self, store: &Store, number: usize, segment: &Segment) -> Vec<u8> {
        let combine = |parts: &[Plan<'_>], neutral: u8, pick: fn(u8, u8) -> u8| {
            let mut rows = vec![neutral; segment.len()];
            for part in parts {
                for (row, other) in rows.iter_mut().zip(part.segment(store, number, segment)) {
                    *row = pick(*row, other);
                }
            }
            rows
        };
        match self {
            Self::All(parts) => combine(parts, YES, Ord::min),
            Self::Any(parts) => combine(parts, NO, Ord::max),
            Self::Not(inner) => {
                inner.segment(store, number, segment).into_iter().map(|row| YES - row).collect()
            }
            Self::Values(values) => values.segment(segment),
            _ => (0..segment.len())
                .map(|row| {
                    let event = u32::try_from(number * SEGMENT_ROWS + row).unwrap_or(u32::MAX);
                    self.event(store, event, segment, row, None)
                })
                .collect(),
        }
    }

    /// The answer for one event; with its text never [`ASK_TEXT`].
    pub(super) fn event(
        &self,
        store: &Store,
        event: Event,
        segment: &Segment,
        row: usize,
        text: Option<&Text<'_>>,
    ) -> u8 {
        let one = |part: &Plan<'_>| part.event(store, event, segment, row, text);
        match self {
            Self::All(parts) => parts.iter().map(one).min().unwrap_or(YES),
            Self::Any(parts) => parts.iter().map(one).max().unwrap_or(NO),
            Self::Not(inner) => YES - one(inner),
            Self::Values(values) => answer(values.passes(segment, row)),
            Self::EventId(wanted) => answer(wanted.passes(Some(&store.event_id(event)))),
            Self::Time(when, newest) => answer(when.holds(segment.time(row), *newest)),
            Self::Is(Is::Duplicate) => {
                let folds = store.folds();
                answer(folds.is_folded(event) || !folds.copies(event).is_empty())
            }
            Self::Is(Is::Damaged) => {
                answer(store.file_of(event).is_some_and(|file| file.state == FileState::Damaged))
            }
            Self::Is(Is::Recovered) => answer(store.is_recovered(event)),
            Self::Is(Is::Unsigned) => answer(store.is_unsigned(event)),
            Self::Is(Is::Hidden) => text.map_or(ASK_TEXT, |text| answer(hidden::count(text.record) > 0)),
            Self::Path(path, wanted) => text.map_or(ASK_TEXT, |text| answer(text.has_value(path, wanted))),
            Self::Anywhere(pattern) => text.map_or(ASK_TEXT, |text| answer(text.contains(pattern))),
        }
    }
}

/// The text of a record, for the terms that only it can answer.
pub(super) struct Text<'t> {
    record: &'t [u8],
    /// The record with all escapes undone, when it has any.
    plain: Option<Vec<u8>>,
}

impl<'t> Text<'t> {
    pub(super) fn new(record: &'t [u8]) -> Self {
        let plain = memchr::memchr(b'\\', record).map(|_| {
            let mut plain = Vec::with_capacity(record.len());
            unescape_into(record, &mut plain);
            plain
        });
        Self { record, plain }
    }

    fn contains(&self, pattern: &Pattern) -> bool {
        pattern.is_match(self.record) || self.plain.as_ref().is_some_and(|plain| pattern.is_match(plain))
    }

    fn has_value(&self, path: &Path, test: &Test) -> bool {
        let values = path.values(self.record);
        let mut present = values.iter().filter(|value| is_present(value)).peekable();
        if present.peek().is_none() {
            return test.passes(None);
        }
        present.any(|value| test.passes(Some(&text_of(value))))
    }
}
