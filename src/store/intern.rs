//! One copy of each repeated value: tables from a value to its id.

use std::hash::{BuildHasher, Hash};

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use super::MISSING;
use super::texts::Texts;

/// From texts to their ids, wherever the texts are kept.
#[derive(Debug)]
pub(super) struct TextIndex {
    table: HashTable<Entry>,
    hasher: RandomState,
}

/// The hash stands beside the id, so that the table can grow without looking at the texts.
#[derive(Debug, Clone, Copy)]
struct Entry {
    hash: u32,
    id: u32,
}

impl Entry {
    /// The table wants bits that differ at both ends.
    fn spread(hash: u32) -> u64 {
        u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

impl TextIndex {
    pub(super) fn new(hasher: RandomState) -> Self {
        Self { table: HashTable::new(), hasher }
    }

    /// The hash of `value`, here and in all tables with the same hasher.
    #[inline]
    fn hash(&self, value: &[u8]) -> u32 {
        #[allow(clippy::cast_possible_truncation, reason = "half of the bits of a hash are a hash")]
        let hash = self.hasher.hash_one(value) as u32;
        hash
    }

    /// The id of `value`, whose hash is given. `text` gives the text of an id.
    #[inline]
    pub(super) fn find<'t>(&self, hash: u32, value: &[u8], text: impl Fn(u32) -> &'t str) -> Option<u32> {
        let same = |entry: &Entry| entry.hash == hash && text(entry.id).as_bytes() == value;
        self.table.find(Entry::spread(hash), same).map(|entry| entry.id)
    }

    /// Puts the id of a text under its hash.
    pub(super) fn put(&mut self, hash: u32, id: u32) {
        self.table.insert_unique(Entry::spread(hash), Entry { hash, id }, |entry| Entry::spread(entry.hash));
    }
}

/// Gives each distinct text an id, beginning with 1, and keeps the texts in the order of their ids.
#[derive(Debug)]
pub(super) struct TextInterner {
    index: TextIndex,
    texts: Texts,
    hashes: Vec<u32>,
}

impl TextInterner {
    pub(super) fn new(hasher: RandomState) -> Self {
        Self { index: TextIndex::new(hasher), texts: Texts::default(), hashes: Vec::new() }
    }

    /// The hashes of the texts that are new since this was asked last, in their order.
    pub(super) fn take_hashes(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.hashes)
    }

    /// The id of `value`. The empty text is the missing value.
    pub(super) fn intern(&mut self, value: &str) -> u32 {
        if value.is_empty() {
            return MISSING;
        }
        let hash = self.index.hash(value.as_bytes());
        self.index.find(hash, value.as_bytes(), |id| text_of(&self.texts, id)).unwrap_or_else(|| {
            self.texts.push(value);
            self.hashes.push(hash);
            let id = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
            self.index.put(hash, id);
            id
        })
    }

    /// The id of a text that was met before, from bytes that need not be looked at: what equals a text is one.
    #[inline]
    pub(super) fn find(&self, value: &[u8]) -> Option<u32> {
        if value.is_empty() {
            return Some(MISSING);
        }
        self.index.find(self.index.hash(value), value, |id| text_of(&self.texts, id))
    }

    /// The text of an id.
    pub(super) fn get(&self, id: u32) -> &str {
        text_of(&self.texts, id)
    }

    /// How many texts there are; the greatest id.
    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }
}

fn text_of(texts: &Texts, id: u32) -> &str {
    (id as usize).checked_sub(1).map_or("", |at| texts.get(at))
}

/// Gives each distinct value (a tuple of ids) an id, beginning with 0.
#[derive(Debug)]
pub(super) struct TupleInterner<T> {
    table: HashTable<Entry>,
    hasher: RandomState,
    values: Vec<T>,
}

impl<T> Default for TupleInterner<T> {
    fn default() -> Self {
        Self { table: HashTable::new(), hasher: RandomState::default(), values: Vec::new() }
    }
}

impl<T: Hash + Eq + Copy> TupleInterner<T> {
    /// The id of `value`, and whether it is new.
    pub(super) fn intern(&mut self, value: T) -> (u32, bool) {
        #[allow(clippy::cast_possible_truncation, reason = "half of the bits of a hash are a hash")]
        let hash = self.hasher.hash_one(value) as u32;
        let values = &self.values;
        let same = |entry: &Entry| entry.hash == hash && values.get(entry.id as usize) == Some(&value);
        if let Some(entry) = self.table.find(Entry::spread(hash), same) {
            return (entry.id, false);
        }
        let id = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.values.push(value);
        self.table.insert_unique(Entry::spread(hash), Entry { hash, id }, |entry| Entry::spread(entry.hash));
        (id, true)
    }

    /// The values in the order of their ids.
    pub(super) fn values(&self) -> &[T] {
        &self.values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_text_has_the_same_id() {
        let mut interner = TextInterner::new(RandomState::default());
        assert_eq!(interner.intern(""), 0);
        for _ in 0..2 {
            for number in 0..5000_u32 {
                assert_eq!(interner.intern(&format!("v{number}")), number + 1);
            }
        }
        assert_eq!((interner.get(0), interner.get(1), interner.get(5000)), ("", "v0", "v4999"));
        assert_eq!((interner.get(5001), interner.len()), ("", 5000));
    }

    #[test]
    fn the_same_tuple_has_the_same_id() {
        let mut interner = TupleInterner::default();
        for round in 0..2 {
            for number in 0..5000_u32 {
                assert_eq!(interner.intern([number, number % 7]), (number, round == 0));
            }
        }
        assert_eq!(interner.values().len(), 5000);
    }
}
