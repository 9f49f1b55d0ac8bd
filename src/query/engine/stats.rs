//! Counts the work done for an answer, so that tests can bound it without a clock.

use std::cell::Cell;
use std::sync::atomic::{AtomicU64, Ordering};

thread_local! {
    static PASSES: Cell<u64> = const { Cell::new(0) };
}

/// Returns how often this thread has begun to filter or to count events so far. The thread of the screen must
/// not.
pub fn passes_here() -> u64 {
    PASSES.get()
}

/// Counts a pass over events that this thread begins.
pub(in crate::query) fn count_pass() {
    PASSES.set(PASSES.get().saturating_add(1));
}

/// How much was done for one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Work {
    /// Values of dictionaries that were tested.
    pub values_scored: u64,
    /// Events that were tested.
    pub rows_tested: u64,
    /// Files that were decompressed.
    pub files_unpacked: u64,
    /// Bytes of decompressed text.
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

    /// Adds a file that was decompressed to `bytes` bytes.
    pub(in crate::query) fn unpack(&self, bytes: usize) {
        self.files.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// Returns what was counted.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::engine::filter::Filter;
    use crate::query::groups::group::GroupOrder;
    use crate::query::groups::{members, sorted::Groups};
    use crate::query::language::expr::Expr;
    use crate::record::field::Column;
    use crate::store::Store;

    #[test]
    fn every_way_to_filter_or_count_is_a_pass_of_its_thread() {
        let (store, columns) = (Store::default(), [Column::EventName]);
        let ways: [&dyn Fn(); 3] = [
            &|| drop(Filter::default().answer(&store, &Expr::default(), false, &|| false)),
            &|| drop(Groups::count(&store, &[], &columns, GroupOrder::Count)),
            &|| drop(members(&store, &[], &[])),
        ];
        for way in ways {
            let before = passes_here();
            way();
            assert_eq!(passes_here(), before + 1);
        }
    }
}
