//! The distinct values of one column, by id.

use super::chunked::Chunked;

/// An empty dictionary, for lookups that cannot fail.
pub(super) static EMPTY: Dict = Dict { values: None };

/// The distinct values of a column. Id 0 is the missing value and reads as an empty text.
#[derive(Debug, Clone, Default)]
pub struct Dict {
    values: Option<Chunked<Box<str>>>,
}

impl Dict {
    /// How many ids there are, the missing value included.
    pub fn len(&self) -> usize {
        self.values.as_ref().map_or(0, Chunked::len) + 1
    }

    /// Whether no value has been met.
    pub fn is_empty(&self) -> bool {
        self.values.as_ref().is_none_or(Chunked::is_empty)
    }

    /// The value of an id; empty for the missing value and for ids that were never given.
    pub fn get(&self, id: u32) -> &str {
        id.checked_sub(1).and_then(|at| self.values.as_ref()?.get(at)).map_or("", AsRef::as_ref)
    }

    /// All values in the order of their ids, beginning with id 1.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.values.iter().flat_map(Chunked::iter).map(AsRef::as_ref)
    }

    /// Adds a value and returns its id.
    pub(super) fn push(&mut self, value: &str) -> u32 {
        self.values.get_or_insert_default().push(value.into());
        // Ids are u32 by design; a dictionary of four billion values does not fit into memory.
        u32::try_from(self.len() - 1).unwrap_or(u32::MAX)
    }
}
