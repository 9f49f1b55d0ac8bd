//! Draws what a row of the list says about a run of like events: how many there are and over how long, and which
//! values differ. `list` draws the rest of the row.

use ratatui::text::Span;

use crate::query::runs::RULE;
use crate::store::Event;
use crate::text::ascii::own_words;
use crate::tui::app::App;
use crate::tui::number::{counted, number};
use crate::tui::panes::clock::interval;
use crate::tui::panes::list::run_rows::RunRow;
use crate::tui::panes::list::widths::{RunCell, Widths};
use crate::tui::text_fit::{self, Cut, fit};
use crate::tui::theme::Theme;

/// Shown in a run for a column in which its events differ.
pub(super) const VARIOUS: &str = "various";

/// Makes the cells of a row between its badges and its columns.
pub(super) fn cell(app: &App, row: usize, widths: &Widths) -> Vec<Span<'static>> {
    let Some(cell) = widths.runs else { return Vec::new() };
    let theme = &app.theme;
    let (words, style) = match app.list.row(row).0 {
        RunRow::Event => (String::new(), theme.dim),
        RunRow::Member => ("│".to_owned(), theme.border),
        RunRow::Run(places, is_open) => {
            let mark = if is_open { "▾" } else { "▸" };
            let count = number(places.len());
            let ends = [places.start, places.end - 1].map(|place| app.list.event_in_place(place));
            let span = if cell.has_span { format!(" {}", span(app, ends)) } else { String::new() };
            (format!("{mark} {count:>width$}{span}", width = cell.count), theme.accent)
        }
    };
    let mut spans = fit(&own_words(&words), cell.width() - 1, Cut::End, style, &[], theme);
    spans.push(Span::raw(" "));
    spans
}

/// Returns the time from the first of two events to the last, whichever is above; blank if they have no time.
fn span(app: &App, ends: [Option<Event>; 2]) -> String {
    let [Some(one), Some(other)] = ends.map(|end| end.map(|event| app.store.time(event))) else {
        return String::new();
    };
    let words = interval(one.min(other), one.max(other)).unwrap_or_default();
    format!("{:>width$}", words.trim_start_matches('+'), width = RunCell::SPAN)
}

/// Makes what is above those cells, with the blanks before them.
pub(super) fn heading(widths: &Widths, theme: &Theme) -> Span<'static> {
    let Some(cells) = widths.runs.map(RunCell::width) else {
        return Span::styled(" ".repeat(widths.gutter()), theme.dim);
    };
    let blanks = " ".repeat(widths.gutter() - cells);
    let words = if cells < 6 { "run" } else { "  run" };
    Span::styled(format!("{blanks}{words:<cells$}"), theme.dim)
}

/// Returns what the title says about runs in `room` cells, which `scale` shares: how many rows there are, and what
/// like events are. That is more important than the scale of the timeline.
pub(super) fn title(app: &App, room: usize, scale: Span<'static>) -> (Option<Span<'static>>, Span<'static>) {
    if !app.list.merges() {
        return (None, scale);
    }
    let rows = app.list.runs().map_or_else(|| "merging runs…".to_owned(), |runs| counted(runs, "row"));
    let (short, long) = (format!("· {rows} "), format!("· {rows}: {RULE} "));
    let with_scale = if scale.width() > 0 { scale.width() + 3 } else { 0 };
    let fits = |words: &str, beside: usize| text_fit::own_width(words) + beside <= room;
    let (words, scale) = match () {
        () if fits(&long, with_scale) => (long, scale),
        () if fits(&long, 0) => (long, Span::default()),
        () if fits(&short, with_scale) => (short, scale),
        () => (short, Span::default()),
    };
    (Some(Span::styled(words, app.theme.accent)), scale)
}
