//! A filter prepared for one store, and evaluated: for whole segments by ID, or for one event with its text.
//!
//! AND is the minimum of its parts, OR the maximum, so that a cheap "no" saves reading the text.

pub(in crate::query::engine) mod written;

use std::sync::Arc;

use super::column_match::ColumnMatch;
use super::hidden;
use super::meanings::{Meanings, given_passes, of_all_passes};
use super::stats::Counters;
use super::value_cache::{Predicate, ValueCache};
use crate::json::path::Path;
use crate::query::engine::text_search::record_text::{RecordText, may_be_hidden};
use crate::query::language::expr::{Expr, Is, Pattern, Target, Test};
use crate::query::language::time::clock::ClockTest;
use crate::query::language::time::range::When;
use crate::query::matcher::fuzzy::Word;
use crate::record::field::list_columns::SEARCHED_COLUMNS;
use crate::record::field::{Column, OnDemand};
use crate::record::on_demand::ColumnRule;
use crate::record::time::Time;
use crate::record::time::zone::Offsets;
use crate::store::file::FileState;
use crate::store::scan::bitset::{Bits, WORD, ones};
use crate::store::scan::cancel::Cancelled;
use crate::store::segment::{SEGMENT_ROWS, Segment};
use crate::store::{Event, MISSING, Store};

/// Whether an event matches. The order of the variants matters: AND is the minimum of its parts, OR the
/// maximum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(in crate::query) enum Match {
    /// The event does not match.
    No,
    /// The record's text decides.
    NeedsText,
    /// The event matches.
    Yes,
}

impl Match {
    fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::NeedsText => Self::NeedsText,
            Self::Yes => Self::No,
        }
    }
}

impl From<bool> for Match {
    fn from(passes: bool) -> Self {
        if passes { Self::Yes } else { Self::No }
    }
}

/// A prepared filter: it is known which values match; IDs, times and texts remain to be tested.
#[derive(Debug, Clone)]
pub(in crate::query) enum Plan {
    And(Vec<Self>),
    Or(Vec<Self>),
    Not(Box<Self>),
    Values(ColumnMatch),
    /// The events themselves.
    Set(Arc<Bits>),
    EventId(Test),
    Time(When, Option<Time>),
    /// With the offsets of its zone during all events.
    Clock(ClockTest, Offsets),
    Is(Is),
    Path(Path, Test),
    OnDemand(OnDemand, Test),
    Written(Path, Test),
    Same(Path, Path),
    Anywhere(Pattern),
}

/// The rows of a segment that match, and those that match or may match by their texts.
#[derive(Debug)]
pub(in crate::query) struct RowMatches {
    pub(in crate::query) yes: Bits,
    pub(in crate::query) may: Bits,
}

/// What a plan is made from: a store, and the cache of its matching values.
pub(in crate::query) struct Planning<'p> {
    pub(in crate::query) store: &'p Store,
    /// Columns that words are looked for in besides [`SEARCHED_COLUMNS`].
    pub(in crate::query) also_searched: &'p [Column],
    pub(in crate::query) values: &'p mut ValueCache,
    pub(in crate::query) meanings: &'p mut Meanings,
    pub(in crate::query) cancelled: Cancelled<'p>,
    pub(in crate::query) counters: &'p Counters,
}

impl Planning<'_> {
    /// Prepares a filter. `None` if cancelled.
    pub(in crate::query) fn plan(&mut self, expr: &Expr) -> Option<Plan> {
        Some(match expr {
            Expr::And(parts) => Plan::And(self.plans(parts)?),
            Expr::Or(parts) => Plan::Or(self.plans(parts)?),
            Expr::Not(inner) => Plan::Not(Box::new(self.plan(inner)?)),
            Expr::Fuzzy(word) => self.word(word, false)?,
            Expr::Exact(word) => self.word(word, true)?,
            Expr::Anywhere(pattern) => Plan::Anywhere(pattern.clone()),
            // Every event has a label, even if its principal is missing.
            Expr::Value(Target::Column(Column::Principal), test) if *test != Test::Present => {
                self.column_test(&[Column::Principal, Column::PrincipalLabel], test)?
            }
            Expr::Value(Target::Column(Column::OnDemand(column)), test) => self.on_demand(*column, test)?,
            Expr::Value(Target::Column(column), test) => self.column_test(&[*column], test)?,
            Expr::Value(Target::EventId, test) => Plan::EventId(test.clone()),
            Expr::Value(Target::Path(path), test) => match OnDemand::known(path) {
                Some(column) if self.store.derived(column).is_some() => self.on_demand(column, test)?,
                _ => Plan::Path(path.clone(), test.clone()),
            },
            Expr::Value(Target::Written(path), test) => self.written(path, test)?,
            Expr::Same(one, other) => Plan::Same(one.clone(), other.clone()),
            Expr::Time(when) => Plan::Time(*when, self.store.span().map(|(_, newest)| newest)),
            Expr::Clock(test) => Plan::Clock(test.clone(), test.zone().offsets(self.store.span())),
            Expr::Is(is) => Plan::Is(*is),
            Expr::Meaning(meaning) => {
                Plan::Set(self.meanings.set(self.store, meaning, (self.cancelled, self.counters))?)
            }
        })
    }

    fn plans(&mut self, parts: &[Expr]) -> Option<Vec<Plan>> {
        parts.iter().map(|part| self.plan(part)).collect()
    }

    fn word(&mut self, word: &Word, exact: bool) -> Option<Plan> {
        // An ARN has many words, so scattered letters prove nothing: it must contain the word itself.
        let predicate = |column: &Column| {
            let exact = exact || *column == Column::Principal;
            (*column, if exact { Predicate::Exact(word.clone()) } else { Predicate::Fuzzy(word.clone()) })
        };
        let further = self.also_searched.iter().filter(|column| self.store.has(**column));
        let searched = SEARCHED_COLUMNS.iter().chain(further);
        self.values(&searched.map(predicate).collect::<Vec<_>>())
    }

    /// Matches if any of `columns` does; the missing value is tested too.
    pub(super) fn column_test(&mut self, columns: &[Column], test: &Test) -> Option<Plan> {
        let predicate = |column: &Column| match column {
            Column::Resource => (*column, Predicate::Listed(test.clone())),
            _ => (*column, Predicate::Test(test.clone())),
        };
        self.values(&columns.iter().map(predicate).collect::<Vec<_>>())
    }

    /// Tests a column that may not have been read yet; in that case, tests what it is computed from.
    fn on_demand(&mut self, column: OnDemand, test: &Test) -> Option<Plan> {
        let rule = column.rule();
        if let Some((rule, source)) = rule.and_then(|rule| Some((rule, rule.source()?))) {
            return self.values(&[(source, Predicate::Computed(rule, test.clone()))]);
        }
        match rule {
            // What people say may change while the events stay the same.
            Some(ColumnRule::Given(given)) => return Some(Plan::Set(given_passes(self.store, *given, test))),
            Some(of_all) if of_all.is_of_all() && self.store.derived(column).is_none() => {
                let running = (self.cancelled, self.counters);
                return of_all_passes(self.store, of_all, test, running).map(Plan::Set);
            }
            _ => {}
        }
        if self.store.derived(column).is_none() {
            return Some(Plan::OnDemand(column, test.clone()));
        }
        self.values(&[(Column::OnDemand(column), Predicate::Items(test.clone()))])
    }

    pub(super) fn values(&mut self, predicates: &[(Column, Predicate)]) -> Option<Plan> {
        let mut passing = self.values.matching(self.store, predicates, self.cancelled, self.counters)?;
        // With several columns, only the first may be missing, because the label is always present.
        for passing in passing.iter_mut().skip(1).filter(|passing| passing.has(MISSING)) {
            std::sync::Arc::make_mut(passing).remove(MISSING);
        }
        let passing: Vec<_> = predicates.iter().map(|(column, _)| *column).zip(passing).collect();
        Some(Plan::Values(ColumnMatch::new(self.store, &passing)))
    }
}

impl Plan {
    /// Returns the results for the rows of segment number `number` that are `wanted`; for other rows they are
    /// undefined.
    pub(in crate::query) fn rows(
        &self,
        store: &Store,
        number: usize,
        segment: &Segment,
        wanted: &Bits,
    ) -> RowMatches {
        match self {
            Self::And(parts) => {
                let mut rows = RowMatches { yes: wanted.clone(), may: wanted.clone() };
                for part in parts {
                    if rows.may.is_empty() {
                        break;
                    }
                    let other = part.rows(store, number, segment, &rows.may);
                    combine(&mut rows.yes, &other.yes, |one, other| one & other);
                    combine(&mut rows.may, &other.may, |one, other| one & other);
                }
                rows
            }
            Self::Or(parts) => {
                let mut rows = RowMatches { yes: Bits::none(segment.len()), may: Bits::none(segment.len()) };
                let mut open = wanted.clone();
                for part in parts {
                    let other = part.rows(store, number, segment, &open);
                    combine(&mut rows.yes, &other.yes, |one, other| one | other);
                    combine(&mut rows.may, &other.may, |one, other| one | other);
                    combine(&mut open, &other.yes, |open, yes| open & !yes);
                }
                combine(&mut rows.yes, wanted, |yes, wanted| yes & wanted);
                combine(&mut rows.may, wanted, |may, wanted| may & wanted);
                rows
            }
            Self::Not(inner) => {
                let RowMatches { mut yes, mut may } = inner.rows(store, number, segment, wanted);
                combine(&mut yes, wanted, |yes, wanted| wanted & !yes);
                combine(&mut may, wanted, |may, wanted| wanted & !may);
                RowMatches { yes: may, may: yes }
            }
            Self::Values(values) => {
                let mut yes = values.rows(store, number, segment);
                combine(&mut yes, wanted, |yes, wanted| yes & wanted);
                RowMatches { may: yes.clone(), yes }
            }
            Self::Set(events) => rows_of_set(events, number, wanted),
            Self::Path(..)
            | Self::OnDemand(..)
            | Self::Written(..)
            | Self::Same(..)
            | Self::Anywhere(_)
            | Self::Is(Is::Hidden | Is::Converted) => {
                RowMatches { yes: Bits::none(segment.len()), may: wanted.clone() }
            }
            Self::EventId(_) | Self::Time(..) | Self::Clock(..) | Self::Is(_) => {
                let mut yes = Bits::none(segment.len());
                for ((word, &wanted), first) in
                    yes.words_mut().iter_mut().zip(wanted.words()).zip((0..).step_by(WORD))
                {
                    for bit in ones(wanted) {
                        let row = first + bit as usize;
                        let event = u32::try_from(number * SEGMENT_ROWS + row).unwrap_or(u32::MAX);
                        *word |= u64::from(self.event(store, event, segment, row, None) == Match::Yes) << bit;
                    }
                }
                RowMatches { may: yes.clone(), yes }
            }
        }
    }

    /// Returns the result for one event; with its text, never [`Match::NeedsText`].
    pub(in crate::query) fn event(
        &self,
        store: &Store,
        event: Event,
        segment: &Segment,
        row: usize,
        text: Option<&RecordText<'_>>,
    ) -> Match {
        let one = |part: &Self| part.event(store, event, segment, row, text);
        let by_text = |test: &dyn Fn(&RecordText<'_>) -> bool| {
            text.map_or(Match::NeedsText, |text| Match::from(test(text)))
        };
        match self {
            Self::And(parts) => {
                let mut least = Match::Yes;
                for part in parts {
                    least = least.min(one(part));
                    if least == Match::No {
                        break;
                    }
                }
                least
            }
            Self::Or(parts) => {
                let mut greatest = Match::No;
                for part in parts {
                    greatest = greatest.max(one(part));
                    if greatest == Match::Yes {
                        break;
                    }
                }
                greatest
            }
            Self::Not(inner) => one(inner).not(),
            Self::Values(values) => Match::from(values.passes(store, event, segment)),
            Self::Set(events) => Match::from(events.has(event)),
            Self::EventId(wanted) => Match::from(wanted.passes(Some(&store.event_id(event)))),
            Self::Time(when, newest) => Match::from(when.holds(segment.time(row), *newest)),
            Self::Clock(wanted, offsets) => Match::from(wanted.holds(offsets.local(segment.time(row)))),
            Self::Is(Is::Duplicate) => {
                let folds = store.folds();
                Match::from(folds.is_folded(event) || !folds.copies(event).is_empty())
            }
            Self::Is(Is::Twin) => Match::from(store.twins().is_twin(event)),
            Self::Is(Is::Damaged) => {
                Match::from(store.file_of(event).is_some_and(|file| file.state == FileState::Damaged))
            }
            Self::Is(Is::Recovered) => Match::from(store.is_recovered(event)),
            Self::Is(Is::Unsigned) => Match::from(store.is_unsigned(event)),
            Self::Is(Is::Partial) => Match::from(store.is_partial(event)),
            Self::Is(Is::Quoted) => Match::from(store.is_quoted(event)),
            Self::Is(Is::Converted) => by_text(&|text| text.has_converted_time()),
            Self::Is(Is::Hidden) => by_text(&|text| hidden::count(text.record()) > 0),
            Self::Path(path, wanted) => by_text(&|text| text.has_value(path, wanted)),
            Self::OnDemand(column, wanted) => {
                by_text(&|text| column.rule().is_some_and(|rule| text.has_computed(rule, wanted)))
            }
            Self::Written(path, wanted) => by_text(&|text| text.has_written(path, wanted)),
            Self::Same(one, other) => by_text(&|text| text.has_same(one, other)),
            Self::Anywhere(pattern) => by_text(&|text| text.contains(pattern)),
        }
    }

    /// Returns whether every event that matches this matches `other` too, as far as that is easy to see.
    pub(in crate::query) fn is_within(&self, other: &Self) -> bool {
        match (self, other) {
            (_, Self::And(others)) => others.iter().all(|other| self.is_within(other)),
            (Self::Or(parts), _) => parts.iter().all(|part| part.is_within(other)),
            (Self::And(parts), _) if parts.iter().any(|part| part.is_within(other)) => true,
            (_, Self::Or(others)) => others.iter().any(|other| self.is_within(other)),
            (Self::Not(inner), Self::Not(other)) => other.is_within(inner),
            (Self::Values(values), Self::Values(other)) => values.is_within(other),
            (Self::Set(events), Self::Set(other)) => events.is_within(other),
            (Self::EventId(test), Self::EventId(other)) => test == other,
            (Self::Time(when, newest), Self::Time(other, other_newest)) => {
                (when, newest) == (other, other_newest)
            }
            (Self::Clock(test, offsets), Self::Clock(other, other_offsets)) => {
                (test, offsets) == (other, other_offsets)
            }
            (Self::Is(is), Self::Is(other)) => is == other,
            (Self::Path(path, test), Self::Path(other, other_test)) => (path, test) == (other, other_test),
            (Self::OnDemand(column, test), Self::OnDemand(other, other_test)) => {
                (column, test) == (other, other_test)
            }
            (Self::Written(path, test), Self::Written(other, other_test)) => {
                (path, test) == (other, other_test)
            }
            (Self::Same(one, other), Self::Same(left, right)) => (one, other) == (left, right),
            (Self::Anywhere(pattern), Self::Anywhere(other)) => pattern.is_within(other),
            _ => false,
        }
    }

    /// Returns whether it can only be decided by texts.
    pub(in crate::query) fn needs_text(&self) -> bool {
        match self {
            Self::And(parts) | Self::Or(parts) => parts.iter().any(Self::needs_text),
            Self::Not(inner) => inner.needs_text(),
            Self::Anywhere(_) | Self::Path(..) | Self::OnDemand(..) | Self::Written(..) | Self::Same(..) => {
                true
            }
            _ => false,
        }
    }

    /// Returns whether no record in this text can match, as far as one search of the whole text shows. Does not
    /// apply to records inside strings, because they are encoded there.
    pub(in crate::query) fn refuses_all_in(&self, text: &[u8]) -> bool {
        match self {
            Self::And(parts) => parts.iter().any(|part| part.refuses_all_in(text)),
            Self::Or(parts) => parts.iter().all(|part| part.refuses_all_in(text)),
            Self::Anywhere(pattern) => pattern.as_literal().is_some() && !may_be_hidden(text, pattern),
            _ => false,
        }
    }

    /// Returns what remains to be tested for events that matched `other`.
    pub(in crate::query) fn beyond(self, other: &Self) -> Self {
        match self {
            Self::And(parts) => Self::And(parts.into_iter().filter(|part| !other.is_within(part)).collect()),
            plan if other.is_within(&plan) => Self::And(Vec::new()),
            plan => plan,
        }
    }
}

/// Returns the rows of segment number `number` that are wanted and in a set of events.
fn rows_of_set(events: &Bits, number: usize, wanted: &Bits) -> RowMatches {
    let mut yes = wanted.clone();
    let of_segment = events.words().get(number * SEGMENT_ROWS / WORD..).unwrap_or_default();
    let of_segment = of_segment.iter().copied().chain(std::iter::repeat(0));
    yes.words_mut().iter_mut().zip(of_segment).for_each(|(yes, word)| *yes &= word);
    RowMatches { may: yes.clone(), yes }
}

fn combine(bits: &mut Bits, others: &Bits, join: fn(u64, u64) -> u64) {
    for (word, &other) in bits.words_mut().iter_mut().zip(others.words()) {
        *word = join(*word, other);
    }
}
