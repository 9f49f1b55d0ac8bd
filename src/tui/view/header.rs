//! Draws the first line: what is open, how much, from when to when, and everything that is not shown, with its
//! number.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::ingest::Progress;
use crate::plural::{noun_of, text_of_size};
use crate::query::summary::logging::Stop;
use crate::record::time::zone::LocalTime;
use crate::text;
use crate::tui::app::App;
use crate::tui::cells::put;
use crate::tui::number::{counted, number};
use crate::tui::panes::clock::ClockStyle;
use crate::tui::panes::screens::integrity::Integrity;
use crate::tui::text_fit;

/// A part of the line.
struct HeaderPart {
    /// Parts with the highest number are left out first; 0 always stays.
    rank: u8,
    words: String,
    /// A shorter text for little room.
    short: Option<String>,
    /// Whether the line below says it too: then it is left out before warnings are.
    is_below: bool,
    style: Style,
}

impl HeaderPart {
    fn new(rank: u8, words: impl Into<String>, style: Style) -> Self {
        Self { rank, words: words.into(), short: None, is_below: false, style }
    }
}

/// What stands before the line where there is no room for the name of the program.
const BLANK: &str = " ";

/// Draws the line. With too little room the least important parts are left out first, and warnings never.
pub fn draw(app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = &app.theme;
    let mut own_name = if area.width < 60 { BLANK } else { " trailsift  " };
    let mut parts = parts(app);
    let width = |parts: &[HeaderPart], own_name: &str| {
        let words = parts.iter().map(|part| text_fit::own_width(&part.words) + 3).sum::<usize>();
        (words + text_fit::width(own_name)).saturating_sub(3)
    };
    while width(&parts, own_name) > usize::from(area.width) {
        if let Some(name) = parts.first_mut()
            && text_fit::width(&name.words) > usize::from(area.width) / 3
            && let Some(short) = name.short.take()
        {
            name.words = short;
            continue;
        }
        if let Some(least) = parts.iter().map(|part| part.rank).max().filter(|&rank| rank > 0) {
            parts.retain(|part| part.rank != least);
            continue;
        }
        if shorten(&mut parts) {
            continue;
        }
        if own_name != BLANK {
            own_name = BLANK;
        } else if !leave_out_what_is_below(&mut parts) && !count_last(&mut parts) {
            break;
        }
    }
    let mut left = vec![Span::styled(own_name, theme.dim)];
    for (place, part) in parts.into_iter().enumerate() {
        if place > 0 {
            left.push(Span::styled(" · ", theme.dim));
        }
        left.push(Span::styled(part.words, part.style));
    }
    let line = Line::from(left);
    put(buffer, area, 0, &line);
    if line.width() > usize::from(area.width) {
        // A warning that does not fit is not left out in silence.
        let end = Rect { x: area.right().saturating_sub(2), width: area.width.min(2), ..area };
        put(buffer, end, 0, &Line::styled(" …", theme.warning));
    }
}

/// Gives the first part that has a shorter text that text.
fn shorten(parts: &mut [HeaderPart]) -> bool {
    let shortened = parts.iter_mut().find_map(|part| part.short.take().map(|short| part.words = short));
    shortened.is_some()
}

fn leave_out_what_is_below(parts: &mut Vec<HeaderPart>) -> bool {
    let before = parts.len();
    parts.retain(|part| !part.is_below);
    parts.len() < before
}

/// Takes the last part out and counts it at the end, where `i` shows it; the name and the first part that follows stay.
fn count_last(parts: &mut Vec<HeaderPart>) -> bool {
    let counted = |part: &HeaderPart| part.words.strip_prefix('+')?.strip_suffix(MORE)?.parse::<usize>().ok();
    let before = parts.last().and_then(counted);
    if parts.len() < if before.is_some() { 4 } else { 3 } {
        return false;
    }
    if before.is_some() {
        parts.pop();
    }
    let Some(gone) = parts.pop() else { return false };
    let words = format!("+{}{MORE}", before.unwrap_or(0) + 1);
    parts.push(HeaderPart::new(0, words, gone.style));
    true
}

/// What follows the number of parts for which there is no room.
const MORE: &str = " more (i)";

fn parts(app: &App) -> Vec<HeaderPart> {
    let (theme, progress) = (&app.theme, &app.progress);
    let mut parts = vec![name(app)];
    let events = app.store.len() - app.store.folds().count();
    parts.push(HeaderPart { is_below: true, ..HeaderPart::new(0, counted(events, "event"), theme.text) });
    if app.arrival.following && progress.finished {
        parts.push(HeaderPart::new(0, "following", theme.accent));
    }
    if !progress.finished {
        let more = if progress.walked { "" } else { "+" };
        let (done, found) = (number(progress.done), number(progress.found));
        let words = format!("loading {done}/{found}{more} {}", noun_of(progress.found, "file"));
        parts.push(HeaderPart::new(0, words, theme.accent));
    } else if progress.stopped {
        parts.push(HeaderPart::new(0, "loading was stopped", theme.warning));
    }
    if let Some(words) = memory(progress) {
        parts.push(HeaderPart::new(0, words, theme.warning));
    }
    parts.extend(warnings(app));
    // After the warnings, so that a narrow screen cuts this rather than those.
    if !app.zone().is_utc() {
        parts.push(HeaderPart::new(0, app.zone().name(), theme.accent));
    }
    if let Some(words) = digests(app) {
        parts.push(HeaderPart::new(3, words, theme.dim));
    }
    if let Some(words) = counted_from(app) {
        parts.push(HeaderPart::new(1, words, theme.accent));
    }
    if let Some(span) = span(app) {
        parts.push(HeaderPart::new(2, span, theme.dim));
    }
    let folded = app.store.folds().count();
    if folded > 0 {
        let state = if app.unfolded { "shown" } else { "merged" };
        parts.push(HeaderPart::new(1, format!("{} {state}", counted(folded, "duplicate")), theme.dim));
    }
    let (texts, ids) = app.store.twins().counts();
    if texts > 0 {
        let merged = if app.twins_merged() { format!(" merged into {}", number(ids)) } else { String::new() };
        parts.push(HeaderPart::new(1, format!("{}{merged}", counted(texts, "twin")), theme.dim));
    }
    parts
}

/// Returns the name of what is open. A long one gives way to everything that is said about it.
fn name(app: &App) -> HeaderPart {
    /// Width of a name that is cut, in cells.
    const SHORT: usize = 12;
    let words = text::plain(&app.name).into_owned();
    let short = (text_fit::width(&app.name) > SHORT).then(|| {
        let spans =
            text_fit::fit(&app.name, SHORT, text_fit::Cut::Middle, app.theme.heading, &[], &app.theme);
        spans.iter().map(|span| span.content.as_ref()).collect()
    });
    HeaderPart { short, ..HeaderPart::new(0, words, app.theme.heading) }
}

/// Returns what was lost, altered or not recorded, each with its number; `i` shows all of it.
fn warnings(app: &App) -> Vec<HeaderPart> {
    let (troubles, badges) = (&app.troubles, app.integrity.badges());
    let mut parts = Vec::new();
    let mut warn = |words: String, short: Option<String>| {
        parts.push(HeaderPart { short, ..HeaderPart::new(0, words, app.theme.warning) });
    };
    let counts = [(troubles.damaged, "damaged"), (troubles.unreadable, "unreadable")];
    let problems = app.progress.problems;
    // During a load, the number of files with problems is known before the problem of each.
    let is_known = troubles.damaged + troubles.unreadable >= problems;
    if !is_known {
        warn(counted(problems, "problem"), None);
    }
    for (count, state) in counts.into_iter().filter(|_| is_known).filter(|(count, _)| *count > 0) {
        warn(format!("{} {state}", counted(count, "file")), Some(format!("{} {state}", number(count))));
    }
    if troubles.gone > 0 {
        let words = format!("{} gone", counted(troubles.gone, "file"));
        warn(words, Some(format!("{} gone", number(troubles.gone))));
    }
    if troubles.quoted > 0 {
        warn(format!("{} quoted", number(troubles.quoted)), None);
    }
    for (count, state) in [(badges.invalid, "INVALID"), (badges.missing, "missing")] {
        if count > 0 {
            warn(format!("{} {state}", number(count)), None);
        }
    }
    match troubles.stops.as_slice() {
        [] => {}
        [stop] => {
            warn(format!("logging stopped {}", stop_words(app, *stop)), Some("logging stopped".to_owned()));
        }
        stops => warn(format!("logging stopped {}", counted(stops.len(), "time")), None),
    }
    if badges.unsigned > 0 {
        warn(format!("{} unsigned", number(badges.unsigned)), None);
    }
    if let Some(last) = parts.last_mut() {
        last.words.push_str(" (i)");
        last.short = last.short.take().map(|short| short + " (i)");
    }
    parts
}

/// Returns the progress of the comparison with the digests, until there is a result for a file.
fn digests(app: &App) -> Option<String> {
    let words = match app.integrity {
        Integrity::Unknown => "digests not validated (i)",
        Integrity::Asked => "validating digests…",
        Integrity::Known { .. } => return None,
    };
    (app.troubles.has_digests && app.progress.finished).then(|| words.to_owned())
}

/// Returns `07:40–08:36`; with the date if the events are from several days.
fn stop_words(app: &App, stop: Stop) -> String {
    let span = app.store.span().map(|(first, last)| (app.local(first), app.local(last)));
    let several = span.is_some_and(|(first, last)| first.day() != last.day());
    let date = |time: LocalTime| {
        let date = time.date().get(5..).map(|date| format!("{date} "));
        date.filter(|_| several).unwrap_or_default()
    };
    let (from, to) = (app.local(stop.from), stop.to.map(|to| app.local(to)));
    let begin = format!("{}{}", date(from), from.minute());
    match to {
        Some(to) if to.day() == from.day() => format!("{begin}–{}", to.minute()),
        Some(to) => format!("{begin} → {}{}", date(to), to.minute()),
        None => format!("{begin}, not started again"),
    }
}

/// Returns what the times of the list are counted from, if they are not times of day.
fn counted_from(app: &App) -> Option<String> {
    match app.clock.style() {
        ClockStyle::OfDay => None,
        ClockStyle::Since => app.reference().map(|time| format!("times since {}", app.local(time))),
        ClockStyle::Gap => Some("times since the row above".to_owned()),
    }
}

/// Warns of a memory limit that was reached, or will be.
fn memory(progress: &Progress) -> Option<String> {
    if progress.left_out > 0 {
        // A load that was stopped needs no reason; a limit does.
        let why = if progress.stopped { "" } else { "memory limit: " };
        return Some(format!("{why}{} left out (i)", counted(progress.left_out, "file")));
    }
    let sizes = (text_of_size(progress.needed_bytes), text_of_size(progress.memory_limit));
    (progress.needed_bytes > progress.memory_limit && !progress.finished)
        .then(|| format!("needs about {} of memory, {} allowed", sizes.0, sizes.1))
}

/// Returns `2023-07-10 11:40 → 12:45 UTC`; the end has a date only if it is on another day. Another zone has a part
/// of its own.
fn span(app: &App) -> Option<String> {
    let (first, last) = app.store.span()?;
    let (first, last) = (app.local(first), app.local(last));
    let (first_date, last_date) = (first.date(), last.date());
    let same_year = first_date.get(..4) == last_date.get(..4);
    let date = match () {
        () if first_date == last_date => String::new(),
        () if same_year => format!("{} ", last_date.get(5..).unwrap_or_default()),
        () => format!("{last_date} "),
    };
    let zone = if app.zone().is_utc() { " UTC" } else { "" };
    Some(format!("{first_date} {} → {date}{}{zone}", first.minute(), last.minute()))
}
