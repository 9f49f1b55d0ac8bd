//! The keys of the menu of columns that change a column: its place, its width, and the order of the list. The others
//! are with those of all overlays.

use crossterm::event::KeyCode;

use crate::tui::input::action::Context::Columns;
use crate::tui::input::action::{Action, Binding, ColumnAction, bind};
use crate::tui::input::chord::{ctrl, ctrl_named, shift};

/// In the order of the help. These come before the arrows without SHIFT, which match with SHIFT too.
pub(in crate::tui::input) const KEYS: &[Binding] = &[
    bind(
        Columns,
        &[ctrl_named(KeyCode::Up), shift(KeyCode::Up)],
        Action::Columns(ColumnAction::Shift(-1)),
        "move",
        "move this column up, in the list to the left",
    ),
    bind(
        Columns,
        &[ctrl_named(KeyCode::Down), shift(KeyCode::Down)],
        Action::Columns(ColumnAction::Shift(1)),
        "",
        "move this column down, in the list to the right",
    ),
    bind(
        Columns,
        &[ctrl_named(KeyCode::Right), shift(KeyCode::Right)],
        Action::Columns(ColumnAction::Widen(1)),
        "wider",
        "make this column wider",
    ),
    bind(
        Columns,
        &[ctrl_named(KeyCode::Left), shift(KeyCode::Left)],
        Action::Columns(ColumnAction::Widen(-1)),
        "",
        "make this column narrower",
    ),
    bind(
        Columns,
        &[ctrl('t')],
        Action::Columns(ColumnAction::Fit),
        "",
        "let this column be as wide as its values need",
    ),
    bind(
        Columns,
        &[ctrl('s')],
        Action::Columns(ColumnAction::Sort),
        "sort",
        "sort the list by this column; again, turn it round",
    ),
];
