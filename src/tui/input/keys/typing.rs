//! The keys of lines that are typed into, the filter bar above all.

use crossterm::event::KeyCode;

use crate::tui::input::action::Context::Typing;
use crate::tui::input::action::{Action, Binding, FilterAction as Filter, MoveAction as Go, bind};
use crate::tui::input::chord::{ctrl, named};

/// In the order of the help.
pub(in crate::tui::input) const KEYS: &[Binding] = &[
    bind(Typing, &[named(KeyCode::Enter)], Action::Accept, "apply", "apply the filter"),
    bind(
        Typing,
        &[named(KeyCode::Esc)],
        Action::Back,
        "close",
        "close the line and keep the filter; press again in the list to clear it",
    ),
    bind(
        Typing,
        &[named(KeyCode::Tab)],
        Action::Filter(Filter::Complete(1)),
        "complete",
        "complete a field, a path, a test or a value; counts show what there is",
    ),
    bind(
        Typing,
        &[named(KeyCode::BackTab)],
        Action::Filter(Filter::Complete(-1)),
        "",
        "go to the previous completion",
    ),
    bind(
        Typing,
        &[named(KeyCode::Up), ctrl('p')],
        Action::Filter(Filter::History(-1)),
        "earlier",
        "go to an earlier filter",
    ),
    bind(
        Typing,
        &[named(KeyCode::Down), ctrl('n')],
        Action::Filter(Filter::History(1)),
        "",
        "go to a later filter",
    ),
    bind(
        Typing,
        &[ctrl('r')],
        Action::Filter(Filter::Earlier),
        "",
        "search earlier filters, also of earlier runs",
    ),
    bind(
        Typing,
        &[named(KeyCode::PageDown)],
        Action::Move(Go::Page(2)),
        "",
        "scroll the results down while typing",
    ),
    bind(
        Typing,
        &[named(KeyCode::PageUp)],
        Action::Move(Go::Page(-2)),
        "",
        "scroll the results up while typing",
    ),
];
