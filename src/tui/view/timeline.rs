//! Draws the timeline: bars over the whole width; below them a mark where unusually many calls failed and the
//! mark of the event under the cursor; and an axis with times.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use crate::query::summary::timeline::Timeline;
use crate::record::time::Time;
use crate::record::zone::LocalTime;
use crate::tui::app::{App, Focus};
use crate::tui::cells::{fill, put};
use crate::tui::layout::{TimelineAreas, timeline as parts};
use crate::tui::number::number;
use crate::tui::panes::timeline::borders;

const BLOCKS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

const DAY: i64 = 86_400_000;

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

/// Returns the beginning of the footer while the timeline is focused: the time of the marked or selected
/// columns, and their counts.
pub fn lead(app: &App) -> Span<'static> {
    let timeline = app.timeline.shown().filter(|_| app.focus == Focus::Timeline && app.overlay.is_none());
    let columns = app.timeline.selected().or_else(|| app.marked_column().map(|column| column..=column));
    let (Some(timeline), Some(columns)) = (timeline, columns) else { return Span::raw("") };
    let (from, to) = borders(timeline, &columns);
    let local = |millis| app.local(Time::from_millis(millis));
    let (from, to) = (local(from), local(to));
    let digits = if timeline.step % 60_000 == 0 { 5 } else { 8 };
    let words = |time: LocalTime, with_date: bool| {
        let (date, clock) = (time.date(), time.clock());
        // Columns of days begin at midnight, until clocks are changed, and may be years apart.
        if timeline.step % DAY == 0 && clock == "00:00:00" {
            return date;
        }
        let date = date.get(5..).filter(|_| with_date).map(|date| format!("{date} ")).unwrap_or_default();
        format!("{date}{}", clock.get(..digits).unwrap_or_default())
    };
    let (mut total, mut failed) = (0, 0);
    for count in columns.map(|column| timeline.count(column)) {
        total += count.total() as usize;
        failed += count.failed as usize;
    }
    let failed = if failed > 0 { format!(", {} failed", number(failed)) } else { String::new() };
    let range = format!("{} → {}", words(from, true), words(to, from.day() != to.day()));
    Span::styled(format!("{range} · {}{failed}  ", number(total)), app.theme.accent)
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
        // At least this many columns are as wide as the label of a time.
        let least = (TICKS * columns).div_ceil(usize::from(axis.width).max(1));
        for (column, words) in self.timeline.ticks(least.max(1), self.app.zone()) {
            let words = format!("╵{words}");
            let width = u16::try_from(words.chars().count()).unwrap_or(0);
            let area = Rect { width, ..self.column(axis, 0, column) };
            if area.x < free {
                continue;
            }
            let is_free = |column: usize| !self.has_mark(column, axis);
            let under = (column..columns).take_while(|&under| self.column(axis, 0, under).x < area.right());
            if area.right() <= axis.right() && under.clone().all(is_free) {
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
        let has_mark = self.timeline.is_unusual(column) || self.app.marked_column() == Some(column);
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
