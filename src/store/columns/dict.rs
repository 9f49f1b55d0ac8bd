//! The distinct values of one column, by id.

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

    /// Adds a value and returns its ID.
    pub(in crate::store) fn push(&mut self, value: &str) -> u32 {
        if let Some(last) = self.chunks.last_mut().filter(|last| last.len() < CHUNK) {
            Arc::make_mut(last).push(value);
        } else {
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
