//! Filters for certain events: by their eventIDs, or by call and time if they have none.

use super::pivot::{column_equals, equals};
use super::time::term;
use crate::record::field::Column;
use crate::store::{Event, Store};

/// Returns the filter for one event: by its eventID, or by its call and time if it has none.
pub fn of_event(store: &Store, event: Event) -> String {
    let id = store.event_id(event);
    if !id.is_empty() {
        return equals("id", &id);
    }
    let name = column_equals(Column::EventName, store.value(event, Column::EventName));
    match store.time(event).millis() {
        Some(millis) => format!("{name} {}", term::term(millis, millis + 1000)),
        None => name,
    }
}

/// Returns the filter for some events, as one part of another filter; empty if there are none.
pub fn of_events(store: &Store, events: impl IntoIterator<Item = Event>) -> String {
    let filters: Vec<String> = events.into_iter().map(|event| of_event(store, event)).collect();
    match filters.as_slice() {
        [] => String::new(),
        [only] if !only.contains(' ') => only.clone(),
        _ => format!("({})", filters.join(" | ")),
    }
}
