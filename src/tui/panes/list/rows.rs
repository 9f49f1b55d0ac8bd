//! The events of the list from top to bottom, for what writes or counts them away from the screen, and which of them
//! represents an event that is not listed.

use std::sync::Arc;

use crate::store::{Event, Store};

/// The events of a list as they are shown.
#[derive(Debug, Clone)]
pub struct ListRows {
    events: Arc<Vec<Event>>,
    /// How many at the beginning are in reverse order.
    turned: usize,
}

impl ListRows {
    /// Takes events, the first `turned` of which are shown in reverse order.
    pub(in crate::tui::panes) fn new(events: &Arc<Vec<Event>>, turned: usize) -> Self {
        Self { events: Arc::clone(events), turned }
    }

    /// Iterates over the events.
    pub fn iter(&self) -> impl Iterator<Item = Event> {
        let (turned, others) = self.events.split_at_checked(self.turned).unwrap_or_default();
        turned.iter().rev().chain(others).copied()
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }
}

/// Returns the event itself, or the delivery of the same record or the text of the same `eventID` that represents it in a
/// list.
pub(in crate::tui::panes) fn shown(store: &Store, event: Event, list: &[Event]) -> Event {
    let is_listed = |other: &Event| {
        let key = store.order_key(*other);
        list.binary_search_by(|&one| store.order_key(one).cmp(&key)).is_ok()
    };
    if is_listed(&event) {
        return event;
    }
    let copy = store.folds().copies(event).into_iter().find(is_listed);
    copy.or_else(|| store.twins().same_id(event).find(is_listed)).unwrap_or(event)
}
