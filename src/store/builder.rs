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
    /// Room for the sort keys of new events, and for these in order. It is kept: what is freed while a load runs makes
    /// the allocator keep larger pieces from then on, such as those of the tables of deliveries.
    keys: Vec<(OrderKey, Event)>,
    new: Vec<Event>,
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
            keys: Vec::new(),
            new: Vec::new(),
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
        self.put_in_order();
        // Shared after the events, so that all of their values are included.
        self.tables.share(&mut self.store);
        self.name_users();
        // What was computed from fewer events is not kept.
        self.store.models = Models::default();
        let mut store = self.store.clone();
        store.held.0 += self.tables.held_bytes();
        store
    }

    /// Puts the new events in order, without a snapshot. Waits until they are many, because each time all events are
    /// moved.
    pub fn keep_in_order(&mut self) {
        if self.unordered.len() >= SEGMENT_ROWS.max(self.events / 4) {
            self.put_in_order();
        }
    }

    fn put_in_order(&mut self) {
        if self.unordered.is_empty() {
            return;
        }
        let order = std::mem::take(&mut self.store.order);
        let store = &self.store;
        let new = &mut self.new;
        new.clear();
        // In pieces, because the keys take eight times as much memory as the events.
        for piece in self.unordered.chunks(SEGMENT_ROWS) {
            // With the keys beside them, the events are looked up once each and not at each comparison.
            self.keys.clear();
            self.keys.extend(piece.iter().map(|&event| (store.order_key(event), event)));
            self.keys.sort_unstable();
            merge_into(store, new, self.keys.iter().map(|(_, event)| *event));
        }
        self.unordered.clear();
        self.store.order = Arc::new(match Arc::try_unwrap(order) {
            Ok(mut order) => {
                merge_into(store, &mut order, new.iter().copied());
                order
            }
            // A snapshot has it.
            Err(order) => merge(store, &order, new),
        });
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

/// Returns whether an event comes after a key.
fn is_after(store: &Store, event: Event, (time, place): OrderKey) -> bool {
    // Few events have the same time, and places take longer to look up.
    store.time(event).cmp(&time).then_with(|| store.place(event).unwrap_or_default().cmp(&place)).is_gt()
}

/// Merges two sorted lists of events.
fn merge(store: &Store, old: &[Event], new: &[Event]) -> Vec<Event> {
    let mut merged = Vec::with_capacity(old.len() + new.len());
    let mut rest = old;
    for &event in new {
        let key = store.order_key(event);
        // Most batches come after most of the existing events, so the search starts at the end of the rest.
        let before = gallop(rest, |&other| !is_after(store, other, key));
        let (taken, left) = rest.split_at(before);
        merged.extend_from_slice(taken);
        merged.push(event);
        rest = left;
    }
    merged.extend_from_slice(rest);
    merged
}

/// Merges a sorted list of events into another in its place.
fn merge_into<N>(store: &Store, order: &mut Vec<Event>, new: N)
where
    N: ExactSizeIterator<Item = Event> + DoubleEndedIterator,
{
    let mut old = order.len();
    order.reserve_exact(new.len());
    order.resize(old + new.len(), 0);
    // From the end, so that nothing is overwritten before it is moved.
    for (before, event) in new.enumerate().rev() {
        let key = store.order_key(event);
        let rest = order.get(..old).unwrap_or_default();
        let after = gallop_back(rest, |&other| is_after(store, other, key));
        order.copy_within(old - after..old, old - after + before + 1);
        old -= after;
        if let Some(slot) = order.get_mut(old + before) {
            *slot = event;
        }
    }
}

/// Returns how many items at the end of a list are after something, in time logarithmic in the result.
fn gallop_back<T>(list: &[T], after: impl Fn(&T) -> bool) -> usize {
    let from_end = |number: usize| list.len().checked_sub(number).and_then(|at| list.get(at));
    let mut bound = 1;
    while from_end(bound).is_some_and(&after) {
        bound *= 2;
    }
    let (start, end) = (list.len().saturating_sub(bound - 1), list.len() - bound / 2);
    bound / 2 + list.get(start..end).map_or(0, |part| part.len() - part.partition_point(|item| !after(item)))
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Makes a row of a batch: a time, and the number of its file.
    fn row((second, file): (u8, u8)) -> EventRow {
        EventRow {
            time: Time::from_millis(i64::from(second) * 1000),
            kind: 0,
            actor: 0,
            own: [0; crate::record::field::OWN_COLUMNS],
            id: EventId::None,
            digest: 0,
            place: Place { file: u32::from(file), layer: 0, start: 0, length: 9 },
            is_quoted: false,
        }
    }

    proptest! {
        #[test]
        fn events_are_in_order_whether_or_not_a_snapshot_has_the_list(
            batches in prop::collection::vec(prop::collection::vec((0..20_u8, any::<u8>()), 0..60), 0..8),
            watched in any::<u8>(),
        ) {
            let (mut builder, mut snapshots) = (Builder::default(), Vec::new());
            let rows: Vec<EventRow> = batches.iter().flatten().copied().map(row).collect();
            for (number, batch) in batches.into_iter().enumerate() {
                let rows = batch.into_iter().map(row).collect();
                builder.append(Batch { rows, files: Vec::new() });
                if watched >> number & 1 == 1 {
                    let snapshot = builder.publish();
                    snapshots.push((snapshot.order().to_vec(), snapshot));
                } else {
                    builder.put_in_order();
                }
            }
            let store = builder.publish();
            let mut expected: Vec<Event> = (0..).take(rows.len()).collect();
            expected.sort_by_key(|&event| (rows[event as usize].time, rows[event as usize].place, event));
            let keys = |events: &[Event]| -> Vec<OrderKey> {
                events.iter().map(|&event| store.order_key(event)).collect()
            };
            prop_assert_eq!(keys(store.order()), keys(&expected));
            for (order, snapshot) in snapshots {
                prop_assert_eq!(snapshot.order(), order);
            }
            let mut all = store.order().to_vec();
            all.sort_unstable();
            prop_assert!(all.into_iter().eq((0..).take(rows.len())));
        }

        #[test]
        fn a_list_is_searched_from_its_end(list in prop::collection::vec(0..30_u8, 0..70), border in 0..30_u8) {
            let mut list = list;
            list.sort_unstable();
            let after = list.iter().filter(|item| **item > border).count();
            prop_assert_eq!(gallop_back(&list, |item| *item > border), after);
        }
    }
}
