//! Duplicates: CloudTrail delivers at least once, and folders hold the same file twice.
//!
//! Two events are one when they have the same `eventID` and the same text apart from white space. The same id with
//! another text is *not* a duplicate. The one that is shown is the first by file and place, whatever came first.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::Event;

/// Which events are folded away, and under which event they are found.
#[derive(Debug, Clone, Default)]
pub struct Folds {
    folded: Vec<u64>,
    count: usize,
    copies: HashMap<Event, Vec<Event>, RandomState>,
}

impl Folds {
    /// How many events are folded away.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Whether an event is a repeat that is folded away.
    pub fn is_folded(&self, event: Event) -> bool {
        let event = event as usize;
        self.folded.get(event / 64).is_some_and(|word| word >> (event % 64) & 1 == 1)
    }

    /// The repeats of an event that is shown.
    pub fn copies(&self, event: Event) -> &[Event] {
        self.copies.get(&event).map_or(&[], Vec::as_slice)
    }

    /// Folds `repeat` under `shown`.
    pub(super) fn fold(&mut self, shown: Event, repeat: Event) {
        self.mark(repeat, true);
        self.count += 1;
        self.copies.entry(shown).or_default().push(repeat);
    }

    /// Shows `earlier`, met later, in place of `shown`.
    pub(super) fn fold_under_earlier(&mut self, shown: Event, earlier: Event) {
        let mut copies = self.copies.remove(&shown).unwrap_or_default();
        copies.push(shown);
        self.mark(shown, true);
        self.count += 1;
        self.copies.insert(earlier, copies);
    }

    fn mark(&mut self, event: Event, folded: bool) {
        let event = event as usize;
        if self.folded.len() <= event / 64 {
            self.folded.resize(event / 64 + 1, 0);
        }
        if let Some(word) = self.folded.get_mut(event / 64) {
            *word |= u64::from(folded) << (event % 64);
        }
    }
}
