//! Draws what still stands: how many changes there are, the lines by kind, and more about the one under the cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::sections::{self, SectionTexts};
use crate::tui::app::App;
use crate::tui::panes::screens::ledger::{LedgerEntry, LedgerPane};
use crate::tui::text_fit::{Cut, fit};

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
        66.. => LedgerWidths { time: 11, call: 24, who: 0, state: 14 },
        _ => LedgerWidths { time: 11, call: 14, who: 0, state: 8 },
    }
}

/// Draws the pane inside its frame.
pub(in crate::tui::view) fn draw(app: &App, pane: &LedgerPane, screen: Rect, buffer: &mut Buffer) {
    let head = Some(pane.headline.as_str()).filter(|words| !words.is_empty());
    let texts = SectionTexts {
        head: head.unwrap_or("Reading the calls that change something…"),
        waits: head.is_none(),
        hint: "type a call, a name, who, or a state",
        nothing: "nothing to list, as far as these files tell",
        about: pane
            .current()
            .map(|entry| [format!("{} · {}{}", entry.what, entry.by, entry.maker), entry.about.clone()]),
    };
    let cells = |at, width| pane.entry(at).map(|entry| cells(app, entry, width)).unwrap_or_default();
    sections::draw((&pane.sections, &texts), &cells, screen, &app.theme, buffer);
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
