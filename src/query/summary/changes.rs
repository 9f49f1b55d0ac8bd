//! The part of the ledger that some events made, read behind the screen.

use std::sync::Arc;

use crate::insight::ledger::Ledger;
use crate::insight::run::Run;
use crate::store::scan::bitset::Bits;
use crate::store::scan::cancel::Cancelled;
use crate::store::{Event, Store};

/// A request for the changes that events made.
#[derive(Debug, Clone)]
pub struct ChangesRequest {
    /// What is loaded.
    pub store: Store,
    /// The events.
    pub events: Arc<Vec<Event>>,
}

impl ChangesRequest {
    /// Returns the lines of the ledger that the events made; their state is what all events say. `None` if cancelled.
    pub fn look(&self, cancelled: Cancelled<'_>) -> Option<Ledger> {
        let run = Run { cancelled, unpacked: &|_| {}, hear: &|_| {} };
        let ledger = Ledger::of(&self.store, run)?;
        let mut among = Bits::none(self.store.len());
        among.extend(self.events.iter().copied());
        Some(ledger.of_events(&|event| among.has(event)))
    }
}
