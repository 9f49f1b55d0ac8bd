//! Merging runs of like events in the list: which rows there are, and which runs are opened. A run stays open while
//! one of its events is listed.

use std::ops::Range;

use super::pane::ListPane;
use super::run_rows::{RunRow, RunRows};
use crate::query::runs::Runs;
use crate::record::field::Column;
use crate::store::{Event, Store};

impl ListPane {
    /// Returns whether runs are to be merged.
    pub fn merges(&self) -> bool {
        self.merging.is_on
    }

    /// Merges runs with the next answer, or shows every event again; returns whether they are merged from now on.
    pub fn toggle_merging(&mut self) -> bool {
        let place = self.place_of_cursor();
        self.merging.is_on = !self.merging.is_on;
        self.merging.opened.clear();
        self.end_range();
        self.touch();
        if !self.merging.is_on {
            self.merging.rows = None;
            self.window.set_total(self.events.len());
            self.put_cursor_on(place);
        }
        self.merging.is_on
    }

    /// Returns how many rows there are: events, or runs with the events of those that are opened.
    pub fn row_count(&self) -> usize {
        self.merging.rows.as_ref().map_or(self.events.len(), RunRows::count)
    }

    /// Returns how many runs there are, single events included, if they are merged.
    pub fn runs(&self) -> Option<usize> {
        self.merging.rows.as_ref().map(RunRows::runs)
    }

    /// Returns what a row shows, and the place of its event from the top.
    pub fn row(&self, row: usize) -> (RunRow, usize) {
        self.merging.rows.as_ref().map_or((RunRow::Event, row), |rows| rows.at(row))
    }

    /// Returns the events of the run in a row, from top to bottom, if it is one.
    pub fn run_in(&self, row: usize) -> Option<Range<usize>> {
        match self.row(row).0 {
            RunRow::Run(places, _) => Some(places),
            RunRow::Event | RunRow::Member => None,
        }
    }

    /// Returns whether the events of the run in a row differ in a column.
    pub fn varies(&self, row: usize, column: Column) -> bool {
        let Some((rows, places)) = self.merging.rows.as_ref().zip(self.run_in(row)) else { return false };
        rows.varies(places.start, column)
    }

    /// Returns the events at these places, from the top.
    pub fn events_in(&self, places: Range<usize>) -> Vec<Event> {
        places.filter_map(|place| self.event_in_place(place)).collect()
    }

    /// Opens the run under the cursor, or closes it; in an opened run, closes that. Returns whether there is one.
    pub fn toggle_run(&mut self, store: &Store) -> bool {
        let (kind, place) = self.row(self.window.cursor());
        let Some(rows) = self.merging.rows.as_mut().filter(|_| kind != RunRow::Event) else { return false };
        rows.toggle(place);
        let row = rows.run_row_of(place);
        let opened: Vec<usize> = rows.opened().collect();
        self.merging.opened = opened.into_iter().filter_map(|place| self.event_in_place(place)).collect();
        self.window.set_total(self.row_count());
        self.touch();
        self.window.select(row);
        self.move_range(store);
        true
    }

    /// Takes the runs of the events that are shown from now on.
    pub(in crate::tui::panes) fn take_runs(&mut self, store: &Store, runs: Option<Runs>) {
        let opened: Vec<usize> =
            self.merging.opened.iter().filter_map(|&event| self.place_of(store, event)).collect();
        let turned = if self.is_reversed() { self.timed } else { 0 };
        let runs = runs.filter(|_| self.merging.is_on);
        self.merging.rows = runs.map(|runs| RunRows::new(runs, turned, opened.into_iter()));
        self.window.set_total(self.row_count());
        self.move_range(store);
    }

    /// Called when the list is turned round, or is no longer sorted by a column.
    pub(in crate::tui::panes) fn turn_runs(&mut self, was_sorted: bool) {
        let turned = if self.is_reversed() { self.timed } else { 0 };
        match &mut self.merging.rows {
            Some(rows) if !was_sorted => rows.turn(turned),
            // They were the runs of another order.
            Some(_) | None => self.merging.rows = None,
        }
        self.window.set_total(self.row_count());
    }

    /// Called before events of another load are shown: opened runs stay open, where their events are there.
    pub(in crate::tui::panes) fn carry_runs(&mut self, old: &Store, new: &Store) {
        let opened = self.merging.opened.iter().filter_map(|&event| new.same_event(old, event));
        self.merging.opened = opened.collect();
    }

    /// Returns the row of the event at a place from the top: its own, or that of its run.
    pub(in crate::tui::panes) fn row_at_place(&self, place: usize) -> usize {
        self.merging.rows.as_ref().map_or(place, |rows| rows.row_of(place))
    }

    /// Returns the row of the run with the event at a place, even if it is opened.
    pub(in crate::tui::panes) fn run_row_at(&self, place: usize) -> usize {
        self.merging.rows.as_ref().map_or(place, |rows| rows.run_row_of(place))
    }

    /// Returns the place of a listed event from the top.
    pub(in crate::tui::panes) fn place_of(&self, store: &Store, event: Event) -> Option<usize> {
        if let Some(sorted) = self.sorted() {
            return sorted.place_of(store, event);
        }
        let key = store.order_key(event);
        self.turn(self.events.binary_search_by(|&other| store.order_key(other).cmp(&key)).ok()?)
    }
}
