//! What was computed from a text before, by a hash of the text.
//!
//! Two hashes with seeds of this run, 128 bits together, stand for the text, so that no file can be written to make
//! two texts one.

use std::hash::{BuildHasher, Hash};

use foldhash::{HashMap, quality::RandomState};

/// From a text to an id.
#[derive(Debug, Default)]
pub(super) struct Seen {
    ids: HashMap<(u64, u64), u32>,
    seeds: (RandomState, RandomState),
}

/// What stands for a text.
pub(super) type Mark = (u64, u64);

impl Seen {
    pub(super) fn mark(&self, text: impl Hash) -> Mark {
        (self.seeds.0.hash_one(&text), self.seeds.1.hash_one(&text))
    }

    pub(super) fn get(&self, mark: Mark) -> Option<u32> {
        self.ids.get(&mark).copied()
    }

    pub(super) fn put(&mut self, mark: Mark, id: u32) {
        self.ids.insert(mark, id);
    }
}
