//! What every overlay can do: take the keys of its context, move, be clicked and typed into. What it cannot do
//! alone it returns as an answer, and `update` carries it out.

use ratatui::layout::{Position, Rect};

use super::choice::Choice;
use crate::store::Store;
use crate::tui::input::action::{Action, Context, MoveAction};
use crate::tui::panes::filter::text_line::TextLine;
use crate::tui::panes::screens::path_line::PathLine;
use crate::tui::window::Window;

/// What happens to an overlay after a key or a click in it.
#[derive(Debug)]
pub enum OverlayAnswer {
    /// It stays.
    Stay,
    /// It closes.
    Close,
    /// It stays, and this is carried out.
    Do(Choice),
    /// It closes, and this is carried out.
    Choose(Choice),
}

impl OverlayAnswer {
    /// Closes for what is under the cursor; stays where there is nothing to choose.
    pub fn choosing(choice: Option<Choice>) -> Self {
        choice.map_or(Self::Stay, Self::Choose)
    }
}

/// An overlay.
pub trait OverlayPane {
    /// Returns the context of its keys, which includes its hints in the footer and its heading in the help.
    fn context(&self) -> Context;

    /// Returns the words in its border.
    fn title(&self) -> &'static str;

    /// Returns the part of the screen that it takes, including borders.
    fn area(&self, screen: Rect) -> Rect;

    /// Sets the size of its window on the screen.
    fn arrange(&mut self, screen: Rect);

    /// Returns its cursor and scroll position.
    fn window(&mut self) -> &mut Window;

    /// Moves by a key.
    fn go(&mut self, action: MoveAction) {
        self.window().go(action);
    }

    /// Moves by the wheel.
    fn scroll(&mut self, rows: isize) {
        self.window().scroll_by(rows);
    }

    /// Takes what an answer has made known about the events.
    fn see(&mut self, _store: &Store) {}

    /// Returns the choice of a letter without any other meaning.
    fn lettered(&self, _letter: char) -> Option<Choice> {
        None
    }

    /// Lets a key or pasted text change its line of typed text; returns whether it has one.
    fn edit(&mut self, _change: &mut dyn FnMut(&mut TextLine) -> bool) -> bool {
        false
    }

    /// Takes pasted text of several lines; returns whether it can.
    fn paste(&mut self, _text: &str) -> bool {
        false
    }

    /// Returns its line for a path, if it has one.
    fn path_line(&mut self) -> Option<&mut PathLine> {
        None
    }

    /// Carries out an action of its own keys; returns `None` for those that mean the same in every overlay.
    fn act(&mut self, _action: Action) -> Option<OverlayAnswer> {
        None
    }

    /// Handles a click.
    fn click(&mut self, place: Position, screen: Rect) -> OverlayAnswer;
}

/// Returns the row of an area that contains a place.
pub fn row_in(area: Rect, place: Position) -> Option<usize> {
    area.contains(place).then(|| usize::from(place.y - area.y))
}
