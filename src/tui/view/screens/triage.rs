//! Draws the triage board: what it is about, the lines by section, and more about the one under the cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::plural::number;
use crate::query::triage::figures::{BARS, spark};
use crate::record::time::Time;
use crate::text::ascii::own_words;
use crate::tui::app::App;
use crate::tui::cells::{paint_row, put};
use crate::tui::layout;
use crate::tui::panes::screens::triage::{TriageEntry, TriagePane, TriageRow};
use crate::tui::text_fit::{Cut, fit};
use crate::tui::view::frame::scroll_bar;
use crate::tui::view::typed_line;

/// Blanks between two columns.
const GAP: usize = 2;
/// Widths of the number of events, of the bars, and of a time.
const EVENTS: usize = 7;
const TIME: usize = 11;

/// Returns how many entries are listed, and of how many.
pub(in crate::tui::view) fn count(pane: &TriagePane) -> String {
    let (listed, all) = pane.counts();
    format!("{listed} of {all}")
}

/// Draws the pane inside its frame.
pub(in crate::tui::view) fn draw(app: &App, pane: &TriagePane, screen: Rect, buffer: &mut Buffer) {
    let theme = &app.theme;
    let (head, inside, about) = layout::ledger_parts(screen);
    let whole = usize::from(head.width);
    let words = match pane.progress {
        Some(progress) if progress.of > 0 => format!("Asking… {} of {}", progress.done, progress.of),
        Some(_) => "Asking…".to_owned(),
        None if pane.headline.is_empty() => "Everything is asked when the files are read…".to_owned(),
        None => pane.headline.clone(),
    };
    put(buffer, head, 0, &Line::from(fit(&own_words(&words), whole, Cut::End, theme.text, &[], theme)));
    if pane.headline.is_empty() {
        return;
    }
    if pane.narrowing.is_typing() {
        typed_line::draw(
            &pane.narrowing.line,
            "type what to look for, or who",
            &count(pane),
            inside,
            theme,
            buffer,
        );
    }
    let body = pane.narrowing.rows(inside);
    if pane.rows().is_empty() {
        put(buffer, body, 0, &Line::styled("no matches", theme.dim));
    }
    let width = usize::from(body.width).saturating_sub(1);
    for (line, row) in (0..).zip(pane.window.visible()) {
        let spans = match pane.rows().get(row) {
            Some(TriageRow::Heading(words)) => {
                fit(&own_words(words), width, Cut::End, theme.heading, &[], theme)
            }
            Some(TriageRow::Folded(words)) => fit(&own_words(words), width, Cut::End, theme.dim, &[], theme),
            Some(TriageRow::Entry(at)) => {
                pane.entry(*at).map(|entry| cells(app, entry, width)).unwrap_or_default()
            }
            Some(TriageRow::Blank) | None => Vec::new(),
        };
        put(buffer, body, line, &Line::from(spans));
        let is_line = matches!(pane.rows().get(row), Some(TriageRow::Entry(_) | TriageRow::Folded(_)));
        if row == pane.window.cursor() && is_line {
            paint_row(buffer, Rect { width: body.width.saturating_sub(1), ..body }, line, theme.selected);
        }
    }
    scroll_bar(buffer, body, &pane.window, theme);
    draw_about(app, pane, about, buffer);
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
        110.. => (24, TIME, BARS),
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
        (&drawn, bars, Cut::End, theme.accent),
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

fn draw_about(app: &App, pane: &TriagePane, about: Rect, buffer: &mut Buffer) {
    let theme = &app.theme;
    if about.height == 0 {
        return;
    }
    put(buffer, about, 0, &Line::styled("─".repeat(usize::from(about.width)), theme.border));
    let Some(entry) = pane.current() else { return };
    let width = usize::from(about.width);
    let failed =
        if entry.failed > 0 { format!(" · {} failed", number(entry.failed)) } else { String::new() };
    let who = if entry.who.is_empty() { String::new() } else { format!("{}{failed} · ", entry.who) };
    // The name is whole here: lines cut it.
    let lines = [format!("{} · {who}{}", entry.name, entry.why), entry.filter.clone()];
    for (row, words) in (1..).zip(&lines) {
        put(buffer, about, row, &Line::from(fit(words, width, Cut::Middle, theme.text, &[], theme)));
    }
}
