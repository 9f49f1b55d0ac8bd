//! Draws the screen of the case: what is said about it as a whole, its events in the order of time, and the note of
//! the one under the cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::case::shown::shown_case::{MarkCounts, ShownMark};
use crate::record::time::Time;
use crate::text;
use crate::text::ascii::own_words;
use crate::text::wrap_words;
use crate::tui::app::App;
use crate::tui::case_message::CaseKept;
use crate::tui::cells::{paint_row, put};
use crate::tui::layout::case_parts;
use crate::tui::number::{counted, number};
use crate::tui::panes::screens::case::CasePane;
use crate::tui::text_fit::{self, Cut, fit};
use crate::tui::theme::Theme;
use crate::tui::view::frame::{rule, scroll_bar};

/// Cells of the date and time of an event.
const TIME: usize = 19;

/// Maximum cells of an event's name.
const LONGEST_NAME: usize = 34;

/// Minimum cells of who acted, where that is cut.
const LEAST_WHO: usize = 8;

/// Draws it inside its frame.
pub(in crate::tui::view) fn draw(app: &App, pane: &CasePane, screen: Rect, buffer: &mut Buffer) {
    let (areas, theme) = (case_parts(screen), &app.theme);
    let width = usize::from(areas.head.width).saturating_sub(1);
    let (kept, is_warning) = kept_words(app);
    let style = if is_warning { theme.warning } else { theme.dim };
    put(
        buffer,
        areas.head,
        0,
        &Line::from(fit(&own_words(&counts(app, pane)), width, Cut::End, theme.text, &[], theme)),
    );
    put(buffer, areas.head, 1, &Line::from(fit(&own_words(&kept), width, Cut::Middle, style, &[], theme)));
    if pane.marks().is_empty() {
        for (line, words) in (0..).zip(words_without_marks(app)) {
            let words = fit(&words, width.saturating_sub(2), Cut::Middle, theme.dim, &[], theme);
            let indent = std::iter::once(Span::raw("  "));
            put(buffer, areas.rows, line, &indent.chain(words).collect::<Line<'_>>());
        }
        return;
    }
    let shown = pane.window.visible().filter_map(|row| pane.marks().get(row));
    let widths = CaseWidths::of(&shown.map(AsRef::as_ref).collect::<Vec<_>>(), width);
    for (line, row) in (0..).zip(pane.window.visible()) {
        let Some(mark) = pane.marks().get(row) else { continue };
        put(buffer, areas.rows, line, &row_of(app, mark, &widths, row == pane.window.cursor()));
        if row == pane.window.cursor() {
            let area = Rect { width: areas.rows.width.saturating_sub(1), ..areas.rows };
            paint_row(buffer, area, line, theme.selected);
        }
    }
    scroll_bar(buffer, areas.rows, &pane.window, theme);
    if let Some(mark) = pane.current() {
        note(app, mark, areas.note, buffer);
    }
}

/// Returns what is shown instead of events: what to do, and the case of other paths that has events of this data.
fn words_without_marks(app: &App) -> Vec<String> {
    let mut lines: Vec<String> = [
        "",
        "Nothing is marked yet.",
        "m marks an event, # writes a note about it, V selects all that is listed.",
    ]
    .map(str::to_owned)
    .into();
    if let Some(other) = &app.case.other {
        let (found, count) = (number(other.found), counted(other.marks, "event"));
        lines.push(String::new());
        lines.push(format!("A case of other paths has {found} of its {count} here; o opens it."));
        if !other.made_from.is_empty() {
            lines.push(format!("made from {}", text::plain(&other.made_from)));
        }
        lines.push(format!("saved in {}", text::path(&other.path)));
    }
    lines
}

/// Returns how many events are marked, noted, absent and changed.
fn counts(app: &App, pane: &CasePane) -> String {
    let marks = pane.marks();
    let MarkCounts { noted, absent, changed } = app.case.shown().counts();
    let mut parts =
        vec![format!("{} marked", counted(marks.len(), "event")), format!("{} noted", number(noted))];
    if absent > 0 {
        parts.push(format!("{} not among what is open", number(absent)));
    }
    if changed > 0 {
        parts.push(format!("{} with another text than when marked", number(changed)));
    }
    if let Some(files) = &app.case.files {
        parts.push(files.clone());
    }
    if let Some(other) = app.case.other.as_ref().filter(|_| !marks.is_empty()) {
        parts.push(format!("o opens a case of other paths with {}", counted(other.marks, "event")));
    }
    parts.join(" · ")
}

/// Returns whether the case is saved and where, and whether that is a warning.
fn kept_words(app: &App) -> (String, bool) {
    let path = app.case.path.as_ref().map(|path| text::path(path)).unwrap_or_default();
    match &app.case.kept {
        CaseKept::Empty => (format!("will be saved in {path}"), false),
        CaseKept::Saved => (format!("saved in {path}"), false),
        CaseKept::Unsaved => (format!("being saved in {path}"), false),
        CaseKept::Unwanted => ("not saved; start with --case FILE to save it".to_owned(), true),
        CaseKept::Failed(reason) => (format!("not saved: {reason}"), true),
    }
}

/// The widths of the columns of a row, by what the shown rows need; 0 for a column without room.
struct CaseWidths {
    name: usize,
    who: usize,
    note: usize,
}

impl CaseWidths {
    /// Divides rows of this many cells: names first, then notes, which are cut last, then who acted.
    fn of(shown: &[&ShownMark], width: usize) -> Self {
        let longest =
            |text: &dyn Fn(&ShownMark) -> usize| shown.iter().map(|mark| text(mark)).max().unwrap_or(0);
        let left = width.saturating_sub(TIME + 4);
        let notes = longest(&|mark| text_fit::width(&labels_and_note(mark)));
        // A note keeps half of the room, if it needs that.
        let name = longest(&|mark| text_fit::width(&mark.mark.about.event_name));
        let name = name.min(LONGEST_NAME).min(left.saturating_sub(notes.min(left / 2)));
        let left = left.saturating_sub(name + 1);
        let principal = longest(&|mark| text_fit::width(&mark.mark.about.principal));
        let room = if notes > 0 { left.saturating_sub(notes + 1).max(left / 4) } else { left };
        let who = if principal <= room || room >= LEAST_WHO { principal.min(room) } else { 0 };
        Self { name, who, note: left.saturating_sub(if who > 0 { who + 1 } else { 0 }) }
    }
}

/// Returns the labels of a mark, and the first line of its note.
fn labels_and_note(mark: &ShownMark) -> String {
    let labels: String = mark.mark.labels.iter().flat_map(|label| ["[", label, "] "]).collect();
    let note = mark.mark.notes.first().and_then(|note| note.lines().next()).unwrap_or_default();
    format!("{labels}{note}")
}

fn row_of(app: &App, mark: &ShownMark, widths: &CaseWidths, selected: bool) -> Line<'static> {
    let (theme, about) = (&app.theme, &mark.mark.about);
    let mut spans = vec![
        Span::raw(if selected { "▌" } else { " " }),
        Span::styled(sign(mark), sign_style(mark, theme)),
        Span::raw(" "),
    ];
    let time = Time::parse(&about.event_time)
        .map_or_else(|| "no time".to_owned(), |time| app.local(time).to_string());
    let time: String = time.chars().take(TIME).map(|char| if char == 'T' { ' ' } else { char }).collect();
    spans.extend(fit(&time, TIME, Cut::End, theme.text, &[], theme));
    let style = if about.error_code.is_empty() { theme.text } else { theme.failed };
    spans.push(Span::raw(" "));
    spans.extend(fit(&about.event_name, widths.name, Cut::End, style, &[], theme));
    if widths.who > 0 {
        spans.push(Span::raw(" "));
        spans.extend(fit(&about.principal, widths.who, Cut::Middle, theme.dim, &[], theme));
    }
    spans.push(Span::raw(" "));
    spans.extend(fit(&labels_and_note(mark), widths.note, Cut::End, theme.accent, &[], theme));
    Line::from(spans)
}

/// Returns the sign of a mark: whether its event is there.
fn sign(mark: &ShownMark) -> &'static str {
    match (mark.found.events.is_empty(), mark.found.is_changed, mark.mark.notes.is_empty()) {
        (true, ..) => "?",
        (_, true, _) => "≠",
        (_, _, true) => "□",
        (..) => "■",
    }
}

fn sign_style(mark: &ShownMark, theme: &Theme) -> ratatui::style::Style {
    if mark.found.events.is_empty() || mark.found.is_changed { theme.warning } else { theme.accent }
}

/// Draws what is said about an event, below a rule.
fn note(app: &App, mark: &ShownMark, area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let theme = &app.theme;
    let width = usize::from(area.width).saturating_sub(1);
    let state = match (mark.found.events.is_empty(), mark.found.is_changed) {
        (true, _) => "its file is not open",
        (_, true) => "the record's text has changed since it was marked",
        (_, false) => "",
    };
    let left = vec![Span::styled(" Note ", theme.heading)];
    rule(buffer, area, left, &[Span::styled(state, theme.warning)], theme);
    let about =
        mark.mark.about.fields().filter(|(field, value)| field.name != "eventTime" && !value.is_empty());
    let about: Vec<String> = about.map(|(field, value)| format!("{} {value}", field.title)).collect();
    let mut own = Vec::new();
    if !mark.mark.labels.is_empty() {
        own.push((format!("labels: {}", mark.mark.label_line()), theme.accent));
    }
    let note = mark.mark.note();
    for line in note.lines() {
        own.extend(wrap_words(line, width.max(1)).into_iter().map(|line| (line, theme.text)));
    }
    let room = usize::from(area.height).saturating_sub(1);
    // What is known about the event takes the lines that the note leaves.
    let about = about.join(" · ");
    let wrapped = wrap_words(&about, width.max(1));
    let about = if wrapped.len() + own.len() <= room { wrapped } else { vec![about] };
    let mut lines: Vec<_> = about.into_iter().map(|line| (line, theme.dim)).chain(own).collect();
    if lines.len() > room {
        let hidden = counted(lines.len() + 1 - room, "more line");
        lines.truncate(room.saturating_sub(1));
        lines.push((format!("… {hidden}; # shows all"), theme.dim));
    }
    for (line, (words, style)) in (1..).zip(lines) {
        put(buffer, area, line, &Line::from(fit(&own_words(&words), width, Cut::End, style, &[], theme)));
    }
}
