//! Draws what still stands: how many changes there are, the lines by kind, and more about the one under the cursor.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::sections::{self, SectionTexts};
use crate::text::ascii::own_words;
use crate::tui::app::App;
use crate::tui::panes::screens::ledger::{LedgerEntry, LedgerPane};
use crate::tui::text_fit::{self, Cut, Cuts, fit};

/// Widths of the columns of a line; 0 for a column without room.
#[derive(Clone, Copy)]
struct LedgerWidths {
    time: usize,
    call: usize,
    what: usize,
    who: usize,
    state: usize,
}

impl LedgerWidths {
    /// Returns the widths on lines of this many cells, where calls, what they changed and who made them need these at
    /// most. On narrow lines there is no room for who made them.
    fn of(width: usize, [calls, changed, makers]: [usize; 3]) -> Self {
        let (time, call, who, state) = match width {
            110.. => (19, 30, 22, 14),
            90.. => (11, 28, 16, 14),
            66.. => (11, 24, 0, 14),
            _ => (11, 14, 0, 8),
        };
        let mut widths = Self { time, call: call.min(calls), what: 0, who: who.min(makers), state };
        // What the changed things leave is for calls and people that are longer than usual.
        let mut spare = widths.left(width).saturating_sub(changed);
        widths.call += spare.min(calls - widths.call);
        spare = widths.left(width).saturating_sub(changed);
        if who > 0 {
            widths.who += spare.min(makers - widths.who);
        }
        widths.what = widths.left(width).max(8);
        widths
    }

    /// Returns the cells that the columns besides that of the changed things leave.
    fn left(&self, width: usize) -> usize {
        let others = [self.time, self.call, self.who, self.state];
        let others: usize = others.iter().filter(|width| **width > 0).map(|width| width + GAP).sum();
        width.saturating_sub(others)
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
        let widths = LedgerWidths::of(width, longest(&entries));
        let cuts = LedgerCuts::of(&entries, &widths, app);
        entries.into_iter().map(|entry| cells(app, entry, &widths, &cuts)).collect()
    };
    sections::draw((&pane.sections, &texts), &cells, screen, &app.theme, buffer);
}

/// Returns the cells that the longest call, changed thing and maker of these lines need.
fn longest(entries: &[&LedgerEntry]) -> [usize; 3] {
    let widest = |text: fn(&LedgerEntry) -> &str| {
        entries.iter().map(|entry| text_fit::width(&parted(text(entry)))).max().unwrap_or(0)
    };
    [widest(|entry| &entry.call), widest(|entry| &entry.what), widest(|entry| &entry.by)]
}

/// How the values of the lines on the screen are shortened, so that those that differ look different.
struct LedgerCuts {
    call: Cuts,
    what: Cuts,
    who: Cuts,
}

impl LedgerCuts {
    fn of(entries: &[&LedgerEntry], widths: &LedgerWidths, app: &App) -> Self {
        let cuts = |width, text: fn(&LedgerEntry) -> &str| {
            let texts: Vec<_> = entries.iter().map(|entry| parted(text(entry))).collect();
            Cuts::of(texts.iter().map(|text| &**text), width, |_| Cut::Middle, &app.theme)
        };
        Self {
            call: cuts(widths.call, |entry| &entry.call),
            what: cuts(widths.what, |entry| &entry.what),
            who: cuts(widths.who, |entry| &entry.by),
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

fn cells(app: &App, entry: &LedgerEntry, widths: &LedgerWidths, cuts: &LedgerCuts) -> Vec<Span<'static>> {
    let theme = &app.theme;
    let &LedgerWidths { time, who, state, .. } = widths;
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
