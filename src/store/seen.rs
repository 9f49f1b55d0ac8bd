//! What was computed from a text before, by a hash of the text.
//!
//! Two hashes with seeds of this run, 128 bits together, stand for the text, so that no file can be written to make
//! two texts one.

use std::hash::{BuildHasher, Hash};

use foldhash::{HashMap, quality::RandomState};

use super::recent::Mark;

/// From a text to what was computed.
#[derive(Debug)]
pub(super) struct Seen<T> {
    results: HashMap<Mark, T>,
    seeds: (RandomState, RandomState),
}

impl<T> Default for Seen<T> {
    fn default() -> Self {
        Self { results: HashMap::default(), seeds: Default::default() }
    }
}

impl<T: Copy> Seen<T> {
    pub(super) fn mark(&self, text: impl Hash) -> Mark {
        (self.seeds.0.hash_one(&text), self.seeds.1.hash_one(&text))
    }

    pub(super) fn get(&self, mark: Mark) -> Option<T> {
        self.results.get(&mark).copied()
    }

    pub(super) fn put(&mut self, mark: Mark, result: T) {
        self.results.insert(mark, result);
    }
}
