//! The event list: its events, and the cursor.

use std::sync::Arc;

use super::chosen_columns::ListColumns;
use super::columns::{Badge, badges};
use super::rows::{ListRows, shown};
use super::run_rows::Merging;
use super::widths::{Needs, Widths};
use crate::case::shown::shown_case::ShownCase;
use crate::query::runs::Runs;
use crate::query::sort::SortedEvents;
use crate::record::field::list_columns::ListColumn;
use crate::record::field::{Column, Field};
use crate::record::time::Time;
use crate::record::time::zone::Zone;
use crate::store::segment::Place;
use crate::store::{Event, Store};
use crate::tui::window::Window;

/// State of the event list.
#[derive(Debug, Default)]
pub struct ListPane {
    /// Cursor and scroll position, in rows as shown.
    pub window: Window,
    pub(in crate::tui::panes) events: Arc<Vec<Event>>,
    /// How many of them have a time. Those without are last in either order, because their time is unknown.
    pub(in crate::tui::panes) timed: usize,
    /// The same events as they are shown, if that is not by time.
    pub(in crate::tui::panes) sorted: Option<SortedEvents>,
    pub(in crate::tui::panes) moved: bool,
    /// The content of the screen, line by line.
    lines: Vec<ListLine>,
    /// The event that the cursor goes to with the next events, or the time.
    pub(in crate::tui::panes) wanted_event: Option<Event>,
    pub(in crate::tui::panes) wanted_time: Option<Time>,
    /// The row and the event at which the selected range begins.
    pub(in crate::tui::panes) range_start: Option<(usize, Event)>,
    /// Runs of like events.
    pub(in crate::tui::panes) merging: Merging,
    /// The line on which the cursor should stay.
    wanted_line: Option<usize>,
    chosen: ListColumns,
    /// How many columns after the first are scrolled out to the left.
    skipped: usize,
    needs: Needs,
    /// The size and events for which the needs were computed.
    needed_for: (usize, usize),
    /// The zone of its days.
    pub(in crate::tui::panes) zone: Zone,
    /// The marks of the case.
    marks: Arc<ShownCase>,
}

/// A line of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListLine {
    /// The day of the events below it, by the time of the first of them. The cursor cannot be on it. Where clocks
    /// are changed, another line begins.
    Day(Time),
    /// A row.
    Row(usize),
}

/// Minimum number of lines of a list with days.
const LEAST_WITH_DAYS: usize = 4;

impl ListPane {
    /// Returns the events shown, in time order, whatever their order on the screen.
    pub fn events(&self) -> &Arc<Vec<Event>> {
        &self.events
    }

    /// Returns the columns that are shown, without those kept apart from values: the time and the event ID.
    pub fn shown_columns(&self) -> Vec<Column> {
        self.chosen.columns.iter().filter_map(ListColumn::column).collect()
    }

    /// Returns whether the newest event is at the top.
    pub fn is_reversed(&self) -> bool {
        self.sorted.is_none() && self.chosen.is_reversed()
    }

    /// Returns the events as they are sorted on the screen, if that is not by time.
    pub fn sorted(&self) -> Option<&SortedEvents> {
        self.sorted.as_ref()
    }

    /// Returns the events from top to bottom, for what writes the list: cheap to make, long to walk.
    pub fn rows(&self) -> ListRows {
        match &self.sorted {
            Some(sorted) => ListRows::new(&sorted.events, 0),
            None => ListRows::new(&self.events, if self.is_reversed() { self.timed } else { 0 }),
        }
    }

    /// Returns the event in a row: of a run, the first.
    pub fn event_at(&self, row: usize) -> Option<Event> {
        self.event_in_place(self.row(row).1)
    }

    /// Returns the event at a place from the top.
    pub fn event_in_place(&self, place: usize) -> Option<Event> {
        match &self.sorted {
            Some(sorted) => sorted.events.get(place).copied(),
            None => self.events.get(self.turn(place)?).copied(),
        }
    }

    /// Returns the row of the event at a place in time order.
    pub(in crate::tui::panes) fn row_of(&self, place: usize) -> Option<usize> {
        self.place_from_top(place).map(|place| self.row_at_place(place))
    }

    /// Converts a place in time order to one from the top.
    pub(in crate::tui::panes) fn place_from_top(&self, place: usize) -> Option<usize> {
        let Some(sorted) = &self.sorted else { return self.turn(place) };
        let event = self.events.get(place)?;
        sorted.events.iter().position(|other| other == event)
    }

    /// Returns the event under the cursor.
    pub fn current(&self) -> Option<Event> {
        self.event_at(self.window.cursor())
    }

    /// Returns the content of the screen, line by line.
    pub fn lines(&self) -> &[ListLine] {
        &self.lines
    }

    /// Returns the row on a line of the screen, if there is one.
    pub fn row_on(&self, line: usize) -> Option<usize> {
        match self.lines.get(line)? {
            ListLine::Row(row) => Some(*row),
            ListLine::Day(_) => None,
        }
    }

    /// Iterates over the events on the screen.
    pub fn shown_events(&self) -> impl Iterator<Item = Event> {
        (0..self.lines.len()).filter_map(|line| self.event_at(self.row_on(line)?))
    }

    /// Returns the columns from left to right, including those that do not fit.
    pub fn columns(&self) -> &[ListColumn] {
        &self.chosen.columns
    }

    /// Returns the columns, their widths and what the list is sorted by, as chosen.
    pub fn chosen(&self) -> &ListColumns {
        &self.chosen
    }

    /// Shows these marks beside the events.
    pub fn show_marks(&mut self, marks: &Arc<ShownCase>) {
        self.marks = Arc::clone(marks);
        self.needs = Needs::default();
    }

    /// Returns the badges of an event.
    pub fn badges(&self, store: &Store, event: Event) -> Vec<Badge> {
        badges(store, &self.marks, event).collect()
    }

    /// Shows days in another zone.
    pub fn set_zone(&mut self, zone: Zone) {
        self.zone = zone;
    }

    /// Shows the columns of these fields from left to right, each once; the default columns if there are no
    /// fields.
    pub fn start_with(&mut self, fields: &[&'static Field]) {
        self.choose(ListColumns::of(fields));
    }

    /// Shows other columns, or in other widths. The next answer is sorted as chosen; by time the list is sorted
    /// now, and the cursor stays on its event.
    pub fn choose(&mut self, chosen: ListColumns) {
        let before = (self.chosen.is_reversed(), self.sorted.is_some());
        let place = self.place_of_cursor();
        if self.chosen.columns != chosen.columns {
            self.skipped = self.skipped.min(chosen.columns.len());
        }
        if (self.chosen.columns != chosen.columns) || self.chosen.sort != chosen.sort {
            self.needs = Needs::default();
        }
        if self.chosen.sort != chosen.sort {
            self.end_range();
        }
        self.chosen = chosen;
        if self.chosen.sorting().is_none() {
            let was_sorted = self.sorted.take().is_some();
            self.turn_runs(was_sorted);
            if before != (self.chosen.is_reversed(), false) {
                self.put_cursor_on(place);
            }
        }
    }

    /// Returns whether columns are scrolled out to the left.
    pub fn is_scrolled(&self) -> bool {
        self.skipped > 0
    }

    /// Scrolls the columns to the right (1) or to the left (-1) in a list of `width` cells; returns whether
    /// there was anything to show.
    pub fn scroll_columns(&mut self, step: isize, width: usize) -> bool {
        let can = if step < 0 { self.skipped > 0 } else { self.widths(width).has_more() };
        if can {
            self.skipped = self.skipped.saturating_add_signed(step);
        }
        can
    }

    /// Returns the columns that fit in `width` cells.
    pub fn widths(&self, width: usize) -> Widths {
        self.needs.widths(&self.chosen, self.skipped, width)
    }

    /// Sets the size of the list on the screen. Its lines include one for each day; the first line is always
    /// that of the day of the top rows.
    pub fn arrange(&mut self, store: &Store, width: usize, height: usize) {
        let (total, cursor) = (self.row_count(), self.window.cursor());
        let has_days = height >= LEAST_WITH_DAYS && self.sorted.is_none();
        let wanted = self.wanted_line.take().map(|line| (line + 1).min(height));
        let least = |row: usize, lines: usize| self.least_offset(store, row, lines, has_days);
        let offset = wanted.map_or(self.window.offset(), |lines| least(cursor, lines));
        // The space below the last row stays empty only if all rows fit.
        let offset =
            offset.min(least(total.saturating_sub(1), height)).max(least(cursor, height)).min(cursor);
        let lines = self.lines_from(store, offset, height, has_days);
        let rows = rows_of(&lines);
        let below = rows_of(&self.lines_from(store, offset + rows, height, has_days));
        let above = offset.checked_sub(1).map_or(0, |last| offset - least(last, height));
        self.lines = lines;
        self.window.show_from(offset, rows, (below, above));
        if self.needed_for != (width, height) {
            self.needed_for = (width, height);
            self.needs = Needs::default();
        }
        let shown: Vec<Event> = self.shown_events().collect();
        self.needs.grow(store, (&self.chosen, &self.marks), &shown);
        let rows = (0..self.lines.len()).filter_map(|line| self.row_on(line));
        let longest = rows.filter_map(|row| self.run_in(row)).map(|places| places.len()).max();
        self.needs.grow_runs(longest.unwrap_or(0));
    }

    /// Returns the lines if row `offset` is at the top.
    fn lines_from(&self, store: &Store, offset: usize, height: usize, has_days: bool) -> Vec<ListLine> {
        let mut lines = Vec::new();
        for row in offset..self.row_count() {
            let is_new = has_days && (row == offset || self.day(store, row) != self.day(store, row - 1));
            if lines.len() + usize::from(is_new) >= height {
                break;
            }
            if is_new {
                lines.push(ListLine::Day(self.event_at(row).map_or(Time::NONE, |event| store.time(event))));
            }
            lines.push(ListLine::Row(row));
        }
        lines
    }

    /// Returns the lowest row that may be at the top if `row` is to be on one of `height` lines.
    fn least_offset(&self, store: &Store, row: usize, height: usize, has_days: bool) -> usize {
        let days = usize::from(has_days);
        let mut offset = row;
        let mut lines = 1 + days;
        while let Some(above) = offset.checked_sub(1) {
            let is_new = days > 0 && self.day(store, above) != self.day(store, offset);
            lines += 1 + usize::from(is_new);
            if lines > height {
                break;
            }
            offset = above;
        }
        offset
    }

    /// Returns the date of a row, and the offset of its clock from UTC.
    fn day(&self, store: &Store, row: usize) -> Option<(i64, i64)> {
        let local = self.zone.local(store.time(self.event_at(row)?));
        Some((local.day()?, local.offset()))
    }

    /// Returns the line of the screen with the cursor.
    fn cursor_line(&self) -> Option<usize> {
        let cursor = self.window.cursor();
        self.lines.iter().position(|line| *line == ListLine::Row(cursor))
    }

    /// Called when the cursor was moved: from now on it stays on its event.
    pub fn touch(&mut self) {
        self.moved = true;
    }

    /// Puts the cursor on an event as soon as other events are shown.
    pub fn want(&mut self, event: Event) {
        self.wanted_event = Some(event);
    }

    /// Returns to the top, as for another set of events.
    pub fn restart(&mut self) {
        self.moved = false;
    }

    /// Shows other events. The cursor stays on its event, on the same line of the screen, or goes to the
    /// nearest in time. Until it was moved, it stays at the top.
    pub fn show(
        &mut self,
        store: &Store,
        events: Arc<Vec<Event>>,
        sorted: Option<SortedEvents>,
        runs: Option<Runs>,
    ) {
        let was_run = self.run_in(self.window.cursor()).is_some();
        let wanted = self.wanted_event.take();
        self.moved |= wanted.is_some();
        let current = wanted.or_else(|| self.current());
        self.wanted_line = self.cursor_line().filter(|_| self.moved);
        // While events are added around a cursor that was moved, nothing jumps.
        if !self.moved || events.len() < self.events.len() {
            self.needs = Needs::default();
        }
        self.timed = store.timed(&events);
        self.events = events;
        // Until a column has been read, the events are shown by time.
        let was_sorted = sorted.is_some();
        self.sorted = sorted.filter(|sorted| self.chosen.sorting() == Some(sorted.by));
        self.take_runs(store, runs.filter(|_| self.sorted.is_some() == was_sorted));
        let event = current.filter(|_| self.moved);
        let key = event.map(|event| store.order_key(shown(store, event, &self.events)));
        match self.wanted_time.take().map(|time| (time, Place::default())).or(key) {
            None => self.window.select(0),
            Some(key) => {
                let place = self.events.partition_point(|&other| store.order_key(other) < key);
                let place = place.min(self.events.len().saturating_sub(1));
                let event = self.events.get(place);
                let place = event.and_then(|&event| self.place_of(store, event)).unwrap_or(0);
                let row = if was_run { self.run_row_at(place) } else { self.row_at_place(place) };
                self.window.select_on_same_line(row);
            }
        }
    }

    /// Returns the place of the event under the cursor in time order.
    pub(in crate::tui::panes) fn place_of_cursor(&self) -> Option<usize> {
        let place = self.row(self.window.cursor()).1;
        let Some(sorted) = &self.sorted else { return self.turn(place) };
        let event = sorted.events.get(place)?;
        self.events.iter().position(|other| other == event)
    }

    /// After the order has changed: keeps the cursor on its event, or at the top until it was moved.
    pub(in crate::tui::panes) fn put_cursor_on(&mut self, place: Option<usize>) {
        if let Some(row) = place.and_then(|place| self.row_of(place)) {
            self.wanted_line = self.cursor_line().filter(|_| self.moved);
            self.window.select_on_same_line(if self.moved { row } else { 0 });
        }
    }

    /// Converts a row to a position in time order, and back.
    pub(in crate::tui::panes) fn turn(&self, at: usize) -> Option<usize> {
        if self.is_reversed() && at < self.timed { self.timed.checked_sub(at + 1) } else { Some(at) }
    }
}

fn rows_of(lines: &[ListLine]) -> usize {
    lines.iter().filter(|line| matches!(line, ListLine::Row(_))).count()
}
