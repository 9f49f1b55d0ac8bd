//! Many texts in one allocation, by index.

use std::ops::Range;

/// A growing list of texts.
#[derive(Debug, Clone, Default)]
pub(in crate::store) struct StringList {
    text: String,
    ends: Vec<usize>,
}

impl StringList {
    /// Returns how many there are.
    pub(in crate::store) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the text at an index; empty beyond the end.
    pub(in crate::store) fn get(&self, at: usize) -> &str {
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(at).and_then(|&end| self.text.get(start..end)).unwrap_or_default()
    }

    /// Iterates over all texts, in order.
    pub(in crate::store) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.get(at))
    }

    /// Returns the texts at some indices, one behind the other; where each ends in the whole list; and where the first
    /// begins in it.
    pub(in crate::store) fn part(&self, part: Range<usize>) -> (&str, &[usize], usize) {
        let start = part.start.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let ends = self.ends.get(part.start..part.end.min(self.len())).unwrap_or_default();
        let end = ends.last().copied().unwrap_or(start);
        (self.text.get(start..end).unwrap_or_default(), ends, start)
    }

    /// Adds a text at the end.
    pub(in crate::store) fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends.push(self.text.len());
    }

    /// Frees the spare room.
    pub(in crate::store) fn shrink(&mut self) {
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}
