//! Drawing. Everything here reads the state and writes cells; nothing changes the state.

pub mod detail;
pub mod filter_bar;
pub mod footer;
pub mod groups;
pub mod header;
mod integrity;
pub mod inventory;
mod inventory_files;
pub mod list;
pub mod overlay;
pub mod palette;
pub mod timeline;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use super::app::App;
use super::layout;
use super::text_fit;
use super::theme::Theme;
use super::window::Window;

/// Draws the whole screen.
pub fn draw(app: &App, frame: &mut Frame<'_>) {
    let area = frame.area();
    let buffer = frame.buffer_mut();
    if layout::is_too_small(area) {
        let words = format!("too small: {}x{}", area.width, area.height);
        put(buffer, area, 0, &Line::styled(words, app.theme.text));
        return;
    }
    let areas = layout::split((area.width, area.height), app.shape());
    header::draw(app, areas.header, buffer);
    filter_bar::draw(app, areas.filter, buffer);
    timeline::draw(app, areas.timeline, buffer);
    if app.shows_groups() {
        groups::draw(app, areas.list, buffer);
    } else {
        list::draw(app, areas.list, buffer);
    }
    detail::draw(app, &areas, buffer);
    footer::draw(app, areas.footer, buffer);
    filter_bar::draw_mistake(app, areas.filter, buffer);
    filter_bar::draw_completion(app, areas.filter, buffer);
    overlay::draw(app, area, buffer);
    if let Some(cursor) = palette::cursor(app, area).or_else(|| filter_bar::cursor(app, &areas)) {
        frame.set_cursor_position(cursor);
    }
}

/// Writes a line into row `row` of an area, nothing outside of it.
pub(in crate::tui) fn put(buffer: &mut Buffer, area: Rect, row: u16, line: &Line<'_>) {
    if row < area.height {
        buffer.set_line(area.x, area.y + row, line, area.width);
    }
}

/// A rule across an area with words on the left and on the right of it. The right ones tell the position: where there is
/// little room, the left ones are cut.
fn rule(buffer: &mut Buffer, area: Rect, left: Vec<Span<'static>>, right: &str, theme: &Theme) {
    put(buffer, area, 0, &Line::styled("─".repeat(usize::from(area.width)), theme.border));
    let right_width = u16::try_from(text_fit::width(right) + 2).unwrap_or(u16::MAX);
    let has_right = !right.is_empty() && right_width.saturating_add(6) <= area.width;
    let kept = if has_right { right_width + 2 } else { 1 };
    let place = Rect { x: area.x + area.width.min(1), width: area.width.saturating_sub(kept + 1), ..area };
    put(buffer, place, 0, &Line::from(left));
    if has_right {
        let place = Rect { x: area.right() - right_width - 1, width: right_width, ..area };
        put(buffer, place, 0, &Line::styled(format!(" {right} "), theme.dim));
    }
}

/// A scroll bar in the last column of an area, when there is more than fits.
fn scroll_bar(buffer: &mut Buffer, area: Rect, window: &Window, theme: &Theme) {
    let height = usize::from(area.height);
    if window.total() <= window.height() || height == 0 || area.width == 0 {
        return;
    }
    let length = (window.height() * height / window.total()).max(1);
    let range = window.total().saturating_sub(window.height()).max(1);
    let start = window.offset() * (height - length) / range;
    for row in 0..area.height {
        if (start..start + length).contains(&usize::from(row)) {
            buffer.set_string(area.x + area.width - 1, area.y + row, "┃", theme.dim);
        }
    }
}

/// Gives a whole row one style: colours of its parts go, so that the bar is calm. What stood reversed, characters that
/// are spelled out, stands out of the bar too: the row under the cursor is the one that is looked at.
pub(in crate::tui) fn paint_row(buffer: &mut Buffer, area: Rect, row: u16, style: Style) {
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

/// A number with its thousands told apart.
pub fn number(value: usize) -> String {
    let digits = value.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
