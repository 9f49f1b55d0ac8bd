//! One copy of each repeated value: tables from a value to its id.

use std::hash::{BuildHasher, Hash};

use foldhash::fast::RandomState;
use hashbrown::HashTable;

use super::MISSING;

/// Gives each distinct text an id, beginning with 1, and keeps the texts in the order of their ids.
#[derive(Debug, Default)]
pub(super) struct TextInterner {
    table: HashTable<u32>,
    hasher: RandomState,
    text: String,
    ends: Vec<usize>,
}

impl TextInterner {
    /// The id of `value`, and whether it is new. The empty text is the missing value.
    pub(super) fn intern(&mut self, value: &str) -> (u32, bool) {
        if value.is_empty() {
            return (MISSING, false);
        }
        let hash = self.hasher.hash_one(value.as_bytes());
        if let Some(&id) = self.table.find(hash, |&id| text_at(&self.text, &self.ends, id) == value) {
            return (id, false);
        }
        self.text.push_str(value);
        self.ends.push(self.text.len());
        let id = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        let (hasher, text, ends) = (&self.hasher, &self.text, &self.ends);
        self.table.insert_unique(hash, id, |&id| hasher.hash_one(text_at(text, ends, id).as_bytes()));
        (id, true)
    }

    /// The id of a text that was met before, from bytes that need not be looked at: what equals a text is one.
    #[inline]
    pub(super) fn find(&self, value: &[u8]) -> Option<u32> {
        if value.is_empty() {
            return Some(MISSING);
        }
        let hash = self.hasher.hash_one(value);
        self.table.find(hash, |&id| text_at(&self.text, &self.ends, id).as_bytes() == value).copied()
    }

    /// The text of an id.
    pub(super) fn get(&self, id: u32) -> &str {
        text_at(&self.text, &self.ends, id)
    }

    /// How many texts there are; the greatest id.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }
}

fn text_at<'a>(text: &'a str, ends: &[usize], id: u32) -> &'a str {
    let Some(at) = (id as usize).checked_sub(1) else { return "" };
    let start = at.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
    ends.get(at).and_then(|&end| text.get(start..end)).unwrap_or_default()
}

/// Gives each distinct value (a tuple of ids) an id, beginning with 0.
#[derive(Debug)]
pub(super) struct TupleInterner<T> {
    table: HashTable<u32>,
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
        let hash = self.hasher.hash_one(value);
        let values = &self.values;
        if let Some(&id) = self.table.find(hash, |&id| values.get(id as usize) == Some(&value)) {
            return (id, false);
        }
        let id = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.values.push(value);
        let (hasher, values) = (&self.hasher, &self.values);
        self.table
            .insert_unique(hash, id, |&id| values.get(id as usize).map_or(0, |value| hasher.hash_one(value)));
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
        let mut interner = TextInterner::default();
        assert_eq!(interner.intern(""), (0, false));
        for round in 0..2 {
            for number in 0..5000_u32 {
                assert_eq!(interner.intern(&format!("v{number}")), (number + 1, round == 0));
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
