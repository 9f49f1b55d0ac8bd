//! A memo of results computed from texts, by a hash of the text.
//!
//! Two hashes with random seeds, together 128 bits, identify the text, so that no file can be crafted to make
//! two texts the same. The memo is emptied when it is full, which bounds its memory.

use std::hash::{BuildHasher, Hash};

use foldhash::{HashMap, quality::RandomState};

use super::id_cache::Fingerprint;

/// Maximum number of results, of at most 64 bytes each: more than trails have kinds, and little memory for each
/// thread.
const MOST: usize = 1 << 17;

/// From a text to what was computed.
#[derive(Debug)]
pub(in crate::store) struct Memo<T> {
    results: HashMap<Fingerprint, T>,
    seeds: (RandomState, RandomState),
}

impl<T> Default for Memo<T> {
    fn default() -> Self {
        Self { results: HashMap::default(), seeds: Default::default() }
    }
}

impl<T: Copy> Memo<T> {
    pub(in crate::store) fn fingerprint(&self, text: impl Hash) -> Fingerprint {
        (self.seeds.0.hash_one(&text), self.seeds.1.hash_one(&text))
    }

    pub(in crate::store) fn get(&self, fingerprint: Fingerprint) -> Option<T> {
        self.results.get(&fingerprint).copied()
    }

    pub(in crate::store) fn put(&mut self, fingerprint: Fingerprint, result: T) {
        if self.results.len() >= MOST {
            self.results.clear();
        }
        self.results.insert(fingerprint, result);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In a trail where every identity was new, each thread kept them all, and no memory limit counted them.
    #[test]
    fn what_is_kept_has_a_bound() {
        let mut seen = Memo::default();
        for number in 0..3 * MOST {
            let fingerprint = seen.fingerprint(number);
            seen.put(fingerprint, number);
            assert_eq!(seen.get(fingerprint), Some(number));
        }
        assert!(seen.results.len() <= MOST);
    }
}
