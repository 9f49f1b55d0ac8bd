//! Draws what still stands: how many changes there are, the lines by kind, and more about the one under the cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::text::ascii::own_words;
use crate::tui::app::App;
use crate::tui::cells::{paint_row, put};
use crate::tui::layout;
use crate::tui::panes::screens::ledger::{LedgerEntry, LedgerPane, LedgerRow};
use crate::tui::text_fit::{Cut, fit};
use crate::tui::view::frame::scroll_bar;
use crate::tui::view::typed_line;

/// Widths of the columns of a line.
struct LedgerWidths {
    time: usize,
    call: usize,
    who: usize,
    state: usize,
}

/// Returns the widths on lines of this many cells; on narrow ones there is no room for who did it.
fn widths(width: usize) -> LedgerWidths {
    match width {
        110.. => LedgerWidths { time: 19, call: 30, who: 22, state: 14 },
        90.. => LedgerWidths { time: 11, call: 28, who: 16, state: 12 },
        _ => LedgerWidths { time: 11, call: 24, who: 0, state: 10 },
    }
}

/// Returns how many entries are listed, and of how many.
pub(in crate::tui::view) fn count(pane: &LedgerPane) -> String {
    let (listed, all) = pane.counts();
    format!("{listed} of {all}")
}

/// Draws the pane inside its frame.
pub(in crate::tui::view) fn draw(app: &App, pane: &LedgerPane, screen: Rect, buffer: &mut Buffer) {
    let theme = &app.theme;
    let (head, inside, about) = layout::ledger_parts(screen);
    if pane.headline.is_empty() {
        put(buffer, head, 0, &Line::styled("Reading the calls that change something…", theme.dim));
        return;
    }
    let whole = usize::from(head.width);
    put(
        buffer,
        head,
        0,
        &Line::from(fit(&own_words(&pane.headline), whole, Cut::End, theme.text, &[], theme)),
    );
    if pane.narrowing.is_typing() {
        let words = "type a call, a name, who, or a state";
        typed_line::draw(&pane.narrowing.line, words, &count(pane), inside, theme, buffer);
    }
    let body = pane.narrowing.rows(inside);
    if pane.rows().is_empty() {
        let words =
            if pane.counts().1 == 0 { "nothing to list, as far as these files tell" } else { "no matches" };
        put(buffer, body, 0, &Line::styled(words, theme.dim));
    }
    let width = usize::from(body.width).saturating_sub(1);
    for (line, row) in (0..).zip(pane.window.visible()) {
        let spans = match pane.rows().get(row) {
            Some(LedgerRow::Heading(words)) => {
                fit(&own_words(words), width, Cut::End, theme.heading, &[], theme)
            }
            Some(LedgerRow::Entry(at)) => {
                pane.entry(*at).map(|entry| cells(app, entry, width)).unwrap_or_default()
            }
            Some(LedgerRow::Blank) | None => Vec::new(),
        };
        put(buffer, body, line, &Line::from(spans));
        if row == pane.window.cursor() && pane.current().is_some() {
            paint_row(buffer, Rect { width: body.width.saturating_sub(1), ..body }, line, theme.selected);
        }
    }
    scroll_bar(buffer, body, &pane.window, theme);
    draw_about(app, pane, about, buffer);
}

fn cells(app: &App, entry: &LedgerEntry, width: usize) -> Vec<Span<'static>> {
    let theme = &app.theme;
    let LedgerWidths { time, call, who, state } = widths(width);
    let others: usize =
        [time, call, who, state].iter().filter(|width| **width > 0).map(|width| width + GAP).sum();
    let what = width.saturating_sub(others).max(8);
    let local = app.local(entry.time);
    let (date, clock) = (local.date(), local.clock());
    let when = if time < 19 {
        format!("{} {}", date.get(5..).unwrap_or_default(), clock.get(..5).unwrap_or_default())
    } else {
        format!("{date} {clock}")
    };
    let style = if entry.stands { theme.text } else { theme.dim };
    let state_style = if entry.stands { theme.write } else { theme.dim };
    let columns = [
        (when.as_str(), time, Cut::End, theme.dim),
        (entry.call.as_str(), call, Cut::Middle, style),
        (entry.what.as_str(), what, Cut::Middle, style),
        (entry.by.as_str(), who, Cut::Middle, theme.dim),
        (entry.state.as_str(), state, Cut::End, state_style),
    ];
    let mut spans = Vec::new();
    for (text, width, cut, style) in columns.into_iter().filter(|(_, width, ..)| *width > 0) {
        spans.extend(fit(text, width, cut, style, &[], theme));
        spans.push(Span::raw(" ".repeat(GAP)));
    }
    spans
}

/// Blanks between two columns.
const GAP: usize = 2;

fn draw_about(app: &App, pane: &LedgerPane, about: Rect, buffer: &mut Buffer) {
    let theme = &app.theme;
    if about.height == 0 {
        return;
    }
    put(buffer, about, 0, &Line::styled("─".repeat(usize::from(about.width)), theme.border));
    let Some(entry) = pane.current() else { return };
    let width = usize::from(about.width);
    let lines = [format!("{} · {}", entry.what, entry.by), entry.about.clone()];
    for (row, words) in (1..).zip(&lines) {
        put(buffer, about, row, &Line::from(fit(words, width, Cut::Middle, theme.text, &[], theme)));
    }
}
