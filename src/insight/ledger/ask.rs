//! The ledger as filters and columns ask for it: the events of its lines, and the state of each.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::gather;
use super::line::{Ledger, LedgerLine};
use super::pairs::kind::ChangeKind;
use crate::insight::run::Run;
use crate::store::{Event, Store};

/// Which events of the ledger are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LedgerPart {
    /// They made what still stands.
    Standing,
    /// They made what was undone.
    Undone,
    /// They undid something, also what was made before the data.
    Undoing,
    /// They made what still stands, of this kind.
    Kind(ChangeKind),
    /// They issued credentials that are valid after the newest event, and not for an AWS service itself.
    Live,
}

impl Ledger {
    /// Returns the ledger of a store, made once for each snapshot. `None` if cancelled.
    pub fn of(store: &Store, run: Run<'_>) -> Option<Arc<Self>> {
        store.model(|| gather::read(store, run))
    }

    /// Returns the events of a part, repeated deliveries included.
    pub(in crate::insight) fn part(&self, part: LedgerPart, store: &Store) -> Vec<Event> {
        let made = |is_part: &dyn Fn(&LedgerLine) -> bool| {
            let lines = self.lines.iter().filter(|line| is_part(line));
            let mut events: Vec<Event> = lines.flat_map(|line| line.made.iter().copied()).collect();
            // One call may have made several things.
            events.sort_unstable();
            events.dedup();
            events
        };
        let events = match part {
            LedgerPart::Standing => made(&|line| line.state.is_standing()),
            LedgerPart::Undone => made(&|line| !line.state.is_standing()),
            LedgerPart::Kind(kind) => made(&|line| line.state.is_standing() && line.pair.kind == kind),
            LedgerPart::Live => {
                self.live.iter().filter(|live| !live.by_service).map(|live| live.event).collect()
            }
            LedgerPart::Undoing => {
                let by = self
                    .lines
                    .iter()
                    .filter(|line| !line.state.is_standing())
                    .filter_map(|line| line.state.by());
                by.chain(self.before.iter().map(|before| before.by)).collect()
            }
        };
        with_copies(store, events)
    }

    /// Returns what became of what each event made: several names if it made several things.
    pub(in crate::insight) fn states(&self, store: &Store) -> Vec<(String, Vec<Event>)> {
        let mut states: BTreeMap<Event, Vec<&str>> = BTreeMap::new();
        for line in &self.lines {
            for &event in &line.made {
                let names = states.entry(event).or_default();
                if !names.contains(&line.state.name()) {
                    names.push(line.state.name());
                }
            }
        }
        let mut events: BTreeMap<String, Vec<Event>> = BTreeMap::new();
        for (event, mut names) in states {
            names.sort_unstable();
            events.entry(names.join(", ")).or_default().push(event);
        }
        events.into_iter().map(|(name, events)| (name, with_copies(store, events))).collect()
    }
}

/// Adds the repeated deliveries of events.
pub(in crate::insight) fn with_copies(store: &Store, mut events: Vec<Event>) -> Vec<Event> {
    if store.folds().count() > 0 {
        let copies: Vec<Event> = events.iter().flat_map(|&event| store.folds().copies(event)).collect();
        events.extend(copies);
    }
    events
}
