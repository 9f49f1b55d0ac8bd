//! The keys of the triage board, and the one that opens it.

use crossterm::event::KeyCode;

use crate::tui::input::action::Context::{Anywhere, Triage};
use crate::tui::input::action::{Action, Binding, FilterAction, GroupAction, PivotAction, bind};
use crate::tui::input::chord::{key, named};

/// In the order of the help.
pub(in crate::tui::input) const KEYS: &[Binding] = &[
    bind(Triage, &[named(KeyCode::Enter)], Action::Open, "events", "show the events of the line"),
    bind(
        Triage,
        &[key('+')],
        Action::Pivot(PivotAction::Keep(true)),
        "only these",
        "add the line to the filter, whatever the board is about",
    ),
    bind(
        Triage,
        &[key('-')],
        Action::Pivot(PivotAction::Keep(false)),
        "not these",
        "filter out the events of the line",
    ),
    bind(
        Triage,
        &[key(' ')],
        Action::Group(GroupAction::Fold),
        "no answer",
        "list the lines that have no answer too, or only count them",
    ),
    bind(
        Triage,
        &[key('X')],
        Action::Filter(FilterAction::ShowHidden),
        "all data",
        "ask about all data, or only about what is listed",
    ),
    bind(Triage, &[key('/')], Action::Filter(FilterAction::Type), "narrow", "type to narrow the lines"),
    bind(Triage, &[key('q'), key('Q')], Action::Back, "close", "close; esc also closes"),
    bind(
        Anywhere,
        &[key('Q')],
        Action::Show(Triage),
        "",
        "show the triage board: every question that has an answer, with how many, when and who",
    )
    .also(&[
        "triage",
        "board",
        "questions",
        "overview",
        "start",
        "begin",
        "suspicious",
        "findings",
        "detections",
        "watch",
        "rules",
        "sigma",
    ]),
];
