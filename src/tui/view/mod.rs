//! Drawing. Everything here reads the state and writes cells; nothing changes the state.

pub mod event;
pub mod filter_bar;
pub mod footer;
mod frame;
pub mod groups;
pub mod header;
pub mod list;
pub mod menus;
mod portrait;
mod runs;
pub mod screens;
pub mod timeline;
mod typed_line;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::Line;

use self::event::{compare, detail};
use self::menus::{column_menu, go_to_time, menu, page, palette, time_menu};
use self::screens::{card, case, export, inventory, ledger, note, open, pictures, sections, triage};
use super::app::{App, Overlay};
use super::cells::{fold_to_ascii, put};
use super::layout;
use crate::text::ascii::is_ascii_only;
use crate::text::wrap_words;

/// Draws the whole screen.
pub fn draw(app: &App, frame: &mut Frame<'_>) {
    draw_all(app, frame);
    if is_ascii_only() {
        fold_to_ascii(frame.buffer_mut());
    }
}

fn draw_all(app: &App, frame: &mut Frame<'_>) {
    let area = frame.area();
    let buffer = frame.buffer_mut();
    // A named theme has its own background.
    buffer.set_style(area, app.theme.text);
    if layout::is_too_small(area) {
        let words = wrap_words("the terminal must be at least 20×5", usize::from(area.width));
        for (row, words) in (0..area.height).zip(words) {
            put(buffer, area, row, &Line::styled(words, app.theme.text));
        }
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
    if app.shows_groups() {
        portrait::draw(app, areas.detail, areas.list, buffer);
    } else {
        detail::draw(app, &areas, buffer);
    }
    filter_bar::draw_remark(app, areas.filter, buffer);
    filter_bar::draw_mistake(app, areas.filter, buffer);
    filter_bar::draw_completion(app, areas.filter, buffer);
    draw_overlay(app, area, buffer);
    // Last, because a long notice goes over the panes above it.
    footer::draw(app, areas.footer, buffer);
    if let Some(cursor) = overlay_cursor(app, area).or_else(|| filter_bar::cursor(app, &areas)) {
        frame.set_cursor_position(cursor);
    }
}

/// Draws the overlay inside its frame.
fn draw_overlay(app: &App, screen: Rect, buffer: &mut Buffer) {
    let (Some(overlay), theme) = (&app.overlay, &app.theme) else { return };
    let body = frame::frame(overlay.pane().area(screen), overlay.pane().title(), theme, buffer);
    match overlay {
        Overlay::Menu(menu) => menu::draw(menu, body, theme, buffer),
        Overlay::Page(page) => page::draw(page, body, theme, buffer),
        Overlay::Palette(palette) => palette::draw(palette, body, theme, buffer),
        Overlay::Inventory(pane) => inventory::draw(app, pane, screen, buffer),
        Overlay::Ledger(pane) => ledger::draw(app, pane, screen, buffer),
        Overlay::Triage(pane) => triage::draw(app, pane, screen, buffer),
        Overlay::Card(pane) => card::draw(app, pane, screen, buffer),
        Overlay::Pictures(pane) => pictures::draw(app, pane, screen, buffer),
        Overlay::Columns(menu) => column_menu::draw(menu, screen, body, theme, buffer),
        Overlay::Export(pane) => export::draw(app, pane, body, buffer),
        Overlay::Times(menu) => time_menu::draw(menu, body, theme, buffer),
        Overlay::GoToTime(pane) => go_to_time::draw(app, pane, body, buffer),
        Overlay::Open(pane) => open::draw(pane, body, theme, buffer),
        Overlay::Compare(pane) => compare::draw(app, pane, screen, buffer),
        Overlay::Case(pane) => case::draw(app, pane, screen, buffer),
        Overlay::Note(pane) => note::draw(pane, body, theme, buffer),
    }
}

/// Returns the position of the terminal's cursor while a text is typed into an overlay.
fn overlay_cursor(app: &App, screen: Rect) -> Option<Position> {
    let overlay = app.overlay.as_ref()?;
    let area = overlay.pane().area(screen);
    let body = layout::inside(area);
    match overlay {
        Overlay::Palette(palette) => typed_line::cursor(&palette.line, &palette::count(palette), body),
        Overlay::Columns(menu) => typed_line::cursor(&menu.line, &column_menu::count(menu), body),
        Overlay::Export(pane) => export::cursor(pane, screen, area),
        Overlay::Menu(menu) if menu.narrowing.is_typing() => {
            typed_line::cursor(&menu.narrowing.line, &menu::count(menu), body)
        }
        Overlay::Page(page) if page.narrowing.is_typing() => {
            typed_line::cursor(&page.narrowing.line, &page::count(page), body)
        }
        Overlay::Ledger(pane) => sections::cursor(&pane.sections, screen),
        Overlay::Triage(pane) => sections::cursor(&pane.sections, screen),
        Overlay::Card(pane) => sections::cursor(&pane.sections, screen),
        Overlay::Times(menu) => typed_line::cursor(&menu.line, &time_menu::count(menu), body),
        Overlay::GoToTime(pane) => typed_line::cursor(&pane.line, "", body),
        Overlay::Open(pane) => open::cursor(pane, body),
        Overlay::Note(pane) => note::cursor(pane, body),
        Overlay::Menu(_)
        | Overlay::Page(_)
        | Overlay::Inventory(_)
        | Overlay::Pictures(_)
        | Overlay::Case(_)
        | Overlay::Compare(_) => None,
    }
}
