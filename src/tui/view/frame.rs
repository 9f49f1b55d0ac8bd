//! What stands around lists and texts: rules with a title, borders, scroll bars.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Widget as _};

use crate::tui::cells::put;
use crate::tui::layout;
use crate::tui::text_fit;
use crate::tui::theme::Theme;
use crate::tui::window::Window;

/// A rule across an area with words on the left and on the right of it. The right ones tell the position: where there is
/// little room, the left ones are cut.
pub(super) fn rule(buffer: &mut Buffer, area: Rect, left: Vec<Span<'static>>, right: &str, theme: &Theme) {
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
pub(super) fn scroll_bar(buffer: &mut Buffer, area: Rect, window: &Window, theme: &Theme) {
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

/// Clears an area and draws its borders and title; returns the lines inside.
pub(super) fn frame(area: Rect, title: &str, theme: &Theme, buffer: &mut Buffer) -> Rect {
    Clear.render(area, buffer);
    buffer.set_style(area, theme.text);
    let title = Line::styled(format!(" {title} "), theme.heading);
    Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(theme.border)
        .title(title)
        .render(area, buffer);
    layout::inside(area)
}
