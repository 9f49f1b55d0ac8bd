//! What a user can choose in an overlay. The overlay names the choice and `update` carries it out, so that
//! overlays need not know each other or the panes below them.

use std::sync::Arc;

use crate::case::opened::Marked;
use crate::case::record_key::RecordKey;
use crate::export::engines::engine::Engine;
use crate::query::language::saved::SavedQuery;
use crate::record::field::Field;
use crate::tui::input::action::{Action, Context};
use crate::tui::panes::clock::TimesAs;
use crate::tui::panes::list::chosen_columns::ListColumns;
use crate::tui::theme::ThemeName;

/// What a choice does.
#[derive(Debug, Clone)]
pub enum Choice {
    /// Group by a field.
    GroupBy(&'static Field),
    /// Group by a field within the groups.
    GroupWithin(&'static Field),
    /// Sum up a field for each group, or nothing any more.
    Sum(Option<&'static Field>),
    /// Use a path.
    Path(String, PathPurpose),
    /// Ask for a path.
    AskPath(PathPurpose),
    /// Copy something.
    Copy(CopyKind),
    /// Choose the engine that the filter is written for.
    AskEngine,
    /// Copy the filter as a query for an engine.
    Query(Engine),
    /// Add a term to the filter.
    Add(String),
    /// Replace the filter.
    Pivot(String),
    /// Replace the filter by one for an `eventID`, and show each of its texts.
    Texts(String),
    /// Ask a saved question.
    Ask(Arc<SavedQuery>),
    /// Carry out an action, in a pane or anywhere.
    Act(Action, Context),
    /// Put an earlier text into the focused line.
    Earlier(String),
    /// Show these columns in the list, and sort it so.
    Show(Box<ListColumns>),
    /// Open the menu of themes.
    Themes,
    /// Use a theme.
    Theme(ThemeName),
    /// Carry out the export of the overlay.
    Export,
    /// Cancel the export that is running.
    CancelExport,
    /// Add terms to the filter and show the events.
    Narrow(String),
    /// Filter by a value, given by its ID, and by a span of time, in milliseconds, and show the events.
    NarrowLane(&'static Field, u32, (i64, i64)),
    /// Show times in this way.
    Times(TimesAs),
    /// Go to the first event at or after a typed time.
    GoTo(String),
    /// Open the typed path.
    Open,
    /// An action on the comparison of two events.
    Compare(Comparing),
    /// Something about the case.
    Case(CaseChoice),
    /// Show a notice in the footer.
    Say(String),
}

/// What the comparison of two events cannot do alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparing {
    /// Copy the differences.
    Copy,
    /// Compare with the next (1) or previous (-1) event of the same call.
    Other(isize),
}

/// What the screen of the case and that of a note cannot do alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseChoice {
    /// Show the event of this record in the list.
    GoTo(RecordKey),
    /// Edit what is said about it.
    Edit(RecordKey),
    /// Unmark it.
    Unmark(RecordKey),
    /// Take the latest change back.
    Undo,
    /// Show what an earlier run showed last.
    Resume,
    /// Write the report.
    Report,
    /// Open the case of other paths that has events of this data.
    OpenOther,
    /// Replace notes and labels, where they are given.
    Save {
        /// The events.
        what: Marked,
        /// The notes as one text.
        note: Option<String>,
        /// The labels.
        labels: Option<String>,
    },
}

/// The forms of a copy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyKind {
    /// The record.
    Record(RecordForm),
    /// A part of the node under the cursor.
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

/// What is copied from a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NodePart {
    /// Its value.
    Value,
    /// Its value, with hidden characters unchanged.
    RawValue,
    /// Its path.
    Path,
    /// Its key.
    Key,
}

/// What a field or a path is chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathPurpose {
    /// To group by it.
    GroupBy,
    /// To group by it within each of the groups that are shown.
    Within,
    /// To sum it up for each group.
    Sum,
}
