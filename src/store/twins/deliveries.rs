//! The `eventID`s of a load and their texts: finds repeated deliveries, and the same ID with another text.
//!
//! Nearly every ID has one text. Further texts of an ID are in a separate table by their hashes, so that a
//! folder in which all events have one ID takes no longer than any other.

use std::hash::BuildHasher;

use foldhash::quality::RandomState;
use hashbrown::HashTable;
use hashbrown::hash_table::Entry;

use crate::store::event::Event;
use crate::store::segment::{EventId, EventRow};
use crate::store::snapshot::Store;

/// The ids and texts of a load.
#[derive(Debug)]
pub(in crate::store) struct Deliveries {
    /// In parts by the hash. A table that grows is copied; the system's allocator gives what it leaves back at once, but
    /// from then on keeps pieces up to that size. So the parts are smaller than one table, and larger than
    /// everything else that is freed during a load.
    first_texts: Vec<HashTable<FirstText>>,
    other_texts: HashTable<OtherText>,
    hasher: RandomState,
}

/// What is known about the ID and the text of an event.
#[derive(Debug)]
pub(in crate::store) enum Met<'d> {
    /// The id is new.
    New,
    /// This text was seen before; contains the delivery that is shown.
    Repeat(&'d mut Event),
    /// The ID was seen before with other texts; the first of them was this event's.
    OtherText(Event),
}

/// The first text that was seen with an ID.
#[derive(Debug)]
struct FirstText {
    /// Hash of the ID, so that the table can grow without looking at the events.
    hash: u32,
    /// Hash of the text, in halves, so that an entry takes sixteen bytes.
    digest: [u32; 2],
    /// The delivery that is shown.
    event: Event,
}

/// A further text of an ID, under its own hash.
#[derive(Debug)]
struct OtherText {
    digest: u64,
    event: Event,
}

/// How many parts the table of first texts has.
const PARTS: usize = 16;

impl Default for Deliveries {
    fn default() -> Self {
        Self {
            first_texts: std::iter::repeat_with(HashTable::default).take(PARTS).collect(),
            other_texts: HashTable::default(),
            hasher: RandomState::default(),
        }
    }
}

impl Deliveries {
    /// Looks up an event that has an ID, and adds it if it is new. `store` holds its segment.
    pub(in crate::store) fn meet(&mut self, store: &Store, event: Event, row: &EventRow) -> Met<'_> {
        #[expect(clippy::cast_possible_truncation, reason = "half of the bits of a hash are a hash")]
        let hash = self.hasher.hash_one(row.id) as u32;
        let halves = halves(row.digest);
        let same_id = |first: &FirstText| first.hash == hash && event_id(store, first.event) == Some(row.id);
        let Some(part) = self.first_texts.get_mut(hash as usize % PARTS) else { return Met::New };
        let first = match part.entry(spread(hash), same_id, |first| spread(first.hash)) {
            Entry::Vacant(place) => {
                place.insert(FirstText { hash, digest: halves, event });
                return Met::New;
            }
            Entry::Occupied(first) => first.into_mut(),
        };
        if first.digest == halves {
            return Met::Repeat(&mut first.event);
        }
        let same =
            |text: &OtherText| text.digest == row.digest && event_id(store, text.event) == Some(row.id);
        match self.other_texts.entry(row.digest, same, |text| text.digest) {
            Entry::Vacant(place) => {
                place.insert(OtherText { digest: row.digest, event });
                Met::OtherText(first.event)
            }
            Entry::Occupied(other) => Met::Repeat(&mut other.into_mut().event),
        }
    }
}

/// Spreads the bits of a hash, because the table uses bits at both ends.
fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[expect(clippy::cast_possible_truncation, reason = "both halves are kept")]
fn halves(digest: u64) -> [u32; 2] {
    [(digest >> 32) as u32, digest as u32]
}

fn event_id(store: &Store, event: Event) -> Option<EventId> {
    store.locate(event).map(|(segment, row)| segment.event_id(row))
}
