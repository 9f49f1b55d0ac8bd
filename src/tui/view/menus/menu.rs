//! Draws a menu: a letter, a name and a description on each line.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::about_row;
use crate::text::ascii::own_words;
use crate::tui::cells::{paint_row, put};
use crate::tui::panes::menus::menu::Menu;
use crate::tui::text_fit::{Cut, fit};
use crate::tui::theme::Theme;
use crate::tui::view::frame::scroll_bar;
use crate::tui::view::typed_line;

/// Returns how many of the lines match.
pub(in crate::tui::view) fn count(menu: &Menu) -> String {
    format!("{} of {}", menu.narrowing.found().len(), menu.items.len())
}

/// Draws it inside its frame.
pub(in crate::tui::view) fn draw(menu: &Menu, inside: Rect, theme: &Theme, buffer: &mut Buffer) {
    let (body, about) = menu.areas(inside);
    if menu.narrowing.is_typing() {
        typed_line::draw(
            &menu.narrowing.line,
            "type to narrow the choice",
            &count(menu),
            inside,
            theme,
            buffer,
        );
    }
    if menu.narrowing.found().is_empty() {
        put(buffer, body, 0, &Line::styled("no matches", theme.dim));
    }
    let (names, abouts) = menu.columns(usize::from(inside.width));
    let lettered = !menu.narrowing.is_typing() && menu.items.iter().any(|item| item.letter != ' ');
    for (line, row) in (0..).zip(menu.window.visible()) {
        let Some((item, matched)) = menu.row(row) else { continue };
        let letter = if lettered { format!("{} ", item.letter) } else { String::new() };
        let mut spans = vec![Span::styled(letter, theme.heading)];
        spans.extend(fit(&item.label, names, Cut::Middle, theme.text, matched, theme));
        spans.push(Span::raw("  "));
        spans.extend(fit(&own_words(&item.about), abouts, Cut::End, theme.dim, &[], theme));
        put(buffer, body, line, &Line::from(spans));
        if row == menu.window.cursor() {
            paint_row(buffer, Rect { width: body.width.saturating_sub(1), ..body }, line, theme.selected);
        }
    }
    scroll_bar(buffer, body, &menu.window, theme);
    let current = menu.row(menu.window.cursor()).map(|(item, _)| item);
    let whole = current.and_then(|item| menu.whole(item, usize::from(inside.width)));
    about_row::draw(&whole.unwrap_or_default(), about, theme, buffer);
}
