//! The event list. Only the rows that can be seen are made.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::filter_bar;
use super::frame::{rule, scroll_bar};
use crate::query::engine::hidden::in_text;
use crate::query::matcher::fuzzy::Word;
use crate::record::field::Column;
use crate::record::list_columns::{LIST_COLUMNS, ListColumn};
use crate::store::file::FileState;
use crate::store::{Event, Store};
use crate::tui::app::{App, Focus};
use crate::tui::cells::{paint_row, put};
use crate::tui::layout::rows;
use crate::tui::number::number;
use crate::tui::text_fit::{Cut, fit};
use crate::tui::theme::Theme;

/// Lists of so many cells and more have room for the month.
const WIDE: usize = 100;
/// The selection, the mark of failed and changing calls, the badge of damage and repeats.
const GUTTER: usize = 3;

/// The width of each column in a list of `width` cells; 0 for those that are left out. Depends on nothing but the
/// width, so that nothing jumps while events come in.
fn widths(width: usize) -> [usize; LIST_COLUMNS.len()] {
    let room = width.saturating_sub(GUTTER);
    let mut widths = LIST_COLUMNS.each_ref().map(|column| column.least + 1);
    let used = |widths: &[usize; LIST_COLUMNS.len()]| widths.iter().sum::<usize>();
    for rank in (1..LIST_COLUMNS.len()).rev() {
        if used(&widths) <= room {
            break;
        }
        for (width, _) in widths.iter_mut().zip(&LIST_COLUMNS).filter(|(_, column)| column.rank == rank) {
            *width = 0;
        }
    }
    let mut spare = room.saturating_sub(used(&widths));
    // Cell by cell in turn, so that no column takes all that the others lack.
    while spare > 0 {
        let before = spare;
        for (width, column) in widths.iter_mut().zip(&LIST_COLUMNS).filter(|(width, _)| **width > 0) {
            let may_grow = if column.column().is_none() { room >= WIDE } else { true };
            if spare > 0 && may_grow && *width <= column.best {
                *width += 1;
                spare -= 1;
            }
        }
        if spare == before {
            break;
        }
    }
    widths
}

/// Draws the list with its title and headings.
pub fn draw(app: &App, area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let theme = &app.theme;
    title(app, area, buffer);
    let body = rows(area);
    let widths = widths(usize::from(area.width).saturating_sub(1));
    put(buffer, area, 1, &headings(&widths, theme));
    if app.list.events().is_empty() {
        nothing(app, body, buffer);
        return;
    }
    let window = &app.list.window;
    let mut day = None;
    for (line, row) in (0..).zip(window.visible()) {
        let Some(event) = app.list.event_at(row) else { continue };
        let row_style = RowStyle {
            widths: &widths,
            words: app.filter.words(),
            day_repeats: day == app.store.time(event).day() && line > 0,
        };
        let selected = row == window.cursor();
        put(buffer, body, line, &event_line(app, event, selected, &row_style));
        day = app.store.time(event).day();
        if selected {
            let style = if matches!(app.focus, Focus::Detail | Focus::Search) || app.overlay.is_some() {
                theme.selected_elsewhere
            } else {
                theme.selected
            };
            paint_row(buffer, Rect { width: body.width.saturating_sub(1), ..body }, line, style);
        }
    }
    scroll_bar(buffer, body, window, theme);
}

fn title(app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = &app.theme;
    let style = if app.focus == Focus::Detail { theme.dim } else { theme.heading };
    let order = if app.list.is_reversed() { "newest first" } else { "oldest first" };
    let day = app.list.current().map(|event| app.store.time(event).date()).unwrap_or_default();
    let mut left = vec![Span::styled(" Events ", style)];
    if let Some(name) = app.opened_group() {
        let width = usize::from(area.width / 2);
        left = vec![Span::styled(" Events of ", style)];
        let name =
            fit(&name, width.min(crate::tui::text_fit::width(&name)), Cut::Middle, theme.text, &[], theme);
        left.extend(name);
        left.push(Span::raw(" "));
    }
    if area.width >= 50 {
        left.push(Span::styled(format!("{day} {order} ").trim_start().to_owned(), theme.dim));
    }
    let total = app.list.events().len();
    let position = if total == 0 { 0 } else { app.list.window.cursor() + 1 };
    let place = Span::styled(format!("{} of {}", number(position), number(total)), theme.dim);
    rule(buffer, area, left, &[super::timeline::scale(app), place], theme);
}

fn headings(widths: &[usize; LIST_COLUMNS.len()], theme: &Theme) -> Line<'static> {
    let mut spans = vec![Span::raw(" ".repeat(GUTTER))];
    for (column, &width) in LIST_COLUMNS.iter().zip(widths).filter(|(_, width)| **width > 0) {
        let heading = if column.column().is_none() { "time (UTC)" } else { column.heading };
        spans.extend(fit(heading, width - 1, Cut::End, theme.dim, &[], theme));
        spans.push(Span::raw(" "));
    }
    Line::from(spans)
}

struct RowStyle<'a> {
    widths: &'a [usize; LIST_COLUMNS.len()],
    words: &'a [Word],
    day_repeats: bool,
}

fn event_line(app: &App, event: Event, selected: bool, row: &RowStyle<'_>) -> Line<'static> {
    let (store, theme) = (&app.store, &app.theme);
    let failed = store.value(event, Column::Outcome) == "failed";
    let changes = store.value(event, Column::ReadOnly) == "false";
    let mut spans = vec![Span::raw(if selected { "▌" } else { " " })];
    spans.push(match (failed, changes) {
        (true, _) => Span::styled("!", theme.failed),
        (false, true) => Span::styled("•", theme.write),
        (false, false) => Span::raw(" "),
    });
    spans.push(badge(store, event, theme));
    for (column, &width) in LIST_COLUMNS.iter().zip(row.widths).filter(|(_, width)| **width > 0) {
        spans.extend(cell(app, event, column, width - 1, row));
        spans.push(Span::raw(" "));
    }
    Line::from(spans)
}

/// `~` for events of damaged files, `⚠` for hidden characters in what is shown, `×` for records that were delivered more
/// than once.
fn badge(store: &Store, event: Event, theme: &Theme) -> Span<'static> {
    let damaged = store.file_of(event).is_some_and(|file| file.state == FileState::Damaged);
    let hidden = || {
        LIST_COLUMNS
            .iter()
            .filter_map(ListColumn::column)
            .any(|column| in_text(store.value(event, column)) > 0)
    };
    match damaged {
        true => Span::styled("~", theme.warning),
        false if hidden() => Span::styled("⚠", theme.warning),
        false if !store.folds().copies(event).is_empty() => Span::styled("×", theme.dim),
        false => Span::raw(" "),
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "a column without a style of its own is plain text")]
fn cell(
    app: &App,
    event: Event,
    column: &ListColumn,
    width: usize,
    row: &RowStyle<'_>,
) -> Vec<Span<'static>> {
    let (store, theme) = (&app.store, &app.theme);
    let Some(field) = column.column() else { return time_cell(store, event, width, row.day_repeats, theme) };
    let failed = store.value(event, Column::Outcome) == "failed";
    let value = store.value(event, field);
    let style = match field {
        Column::EventName if store.value(event, Column::ReadOnly) == "false" => theme.write,
        Column::ErrorCode => theme.failed,
        Column::Service | Column::AwsRegion => theme.dim,
        _ => theme.text,
    };
    let (value, style) = match (field, value.is_empty()) {
        // A failed sign-in has a message and no code.
        (Column::ErrorCode, true) if failed => (message_of(store, event), style),
        // Insights and aggregated events may have no name; what they are is told by their type.
        (Column::EventName, true) => (store.value(event, Column::EventType), theme.dim),
        _ => (value, style),
    };
    let matched = matched(row.words, value);
    let cut = if column.cut_in_middle { Cut::Middle } else { Cut::End };
    fit(value, width, cut, style, &matched, theme)
}

fn message_of(store: &Store, event: Event) -> &str {
    match store.value(event, Column::ErrorMessage) {
        "" => "failed",
        message => message,
    }
}

fn time_cell(store: &Store, event: Event, width: usize, repeats: bool, theme: &Theme) -> Vec<Span<'static>> {
    let time = store.time(event);
    if time.millis().is_none() {
        return fit("no time", width, Cut::End, theme.dim, &[], theme);
    }
    let date = time.date();
    let with_month = LIST_COLUMNS.iter().find(|column| column.column().is_none()).map_or(0, |time| time.best);
    let date = date.get(if width < with_month { 8 } else { 5 }..).unwrap_or_default().to_owned();
    let clock = time.clock().get(..8).unwrap_or_default().to_owned();
    let date_style: Style = if repeats { theme.dim } else { theme.accent };
    let used = crate::tui::text_fit::width(&date) + 1 + crate::tui::text_fit::width(&clock);
    vec![
        Span::styled(date, date_style),
        Span::raw(" "),
        Span::styled(clock, theme.text),
        Span::raw(" ".repeat(width.saturating_sub(used))),
    ]
}

/// The letters of a value that the filter's words matched.
fn matched(words: &[Word], value: &str) -> Vec<usize> {
    let mut positions: Vec<usize> = words.iter().filter_map(|word| word.positions(value)).flatten().collect();
    positions.sort_unstable();
    positions
}

/// Says what to do when there is nothing to show.
fn nothing(app: &App, area: Rect, buffer: &mut Buffer) {
    let matches_nothing = ["No event matches.", "Edit the filter with /, or clear it with esc."];
    let remark = filter_bar::remark(app).unwrap_or_default();
    let lines: &[&str] = match () {
        () if app.is_waiting() => &["searching…"],
        () if !remark.is_empty() => &[matches_nothing[0], &remark, matches_nothing[1]],
        // Many users paste a key or an ID, which no column of the list shows.
        () if !app.filter.words().is_empty() => {
            let [first, second] = matches_nothing;
            &[first, second, "Words search these columns; \"quoted text\" searches the whole JSON."]
        }
        () if !app.filter.is_blank() => &matches_nothing,
        () if !app.progress.finished => {
            &["Loading…", "The first events appear as soon as they are read. C-c stops."]
        }
        () => &["No CloudTrail events here.", "i lists the files and what they contain."],
    };
    for (line, words) in (1..).zip(lines) {
        put(buffer, area, line, &Line::styled(format!("    {words}"), app.theme.dim));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fit_and_the_least_important_go_first() {
        for width in 0..300 {
            let widths = widths(width);
            let total: usize = widths.iter().sum();
            assert!(total + GUTTER <= width.max(GUTTER + LIST_COLUMNS[0].least + 1 + 17 + 14), "{width}");
        }
        let kept = |width: usize| widths(width).iter().filter(|width| **width > 0).count();
        assert_eq!((kept(40), kept(80), kept(150)), (2, 5, 8));
    }
}
