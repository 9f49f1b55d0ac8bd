//! The first line: what is open, how much, from when to when, and everything that is not shown, with its number.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::ingest::{Progress, text_of_size};
use crate::plural::noun_of;
use crate::record::time::Time;
use crate::store::Store;
use crate::text;
use crate::tui::app::App;
use crate::tui::cells::put;
use crate::tui::number::{counted, number};

/// Draws the line. The least important parts are left out first when there is too little room.
pub fn draw(app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = &app.theme;
    let mut parts: Vec<(u8, Span<'static>)> =
        vec![(0, Span::styled(text::plain(&app.name).into_owned(), theme.heading))];
    let events = app.store.len() - app.store.folds().count();
    parts.push((0, Span::styled(counted(events, "event"), theme.text)));
    let progress = &app.progress;
    if !progress.finished {
        let more = if progress.walked { "" } else { "+" };
        let words = format!(
            "loading {}/{}{more} {}",
            number(progress.done),
            number(progress.found),
            noun_of(progress.found, "file")
        );
        parts.push((0, Span::styled(words, theme.accent)));
    } else if progress.stopped {
        parts.push((0, Span::styled("loading was stopped", theme.warning)));
    }
    if let Some(words) = memory(progress) {
        parts.push((0, Span::styled(words, theme.warning)));
    }
    if progress.problems > 0 {
        let problems = counted(progress.problems, "problem");
        parts.push((0, Span::styled(format!("{problems} (i)"), theme.warning)));
    }
    if let Some(span) = span(&app.store) {
        parts.push((2, Span::styled(span, theme.dim)));
    }
    let folded = app.store.folds().count();
    if folded > 0 {
        let state = if app.unfolded { "shown" } else { "merged" };
        parts.push((1, Span::styled(format!("{} {state}", counted(folded, "duplicate")), theme.dim)));
    }
    let own_name = if area.width < 60 { " " } else { " trailsift  " };
    let mut left = vec![Span::styled(own_name, theme.dim)];
    let width = |parts: &[(u8, Span<'_>)]| parts.iter().map(|(_, span)| span.width() + 3).sum::<usize>() + 12;
    while width(&parts) > usize::from(area.width) {
        let Some(least) = parts.iter().map(|(rank, _)| *rank).max().filter(|&rank| rank > 0) else { break };
        parts.retain(|(rank, _)| *rank != least);
    }
    for (place, (_, span)) in parts.into_iter().enumerate() {
        if place > 0 {
            left.push(Span::styled(" · ", theme.dim));
        }
        left.push(span);
    }
    put(buffer, area, 0, &Line::from(left));
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

/// `2023-07-10 11:40 → 12:45 UTC`: the date of the end only where it is another day.
fn span(store: &Store) -> Option<String> {
    let (first, last) = store.span()?;
    let minute = |time: Time| time.clock().get(..5).unwrap_or_default().to_owned();
    let (first_date, last_date) = (first.date(), last.date());
    let same_year = first_date.get(..4) == last_date.get(..4);
    let date = match () {
        () if first_date == last_date => String::new(),
        () if same_year => format!("{} ", last_date.get(5..).unwrap_or_default()),
        () => format!("{last_date} "),
    };
    Some(format!("{} {} → {date}{} UTC", first_date, minute(first), minute(last)))
}
