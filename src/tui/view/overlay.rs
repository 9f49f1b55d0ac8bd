//! Overlays: a menu, the palette, a page of text, or the account of what is loaded.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::frame::{frame, scroll_bar};
use super::{inventory, palette};
use crate::tui::app::{App, Overlay};
use crate::tui::cells::{paint_row, put};
use crate::tui::layout;
use crate::tui::panes::menu::Menu;
use crate::tui::panes::page::{GAP, Page, PageLine};
use crate::tui::text_fit::{self, Cut, fit};
use crate::tui::theme::Theme;

/// Draws the overlay, if there is one.
pub fn draw(app: &App, screen: Rect, buffer: &mut Buffer) {
    match &app.overlay {
        None => {}
        Some(Overlay::Menu(menu)) => {
            let body = frame(layout::overlay(screen, menu.items.len()), menu.title, &app.theme, buffer);
            draw_menu(menu, body, &app.theme, buffer);
        }
        Some(Overlay::Page(page)) => {
            let body = frame(layout::overlay(screen, page.lines.len()), page.title, &app.theme, buffer);
            draw_page(page, body, &app.theme, buffer);
        }
        Some(Overlay::Palette(found)) => {
            let body = frame(
                layout::overlay(screen, layout::palette_lines(found.entries().len())),
                "Palette",
                &app.theme,
                buffer,
            );
            palette::draw(found, screen, body, &app.theme, buffer);
        }
        Some(Overlay::Inventory(pane)) => inventory::draw(app, pane, screen, buffer),
    }
}

fn draw_menu(menu: &Menu, body: Rect, theme: &Theme, buffer: &mut Buffer) {
    let width = usize::from(body.width).saturating_sub(1);
    let labels = menu.items.iter().map(|item| text_fit::width(&item.label)).max().unwrap_or(0);
    let described = menu.items.iter().any(|item| !item.about.is_empty());
    let labels = labels.min(if described { width * 2 / 5 } else { width.saturating_sub(4) });
    let lettered = menu.items.iter().any(|item| item.letter != ' ');
    for (line, row) in (0..).zip(menu.window.visible()) {
        let Some(item) = menu.items.get(row) else { continue };
        let letter = if lettered { format!("{} ", item.letter) } else { String::new() };
        let mut spans = vec![Span::styled(letter, theme.heading)];
        spans.extend(fit(&item.label, labels, Cut::Middle, theme.text, &[], theme));
        spans.push(Span::raw("  "));
        spans.extend(fit(&item.about, width.saturating_sub(labels + 4), Cut::End, theme.dim, &[], theme));
        put(buffer, body, line, &Line::from(spans));
        if row == menu.window.cursor() {
            paint_row(buffer, Rect { width: body.width.saturating_sub(1), ..body }, line, theme.selected);
        }
    }
    scroll_bar(buffer, body, &menu.window, theme);
}

fn draw_page(page: &Page, body: Rect, theme: &Theme, buffer: &mut Buffer) {
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
