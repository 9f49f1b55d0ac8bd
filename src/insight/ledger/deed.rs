//! What records say about the lines of the table, before they are put together.

use super::live::LiveGrant;
use super::pairs::changed_thing::ChangedThing;
use super::pairs::table::Pair;
use super::revoked::Revocation;
use crate::insight::makers::MadeActor;

/// What the record of one event says about one line of the table.
#[derive(Debug)]
pub(super) struct Deed {
    pub(super) pair: &'static Pair,
    pub(super) act: Act,
    /// The things that it was done to; none if the record does not identify them.
    pub(super) identities: Vec<ChangedThing>,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Make,
    /// Whether the call undoes nothing else of its kind.
    Undo {
        first: bool,
    },
    Off,
    On,
}

/// What one record says.
#[derive(Debug, Default)]
pub(super) struct SaidByRecord {
    pub(super) deeds: Vec<Deed>,
    pub(super) grants: Vec<LiveGrant>,
    /// What it made that can act.
    pub(super) makes: Vec<MadeActor>,
    /// That a role denies its older sessions.
    pub(super) revocation: Option<Revocation>,
}
