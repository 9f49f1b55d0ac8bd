//! The keys of the groups, and of the pane of the selected one.

use crossterm::event::KeyCode;

use super::list::NUMBER;
use crate::tui::input::action::Context::{Groups, Portrait};
use crate::tui::input::action::{Action, Binding, GroupAction as Group, ListAction, bind};
use crate::tui::input::chord::{key, named};

/// In the order of the help.
pub(in crate::tui::input) const KEYS: &[Binding] = &[
    bind(
        Groups,
        &[named(KeyCode::Enter), key('l'), named(KeyCode::Right)],
        Action::Open,
        "events",
        "show the events of the group",
    ),
    bind(
        Portrait,
        &[named(KeyCode::Enter), key('l'), named(KeyCode::Right)],
        Action::Open,
        "events",
        "show the events of the group with this value; or the group, at this event",
    ),
    bind(Portrait, &[key('h'), named(KeyCode::Left)], Action::Back, "back", "go back to the groups"),
    bind(
        Groups,
        &[key('s')],
        Action::Group(Group::Order),
        "sort",
        "sort: largest, by name, earliest, rarest first; with a sum, largest sum first",
    )
    .also(&["sort"]),
    bind(
        Groups,
        &[key('S')],
        Action::Group(Group::Sum),
        "",
        "sum up bytes or another number for each group, with median and maximum",
    )
    .also(&["sum", "total", "bytes", "traffic", "median", "maximum", "average"]),
    bind(
        Groups,
        &[key('B')],
        Action::Group(Group::Within),
        "then by…",
        "count by another field within each group",
    ),
    bind(
        Groups,
        NUMBER,
        Action::List(ListAction::Digit(0)),
        "",
        "a number before a move or g: the rows to go, or the row to go to",
    ),
    bind(Groups, &[key(' ')], Action::Group(Group::Fold), "expand", "expand or collapse the group"),
    bind(
        Groups,
        &[key('L')],
        Action::Group(Group::Level),
        "",
        "switch between groups by person, principal, session and access key",
    ),
];
