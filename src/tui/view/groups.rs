//! Draws the groups: value, count, share, failed, first, last, and a small histogram of when they happened;
//! below them the whole value of the selected group.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::frame::{rule, scroll_bar};
use super::screens::picture_cells::block;
use crate::query::groups::figures::Figures;
use crate::query::groups::group::{BARS, Group};
use crate::query::groups::items::counts_each;
use crate::query::groups::value_of;
use crate::record::field::Column;
use crate::record::time::Time;
use crate::record::time::zone::LocalTime;
use crate::text::ascii::own_words;
use crate::tui::app::App;
use crate::tui::cells::{paint_row, put};
use crate::tui::layout::group_rows;
use crate::tui::number::{counted, number, signed_number};
use crate::tui::panes::groups::GroupsPane;
use crate::tui::text_fit::{Cut, Cuts, fit, fit_pieces};
use crate::tui::theme::Theme;

/// Blanks before each column of figures.
const GAP: usize = 2;
const SHARE: usize = 6 + GAP;
const TIME: usize = 11 + GAP;
const MARKED: usize = 6 + GAP;
/// Columns of figures are at least so wide, that they seldom move while somebody scrolls.
const LEAST_FIGURE: usize = 11;
/// The headings of the two columns of distinct counts.
const DISTINCT: [&str; 2] = ["addresses", "event names"];
/// Minimum width of the value; columns that would take more from it are left out.
const LEAST_VALUE: usize = 24;

/// The columns after the value: count, share, failed, addresses and event names, first, last, histogram.
struct GroupColumns {
    value: usize,
    count: usize,
    failed: usize,
    /// Marked events; 0 if that is not shown.
    marked: usize,
    /// Sum, median and maximum; nothing for those that are not shown.
    figures: [usize; 3],
    distinct: bool,
    times: bool,
    /// When it is first new; 0 if that is not shown.
    new_at: usize,
    bars: bool,
}

impl GroupColumns {
    /// Chooses the columns. No figure is longer than the number of all events, so columns never move.
    fn of(width: usize, pane: &GroupsPane) -> Self {
        let figure = number(pane.total()).len();
        let (count, failed) =
            (figure.max("events".len()) + GAP, (figure + " !".len()).max("failed".len()) + GAP);
        let mut value = width.saturating_sub(count + SHARE + failed + 2);
        let mut take = |cells: usize| {
            let fits = value >= LEAST_VALUE + cells;
            value -= if fits { cells } else { 0 };
            fits
        };
        let marked = if pane.has_marked() && take(MARKED) { MARKED } else { 0 };
        let mut figures = [0; 3];
        if pane.sum.is_some() {
            // The sum is what was asked for; then what is highest stands out more than what is usual.
            let widths = figure_widths(pane);
            for at in [0, 2, 1] {
                if let (Some(slot), Some(&width)) = (figures.get_mut(at), widths.get(at))
                    && take(width + GAP)
                {
                    *slot = width + GAP;
                }
            }
        }
        let new_at = if pane.all().new_at().is_some() && take(TIME) { TIME } else { 0 };
        let times = take(2 * TIME);
        let bars = take(BARS + GAP);
        let distinct = take(DISTINCT.iter().map(|words| words.len() + GAP).sum());
        Self { value, count, failed, marked, figures, distinct, times, new_at, bars }
    }

    /// Returns the cells for a value, and the blanks before it.
    fn place(&self, level: usize, nested: bool) -> (usize, usize) {
        let margin = (level * 2).min(self.value / 2);
        (margin, self.value.saturating_sub(margin + usize::from(nested)))
    }
}

/// Draws the groups with their title and headings.
pub fn draw(app: &App, area: Rect, buffer: &mut Buffer) {
    let Some(pane) = app.groups.as_ref().filter(|_| !area.is_empty()) else { return };
    let theme = &app.theme;
    let columns = GroupColumns::of(usize::from(area.width).saturating_sub(1), pane);
    let left = vec![
        Span::styled(" Groups ", theme.heading),
        Span::styled(
            format!(
                "by {} · {}{}{}{} ",
                names(pane),
                pane.order.label(),
                sum_words(pane),
                each_words(pane),
                new_words(&columns)
            ),
            theme.dim,
        ),
    ];
    let position = if pane.all().is_empty() { 0 } else { pane.window.cursor() + 1 };
    let place = format!("{} of {}", number(position), number(pane.window.total()));
    rule(buffer, area, left, &[Span::styled(place, theme.dim)], theme);
    put(buffer, area, 1, &headings(pane, &columns, theme));
    // The pane of the group shows its value, if there is one.
    let has_pane = !app.areas().detail.is_empty();
    let (body, whole) = group_rows(area, if has_pane { 0 } else { pane.whole_value().len() });
    if pane.all().is_empty() {
        let words = if app.is_waiting() { "counting…" } else { "No event matches. esc goes back." };
        put(buffer, body, 1, &Line::styled(format!("    {words}"), theme.dim));
        return;
    }
    let highest = pane.all().highest().max(1);
    let cuts = cuts(app, pane, &columns);
    for (line, row) in (0..).zip(pane.window.visible()) {
        let Some(group) = pane.row(row) else { continue };
        let selected = row == pane.window.cursor();
        put(buffer, body, line, &group_line(app, pane, group, (&columns, &cuts), (selected, row, highest)));
        if selected {
            // A bar that fills its cell would look like a hole in the cursor's row.
            let bars = if columns.bars { u16::try_from(group.bars.len()).unwrap_or(0) } else { 0 };
            let width = body.width.saturating_sub(1 + bars);
            paint_row(buffer, Rect { width, ..body }, line, theme.selected);
        }
    }
    scroll_bar(buffer, body, &pane.window, theme);
    for (line, pieces) in (0..).zip(pane.whole_value()) {
        let place = Rect { x: whole.x + 2, width: whole.width.saturating_sub(3), ..whole };
        put(
            buffer,
            place,
            line,
            &Line::from(fit_pieces(pieces, usize::from(place.width), theme.accent, &[], theme)),
        );
    }
}

/// Says what the time of what is new means.
fn new_words(columns: &GroupColumns) -> &'static str {
    if columns.new_at > 0 { " · new at: its first is:new event" } else { "" }
}

/// Says that groups may add up to more than the events.
fn each_words(pane: &GroupsPane) -> String {
    let columns = pane.columns();
    let several = pane.fields.iter().zip(&columns).filter(|(_, column)| counts_each(**column));
    let titles: Vec<&str> = several.map(|(field, _)| field.title).collect();
    if titles.is_empty() {
        String::new()
    } else {
        format!(" · an event counts under each {}", titles.join(", "))
    }
}

/// For each level, how the values on the screen are shortened so that different ones look different.
fn cuts(app: &App, pane: &GroupsPane, columns: &GroupColumns) -> Vec<Cuts> {
    let shown = pane.columns();
    let of_level = |level: usize| {
        let (_, room) = columns.place(level, shown.len() > 1);
        let groups =
            pane.window.visible().filter_map(|row| pane.row(row)).filter(|group| group.within.len() == level);
        Cuts::of(
            groups.filter_map(|group| value_of(&app.store, &shown, group)),
            room,
            |_| Cut::Tail,
            &app.theme,
        )
    };
    (0..shown.len()).map(of_level).collect()
}

fn headings(pane: &GroupsPane, columns: &GroupColumns, theme: &Theme) -> Line<'static> {
    let mut spans = vec![Span::raw("  ")];
    spans.extend(fit(&titles(pane), columns.value, Cut::End, theme.dim, &[], theme));
    let (count, failed) = (columns.count, columns.failed);
    let mut words = format!("{:>count$}{:>SHARE$}{:>failed$}", "events", "share", "failed");
    if columns.marked > 0 {
        words = format!("{words}{:>MARKED$}", "marked");
    }
    words.extend(shown_figures(columns).map(|(name, _, width)| format!("{name:>width$}")));
    if columns.distinct {
        words.extend(DISTINCT.map(|heading| format!("{:GAP$}{heading}", "")));
    }
    if columns.times {
        words = format!("{words}{:>TIME$}{:>TIME$}", "first", "last");
    }
    if columns.new_at > 0 {
        words = format!("{words}{:>TIME$}", "new at");
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
    (columns, cuts): (&GroupColumns, &[Cuts]),
    (selected, row, highest): (bool, usize, u32),
) -> Line<'static> {
    let theme = &app.theme;
    let shown = pane.columns();
    let level = group.within.len();
    let is_error = matches!(shown.get(level), Some(Column::ErrorCode | Column::ErrorFamily));
    let name = value_of(&app.store, &shown, group);
    let style = match name {
        None => theme.dim,
        Some(_) if is_error => theme.failed,
        Some(_) => theme.text,
    };
    let mut spans = vec![Span::raw(if selected { "▌" } else { " " })];
    let nested = shown.len() > 1;
    let mark = match pane.fold_of(row) {
        Some(true) => "▸ ",
        Some(false) => "▾ ",
        None if nested => "  ",
        None => " ",
    };
    let (margin, room) = columns.place(level, nested);
    spans.push(Span::raw(" ".repeat(margin)));
    spans.push(Span::styled(mark, theme.accent));
    spans.extend(match cuts.get(level).filter(|_| name.is_some()) {
        Some(cuts) => cuts.fit(name.unwrap_or_default(), style, &[], theme),
        None => fit("(none)", room, Cut::End, style, &[], theme),
    });
    let (count, failed) = (columns.count, columns.failed);
    spans.push(Span::styled(format!("{:>count$}", number(group.events)), theme.text));
    spans.push(Span::styled(format!("{:>SHARE$}", share(group.events, pane.total())), theme.dim));
    let words = if group.failed > 0 { format!("{} !", number(group.failed)) } else { String::new() };
    spans.push(Span::styled(format!("{words:>failed$}"), theme.failed));
    if columns.marked > 0 {
        let words = Some(pane.marked(group)).filter(|&marked| marked > 0).map(number).unwrap_or_default();
        spans.push(Span::styled(format!("{words:>MARKED$}"), theme.accent));
    }
    let figures = pane.sums().map(|sums| sums.get(&group.path()));
    for (_, figure, width) in shown_figures(columns) {
        let words = figures
            .map_or("…".to_owned(), |figures| figure(&figures).map_or_else(String::new, signed_number));
        spans.push(Span::styled(format!("{words:>width$}"), theme.text));
    }
    if columns.distinct {
        for (heading, figure) in DISTINCT.iter().zip([group.addresses, group.calls]) {
            let width = heading.len() + GAP;
            spans.push(Span::styled(format!("{:>width$}", number(figure)), theme.dim));
        }
    }
    spans.push(Span::styled(times(app, pane, group, columns), theme.dim));
    if columns.bars {
        spans.push(Span::raw("  "));
        spans.extend(group.bars.iter().map(|&bar| Span::styled(block(bar, highest), theme.accent)));
    }
    Line::from(spans)
}

/// The first and the last time of a group, and when it is first new.
fn times(app: &App, pane: &GroupsPane, group: &Group, columns: &GroupColumns) -> String {
    let cell = |time: Option<Time>| {
        format!("{:>TIME$}", time.map_or_else(String::new, |time| short(app.local(time))))
    };
    let mut words = String::new();
    if columns.times {
        words.extend([group.first, group.last].map(|time| cell(Some(time))));
    }
    if columns.new_at > 0 {
        words.push_str(&cell(pane.all().new_at().and_then(|new_at| new_at.get(&group.path()))));
    }
    words
}

type FigureOf = fn(&Figures) -> Option<i128>;

/// The figures of a sum, and how each is called.
const FIGURES: [(&str, FigureOf); 3] =
    [("sum", |figures| figures.sum), ("median", |figures| figures.median), ("max", |figures| figures.max)];

/// The figures that there is room for, and their widths.
fn shown_figures(columns: &GroupColumns) -> impl Iterator<Item = (&'static str, FigureOf, usize)> + use<> {
    let shown = FIGURES.into_iter().zip(columns.figures).filter(|(_, width)| *width > 0);
    shown.map(|((name, figure), width)| (name, figure, width))
}

/// Cells of the longest figure of each kind, of the groups that can be seen.
fn figure_widths(pane: &GroupsPane) -> [usize; 3] {
    let shown: Vec<Figures> = pane.sums().map_or_else(Vec::new, |sums| {
        pane.window.visible().filter_map(|row| pane.row(row)).map(|group| sums.get(&group.path())).collect()
    });
    FIGURES.map(|(name, figure)| {
        let longest = shown.iter().filter_map(figure).map(|figure| signed_number(figure).len()).max();
        longest.unwrap_or(0).max(name.len()).max(LEAST_FIGURE)
    })
}

/// What is summed up, and how many events have nothing to be summed up.
fn sum_words(pane: &GroupsPane) -> String {
    let Some(field) = pane.sum else { return String::new() };
    let without = pane.sums().map_or(0, |sums| sums.without);
    let without = match without {
        0 => String::new(),
        _ => format!(" ({} without)", counted(without, "event")),
    };
    format!(" · sum of {}{without}", field.name)
}

fn names(pane: &GroupsPane) -> String {
    pane.fields.iter().map(|field| field.name).collect::<Vec<_>>().join(&own_words(" › "))
}

fn titles(pane: &GroupsPane) -> String {
    pane.fields.iter().map(|field| field.title).collect::<Vec<_>>().join(&own_words(" › "))
}

/// Returns `12.3%` of `total`; a share that rounds to zero is `<0.1%`.
fn share(part: usize, total: usize) -> String {
    let tenths = (part * 1000 + total / 2).checked_div(total).unwrap_or(0);
    if tenths == 0 && part > 0 { "<0.1%".to_owned() } else { format!("{}.{}%", tenths / 10, tenths % 10) }
}

fn short(time: LocalTime) -> String {
    format!("{} {}", time.date().get(5..).unwrap_or_default(), time.minute()).trim().to_owned()
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
        assert_eq!((block(0, 9), block(1, 1000), block(1000, 1000)), (" ", "▁", "▇"));
    }
}
