//! The keys of cards, the life of a value and the chain of a credential, and the one that opens a life.

use crossterm::event::KeyCode;

use crate::tui::input::action::Context::{Anywhere, Card};
use crate::tui::input::action::{Action, Binding, FilterAction, PivotAction, bind};
use crate::tui::input::chord::{key, named};

/// In the order of the help.
pub(in crate::tui::input) const KEYS: &[Binding] = &[
    bind(
        Card,
        &[named(KeyCode::Enter)],
        Action::Open,
        "events",
        "show the events that the line rests on, whatever the filter",
    ),
    bind(
        Card,
        &[key('+')],
        Action::Pivot(PivotAction::Keep(true)),
        "only these",
        "add the events of the line to the filter",
    ),
    bind(
        Card,
        &[key('-')],
        Action::Pivot(PivotAction::Keep(false)),
        "not these",
        "filter out the events of the line",
    ),
    bind(
        Card,
        &[named(KeyCode::Tab)],
        Action::NextPane,
        "next",
        "show the life of the next: access key, session, principal, address of the event",
    ),
    bind(Card, &[key('/')], Action::Filter(FilterAction::Type), "narrow", "type to narrow the lines"),
    bind(Card, &[key('q'), key('I'), key('a')], Action::Back, "close", "close; esc also closes"),
    bind(
        Anywhere,
        &[key('I')],
        Action::Pivot(PivotAction::Life),
        "",
        "show the life of this key, session, principal or address: first and last use, from where, what it made, what ended it",
    )
    .also(&["life", "history", "card", "first seen", "last seen", "expired", "active", "since when", "profile"]),
];
