//! Draws one event: its title, its facts, its JSON, and the path of the row under the cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::facts::fact_lines;
use super::tree;
use crate::record::field::Column;
use crate::store::file::FileState;
use crate::text::ascii::own_words;
use crate::text::visible_bytes;
use crate::tui::app::{App, Focus};
use crate::tui::cells::put;
use crate::tui::layout::{Areas, detail as divide};
use crate::tui::number::counted;
use crate::tui::text_fit::{self, Cut, fit, fit_bytes};
use crate::tui::view::frame::{rule, scroll_bar};

/// Draws the pane.
pub fn draw(app: &App, areas: &Areas, buffer: &mut Buffer) {
    let area = areas.detail;
    if area.is_empty() {
        return;
    }
    let theme = &app.theme;
    let parts = divide(area, app.shape().facts);
    if areas.list.right() == area.x && area.x > 0 {
        for y in area.y..area.bottom() {
            buffer.set_string(area.x, y, "│", theme.border);
        }
    }
    title(app, parts.title, buffer);
    let Some(event) = app.detail.event() else { return };
    for (line, words) in (0..).zip(fact_lines(&app.detail, area, theme)) {
        put(buffer, parts.facts, line, &words);
    }
    if app.detail.is_loading() {
        put(buffer, parts.tree, 0, &Line::from(Span::styled("reading this event …", theme.dim)));
        return;
    }
    let window = if let Some(raw) = app.detail.raw() {
        tree::draw_raw(app, raw, parts.tree, buffer);
        &raw.window
    } else {
        tree::draw(app, parts.tree, buffer);
        &app.detail.window
    };
    scroll_bar(buffer, parts.tree, window, theme);
    let path = app.detail.current().map(|at| app.detail.tree().path(at)).unwrap_or_default();
    let mut matches = app.detail.search_words();
    matches.push_str(if matches.is_empty() { "" } else { " · " });
    let width = usize::from(parts.path.width).saturating_sub(matches.len());
    let mut line = vec![Span::styled(matches, theme.accent)];
    line.extend(place_line(app, event, &path, width));
    put(buffer, parts.path, 0, &Line::from(line));
}

fn title(app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = &app.theme;
    let style = if matches!(app.focus, Focus::Detail | Focus::Search) { theme.heading } else { theme.dim };
    let Some(event) = app.detail.event() else {
        rule(buffer, area, vec![Span::styled(" no event ", theme.dim)], &[], theme);
        return;
    };
    let (name, service) =
        (app.store.value(event, Column::EventName), app.store.value(event, Column::Service));
    let name = if name.is_empty() { app.store.value(event, Column::EventType) } else { name };
    let copies = app.store.folds().copies(event).len();
    let damaged = app.store.file_of(event).is_some_and(|file| file.state == FileState::Damaged);
    let room = usize::from(area.width).saturating_sub(4);
    let mut words = vec![Span::raw(" ")];
    words.extend(fit(name, text_fit::width(name).min(room), Cut::End, style, &[], theme));
    words.push(Span::styled(format!(" {} ", crate::text::plain(service)), theme.dim));
    if app.detail.raw().is_some() {
        words.push(Span::styled("as written ", theme.accent));
    }
    // What is doubtful goes first: with little room, the rest is cut.
    let doubt = match () {
        () if app.store.is_quoted(event) => "~ quoted ",
        () if app.store.is_partial(event) => "~ a row of a table ",
        () if app.store.is_unsigned(event) => "~ appended, outside the part that CloudTrail signs ",
        () if app.store.is_recovered(event) => "~ recovered from a damaged file ",
        () if damaged => "~ from a damaged file ",
        () => "",
    };
    words.push(Span::styled(doubt, theme.warning));
    if app.detail.hidden() > 0 {
        let hidden = counted(app.detail.hidden(), "hidden character");
        words.push(Span::styled(format!("⚠ {hidden} "), theme.warning));
    }
    if copies > 0 {
        words.push(Span::styled(format!("delivered {} ", counted(copies + 1, "time")), theme.accent));
    }
    let texts = app.store.twins().texts(event);
    if texts > 1 {
        words.push(Span::styled(format!("{texts} texts of this eventID "), theme.accent));
    }
    let local = app.local(app.store.time(event));
    let needed: usize = words.iter().map(Span::width).sum();
    // With little room, the date is that of the list.
    let short = Some(format!("{}{}", local.clock(), local.offset_words())).filter(|_| !app.zone().is_utc());
    let fits = |time: &String| needed + text_fit::width(time) + 5 <= usize::from(area.width);
    let time = [Some(local.to_string()), short].into_iter().flatten().find(fits).unwrap_or_default();
    rule(buffer, area, words, &[Span::styled(time, theme.dim)], theme);
}

/// Returns the path of the row under the cursor in the record, the file, whose name may not be UTF-8, and the size of the
/// record, in `width` cells. Path and file are cut each for itself, so that they are never taken for one name.
fn place_line(app: &App, event: crate::store::Event, path: &str, width: usize) -> Vec<Span<'static>> {
    /// A path or a name of a file takes this many cells at least.
    const LEAST: usize = 12;
    let theme = &app.theme;
    let file =
        app.store.file_of(event).map(|file| file.name().into_owned().into_os_string().into_encoded_bytes());
    let file = file.as_deref().unwrap_or_default();
    let size = format!("{}{}", own_words(" · "), counted(app.detail.record().len(), "byte"));
    let room = width.saturating_sub(text_fit::width(&size));
    let between = own_words("  ·  ");
    let mut spans = Vec::new();
    let mut add = |words: &[u8], most: usize| {
        let width = text_fit::width_of(&visible_bytes(words)).min(most);
        spans.extend(fit_bytes(words, width, Cut::Middle, theme.dim, theme));
        width
    };
    if path.is_empty() {
        add(file, room);
    } else {
        let file = file.rsplit(|&byte| byte == b'/').next().unwrap_or_default();
        let both = room.saturating_sub(text_fit::width(&between));
        let needed = text_fit::width_of(&visible_bytes(file));
        // With little room, the path says more than two stumps.
        let is_alone = both < 2 * LEAST;
        let most = if is_alone { room } else { both.saturating_sub(needed).max(both / 2) };
        let used = add(path.as_bytes(), most);
        if !is_alone {
            add(between.as_bytes(), room.saturating_sub(used));
            add(file, both.saturating_sub(used));
        }
    }
    spans.push(Span::styled(size, theme.dim));
    spans
}
