//! Draws the line in which a time to go to is typed; below it where that leads, and how times are written.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::record::field::Column;
use crate::text::ascii::own_words;
use crate::text::wrap_words;
use crate::tui::app::App;
use crate::tui::cells::put;
use crate::tui::number::number;
use crate::tui::panes::menus::go_to_time::{GoToTime, landing};
use crate::tui::text_fit::{Cut, fit};
use crate::tui::view::typed_line;

/// Draws it inside its frame.
pub(in crate::tui::view) fn draw(app: &App, pane: &GoToTime, body: Rect, buffer: &mut Buffer) {
    let (theme, width) = (&app.theme, usize::from(body.width).saturating_sub(1));
    let hint = "a time, such as 2023-07-10T12:00, 12:00, +2h or -30m";
    put(buffer, body, 0, &typed_line::line(&pane.line, hint, "", width, theme));
    let (places, style) = match place_words(app, pane.line.text()) {
        Some(places) => (places, theme.accent),
        None if pane.line.text().trim().is_empty() => ([String::new(), String::new()], theme.dim),
        None => (["not a time yet".to_owned(), String::new()], theme.warning),
    };
    let places = places.into_iter().map(|words| (words, style));
    let rules = wrap_words(RULES, width).into_iter().map(|rule| (rule, theme.dim));
    for (line, (words, style)) in (1..).zip(places.chain(rules)) {
        put(buffer, body, line, &Line::from(fit(&own_words(&words), width, Cut::End, style, &[], theme)));
    }
}

/// How times are written, at most three lines of a narrow screen.
const RULES: &str = "UTC, unless an offset such as +02:00 follows. 12:00 is on the day of the selected event; +2h \
                     and -30m count from it, in s, m, h, d or w.";

/// Returns the row that a text leads to with its event, and the time of that.
fn place_words(app: &App, text: &str) -> Option<[String; 2]> {
    let place = landing(text, &app.list, &app.store)?;
    let event = app.list.event_in_place(place.place)?;
    let (own, zone) = (app.store.time(event), app.zone());
    let local =
        if zone.is_utc() { String::new() } else { format!(" · {} in {}", zone.local(own), zone.name()) };
    let (row, total) = (number(place.place + 1), number(app.list.events().len()));
    let late = if place.is_after { "" } else { "no event is so late; the last is " };
    let name = crate::text::plain(app.store.value(event, Column::EventName)).into_owned();
    Some([format!("→ {late}{row} of {total} · {name}"), format!("  {own}{local}")])
}
