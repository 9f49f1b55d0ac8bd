//! A range of rows that is selected: from where it was begun to the cursor. It follows its events when the list changes.

use std::ops::{Range, RangeInclusive};

use super::pane::ListPane;
use crate::store::{Event, Store};

impl ListPane {
    /// Moves the beginning of the range to the new row of its event. Without that event there is no range any more.
    pub(in crate::tui::panes) fn move_range(&mut self, store: &Store) {
        self.range_start =
            self.range_start.and_then(|(_, event)| Some((self.row_of_listed(store, event)?, event)));
    }

    /// Returns the row of an event, if it is listed.
    fn row_of_listed(&self, store: &Store, event: Event) -> Option<usize> {
        self.place_of(store, event).map(|place| self.row_at_place(place))
    }

    /// Called before events of another load are shown: the range begins at the same event, if that is there.
    pub(in crate::tui::panes) fn carry_range(&mut self, old: &Store, new: &Store) {
        self.range_start = self.range_start.and_then(|(row, event)| Some((row, new.same_event(old, event)?)));
    }

    /// Begins a range at the cursor, or ends the one that was begun; returns whether there is one now.
    pub fn toggle_range(&mut self) -> bool {
        let here = self.current().map(|event| (self.window.cursor(), event));
        self.range_start = here.filter(|_| self.range_start.is_none());
        self.touch();
        self.range_start.is_some()
    }

    /// Selects all rows; returns whether there are any. The cursor is on the last one then.
    pub fn select_all(&mut self) -> bool {
        self.range_start = self.event_at(0).map(|event| (0, event));
        self.window.select(self.events.len());
        self.touch();
        self.range_start.is_some()
    }

    /// Ends the range; returns whether there was one.
    pub fn end_range(&mut self) -> bool {
        self.range_start.take().is_some()
    }

    /// Returns the rows of the range, if there is one.
    pub fn range(&self) -> Option<RangeInclusive<usize>> {
        let (start, cursor) = (self.range_start?.0, self.window.cursor());
        Some(start.min(cursor)..=start.max(cursor))
    }

    /// Returns the places from the top of what is selected: the events in the rows of the range, whole runs among
    /// them, or those of the run under the cursor.
    pub fn selection(&self) -> Option<Range<usize>> {
        let Some(rows) = self.range() else { return self.run_in(self.window.cursor()) };
        let end = |row: usize| self.run_in(row).map_or(self.row(row).1 + 1, |places| places.end);
        // An opened run at the beginning reaches as far as the rows of its events; one at the end is selected whole.
        Some(self.row(*rows.start()).1..end(*rows.end()))
    }
}
