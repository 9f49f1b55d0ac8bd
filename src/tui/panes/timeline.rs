//! The timeline: the histogram of the answer, and what is selected in it. The cursor of the list alone decides
//! which column is marked, so that both always agree.

use std::ops::{Range, RangeInclusive};

use super::mark_tally::MarkTally;
use crate::query::summary::timeline::Timeline;
use crate::record::time::Time;

/// Maximum width of a column, so that a single event is not a bar over the whole screen.
const WIDEST: usize = 24;

/// State of the timeline.
#[derive(Debug, Default)]
pub struct TimelinePane {
    shown: Option<Timeline>,
    /// The starts of the first and the last selected column. They are times, because columns change while
    /// events are loaded.
    selection: Option<(i64, i64)>,
    /// The start of the column on which the mouse button was pressed.
    pressed: Option<i64>,
    /// How many marked events columns have.
    marked: MarkTally<usize>,
}

impl TimelinePane {
    /// Replaces the histogram.
    pub fn show(&mut self, timeline: Option<Timeline>) {
        self.shown = timeline;
    }

    /// Shows which columns have marked events, by their times.
    pub fn show_marked(&mut self, times: impl Iterator<Item = Time>) {
        self.marked = MarkTally::default();
        times.for_each(|time| self.mark(time, true));
    }

    /// Adds an event to those that are marked, or takes one away, by its time.
    pub fn mark(&mut self, time: Time, is_marked: bool) {
        if let Some(column) = self.shown.as_ref().and_then(|timeline| timeline.column(time)) {
            self.marked.count(column, is_marked);
        }
    }

    /// Returns whether a column has marked events.
    pub fn has_marked(&self, column: usize) -> bool {
        self.marked.get(&column) > 0
    }

    /// Returns the histogram.
    pub fn shown(&self) -> Option<&Timeline> {
        self.shown.as_ref()
    }

    /// Returns the selected columns; `None` if they are not shown.
    pub fn selected(&self) -> Option<RangeInclusive<usize>> {
        let column = |millis| self.shown.as_ref()?.column(Time::from_millis(millis));
        let (one, other) = self.selection?;
        let (one, other) = (column(one)?, column(other)?);
        Some(one.min(other)..=one.max(other))
    }

    /// Selects the columns from the beginning of the selection, or from `column` if there is none, to another.
    pub fn select(&mut self, column: usize, to: usize) {
        let Some(timeline) = &self.shown else { return };
        let anchor = self.selection.filter(|_| self.selected().is_some());
        let anchor = anchor.map_or_else(|| timeline.begin(column), |(anchor, _)| anchor);
        self.selection = Some((anchor, timeline.begin(to)));
    }

    /// Clears the selection.
    pub fn clear(&mut self) {
        self.selection = None;
        self.pressed = None;
    }

    /// Called when the mouse button is pressed on a column.
    pub fn press(&mut self, column: usize) {
        self.clear();
        self.pressed = self.shown.as_ref().map(|timeline| timeline.begin(column));
    }

    /// Called when the mouse is moved to a column with the button held down since [`Self::press`]. On the first
    /// column nothing is selected.
    pub fn drag(&mut self, column: usize) {
        let (Some(timeline), Some(pressed)) = (&self.shown, self.pressed) else { return };
        let here = timeline.begin(column);
        self.selection = (here != pressed).then_some((pressed, here));
    }

    /// Returns whether the mouse button is held down.
    pub fn is_pressed(&self) -> bool {
        self.pressed.is_some()
    }

    /// Called when the mouse button is released.
    pub fn release(&mut self) {
        self.pressed = None;
    }

    /// Returns the cells of a column in a width of `room`. The columns fill it together, so some are a cell
    /// wider than others. Only a very small number of columns leaves some of it empty.
    pub fn place(&self, column: usize, room: u16) -> Range<u16> {
        let columns = self.shown.as_ref().map_or(0, |timeline| timeline.counts.len());
        let room = usize::from(room).min(columns.saturating_mul(WIDEST));
        let border = |column: usize| (column.min(columns) * room).checked_div(columns).unwrap_or(0);
        let cell = |border: usize| u16::try_from(border).unwrap_or(u16::MAX);
        cell(border(column))..cell(border(column.saturating_add(1)))
    }

    /// Returns the column of a cell; the last one for cells after all columns.
    pub fn column_at(&self, cell: u16, room: u16) -> Option<usize> {
        let last = self.shown.as_ref()?.counts.len().checked_sub(1)?;
        let after = (0..last).find(|&column| self.place(column, room).end > cell);
        Some(after.unwrap_or(last))
    }
}

/// Returns the start and the end of columns, in milliseconds; the end is exclusive.
pub fn borders(timeline: &Timeline, columns: &RangeInclusive<usize>) -> (i64, i64) {
    (timeline.begin(*columns.start()), timeline.begin(columns.end().saturating_add(1)))
}
