//! The cells of the screen: a line of spans, a row in one style, one symbol over an area. What the spans say is made by
//! `text_fit` and `view`.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::Line;

/// Writes a line into row `row` of an area, nothing outside of it.
pub fn put(buffer: &mut Buffer, area: Rect, row: u16, line: &Line<'_>) {
    if row < area.height {
        buffer.set_line(area.x, area.y + row, line, area.width);
    }
}

/// Gives a whole row one style: colours of its parts go, so that the bar is calm. What stood reversed, characters that
/// are spelled out, stands out of the bar too: the row under the cursor is the one that is looked at.
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

/// Fills an area with one symbol; nothing of what was drawn there before is left.
pub fn fill(buffer: &mut Buffer, area: Rect, symbol: &str, style: Style) {
    for position in area.intersection(buffer.area).positions() {
        if let Some(cell) = buffer.cell_mut(position) {
            // What was drawn here before must not shine through: bold on dim is not bold.
            cell.set_symbol(symbol).set_style(Style::reset().patch(style));
        }
    }
}
