//! Draws the triage board: what it is about, the lines by section, and more about the one under the cursor.

use std::ops::Range;

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
use crate::tui::layout;
use crate::tui::panes::screens::triage::{TriageEntry, TriagePane};
use crate::tui::text_fit::{self, Cut, fit};

/// Blanks between two columns.
const GAP: usize = 2;
/// Minimum width of the number of events, and the width of a time.
const EVENTS: usize = 7;
const TIME: usize = 11;

/// Cells that names get before who did it gets any.
const LONGEST_NAME: usize = 38;
/// Cells of who did it: with less room it is left out, and more is for names.
const LEAST_WHO: usize = 12;

/// Draws the pane inside its frame.
pub(in crate::tui::view) fn draw(app: &App, pane: &TriagePane, screen: Rect, buffer: &mut Buffer) {
    let words = match pane.progress {
        Some(progress) if progress.of > 0 => format!("Asking… {} of {}", progress.done, progress.of),
        Some(_) => "Asking…".to_owned(),
        None if pane.headline.is_empty() => "Everything is asked when the files are read…".to_owned(),
        None => pane.headline.clone(),
    };
    let body = pane.sections.narrowing.rows(layout::ledger_parts(screen).1);
    let entries = pane
        .sections
        .window
        .visible()
        .filter_map(|row| pane.sections.entry(row))
        .filter_map(|at| pane.entry(at));
    let digits = entries.map(|entry| number(entry.events).len()).max().unwrap_or(0);
    let names = (0..).map_while(|at| pane.entry(at)).map(|entry| text_fit::width(&entry.name));
    let name = names.max().unwrap_or(0);
    let widths = BoardWidths::of(usize::from(body.width).saturating_sub(1), digits.max(EVENTS), name);
    let texts = SectionTexts {
        head: &words,
        waits: pane.headline.is_empty(),
        hint: "type what to look for, or who",
        nothing: "no matches",
        about: pane.current().map(about),
        bars: widths.bars(),
    };
    let cells = |lines: &[usize], _| {
        let entries = lines.iter().filter_map(|&at| pane.entry(at));
        entries.map(|entry| cells(app, entry, &widths)).collect()
    };
    sections::draw((&pane.sections, &texts), &cells, screen, &app.theme, buffer);
}

/// Returns a moment as month, day and minute.
fn short_time(app: &App, time: Time) -> String {
    let local = app.local(time);
    let (date, clock) = (local.date(), local.clock());
    format!("{} {}", date.get(5..).unwrap_or_default(), clock.get(..5).unwrap_or_default())
}

/// The widths of the columns of a line; 0 for those that have no room.
struct BoardWidths {
    count: usize,
    what: usize,
    bars: usize,
    last: usize,
    who: usize,
}

impl BoardWidths {
    /// Returns the widths on lines of this many cells: `count` for the number of events, `name` for the longest name. What
    /// the names leave is for who did it. Narrow lines leave out when it last happened, and at last the bars.
    fn of(width: usize, count: usize, name: usize) -> Self {
        let (last, bars) = match width {
            110.. => (TIME, BARS),
            90.. => (0, BARS),
            66.. => (0, BARS / 2),
            _ => (0, 0),
        };
        let fixed = [count, bars, TIME, last];
        let fixed: usize = fixed.iter().filter(|width| **width > 0).map(|width| width + GAP).sum();
        let left = width.saturating_sub(fixed);
        let who = left.saturating_sub(name.min(LONGEST_NAME) + GAP);
        let who = if width < 90 || who < LEAST_WHO { 0 } else { who };
        let what = left.saturating_sub(if who > 0 { who + GAP } else { 0 }).max(12);
        Self { count, what, bars, last, who }
    }

    /// Returns the cells of the bars.
    fn bars(&self) -> Range<u16> {
        let start = self.count + GAP + self.what + GAP;
        let cell = |at: usize| u16::try_from(at).unwrap_or(u16::MAX);
        cell(start)..cell(start + self.bars)
    }
}

/// Returns the cells of a line.
fn cells(app: &App, entry: &TriageEntry, widths: &BoardWidths) -> Vec<Span<'static>> {
    let theme = &app.theme;
    let &BoardWidths { count, what, bars, last, who } = widths;
    // Each bar of a narrow screen is two of a wide one.
    let pieces =
        entry.bars.chunks(BARS.checked_div(bars).unwrap_or(1).max(1)).map(|pieces| pieces.iter().sum());
    let drawn = spark(&pieces.collect::<Vec<u32>>());
    let times = entry.span.map(|(first, last)| (short_time(app, first), short_time(app, last)));
    let (first, newest) = times.unwrap_or_default();
    let is_quiet = entry.events == 0;
    let name = if is_quiet { theme.dim } else { theme.text };
    let events = format!("{:>count$}", number(entry.events));
    let columns: [(&str, usize, Cut, Style); 6] = [
        (&events, count, Cut::End, if is_quiet { theme.dim } else { theme.number }),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::{Theme, ThemeName};

    /// `Logging or monitoring was switched off` was cut at 120 columns beside who did it.
    #[test]
    fn names_are_whole_before_who_did_it_has_room() {
        for (width, name) in (60..220).flat_map(|width| (12..=LONGEST_NAME).map(move |name| (width, name))) {
            let widths = BoardWidths::of(width, EVENTS, name);
            assert!(widths.who == 0 || widths.what >= name, "{width} {name}");
            assert!(width < 96 || widths.what >= name, "{width} {name}");
            let columns = [widths.count, widths.what, widths.bars, TIME, widths.last, widths.who];
            let used: usize = columns.iter().filter(|cells| **cells > 0).map(|cells| cells + GAP).sum();
            // The blanks after the last column are cut.
            assert!(used <= width + GAP, "{width} {name}: {used}");
        }
    }

    /// From a million on, the number was cut: `1,234,…`.
    #[test]
    fn figures_are_whole_and_stand_apart_however_long_they_are() {
        let app = App::new("logs", "", Theme::named(ThemeName::Terminal), (120, 40));
        for events in [0, 7, 999_999, 1_000_000, 1_234_567_890] {
            let entry = TriageEntry {
                name: "Denied".to_owned(),
                why: String::new(),
                filter: "is:denied".to_owned(),
                events,
                failed: 0,
                span: None,
                who: "alice".to_owned(),
                bars: vec![1; BARS],
                heading: "questions",
            };
            for width in [40, 60, 90, 120, 200] {
                let spans =
                    cells(&app, &entry, &BoardWidths::of(width, number(events).len().max(EVENTS), 20));
                let text: String = spans.iter().map(|span| span.content.as_ref()).collect();
                assert!(text.trim_start().starts_with(&format!("{}  Denied", number(events))), "{text}");
            }
        }
    }
}
