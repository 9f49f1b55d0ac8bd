//! Draws the export: what, in which form and where to, and below what completes the path, or how far it is.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use crate::text::ascii::own_words;
use crate::tui::app::App;
use crate::tui::cells::{paint_row, put};
use crate::tui::layout;
use crate::tui::number::{counted, number};
use crate::tui::panes::screens::export::{ExportPane, ExportRow};
use crate::tui::panes::screens::path_line::PathLine;
use crate::tui::text_fit::{self, Cut, fit, wrap_words};
use crate::tui::theme::Theme;
use crate::tui::view::typed_line;

/// Width of the names of the rows.
const NAMES: usize = 7;

/// Draws it inside its frame.
pub(in crate::tui::view) fn draw(app: &App, pane: &ExportPane, body: Rect, buffer: &mut Buffer) {
    let theme = &app.theme;
    let width = usize::from(body.width).saturating_sub(1);
    for (line, row) in (0..).zip(ExportRow::ALL) {
        let mut spans = vec![Span::styled(format!("{:NAMES$}", name(row)), theme.heading)];
        let room = width.saturating_sub(NAMES);
        spans.extend(match row {
            ExportRow::Path => path(pane, room, theme),
            ExportRow::What | ExportRow::Form | ExportRow::Values | ExportRow::To => {
                options(pane, row, room, theme)
            }
        });
        put(buffer, body, line, &Line::from(spans));
        if row == pane.row() {
            paint_row(buffer, Rect { width: body.width.saturating_sub(1), ..body }, line, theme.selected);
        }
    }
    let rule = u16::try_from(ExportRow::ALL.len()).unwrap_or(u16::MAX).min(body.height);
    put(buffer, body, rule, &Line::styled("─".repeat(width), theme.border));
    let top = rule.saturating_add(1).min(body.height);
    let below = Rect { y: body.y + top, height: body.height - top, ..body };
    draw_below(app, pane, below, buffer);
}

fn name(row: ExportRow) -> &'static str {
    match row {
        ExportRow::What => "what",
        ExportRow::Form => "form",
        ExportRow::Values => "values",
        ExportRow::To => "to",
        ExportRow::Path => "path",
    }
}

/// The options of a row, the chosen one in brackets; only that one if there is little room.
fn options(pane: &ExportPane, row: ExportRow, room: usize, theme: &Theme) -> Vec<Span<'static>> {
    let (options, chosen) = pane.options(row);
    let all: usize = options.iter().map(|option| text_fit::width(option) + 2).sum();
    let mut spans = Vec::new();
    for (at, option) in options.iter().enumerate() {
        if at == chosen && all > room {
            spans.push(Span::styled("‹ ", theme.accent));
            spans.extend(fit(option, room.saturating_sub(4), Cut::End, theme.accent, &[], theme));
            spans.push(Span::styled(" ›", theme.accent));
        } else if all <= room {
            let (before, after) = if at == chosen { ("[", "]") } else { (" ", " ") };
            let style = if at == chosen { theme.accent } else { theme.dim };
            spans.push(Span::styled(before, style));
            spans.extend(fit(option, text_fit::width(option), Cut::End, style, &[], theme));
            spans.push(Span::styled(after, style));
        }
    }
    spans
}

fn path(pane: &ExportPane, room: usize, theme: &Theme) -> Vec<Span<'static>> {
    if pane.is_to_clipboard() {
        return vec![Span::styled(" no file", theme.dim)];
    }
    typed_line::line(pane.path.line(), "the path of a file", "", room, theme).spans
}

/// What is said below the rows: the progress, a question, what happened, or what completes the path.
fn draw_below(app: &App, pane: &ExportPane, area: Rect, buffer: &mut Buffer) {
    let theme = &app.theme;
    let width = usize::from(area.width).saturating_sub(1);
    let (words, style) = if let Some(exporting) = &pane.exporting {
        let (done, all) = exporting.rows;
        let done = if all == 0 { String::new() } else { format!("{} of ", number(done)) };
        let all = if all == 0 { String::new() } else { counted(all, "row") };
        let words = format!("writing {done}{all} … esc cancels");
        (pane.note.clone().unwrap_or(words), theme.accent)
    } else if pane.asks_to_replace() {
        ("the file exists: enter replaces it, esc leaves it".to_owned(), theme.warning)
    } else if let Some(note) = &pane.note {
        (note.clone(), theme.warning)
    } else if pane.row() != ExportRow::Path || pane.path.is_offer() {
        let about = if pane.row() == ExportRow::Values {
            "pseudonyms replace accounts, keys, addresses, names and hosts; nothing is written if one is left"
        } else {
            pane.form().about(pane.subject())
        };
        match pane.path.answer().remark.as_ref().filter(|_| !pane.is_to_clipboard()) {
            Some((remark, true)) => (remark.clone(), theme.warning),
            Some(_) | None => (about.to_owned(), theme.dim),
        }
    } else {
        draw_candidates(&pane.path, area, theme, buffer);
        return;
    };
    for (line, words) in (0..area.height).zip(wrap_words(&words, width.max(1))) {
        put(buffer, area, line, &Line::from(fit(&own_words(&words), width, Cut::End, style, &[], theme)));
    }
}

/// Draws the names that complete a path, or what is to be said about it.
pub(in crate::tui::view) fn draw_candidates(path: &PathLine, area: Rect, theme: &Theme, buffer: &mut Buffer) {
    let width = usize::from(area.width).saturating_sub(1);
    let answer = path.answer();
    let mut lines: Vec<Line<'static>> = Vec::new();
    if let Some((remark, is_warning)) = &answer.remark {
        let style = if *is_warning { theme.warning } else { theme.dim };
        lines.extend(
            wrap_words(remark, width.max(1))
                .iter()
                .map(|words| Line::from(fit(&own_words(words), width, Cut::End, style, &[], theme))),
        );
    }
    let room = usize::from(area.height).saturating_sub(lines.len());
    let shown = if answer.count > room { room.saturating_sub(1) } else { room };
    let skipped = path.chosen().map_or(0, |chosen| (chosen + 1).saturating_sub(shown));
    for (at, name) in answer.candidates.iter().enumerate().skip(skipped).take(shown) {
        let style = if path.chosen() == Some(at) { theme.accent } else { theme.text };
        lines.push(Line::from(fit(name, width, Cut::Middle, style, &[], theme)));
    }
    if answer.count > shown + skipped && shown > 0 {
        let more = counted(answer.count - shown - skipped, "more name");
        lines.push(Line::styled(format!("… {more}; tab completes"), theme.dim));
    }
    for (row, line) in (0..area.height).zip(lines) {
        put(buffer, area, row, &line);
    }
}

/// Returns the position of the terminal's cursor in the path.
pub(in crate::tui::view) fn cursor(pane: &ExportPane, screen: Rect, area: Rect) -> Option<Position> {
    let body = layout::inside(area).intersection(screen);
    let names = u16::try_from(NAMES).ok()?;
    let line = u16::try_from(ExportRow::ALL.len() - 1).ok()?;
    let is_typed = pane.row() == ExportRow::Path && !pane.is_to_clipboard() && pane.exporting.is_none();
    let row = Rect {
        x: body.x + names,
        y: body.y + line,
        width: body.width.saturating_sub(names),
        height: body.height.saturating_sub(line),
    };
    (is_typed && !row.is_empty()).then(|| typed_line::cursor(pane.path.line(), "", row)).flatten()
}
