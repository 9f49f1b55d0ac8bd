//! Draws the pane beside the groups: the whole value of the selected group, when its events happened, the most
//! frequent values, and its newest events.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::frame::{rule, scroll_bar};
use crate::query::summary::portrait::Portrait;
use crate::record::field::{Column, field};
use crate::record::targets::list::short;
use crate::record::time::Time;
use crate::store::Event;
use crate::tui::app::App;
use crate::tui::cells::{paint_row, put};
use crate::tui::layout::portrait as parts;
use crate::tui::number::{counted, number};
use crate::tui::panes::portrait::{PortraitPane, PortraitRow};
use crate::tui::text_fit::{Cut, Cuts, fit, fit_pieces, width};
use crate::tui::theme::Theme;

const BLOCKS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// Cells of the names of fields.
const NAME: usize = 8;
/// Blanks before a count.
const GAP: usize = 2;

/// Cells besides the time from which on the error code of an event is named.
const LEAST_WITH_CODE: usize = 32;

/// Cells besides the time from which on its target is named.
const LEAST_WITH_TARGET: usize = 20;

/// Draws the pane.
pub(super) fn draw(app: &App, area: Rect, list: Rect, buffer: &mut Buffer) {
    let Some(groups) = app.groups.as_ref().filter(|_| !area.is_empty()) else { return };
    let theme = &app.theme;
    if list.right() == area.x && area.x > 0 {
        for y in area.y..area.bottom() {
            buffer.set_string(area.x, y, "│", theme.border);
        }
    }
    let pane = &groups.portrait;
    title(pane, area, theme, buffer);
    let areas = parts(area, groups.whole_value().len());
    for (line, pieces) in (0..).zip(groups.whole_value()) {
        let words = fit_pieces(pieces, usize::from(areas.value.width), theme.accent, &[], theme);
        put(buffer, areas.value, line, &Line::from(words));
    }
    let Some(portrait) = pane.shown() else {
        let words = if groups.current().is_some() { "counting…" } else { "" };
        put(buffer, areas.rows, 0, &Line::styled(words, theme.dim));
        return;
    };
    histogram(app, portrait, areas.time, buffer);
    // No value is in more events than the group has.
    let counts = number(portrait.events).len() + GAP;
    let width = usize::from(areas.rows.width).saturating_sub(1);
    let values = pane.window.visible().filter_map(|row| match pane.row(row) {
        Some(PortraitRow::Value(value, _)) => Some(value.value.as_str()),
        Some(PortraitRow::Event(..)) | None => None,
    });
    let cuts = Cuts::of(values, width.saturating_sub(NAME + 1 + counts), |_| Cut::Middle, theme);
    for (line, row) in (0..).zip(pane.window.visible()) {
        let Some(shown) = pane.row(row) else { continue };
        put(buffer, areas.rows, line, &row_line(app, &shown, width, (counts, &cuts)));
        if pane.is_focused && row == pane.window.cursor() {
            let place = Rect { width: areas.rows.width.saturating_sub(1), ..areas.rows };
            paint_row(buffer, place, line, theme.selected);
        }
    }
    scroll_bar(buffer, areas.rows, &pane.window, theme);
}

fn title(pane: &PortraitPane, area: Rect, theme: &Theme, buffer: &mut Buffer) {
    let style = if pane.is_focused { theme.heading } else { theme.dim };
    let words = pane.shown().map(|portrait| {
        let failed = match portrait.failed {
            0 => String::new(),
            failed => format!(" · {} failed", number(failed)),
        };
        format!("{}{failed}", counted(portrait.events, "event"))
    });
    let right = Span::styled(words.unwrap_or_default(), theme.dim);
    rule(buffer, area, vec![Span::styled(" Group ", style)], &[right], theme);
}

/// Draws the events over time, in the columns of all events that were grouped, and their first and last time.
fn histogram(app: &App, portrait: &Portrait, area: Rect, buffer: &mut Buffer) {
    let theme = &app.theme;
    let timeline = &portrait.timeline;
    let highest = timeline.counts.iter().map(|count| count.total()).max().unwrap_or(0).max(1);
    let bar = |count: &crate::query::summary::timeline::BarCount| {
        let eighths = (u64::from(count.total()) * 8).div_ceil(u64::from(highest));
        let block = usize::try_from(eighths).ok().and_then(|at| BLOCKS.get(at)).copied().unwrap_or("█");
        Span::styled(block, if count.failed > count.ok { theme.failed } else { theme.accent })
    };
    put(buffer, area, 0, &Line::from(timeline.counts.iter().map(bar).collect::<Vec<_>>()));
    let words = |millis: i64| {
        let local = app.local(Time::from_millis(millis));
        format!("{} {}", local.date().get(5..).unwrap_or_default(), local.minute())
    };
    if !timeline.counts.is_empty() {
        let (from, to) = (words(timeline.start), words(timeline.begin(timeline.counts.len())));
        let room = timeline.counts.len().saturating_sub(from.len() + 1);
        put(buffer, area, 1, &Line::styled(format!("{from} {to:>room$}"), theme.dim));
    }
}

fn row_line(app: &App, row: &PortraitRow<'_>, cells: usize, (counts, cuts): (usize, &Cuts)) -> Line<'static> {
    let theme = &app.theme;
    let named = |name: &str, is_first: bool| {
        let name = if is_first { name } else { "" };
        fit(name, NAME, Cut::End, theme.dim, &[], theme)
    };
    let mut spans = Vec::new();
    match row {
        PortraitRow::Value(value, is_first) => {
            let field = field(value.field);
            spans.extend(named(field.map_or(value.field, |field| field.title), *is_first));
            spans.push(Span::raw(" "));
            let is_error = field.is_some_and(|field| field.column() == Column::ErrorCode);
            let style = if is_error { theme.failed } else { theme.text };
            spans.extend(cuts.fit(&value.value, style, &[], theme));
            spans.push(Span::styled(format!("{:>counts$}", number(value.events)), theme.dim));
        }
        PortraitRow::Event(event, is_first) => {
            spans.extend(named("newest", *is_first));
            spans.push(Span::raw(" "));
            spans.extend(event_spans(app, *event, cells.saturating_sub(NAME + 1)));
        }
    }
    Line::from(spans)
}

/// Time, call, target and outcome of an event.
fn event_spans(app: &App, event: Event, cells: usize) -> Vec<Span<'static>> {
    let (store, theme) = (&app.store, &app.theme);
    let local = app.local(store.time(event));
    let time = format!("{} {} ", local.date().get(5..).unwrap_or_default(), local.minute());
    let failed = store.value(event, Column::Outcome) == "failed";
    let code = match store.value(event, Column::ErrorCode) {
        "" if failed => "failed",
        code => code,
    };
    let rest = cells.saturating_sub(time.len() + 2);
    let name = store.value(event, Column::EventName);
    // In a very narrow pane the name of the call takes all.
    let has_target = rest >= LEAST_WITH_TARGET;
    let target = store.value(event, Column::Resource);
    let target = if has_target { short(target).into_owned() } else { String::new() };
    // In a narrow pane the mark alone says that it failed.
    let outcome = if rest < LEAST_WITH_CODE { 0 } else { width(code).min(rest / 3) };
    let most = match (target.is_empty(), outcome) {
        (true, 0) => rest,
        (true, _) => rest.saturating_sub(outcome + 2),
        (false, _) => rest.saturating_sub(outcome + 1) * 3 / 5,
    };
    let call = width(name).min(most);
    let mut spans = vec![Span::styled(time, theme.dim)];
    spans.push(Span::styled(if failed { "! " } else { "  " }, theme.failed));
    let mut part = |text: &str, room: usize, cut: Cut, style: Style| {
        spans.extend(fit(text, room, cut, style, &[], theme));
        spans.push(Span::raw(" "));
    };
    part(name, call, Cut::End, theme.text);
    part(&target, rest.saturating_sub(call + outcome + 2), Cut::Tail, theme.dim);
    part(code, outcome, Cut::End, theme.failed);
    spans
}
