//! What the screen asks of the thread that has the case, and what it hears from there.

use std::path::PathBuf;
use std::sync::Arc;

use crate::case::elsewhere::OtherCase;
use crate::case::model::CaseView;
use crate::case::opened::{Marked, Marking};
use crate::case::shown::shown_case::ShownCase;
use crate::store::given::Given;
use crate::store::{Event, Store};
use crate::verify::Keys;

/// Something to do about the case.
#[derive(Debug, Clone)]
pub enum CaseEffect {
    /// Change what is said about events of this snapshot.
    Change {
        /// The snapshot.
        store: Store,
        /// The events.
        what: Marked,
        /// The change.
        marking: Marking,
        /// The filter under which they were found; kept with the case.
        filter: String,
    },
    /// Take the latest change back.
    Undo,
    /// Look for the marked events in this snapshot, which is complete.
    Look(Store),
    /// Remember what the screen shows; the event under the cursor is of that snapshot.
    View(CaseView, Option<(Store, Event)>),
    /// Write the report.
    Report(ReportOrder),
    /// Write nothing inside these paths.
    Protect(Vec<PathBuf>),
    /// Work on the case of other paths that was offered.
    OpenOther,
    /// Work on the case of these paths instead.
    Open(Vec<PathBuf>),
}

/// A report to write.
#[derive(Debug, Clone)]
pub struct ReportOrder {
    /// What is loaded.
    pub store: Store,
    /// The public keys that signatures are verified with.
    pub keys: Arc<Keys>,
    /// The path of the new folder, as typed.
    pub typed: String,
    /// Whether values that name a customer are replaced.
    pub redacts: bool,
}

/// What became of the case.
#[derive(Debug, Clone, Default)]
pub struct CaseNews {
    /// What is shown of it.
    pub shown: Arc<ShownCase>,
    /// What filters ask of it.
    pub given: Arc<Given>,
    /// Whether it is on the disk.
    pub kept: CaseKept,
    /// What was done, or why it was not; nothing if nobody asked for it.
    pub words: Option<Result<String, String>>,
    /// Whether that is a change that can be taken back.
    pub is_change: bool,
    /// What the screen showed when the case was saved by an earlier run.
    pub earlier: Option<CaseView>,
    /// The event that was under the cursor then, if it is there.
    pub earlier_event: Option<Event>,
    /// How its files differ from those that are open.
    pub files: Option<String>,
    /// Where it is kept.
    pub path: Option<PathBuf>,
    /// A case of other paths that has events of this data, if this case has none.
    pub other: Option<OtherCase>,
}

/// Whether a case is on the disk.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum CaseKept {
    /// It has nothing to keep.
    #[default]
    Empty,
    /// All of it is saved.
    Saved,
    /// It will be saved in a moment.
    Unsaved,
    /// It is not kept, because that was not wanted.
    Unwanted,
    /// It cannot be kept, and why.
    Failed(String),
}
