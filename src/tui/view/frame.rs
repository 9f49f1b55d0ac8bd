//! What is drawn around lists and texts: rules with a title, borders, scroll bars.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Widget as _};

use crate::text::ascii::own_words;
use crate::tui::cells::put;
use crate::tui::layout;
use crate::tui::text_fit::{Cut, fit};
use crate::tui::theme::Theme;
use crate::tui::window::Window;

/// Draws a rule across an area with words on the left and on the right. Those on the right state the position;
/// with little room, those on the left are cut, with a mark.
pub(super) fn rule(
    buffer: &mut Buffer,
    area: Rect,
    left: Vec<Span<'static>>,
    right: &[Span<'static>],
    theme: &Theme,
) {
    put(buffer, area, 0, &Line::styled("─".repeat(usize::from(area.width)), theme.border));
    let mut end = area.right().saturating_sub(1);
    // The last one is the most important: it is placed first.
    for words in right.iter().rev().filter(|words| words.width() > 0) {
        let width = u16::try_from(words.width() + 2).unwrap_or(u16::MAX);
        let Some(start) = end.checked_sub(width).filter(|&start| start >= area.x + 6) else { break };
        let line = Line::from(vec![Span::raw(" "), words.clone(), Span::raw(" ")]);
        put(buffer, Rect { x: start, width, ..area }, 0, &line);
        end = start.saturating_sub(1);
    }
    let place = Rect { x: area.x + area.width.min(1), width: end.saturating_sub(area.x + 1), ..area };
    let mut room = usize::from(place.width);
    let words: String = left.iter().map(|span| span.content.as_ref()).collect();
    let is_cut = Span::raw(words.trim_end()).width() > room;
    let mut shown = Vec::new();
    for words in left {
        let width = words.width();
        if width <= room {
            shown.push(words);
        } else {
            shown.extend(fit(&own_words(&words.content), room, Cut::End, words.style, &[], theme));
        }
        room = room.saturating_sub(width);
        if room == 0 {
            break;
        }
    }
    put(buffer, place, 0, &Line::from(shown));
    if is_cut && place.width > 0 {
        let last = Rect { x: place.right() - 1, width: 1, ..place };
        put(buffer, last, 0, &Line::styled("…", theme.warning));
    }
}

/// Draws a scroll bar in the last column of an area, if there is more than fits.
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
