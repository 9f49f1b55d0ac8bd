//! Moves of the list's cursor by time and to what is looked for. Moves by rows are the window's.

use super::pane::ListPane;
use crate::record::time::Time;
use crate::store::{Event, Store};

impl ListPane {
    /// Puts the cursor on the first event, in time order, that is not before `millis`.
    pub fn go_to_time(&mut self, store: &Store, millis: i64) {
        let place = self.events.partition_point(|&event| store.time(event) < Time::from_millis(millis));
        let place = place.min(self.events.len().saturating_sub(1));
        self.moved = true;
        self.window.select(self.row_of(place).unwrap_or(0));
    }

    /// Returns the place from the top of the first event, in time order, that is not before `time`, and whether there
    /// is one; otherwise that of the last event that has a time. `None` if no event has one.
    pub fn place_at(&self, store: &Store, time: Time) -> Option<(usize, bool)> {
        let timed = self.events.get(..self.timed)?;
        let place = timed.partition_point(|&event| store.time(event) < time);
        let last = self.timed.checked_sub(1)?;
        Some((self.place_from_top(place.min(last))?, place <= last))
    }

    /// Puts the cursor on the event at a place from the top, or on its run.
    pub fn go_to_place(&mut self, place: usize) {
        self.moved = true;
        self.window.select(self.row_at_place(place));
    }

    /// Goes down (1) or up (-1) to the first row of the next hour or day, of `length` milliseconds, that has events;
    /// upwards from the topmost period, to its first row. Events without a time form one period. Returns
    /// whether the cursor moved.
    pub fn jump(&mut self, store: &Store, length: i64, step: isize) -> bool {
        let (before, reversed) = (self.window.cursor(), self.is_reversed());
        // The number of a period increases from row to row in either order.
        let stretch = |row: usize| {
            let millis = self.event_at(row).and_then(|event| self.zone.local(store.time(event)).millis());
            let number = millis.map(|millis| millis.div_euclid(length));
            number.map_or(i64::MAX, |number| if reversed { number.saturating_neg() } else { number })
        };
        let total = self.row_count();
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

    /// Goes down (1) or up (-1) to the next row whose event is one of those looked for. Whether there was one.
    pub fn seek(&mut self, step: isize, is_sought: impl Fn(Event) -> bool) -> bool {
        let mut row = self.window.cursor();
        while let Some(next) = row.checked_add_signed(step)
            && let Some(event) = self.event_at(next)
        {
            row = next;
            if is_sought(event) {
                self.moved = true;
                self.window.select(row);
                return true;
            }
        }
        false
    }
}

/// Returns the first of `0..total` that `holds` accepts, if it accepts all after it; `total` if there is none.
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
