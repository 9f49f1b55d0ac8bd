//! The distinct values of one column, by id.

use std::ops::Range;
use std::sync::Arc;

use super::string_list::StringList;

/// Number of values in a chunk. Full chunks are shared by snapshots; only the last one is ever copied.
const CHUNK: usize = 4096;

/// An empty dictionary, for lookups that cannot fail.
pub(in crate::store) static EMPTY: Dict = Dict { chunks: Vec::new() };

/// The distinct values of a column. ID 0 is the missing value and reads as an empty text.
#[derive(Debug, Clone, Default)]
pub struct Dict {
    chunks: Vec<Arc<StringList>>,
}

/// Values with consecutive IDs, one behind the other.
#[derive(Debug, Clone, Copy)]
pub struct DictPart<'d> {
    /// The first ID.
    pub first: usize,
    /// All values together.
    pub text: &'d str,
    /// Where each value ends, in a text that began `before` bytes earlier.
    pub ends: &'d [usize],
    /// See `ends`.
    pub before: usize,
}

impl Dict {
    /// Returns the number of IDs, including the missing value.
    pub fn len(&self) -> usize {
        self.chunks.last().map_or(0, |last| (self.chunks.len() - 1) * CHUNK + last.len()) + 1
    }

    /// Returns whether there are no values.
    pub fn is_empty(&self) -> bool {
        self.chunks.is_empty()
    }

    /// Returns the value of an ID; empty for the missing value and for unknown IDs.
    pub fn get(&self, id: u32) -> &str {
        let Some(at) = (id as usize).checked_sub(1) else { return "" };
        self.chunks.get(at / CHUNK).map_or("", |chunk| chunk.get(at % CHUNK))
    }

    /// Iterates over all values by ID, beginning with ID 1.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.chunks.iter().flat_map(|chunk| chunk.iter())
    }

    /// Iterates over the values of some IDs, in parts that stand one behind the other in memory.
    pub fn parts(&self, ids: Range<usize>) -> impl Iterator<Item = DictPart<'_>> {
        // Positions begin at 0, IDs at 1.
        let (start, end) = (ids.start.max(1) - 1, ids.end.min(self.len()).saturating_sub(1));
        let chunks = self.chunks.iter().enumerate().skip(start / CHUNK);
        chunks
            .map(move |(number, chunk)| (number * CHUNK, chunk))
            .take_while(move |(first, _)| *first < end)
            .map(move |(first, chunk)| {
                let from = start.max(first);
                let (text, ends, before) = chunk.part(from - first..end - first);
                DictPart { first: from + 1, text, ends, before }
            })
    }

    /// Adds a value and returns its ID.
    pub(in crate::store) fn push(&mut self, value: &str) -> u32 {
        if let Some(last) = self.chunks.last_mut().filter(|last| last.len() < CHUNK) {
            Arc::make_mut(last).push(value);
        } else {
            // Only the last one grows.
            if let Some(full) = self.chunks.last_mut() {
                Arc::make_mut(full).shrink();
            }
            let mut chunk = StringList::default();
            chunk.push(value);
            self.chunks.push(Arc::new(chunk));
        }
        // IDs are u32 by design; a dictionary of four billion values does not fit into memory.
        u32::try_from(self.len() - 1).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_the_values_of_their_ids() {
        let mut dict = Dict::default();
        (1..=9000_u32).for_each(|number| _ = dict.push(&"v".repeat(number as usize % 3)));
        for ids in [0..1, 0..2, 1..1, 4095..4098, 0..9001, 4096..8200, 8999..20_000, 9001..9100] {
            let mut found = Vec::new();
            for part in dict.parts(ids.clone()) {
                let mut from = part.before;
                for (id, &end) in (part.first..).zip(part.ends) {
                    found.push((id, part.text.get(from - part.before..end - part.before).unwrap()));
                    from = end;
                }
            }
            let expected = ids.start.max(1)..ids.end.min(dict.len()).max(1);
            let value = |id: usize| dict.get(u32::try_from(id).unwrap());
            assert!(found.into_iter().eq(expected.map(|id| (id, value(id)))), "{ids:?}");
        }
        assert_eq!(EMPTY.parts(0..64).count(), 0);
    }

    #[test]
    fn a_snapshot_does_not_see_what_comes_later() {
        let mut dict = Dict::default();
        for number in 1..=10_000_u32 {
            assert_eq!(dict.push(&format!("v{number}")), number);
        }
        let snapshot = dict.clone();
        assert_eq!(dict.push("later"), 10_001);
        assert_eq!((snapshot.len(), dict.len()), (10_001, 10_002));
        assert_eq!(
            (snapshot.get(0), snapshot.get(1), snapshot.get(10_000), snapshot.get(10_001)),
            ("", "v1", "v10000", "")
        );
        assert!(dict.iter().skip(9_999).eq(["v10000", "later"]));
    }
}
