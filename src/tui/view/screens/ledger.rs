//! Draws what still stands: how many changes there are, the lines by kind, and more about the one under the cursor.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::sections::{self, SectionTexts};
use crate::text::ascii::own_words;
use crate::tui::app::App;
use crate::tui::panes::screens::ledger::{LedgerEntry, LedgerPane};
use crate::tui::text_fit::{Cut, Cuts, fit};

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
        90.. => LedgerWidths { time: 11, call: 28, who: 16, state: 14 },
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
        bars: 0..0,
    };
    let cells = |lines: &[usize], width| {
        let entries: Vec<&LedgerEntry> = lines.iter().filter_map(|&at| pane.entry(at)).collect();
        let cuts = LedgerCuts::of(&entries, width, app);
        entries.into_iter().map(|entry| cells(app, entry, width, &cuts)).collect()
    };
    sections::draw((&pane.sections, &texts), &cells, screen, &app.theme, buffer);
}

/// How the values of the lines on the screen are shortened, so that those that differ look different.
struct LedgerCuts {
    call: Cuts,
    what: Cuts,
    who: Cuts,
}

impl LedgerCuts {
    fn of(entries: &[&LedgerEntry], width: usize, app: &App) -> Self {
        let cuts = |width, text: fn(&LedgerEntry) -> &str| {
            let texts: Vec<_> = entries.iter().map(|entry| parted(text(entry))).collect();
            Cuts::of(texts.iter().map(|text| &**text), width, |_| Cut::Middle, &app.theme)
        };
        let LedgerWidths { call, who, .. } = widths(width);
        Self {
            call: cuts(call, |entry| &entry.call),
            what: cuts(what_width(width), |entry| &entry.what),
            who: cuts(who, |entry| &entry.by),
        }
    }
}

/// Returns what a change was made to with the sign between its parts as this screen shows it. The parts are text of logs.
fn parted(what: &str) -> Cow<'_, str> {
    const BETWEEN: &str = " · ";
    if what.contains(BETWEEN) {
        Cow::Owned(what.replace(BETWEEN, &own_words(BETWEEN)))
    } else {
        Cow::Borrowed(what)
    }
}

/// Returns the cells of what a change was made to: what the other columns leave.
fn what_width(width: usize) -> usize {
    let LedgerWidths { time, call, who, state } = widths(width);
    let others: usize =
        [time, call, who, state].iter().filter(|width| **width > 0).map(|width| width + GAP).sum();
    width.saturating_sub(others).max(8)
}

fn cells(app: &App, entry: &LedgerEntry, width: usize, cuts: &LedgerCuts) -> Vec<Span<'static>> {
    let theme = &app.theme;
    let LedgerWidths { time, who, state, .. } = widths(width);
    let local = app.local(entry.time);
    let (date, clock) = (local.date(), local.clock());
    let when = if time < 19 {
        format!("{} {}", date.get(5..).unwrap_or_default(), clock.get(..5).unwrap_or_default())
    } else {
        format!("{date} {clock}")
    };
    let style = if entry.stands { theme.text } else { theme.dim };
    let state_style = if entry.stands { theme.write } else { theme.dim };
    let by = if who > 0 { Some(cuts.who.fit(&entry.by, theme.dim, &[], theme)) } else { None };
    let columns = [
        Some(fit(&when, time, Cut::End, theme.dim, &[], theme)),
        Some(cuts.call.fit(&entry.call, style, &[], theme)),
        Some(cuts.what.fit(&parted(&entry.what), style, &[], theme)),
        by,
        Some(fit(&entry.state, state, Cut::End, state_style, &[], theme)),
    ];
    let gap = || Span::raw(" ".repeat(GAP));
    columns.into_iter().flatten().flat_map(|column| column.into_iter().chain([gap()])).collect()
}

/// Blanks between two columns.
const GAP: usize = 2;
