//! The timeline: the histogram of the answer, and what of it is selected. Which column is marked is told by the list's
//! cursor alone, so that both are always in step.

use std::ops::{Range, RangeInclusive};

use crate::query::summary::timeline::Timeline;
use crate::record::time::Time;

/// No column is drawn wider, however few there are: one event is no bar over the whole screen.
const WIDEST: usize = 24;

/// State of the timeline.
#[derive(Debug, Default)]
pub struct TimelinePane {
    shown: Option<Timeline>,
    /// Where two columns begin between which all are selected. Times, because columns change while events come in.
    selection: Option<(i64, i64)>,
    /// Where the column begins on which the mouse went down.
    pressed: Option<i64>,
}

impl TimelinePane {
    /// Replaces the histogram.
    pub fn show(&mut self, timeline: Option<Timeline>) {
        self.shown = timeline;
    }

    /// The histogram.
    pub fn shown(&self) -> Option<&Timeline> {
        self.shown.as_ref()
    }

    /// The selected columns; none when they are out of what is shown.
    pub fn selected(&self) -> Option<RangeInclusive<usize>> {
        let column = |millis| self.shown.as_ref()?.column(Time::from_millis(millis));
        let (one, other) = self.selection?;
        let (one, other) = (column(one)?, column(other)?);
        Some(one.min(other)..=one.max(other))
    }

    /// Selects the columns from where the selection began, or from `column` when there was none, to another.
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

    /// The mouse went down on a column.
    pub fn press(&mut self, column: usize) {
        self.clear();
        self.pressed = self.shown.as_ref().map(|timeline| timeline.begin(column));
    }

    /// The mouse was moved to a column, held down since [`Self::press`]. Back on the first column nothing is selected.
    pub fn drag(&mut self, column: usize) {
        let (Some(timeline), Some(pressed)) = (&self.shown, self.pressed) else { return };
        let here = timeline.begin(column);
        self.selection = (here != pressed).then_some((pressed, here));
    }

    /// Whether the mouse button is held down.
    pub fn is_pressed(&self) -> bool {
        self.pressed.is_some()
    }

    /// The mouse button was released.
    pub fn release(&mut self) {
        self.pressed = None;
    }

    /// The cells of a column in so much room. The columns together fill it: some are a cell wider than others. Only very
    /// few columns leave some of it.
    pub fn place(&self, column: usize, room: u16) -> Range<u16> {
        let columns = self.shown.as_ref().map_or(0, |timeline| timeline.counts.len());
        let room = usize::from(room).min(columns.saturating_mul(WIDEST));
        let border = |column: usize| (column.min(columns) * room).checked_div(columns).unwrap_or(0);
        let cell = |border: usize| u16::try_from(border).unwrap_or(u16::MAX);
        cell(border(column))..cell(border(column.saturating_add(1)))
    }

    /// The column that a cell belongs to; the last one for cells behind all columns.
    pub fn column_at(&self, cell: u16, room: u16) -> Option<usize> {
        let last = self.shown.as_ref()?.counts.len().checked_sub(1)?;
        let after = (0..last).find(|&column| self.place(column, room).end > cell);
        Some(after.unwrap_or(last))
    }
}

/// From when to when columns are, in milliseconds; the end is not in it any more.
pub fn borders(timeline: &Timeline, columns: &RangeInclusive<usize>) -> (i64, i64) {
    (timeline.begin(*columns.start()), timeline.begin(columns.end().saturating_add(1)))
}
