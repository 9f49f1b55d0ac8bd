//! Draws the triage board: what it is about, the lines by section, and more about the one under the cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use super::sections::{self, SectionTexts};
use crate::plural::number;
use crate::query::triage::figures::{BARS, spark};
use crate::record::time::Time;
use crate::text::ascii::own_words;
use crate::tui::app::App;
use crate::tui::panes::screens::triage::{TriageEntry, TriagePane};
use crate::tui::text_fit::{Cut, fit};

/// Blanks between two columns.
const GAP: usize = 2;
/// Widths of the number of events, of the bars, and of a time.
const EVENTS: usize = 7;
const TIME: usize = 11;

/// Draws the pane inside its frame.
pub(in crate::tui::view) fn draw(app: &App, pane: &TriagePane, screen: Rect, buffer: &mut Buffer) {
    let words = match pane.progress {
        Some(progress) if progress.of > 0 => format!("Asking… {} of {}", progress.done, progress.of),
        Some(_) => "Asking…".to_owned(),
        None if pane.headline.is_empty() => "Everything is asked when the files are read…".to_owned(),
        None => pane.headline.clone(),
    };
    let texts = SectionTexts {
        head: &words,
        waits: pane.headline.is_empty(),
        hint: "type what to look for, or who",
        nothing: "no matches",
        about: pane.current().map(about),
    };
    let cells = |at, width| pane.entry(at).map(|entry| cells(app, entry, width)).unwrap_or_default();
    sections::draw((&pane.sections, &texts), &cells, screen, &app.theme, buffer);
}

/// Returns a moment as month, day and minute.
fn short_time(app: &App, time: Time) -> String {
    let local = app.local(time);
    let (date, clock) = (local.date(), local.clock());
    format!("{} {}", date.get(5..).unwrap_or_default(), clock.get(..5).unwrap_or_default())
}

/// Returns the cells of a line. Narrow lines leave out who did it and when it last happened.
fn cells(app: &App, entry: &TriageEntry, width: usize) -> Vec<Span<'static>> {
    let theme = &app.theme;
    let (who, last, bars) = match width {
        // The longest names have room before who did it gets more.
        110.. => (24 + width.saturating_sub(110 + 25), TIME, BARS),
        90.. => (18, 0, BARS),
        _ => (0, 0, BARS / 2),
    };
    // Each bar of a narrow screen is two of a wide one.
    let pieces = entry.bars.chunks((BARS / bars).max(1)).map(|pieces| pieces.iter().sum());
    let drawn = spark(&pieces.collect::<Vec<u32>>());
    let times = entry.span.map(|(first, last)| (short_time(app, first), short_time(app, last)));
    let (first, newest) = times.unwrap_or_default();
    let is_quiet = entry.events == 0;
    let name = if is_quiet { theme.dim } else { theme.text };
    let fixed: usize =
        [EVENTS, bars, TIME, who, last].iter().filter(|width| **width > 0).map(|width| width + GAP).sum();
    let what = width.saturating_sub(fixed).max(12);
    let events = format!("{:>EVENTS$}", number(entry.events));
    let columns: [(&str, usize, Cut, Style); 6] = [
        (&events, EVENTS, Cut::End, if is_quiet { theme.dim } else { theme.number }),
        (&entry.name, what, Cut::End, name),
        (&own_words(&drawn), bars, Cut::End, theme.accent),
        (&first, TIME, Cut::End, theme.dim),
        (&newest, last, Cut::End, theme.dim),
        (&entry.who, who, Cut::End, theme.dim),
    ];
    let mut spans = Vec::new();
    for (text, width, cut, style) in columns.into_iter().filter(|(_, width, ..)| *width > 0) {
        spans.extend(fit(text, width, cut, style, &[], theme));
        spans.push(Span::raw(" ".repeat(GAP)));
    }
    spans
}

/// Returns the name of a line, which is whole here, with why it is asked, and its filter.
fn about(entry: &TriageEntry) -> [String; 2] {
    let failed =
        if entry.failed > 0 { format!(" · {} failed", number(entry.failed)) } else { String::new() };
    let who = if entry.who.is_empty() { String::new() } else { format!("{}{failed} · ", entry.who) };
    [format!("{} · {who}{}", entry.name, entry.why), entry.filter.clone()]
}
