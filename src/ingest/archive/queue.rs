//! Archives that were found and wait: their members are numbered when all files before them have been read, so that
//! the numbers, and with them the order of events of the same time, do not depend on which thread was faster.

use std::sync::{Arc, Condvar, Mutex, PoisonError};

use super::kind::ArchiveKind;
use super::member::TotalSize;
use crate::ingest::memory::Taken;
use crate::store::file::{Found, Issue};

/// Bytes of archives that are kept until they are expanded; the others are read from disk again.
const KEPT: usize = 256 << 20;

/// An archive whose members are to be read.
#[derive(Debug)]
pub(in crate::ingest) struct FoundArchive {
    pub(in crate::ingest) number: u32,
    pub(in crate::ingest) found: Found,
    pub(in crate::ingest) kind: ArchiveKind,
    /// Its bytes, unpacked if it was compressed as a whole; `None` if they are read from disk again.
    pub(in crate::ingest) bytes: Option<(Vec<u8>, Taken)>,
    /// What was wrong on the way to its bytes.
    pub(in crate::ingest) issues: Vec<Issue>,
    /// How many archives are around it.
    pub(in crate::ingest) depth: u8,
    /// What its members may decompress to, if it is in another archive.
    pub(in crate::ingest) total: Option<Arc<TotalSize>>,
}

/// The archives that wait, and how many chunks of files are being read.
#[derive(Debug, Default)]
pub(in crate::ingest) struct ArchiveQueue {
    state: Mutex<WaitingArchives>,
    idle: Condvar,
}

#[derive(Debug, Default)]
struct WaitingArchives {
    archives: Vec<FoundArchive>,
    kept: usize,
    chunks: usize,
}

/// A chunk of files that is being read; dropped when it has been.
#[derive(Debug)]
pub(in crate::ingest) struct Ticket(Arc<ArchiveQueue>);

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut state = self.0.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.chunks = state.chunks.saturating_sub(1);
        if state.chunks == 0 {
            self.0.idle.notify_all();
        }
    }
}

impl ArchiveQueue {
    /// Registers a chunk of files.
    pub(in crate::ingest) fn ticket(self: &Arc<Self>) -> Ticket {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).chunks += 1;
        Ticket(Arc::clone(self))
    }

    /// Adds an archive. Its bytes are dropped if they can be read again and much is kept already.
    pub(in crate::ingest) fn add(&self, mut archive: FoundArchive, is_on_disk: bool) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let size = archive.bytes.as_ref().map_or(0, |(bytes, _)| bytes.len());
        if is_on_disk && state.kept.saturating_add(size) > KEPT {
            archive.bytes = None;
        } else {
            state.kept = state.kept.saturating_add(size);
        }
        state.archives.push(archive);
    }

    /// Waits until no file is being read, and takes the archives that were found, in the order of their files.
    pub(in crate::ingest) fn take(&self) -> Vec<FoundArchive> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let mut state =
            self.idle.wait_while(state, |state| state.chunks > 0).unwrap_or_else(PoisonError::into_inner);
        state.kept = 0;
        let mut archives = std::mem::take(&mut state.archives);
        archives.sort_by_key(|archive| archive.number);
        archives
    }
}
