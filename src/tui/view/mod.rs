//! Drawing. Everything here reads the state and writes cells; nothing changes the state.

pub mod detail;
pub mod filter_bar;
pub mod footer;
mod frame;
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
use ratatui::text::Line;

use super::app::App;
use super::cells::put;
use super::layout;
use crate::text::wrap_words;

/// Draws the whole screen.
pub fn draw(app: &App, frame: &mut Frame<'_>) {
    let area = frame.area();
    let buffer = frame.buffer_mut();
    // A named theme has a background of its own.
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
    detail::draw(app, &areas, buffer);
    footer::draw(app, areas.footer, buffer);
    filter_bar::draw_remark(app, areas.filter, buffer);
    filter_bar::draw_mistake(app, areas.filter, buffer);
    filter_bar::draw_completion(app, areas.filter, buffer);
    overlay::draw(app, area, buffer);
    if let Some(cursor) = palette::cursor(app, area).or_else(|| filter_bar::cursor(app, &areas)) {
        frame.set_cursor_position(cursor);
    }
}
