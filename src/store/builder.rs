//! Batches → snapshots of the store: duplicates folded, the one order kept.
//!
//! What comes out does not depend on how many threads read or in which order they reported, except for the
//! numbers of events and ids, which nobody sees.

use std::sync::Arc;

use super::batch::{Batch, Collector};
use super::columns::tables::Tables;
use super::deliveries::{Deliveries, Met};
use super::event::Event;
use super::segment::{EventId, EventRow, Place, SEGMENT_ROWS, Segment};
use super::snapshot::Store;
use super::users;
use crate::record::time::Time;

/// Builds the store while the load runs.
#[derive(Debug, Default)]
pub struct Builder {
    tables: Arc<Tables>,
    store: Store,
    deliveries: Deliveries,
    unordered: Vec<Event>,
    events: usize,
}

impl Builder {
    /// Reads events of this load.
    pub fn collector(&self) -> Collector {
        Collector::new(Arc::clone(&self.tables))
    }

    /// How many events have been taken over, published or not.
    pub fn events(&self) -> usize {
        self.events
    }

    /// How many events the next snapshot will show that the last one did not.
    pub fn unpublished(&self) -> usize {
        self.unordered.len()
    }

    /// About how many bytes of memory are held besides the bytes of files.
    pub fn held_besides_files(&self) -> u64 {
        self.store.held.0 + self.tables.held_bytes()
    }

    /// About how many bytes of memory the values of events hold, also of events that no batch has brought yet.
    pub fn held_by_values(&self) -> u64 {
        self.tables.held_bytes()
    }

    /// Takes a batch over.
    pub fn append(&mut self, batch: Batch) {
        let (besides, files) = batch.held_bytes();
        self.store.held.0 += besides;
        self.store.held.1 += files;
        self.push(&batch.rows);
        for (number, file) in batch.files {
            self.store.files.set(number, Some(Arc::new(file)));
        }
    }

    fn push(&mut self, mut rows: &[EventRow]) {
        while !rows.is_empty() {
            let room = SEGMENT_ROWS - self.events % SEGMENT_ROWS;
            if room == SEGMENT_ROWS {
                // Many loads are smaller than one segment, none that has a second is much smaller than two.
                let segment = if self.events == 0 { Segment::default() } else { Segment::with_room() };
                self.store.segments.push(Arc::new(segment));
            }
            let (fitting, rest) = rows.split_at(room.min(rows.len()));
            if let Some(segment) = self.store.segments.last_mut() {
                Arc::make_mut(segment).extend(fitting);
            }
            for row in fitting {
                // Beyond four billion events the memory of any machine is long full.
                let event = u32::try_from(self.events).unwrap_or(u32::MAX);
                self.events += 1;
                self.unordered.push(event);
                if row.id != EventId::None {
                    self.fold(event, row);
                }
            }
            rows = rest;
        }
    }

    fn fold(&mut self, event: Event, row: &EventRow) {
        let store = &mut self.store;
        match self.deliveries.meet(store, event, row) {
            Met::New => {}
            Met::OtherText(first) => {
                let mut deliveries = Vec::new();
                if !store.twins.is_twin(first) {
                    deliveries = store.folds.copies(first);
                }
                deliveries.push(first);
                Arc::make_mut(&mut store.twins).add_text(&deliveries, event);
            }
            Met::Repeat(shown) => {
                let shown_first = store.place(*shown) <= Some(row.place);
                let folds = Arc::make_mut(&mut store.folds);
                if shown_first {
                    folds.fold(*shown, event);
                } else {
                    folds.fold_under_earlier(*shown, event);
                }
                if store.twins.is_twin(*shown) {
                    Arc::make_mut(&mut store.twins).add_repeat(*shown, event);
                }
                if !shown_first {
                    *shown = event;
                }
            }
        }
    }

    /// A snapshot with everything that has been appended.
    pub fn publish(&mut self) -> Store {
        let new = std::mem::take(&mut self.unordered);
        let store = &self.store;
        // With their keys beside them the events are looked up once each, not at each comparison.
        let keyed = |event| (store.order_key(event), event);
        let mut new: Vec<(OrderKey, Event)> = new.into_iter().map(keyed).collect();
        new.sort_unstable();
        if !new.is_empty() {
            self.store.order = Arc::new(merge(store, store.order(), &new));
        }
        // Now, that is after the events: every value of theirs is there.
        self.tables.share(&mut self.store);
        self.name_users();
        let mut store = self.store.clone();
        store.held.0 += self.tables.held_bytes();
        store
    }

    fn name_users(&mut self) {
        let users = users::find(&self.store, &self.tables);
        if !users.is_empty() {
            // Their persons may be new.
            self.tables.share(&mut self.store);
            users::name(&mut self.store, &users);
        }
        if *self.store.users != users {
            self.store.users = Arc::new(users);
        }
    }
}

/// What decides the one order.
type OrderKey = (Time, Place);

/// Two ordered lists of events as one.
fn merge(store: &Store, old: &[Event], new: &[(OrderKey, Event)]) -> Vec<Event> {
    let mut merged = Vec::with_capacity(old.len() + new.len());
    let mut rest = old;
    for (key, event) in new {
        // Most batches come after most of what is there: look for the place from the end of what is left.
        let before = gallop(rest, |&other| store.order_key(other) <= *key);
        let (taken, left) = rest.split_at(before);
        merged.extend_from_slice(taken);
        merged.push(*event);
        rest = left;
    }
    merged.extend_from_slice(rest);
    merged
}

/// `partition_point` that costs the logarithm of the answer, not of the whole list.
fn gallop<T>(list: &[T], before: impl Fn(&T) -> bool) -> usize {
    let mut bound = 1;
    while list.get(bound - 1).is_some_and(&before) {
        bound *= 2;
    }
    let start = bound / 2;
    let end = bound.min(list.len());
    start + list.get(start..end).map_or(0, |part| part.partition_point(before))
}
