//! The keys of the timeline.

use crossterm::event::KeyCode;

use crate::tui::input::action::Context::Timeline;
use crate::tui::input::action::{Binding, TimeAction as Time, at};
use crate::tui::input::chord::{key, named, shift};

/// In the order of the help.
pub(in crate::tui::input) const KEYS: &[Binding] = &[
    at(
        Timeline,
        &[named(KeyCode::Enter)],
        Time::Take,
        "filter",
        "filter by the time of the column or selection",
    ),
    at(Timeline, &[key('v')], Time::Select, "select", "start selecting columns, or clear the selection"),
    // With SHIFT first: the arrows below match with and without it.
    at(Timeline, &[shift(KeyCode::Left), key('H')], Time::Extend(-1), "", "extend the selection left"),
    at(Timeline, &[shift(KeyCode::Right), key('L')], Time::Extend(1), "", "extend the selection right"),
    at(
        Timeline,
        &[named(KeyCode::Left), key('h')],
        Time::Column(-1),
        "",
        "go to the previous column with events",
    ),
    at(
        Timeline,
        &[named(KeyCode::Right), key('l')],
        Time::Column(1),
        "column",
        "go to the next column with events",
    ),
    at(
        Timeline,
        &[key('n')],
        Time::New,
        "new",
        "show what is new in the column or selection: the first of its principal, compared with all before",
    )
    .also(&["new", "first seen", "baseline", "since", "window"]),
    at(Timeline, &[key('z')], Time::ZoomIn, "zoom in", "zoom in: filter, and stay in the timeline"),
    at(Timeline, &[key('Z')], Time::ZoomOut, "out", "zoom out: double the time range, up to all of it"),
];
