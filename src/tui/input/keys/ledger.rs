//! The keys of what still stands, and the one that opens it.

use crossterm::event::KeyCode;

use crate::tui::input::action::Context::{Anywhere, Ledger};
use crate::tui::input::action::{Action, Binding, FilterAction, PivotAction, bind};
use crate::tui::input::chord::{key, named};

/// In the order of the help.
pub(in crate::tui::input) const KEYS: &[Binding] = &[
    bind(
        Ledger,
        &[named(KeyCode::Enter)],
        Action::Open,
        "events",
        "show the events of the line: those that made it, and the one that ended it",
    ),
    bind(
        Ledger,
        &[key('+')],
        Action::Pivot(PivotAction::Keep(true)),
        "only these",
        "add the events of the line to the filter",
    ),
    bind(
        Ledger,
        &[key('-')],
        Action::Pivot(PivotAction::Keep(false)),
        "not these",
        "filter out the events of the line",
    ),
    bind(
        Ledger,
        &[key('X')],
        Action::Filter(FilterAction::ShowHidden),
        "undone too",
        "list what was undone too, or only what stands",
    ),
    bind(Ledger, &[key('/')], Action::Filter(FilterAction::Type), "narrow", "type to narrow the lines"),
    bind(Ledger, &[key('q'), key('o')], Action::Back, "close", "close; esc also closes"),
    bind(
        Anywhere,
        &[key('o')],
        Action::Show(Ledger),
        "",
        "show open changes: what the listed events made, opened or shared and still stands",
    )
    .also(&[
        "ledger",
        "undo",
        "undone",
        "persistence",
        "backdoor",
        "stands",
        "standing",
        "cleanup",
        "left",
    ]),
];
