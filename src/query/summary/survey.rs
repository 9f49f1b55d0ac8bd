//! What is counted beside the screen for what is selected on it: the newest survey replaces the one before.

use super::changes::ChangesRequest;
use super::portrait::{Portrait, PortraitRequest};
use super::tally::{ColumnTally, TallyRequest};
use crate::insight::ledger::Ledger;
use crate::store::scan::cancel::Cancelled;

/// Something to count.
#[derive(Debug, Clone)]
pub enum Survey {
    /// The columns that a list can show.
    Columns(Box<TallyRequest>),
    /// A group.
    Group(Box<PortraitRequest>),
    /// What the events changed.
    Changes(Box<ChangesRequest>),
}

/// What was counted.
#[derive(Debug, Clone)]
pub enum Surveyed {
    /// The columns, in the order of the request.
    Columns(Vec<ColumnTally>),
    /// The group.
    Group(Box<Portrait>),
    /// What they changed.
    Changes(Box<Ledger>),
}

impl Survey {
    /// Counts. `None` if cancelled.
    pub fn count(&self, cancelled: Cancelled<'_>) -> Option<Surveyed> {
        match self {
            Self::Columns(request) => request.count(cancelled).map(Surveyed::Columns),
            Self::Group(request) => request.look(cancelled).map(Box::new).map(Surveyed::Group),
            Self::Changes(request) => request.look(cancelled).map(Box::new).map(Surveyed::Changes),
        }
    }
}
