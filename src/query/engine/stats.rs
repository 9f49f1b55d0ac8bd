//! How much was done for an answer: what can be promised and tested without looking at a clock.

use std::sync::atomic::{AtomicU64, Ordering};

/// How much was done for one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Work {
    /// Values of dictionaries that a word or test was put to.
    pub values_scored: u64,
    /// Events that were tested.
    pub rows_tested: u64,
    /// Files that were unpacked.
    pub files_unpacked: u64,
    /// Bytes of text that came out of them.
    pub bytes_unpacked: u64,
}

/// Work that is being counted, on all cores.
#[derive(Debug, Default)]
pub(in crate::query) struct Counters {
    values: AtomicU64,
    rows: AtomicU64,
    files: AtomicU64,
    bytes: AtomicU64,
}

impl Counters {
    /// So many values were scored.
    pub(in crate::query) fn score(&self, values: u64) {
        self.values.fetch_add(values, Ordering::Relaxed);
    }

    /// So many events were tested.
    pub(in crate::query) fn test(&self, rows: usize) {
        self.rows.fetch_add(rows as u64, Ordering::Relaxed);
    }

    /// A file was unpacked.
    pub(in crate::query) fn unpack(&self, bytes: usize) {
        self.files.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// What was counted.
    pub(in crate::query) fn work(&self) -> Work {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Work {
            values_scored: read(&self.values),
            rows_tested: read(&self.rows),
            files_unpacked: read(&self.files),
            bytes_unpacked: read(&self.bytes),
        }
    }
}
