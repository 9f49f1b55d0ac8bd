//! Draws the menu of the ways to show times: the line of typed text, and below it the matches.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::text::ascii::own_words;
use crate::tui::cells::{paint_row, put};
use crate::tui::layout;
use crate::tui::panes::menus::time_menu::{TimeEntry, TimeMenu};
use crate::tui::text_fit::{self, Cut, fit};
use crate::tui::theme::Theme;
use crate::tui::view::frame::scroll_bar;
use crate::tui::view::typed_line;

/// Width of names, which is that of the longest zone, of what is said about a zone, and between the two.
const NAME: usize = 32;
const ABOUT: usize = 17;
const GAP: usize = 2;

/// Returns how many of the ways match.
pub(in crate::tui::view) fn count(menu: &TimeMenu) -> String {
    format!("{} of {}", menu.len(), menu.total())
}

/// Draws it inside its frame.
pub(in crate::tui::view) fn draw(menu: &TimeMenu, body: Rect, theme: &Theme, buffer: &mut Buffer) {
    let width = usize::from(body.width).saturating_sub(1);
    let hint = "type a city or a zone, such as berlin";
    put(buffer, body, 0, &typed_line::line(&menu.line, hint, &count(menu), width, theme));
    put(buffer, body, 1, &Line::styled("─".repeat(width), theme.border));
    let rows = layout::below_typed(body);
    if menu.is_empty() {
        let words = "no matches; zones have names such as Europe/Berlin and Asia/Kolkata";
        put(buffer, rows, 0, &Line::styled(words, theme.dim));
    }
    for (line, row) in (0..).zip(menu.window.visible()) {
        let Some((entry, matched)) = menu.row(row) else { continue };
        put(buffer, rows, line, &words(entry, matched, width, theme));
        if row == menu.window.cursor() {
            paint_row(buffer, Rect { width: rows.width.saturating_sub(1), ..rows }, line, theme.selected);
        }
    }
    scroll_bar(buffer, rows, &menu.window, theme);
}

fn words(entry: &TimeEntry, matched: &[usize], width: usize, theme: &Theme) -> Line<'static> {
    let mark = if entry.is_current { "• " } else { "  " };
    let room = width.saturating_sub(2);
    let about = own_words(&entry.about);
    let column = NAME.min(room.saturating_sub(GAP + ABOUT));
    // What is longer than that takes the blanks behind a short name.
    let own =
        room.saturating_sub(GAP + text_fit::width(&about)).max(text_fit::width(&entry.name)).min(column);
    let mut spans = vec![Span::styled(mark, theme.accent)];
    spans.extend(fit(&entry.name, own, Cut::Middle, theme.text, matched, theme));
    spans.push(Span::raw(" ".repeat(GAP)));
    spans.extend(fit(&about, room.saturating_sub(own + GAP), Cut::End, theme.dim, &[], theme));
    Line::from(spans)
}
