//! Which events are worth reading: decided once for each kind of event, not for each event.

use std::sync::Arc;

use crate::record::field::{Column, Home};
use crate::store::scan::parallel::share_map;
use crate::store::segment::{SEGMENT_ROWS, Segment};
use crate::store::{Dict, Event, MISSING, Store};

/// What decides whether events of a kind are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallKind<'s> {
    /// The service, without `.amazonaws.com`.
    pub service: &'s str,
    /// The name of the event, with the date of its API if it has one.
    pub name: &'s str,
    /// Whether the call failed.
    pub failed: bool,
    /// Whether it succeeded; Insights events, which are not calls, did neither.
    pub succeeded: bool,
}

/// Returns the events whose calls are wanted, by number, repeated deliveries included.
pub fn events_of(store: &Store, wanted: impl Fn(CallKind<'_>) -> bool) -> Vec<Event> {
    let value = |kind: &[u32], column: Column| -> &str {
        let dict: &Dict = store.dict(column);
        match column.home() {
            Home::Kind(place) => dict.get(kind.get(place).copied().unwrap_or(MISSING)),
            Home::Actor(_) | Home::Own(_) | Home::OnDemand(_) => "",
        }
    };
    let of_kind = |kind: &[u32]| {
        wanted(CallKind {
            service: value(kind, Column::Service),
            name: value(kind, Column::EventName),
            failed: value(kind, Column::Outcome) == "failed",
            succeeded: value(kind, Column::Outcome) == "ok",
        })
    };
    let kinds: Vec<bool> = store.kinds().iter().map(|kind| of_kind(kind)).collect();
    let of_segment = |(number, segment): (usize, &Arc<Segment>)| {
        let first = u32::try_from(number * SEGMENT_ROWS).unwrap_or(u32::MAX);
        let is_wanted = |kind: u32| kinds.get(kind as usize).copied().unwrap_or(false);
        let rows = (first..).zip(segment.kinds().iter()).filter(|(_, kind)| is_wanted(*kind));
        rows.map(|(event, _)| event).collect::<Vec<Event>>()
    };
    share_map(store.segments().iter().enumerate().collect(), of_segment).concat()
}
