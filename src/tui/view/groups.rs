//! The groups: value, count, share, failed, first, last, and when they happened as a small histogram.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::frame::{rule, scroll_bar};
use crate::query::groups::group::{BARS, Group};
use crate::query::groups::value_of;
use crate::record::field::Column;
use crate::record::time::Time;
use crate::tui::app::App;
use crate::tui::cells::{paint_row, put};
use crate::tui::layout::rows;
use crate::tui::number::number;
use crate::tui::panes::groups::GroupsPane;
use crate::tui::text_fit::{Cut, fit};
use crate::tui::theme::Theme;

const BLOCKS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// Widths of the columns after the value, each with a blank before it: count, share, failed, first, last, histogram.
const COUNT: usize = 9;
const SHARE: usize = 7;
const FAILED: usize = 8;
const ADDRESSES: usize = 10;
const NAMES: usize = 12;
const TIME: usize = 14;
/// The value keeps at least this; columns that would take more from it are left out.
const LEAST_VALUE: usize = 32;
/// What it keeps beside the counts of addresses and event names, which are the last to get room.
const LEAST_BESIDE_DISTINCT: usize = 28;

struct Columns {
    value: usize,
    distinct: bool,
    times: bool,
    bars: bool,
}

impl Columns {
    fn of(width: usize) -> Self {
        let counts = COUNT + SHARE + FAILED;
        let mut value = width.saturating_sub(counts + 2);
        let mut take = |cells: usize, least: usize| {
            let fits = value >= least + cells;
            value -= if fits { cells } else { 0 };
            fits
        };
        let times = take(2 * TIME, LEAST_VALUE);
        let bars = take(BARS + 2, LEAST_VALUE);
        let distinct = take(ADDRESSES + NAMES, LEAST_BESIDE_DISTINCT);
        Self { value, distinct, times, bars }
    }
}

/// Draws the groups with their title and headings.
pub fn draw(app: &App, area: Rect, buffer: &mut Buffer) {
    let Some(pane) = &app.groups else { return };
    let theme = &app.theme;
    let left = vec![
        Span::styled(" Groups ", theme.heading),
        Span::styled(format!("by {} · {} ", names(pane), pane.order.label()), theme.dim),
    ];
    let position = if pane.all().is_empty() { 0 } else { pane.window.cursor() + 1 };
    let place = format!("{} of {}", number(position), number(pane.window.total()));
    rule(buffer, area, left, &[Span::styled(place, theme.dim)], theme);
    let columns = Columns::of(usize::from(area.width).saturating_sub(1));
    put(buffer, area, 1, &headings(pane, &columns, theme));
    let body = rows(area);
    if pane.all().is_empty() {
        let words = if app.is_waiting() { "counting…" } else { "No event matches. esc goes back." };
        put(buffer, body, 1, &Line::styled(format!("    {words}"), theme.dim));
        return;
    }
    let highest = pane.all().highest().max(1);
    for (line, row) in (0..).zip(pane.window.visible()) {
        let Some(group) = pane.row(row) else { continue };
        let selected = row == pane.window.cursor();
        put(buffer, body, line, &group_line(app, pane, group, &columns, (selected, row, highest)));
        if selected {
            // A bar that fills its cell would be no more than a hole in the cursor's.
            let bars = if columns.bars { u16::try_from(group.bars.len()).unwrap_or(0) } else { 0 };
            let width = body.width.saturating_sub(1 + bars);
            paint_row(buffer, Rect { width, ..body }, line, theme.selected);
        }
    }
    scroll_bar(buffer, body, &pane.window, theme);
}

fn headings(pane: &GroupsPane, columns: &Columns, theme: &Theme) -> Line<'static> {
    let mut spans = vec![Span::raw("  ")];
    spans.extend(fit(&titles(pane), columns.value, Cut::End, theme.dim, &[], theme));
    let mut words = format!("{:>COUNT$}{:>SHARE$}{:>FAILED$}", "events", "share", "failed");
    if columns.distinct {
        words = format!("{words}{:>ADDRESSES$}{:>NAMES$}", "addresses", "event names");
    }
    if columns.times {
        words = format!("{words}{:>TIME$}{:>TIME$}", "first", "last");
    }
    if columns.bars {
        words.push_str("  when");
    }
    spans.push(Span::styled(words, theme.dim));
    Line::from(spans)
}

fn group_line(
    app: &App,
    pane: &GroupsPane,
    group: &Group,
    columns: &Columns,
    (selected, row, highest): (bool, usize, u32),
) -> Line<'static> {
    let theme = &app.theme;
    let shown = pane.columns();
    let level = group.within.len();
    let is_error = matches!(shown.get(level), Some(Column::ErrorCode | Column::ErrorFamily));
    let (name, style) = match value_of(&app.store, &shown, group) {
        None => ("(none)", theme.dim),
        Some(value) if is_error => (value, theme.failed),
        Some(value) => (value, theme.text),
    };
    let mut spans = vec![Span::raw(if selected { "▌" } else { " " })];
    let nested = shown.len() > 1;
    let mark = match pane.fold_of(row) {
        Some(true) => "▸ ",
        Some(false) => "▾ ",
        None if nested => "  ",
        None => " ",
    };
    spans.push(Span::raw(" ".repeat((level * 2).min(columns.value / 2))));
    spans.push(Span::styled(mark, theme.accent));
    let margin = (level * 2).min(columns.value / 2) + usize::from(nested);
    let room = columns.value.saturating_sub(margin);
    spans.extend(fit(name, room, Cut::Middle, style, &[], theme));
    spans.push(Span::styled(format!("{:>COUNT$}", number(group.events)), theme.text));
    spans.push(Span::styled(format!("{:>SHARE$}", share(group.events, pane.total())), theme.dim));
    let failed = if group.failed > 0 { format!("{} !", number(group.failed)) } else { String::new() };
    spans.push(Span::styled(format!("{failed:>FAILED$}"), theme.failed));
    if columns.distinct {
        let (addresses, calls) = (number(group.addresses), number(group.calls));
        spans.push(Span::styled(format!("{addresses:>ADDRESSES$}{calls:>NAMES$}"), theme.dim));
    }
    if columns.times {
        spans.push(Span::styled(
            format!("{:>TIME$}{:>TIME$}", short(group.first), short(group.last)),
            theme.dim,
        ));
    }
    if columns.bars {
        spans.push(Span::raw("  "));
        spans.extend(group.bars.iter().map(|&bar| Span::styled(block(bar, highest), theme.accent)));
    }
    Line::from(spans)
}

fn names(pane: &GroupsPane) -> String {
    pane.fields.iter().map(|field| field.name).collect::<Vec<_>>().join(" › ")
}

fn titles(pane: &GroupsPane) -> String {
    pane.fields.iter().map(|field| field.title).collect::<Vec<_>>().join(" › ")
}

/// `12.3%` of `total`; what is there but rounds to nothing is `<0.1%`.
fn share(part: usize, total: usize) -> String {
    let tenths = (part * 1000 + total / 2).checked_div(total).unwrap_or(0);
    if tenths == 0 && part > 0 { "<0.1%".to_owned() } else { format!("{}.{}%", tenths / 10, tenths % 10) }
}

fn short(time: Time) -> String {
    let (date, clock) = (time.date(), time.clock());
    format!("{} {}", date.get(5..).unwrap_or_default(), clock.get(..5).unwrap_or_default()).trim().to_owned()
}

/// A bar of at least one eighth for anything that is there.
fn block(bar: u32, highest: u32) -> &'static str {
    let eighths = (u64::from(bar) * 8).div_ceil(u64::from(highest.max(1)));
    usize::try_from(eighths).ok().and_then(|at| BLOCKS.get(at)).copied().unwrap_or("█")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_shares_and_small_bars_do_not_vanish() {
        assert_eq!(
            (share(1, 3), share(0, 3), share(1, 1_000_000), share(3, 3)),
            ("33.3%".into(), "0.0%".into(), "<0.1%".into(), "100.0%".into())
        );
        assert_eq!(share(0, 0), "0.0%");
        assert_eq!((block(0, 9), block(1, 1000), block(1000, 1000)), (" ", "▁", "█"));
    }
}
