//! Walks the paths, passes files to the readers in chunks, and counts what it finds.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::SyncSender;

use super::discover::{Entry, LookUp, Sized, discover};
use crate::ingest::archive::queue::{ArchiveQueue, Ticket};

/// Files to read, each with its number.
#[derive(Debug)]
pub(in crate::ingest) struct Chunk {
    pub(in crate::ingest) files: Vec<(u32, Entry)>,
    /// Dropped when they have been read.
    pub(in crate::ingest) ticket: Ticket,
}

/// Maximum number and total bytes of small files in one chunk.
const CHUNK: (usize, u64) = (32, 256 << 10);
/// The first files are sent alone, so that there is something to show at once.
const ALONE: u32 = 8;

/// What the walk has found, for the progress display.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Walk {
    pub(in crate::ingest) found: AtomicUsize,
    pub(in crate::ingest) needed: AtomicU64,
    pub(in crate::ingest) finished: AtomicBool,
}

impl Walk {
    /// Passes on the files of the paths; returns the number of the next file.
    pub(in crate::ingest) fn run(&self, paths: &[PathBuf], chunks: &mut Chunks<'_>) -> u32 {
        let mut next = 0;
        discover(paths, LookUp::Few, |Sized { entry, size }| {
            self.count(&entry, size);
            next += 1;
            // After a stop the rest is still listed, because files that were left out have to be counted.
            chunks.add(next - 1, entry, size)
        });
        chunks.flush();
        self.finished.store(true, Ordering::Relaxed);
        next
    }

    /// Counts a file that was found.
    pub(in crate::ingest) fn count(&self, entry: &Entry, size: u64) {
        self.found.fetch_add(1, Ordering::Relaxed);
        self.needed.fetch_add(needed(entry, size), Ordering::Relaxed);
    }
}

/// Passes files to the readers, small ones together.
pub(in crate::ingest) struct Chunks<'f> {
    files: &'f SyncSender<Chunk>,
    queue: Arc<ArchiveQueue>,
    chunk: Vec<(u32, Entry)>,
    bytes: u64,
    passed: u32,
}

impl<'f> Chunks<'f> {
    pub(in crate::ingest) fn new(files: &'f SyncSender<Chunk>, queue: &Arc<ArchiveQueue>) -> Self {
        Self { files, queue: Arc::clone(queue), chunk: Vec::new(), bytes: 0, passed: 0 }
    }

    /// Adds a file with its number. Returns whether anybody reads it.
    pub(in crate::ingest) fn add(&mut self, number: u32, entry: Entry, size: u64) -> bool {
        self.passed += 1;
        self.bytes += size;
        self.chunk.push((number, entry));
        if self.passed > ALONE && self.chunk.len() < CHUNK.0 && self.bytes < CHUNK.1 {
            return true;
        }
        self.flush()
    }

    /// Passes on what has been added. Returns whether anybody reads it.
    pub(in crate::ingest) fn flush(&mut self) -> bool {
        self.bytes = 0;
        let chunk = Chunk { files: std::mem::take(&mut self.chunk), ticket: self.queue.ticket() };
        self.files.send(chunk).is_ok()
    }
}

/// Returns roughly how much memory a file will need: its size and some for each event; compressed files hold
/// ten times as many events. Measured on typical trails.
fn needed(entry: &Entry, size: u64) -> u64 {
    match entry {
        // The bytes are held already.
        Entry::Kept(_, bytes) => bytes.len() as u64 + size / 5 + 500,
        Entry::Text(found) | Entry::Held(found, _)
            if found.path.extension().is_some_and(|extension| extension == "gz") =>
        {
            size * 3 + 500
        }
        Entry::Text(_) | Entry::Held(..) | Entry::Member(..) => size + size / 5 + 500,
        Entry::Problem(_) => 500,
    }
}
