//! The second line: the filter, how many events pass, and how long the answer took. Also the search line of the
//! detail pane, which takes its place while somebody types there.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::layout::Areas;
use super::{fit, number, put};
use crate::text;
use crate::tui::app::{App, Focus};

const PROMPT: &str = " ❯ ";
const SEARCH_PROMPT: &str = " search in this event ❯ ";

/// Draws the line.
pub fn draw(app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = &app.theme;
    let (prompt, typed, _) = line(app);
    let prompt_style =
        if matches!(app.focus, Focus::Filter | Focus::Search) { theme.heading } else { theme.dim };
    let mut spans = vec![Span::styled(prompt, prompt_style)];
    if typed.is_empty() && app.focus != Focus::Filter && app.focus != Focus::Search {
        spans.push(Span::styled("/ to filter: event, who, from, error, resource…", theme.dim));
    } else {
        spans.push(Span::styled(text::plain(typed).into_owned(), theme.text));
    }
    put(buffer, area, 0, &Line::from(spans));
    let count = count(app);
    let width = u16::try_from(fit::width(&count)).unwrap_or(area.width);
    if let Some(at) = area.width.checked_sub(width + 1).filter(|&at| at > area.width / 4) {
        let place = Rect { x: area.x + at - 1, width: width + 2, ..area };
        put(buffer, place, 0, &Line::styled(format!(" {count} "), theme.dim));
    }
}

/// `1,234 of 1,938,112 · 4 ms`; while an answer is being worked on, that.
fn count(app: &App) -> String {
    let (shown, all) = (app.list.events().len(), app.shown_without_filter());
    let group = app.opened_group().map(|name| format!("{} in {name} · ", number(shown)));
    if app.focus == Focus::Search {
        return String::new();
    }
    let state = match (app.took, app.is_waiting()) {
        (_, true) => " · …".to_owned(),
        (Some(took), false) if !app.filter.text().trim().is_empty() => format!(" · {} ms", took.as_millis()),
        _ => String::new(),
    };
    match group {
        Some(group) => format!("{}{}", fit_name(&group), state),
        None if shown == all => format!("{} events{state}", number(all)),
        None => format!("{} of {}{state}", number(shown), number(all)),
    }
}

fn fit_name(text: &str) -> String {
    const MOST: usize = 60;
    let text = text::plain(text);
    if text.chars().count() <= MOST {
        text.into_owned()
    } else {
        text.chars().take(MOST).chain(['…']).collect()
    }
}

/// The prompt, the text and how many characters of it stand before the cursor.
fn line(app: &App) -> (&'static str, &str, usize) {
    if app.focus == Focus::Search {
        return (SEARCH_PROMPT, app.search.text(), app.search.cursor());
    }
    (PROMPT, app.filter.text(), app.filter.cursor())
}

/// Where the terminal's cursor belongs while somebody types.
pub fn cursor(app: &App, areas: &Areas) -> Option<Position> {
    if !matches!(app.focus, Focus::Filter | Focus::Search) || app.overlay.is_some() {
        return None;
    }
    let (prompt, typed, before) = line(app);
    let before: String = typed.chars().take(before).collect();
    let column = u16::try_from(fit::width(prompt) + fit::width(&before)).ok()?;
    Some(Position::new((areas.filter.x + column).min(areas.filter.right().saturating_sub(1)), areas.filter.y))
}
