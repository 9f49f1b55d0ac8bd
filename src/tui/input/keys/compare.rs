//! The keys of the comparison of two events, and those that open it.

use crossterm::event::KeyCode;

use crate::tui::input::action::Context::{Anywhere, Compare};
use crate::tui::input::action::{Action, Binding, CompareAction as Diff, bind};
use crate::tui::input::chord::{key, named};

/// In the order of the help.
pub(in crate::tui::input) const KEYS: &[Binding] = &[
    bind(Compare, &[key('n')], Action::Compare(Diff::NextDifference(1)), "next", "go to the next difference"),
    bind(
        Compare,
        &[key('N')],
        Action::Compare(Diff::NextDifference(-1)),
        "",
        "go to the previous difference",
    ),
    bind(Compare, &[key('h')], Action::Compare(Diff::Equal), "equal", "show what is equal, or hide it"),
    bind(
        Compare,
        &[key('['), named(KeyCode::Left)],
        Action::Compare(Diff::Other(-1)),
        "earlier",
        "compare with an earlier event of the same call",
    ),
    bind(
        Compare,
        &[key(']'), named(KeyCode::Right)],
        Action::Compare(Diff::Other(1)),
        "later",
        "compare with a later event of the same call",
    ),
    bind(Compare, &[key('y')], Action::Compare(Diff::Copy), "copy", "copy the differences as text"),
    bind(Compare, &[key('q'), key('~')], Action::Back, "close", "close; esc also closes"),
    bind(
        Anywhere,
        &[key('~')],
        Action::Compare(Diff::Open),
        "",
        "compare this event with the last of the same call, or with the picked one",
    )
    .also(&["compare", "diff", "difference", "beside", "versus"]),
    bind(
        Anywhere,
        &[key('%')],
        Action::Compare(Diff::Pick),
        "",
        "pick this event for comparison, or drop it; then ~ on another compares the two",
    )
    .also(&["pick", "compare", "baseline"]),
];
