//! The event list: which events, which of them is under the cursor.

use std::sync::Arc;

use crate::store::{Event, Store};
use crate::tui::window::Window;

/// State of the event list.
#[derive(Debug, Default)]
pub struct ListPane {
    /// Cursor and scroll position, in rows as shown.
    pub window: Window,
    events: Arc<Vec<Event>>,
    reversed: bool,
    moved: bool,
}

impl ListPane {
    /// The events shown, in the one order, however they are turned on the screen.
    pub fn events(&self) -> &Arc<Vec<Event>> {
        &self.events
    }

    /// Whether the newest event is at the top.
    pub fn is_reversed(&self) -> bool {
        self.reversed
    }

    /// The event in a row.
    pub fn event_at(&self, row: usize) -> Option<Event> {
        self.events.get(self.turn(row)?).copied()
    }

    /// The event under the cursor.
    pub fn current(&self) -> Option<Event> {
        self.event_at(self.window.cursor())
    }

    /// A person has moved the cursor: from now on it stays on its event.
    pub fn touch(&mut self) {
        self.moved = true;
    }

    /// Begins at the top again, as for another set of events.
    pub fn restart(&mut self) {
        self.moved = false;
    }

    /// Shows other events. The cursor stays on its event, on the same line of the screen, or goes to the nearest in
    /// time; until somebody has moved it, it stays at the top.
    pub fn show(&mut self, store: &Store, events: Arc<Vec<Event>>) {
        let current = self.current();
        self.events = events;
        self.window.set_total(self.events.len());
        match current.filter(|_| self.moved) {
            None => self.window.select(0),
            Some(event) => {
                let key = store.order_key(event);
                let place = self.events.partition_point(|&other| store.order_key(other) < key);
                let place = place.min(self.events.len().saturating_sub(1));
                self.window.select_on_same_line(self.turn(place).unwrap_or(0));
            }
        }
    }

    /// Turns the order round, keeping the cursor on its event.
    pub fn reverse(&mut self) {
        let place = self.turn(self.window.cursor());
        self.reversed = !self.reversed;
        if let Some(row) = place.and_then(|place| self.turn(place)) {
            self.window.select_on_same_line(if self.moved { row } else { 0 });
        }
    }

    /// From a row to a place in the order, and back.
    fn turn(&self, at: usize) -> Option<usize> {
        if self.reversed { self.events.len().checked_sub(at + 1) } else { Some(at) }
    }
}
