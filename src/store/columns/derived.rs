//! Columns that are read from the records when they are first needed: their values, and the ID of each event's
//! value.

use std::hash::BuildHasher;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::dict::Dict;
use super::intern::TextIndex;
use crate::record::field::OnDemand;
use crate::store::event::{Event, MISSING};
use crate::store::segment::SEGMENT_ROWS;
use crate::store::segment::ids::Ids;

/// A snapshot of one such column.
#[derive(Debug, Clone, Default)]
pub struct Derived {
    dict: Dict,
    /// IDs by segment and row. Events beyond its end have not been read yet.
    ids: Vec<Arc<Vec<u32>>>,
    /// Bytes of the values' texts.
    texts: u64,
    /// How many events have a value.
    valued: usize,
}

impl Derived {
    /// Its values.
    pub fn dict(&self) -> &Dict {
        &self.dict
    }

    /// Returns the same column with other texts of its values, in the order of their IDs.
    pub(in crate::store) fn with_dict(&self, dict: Dict) -> Self {
        Self { dict, ..self.clone() }
    }

    /// Returns the IDs of the events of a segment.
    pub fn segment(&self, number: usize) -> Ids<'_> {
        Ids::Plain(self.ids.get(number).map_or(&[], |ids| ids.as_slice()))
    }

    /// Returns how many events have a value, including repeated deliveries.
    pub fn valued(&self) -> usize {
        self.valued
    }

    /// Returns whether an event has been read.
    pub fn reaches(&self, event: Event) -> bool {
        self.segment(event as usize / SEGMENT_ROWS).len() > event as usize % SEGMENT_ROWS
    }

    /// Returns the id of an event.
    pub fn id(&self, event: Event) -> u32 {
        let event = event as usize;
        self.segment(event / SEGMENT_ROWS).get(event % SEGMENT_ROWS).unwrap_or(MISSING)
    }

    /// Returns roughly how much memory it takes.
    pub fn held_bytes(&self) -> u64 {
        let ids: usize = self.ids.iter().map(|ids| ids.len()).sum();
        // Besides its text, a value takes an end position and an entry in the index.
        (ids * size_of::<u32>() + self.dict.len() * 16) as u64 + self.texts
    }
}

/// A column while it is being read. Events may come in any order; IDs that were assigned do not change.
#[derive(Debug, Default)]
pub struct DerivedBuilder {
    column: Derived,
    index: TextIndex,
    hasher: RandomState,
}

impl DerivedBuilder {
    /// Assigns a value to some events; the empty text is the missing value.
    pub fn put(&mut self, value: &str, events: &[Event]) {
        let id = if value.is_empty() { MISSING } else { self.intern(value) };
        for &event in events {
            let (number, row) = (event as usize / SEGMENT_ROWS, event as usize % SEGMENT_ROWS);
            if number >= self.column.ids.len() {
                self.column.ids.resize_with(number + 1, Arc::default);
            }
            let Some(ids) = self.column.ids.get_mut(number).map(Arc::make_mut) else { continue };
            if row >= ids.len() {
                ids.resize(row + 1, MISSING);
            }
            if let Some(slot) = ids.get_mut(row) {
                self.column.valued += usize::from(id != MISSING);
                self.column.valued -= usize::from(*slot != MISSING);
                *slot = id;
            }
        }
    }

    /// Makes a snapshot of what was read so far.
    pub fn snapshot(&self) -> Derived {
        self.column.clone()
    }

    fn intern(&mut self, value: &str) -> u32 {
        #[expect(clippy::cast_possible_truncation, reason = "half of the bits of a hash are a hash")]
        let hash = self.hasher.hash_one(value) as u32;
        let dict = &self.column.dict;
        self.index.find(hash, value.as_bytes(), |id| dict.get(id)).unwrap_or_else(|| {
            let id = self.column.dict.push(value);
            self.column.texts += value.len() as u64;
            self.index.put(hash, id);
            id
        })
    }
}

/// The columns on demand of one snapshot of the store.
pub(in crate::store) type DerivedColumns = Vec<(OnDemand, Arc<Derived>)>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_keeps_its_values_and_counts_its_memory() {
        let far = u32::try_from(SEGMENT_ROWS).unwrap() + 3;
        let mut builder = DerivedBuilder::default();
        builder.put("a", &[2, far]);
        builder.put("", &[0]);
        let before = builder.snapshot();
        builder.put("b", &[0, 1]);
        builder.put("a", &[4]);
        let after = builder.snapshot();
        let values = |column: &Derived| -> Vec<String> {
            [0, 1, 2, 3, 4, far].map(|event| column.dict().get(column.id(event)).to_owned()).to_vec()
        };
        assert_eq!(values(&before), ["", "", "a", "", "", "a"]);
        assert_eq!(values(&after), ["b", "b", "a", "", "a", "a"]);
        assert_eq!((before.valued(), after.valued()), (2, 5));
        assert!(before.reaches(2) && !before.reaches(3) && before.reaches(far) && !before.reaches(far + 1));
        assert!(after.held_bytes() > before.held_bytes() && before.held_bytes() > 28);
        builder.put(&"x".repeat(10_000), &[1]);
        assert!(builder.snapshot().held_bytes() >= after.held_bytes() + 10_000);
    }
}
