//! Draws the second line: the filter, how many events match, and how long the answer took. Also the search line
//! of the detail pane, which replaces it while a search is typed.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use crate::query::engine::near_miss::AbsentPath;
use crate::query::language::complete::Candidate;
use crate::text;
use crate::text::ascii::own_words;
use crate::tui::app::{App, Focus};
use crate::tui::cells::{fill, paint_row, put};
use crate::tui::layout::Areas;
use crate::tui::number::{counted, number};
use crate::tui::panes::filter::completion::Completion;
use crate::tui::text_fit::{self, Cut, Cuts};

const PROMPT: &str = " ❯ ";
const HINT: &str = "/ to filter: event, who, from, error, resource…";
const SEARCH_PROMPT: &str = " search in this event ❯ ";

/// Draws the line.
pub fn draw(app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = &app.theme;
    let Typed { prompt, text, .. } = typed(app);
    let is_typing = matches!(app.focus, Focus::Filter | Focus::Search);
    let prompt_style = if is_typing { theme.heading } else { theme.dim };
    let count = count(app, area.width);
    let width = count_width(&count);
    let beside = area.width.checked_sub(width).filter(|&at| at > area.width / 4);
    let scrolled = scrolled(app, area);
    // The mark of what is scrolled out takes the blank behind the prompt.
    let (sign, mark) =
        if scrolled > 0 { (prompt.trim_end().to_owned(), "…") } else { (prompt.to_string(), "") };
    let mut spans = vec![Span::styled(sign, prompt_style), Span::styled(mark, theme.dim)];
    let room = usize::from(beside.unwrap_or(area.width)).saturating_sub(text_fit::width(&prompt));
    let (shown, style) = if text.is_empty() && !is_typing {
        (own_words(HINT).into_owned(), theme.dim)
    } else {
        (text.chars().skip(scrolled).collect(), theme.text)
    };
    let shown = text::plain(&shown).into_owned();
    if text_fit::width(&shown) <= room {
        spans.push(Span::styled(shown, style));
    } else {
        spans.extend(text_fit::fit(&shown, room, Cut::End, style, &[], theme));
    }
    put(buffer, area, 0, &Line::from(spans));
    if let Some(at) = beside {
        put(
            buffer,
            Rect { x: area.x + at, width, ..area },
            0,
            &Line::styled(format!(" {count} "), theme.dim),
        );
    }
}

/// Returns the remark on the filter: paths that no event has, words found elsewhere, what a word was taken for.
pub fn remark(app: &App) -> Option<String> {
    if app.filter.mistake().is_some() || app.focus == Focus::Search {
        return None;
    }
    let mut parts: Vec<String> = app.filter.near_miss().absent.iter().map(AbsentPath::words).collect();
    if let Some(elsewhere) = app.elsewhere() {
        let (words, events) = (elsewhere.words.join(" "), number(elsewhere.events));
        let offer = if elsewhere.events > 0 { ": enter shows them" } else { "" };
        parts.push(format!("{words}  0 {} · {events} elsewhere{offer}", elsewhere.place()));
    }
    if let Some(apart) = app.apart() {
        let any = apart
            .any
            .as_ref()
            .map(|(events, _)| format!(" · {} have any: enter shows them", number(*events)));
        parts.push(format!("{}{}", apart.words(), any.unwrap_or_default()));
    }
    let mut taken: Vec<&str> = app.filter.taken().map(|taken| taken.identifier.about()).collect();
    taken.dedup();
    if !taken.is_empty() {
        parts.push(format!("taken for: {}", taken.join(", ")));
    }
    (!parts.is_empty()).then(|| text::plain(&own_words(&parts.join(" · "))).into_owned())
}

/// Draws the remark between the text and the count or, while typing, under the bar, where there is more room.
pub fn draw_remark(app: &App, area: Rect, buffer: &mut Buffer) {
    const GAP: usize = 3;
    let Some(remark) = remark(app) else { return };
    let Typed { prompt, text, .. } = typed(app);
    let before = text_fit::width(&prompt) + text_fit::width(&text::plain(text));
    let after = usize::from(count_width(&count(app, area.width)));
    let width = usize::from(area.width);
    if before + GAP + text_fit::width(&remark) + after < width {
        let at = u16::try_from(before + GAP).unwrap_or(0);
        let place = Rect { x: area.x + at, width: area.width - at, ..area };
        put(buffer, place, 0, &Line::styled(remark, app.theme.dim));
    } else if app.focus == Focus::Filter && app.filter.completion().is_none() {
        let lines = text_fit::wrap_words(&remark, width.saturating_sub(2).max(1));
        for (row, line) in (1..).zip(lines) {
            let below = Rect { y: area.y + row, ..area };
            if below.intersection(buffer.area) != below {
                return;
            }
            fill(buffer, below, " ", app.theme.text);
            put(buffer, below, 0, &Line::styled(format!(" {line}"), app.theme.dim));
        }
    }
}

/// Draws the candidates at the cursor, under the bar.
pub fn draw_completion(app: &App, area: Rect, buffer: &mut Buffer) {
    let Some(completion) = app.filter.completion().filter(|_| app.focus == Focus::Filter) else { return };
    let theme = &app.theme;
    let width = usize::from(area.width.saturating_sub(2).min(90));
    let widest = |part: fn(&Candidate) -> &str| {
        completion.candidates.iter().map(|candidate| text_fit::width(part(candidate))).max().unwrap_or(0)
    };
    // Short notes leave more room for the texts.
    let notes = widest(|candidate| &candidate.note);
    let texts = widest(|candidate| &candidate.text).min((width / 2).max(width.saturating_sub(notes + 4)));
    let rows = completion.window.visible();
    draw_completion_remark(completion, area, rows.len(), app, buffer);
    let shown = completion.candidates.get(rows.clone()).unwrap_or_default();
    let cuts = Cuts::of(shown.iter().map(|one| one.text.as_str()), texts, |_| Cut::Middle, theme);
    for (line, row) in (1..).zip(rows) {
        let Some(candidate) = completion.candidates.get(row) else { continue };
        let place =
            Rect { x: area.x + 1, y: area.y + line, width: u16::try_from(width).unwrap_or(0), height: 1 };
        if place.intersection(buffer.area) != place {
            return;
        }
        fill(buffer, place, " ", theme.text);
        let mut spans = vec![Span::raw("  ")];
        spans.extend(cuts.fit(&candidate.text, theme.text, &[], theme));
        spans.push(Span::raw("  "));
        spans.extend(text_fit::fit(
            &candidate.note,
            width.saturating_sub(texts + 4),
            Cut::End,
            theme.dim,
            &[],
            theme,
        ));
        put(buffer, place, 0, &Line::from(spans));
        if row == completion.window.cursor() {
            paint_row(buffer, place, 0, theme.selected);
        }
    }
}

/// Draws the remark below the candidates.
fn draw_completion_remark(completion: &Completion, area: Rect, rows: usize, app: &App, buffer: &mut Buffer) {
    let line = u16::try_from(rows).unwrap_or(u16::MAX).saturating_add(1);
    let width = area.width.saturating_sub(2).min(90);
    let place = Rect { x: area.x + 1, y: area.y.saturating_add(line), width, height: 1 };
    if !completion.remark.is_empty() && place.intersection(buffer.area) == place {
        fill(buffer, place, " ", app.theme.text);
        put(buffer, place, 0, &Line::styled(format!("  {}", completion.remark), app.theme.dim));
    }
}

/// Draws what is wrong with the filter below the position of the mistake, over everything else: all of it, on
/// as many lines as it needs.
pub fn draw_mistake(app: &App, area: Rect, buffer: &mut Buffer) {
    let Some(mistake) = app.filter.mistake().filter(|_| app.focus != Focus::Search) else { return };
    let Typed { prompt, text, .. } = typed(app);
    let shown = scrolled(app, area);
    let chars = |end: usize| text.get(..end).map_or(0, |part| part.chars().count());
    let before: String = text.chars().take(chars(mistake.start)).skip(shown).collect();
    let width = usize::from(area.width);
    let at = (text_fit::width(&prompt) + text_fit::width(&before)).min(width.saturating_sub(1));
    let marked = text_fit::width(text.get(mistake.start..mistake.end).unwrap_or_default());
    let mark = "^".repeat(marked.clamp(1, width.saturating_sub(at).max(1)));
    for (row, words) in (1..).zip(mistake_lines(&mistake.message, &mark, at, width)) {
        let below = Rect { y: area.y + row, ..area };
        if below.intersection(buffer.area) != below {
            return;
        }
        fill(buffer, below, " ", app.theme.text);
        put(buffer, below, 0, &Line::styled(words, app.theme.warning));
    }
}

/// Returns the mark below the mistake, with the message after it, before it, or below it, wherever it fits.
fn mistake_lines(message: &str, mark: &str, at: usize, width: usize) -> Vec<String> {
    let message = text::plain(message);
    let (needed, marks) = (text_fit::width(&message), mark.len());
    if at + marks + 1 + needed < width {
        return vec![format!("{}{mark} {message}", " ".repeat(at))];
    }
    if let Some(left) = at.checked_sub(needed + 1) {
        return vec![format!("{}{message} {mark}", " ".repeat(left))];
    }
    let room = width.saturating_sub(2).max(1);
    let mut lines = vec![format!("{}{mark}", " ".repeat(at))];
    lines.extend(text_fit::wrap_words(&message, room).into_iter().map(|line| format!(" {line}")));
    lines
}

fn count_width(count: &str) -> u16 {
    u16::try_from(text_fit::own_width(count) + 2).unwrap_or(u16::MAX)
}

/// Returns how many characters of the text are scrolled out on the left, so that the cursor is visible.
fn scrolled(app: &App, area: Rect) -> usize {
    let Typed { prompt, text, cursor } = typed(app);
    if !matches!(app.focus, Focus::Filter | Focus::Search) {
        return 0;
    }
    let count = count_width(&count(app, area.width));
    let count = if area.width.saturating_sub(count) > area.width / 4 { count } else { 0 };
    let room =
        usize::from(area.width.saturating_sub(count)).saturating_sub(text_fit::width(&prompt) + 1).max(1);
    let before: Vec<char> = text.chars().take(cursor).collect();
    let fits = |from: &usize| text_fit::width(&before.iter().skip(*from).collect::<String>()) <= room;
    // Texts are short; the search starts at the nearest position that may fit.
    (cursor.saturating_sub(room)..=cursor).find(fits).unwrap_or(cursor)
}

/// Describes the results on a line of `width` cells: `1,234 of 1,938,112 · 4 ms`, or the progress of the
/// search.
fn count(app: &App, width: u16) -> String {
    let long = count_with(app, "invalid filter; showing the previous results");
    let fits = width.saturating_sub(count_width(&long)) > width / 4;
    if fits { long } else { count_with(app, "previous results") }
}

fn count_with(app: &App, mistake: &str) -> String {
    let shown = app.list.events().len();
    // Events that arrived since are neither in the answer nor excluded by it.
    let all = app.filter.asked_of();
    let group = app.opened_group().map(|name| format!("{} in {name}", number(shown)));
    if app.focus == Focus::Search {
        return app.detail.search_words();
    }
    let filtered = !app.filter.is_blank();
    let state = match app.filter.took() {
        _ if app.is_waiting() => match app.filter.searched() {
            Some(searched) => {
                format!(" · reading {} of {}", number(searched.files), counted(searched.of, "file"))
            }
            None => " · …".to_owned(),
        },
        _ if app.filter.mistake().is_some() => format!(" · {mistake}"),
        Some(took) if filtered => format!(" · {} ms", took.as_millis()),
        _ => String::new(),
    };
    match group {
        Some(group) => format!("{}{state}", fit_name(&group)),
        None if all.is_none_or(|all| all == shown) => {
            let all = all.unwrap_or_else(|| app.shown_without_filter());
            format!("{}{state}", counted(all, "event"))
        }
        None if app.filter.mistake().is_some() => {
            format!("{} of {}{state}", number(shown), number(all.unwrap_or_default()))
        }
        None => {
            let all = all.unwrap_or_default();
            let hidden = number(all.saturating_sub(shown));
            format!("{} of {} · {hidden} filtered out{state}", number(shown), number(all))
        }
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

/// The line of typed text.
struct Typed<'a> {
    prompt: Cow<'static, str>,
    text: &'a str,
    /// How many characters come before the cursor.
    cursor: usize,
}

fn typed(app: &App) -> Typed<'_> {
    let (prompt, bar) = match (app.focus, app.tabs.place()) {
        (Focus::Search, _) => (Cow::Borrowed(SEARCH_PROMPT), &app.search),
        (_, (_, 1)) => (Cow::Borrowed(PROMPT), app.filter.line()),
        (_, (place, tabs)) => (Cow::Owned(format!(" {place}/{tabs}{PROMPT}")), app.filter.line()),
    };
    let prompt = Cow::Owned(own_words(&prompt).into_owned());
    Typed { prompt, text: bar.text(), cursor: bar.cursor() }
}

/// Returns the position of the terminal's cursor while typing.
pub fn cursor(app: &App, areas: &Areas) -> Option<Position> {
    if !matches!(app.focus, Focus::Filter | Focus::Search) || app.overlay.is_some() {
        return None;
    }
    let Typed { prompt, text, cursor } = typed(app);
    let hidden = scrolled(app, areas.filter);
    let before: String = text.chars().take(cursor).skip(hidden).collect();
    let column = u16::try_from(text_fit::width(&prompt) + text_fit::width(&before)).ok()?;
    Some(Position::new((areas.filter.x + column).min(areas.filter.right().saturating_sub(1)), areas.filter.y))
}
