//! The keys of the event list.

use crossterm::event::KeyCode;

use crate::tui::input::action::Context::List;
use crate::tui::input::action::{
    Action, Binding, Context, ListAction as Listed, Sought, TimeAction as Time, at, bind,
};
use crate::tui::input::chord::{Chord, key, named, shift};

/// The keys that begin a number.
pub(super) const NUMBER: &[Chord] =
    &[key('0'), key('1'), key('2'), key('3'), key('4'), key('5'), key('6'), key('7'), key('8'), key('9')];

/// In the order of the help.
pub(in crate::tui::input) const KEYS: &[Binding] = &[
    // With SHIFT first: the arrows below match with and without it.
    bind(
        List,
        &[key('L'), shift(KeyCode::Right)],
        Action::List(Listed::Columns(1)),
        "",
        "scroll the columns to the right, if they do not fit",
    )
    .also(&["horizontal", "wide"]),
    bind(
        List,
        &[key('H'), shift(KeyCode::Left)],
        Action::List(Listed::Columns(-1)),
        "",
        "scroll the columns to the left",
    ),
    bind(
        List,
        &[named(KeyCode::Enter), key('l'), named(KeyCode::Right)],
        Action::Open,
        "open",
        "open the event",
    ),
    bind(
        List,
        &[key('s')],
        Action::List(Listed::Sort),
        "",
        "sort by a column; by the same column again, turn the list round",
    )
    .also(&["order", "ascending", "descending", "arrange"]),
    bind(List, &[key('S')], Action::List(Listed::Reverse), "", "sort newest first, or oldest first again")
        .also(&["sort", "order", "newest", "oldest"]),
    bind(
        List,
        &[key('v')],
        Action::List(Listed::Select),
        "",
        "begin a range of events, for y and x; or end it",
    )
    .also(&["select", "visual", "several", "block"]),
    bind(
        List,
        NUMBER,
        Action::List(Listed::Digit(0)),
        "",
        "a number before a move, g, m, # or y: the rows to go, the row to go to, the events it is for",
    ),
    bind(
        List,
        &[key('R')],
        Action::List(Listed::Runs),
        "",
        "show runs of like events in one row each, or every event again",
    )
    .also(&["collapse", "repeated", "summarize", "noise", "similar", "squash", "uniq"]),
    bind(List, &[key(' ')], Action::List(Listed::OpenRun), "", "open this run, or close it")
        .also(&["expand", "collapse"]),
    bind(
        List,
        &[key('U')],
        Action::List(Listed::Unfold),
        "",
        "show repeated deliveries, or merge them again",
    )
    .also(&["duplicates", "dedupe", "repeats"]),
    bind(List, &[key('.')], Action::List(Listed::Seek(Sought::Failure, 1)), "", "go to the next failed call")
        .also(&["error", "denied", "failure"]),
    bind(
        List,
        &[key(',')],
        Action::List(Listed::Seek(Sought::Failure, -1)),
        "",
        "go to the previous failed call",
    ),
    bind(
        List,
        &[key(';')],
        Action::List(Listed::Seek(Sought::Change, 1)),
        "",
        "go to the next change: a write that did not fail",
    )
    .also(&["write", "modified"]),
    bind(
        List,
        &[key('E')],
        Action::List(Listed::Twins),
        "",
        "merge twins, that is different texts of one eventID, or show each of them again",
    )
    .also(&["twins", "same eventid", "merge", "fold"]),
    at(List, &[key('d')], Time::Day(1), "", "go to the next day in the list"),
    at(List, &[key('D')], Time::Day(-1), "", "go to the previous day in the list"),
    at(List, &[key(']')], Time::Hour(1), "", "go to the next hour that has events"),
    at(List, &[key('[')], Time::Hour(-1), "", "go to the previous hour that has events"),
    bind(List, &[key('@')], Action::Show(Context::GoToTime), "", "go to a time; nothing is filtered")
        .also(&["jump", "seek", "date"]),
];
