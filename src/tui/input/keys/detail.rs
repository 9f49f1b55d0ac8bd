//! The keys of an opened event.

use crossterm::event::KeyCode;

use crate::tui::input::action::Context::Detail;
use crate::tui::input::action::{Action, Binding, ListAction as Listed, Sought, TreeAction as Tree, bind};
use crate::tui::input::chord::{key, named};

/// In the order of the help.
pub(in crate::tui::input) const KEYS: &[Binding] = &[
    bind(
        Detail,
        &[key(' '), named(KeyCode::Enter)],
        Action::Tree(Tree::Toggle),
        "open",
        "expand or collapse; show a long text, or JSON in a string",
    ),
    bind(
        Detail,
        &[key('h'), named(KeyCode::Left)],
        Action::Tree(Tree::Collapse),
        "",
        "collapse, or go to the parent",
    ),
    bind(
        Detail,
        &[key('l'), named(KeyCode::Right)],
        Action::Tree(Tree::Expand),
        "",
        "expand, or go to the first child",
    ),
    bind(Detail, &[key('c')], Action::Tree(Tree::CollapseSiblings), "", "collapse this and its siblings"),
    bind(Detail, &[key('e')], Action::Tree(Tree::ExpandSiblings), "", "expand this and its siblings"),
    bind(
        Detail,
        &[key('1'), key('2'), key('3'), key('4'), key('5'), key('6'), key('7'), key('8'), key('9')],
        Action::Tree(Tree::Level(0)),
        "levels",
        "expand to this many levels",
    ),
    bind(Detail, &[key('w')], Action::Tree(Tree::Wrap), "", "wrap long values, or show one line for each")
        .also(&["wrap", "line", "long"]),
    bind(
        Detail,
        &[key('r')],
        Action::Tree(Tree::Raw),
        "",
        "show the record as AWS wrote it, or its tree again",
    )
    .also(&["raw", "original", "json", "source", "bytes"]),
    bind(Detail, &[key('/')], Action::Tree(Tree::Search), "search", "search in this event"),
    bind(Detail, &[key('n')], Action::Tree(Tree::NextMatch), "", "go to the next match"),
    bind(Detail, &[key('N')], Action::Tree(Tree::PreviousMatch), "", "go to the previous match"),
    bind(
        Detail,
        &[key('J')],
        Action::List(Listed::OtherEvent(1)),
        "next event",
        "go to the next event of the list",
    ),
    bind(
        Detail,
        &[key('K')],
        Action::List(Listed::OtherEvent(-1)),
        "",
        "go to the previous event of the list",
    ),
    bind(
        Detail,
        &[key('.')],
        Action::List(Listed::Seek(Sought::Failure, 1)),
        "",
        "go to the next failed call of the list",
    )
    .also(&["error", "denied", "failure"]),
    bind(
        Detail,
        &[key(',')],
        Action::List(Listed::Seek(Sought::Failure, -1)),
        "",
        "go to the previous failed call of the list",
    ),
    bind(
        Detail,
        &[key(';')],
        Action::List(Listed::Seek(Sought::Change, 1)),
        "",
        "go to the next change in the list: a write that did not fail",
    )
    .also(&["write", "modified"]),
];
