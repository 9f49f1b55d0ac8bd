//! Draws who was active when: for each group its name, its count and its bars over the columns of time.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::picture_cells::{block, count_words, style_of};
use crate::query::summary::lanes::{Lane, Lanes};
use crate::query::summary::picture::Picture;
use crate::query::summary::timeline::BarCount;
use crate::record::time::Time;
use crate::store::MISSING;
use crate::text::ascii::own_words;
use crate::tui::app::App;
use crate::tui::cells::{fill, put};
use crate::tui::number::number;
use crate::tui::panes::screens::pictures::Pictures;
use crate::tui::picture_layout::PictureAreas;
use crate::tui::text_fit::{Cut, Cuts, fit, wording};

/// Minimum number of cells between two times on the axis.
const TICKS: usize = 9;

/// Draws the axis, the lanes, and the numbers of the selected cell.
pub(in crate::tui::view) fn draw(
    app: &App,
    pane: &Pictures,
    picture: &Picture,
    parts: &PictureAreas,
    buffer: &mut Buffer,
) {
    let pen = LanePen { app, pane, lanes: &picture.lanes, parts };
    pen.axis(picture, buffer);
    let visible = || pane.window.visible().filter_map(|at| Some((at, picture.lanes.lanes.get(at)?)));
    let names = visible().map(|(_, lane)| pen.name(lane));
    let cuts = Cuts::of(names, pen.name_room(), |_| Cut::Tail, &app.theme);
    for (row, (at, lane)) in (0..).zip(visible()) {
        let area = Rect { y: parts.lanes.y + row, height: 1, ..parts.lanes };
        pen.lane(lane, at == pane.window.cursor(), area, &cuts, buffer);
    }
    let Some(lane) = pane.lane() else { return };
    let lines = [pen.name(lane).to_owned(), pen.lane_words(lane), pen.cell_words(lane)];
    // With little room, the numbers of the cell are what matters.
    let lines = if parts.below.height < 3 { &lines[2..] } else { &lines[..] };
    for (line, words) in (0..).zip(lines) {
        let width = usize::from(parts.below.width);
        put(
            buffer,
            parts.below,
            line,
            &Line::from(fit(&own_words(words), width, Cut::End, app.theme.text, &[], &app.theme)),
        );
    }
}

/// What drawing needs of all lanes.
struct LanePen<'a> {
    app: &'a App,
    pane: &'a Pictures,
    lanes: &'a Lanes,
    parts: &'a PictureAreas,
}

impl<'a> LanePen<'a> {
    /// Returns the value of a lane.
    fn name(&self, lane: &Lane) -> &'a str {
        if lane.value == MISSING {
            "(none)"
        } else {
            self.app.store.dict(self.pane.field.column()).get(lane.value)
        }
    }

    /// Returns the width of names after the mark of the selected one.
    fn name_room(&self) -> usize {
        usize::from(self.parts.lane_names().0).saturating_sub(1)
    }

    /// Returns the area of a column of time in a row.
    fn bar(&self, column: usize, row: Rect) -> Rect {
        let cells = self.parts.bar(column, self.lanes.all.counts.len());
        Rect { x: self.parts.bars().0 + cells.start, width: cells.end - cells.start, height: 1, ..row }
    }

    fn axis(&self, picture: &Picture, buffer: &mut Buffer) {
        let (theme, parts) = (&self.app.theme, self.parts);
        let columns = self.lanes.all.counts.len();
        let (x, width) = parts.bars();
        let count = usize::from(parts.lane_names().1);
        let title = format!(" {:<name$}{:>count$}", self.pane.field.title, "events", name = self.name_room());
        put(buffer, parts.heads, 0, &Line::styled(title, theme.dim));
        let mut free = x;
        // At least this many columns are as wide as the label of a time.
        let least = (TICKS * columns).div_ceil(usize::from(width).max(1)).max(1);
        for (column, words) in self.lanes.all.ticks(least, &picture.request.zone) {
            let words = format!("╵{words}");
            let length = u16::try_from(words.chars().count()).unwrap_or(0);
            let area = Rect { width: length, ..self.bar(column, parts.heads) };
            if area.x >= free && area.right() <= x + width {
                put(buffer, area, 0, &Line::styled(words, theme.dim));
                free = area.right() + 1;
            }
        }
        if parts.has_times() {
            let area =
                Rect { x: x + width, width: parts.heads.right().saturating_sub(x + width), ..parts.heads };
            put(buffer, area, 0, &Line::styled(format!("  {:<12}{:<12}", "first", "last"), theme.dim));
        }
    }

    fn lane(&self, lane: &Lane, selected: bool, area: Rect, cuts: &Cuts, buffer: &mut Buffer) {
        let (theme, parts) = (&self.app.theme, self.parts);
        let style = match (selected, lane.value) {
            (true, _) => theme.heading,
            (false, MISSING) => theme.dim,
            (false, _) => theme.text,
        };
        let count = usize::from(parts.lane_names().1);
        let mut spans = vec![Span::styled(if selected { "▌" } else { " " }, theme.heading)];
        spans.extend(cuts.fit(self.name(lane), style, &[], theme));
        spans.push(Span::styled(format!("{:>count$}", number(lane.events)), theme.text));
        put(buffer, area, 0, &Line::from(spans));
        let highest = lane.bars.iter().map(|bar| bar.total()).max().unwrap_or(0);
        for (column, bar) in lane.bars.iter().enumerate() {
            let is_selected = selected && column == self.pane.column;
            let style = if is_selected { theme.selected } else { style_of(self.app, *bar) };
            // A full bar in reverse video would look like none.
            let symbol = if is_selected { "+" } else { block(bar.total(), highest) };
            fill(buffer, self.bar(column, area), symbol, style);
        }
        if parts.has_times() {
            let x = parts.bars().0 + parts.bars().1;
            let area = Rect { x, width: area.right().saturating_sub(x + 1), ..area };
            let words = format!("  {:<12}{:<12}", self.short(lane.first), self.short(lane.last));
            put(buffer, area, 0, &Line::styled(words, theme.dim));
        }
    }

    /// Returns `03-10 09:05`.
    fn short(&self, time: Time) -> String {
        let local = self.app.local(time);
        format!("{} {}", local.date().get(5..).unwrap_or_default(), local.minute())
    }

    fn lane_words(&self, lane: &Lane) -> String {
        let number = |events: usize| u32::try_from(events).unwrap_or(u32::MAX);
        let all = BarCount { ok: number(lane.events - lane.failed), failed: number(lane.failed) };
        match lane.first {
            Time::NONE => format!("{} · without a time", count_words(all)),
            first => {
                let (whole, short) = (|time| self.app.local(time).to_string(), |time| self.short(time));
                let words = |text: &dyn Fn(Time) -> String| {
                    format!("{} · {} → {}", count_words(all), text(first), text(lane.last))
                };
                wording([words(&whole), words(&short)], self.room())
            }
        }
    }

    fn cell_words(&self, lane: &Lane) -> String {
        let column = self.pane.column;
        let bar = lane.bars.get(column).copied().unwrap_or_default();
        let begin = |column: usize| Time::from_millis(self.lanes.all.begin(column));
        let (from, to) = (begin(column), begin(column + 1));
        let count = count_words(bar);
        let whole = format!("{count} · {} → {}", self.app.local(from), self.app.local(to));
        let short = format!("{count} · {} → {}", self.short(from), self.short(to));
        if bar.total() == 0 {
            return wording([whole, short], self.room());
        }
        let filter = " · enter filters by both";
        wording(
            [whole + filter, format!("{short}{filter}"), format!("{short} · enter filters"), short],
            self.room(),
        )
    }

    /// Returns the cells of the lines below the lanes.
    fn room(&self) -> usize {
        usize::from(self.parts.below.width)
    }
}
