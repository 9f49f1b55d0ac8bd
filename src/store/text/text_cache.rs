//! Whole texts of files that were decompressed last, because neighbours in time are often in the same file.

use std::collections::{HashMap, VecDeque};

use foldhash::fast::RandomState;

/// Texts of files of one load, by the numbers of the files.
#[derive(Debug)]
pub(super) struct TextCache {
    /// Maximum number of bytes that are kept besides the text that was used last.
    most: usize,
    kept: usize,
    texts: HashMap<u32, CachedText, RandomState>,
    oldest_first: VecDeque<u32>,
}

#[derive(Debug)]
struct CachedText {
    text: Vec<u8>,
    /// Whether it was used since it was queued.
    is_used: bool,
}

impl TextCache {
    /// Keeps no more than `most` bytes, besides the text that was used last.
    pub(super) fn new(most: usize) -> Self {
        Self { most, kept: 0, texts: HashMap::default(), oldest_first: VecDeque::new() }
    }

    /// Drops everything.
    pub(super) fn clear(&mut self) {
        *self = Self::new(self.most);
    }

    /// Returns the text of a file, and makes it if necessary.
    pub(super) fn text(&mut self, file: u32, make: impl FnOnce() -> Vec<u8>) -> &[u8] {
        if let Some(cached) = self.texts.get_mut(&file) {
            cached.is_used = true;
        } else {
            let text = make();
            self.kept += text.len();
            self.texts.insert(file, CachedText { text, is_used: false });
            self.oldest_first.push_back(file);
            self.drop_oldest(file);
        }
        self.texts.get(&file).map(|cached| cached.text.as_slice()).unwrap_or_default()
    }

    /// Drops the oldest texts until the rest fits; those that were used meanwhile are queued again. The newest
    /// stays.
    fn drop_oldest(&mut self, newest: u32) {
        while self.kept > self.most && self.oldest_first.len() > 1 {
            let Some(oldest) = self.oldest_first.pop_front() else { return };
            let used = self.texts.get_mut(&oldest).is_some_and(|cached| std::mem::take(&mut cached.is_used));
            if used || oldest == newest {
                self.oldest_first.push_back(oldest);
            } else if let Some(cached) = self.texts.remove(&oldest) {
                self.kept -= cached.text.len();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn no_more_is_kept_than_allowed_and_what_is_used_stays() {
        for (length, most, room) in [(10, 100, 10), (30, 100, 3), (60, 100, 1), (500, 100, 1), (0, 100, 50)] {
            let made = Cell::new(0);
            let mut cache = TextCache::new(most);
            let mut get = |file: u32| {
                let text = cache.text(file, || {
                    made.set(made.get() + 1);
                    vec![u8::try_from(file).unwrap(); length]
                });
                assert_eq!(text, vec![u8::try_from(file).unwrap(); length]);
                assert!(cache.kept <= most.max(length) && cache.kept == cache.texts.len() * length);
            };
            (0..room).chain(0..room).for_each(&mut get);
            assert_eq!(made.get(), room, "all fit");
            // One is used between all the others.
            (1..100).flat_map(|file| [file, 0]).for_each(&mut get);
            let again = made.get();
            assert!(room == 1 || again <= room + 101, "{length}: {again}");
        }
    }
}
