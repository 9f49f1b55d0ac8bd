//! The memory limit of a load, and what the load uses.
//!
//! It counts the large allocations of a load: kept files, buffers for decompressing, columns. Memory is
//! requested before it is used, so a file that does not fit is left out and listed, and everything loaded stays
//! usable.

use std::cell::Cell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::limits::Limits;
use crate::store::codec::allowance::{Allowance, Cut};

/// The ratio is checked only for texts larger than this.
const RATIO_FROM: usize = 64 << 20;
/// If less than this is left, no further file is opened, in bytes.
const LEAST: u64 = 16 << 10;

/// The memory account of one load.
#[derive(Debug)]
pub(in crate::ingest) struct Memory {
    budget: u64,
    taken: AtomicU64,
    store: AtomicU64,
    values: AtomicU64,
}

impl Memory {
    pub(in crate::ingest) fn new(budget: u64) -> Self {
        Self { budget, taken: AtomicU64::new(0), store: AtomicU64::new(0), values: AtomicU64::new(0) }
    }

    /// Takes some bytes, if they are left.
    fn take(&self, bytes: usize) -> bool {
        let bytes = bytes as u64;
        let before = self.taken.fetch_add(bytes, Ordering::Relaxed);
        let fits = before.saturating_add(bytes).saturating_add(self.of_store()) <= self.budget;
        if !fits {
            self.taken.fetch_sub(bytes, Ordering::Relaxed);
        }
        fits
    }

    /// Gives bytes back.
    fn give(&self, bytes: usize) {
        self.taken.fetch_sub(bytes as u64, Ordering::Relaxed);
    }

    /// Sets how many bytes the store holds besides the kept files and the values of its events.
    pub(super) fn set_store(&self, bytes: u64) {
        self.store.store(bytes, Ordering::Relaxed);
    }

    /// Sets how many bytes the values of events take, including those that have not reached the store yet.
    pub(super) fn set_values(&self, bytes: u64) {
        self.values.fetch_max(bytes, Ordering::Relaxed);
    }

    /// Gives back what was taken for events on their way to the store.
    pub(in crate::ingest) fn events_arrived(&self, events: usize) {
        self.give(events * BYTES_ON_THE_WAY);
    }

    fn of_store(&self) -> u64 {
        self.store.load(Ordering::Relaxed).saturating_add(self.values.load(Ordering::Relaxed))
    }

    /// Returns the bytes in use.
    pub(in crate::ingest) fn held(&self) -> u64 {
        self.taken.load(Ordering::Relaxed).saturating_add(self.of_store())
    }

    /// Returns the bytes that are not in use.
    fn left(&self) -> usize {
        usize::try_from(self.budget.saturating_sub(self.held())).unwrap_or(usize::MAX)
    }

    /// Returns the limit in bytes.
    pub(super) fn budget(&self) -> u64 {
        self.budget
    }

    /// Returns whether there is too little memory to open another file.
    pub(super) fn is_full(&self) -> bool {
        self.held().saturating_add(LEAST) > self.budget
    }
}

/// The memory for the events of one file, on their way to the store.
#[derive(Debug)]
pub(in crate::ingest) struct EventRoom {
    memory: Arc<Memory>,
    events: Cell<usize>,
}

/// Bytes that an event takes until the store has it: its row in a list that doubles as it grows, its place in
/// the store, and its sort key. Measured.
const BYTES_ON_THE_WAY: usize = 400;

impl EventRoom {
    /// Number of events for which memory is taken at once.
    pub(in crate::ingest) const EVENTS: usize = 4096;

    pub(in crate::ingest) fn new(memory: &Arc<Memory>) -> Self {
        Self { memory: Arc::clone(memory), events: Cell::new(0) }
    }

    /// Takes memory for [`Self::EVENTS`] more, if there is enough for them and for their values.
    pub(in crate::ingest) fn more(&self, bytes_of_values: u64) -> bool {
        self.memory.set_values(bytes_of_values);
        let fits = self.memory.take(Self::EVENTS * BYTES_ON_THE_WAY);
        self.events.set(self.events.get() + if fits { Self::EVENTS } else { 0 });
        fits
    }

    /// Describes a file of which not all events fit.
    pub(in crate::ingest) fn words(&self) -> String {
        let limit = crate::plural::text_of_size(self.memory.budget());
        format!("the memory limit of {limit} was reached; nothing after this was read; raise --memory")
    }

    /// Gives back what was taken for more than `events`; the rest is given back when the store has them.
    pub(in crate::ingest) fn keep(self, events: usize) {
        let taken = self.events.get();
        self.memory.give(taken * BYTES_ON_THE_WAY);
        self.memory.taken.fetch_add((events * BYTES_ON_THE_WAY) as u64, Ordering::Relaxed);
        self.events.set(0);
    }
}

impl Drop for EventRoom {
    fn drop(&mut self) {
        self.memory.give(self.events.get() * BYTES_ON_THE_WAY);
    }
}

/// Bytes that were taken from an account. They are given back on drop, even after a panic, so that a file on
/// which the program fails does not cost later files their memory.
#[derive(Debug)]
pub(super) struct Taken {
    memory: Arc<Memory>,
    bytes: usize,
}

impl Taken {
    /// Makes an account of nothing.
    pub(super) fn nothing(memory: &Arc<Memory>) -> Self {
        Self { memory: Arc::clone(memory), bytes: 0 }
    }

    /// Takes more bytes, if they are left.
    pub(super) fn more(&mut self, bytes: usize) -> bool {
        let fits = self.memory.take(bytes);
        self.bytes += if fits { bytes } else { 0 };
        fits
    }

    /// Gives back all but this many bytes.
    pub(super) fn all_but(&mut self, bytes: usize) {
        let kept = bytes.min(self.bytes);
        self.memory.give(self.bytes - kept);
        self.bytes = kept;
    }

    /// Keeps the bytes for as long as the account exists.
    pub(super) fn keep(mut self) {
        self.bytes = 0;
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        self.all_but(0);
    }
}

/// The limits for one file while it is decompressed.
pub(super) struct FileAllowance<'a> {
    pub(super) limits: &'a Limits,
    pub(super) stop: &'a AtomicBool,
    /// What was taken for buffers and has not been given back yet.
    pub(super) buffers: &'a mut Taken,
}

impl Allowance for FileAllowance<'_> {
    fn text_bytes(&self) -> usize {
        self.limits.file_bytes as usize
    }

    fn take(&mut self, bytes: usize) -> bool {
        self.buffers.more(bytes)
    }

    fn memory_left(&self) -> usize {
        self.buffers.memory.left()
    }

    fn go_on(&mut self, read: usize, made: usize) -> Result<(), Cut> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(Cut::Stopped);
        }
        if made > self.text_bytes() {
            return Err(Cut::Size);
        }
        let most = read.saturating_mul(self.limits.ratio as usize);
        if made > RATIO_FROM && made > most { Err(Cut::Ratio) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_not_taken() {
        let memory = Memory::new(100 << 10);
        assert!(memory.take(60 << 10) && !memory.take(60 << 10));
        memory.set_store(30 << 10);
        assert!(!memory.take(20 << 10) && memory.is_full());
        assert_eq!(memory.held(), 90 << 10);
        memory.give(60 << 10);
        assert!(memory.take(20 << 10) && !memory.is_full());
    }

    #[test]
    fn far_more_than_went_in_raises_the_alarm() {
        let limits = Limits { ratio: 200, ..Limits::default() };
        let (memory, stop) = (Arc::new(Memory::new(1000)), AtomicBool::new(false));
        let mut buffers = Taken::nothing(&memory);
        let mut allowance = FileAllowance { limits: &limits, stop: &stop, buffers: &mut buffers };
        assert_eq!(allowance.go_on(10, RATIO_FROM), Ok(()));
        assert_eq!(allowance.go_on(10, RATIO_FROM + 1), Err(Cut::Ratio));
        assert_eq!(allowance.go_on(1 << 20, RATIO_FROM + 1), Ok(()));
        assert_eq!(allowance.go_on(1 << 30, 3 << 30), Err(Cut::Size));
        assert!(allowance.take(900) && !allowance.take(900));
        stop.store(true, Ordering::Relaxed);
        assert_eq!(allowance.go_on(1, 1), Err(Cut::Stopped));
        assert_eq!(memory.held(), 900);
        buffers.all_but(0);
        assert_eq!(memory.held(), 0);
    }
}
