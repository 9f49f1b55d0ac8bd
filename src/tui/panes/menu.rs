//! A menu: choices that the cursor or a letter selects.

use crate::record::field::{FIELDS, Field};
use crate::tui::window::Window;

/// The forms of a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyKind {
    /// The record, indented.
    Pretty,
    /// The record, byte for byte.
    AsWritten,
    /// The record on one line.
    Compact,
    /// The value under the cursor.
    Value,
    /// The value under the cursor, hidden characters as they are.
    RawValue,
    /// The record, byte for byte, into a file.
    RawToFile,
    /// The path of the value under the cursor.
    Path,
    /// The key under the cursor.
    Key,
    /// The row of the list.
    Row,
    /// The record, indented, into a file.
    ToFile,
    /// The command line that prints what the list shows.
    CommandLine,
}

impl CopyKind {
    /// Whether it copies the whole record.
    pub fn is_of_record(self) -> bool {
        matches!(self, Self::Pretty | Self::AsWritten | Self::Compact | Self::RawToFile | Self::ToFile)
    }
}

/// What a choice does.
#[derive(Debug, Clone)]
pub enum Choice {
    /// Group by a field.
    GroupBy(&'static Field),
    /// Group by a field within the groups.
    GroupWithin(&'static Field),
    /// Copy something.
    Copy(CopyKind),
    /// Add a term to the filter.
    Add(String),
    /// Replace the filter.
    Pivot(String),
}

/// One line of a menu.
#[derive(Debug)]
pub struct Item {
    /// The letter that selects it; a space if it has none.
    pub letter: char,
    /// What it is; log text in it is made visible when it is drawn.
    pub label: String,
    /// What it means.
    pub about: String,
    /// What selecting it does.
    pub choice: Choice,
}

/// A menu.
#[derive(Debug)]
pub struct Menu {
    /// Its heading.
    pub title: &'static str,
    /// Its lines.
    pub items: Vec<Item>,
    /// Cursor and scroll position.
    pub window: Window,
}

impl Menu {
    /// A menu of some items.
    pub fn new(title: &'static str, items: Vec<Item>) -> Self {
        let mut window = Window::default();
        window.set_total(items.len());
        Self { title, items, window }
    }

    /// The choice under the cursor.
    pub fn current(&self) -> Option<Choice> {
        self.items.get(self.window.cursor()).map(|item| item.choice.clone())
    }

    /// The choice that a letter takes.
    pub fn by_letter(&self, letter: char) -> Option<Choice> {
        self.items.iter().find(|item| item.letter == letter && letter != ' ').map(|item| item.choice.clone())
    }

    /// Makes the menu of fields to group by.
    pub fn group_by(title: &'static str, choice: fn(&'static Field) -> Choice) -> Self {
        let fields = FIELDS.iter().filter(|field| field.groups);
        let item = |field: &'static Field| Item {
            letter: ' ',
            label: field.name.to_owned(),
            about: field.about.to_owned(),
            choice: choice(field),
        };
        Self::new(title, fields.map(item).collect())
    }

    /// What can be copied of an event; the node under the cursor only where there is one.
    pub fn copy(with_node: bool) -> Self {
        let item = |letter, label: &str, about: &str, kind| Item {
            letter,
            label: label.to_owned(),
            about: about.to_owned(),
            choice: Choice::Copy(kind),
        };
        let mut items = vec![
            item('y', "JSON", "indented; numbers and key order as AWS wrote them", CopyKind::Pretty),
            item('w', "as written", "unchanged, hidden characters included", CopyKind::AsWritten),
            item('c', "compact", "on one line", CopyKind::Compact),
            item('r', "row", "the row of the list", CopyKind::Row),
            item('l', "command line", "the command that prints what the list shows", CopyKind::CommandLine),
            item('f', "to a file", "the JSON, to a new file", CopyKind::ToFile),
            item('o', "original bytes", "the record byte for byte, to a new file", CopyKind::RawToFile),
        ];
        if with_node {
            items.splice(
                3..3,
                [
                    item('v', "value", "the value under the cursor", CopyKind::Value),
                    item(
                        'V',
                        "raw value",
                        "the value unchanged, hidden characters included",
                        CopyKind::RawValue,
                    ),
                    item('p', "path", "the path of the value in the record", CopyKind::Path),
                    item('n', "key", "the name of the value", CopyKind::Key),
                ],
            );
        }
        Self::new("Copy", items)
    }
}
