//! Batches → snapshots of the store: duplicates merged, events sorted.
//!
//! The result does not depend on how many threads read or in which order they reported, except for event
//! numbers and IDs, which are never shown.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::batch::row_pool::RowPool;
use super::batch::{Batch, Collector};
use super::columns::tables::Tables;
use super::event::Event;
use super::models::Models;
use super::segment::{EventId, EventRow, Finishing, Place, SEGMENT_ROWS, Segment};
use super::snapshot::Store;
use super::users;
use crate::record::time::Time;
use crate::store::twins::deliveries::{Deliveries, Met};

/// Builds the store while the load runs.
#[derive(Debug)]
pub struct Builder {
    tables: Arc<Tables>,
    row_pool: Arc<RowPool>,
    store: Store,
    deliveries: Deliveries,
    /// Of events that are quoted: none of them may take the place of a record of a log.
    quoted_deliveries: Deliveries,
    unordered: Vec<Event>,
    events: usize,
    finishing: Finishing,
    /// A segment that was full, to be filled again.
    emptied: Option<Segment>,
}

/// The number of the next load.
static NEXT_LOAD: AtomicU64 = AtomicU64::new(1);

impl Default for Builder {
    fn default() -> Self {
        let load = NEXT_LOAD.fetch_add(1, Ordering::Relaxed);
        Self {
            tables: Arc::default(),
            row_pool: Arc::default(),
            store: Store { load, ..Store::default() },
            deliveries: Deliveries::default(),
            quoted_deliveries: Deliveries::default(),
            unordered: Vec::new(),
            events: 0,
            finishing: Finishing::default(),
            emptied: None,
        }
    }
}

impl Builder {
    /// Returns what has been added, as far as it was published.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Forgets a file without events.
    pub fn forget_file(&mut self, number: u32) {
        if self.store.file(number).is_some_and(|file| file.events == 0) {
            self.store.files.set(number, None);
        }
    }

    /// Sets which files are no longer where they were read; returns whether these are others than before.
    pub fn set_gone(&mut self, mut gone: Vec<u32>) -> bool {
        gone.sort_unstable();
        let changes = *self.store.gone != gone;
        if changes {
            self.store.gone = Arc::new(gone);
        }
        changes
    }

    /// Makes a reader for events of this load.
    pub fn collector(&self) -> Collector {
        Collector::new(Arc::clone(&self.tables), Arc::clone(&self.row_pool))
    }

    /// Returns how many events have been added, published or not.
    pub fn events(&self) -> usize {
        self.events
    }

    /// Returns how many events the next snapshot will add to the last one.
    pub fn unpublished(&self) -> usize {
        self.unordered.len()
    }

    /// Returns roughly how much memory is held besides the bytes of files.
    pub fn held_besides_files(&self) -> u64 {
        self.store.held.0 + self.tables.held_bytes()
    }

    /// Returns roughly how much memory the values of events take, including events in batches that have not
    /// arrived yet.
    pub fn held_by_values(&self) -> u64 {
        self.tables.held_bytes()
    }

    /// Adds a batch.
    pub fn append(&mut self, batch: Batch) {
        let (besides, files) = batch.held_bytes();
        self.store.held.0 += besides;
        self.store.held.1 += files;
        self.push(&batch.rows);
        for (number, file) in batch.files {
            self.store.files.set(number, Some(Arc::new(file)));
        }
        self.row_pool.give(batch.rows);
    }

    fn push(&mut self, mut rows: &[EventRow]) {
        while !rows.is_empty() {
            let room = SEGMENT_ROWS - self.events % SEGMENT_ROWS;
            if room == SEGMENT_ROWS {
                // Many loads are smaller than one segment. The first one grows as needed; later ones are
                // allocated whole, or are the last one emptied.
                let segment = if self.events == 0 { Some(Segment::default()) } else { self.emptied.take() };
                self.store.segments.push(Arc::new(segment.unwrap_or_else(Segment::with_room)));
            }
            let (fitting, rest) = rows.split_at(room.min(rows.len()));
            if let Some(segment) = self.store.segments.last_mut() {
                Arc::make_mut(segment).extend(fitting);
            }
            for row in fitting {
                // Four billion events do not fit into the memory of any machine.
                let event = u32::try_from(self.events).unwrap_or(u32::MAX);
                self.events += 1;
                self.unordered.push(event);
                if row.id != EventId::None {
                    self.fold(event, row);
                }
            }
            if self.events.is_multiple_of(SEGMENT_ROWS) {
                self.finish_last();
            }
            rows = rest;
        }
    }

    /// Keeps the last segment, which is full, in less memory, and its columns for the next one.
    fn finish_last(&mut self) {
        let Some(last) = self.store.segments.last_mut() else { return };
        let finished = self.finishing.finish(last);
        let saved = last.held_bytes().saturating_sub(finished.held_bytes());
        self.store.held.0 = self.store.held.0.saturating_sub(saved as u64);
        let full = std::mem::replace(last, Arc::new(finished));
        // A snapshot may still have it.
        self.emptied = Arc::try_unwrap(full).ok().map(|mut full| {
            full.clear();
            full
        });
    }

    fn fold(&mut self, event: Event, row: &EventRow) {
        let store = &mut self.store;
        let deliveries = if row.is_quoted { &mut self.quoted_deliveries } else { &mut self.deliveries };
        match deliveries.meet(store, event, row) {
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

    /// Makes a snapshot of everything that has been added.
    pub fn publish(&mut self) -> Store {
        // The load may be over.
        self.row_pool.clear();
        self.emptied = None;
        self.finishing = Finishing::default();
        let new = std::mem::take(&mut self.unordered);
        let store = &self.store;
        // With the keys beside them, the events are looked up once each and not at each comparison.
        let keyed = |event| (store.order_key(event), event);
        let mut new: Vec<(OrderKey, Event)> = new.into_iter().map(keyed).collect();
        new.sort_unstable();
        if !new.is_empty() {
            self.store.order = Arc::new(merge(store, store.order(), &new));
        }
        // Shared after the events, so that all of their values are included.
        self.tables.share(&mut self.store);
        self.name_users();
        // What was computed from fewer events is not kept.
        self.store.models = Models::default();
        let mut store = self.store.clone();
        store.held.0 += self.tables.held_bytes();
        store
    }

    fn name_users(&mut self) {
        let users = users::find(&self.store, &self.tables);
        if !users.is_empty() {
            // The persons found for users may be new values.
            self.tables.share(&mut self.store);
            users::name(&mut self.store, &users);
        }
        if *self.store.users != users {
            self.store.users = Arc::new(users);
        }
    }
}

/// The sort key of events.
type OrderKey = (Time, Place);

/// Merges two sorted lists of events.
fn merge(store: &Store, old: &[Event], new: &[(OrderKey, Event)]) -> Vec<Event> {
    let mut merged = Vec::with_capacity(old.len() + new.len());
    let mut rest = old;
    for (key, event) in new {
        // Most batches come after most of the existing events, so the search starts at the end of the rest.
        let before = gallop(rest, |&other| store.order_key(other) <= *key);
        let (taken, left) = rest.split_at(before);
        merged.extend_from_slice(taken);
        merged.push(*event);
        rest = left;
    }
    merged.extend_from_slice(rest);
    merged
}

/// Like `partition_point`, but takes time logarithmic in the result and not in the whole list.
fn gallop<T>(list: &[T], before: impl Fn(&T) -> bool) -> usize {
    let mut bound = 1;
    while list.get(bound - 1).is_some_and(&before) {
        bound *= 2;
    }
    let start = bound / 2;
    let end = bound.min(list.len());
    start + list.get(start..end).map_or(0, |part| part.partition_point(before))
}
