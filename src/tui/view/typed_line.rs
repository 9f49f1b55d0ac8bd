//! Draws the line of typed text in an overlay: a prompt, the text, and how many of all entries match.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use crate::text;
use crate::tui::cells::put;
use crate::tui::panes::filter::text_line::TextLine;
use crate::tui::text_fit::{self, Cut, fit};
use crate::tui::theme::Theme;

const PROMPT: &str = "❯ ";

/// Makes the line in `width` cells; without a text it shows a hint.
pub(super) fn line(typed: &TextLine, hint: &str, count: &str, width: usize, theme: &Theme) -> Line<'static> {
    let room = room(count, width);
    let mut spans = vec![Span::styled(PROMPT, theme.heading)];
    if typed.text().is_empty() {
        spans.extend(fit(hint, room, Cut::End, theme.dim, &[], theme));
    } else {
        let shown: String = typed.text().chars().skip(scrolled(typed, room)).collect();
        spans.extend(fit(&shown, room, Cut::End, theme.text, &[], theme));
    }
    spans.push(Span::raw("  "));
    spans.push(Span::styled(count.to_owned(), theme.dim));
    Line::from(spans)
}

/// Draws it on the first row of an area, and a rule below it.
pub(super) fn draw(
    typed: &TextLine,
    hint: &str,
    count: &str,
    area: Rect,
    theme: &Theme,
    buffer: &mut Buffer,
) {
    let width = usize::from(area.width).saturating_sub(1);
    put(buffer, area, 0, &line(typed, hint, count, width, theme));
    put(buffer, area, 1, &Line::styled("─".repeat(width), theme.border));
}

fn room(count: &str, width: usize) -> usize {
    width.saturating_sub(text_fit::own_width(PROMPT) + text_fit::width(count) + 2)
}

/// Returns how many characters are scrolled out on the left, so that the cursor is visible.
fn scrolled(typed: &TextLine, room: usize) -> usize {
    let cursor = typed.cursor();
    let before: Vec<char> = typed.text().chars().take(cursor).collect();
    let fits = |from: &usize| text_fit::width(&before.iter().skip(*from).collect::<String>()) < room.max(1);
    (cursor.saturating_sub(room)..=cursor).find(fits).unwrap_or(cursor)
}

/// Returns the position of the terminal's cursor in the area that begins with the line.
pub(super) fn cursor(typed: &TextLine, count: &str, body: Rect) -> Option<Position> {
    let room = room(count, usize::from(body.width).saturating_sub(1));
    let before: String = typed.text().chars().take(typed.cursor()).skip(scrolled(typed, room)).collect();
    let column = u16::try_from(text_fit::own_width(PROMPT) + text_fit::width(&text::plain(&before))).ok()?;
    Some(Position::new((body.x + column).min(body.right().saturating_sub(1)), body.y))
}
