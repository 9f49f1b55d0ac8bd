//! What overlays that choose have in common: rows below a line of typed text, of which a key, a letter or a click takes
//! one. Each says what its rows are and what taking one does; where they are on the screen, how they are typed into
//! and clicked is said here once.

use ratatui::layout::{Position, Rect};

use super::choice::Choice;
use super::overlay::{OverlayAnswer, OverlayPane, row_in};
use crate::store::Store;
use crate::tui::input::action::{Action, Context};
use crate::tui::layout;
use crate::tui::panes::filter::text_line::TextLine;
use crate::tui::window::Window;

/// An overlay that chooses.
pub trait Chooser {
    /// Returns the context of its keys.
    fn keys(&self) -> Context;

    /// Returns the words in its border.
    fn heading(&self) -> &'static str;

    /// Returns how many lines of `cells` cells it takes inside its borders. It does not depend on the text, so that
    /// nothing moves while it is typed.
    fn lines(&self, cells: usize) -> usize;

    /// Returns its cursor and scroll position among the rows.
    fn cursor(&mut self) -> &mut Window;

    /// Returns the typed text, while letters are text.
    fn typed(&mut self) -> Option<&mut TextLine>;

    /// Finds the rows that match the typed text.
    fn narrow(&mut self);

    /// Takes what is under the cursor.
    fn take(&mut self) -> OverlayAnswer;

    /// Returns the area of the rows within that inside the borders.
    fn rows(&self, inside: Rect) -> Rect {
        layout::below_typed(inside)
    }

    /// Carries out an action of its own keys.
    fn carry_out(&mut self, action: Action) -> Option<OverlayAnswer> {
        (action == Action::Accept).then(|| self.take())
    }

    /// Returns the choice of a letter.
    fn by_letter(&self, _letter: char) -> Option<Choice> {
        None
    }

    /// Moves by the wheel.
    fn turn_wheel(&mut self, rows: isize) {
        self.cursor().scroll_by(rows);
    }

    /// Takes what an answer has made known about the events.
    fn learn(&mut self, _store: &Store) {}
}

/// Returns the area of the rows of a chooser on the screen.
pub fn rows_on(chooser: &impl Chooser, screen: Rect) -> Rect {
    chooser.rows(layout::inside(chooser_area(chooser, screen)))
}

fn chooser_area(chooser: &impl Chooser, screen: Rect) -> Rect {
    let cells = usize::from(layout::inside(layout::overlay(screen, 0)).width);
    layout::overlay(screen, chooser.lines(cells))
}

impl<C: Chooser> OverlayPane for C {
    fn context(&self) -> Context {
        self.keys()
    }

    fn title(&self) -> &'static str {
        self.heading()
    }

    fn area(&self, screen: Rect) -> Rect {
        chooser_area(self, screen)
    }

    fn arrange(&mut self, screen: Rect) {
        let height = usize::from(rows_on(self, screen).height);
        self.cursor().set_height(height);
    }

    fn window(&mut self) -> &mut Window {
        self.cursor()
    }

    fn scroll(&mut self, rows: isize) {
        self.turn_wheel(rows);
    }

    fn see(&mut self, store: &Store) {
        self.learn(store);
    }

    fn lettered(&self, letter: char) -> Option<Choice> {
        self.by_letter(letter)
    }

    fn edit(&mut self, change: &mut dyn FnMut(&mut TextLine) -> bool) -> bool {
        let Some(line) = self.typed() else { return false };
        if change(line) {
            self.narrow();
        }
        true
    }

    fn act(&mut self, action: Action) -> Option<OverlayAnswer> {
        self.carry_out(action)
    }

    fn click(&mut self, place: Position, screen: Rect) -> OverlayAnswer {
        let Some(row) = row_in(rows_on(self, screen), place) else {
            let is_inside = self.area(screen).contains(place);
            return if is_inside && self.typed().is_some() {
                OverlayAnswer::Stay
            } else {
                OverlayAnswer::Close
            };
        };
        let row = self.cursor().offset() + row;
        if row >= self.cursor().total() {
            return OverlayAnswer::Stay;
        }
        self.cursor().select(row);
        self.take()
    }
}
