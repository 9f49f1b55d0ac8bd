//! The event list: which events, which of them is under the cursor.

use std::sync::Arc;

use crate::record::time::Time;
use crate::store::{Event, Store};
use crate::tui::window::Window;

/// State of the event list.
#[derive(Debug, Default)]
pub struct ListPane {
    /// Cursor and scroll position, in rows as shown.
    pub window: Window,
    events: Arc<Vec<Event>>,
    /// How many of them have a time. Those without are last, whichever way the list is turned: nobody knows when.
    timed: usize,
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

    /// Marks the cursor as moved by the user: from now on it stays on its event.
    pub fn touch(&mut self) {
        self.moved = true;
    }

    /// Goes back to the top, as for another set of events.
    pub fn restart(&mut self) {
        self.moved = false;
    }

    /// Shows other events. The cursor stays on its event, on the same line of the screen, or goes to the nearest in
    /// time; until somebody has moved it, it stays at the top.
    pub fn show(&mut self, store: &Store, events: Arc<Vec<Event>>) {
        let current = self.current();
        self.timed = store.timed(&events);
        self.events = events;
        self.window.set_total(self.events.len());
        match current.filter(|_| self.moved) {
            None => self.window.select(0),
            Some(event) => {
                let key = store.order_key(shown(store, event, &self.events));
                let place = self.events.partition_point(|&other| store.order_key(other) < key);
                let place = place.min(self.events.len().saturating_sub(1));
                self.window.select_on_same_line(self.turn(place).unwrap_or(0));
            }
        }
    }

    /// Reverses the order, keeping the cursor on its event.
    pub fn reverse(&mut self) {
        let place = self.turn(self.window.cursor());
        self.reversed = !self.reversed;
        if let Some(row) = place.and_then(|place| self.turn(place)) {
            self.window.select_on_same_line(if self.moved { row } else { 0 });
        }
    }

    /// Puts the cursor on the first event, in the order of time, that is not before `millis`.
    pub fn go_to_time(&mut self, store: &Store, millis: i64) {
        let place = self.events.partition_point(|&event| store.time(event) < Time::from_millis(millis));
        let place = place.min(self.events.len().saturating_sub(1));
        self.moved = true;
        self.window.select(self.turn(place).unwrap_or(0));
    }

    /// Goes down (1) or up (-1) the list to the first row of the next stretch of time of `length` milliseconds that has
    /// events; upwards in the topmost stretch, to its first row. Events without a time are one stretch. Whether the
    /// cursor is on another row now.
    pub fn jump(&mut self, store: &Store, length: i64, step: isize) -> bool {
        let before = self.window.cursor();
        // The number of a stretch rises from row to row, whichever way the list is turned.
        let stretch = |row: usize| {
            let millis = self.event_at(row).and_then(|event| store.time(event).millis());
            let number = millis.map(|millis| millis.div_euclid(length));
            number.map_or(i64::MAX, |number| if self.reversed { number.saturating_neg() } else { number })
        };
        let total = self.events.len();
        let here = stretch(before);
        let target = if step < 0 {
            let above = stretch(first(total, |row| stretch(row) >= here).saturating_sub(1));
            first(total, |row| stretch(row) >= above)
        } else {
            Some(first(total, |row| stretch(row) > here)).filter(|&row| row < total).unwrap_or(before)
        };
        self.moved = true;
        self.window.select(target);
        self.window.cursor() != before
    }

    /// Converts a row to a position in the order of time, and back.
    fn turn(&self, at: usize) -> Option<usize> {
        if self.reversed && at < self.timed { self.timed.checked_sub(at + 1) } else { Some(at) }
    }
}

/// The event itself, or the delivery of the same record that stands in a list for it.
fn shown(store: &Store, event: Event, list: &[Event]) -> Event {
    let is_listed = |other: &Event| {
        let key = store.order_key(*other);
        list.binary_search_by(|&one| store.order_key(one).cmp(&key)).is_ok()
    };
    if is_listed(&event) {
        return event;
    }
    store.folds().copies(event).into_iter().find(is_listed).unwrap_or(event)
}

/// The first of `0..total` for which something holds that holds for all after it; `total` when there is none.
fn first(total: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut from, mut to) = (0, total);
    while from < to {
        let middle = from.midpoint(to);
        if holds(middle) {
            to = middle;
        } else {
            from = middle + 1;
        }
    }
    from
}
