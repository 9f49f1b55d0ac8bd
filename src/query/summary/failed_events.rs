//! Which events of a store failed, listed once for each snapshot: they are few in most trails, so that counting them in an
//! answer need not look at all events of the answer.

use std::sync::Arc;

use crate::query::engine::filter::LEAST_PIECE;
use crate::query::groups::group::failed_kinds;
use crate::record::time::Time;
use crate::store::models::Model;
use crate::store::scan::bitset::Bits;
use crate::store::scan::parallel::{pieces, share_map};
use crate::store::{Event, Store};

/// The failed events of a store, in sort order.
pub(super) struct FailedEvents(Vec<Event>);

impl Model for FailedEvents {
    fn held_bytes(&self) -> u64 {
        size_of_val(self.0.as_slice()) as u64
    }
}

impl FailedEvents {
    pub(super) fn of(store: &Store) -> Arc<Self> {
        let failed = failed_kinds(store);
        let has_failed = |event: &Event| {
            let kind = store.locate(*event).map(|(segment, row)| segment.kind(row));
            kind.and_then(|kind| failed.get(kind as usize)).copied().unwrap_or(false)
        };
        let of_piece = |events: &[Event]| events.iter().copied().filter(has_failed).collect::<Vec<_>>();
        let all = || Self(share_map(pieces(store.order(), LEAST_PIECE), of_piece).concat());
        store.model(|| Some(all())).unwrap_or_else(|| Arc::new(all()))
    }

    /// Returns how many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns how many of those in a set are before each border and not before the one before it.
    pub(super) fn count(&self, store: &Store, set: &Bits, borders: impl Iterator<Item = Time>) -> Vec<usize> {
        let mut rest = self.0.as_slice();
        let counts = borders.map(|border| {
            let before = rest.partition_point(|&event| store.time(event) < border);
            let (here, later) = rest.split_at(before);
            rest = later;
            here.iter().filter(|event| set.has(**event)).count()
        });
        counts.collect()
    }
}
