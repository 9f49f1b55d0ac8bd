//! What was loaded and will replace what is shown as soon as the filter is answered for it.

use super::event::call_facts::policy_facts;
use super::event::detail::DetailPane;
use super::event::facts::facts;
use super::list::pane::ListPane;
use crate::store::Store;

/// A store on its way to the screen, and what is said about it.
#[derive(Debug, Default)]
pub struct Arrival {
    /// The store of another load.
    store: Option<Store>,
    /// The name and the paths of what is being opened instead of what is shown.
    pub opening: Option<(String, Vec<String>)>,
    /// How many events were shown without a filter when reading again began.
    pub events_before: usize,
    /// Why files are being read again.
    pub reading: Option<ReadAgainBy>,
    /// Whether something changed meanwhile.
    pub has_changed: bool,
    /// Whether new files are read as they appear.
    pub following: bool,
}

/// Why files are read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadAgainBy {
    /// A key was pressed.
    Key,
    /// Something has changed; nothing is said if that is nothing new.
    Change,
}

impl Arrival {
    /// Returns the store.
    pub fn store(&self) -> Option<&Store> {
        self.store.as_ref()
    }

    /// Puts a store in; the columns that were read for an earlier snapshot of it stay.
    pub fn put(&mut self, mut store: Store) {
        if let Some(earlier) = self.store.as_ref().filter(|earlier| earlier.is_of_same_load(&store)) {
            store.keep_derived_of(earlier);
        }
        self.store = Some(store);
    }

    /// Takes the store out, because it is shown, or because nothing replaces what is shown.
    pub fn clear(&mut self) {
        self.store = None;
    }
}

impl ListPane {
    /// Called before events of another load are shown: the cursor stays on its event, or goes to its time if it
    /// is not there.
    pub fn carry_over(&mut self, old: &Store, new: &Store) {
        self.carry_range(old, new);
        self.carry_runs(old, new);
        let Some(event) = self.wanted_event.or_else(|| self.current().filter(|_| self.moved)) else { return };
        self.wanted_event = new.same_event(old, event);
        self.wanted_time = self.wanted_event.is_none().then(|| old.time(event));
    }
}

impl DetailPane {
    /// Called when another load is shown: the event stays open as it is, if it is there.
    pub fn carry_over(&mut self, old: &Store, new: &Store) {
        let Some(event) = self.event else { return };
        match new.same_event(old, event) {
            None => self.show(new, None),
            Some(event) => {
                self.event = Some(event);
                // Its record was requested by its old number.
                self.wanted |= self.is_loading;
                self.facts = facts(new, event, (!self.is_loading).then_some(self.record()));
                self.facts.extend(policy_facts(&self.text.policy));
            }
        }
    }
}
