//! What somebody can choose in an overlay. It is said there and done by `update`, so that overlays need not know of each
//! other or of the panes below them.

use std::sync::Arc;

use crate::query::language::saved::SavedQuery;
use crate::record::field::Field;
use crate::record::list_columns::ListColumn;
use crate::tui::input::action::{Action, Context};

/// What a choice does.
#[derive(Debug, Clone)]
pub enum Choice {
    /// Group by a field.
    GroupBy(&'static Field),
    /// Group by a field within the groups.
    GroupWithin(&'static Field),
    /// Group by a path, within the groups or not.
    GroupByPath(String, Nesting),
    /// Ask for a path to group by.
    AskPath(Nesting),
    /// Copy something.
    Copy(CopyKind),
    /// Add a term to the filter.
    Add(String),
    /// Replace the filter.
    Pivot(String),
    /// Ask a saved question.
    Ask(Arc<SavedQuery>),
    /// Do an action, in a pane or anywhere.
    Act(Action, Context),
    /// Show these columns in the list.
    Show(Vec<ListColumn>),
    /// Say something in the footer.
    Say(String),
}

/// The forms of a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyKind {
    /// The record.
    Record(RecordForm),
    /// Something of the node under the cursor.
    Node(NodePart),
    /// The row of the list.
    Row,
    /// The command line that prints what the list shows.
    CommandLine,
}

/// How a record is copied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordForm {
    /// Indented.
    Pretty,
    /// Byte for byte.
    AsWritten,
    /// On one line.
    Compact,
    /// Indented, into a file.
    ToFile,
    /// Byte for byte, into a file.
    RawToFile,
}

/// What is copied of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodePart {
    /// Its value.
    Value,
    /// Its value, hidden characters as they are.
    RawValue,
    /// Its path.
    Path,
    /// Its key.
    Key,
}

/// Whether groups are made within those that are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nesting {
    /// In their place.
    Nothing,
    /// Within each of them.
    Groups,
}
