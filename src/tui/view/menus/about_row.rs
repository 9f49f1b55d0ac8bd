//! Draws the lines below the rows of a menu: the whole description of the selected one.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::text::{ascii::own_words, plain};
use crate::tui::cells::put;
use crate::tui::text_fit::{Cut, fit, wrap_words};
use crate::tui::theme::Theme;

/// Draws the words on as many lines as there are; a cut at the end is marked.
pub(in crate::tui::view) fn draw(words: &str, area: Rect, theme: &Theme, buffer: &mut Buffer) {
    let (width, height) = (usize::from(area.width).saturating_sub(1), usize::from(area.height));
    if width == 0 || height == 0 {
        return;
    }
    let words = plain(&own_words(words)).into_owned();
    let lines = wrap_words(&words, width);
    let last = lines.get(height - 1..).unwrap_or_default().join(" ");
    let above = lines.into_iter().take(height - 1);
    for (row, line) in (0..area.height).zip(above.chain([last])) {
        put(buffer, area, row, &Line::from(fit(&line, width, Cut::End, theme.dim, &[], theme)));
    }
}
