//! Which events have a matching value: matching IDs combined for kinds, actors and the event's own values.

use std::sync::Arc;

use crate::record::field::{Column, Home, OWN_COLUMNS, OnDemand};
use crate::store::scan::bitset::{Bits, WORD};
use crate::store::scan::parallel::share;
use crate::store::segment::{SEGMENT_ROWS, Segment};
use crate::store::{CHUNK, Chunked, Event, Store};

/// Matches by kind, by actor and by own value: an event matches if any of these does. Parts without matches are
/// dropped, so that they are not looked up.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::query) struct ColumnMatch {
    kinds: Option<Bits>,
    actors: Option<Bits>,
    own: [Option<Arc<Bits>>; OWN_COLUMNS],
    on_demand: Vec<(OnDemand, Arc<Bits>)>,
}

impl ColumnMatch {
    /// Makes it from the matching IDs of each column.
    pub(in crate::query) fn new(store: &Store, passing: &[(Column, Arc<Bits>)]) -> Self {
        let mut values = Self::default();
        let (mut in_kind, mut in_actor) = (Vec::new(), Vec::new());
        for (column, passing) in passing.iter().filter(|(_, passing)| !passing.is_empty()) {
            match column.home() {
                Home::Kind(place) => in_kind.push((place, passing)),
                Home::Actor(place) => in_actor.push((place, passing)),
                Home::Own(place) => {
                    if let Some(slot) = values.own.get_mut(place) {
                        *slot = Some(Arc::clone(passing));
                    }
                }
                Home::OnDemand(column) => values.on_demand.push((column, Arc::clone(passing))),
            }
        }
        values.kinds = tuples(store.kinds(), &in_kind);
        values.actors = tuples(store.actors(), &in_actor);
        values
    }

    /// Returns whether an event matches.
    pub(in crate::query) fn passes(&self, store: &Store, event: Event, segment: &Segment) -> bool {
        let row = event as usize % SEGMENT_ROWS;
        self.kinds.as_ref().is_some_and(|kinds| kinds.has(segment.kind(row)))
            || self.actors.as_ref().is_some_and(|actors| actors.has(segment.actor(row)))
            || (0..).zip(&self.own).any(|(place, passing)| {
                passing.as_ref().is_some_and(|passing| passing.has(segment.own(place, row)))
            })
            || self.on_demand.iter().any(|(column, passing)| {
                store.derived(*column).is_some_and(|derived| passing.has(derived.id(event)))
            })
    }

    /// Returns the rows of segment number `number` that match.
    pub(in crate::query) fn rows(&self, store: &Store, number: usize, segment: &Segment) -> Bits {
        let mut rows = Bits::none(segment.len());
        let tables = [(&self.kinds, segment.kinds()), (&self.actors, segment.actors())];
        for (passing, ids) in tables {
            if let Some(passing) = passing {
                ids.add_passing(passing, &mut rows);
            }
        }
        for (place, passing) in (0..).zip(&self.own) {
            if let Some(passing) = passing {
                segment.own_column(place).add_passing(passing, &mut rows);
            }
        }
        for (column, passing) in &self.on_demand {
            if let Some(derived) = store.derived(*column) {
                derived.segment(number).add_passing(passing, &mut rows);
            }
        }
        rows
    }

    /// Returns whether every event that matches this matches `other` too.
    pub(in crate::query) fn is_within(&self, other: &Self) -> bool {
        let within = |one: Option<&Bits>, other: Option<&Bits>| match (one, other) {
            (None, _) => true,
            (Some(one), Some(other)) => one.is_within(other),
            (Some(_), None) => false,
        };
        within(self.kinds.as_ref(), other.kinds.as_ref())
            && within(self.actors.as_ref(), other.actors.as_ref())
            && self.own.iter().zip(&other.own).all(|(one, other)| within(one.as_deref(), other.as_deref()))
            && self.on_demand.iter().all(|(column, one)| {
                let same = other.on_demand.iter().find(|(number, _)| number == column);
                within(Some(one), same.map(|(_, other)| &**other))
            })
    }
}

/// Returns the tuples of which any value matches. There may be hundreds of thousands of actors.
fn tuples<const N: usize>(tuples: &Chunked<[u32; N]>, columns: &[(usize, &Arc<Bits>)]) -> Option<Bits> {
    if columns.is_empty() {
        return None;
    }
    let mut passing = Bits::none(tuples.len());
    let pieces: Vec<_> = passing.words_mut().chunks_mut(CHUNK / WORD).zip(tuples.chunks()).collect();
    share(pieces, |(words, tuples)| {
        for (word, tuples) in words.iter_mut().zip(tuples.chunks(WORD)) {
            for (bit, tuple) in (0_u32..).zip(tuples) {
                let has = |(place, ids): &(usize, &Arc<Bits>)| tuple.get(*place).map_or(0, |&id| ids.bit(id));
                *word |= columns.iter().fold(0, |any, column| any | has(column)) << bit;
            }
        }
    });
    (!passing.is_empty()).then_some(passing)
}
