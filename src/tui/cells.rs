//! The cells of the screen: a line of spans, a row in one style, one symbol over an area. `text_fit` and `view`
//! make the spans.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::Line;

use crate::text::ascii::sign;

/// Writes a line into row `row` of an area and nothing outside of it.
pub fn put(buffer: &mut Buffer, area: Rect, row: u16, line: &Line<'_>) {
    if row < area.height {
        buffer.set_line(area.x, area.y + row, line, area.width);
    }
}

/// Gives a whole row one style; the colours of its parts are dropped. Escapes, which were in reverse video,
/// remain visible, because the row under the cursor is the one that is read.
pub fn paint_row(buffer: &mut Buffer, area: Rect, row: u16, style: Style) {
    let area = Rect { y: area.y + row, height: 1, ..area }.intersection(buffer.area);
    for position in area.positions() {
        if let Some(cell) = buffer.cell_mut(position) {
            let underlined = cell.modifier & Modifier::UNDERLINED;
            let reversed = cell.modifier & Modifier::REVERSED;
            cell.set_style(Style::reset().patch(style).add_modifier(underlined));
            cell.modifier ^= reversed;
        }
    }
}

/// Replaces every sign that is not ASCII, which only the program has drawn: text of logs is escaped before.
pub fn fold_to_ascii(buffer: &mut Buffer) {
    for cell in &mut buffer.content {
        if !cell.symbol().is_ascii() {
            let char = cell.symbol().chars().next().and_then(sign).unwrap_or('?');
            cell.set_char(char);
        }
    }
}

/// Fills an area with one symbol and overwrites everything drawn there before.
pub fn fill(buffer: &mut Buffer, area: Rect, symbol: &str, style: Style) {
    for position in area.intersection(buffer.area).positions() {
        if let Some(cell) = buffer.cell_mut(position) {
            // The previous style must not remain: bold on dim is not bold.
            cell.set_symbol(symbol).set_style(Style::reset().patch(style));
        }
    }
}
