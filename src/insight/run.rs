//! How a computation over all events runs: when it stops, and who hears of its progress.

use crate::store::scan::cancel::Cancelled;
use crate::store::scan::file_scan::{FileScan, Searched};
use crate::store::{Event, Store};

/// The way in which a computation runs.
#[derive(Clone, Copy)]
pub struct Run<'r> {
    /// Whether the result is no longer wanted.
    pub cancelled: Cancelled<'r>,
    /// Called with the length of each text that was decompressed, in bytes.
    pub unpacked: &'r (dyn Fn(usize) + Sync),
    /// Called with the progress of reading texts.
    pub hear: &'r dyn Fn(Searched),
}

impl Run<'_> {
    /// Runs to the end, and nobody hears of it.
    pub const QUIET: Run<'static> = Run { cancelled: &|| false, unpacked: &|_| {}, hear: &|_| {} };

    /// Returns what `read` makes of some events and their records, sorted by event. `None` if cancelled.
    pub fn read<T: Send>(
        &self,
        store: &Store,
        events: &[Event],
        read: impl Fn(Event, &[u8]) -> Option<T> + Sync,
    ) -> Option<Vec<(Event, T)>> {
        let scan = FileScan { store, events, cancelled: self.cancelled, unpacked: self.unpacked };
        scan.collect(read, &mut |searched| (self.hear)(searched))
    }
}
