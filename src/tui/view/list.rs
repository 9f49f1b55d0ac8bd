//! Draws the event list: a line for each day, and below it its events. Only visible lines are made.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::filter_bar;
use super::frame::{rule, scroll_bar};
use crate::query::matcher::fuzzy::Word;
use crate::query::write::is_write;
use crate::record::field::list_columns::ListColumn;
use crate::record::field::{Column, FieldSource};
use crate::record::time::Time;
use crate::record::time::zone::LocalTime;
use crate::store::{Event, Store};
use crate::text::ascii::own_words;
use crate::tui::app::{App, Focus};
use crate::tui::cells::{paint_row, put};
use crate::tui::layout::{list_width, rows};
use crate::tui::number::number;
use crate::tui::panes::clock::{ClockStyle, interval};
use crate::tui::panes::list::columns::{Badge, UNREAD, shown_text};
use crate::tui::panes::list::pane::ListLine;
use crate::tui::panes::list::widths::Widths;
use crate::tui::text_fit::{self, Cut, Cuts, fit};
use crate::tui::theme::Theme;

/// Draws the list with its title and headings.
pub fn draw(app: &App, area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let theme = &app.theme;
    let width = list_width(area);
    let widths = app.list.widths(width);
    title(app, area, buffer);
    let body = rows(area);
    if app.list.events().is_empty() {
        nothing(app, body, buffer);
        return;
    }
    let table = ListTable::new(app, widths);
    put(buffer, area, 1, &table.headings());
    for (line, shown) in (0..).zip(app.list.lines()) {
        let row = match *shown {
            ListLine::Day(time) => {
                put(buffer, body, line, &day_line(app.local(time), width, theme));
                continue;
            }
            ListLine::Row(row) => row,
        };
        let Some(event) = app.list.event_at(row) else { continue };
        let selected = row == app.list.window.cursor();
        let is_in_range = app.list.range().is_some_and(|range| range.contains(&row));
        put(buffer, body, line, &table.row(row, event, selected || is_in_range));
        if is_in_range && !selected {
            let row = Rect { width: body.width.saturating_sub(1), ..body };
            paint_row(buffer, row, line, theme.selected_elsewhere);
        }
        if selected {
            let is_elsewhere = matches!(app.focus, Focus::Detail | Focus::Search) || app.overlay.is_some();
            let style = if is_elsewhere { theme.selected_elsewhere } else { theme.selected };
            paint_row(buffer, Rect { width: body.width.saturating_sub(1), ..body }, line, style);
        }
    }
    scroll_bar(buffer, body, &app.list.window, theme);
}

/// Returns what the list is sorted by.
fn order(app: &App) -> String {
    let chosen = app.list.chosen();
    match (app.list.sorted(), chosen.sort) {
        (Some(sorted), Some(sort)) => {
            let missing = match sorted.missing {
                0 => String::new(),
                missing => format!(" · {} without it last", number(missing)),
            };
            format!("by {} {}{missing}", sort.column.heading, arrow(sort.descending))
        }
        (None, Some(sort)) if chosen.sorting().is_some() => format!("sorting by {}…", sort.column.heading),
        _ if app.list.is_reversed() => "newest first".to_owned(),
        _ => "oldest first".to_owned(),
    }
}

fn arrow(descending: bool) -> &'static str {
    if descending { "↓" } else { "↑" }
}

fn title(app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = &app.theme;
    let style = if app.focus == Focus::Detail { theme.dim } else { theme.heading };
    let mut left = vec![Span::styled(" Events ", style)];
    if let Some(name) = app.opened_group() {
        let width = usize::from(area.width / 2).min(text_fit::width(&name));
        left = vec![Span::styled(" Events of ", style)];
        left.extend(fit(&name, width, Cut::Tail, theme.text, &[], theme));
        left.push(Span::raw(" "));
    }
    if area.width >= 50 {
        left.push(Span::styled(format!("{} ", order(app)), theme.dim));
    }
    let left_end = left.len();
    if let Some(selection) = app.list.range().and_then(|_| app.list.selection()) {
        let selected = number(selection.len());
        left.push(Span::styled(format!("· {selected} selected "), theme.accent));
    }
    let total = app.list.events().len();
    let (row, place) = (app.list.window.cursor(), app.list.row(app.list.window.cursor()).1);
    let position = match app.list.run_in(row) {
        Some(places) => format!("{}–{}", number(places.start + 1), number(places.end)),
        None => number(if total == 0 { 0 } else { place + 1 }),
    };
    let place = Span::styled(format!("{position} of {}", number(total)), theme.dim);
    let scale = super::timeline::scale(app);
    let room = usize::from(area.width).saturating_sub(width_of(&left) + place.width() + 6);
    let (runs, scale) = super::runs::title(app, room, scale);
    left.splice(left_end..left_end, runs);
    rule(buffer, area, left, &[scale, place], theme);
}

fn width_of(spans: &[Span<'_>]) -> usize {
    spans.iter().map(Span::width).sum()
}

/// Makes `── Mon 10 July 2023 ──…`, with the offset from UTC in other zones.
fn day_line(time: LocalTime, width: usize, theme: &Theme) -> Line<'static> {
    let offset = Some(time.offset_words()).filter(|words| words.starts_with(['+', '-']));
    let offset = offset.map(|offset| format!("· {offset} ")).unwrap_or_default();
    let words = format!(" {} {offset}", day_words(time));
    let rest = width.saturating_sub(2 + text_fit::own_width(&words));
    Line::from(vec![
        Span::styled("──", theme.border),
        Span::styled(words, theme.accent),
        Span::styled("─".repeat(rest), theme.border),
    ])
}

/// Returns `Mon 10 July 2023`, or that there is no time.
fn day_words(time: LocalTime) -> String {
    const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let Some(weekday) = time.weekday() else { return "no time".to_owned() };
    let date = time.date();
    let mut parts = date.split('-').map(str::parse::<usize>);
    let (Some(Ok(year)), Some(Ok(month)), Some(Ok(day_of_month))) =
        (parts.next(), parts.next(), parts.next())
    else {
        return date;
    };
    let weekday = WEEKDAYS.get(weekday).unwrap_or(&"");
    let month = month.checked_sub(1).and_then(|at| MONTHS.get(at)).unwrap_or(&"");
    format!("{weekday} {day_of_month} {month} {year:04}")
}

/// Returns the heading of a column. If a path does not fit, its last name says what is in the column.
fn heading(app: &App, column: &ListColumn, width: usize) -> Cow<'static, str> {
    if column.source == FieldSource::Time {
        return time_heading(app);
    }
    let heading = column.heading;
    match heading.rsplit_once('.') {
        Some((_, last)) if text_fit::width(heading) > width => format!("…{last}").into(),
        Some(_) | None => heading.into(),
    }
}

/// Returns what the times of the rows are: `UTC`, the offset from it, or what they are counted from.
fn time_heading(app: &App) -> Cow<'static, str> {
    let mut offsets = app.list.shown_events().map(|event| app.local(app.store.time(event)).offset_words());
    match app.clock.style() {
        ClockStyle::Since => "since".into(),
        ClockStyle::Gap => "gap".into(),
        ClockStyle::OfDay if app.zone().is_utc() => "UTC".into(),
        ClockStyle::OfDay => match offsets.find(|offset| !offset.is_empty()) {
            Some(first) if offsets.all(|offset| offset == first || offset.is_empty()) => first.into(),
            // The lines of days have the offsets.
            Some(_) | None => "local".into(),
        },
    }
}

/// The rows on the screen: their widths, and how long values are shortened.
struct ListTable<'a> {
    app: &'a App,
    widths: Widths,
    cuts: Vec<Cuts>,
}

impl<'a> ListTable<'a> {
    fn new(app: &'a App, widths: Widths) -> Self {
        let events: Vec<Event> = app.list.shown_events().collect();
        let cuts = |(column, width): &(ListColumn, usize)| {
            let texts: Vec<_> = events.iter().map(|&event| shown_text(&app.store, event, column)).collect();
            Cuts::of(texts.iter().map(|text| &**text), *width, cut_of(column, *width), &app.theme)
        };
        let cuts = widths.columns.iter().map(cuts).collect();
        Self { app, widths, cuts }
    }

    fn headings(&self) -> Line<'static> {
        let theme = &self.app.theme;
        let mut spans = vec![super::runs::heading(&self.widths, theme)];
        for (column, width) in &self.widths.columns {
            let sort = self.app.list.chosen().sort.filter(|sort| sort.column == *column);
            let sort = sort.filter(|_| self.app.list.sorted().is_some());
            let end = sort.map_or_else(String::new, |sort| format!(" {}", arrow(sort.descending)));
            let style = if sort.is_some() { theme.heading } else { theme.dim };
            let room = width.saturating_sub(text_fit::own_width(&end));
            let heading = heading(self.app, column, room);
            let shown = text_fit::width(&heading).min(room);
            spans.extend(fit(&heading, shown, Cut::End, style, &[], theme));
            spans.push(Span::styled(format!("{end:<pad$}", pad = width - shown), style));
            spans.push(Span::raw(" "));
        }
        Line::from(spans)
    }

    fn row(&self, row: usize, event: Event, selected: bool) -> Line<'static> {
        let (store, theme) = (&self.app.store, &self.app.theme);
        let failed = store.value(event, Column::Outcome) == "failed";
        let changes = is_write(store, event);
        let mut spans = vec![Span::raw(if selected { "▌" } else { " " })];
        spans.push(match (failed, changes) {
            (true, _) => Span::styled("!", theme.failed),
            (false, true) => Span::styled("•", theme.write),
            (false, false) => Span::raw(" "),
        });
        spans.extend(self.badges(event));
        spans.extend(super::runs::cell(self.app, row, &self.widths));
        for ((column, width), cuts) in self.widths.columns.iter().zip(&self.cuts) {
            if column.column().is_some_and(|column| self.app.list.varies(row, column)) {
                spans.extend(fit(super::runs::VARIOUS, *width, Cut::End, theme.dim, &[], theme));
                spans.push(Span::raw(" "));
                continue;
            }
            let text = shown_text(store, event, column);
            spans.extend(match column.source {
                FieldSource::Time => time_cell(self.app, row, *width),
                FieldSource::EventId => cuts.fit(&text, theme.dim, &[], theme),
                FieldSource::Column(field) if !store.is_read(event, field) => {
                    fit(&own_words(UNREAD), *width, Cut::End, theme.dim, &[], theme)
                }
                FieldSource::Column(field) => {
                    let style = style_of(store, event, field, theme);
                    // Words do not search added columns.
                    let words = if column.is_added { &[] } else { self.app.filter.words() };
                    cuts.fit(&text, style, &matched(words, &text), theme)
                }
            });
            spans.push(Span::raw(" "));
        }
        Line::from(spans)
    }

    /// Makes one cell for each badge, and a blank, so that nothing touches the time.
    fn badges(&self, event: Event) -> Vec<Span<'static>> {
        let theme = &self.app.theme;
        let symbol = |badge| match badge {
            Badge::Noted => Span::styled("■", theme.accent),
            Badge::Marked => Span::styled("□", theme.accent),
            Badge::Indicator => Span::styled("◆", theme.warning),
            Badge::Quoted => Span::styled("\"", theme.warning),
            Badge::Damaged => Span::styled("~", theme.warning),
            Badge::Hidden => Span::styled("⚠", theme.warning),
            Badge::Repeated => Span::styled("×", theme.dim),
            Badge::Twin => Span::styled("≈", theme.dim),
            Badge::New => Span::styled("✦", theme.accent),
        };
        let badges = self.app.list.badges(&self.app.store, event);
        let mut spans: Vec<Span<'static>> = badges.into_iter().map(symbol).take(self.widths.badges).collect();
        spans.push(Span::raw(" ".repeat(self.widths.badges + 1 - spans.len())));
        spans
    }
}

#[expect(clippy::wildcard_enum_match_arm, reason = "a column without a style of its own is plain text")]
fn style_of(store: &Store, event: Event, column: Column, theme: &Theme) -> Style {
    match column {
        Column::EventName if store.value(event, column).is_empty() => theme.dim,
        Column::EventName if is_write(store, event) => theme.write,
        Column::ErrorCode if store.value(event, Column::Outcome) == "failed" => theme.failed,
        Column::Service | Column::AwsRegion => theme.dim,
        _ => theme.text,
    }
}

/// Narrower cells show the beginning of names.
const LEAST_WITH_MIDDLE: usize = 16;

/// IPv6 addresses differ at both ends, ARNs and names of things in their last part, all else at the beginning.
fn cut_of(column: &ListColumn, width: usize) -> fn(&str) -> Cut {
    match column.column() {
        Some(Column::Resource) => |_| Cut::Tail,
        Some(Column::SourceIpAddress) => |text| if text.contains(':') { Cut::Middle } else { Cut::End },
        _ if column.cut_in_middle && width >= LEAST_WITH_MIDDLE => |_| Cut::Middle,
        _ => |_| Cut::End,
    }
}

fn time_cell(app: &App, row: usize, width: usize) -> Vec<Span<'static>> {
    let theme = &app.theme;
    let Some(own) = app.list.event_at(row).map(|event| app.store.time(event)) else { return Vec::new() };
    if own == Time::NONE {
        return fit("no time", width, Cut::End, theme.dim, &[], theme);
    }
    let interval = match app.clock.style() {
        ClockStyle::OfDay => {
            let (date, clock) = (app.local(own).date(), app.local(own).clock());
            let date = match width {
                19.. => date.get(..10),
                14.. => date.get(5..10),
                _ => None,
            };
            let date = date.map_or_else(String::new, |date| format!("{date} "));
            let clock = clock.get(..8).unwrap_or(&clock);
            return fit(&format!("{date}{clock}"), width, Cut::End, theme.text, &[], theme);
        }
        ClockStyle::Since => app.reference().and_then(|reference| interval(reference, own)),
        ClockStyle::Gap => {
            let before =
                app.list.row(row).1.checked_sub(1).and_then(|before| app.list.event_in_place(before));
            before.and_then(|before| interval(app.store.time(before), own))
        }
    };
    // Numbers are compared by their right ends.
    let words = format!("{:>width$}", interval.unwrap_or_default());
    fit(&words, width, Cut::End, theme.text, &[], theme)
}

/// Returns the letters of a value that the filter's words matched.
fn matched(words: &[Word], value: &str) -> Vec<usize> {
    let mut positions: Vec<usize> = words.iter().filter_map(|word| word.positions(value)).flatten().collect();
    positions.sort_unstable();
    positions
}

/// Says what to do if there is nothing to show.
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
    let room = usize::from(area.width).saturating_sub(5).max(1);
    let lines = lines.iter().flat_map(|words| text_fit::wrap_words(words, room));
    for (line, words) in (1..).zip(lines) {
        put(buffer, area, line, &Line::styled(format!("    {words}"), app.theme.dim));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::time::zone::Zone;

    #[test]
    fn days_have_their_names() {
        let utc = Zone::default();
        let words = |text: &str| day_words(utc.local(Time::parse(text).unwrap()));
        assert_eq!(words("2023-07-10T12:01:02Z"), "Mon 10 July 2023");
        assert_eq!(words("1969-12-31T23:59:59Z"), "Wed 31 December 1969");
        assert_eq!(words("2024-02-29"), "Thu 29 February 2024");
        assert_eq!(day_words(utc.local(Time::NONE)), "no time");
    }
}
