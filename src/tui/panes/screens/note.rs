//! The overlay in which a note and labels are typed. A note has several lines; labels are one.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Position, Rect};

use crate::case::opened::Marked;
use crate::tui::input::action::{Action, CaseAction, Context, MoveAction};
use crate::tui::layout;
use crate::tui::panes::filter::text_line::TextLine;
use crate::tui::panes::menus::choice::{CaseChoice, Choice};
use crate::tui::panes::menus::overlay::{OverlayAnswer, OverlayPane, row_in};
use crate::tui::window::Window;

/// Lines of the note that are shown, if the screen has them.
const NOTE_LINES: usize = 12;
/// Lines above the note: what is noted, the labels, a rule.
pub const ABOVE_NOTE: u16 = 3;

/// The overlay.
#[derive(Debug)]
pub struct NotePane {
    /// What is noted.
    pub subject: Marked,
    /// What that is, in words.
    pub about: String,
    /// The labels.
    pub labels: TextLine,
    /// The lines of the note; there is always one.
    lines: Vec<TextLine>,
    /// Cursor and scroll position in the lines of the note.
    pub window: Window,
    /// Whether the labels are typed.
    pub is_at_labels: bool,
    /// What the note and the labels were.
    before: (String, String),
}

impl NotePane {
    /// Makes an overlay for events with this note and these labels.
    pub fn new(subject: Marked, about: String, note: &str, labels: &str) -> Self {
        let lines: Vec<TextLine> = note.split('\n').map(TextLine::new).collect();
        let mut window = Window::default();
        window.set_total(lines.len());
        window.set_height(NOTE_LINES);
        window.select(lines.len());
        Self {
            subject,
            about,
            labels: TextLine::new(labels),
            lines,
            window,
            is_at_labels: false,
            before: (note.to_owned(), labels.to_owned()),
        }
    }

    /// Returns the lines of the note.
    pub fn lines(&self) -> &[TextLine] {
        &self.lines
    }

    /// Returns the note.
    pub fn note(&self) -> String {
        self.lines.iter().map(TextLine::text).collect::<Vec<_>>().join("\n")
    }

    /// Returns the line that is typed into.
    fn line(&mut self) -> Option<&mut TextLine> {
        if self.is_at_labels { Some(&mut self.labels) } else { self.lines.get_mut(self.window.cursor()) }
    }

    fn new_line(&mut self) {
        let row = self.window.cursor();
        let Some(line) = self.lines.get_mut(row) else { return };
        let (before, after): (String, String) = {
            let (text, cursor) = (line.text(), line.cursor());
            (text.chars().take(cursor).collect(), text.chars().skip(cursor).collect())
        };
        line.set(&before);
        let mut next = TextLine::default();
        next.set_with_cursor(&after, 0);
        self.lines.insert(row + 1, next);
        self.window.set_total(self.lines.len());
        self.window.select(row + 1);
    }

    /// Deletes the character before the cursor; at the beginning of a line, the line break before it.
    fn delete_back(&mut self) {
        let row = self.window.cursor();
        let Some(line) = self.line() else { return };
        if line.cursor() > 0 {
            line.edit(KeyEvent::new(KeyCode::Backspace, KeyModifiers::NONE));
            return;
        }
        if self.is_at_labels || row == 0 {
            return;
        }
        let rest = self.lines.remove(row).text().to_owned();
        if let Some(above) = self.lines.get_mut(row - 1) {
            let cursor = above.text().chars().count();
            let joined = format!("{}{rest}", above.text());
            above.set_with_cursor(&joined, cursor);
        }
        self.window.set_total(self.lines.len());
        self.window.select(row - 1);
    }

    /// Goes some lines down, or up; the cursor stays in its column as far as the line is long enough.
    fn move_lines(&mut self, rows: isize) {
        let column = self.line().map_or(0, |line| line.cursor());
        self.window.move_by(rows);
        if let Some(line) = self.lines.get_mut(self.window.cursor()) {
            let text = line.text().to_owned();
            let column = column.min(text.chars().count());
            line.set_with_cursor(&text, column);
        }
    }

    /// Returns the choice that saves what was typed; nothing if that is what it was before.
    fn save(&self) -> OverlayAnswer {
        let (note, labels) = (self.note(), self.labels.text().to_owned());
        if (&note, &labels) == (&self.before.0, &self.before.1) {
            return OverlayAnswer::Close;
        }
        let note = (note != self.before.0).then_some(note);
        let labels = (labels != self.before.1).then_some(labels);
        OverlayAnswer::Choose(Choice::Case(CaseChoice::Save { what: self.subject.clone(), note, labels }))
    }
}

impl OverlayPane for NotePane {
    fn context(&self) -> Context {
        Context::Note
    }

    fn title(&self) -> &'static str {
        "Note"
    }

    fn area(&self, screen: Rect) -> Rect {
        layout::overlay(screen, NOTE_LINES + usize::from(ABOVE_NOTE))
    }

    fn arrange(&mut self, screen: Rect) {
        let height = layout::inside(self.area(screen)).height.saturating_sub(ABOVE_NOTE);
        self.window.set_height(usize::from(height));
    }

    fn window(&mut self) -> &mut Window {
        &mut self.window
    }

    fn edit(&mut self, change: &mut dyn FnMut(&mut TextLine) -> bool) -> bool {
        self.line().map(change);
        true
    }

    fn paste(&mut self, text: &str) -> bool {
        if self.is_at_labels {
            return false;
        }
        for (number, line) in text.trim_end_matches(['\r', '\n']).split('\n').enumerate() {
            if number > 0 {
                self.new_line();
            }
            if let Some(typed) = self.line() {
                typed.paste(line.trim_end_matches('\r'));
            }
        }
        true
    }

    fn act(&mut self, action: Action) -> Option<OverlayAnswer> {
        if action == Action::Back {
            return Some(self.save());
        } else if action == Action::Accept && !self.is_at_labels {
            self.new_line();
        } else if action == Action::Accept || action == Action::NextPane {
            self.is_at_labels = !self.is_at_labels;
        } else if action == Action::Case(CaseAction::DeleteBack) {
            self.delete_back();
        } else if let Action::Move(MoveAction::Rows(rows)) = action {
            if self.is_at_labels {
                self.is_at_labels = rows < 0;
            } else if rows < 0 && self.window.cursor() == 0 {
                self.is_at_labels = true;
            } else {
                self.move_lines(rows);
            }
        } else {
            return None;
        }
        Some(OverlayAnswer::Stay)
    }

    /// A click outside saves, too: what was typed must not be lost by a slip of the hand.
    fn click(&mut self, place: Position, screen: Rect) -> OverlayAnswer {
        let area = self.area(screen);
        if !area.contains(place) {
            return self.save();
        }
        match row_in(layout::inside(area), place) {
            Some(1) => self.is_at_labels = true,
            Some(row) if row >= usize::from(ABOVE_NOTE) => {
                self.is_at_labels = false;
                self.window.select(self.window.offset() + row - usize::from(ABOVE_NOTE));
            }
            Some(_) | None => {}
        }
        OverlayAnswer::Stay
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pane(note: &str) -> NotePane {
        NotePane::new(Marked::Events(vec![1]), String::new(), note, "")
    }

    #[test]
    fn lines_are_split_joined_and_kept() {
        let mut pane = pane("one\ntwo");
        let up = Action::Move(MoveAction::Rows(-1));
        for (action, note) in [
            (Action::Accept, "one\ntwo\n"),
            (Action::Case(CaseAction::DeleteBack), "one\ntwo"),
            (Action::Case(CaseAction::DeleteBack), "one\ntw"),
            (up, "one\ntw"),
            (Action::Accept, "on\ne\ntw"),
            (Action::Case(CaseAction::DeleteBack), "one\ntw"),
        ] {
            pane.act(action);
            assert_eq!(pane.note(), note, "{action:?}");
        }
        pane.paste("a\r\nb\n");
        assert_eq!(pane.note(), "ona\nbe\ntw");
    }

    #[test]
    fn only_what_was_changed_is_saved() {
        let mut same = pane("x");
        assert!(matches!(same.act(Action::Back), Some(OverlayAnswer::Close)));
        same.paste("y");
        let Some(OverlayAnswer::Choose(Choice::Case(CaseChoice::Save { note, labels, .. }))) =
            same.act(Action::Back)
        else {
            panic!("it is saved");
        };
        assert_eq!((note.as_deref(), labels), (Some("xy"), None));
    }
}
