//! The palette: the line that is typed, and below it what matches.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::fit::{self, Cut, fit};
use super::{overlay, paint_row, put, scroll_bar};
use crate::text;
use crate::tui::app::{App, Overlay};
use crate::tui::panes::palette::{Entry, Found, Palette};
use crate::tui::theme::Theme;

const PROMPT: &str = "❯ ";

/// More rows at once are no longer read but searched.
const MOST_ROWS: usize = 20;

/// Lines above the rows: what is typed, and a rule.
const ABOVE: u16 = 2;

/// How many lines it takes inside the borders, the same for every text, so that nothing jumps while somebody types.
pub fn lines(palette: &Palette) -> usize {
    usize::from(ABOVE) + palette.entries().len().min(MOST_ROWS)
}

/// Where the rows are.
pub fn rows(screen: Rect, palette: &Palette) -> Rect {
    let body = overlay::inside(overlay::area(screen, lines(palette)));
    let above = ABOVE.min(body.height);
    Rect { y: body.y + above, height: body.height - above, ..body }
}

/// Draws it inside its frame.
pub(super) fn draw(palette: &Palette, screen: Rect, body: Rect, theme: &Theme, buffer: &mut Buffer) {
    let width = usize::from(body.width).saturating_sub(1);
    let count = format!("{} of {}", palette.len(), palette.entries().len());
    let room = width.saturating_sub(fit::width(PROMPT) + fit::width(&count) + 2);
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
    draw_rows(palette, rows(screen, palette), theme, buffer);
}

fn draw_rows(palette: &Palette, body: Rect, theme: &Theme, buffer: &mut Buffer) {
    if palette.is_empty() {
        put(buffer, body, 0, &Line::styled("nothing is called so; esc closes", theme.dim));
    }
    let width = usize::from(body.width).saturating_sub(1);
    // Wide enough for every entry, found or not: columns stay where they are.
    let widest = |text: fn(&Entry) -> &str| {
        palette.entries().iter().map(|entry| fit::width(text(entry))).max().unwrap_or(0)
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

/// What an entry is, and as much of what is said about it as there is room for.
fn words(entry: &Entry, found: &Found, width: usize, theme: &Theme) -> Vec<Span<'static>> {
    const LABEL: usize = 36;
    let own = fit::width(&entry.label);
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
    let fits = |from: &usize| fit::width(&before.iter().skip(*from).collect::<String>()) < room.max(1);
    (cursor.saturating_sub(room)..=cursor).find(fits).unwrap_or(cursor)
}

/// Where the terminal's cursor belongs.
pub(super) fn cursor(app: &App, screen: Rect) -> Option<Position> {
    let Some(Overlay::Palette(palette)) = &app.overlay else { return None };
    let body = overlay::inside(overlay::area(screen, lines(palette)));
    let count = format!("{} of {}", palette.len(), palette.entries().len());
    let room = usize::from(body.width).saturating_sub(fit::width(PROMPT) + fit::width(&count) + 3);
    let typed = palette.line.text().chars();
    let before: String = typed.take(palette.line.cursor()).skip(scrolled(palette, room)).collect();
    let column = u16::try_from(fit::width(PROMPT) + fit::width(&text::plain(&before))).ok()?;
    Some(Position::new((body.x + column).min(body.right().saturating_sub(1)), body.y))
}
