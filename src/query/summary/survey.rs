//! What is counted beside the screen for what is selected on it: the newest survey replaces the one before.

use super::changes::ChangesRequest;
use super::portrait::{Portrait, PortraitRequest};
use super::tally::{ColumnTally, TallyRequest};
use crate::insight::first_seen::{EventNews, EventNewsRequest};
use crate::insight::ledger::Ledger;
use crate::insight::life::{Life, LifeRequest};
use crate::query::triage::board::{TriageBoard, TriageProgress, TriageRequest};
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
    /// The triage board.
    Board(Box<TriageRequest>),
    /// The life of a value.
    Life(Box<LifeRequest>),
    /// In what an event is the first of its principal.
    News(Box<EventNewsRequest>),
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
    /// The board.
    Board(Box<TriageBoard>),
    /// The life.
    Life(Box<Life>),
    /// In what the event is the first of its principal.
    News(EventNews),
    /// How far the board is; the board follows.
    Asking(TriageProgress),
}

impl Survey {
    /// Counts. `None` if cancelled.
    pub fn count(&self, cancelled: Cancelled<'_>) -> Option<Surveyed> {
        self.count_telling(cancelled, &mut |_| {})
    }

    /// Counts, and tells how far it is. `None` if cancelled.
    pub fn count_telling(
        &self,
        cancelled: Cancelled<'_>,
        tell: &mut dyn FnMut(Surveyed),
    ) -> Option<Surveyed> {
        match self {
            Self::Board(request) => {
                let board = request.look(cancelled, &mut |progress| tell(Surveyed::Asking(progress)));
                board.map(Box::new).map(Surveyed::Board)
            }
            Self::News(request) => request.look(cancelled).map(Surveyed::News),
            Self::Life(request) => request.look(cancelled).map(Box::new).map(Surveyed::Life),
            Self::Columns(request) => request.count(cancelled).map(Surveyed::Columns),
            Self::Group(request) => request.look(cancelled).map(Box::new).map(Surveyed::Group),
            Self::Changes(request) => request.look(cancelled).map(Box::new).map(Surveyed::Changes),
        }
    }
}
