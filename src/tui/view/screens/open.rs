//! Draws the overlay that opens another path: the line, what enter does, and names below.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

use super::export::draw_candidates;
use crate::tui::cells::put;
use crate::tui::panes::screens::open::{ABOVE_NAMES, OpenPane};
use crate::tui::text_fit::{Cut, fit};
use crate::tui::theme::Theme;
use crate::tui::view::typed_line;

/// Draws it inside its frame.
pub(in crate::tui::view) fn draw(pane: &OpenPane, body: Rect, theme: &Theme, buffer: &mut Buffer) {
    let width = usize::from(body.width).saturating_sub(1);
    let hint = "the path of a folder or file";
    put(buffer, body, 0, &typed_line::line(pane.path.line(), hint, "", width, theme));
    put(buffer, body, 1, &Line::styled("─".repeat(width), theme.border));
    let (_, adds) = pane.target();
    let words =
        if adds { "enter adds it to what is open" } else { "enter opens it; with + before it, it is added" };
    put(buffer, body, 2, &Line::from(fit(words, width, Cut::End, theme.dim, &[], theme)));
    let top = ABOVE_NAMES.min(body.height);
    let names = Rect { y: body.y + top, height: body.height - top, ..body };
    draw_candidates(&pane.path, names, theme, buffer);
}

/// Returns the position of the terminal's cursor.
pub(in crate::tui::view) fn cursor(pane: &OpenPane, body: Rect) -> Option<Position> {
    typed_line::cursor(pane.path.line(), "", body)
}
