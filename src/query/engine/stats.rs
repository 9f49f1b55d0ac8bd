//! Counts the work done for an answer, so that tests can bound it without a clock.

use std::sync::atomic::{AtomicU64, Ordering};

/// How much was done for one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Work {
    /// Values of dictionaries that were tested.
    pub values_scored: u64,
    /// Events that were tested.
    pub rows_tested: u64,
    /// Files that were unpacked.
    pub files_unpacked: u64,
    /// Bytes of text that came out of them.
    pub bytes_unpacked: u64,
}

impl std::ops::Add for Work {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            values_scored: self.values_scored + other.values_scored,
            rows_tested: self.rows_tested + other.rows_tested,
            files_unpacked: self.files_unpacked + other.files_unpacked,
            bytes_unpacked: self.bytes_unpacked + other.bytes_unpacked,
        }
    }
}

/// Work counted by several threads at once.
#[derive(Debug, Default)]
pub(in crate::query) struct Counters {
    values: AtomicU64,
    rows: AtomicU64,
    files: AtomicU64,
    bytes: AtomicU64,
}

impl Counters {
    /// Adds values that were scored.
    pub(in crate::query) fn score(&self, values: u64) {
        self.values.fetch_add(values, Ordering::Relaxed);
    }

    /// Adds events that were tested.
    pub(in crate::query) fn test(&self, rows: usize) {
        self.rows.fetch_add(rows as u64, Ordering::Relaxed);
    }

    /// Adds a file that was unpacked to so many bytes.
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
