//! The keys that move in overlays whose rows are narrowed by typing.

use crossterm::event::KeyCode;

use crate::tui::input::action::Context::{self, Columns, Narrowing, Palette, Times};
use crate::tui::input::action::{Action, Binding, MoveAction, bind};
use crate::tui::input::chord::{Chord, ctrl, named};

/// The moves in rows that are narrowed by typing: the same everywhere.
pub(in crate::tui::input) const KEYS: &[Binding] =
    [moves(Narrowing), moves(Palette), moves(Columns), moves(Times)].as_flattened();

const fn moves(context: Context) -> [Binding; 4] {
    const UP: &[Chord] = &[named(KeyCode::Up), ctrl('p')];
    const DOWN: &[Chord] = &[named(KeyCode::Down), ctrl('n')];
    const PAGES: [&[Chord]; 2] = [&[named(KeyCode::PageDown)], &[named(KeyCode::PageUp)]];
    [
        bind(context, UP, Action::Move(MoveAction::Rows(-1)), "up", "move up"),
        bind(context, DOWN, Action::Move(MoveAction::Rows(1)), "down", "move down"),
        bind(context, PAGES[0], Action::Move(MoveAction::Page(2)), "", "move a page down"),
        bind(context, PAGES[1], Action::Move(MoveAction::Page(-2)), "", "move a page up"),
    ]
}
