//! When each group is first new in something, compared with what came before a time: the first of its events that
//! `is:new` finds with that `since:`.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::items::GroupsOfEvent;
use crate::insight::meaning::Meaning;
use crate::insight::run::Run;
use crate::record::field::Column;
use crate::record::time::Time;
use crate::store::{Event, Store};

/// The times of the first new events of groups.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAt {
    by_group: HashMap<Vec<u32>, Time, RandomState>,
}

impl NewAt {
    /// Finds the first new event of each group by the columns `by`, on every level. `None` if cancelled.
    pub fn of(
        store: &Store,
        events: &[Event],
        by: &[Column],
        since: Time,
        cancelled: &(dyn Fn() -> bool + Sync),
    ) -> Option<Self> {
        let new = Meaning::New(Vec::new(), Some(since)).events(store, Run { cancelled, ..Run::QUIET })?;
        let found: Vec<Event> = events.iter().copied().filter(|&event| new.has(event)).collect();
        let mut by_group: HashMap<Vec<u32>, Time, RandomState> = HashMap::default();
        for depth in 1..=by.len() {
            let of_event = GroupsOfEvent::new(store, by.get(..depth).unwrap_or_default());
            for &event in &found {
                let time = store.time(event);
                for path in of_event.paths(event) {
                    let first = by_group.entry(path).or_insert(time);
                    *first = time.min(*first);
                }
            }
        }
        Some(Self { by_group })
    }

    /// Returns when the group with these values, from the outermost, is first new; `None` if none of its events is.
    pub fn get(&self, path: &[u32]) -> Option<Time> {
        self.by_group.get(path).copied()
    }
}
