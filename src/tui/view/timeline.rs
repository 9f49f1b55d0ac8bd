//! Draws the timeline: bars over the whole width; below them a mark where unusually many calls failed and the
//! mark of the event under the cursor; and an axis with times.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use crate::query::summary::timeline::Timeline;
use crate::tui::app::{App, Focus};
use crate::tui::cells::{fill, put};
use crate::tui::layout::{TimelineAreas, timeline as parts};
use crate::tui::number::number;

const BLOCKS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// Minimum number of cells between two times on the axis.
const TICKS: usize = 9;

/// Draws the timeline.
pub fn draw(app: &App, area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let areas = parts(area);
    let Some(timeline) = app.timeline.shown() else { return };
    let pen = Pen { app, timeline, areas };
    pen.bars(buffer);
    pen.axis(buffer);
    pen.marks(buffer);
}

/// Returns what the title below the timeline says about it: the length of a column, and how many events are in
/// none.
pub(super) fn scale(app: &App) -> Span<'static> {
    let Some(timeline) = app.timeline.shown().filter(|_| !app.areas().timeline.is_empty()) else {
        return Span::raw("");
    };
    let mut parts = Vec::new();
    if timeline.without_time > 0 {
        parts.push(format!("{} without a time", number(timeline.without_time)));
    }
    if !timeline.counts.is_empty() {
        parts.push(format!("{} a column", timeline.step_words()));
    }
    let style = if app.focus == Focus::Timeline { app.theme.heading } else { app.theme.dim };
    Span::styled(parts.join(" · "), style)
}

/// Context for drawing all parts.
struct Pen<'a> {
    app: &'a App,
    timeline: &'a Timeline,
    areas: TimelineAreas,
}

impl Pen<'_> {
    /// Returns the cells of a column in one row of an area.
    fn column(&self, area: Rect, row: u16, column: usize) -> Rect {
        let cells = self.app.timeline.place(column, area.width);
        Rect { x: area.x + cells.start, y: area.y + row, width: cells.end - cells.start, height: 1 }
    }

    fn is_selected(&self, column: usize) -> bool {
        self.app.timeline.selected().is_some_and(|columns| columns.contains(&column))
    }

    fn bars(&self, buffer: &mut Buffer) {
        let theme = &self.app.theme;
        let bars = self.areas.bars;
        let highest = self.timeline.counts.iter().map(|count| count.total()).max().unwrap_or(0);
        for (column, count) in self.timeline.counts.iter().enumerate() {
            let eighths = eighths(count.total(), highest, usize::from(bars.height));
            let style = if count.failed > count.ok { theme.failed } else { theme.accent };
            let style = if self.is_selected(column) { style.add_modifier(Modifier::BOLD) } else { style };
            for row in 0..bars.height {
                let below = usize::from(bars.height - 1 - row) * 8;
                let block = BLOCKS.get(eighths.saturating_sub(below).min(8)).copied().unwrap_or(" ");
                fill(buffer, self.column(bars, row, column), block, style);
            }
        }
    }

    fn axis(&self, buffer: &mut Buffer) {
        let theme = &self.app.theme;
        let axis = self.areas.axis;
        fill(buffer, axis, "─", theme.border);
        let columns = self.timeline.counts.len();
        let mut free = axis.x;
        let column_at = |column| self.column(axis, 0, column);
        // At least this many columns are as wide as the label of a time.
        let least = (TICKS * columns).div_ceil(usize::from(axis.width).max(1));
        for (column, words) in self.timeline.ticks(least.max(1), self.app.zone()) {
            let words = format!("╵{words}");
            let width = u16::try_from(words.chars().count()).unwrap_or(0);
            let area = Rect { width, ..column_at(column) };
            if area.x < free {
                continue;
            }
            // A mark at the beginning takes the place of the tick, and the time follows.
            let is_free = |column: usize| column_at(column).x == area.x || !self.has_mark(column, axis);
            let mut under = (column..columns).take_while(|&under| column_at(under).x < area.right());
            if area.right() <= axis.right() && under.all(is_free) {
                put(buffer, area, 0, &Line::styled(words, theme.dim));
                free = area.right() + 1;
            } else {
                fill(buffer, Rect { width: 1, ..area }, "╵", theme.dim);
                free = area.x + 2;
            }
        }
    }

    /// Returns whether a column needs its cells in a row for its mark.
    fn has_mark(&self, column: usize, row: Rect) -> bool {
        let is_current = self.app.marked_column() == Some(column);
        let has_mark = self.timeline.is_unusual(column) || is_current || self.app.timeline.has_marked(column);
        has_mark && row == self.areas.marks
    }

    fn marks(&self, buffer: &mut Buffer) {
        let theme = &self.app.theme;
        let marked = self.app.marked_column();
        let has_focus = self.app.focus == Focus::Timeline;
        for column in 0..self.timeline.counts.len() {
            let is_unusual = self.timeline.is_unusual(column);
            let area = self.column(self.areas.marks, 0, column);
            let place = Rect { width: area.width.min(1), ..area };
            let is_marked = marked == Some(column);
            if is_unusual {
                fill(buffer, place, "!", theme.failed);
            } else if is_marked {
                fill(buffer, place, "▲", theme.heading);
            } else if self.app.timeline.has_marked(column) {
                fill(buffer, place, "■", theme.accent);
            }
            if is_marked && (is_unusual || has_focus) {
                buffer.set_style(area, Style::reset().patch(theme.selected));
            }
            if self.is_selected(column) {
                let area = self.column(self.areas.axis, 0, column);
                buffer.set_style(area, Style::reset().patch(theme.selected));
            }
        }
    }
}

/// Returns the height of a bar in eighths of rows; at least one for anything that is not zero.
fn eighths(bar: u32, highest: u32, rows: usize) -> usize {
    let eighths = (u64::from(bar) * 8 * rows as u64).div_ceil(u64::from(highest.max(1)));
    usize::try_from(eighths).unwrap_or(0)
}
