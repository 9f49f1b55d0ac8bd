//! Draws a page of text: headings, and pairs in two columns.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::frame::scroll_bar;
use crate::tui::cells::put;
use crate::tui::panes::page::{GAP, Page, PageLine};
use crate::tui::text_fit::{Cut, fit};
use crate::tui::theme::Theme;

/// Draws it inside its frame.
pub(super) fn draw(page: &Page, body: Rect, theme: &Theme, buffer: &mut Buffer) {
    let width = usize::from(body.width).saturating_sub(1);
    let first = page.first;
    for (line, row) in (0..).zip(page.window.visible()) {
        let words = match page.lines.get(row) {
            Some(PageLine::Heading(words)) => {
                Line::from(fit(words, width, Cut::End, theme.heading, &[], theme))
            }
            Some(PageLine::Pair(what, about)) => {
                let mut spans = fit(what, first, Cut::End, theme.accent, &[], theme);
                spans.push(Span::raw(" ".repeat(GAP)));
                let rest = width.saturating_sub(first + GAP);
                spans.extend(fit(about, rest, Cut::End, theme.text, &[], theme));
                Line::from(spans)
            }
            Some(PageLine::Blank) | None => Line::default(),
        };
        put(buffer, body, line, &words);
    }
    scroll_bar(buffer, body, &page.window, theme);
}
