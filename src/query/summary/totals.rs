//! Sums over an answer, counted by IDs.

use crate::query::groups::group::failed_kinds;
use crate::record::time::Time;
use crate::store::{Event, Store};

/// Sums over some events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// How many there are.
    pub events: usize,
    /// Those that failed.
    pub failed: usize,
    /// Those recovered after damage.
    pub recovered: usize,
    /// Those that are rows of tables.
    pub partial: usize,
    /// Those that are rows of tables with the record of the same `eventID` among the events.
    pub rows_of_records: usize,
    /// Those quoted in values of something else.
    pub quoted: usize,
    /// Those with the `eventID` of another text.
    pub twins: usize,
    /// Those without a readable time.
    pub without_time: usize,
    /// The times of the first and the last one with a time.
    pub span: Option<(Time, Time)>,
    /// How many there are of each kind.
    pub per_kind: Vec<usize>,
}

impl Totals {
    /// Sums up `events`, which are in sort order.
    pub fn of(store: &Store, events: &[Event]) -> Self {
        let mut totals = Self { events: events.len(), ..Self::default() };
        totals.per_kind = vec![0; store.kinds().len()];
        if !store.twins().is_empty() {
            totals.twins = events.iter().filter(|&&event| store.twins().is_twin(event)).count();
        }
        if store.has_partial() {
            totals.partial = events.iter().filter(|&&event| store.is_partial(event)).count();
            totals.rows_of_records = store.rows_beside_records(events);
        }
        if store.has_quoted() {
            totals.quoted = events.iter().filter(|&&event| store.is_quoted(event)).count();
        }
        for &event in events {
            let kind = store.locate(event).map_or(u32::MAX, |(segment, row)| segment.kind(row));
            if let Some(count) = totals.per_kind.get_mut(kind as usize) {
                *count += 1;
            }
            totals.recovered += usize::from(store.is_recovered(event));
        }
        let failed = failed_kinds(store);
        let of_failed = totals.per_kind.iter().zip(&failed).filter(|(_, failed)| **failed);
        totals.failed = of_failed.map(|(count, _)| count).sum();
        // Events without a time come last.
        let timed = store.timed(events);
        totals.without_time = events.len() - timed;
        let last = timed.checked_sub(1).and_then(|at| events.get(at));
        totals.span = events.first().zip(last).map(|(&first, &last)| (store.time(first), store.time(last)));
        totals
    }
}
