//! Draws the overlay in which a note and labels are typed.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use crate::text::ascii::own_words;
use crate::tui::cells::put;
use crate::tui::panes::screens::note::{ABOVE_NOTE, NotePane};
use crate::tui::text_fit::{Cut, fit};
use crate::tui::theme::Theme;
use crate::tui::view::frame::scroll_bar;
use crate::tui::view::typed_line;

/// Returns the area of the lines of the note.
fn note_area(body: Rect) -> Rect {
    let top = ABOVE_NOTE.min(body.height);
    Rect { y: body.y + top, height: body.height - top, ..body }
}

/// Draws it inside its frame.
pub(in crate::tui::view) fn draw(pane: &NotePane, body: Rect, theme: &Theme, buffer: &mut Buffer) {
    let width = usize::from(body.width).saturating_sub(1);
    put(
        buffer,
        body,
        0,
        &Line::from(fit(&own_words(&pane.about), width, Cut::Middle, theme.dim, &[], theme)),
    );
    let labels = Rect { y: body.y + body.height.min(1), height: body.height.saturating_sub(1), ..body };
    typed_line::draw(&pane.labels, "labels, with blanks between them", "", labels, theme, buffer);
    let area = note_area(body);
    let is_blank = pane.lines().iter().all(|line| line.text().is_empty());
    for (line, row) in (0..).zip(pane.window.visible()) {
        let Some(typed) = pane.lines().get(row) else { continue };
        let is_typed = row == pane.window.cursor() && !pane.is_at_labels;
        if is_typed || is_blank {
            let hint = "what you found, and how you know";
            let hint = if is_blank { hint } else { "" };
            put(buffer, area, line, &typed_line::line(typed, hint, "", width, theme));
        } else {
            let mut spans = vec![Span::raw("  ")];
            spans.extend(fit(typed.text(), width.saturating_sub(2), Cut::End, theme.text, &[], theme));
            put(buffer, area, line, &Line::from(spans));
        }
    }
    scroll_bar(buffer, area, &pane.window, theme);
}

/// Returns the position of the terminal's cursor.
pub(in crate::tui::view) fn cursor(pane: &NotePane, body: Rect) -> Option<Position> {
    if pane.is_at_labels {
        return typed_line::cursor(&pane.labels, "", Rect { y: body.y + 1, ..body });
    }
    let row = pane.window.cursor().checked_sub(pane.window.offset())?;
    let area = note_area(body);
    let line = pane.lines().get(pane.window.cursor())?;
    typed_line::cursor(line, "", Rect { y: area.y + u16::try_from(row).ok()?, ..area })
}
