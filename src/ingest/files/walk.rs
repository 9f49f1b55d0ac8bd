//! Walks the paths, passes files to the readers in chunks, and counts what it finds.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::SyncSender;

use super::discover::{Entry, Sized, discover};

/// Files to read, and the number of the first; the others are numbered after it.
pub(in crate::ingest) struct Chunk {
    pub(in crate::ingest) first: u32,
    pub(in crate::ingest) entries: Vec<Entry>,
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
    pub(in crate::ingest) fn run(&self, paths: &[PathBuf], files: &SyncSender<Chunk>) {
        let mut chunk = Chunk { first: 0, entries: Vec::new() };
        let mut bytes = 0;
        let mut next = 0;
        discover(paths, |Sized { entry, size }| {
            self.found.fetch_add(1, Ordering::Relaxed);
            self.needed.fetch_add(needed(&entry, size), Ordering::Relaxed);
            next += 1;
            bytes += size;
            chunk.entries.push(entry);
            if next > ALONE && chunk.entries.len() < CHUNK.0 && bytes < CHUNK.1 {
                return true;
            }
            let full = std::mem::replace(&mut chunk, Chunk { first: next, entries: Vec::new() });
            bytes = 0;
            // After a stop the rest is still listed, because files that were left out have to be counted.
            files.send(full).is_ok()
        });
        // If the readers are gone, nobody waits for more.
        let _ = files.send(chunk);
        self.finished.store(true, Ordering::Relaxed);
    }
}

/// Returns roughly how much memory a file will need: its size and some for each event; compressed files hold
/// ten times as many events. Measured on typical trails.
fn needed(entry: &Entry, size: u64) -> u64 {
    match entry {
        Entry::Text(found) | Entry::Held(found, _)
            if found.path.extension().is_some_and(|extension| extension == "gz") =>
        {
            size * 3 + 500
        }
        Entry::Text(_) | Entry::Held(..) => size + size / 5 + 500,
        Entry::Problem(_) => 500,
    }
}
