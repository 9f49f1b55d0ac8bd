//! From values to their IDs, wherever the values are kept.

use std::hash::BuildHasher;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use super::chunked::Chunked;

/// From texts to their IDs.
#[derive(Debug, Default)]
pub(in crate::store) struct TextIndex {
    table: HashTable<IndexEntry>,
}

/// An ID with its hash, so that the table can grow without looking at the texts.
#[derive(Debug, Clone, Copy)]
struct IndexEntry {
    hash: u32,
    id: u32,
}

impl IndexEntry {
    /// Spreads the bits of a hash, because the table uses bits at both ends.
    fn spread(hash: u32) -> u64 {
        u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

impl TextIndex {
    /// Returns the ID of `value`, whose hash is given. `text` returns the text of an ID.
    #[inline]
    pub(in crate::store) fn find<'t>(
        &self,
        hash: u32,
        value: &[u8],
        text: impl Fn(u32) -> &'t str,
    ) -> Option<u32> {
        let same = |entry: &IndexEntry| entry.hash == hash && text(entry.id).as_bytes() == value;
        self.table.find(IndexEntry::spread(hash), same).map(|entry| entry.id)
    }

    /// Stores the ID of a text under its hash.
    pub(in crate::store) fn put(&mut self, hash: u32, id: u32) {
        self.table.insert_unique(IndexEntry::spread(hash), IndexEntry { hash, id }, |entry| {
            IndexEntry::spread(entry.hash)
        });
    }
}

/// From tuples of IDs to an ID for each, beginning with 0.
#[derive(Debug, Default)]
pub(in crate::store) struct TupleIndex {
    table: HashTable<IndexEntry>,
    hasher: RandomState,
}

impl TupleIndex {
    /// Returns the ID of `tuple`, and whether it is new. A new tuple is added to `values` at the position that
    /// is its ID.
    pub(in crate::store) fn intern<const N: usize>(
        &mut self,
        tuple: &[u32; N],
        values: &mut Chunked<[u32; N]>,
    ) -> (u32, bool) {
        #[expect(clippy::cast_possible_truncation, reason = "half of the bits of a hash are a hash")]
        let hash = self.hasher.hash_one(tuple) as u32;
        let same = |entry: &IndexEntry| entry.hash == hash && values.get(entry.id) == Some(tuple);
        if let Some(entry) = self.table.find(IndexEntry::spread(hash), same) {
            return (entry.id, false);
        }
        let id = u32::try_from(values.len()).unwrap_or(u32::MAX);
        values.push(*tuple);
        self.table.insert_unique(IndexEntry::spread(hash), IndexEntry { hash, id }, |entry| {
            IndexEntry::spread(entry.hash)
        });
        (id, true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_tuple_has_the_same_id() {
        let (mut index, mut values) = (TupleIndex::default(), Chunked::default());
        for round in 0..2 {
            for number in 0..5000_u32 {
                assert_eq!(index.intern(&[number, number % 7], &mut values), (number, round == 0));
            }
        }
        assert_eq!(values.len(), 5000);
    }
}
