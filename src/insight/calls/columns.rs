//! The columns `watch`, `tactic` and `technique`: what the table of calls worth a look says of each event. Decided
//! once for each kind of event; `watch` also depends on who called.

use super::watch::{TABLE, WatchedCall, watch_list, watched};
use crate::record::field::{Column, Home};
use crate::record::targets::list;
use crate::store::segment::SEGMENT_ROWS;
use crate::store::{Event, MISSING, Store};

/// Values with the events that have them.
type EventsByValue = Vec<(String, Vec<Event>)>;

/// The value of `watch` for calls that `is:watch` finds.
pub const MARKED: &str = "yes";

/// Returns the tactics of all events; each tactic is also a value of its own.
pub fn tactics(store: &Store) -> EventsByValue {
    let names = TABLE.tactics.keys().map(|name| (name.clone(), Vec::new()));
    names.chain(by_kind(store, |call| joined(&call.tactics))).collect()
}

/// Returns the techniques of all events; each technique is also a value of its own.
pub fn techniques(store: &Store) -> EventsByValue {
    let mut names: Vec<&String> = watch_list().flat_map(|(_, call)| &call.techniques).collect();
    names.sort();
    names.dedup();
    let names = names.into_iter().map(|name| (name.clone(), Vec::new()));
    names.chain(by_kind(store, |call| joined(&call.techniques))).collect()
}

/// Returns whether events are worth a look, or why their calls, which are on the list, are not.
pub fn watch(store: &Store) -> EventsByValue {
    let by_service: Vec<bool> = store.actors().iter().map(|actor| is_service(store, actor)).collect();
    let calls = calls(store);
    let reasons = [MARKED, "bulk", "service"];
    let mut found = reasons.map(|reason| (reason.to_owned(), Vec::new()));
    each_event(store, |event, kind, actor| {
        let Some(call) = calls.get(kind as usize).copied().flatten() else { return };
        let reason = match (by_service.get(actor as usize), call.bulk) {
            (Some(true), _) => 2,
            (_, bulk) => usize::from(bulk),
        };
        if let Some((_, events)) = found.get_mut(reason) {
            events.push(event);
        }
    });
    found.into()
}

/// Returns whether an AWS service called, on its own or for somebody.
fn is_service(store: &Store, actor: &[u32]) -> bool {
    let text = |column: Column| match column.home() {
        Home::Actor(place) => store.dict(column).get(actor.get(place).copied().unwrap_or(MISSING)),
        Home::Kind(_) | Home::Own(_) | Home::OnDemand(_) => "",
    };
    text(Column::IdentityType) == "AWSService" || !text(Column::InvokedBy).is_empty()
}

/// Returns, for each kind of event, the row of its call.
fn calls(store: &Store) -> Vec<Option<&'static WatchedCall>> {
    let text = |kind: &[u32], column: Column| match column.home() {
        Home::Kind(place) => store.dict(column).get(kind.get(place).copied().unwrap_or(MISSING)),
        Home::Actor(_) | Home::Own(_) | Home::OnDemand(_) => "",
    };
    let call = |kind: &[u32]| {
        let is_call =
            text(kind, Column::EventCategory) != "Insight" && !text(kind, Column::Outcome).is_empty();
        watched(text(kind, Column::EventSource), text(kind, Column::EventName)).filter(|_| is_call)
    };
    store.kinds().iter().map(|kind| call(kind)).collect()
}

fn by_kind(store: &Store, value: impl Fn(&WatchedCall) -> String) -> EventsByValue {
    let calls = calls(store);
    let mut texts: Vec<String> = Vec::new();
    let mut place = |call: &WatchedCall| {
        let text = value(call);
        texts.iter().position(|known| *known == text).unwrap_or_else(|| {
            texts.push(text);
            texts.len() - 1
        })
    };
    let places: Vec<Option<usize>> = calls.into_iter().map(|call| call.map(&mut place)).collect();
    let mut found: EventsByValue = texts.into_iter().map(|text| (text, Vec::new())).collect();
    each_event(store, |event, kind, _| {
        let place = places.get(kind as usize).copied().flatten();
        if let Some((_, events)) = place.and_then(|place| found.get_mut(place)) {
            events.push(event);
        }
    });
    found
}

fn joined(names: &[String]) -> String {
    let mut text = String::new();
    for name in names {
        list::add(name, &mut text);
    }
    text
}

/// Calls `each` with every event, its kind and its actor.
fn each_event(store: &Store, mut each: impl FnMut(Event, u32, u32)) {
    for (number, segment) in store.segments().iter().enumerate() {
        let first = u32::try_from(number * SEGMENT_ROWS).unwrap_or(u32::MAX);
        for ((event, kind), actor) in (first..).zip(segment.kinds().iter()).zip(segment.actors().iter()) {
            each(event, kind, actor);
        }
    }
}
