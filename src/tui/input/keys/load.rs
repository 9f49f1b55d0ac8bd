//! The keys of what is loaded: exporting it, opening other paths, reading it again. They work anywhere.

use crossterm::event::KeyCode;

use crate::tui::input::action::Context::{Anywhere, Export, Open};
use crate::tui::input::action::{Action, Binding, LoadAction, bind};
use crate::tui::input::chord::{key, named};

/// In the order of the help.
pub(in crate::tui::input) const KEYS: &[Binding] = &[
    bind(
        Anywhere,
        &[key('x')],
        Action::Show(Export),
        "",
        "export what is listed: as CSV, Markdown, JSON or text, to a file or the clipboard",
    )
    .also(&["export", "save", "csv", "jsonl", "write", "download", "report", "markdown"]),
    bind(
        Anywhere,
        &[key('O')],
        Action::Show(Open),
        "",
        "open another folder or file; with + before its path, add it",
    )
    .also(&["open", "folder", "directory", "load", "add", "recent"]),
    bind(
        Anywhere,
        &[named(KeyCode::F(5))],
        Action::Load(LoadAction::Again),
        "",
        "read what is new or has changed in the opened paths",
    )
    .also(&["reload", "refresh", "update", "reread", "new files"]),
    bind(
        Anywhere,
        &[key('&')],
        Action::Load(LoadAction::Follow),
        "",
        "follow the folder: read new files as they appear, or stop that",
    )
    .also(&["follow", "watch", "live", "tail", "monitor"]),
];
