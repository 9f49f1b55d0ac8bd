//! What every overlay can do: take the keys of its context, move, be clicked and typed into. What it cannot do alone it
//! answers with, and `update` does it.

use ratatui::layout::{Position, Rect};

use super::choice::Choice;
use super::text_line::TextLine;
use crate::store::Store;
use crate::tui::input::action::{Action, Context, MoveAction};
use crate::tui::window::Window;

/// What is to become of an overlay after a key or a click in it.
#[derive(Debug)]
pub enum OverlayAnswer {
    /// It stays.
    Stay,
    /// It closes.
    Close,
    /// It stays, and this is done.
    Do(Choice),
    /// It closes, and this is done.
    Choose(Choice),
}

/// An overlay.
pub trait OverlayPane {
    /// The context whose keys it has; its hints in the footer and its heading in the help come with it.
    fn context(&self) -> Context;

    /// The words in its border.
    fn title(&self) -> &'static str;

    /// The part of the screen that it takes, borders included.
    fn area(&self, screen: Rect) -> Rect;

    /// Gives its window the size that it has on the screen.
    fn arrange(&mut self, screen: Rect);

    /// Its cursor and scroll position.
    fn window(&mut self) -> &mut Window;

    /// Moves by a key.
    fn go(&mut self, action: MoveAction) {
        self.window().go(action);
    }

    /// Moves by the wheel.
    fn scroll(&mut self, rows: isize) {
        self.window().scroll_by(rows);
    }

    /// Takes in what an answer has made known of the events.
    fn see(&mut self, _store: &Store) {}

    /// What a letter chooses that has no other meaning.
    fn lettered(&self, _letter: char) -> Option<Choice> {
        None
    }

    /// Lets a key or pasted text change the line that is typed into, if it has one; whether it has.
    fn edit(&mut self, _change: &mut dyn FnMut(&mut TextLine) -> bool) -> bool {
        false
    }

    /// What an action of its own keys does; nothing for those that mean the same in every overlay.
    fn act(&mut self, _action: Action) -> Option<OverlayAnswer> {
        None
    }

    /// What a click does.
    fn click(&mut self, place: Position, screen: Rect) -> OverlayAnswer;
}

/// The row of an area in which a place is.
pub fn row_in(area: Rect, place: Position) -> Option<usize> {
    area.contains(place).then(|| usize::from(place.y - area.y))
}
