//! How many marked events there are of each kind, kept while marks come and go.

use std::collections::BTreeMap;

/// Counts of marked events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkTally<K>(BTreeMap<K, usize>);

impl<K> Default for MarkTally<K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord> MarkTally<K> {
    /// Counts one event more, or one less that was counted before.
    pub fn count(&mut self, kind: K, is_marked: bool) {
        if is_marked {
            *self.0.entry(kind).or_default() += 1;
        } else if let Some(count) = self.0.get_mut(&kind) {
            *count -= 1;
            if *count == 0 {
                self.0.remove(&kind);
            }
        }
    }

    /// Returns the count of a kind.
    pub fn get(&self, kind: &K) -> usize {
        self.0.get(kind).copied().unwrap_or(0)
    }
}
