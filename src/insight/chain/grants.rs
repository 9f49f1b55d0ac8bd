//! All credentials that the events of a store issued, kept small.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::grant::Grant;
use super::issuing::may_issue;
use crate::insight::by_kind::events_of;
use crate::insight::run::Run;
use crate::record::field::Column;
use crate::store::models::Model;
use crate::store::{Event, Store};

/// The events that issued credentials, and the access keys of these.
#[derive(Debug, Default)]
pub struct Grants {
    /// An event, and the end of its keys in `keys`; sorted by event.
    events: Vec<(Event, u32)>,
    /// The end of each key in `texts`.
    keys: Vec<u32>,
    texts: String,
}

impl Model for Grants {
    fn held_bytes(&self) -> u64 {
        (size_of_val(self.events.as_slice()) + size_of_val(self.keys.as_slice()) + self.texts.len()) as u64
    }
}

impl Grants {
    /// Returns the grants of a store. `None` if cancelled.
    pub fn of(store: &Store, run: Run<'_>) -> Option<Arc<Self>> {
        store.model(|| {
            // A failed call issues nothing.
            let events = events_of(store, |call| !call.failed && may_issue(call.name));
            let found = run.read(store, &events, |record| Some(Grant::read(record)))?;
            let mut grants = Self::default();
            for (event, grant) in found {
                grants.add(event, &grant);
            }
            Some(grants)
        })
    }

    fn add(&mut self, event: Event, grant: &Grant) {
        for key in &grant.keys {
            self.texts.push_str(key);
            // All keys together are shorter than the texts that they are from.
            self.keys.push(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        }
        self.events.push((event, u32::try_from(self.keys.len()).unwrap_or(u32::MAX)));
    }

    /// Iterates over the events that issued keys, each with its keys.
    fn iter(&self) -> impl Iterator<Item = (Event, impl Iterator<Item = &str>)> {
        let mut first = 0;
        self.events.iter().map(move |&(event, end)| {
            let own = std::mem::replace(&mut first, end as usize)..end as usize;
            (event, own.map(|at| self.key(at)))
        })
    }

    fn key(&self, at: usize) -> &str {
        let end = |at: usize| self.keys.get(at).map_or(0, |&end| end as usize);
        self.texts.get(at.checked_sub(1).map_or(0, end)..end(at)).unwrap_or_default()
    }

    /// Returns the issued keys, each with the events that issued it.
    pub(in crate::insight) fn issued(&self) -> Vec<(String, Vec<Event>)> {
        let mut by_keys: HashMap<String, Vec<Event>, RandomState> = HashMap::default();
        for (event, keys) in self.iter() {
            let keys: Vec<&str> = keys.collect();
            if !keys.is_empty() {
                by_keys.entry(keys.join(", ")).or_default().push(event);
            }
        }
        by_keys.into_iter().collect()
    }

    /// Returns the events that issued keys of which no event uses any.
    pub(in crate::insight) fn unused(&self, store: &Store) -> Vec<Event> {
        let used: HashSet<&str, RandomState> = store.dict(Column::AccessKey).iter().collect();
        let is_unused = |keys: &mut dyn Iterator<Item = &str>| {
            let mut keys = keys.peekable();
            keys.peek().is_some() && !keys.any(|key| used.contains(key))
        };
        self.iter().filter_map(|(event, mut keys)| is_unused(&mut keys).then_some(event)).collect()
    }
}
