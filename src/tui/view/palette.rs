//! The palette: the line that is typed, and below it what matches.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::frame::scroll_bar;
use crate::text;
use crate::tui::app::{App, Overlay};
use crate::tui::cells::{paint_row, put};
use crate::tui::layout;
use crate::tui::panes::palette::{Palette, PaletteEntry, PaletteMatch};
use crate::tui::text_fit::{self, Cut, fit};
use crate::tui::theme::Theme;

const PROMPT: &str = "❯ ";

/// Draws it inside its frame.
pub(super) fn draw(palette: &Palette, screen: Rect, body: Rect, theme: &Theme, buffer: &mut Buffer) {
    let width = usize::from(body.width).saturating_sub(1);
    let count = format!("{} of {}", palette.len(), palette.entries().len());
    let room = width.saturating_sub(text_fit::width(PROMPT) + text_fit::width(&count) + 2);
    let typed = palette.line.text();
    let mut spans = vec![Span::styled(PROMPT, theme.heading)];
    if typed.is_empty() {
        spans.extend(fit("type what you want to do or know", room, Cut::End, theme.dim, &[], theme));
    } else {
        let shown: String = typed.chars().skip(scrolled(palette, room)).collect();
        spans.extend(fit(&shown, room, Cut::End, theme.text, &[], theme));
    }
    spans.push(Span::raw("  "));
    spans.push(Span::styled(count, theme.dim));
    put(buffer, body, 0, &Line::from(spans));
    put(buffer, body, 1, &Line::styled("─".repeat(width), theme.border));
    draw_rows(palette, layout::palette_rows(screen, palette.entries().len()), theme, buffer);
}

fn draw_rows(palette: &Palette, body: Rect, theme: &Theme, buffer: &mut Buffer) {
    if palette.is_empty() {
        put(buffer, body, 0, &Line::styled("no matches", theme.dim));
    }
    let width = usize::from(body.width).saturating_sub(1);
    // Wide enough for every entry, found or not: columns stay where they are.
    let widest = |text: fn(&PaletteEntry) -> &str| {
        palette.entries().iter().map(|entry| text_fit::width(text(entry))).max().unwrap_or(0)
    };
    let marks = widest(|entry| &entry.mark).min(width / 4);
    for (line, row) in (0..).zip(palette.window.visible()) {
        let Some((entry, found)) = palette.row(row) else { continue };
        let mut spans = fit(&entry.mark, marks, Cut::End, theme.accent, &[], theme);
        spans.push(Span::raw("  "));
        spans.extend(words(entry, found, width.saturating_sub(marks + 2), theme));
        put(buffer, body, line, &Line::from(spans));
        if row == palette.window.cursor() {
            paint_row(buffer, Rect { width: body.width.saturating_sub(1), ..body }, line, theme.selected);
        }
    }
    scroll_bar(buffer, body, &palette.window, theme);
}

/// Makes an entry's name, and as much of its description as fits.
fn words(entry: &PaletteEntry, found: &PaletteMatch, width: usize, theme: &Theme) -> Vec<Span<'static>> {
    const LABEL: usize = 36;
    let own = text_fit::width(&entry.label);
    let label = if entry.about.is_empty() { own } else { own.max(LABEL.min(width / 2)) }.min(width);
    let mut spans = fit(&entry.label, label, Cut::End, theme.text, &found.in_label, theme);
    let rest = width.saturating_sub(label + 2);
    spans.push(Span::raw("  "));
    spans.extend(fit(&entry.about, rest, Cut::End, theme.dim, &found.in_about, theme));
    spans
}

/// How many characters have gone out on the left, so that the cursor can be seen.
fn scrolled(palette: &Palette, room: usize) -> usize {
    let cursor = palette.line.cursor();
    let before: Vec<char> = palette.line.text().chars().take(cursor).collect();
    let fits = |from: &usize| text_fit::width(&before.iter().skip(*from).collect::<String>()) < room.max(1);
    (cursor.saturating_sub(room)..=cursor).find(fits).unwrap_or(cursor)
}

/// Where the terminal's cursor belongs.
pub(super) fn cursor(app: &App, screen: Rect) -> Option<Position> {
    let Some(Overlay::Palette(palette)) = &app.overlay else { return None };
    let body = layout::inside(layout::overlay(screen, layout::palette_lines(palette.entries().len())));
    let count = format!("{} of {}", palette.len(), palette.entries().len());
    let room = usize::from(body.width).saturating_sub(text_fit::width(PROMPT) + text_fit::width(&count) + 3);
    let typed = palette.line.text().chars();
    let before: String = typed.take(palette.line.cursor()).skip(scrolled(palette, room)).collect();
    let column = u16::try_from(text_fit::width(PROMPT) + text_fit::width(&text::plain(&before))).ok()?;
    Some(Position::new((body.x + column).min(body.right().saturating_sub(1)), body.y))
}
