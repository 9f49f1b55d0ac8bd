//! Draws a page of text: headings, and pairs in two columns.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::text::ascii::own_words;
use crate::tui::cells::{paint_row, put};
use crate::tui::panes::menus::page::{GAP, Page, PageLine};
use crate::tui::text_fit::{Cut, fit};
use crate::tui::theme::Theme;
use crate::tui::view::frame::scroll_bar;
use crate::tui::view::typed_line;

/// Returns how many of the keys match.
pub(in crate::tui::view) fn count(page: &Page) -> String {
    let (found, all) = page.counts();
    format!("{found} of {all}")
}

/// Draws it inside its frame.
pub(in crate::tui::view) fn draw(page: &Page, inside: Rect, theme: &Theme, buffer: &mut Buffer) {
    let width = usize::from(inside.width).saturating_sub(1);
    let body = page.narrowing.rows(inside);
    if page.narrowing.is_typing() {
        typed_line::draw(
            &page.narrowing.line,
            "type what you want to do",
            &count(page),
            inside,
            theme,
            buffer,
        );
    }
    if page.lines.is_empty() {
        put(buffer, body, 0, &Line::styled("no matches", theme.dim));
    }
    let first = page.first;
    for (line, row) in (0..).zip(page.window.visible()) {
        let words = match page.lines.get(row) {
            Some(PageLine::Heading(words)) => {
                Line::from(fit(words, width, Cut::End, theme.heading, &[], theme))
            }
            Some(PageLine::Pair(what, about)) => {
                let mut spans = fit(&own_words(what), first, Cut::End, theme.accent, &[], theme);
                spans.push(Span::raw(" ".repeat(GAP)));
                let rest = width.saturating_sub(first + GAP);
                spans.extend(fit(&own_words(about), rest, Cut::End, theme.text, &[], theme));
                Line::from(spans)
            }
            Some(PageLine::Blank) | None => Line::default(),
        };
        put(buffer, body, line, &words);
        if row == page.window.cursor() {
            paint_row(buffer, Rect { width: body.width.saturating_sub(1), ..body }, line, theme.selected);
        }
    }
    scroll_bar(buffer, body, &page.window, theme);
}
