//! What the columns of a Parquet file may take together, and what was wrong with them.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use parquet::errors::{ParquetError, Result};

/// Rows of which the values are read at a time.
pub(super) const ROWS_AT_ONCE: usize = 256;
/// What the values of rows that are read at a time may take at most, in bytes.
const OF_ROWS: usize = 128 << 20;
/// What may be decompressed from any file, and as a multiple of its size.
const UNPACKED: (usize, usize) = (256 << 20, 200);

pub(super) const DAMAGED: &str = "a column of the Parquet file is damaged";
pub(super) const TOO_MUCH: &str =
    "the Parquet file decompresses to far more than its size; the rest was not read";
const TOO_MANY: &str = "rows of the Parquet file have more values than programs write; they were not read";
pub(super) const MEMORY: &str = "not enough memory for the rows of the Parquet file";

/// What all columns of a file share: how much of it was decompressed, and what was wrong.
#[derive(Debug)]
pub(super) struct PageLimits {
    left: AtomicUsize,
    /// Bytes that pages and dictionaries take now, and the most that they took.
    held: AtomicUsize,
    most_held: AtomicUsize,
    /// Of columns of which a row may have several values: how many bytes those that are read at a time may take, what they
    /// take, and what those of the last page of each column take.
    room: AtomicUsize,
    of_rows: AtomicUsize,
    of_pages: AtomicUsize,
    /// How much all that may take, in bytes.
    memory: AtomicUsize,
    /// What was wrong first in this group of rows.
    reason: Mutex<Option<&'static str>>,
}

impl PageLimits {
    /// Makes the limits of a file of this many bytes.
    pub(super) fn of(file: usize) -> Arc<Self> {
        let left = file.saturating_mul(UNPACKED.1).max(UNPACKED.0);
        Arc::new(Self {
            left: AtomicUsize::new(left),
            held: AtomicUsize::new(0),
            most_held: AtomicUsize::new(0),
            room: AtomicUsize::new(OF_ROWS),
            of_rows: AtomicUsize::new(0),
            of_pages: AtomicUsize::new(0),
            memory: AtomicUsize::new(usize::MAX),
            reason: Mutex::new(None),
        })
    }

    /// Returns what was wrong first.
    pub(super) fn reason(&self) -> &'static str {
        self.refused().unwrap_or(DAMAGED)
    }

    /// Returns what was wrong first with a page that the library could read.
    pub(super) fn refused(&self) -> Option<&'static str> {
        *self.reason.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a group of rows, in which nothing is wrong yet.
    pub(super) fn begin_group(&self) {
        *self.reason.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Returns the most that pages took at one time, in bytes.
    pub(super) fn most_held(&self) -> usize {
        self.most_held.load(Ordering::Relaxed)
    }

    /// Returns whether the most that may be decompressed was reached, so that no more is read.
    pub(super) fn is_used_up(&self) -> bool {
        self.refused() == Some(TOO_MUCH)
    }

    /// Returns whether there was no memory for the values of rows.
    pub(super) fn is_out_of_memory(&self) -> bool {
        self.refused() == Some(MEMORY)
    }

    /// Begins the next rows, while this much memory is left besides what was `taken` for pages. Lists grow by doubling.
    pub(super) fn begin_rows(&self, memory: usize, taken: usize) {
        self.memory.store(memory.saturating_add(taken), Ordering::Relaxed);
        self.room.store(OF_ROWS.min(memory / 2), Ordering::Relaxed);
        self.of_rows.store(self.of_pages.load(Ordering::Relaxed), Ordering::Relaxed);
    }

    /// Adds the values of a page, in bytes, which follows one with `before`.
    pub(super) fn add_values(&self, before: usize, now: usize) -> Result<()> {
        self.of_pages.fetch_add(now, Ordering::Relaxed);
        self.of_pages.fetch_sub(before, Ordering::Relaxed);
        let of_rows = self.of_rows.fetch_add(now, Ordering::Relaxed).saturating_add(now);
        let room = self.room.load(Ordering::Relaxed);
        if of_rows > room {
            return self.refuse(if room < OF_ROWS { MEMORY } else { TOO_MANY });
        }
        let held = self.held.load(Ordering::Relaxed).saturating_add(of_rows);
        self.most_held.fetch_max(held, Ordering::Relaxed);
        Ok(())
    }

    /// Notes what is wrong, unless something was wrong before.
    pub(super) fn refuse<T>(&self, reason: &'static str) -> Result<T> {
        let mut first = self.reason.lock().unwrap_or_else(PoisonError::into_inner);
        Err(ParquetError::General((*first.get_or_insert(reason)).to_owned()))
    }

    /// Returns how much memory is left for pages.
    pub(super) fn memory_left(&self) -> usize {
        self.memory.load(Ordering::Relaxed).saturating_sub(self.held.load(Ordering::Relaxed))
    }

    /// Takes memory for what follows something that took `before`, if there is enough.
    pub(super) fn hold(&self, before: usize, now: usize) -> Result<()> {
        if now.saturating_sub(before) > self.memory_left() {
            return self.refuse(MEMORY);
        }
        let held = self.held.fetch_add(now, Ordering::Relaxed).saturating_add(now).saturating_sub(before);
        self.held.fetch_sub(before, Ordering::Relaxed);
        self.most_held.fetch_max(held, Ordering::Relaxed);
        Ok(())
    }

    /// Gives back what columns took that are read no more: for pages, and for the values of the last ones.
    pub(super) fn release(&self, of_pages: usize, of_values: usize) {
        self.held.fetch_sub(of_pages, Ordering::Relaxed);
        self.of_pages.fetch_sub(of_values, Ordering::Relaxed);
    }

    /// Takes some of what may be decompressed, if it is left.
    pub(super) fn take(&self, bytes: usize) -> bool {
        let less = |left: usize| left.checked_sub(bytes);
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok()
    }
}
