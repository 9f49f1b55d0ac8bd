//! The keys that mark events and note something about them, and those of the two overlays for that.

use crossterm::event::KeyCode;

use crate::tui::input::action::Context::{Anywhere, Case, List, Note};
use crate::tui::input::action::{Action, Binding, CaseAction, MoveAction, bind};
use crate::tui::input::chord::{ctrl, key, named};

/// In the order of the help.
pub(in crate::tui::input) const KEYS: &[Binding] = &[
    bind(
        Anywhere,
        &[key('m')],
        Action::Case(CaseAction::Mark),
        "mark",
        "mark this event, or the selected range; again to unmark",
    )
    .also(&["bookmark", "tag", "flag", "star", "case"]),
    bind(
        Anywhere,
        &[key('#')],
        Action::Case(CaseAction::Note),
        "note",
        "write a note and labels about this event, or the selected range",
    )
    .also(&["annotate", "comment", "label", "tag", "case"]),
    bind(
        List,
        &[key('V')],
        Action::Case(CaseAction::All),
        "",
        "select all that is listed, to mark, copy or export it",
    )
    .also(&["select all", "mark all"]),
    bind(
        Anywhere,
        &[key('C')],
        Action::Case(CaseAction::Show),
        "case",
        "show the case: marked events with their notes",
    )
    .also(&["marked", "notes", "bookmarks", "report", "timeline", "annotations"]),
    bind(Case, &[named(KeyCode::Enter)], Action::Open, "show", "show this event in the list"),
    bind(Case, &[key('#')], Action::Case(CaseAction::Note), "note", "edit its note and labels"),
    bind(Case, &[key('m')], Action::Case(CaseAction::Mark), "unmark", "unmark it, with its note"),
    bind(Case, &[key('u')], Action::Case(CaseAction::Undo), "undo", "undo the last change of the case"),
    bind(
        Case,
        &[key('r')],
        Action::Case(CaseAction::Resume),
        "resume",
        "show the filter, tabs, columns and event of the last time",
    ),
    bind(
        Case,
        &[key('x')],
        Action::Case(CaseAction::Report),
        "report",
        "write the report into a new folder: Markdown, HTML, tables, records, indicators",
    ),
    bind(
        Case,
        &[key('o')],
        Action::Case(CaseAction::OpenOther),
        "other case",
        "open the case of other paths that has events of this data",
    ),
    bind(Case, &[key('q'), key('C')], Action::Back, "close", "close; esc also closes"),
    bind(Note, &[named(KeyCode::Enter)], Action::Accept, "new line", "begin a new line"),
    bind(
        Note,
        &[named(KeyCode::Tab), named(KeyCode::BackTab)],
        Action::NextPane,
        "labels",
        "go to the labels, or back to the note",
    ),
    bind(Note, &[named(KeyCode::Esc)], Action::Back, "save", "save the note and the labels, and close"),
    bind(Note, &[ctrl('c')], Action::Cancel, "discard", "close without saving"),
    bind(Note, &[named(KeyCode::Up)], Action::Move(MoveAction::Rows(-1)), "", "go to the line above"),
    bind(Note, &[named(KeyCode::Down)], Action::Move(MoveAction::Rows(1)), "", "go to the line below"),
    bind(
        Note,
        &[named(KeyCode::Backspace)],
        Action::Case(CaseAction::DeleteBack),
        "",
        "delete the character before the cursor, or the line break",
    ),
];
