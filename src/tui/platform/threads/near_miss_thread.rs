//! Searches for what a filter just missed, on a separate thread: neither the screen nor the next answer waits
//! for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::{io, thread};

use crate::ingest;
use crate::query::engine::near_miss::{Answered, NearMiss};
use crate::query::language::list::file::ListFile;

/// An answer, with the number of its request.
type Numbered = (u64, Box<Answered>);

/// The thread that searches.
#[derive(Debug)]
pub(in crate::tui) struct NearMissThread {
    answers: Sender<Numbered>,
    /// The newest request; searches for older ones are cancelled.
    newest: Arc<AtomicU64>,
}

impl NearMissThread {
    /// Starts the thread; `report` is called on it with what was missed, and the number of the request.
    pub(in crate::tui) fn start(mut report: impl FnMut(u64, NearMiss) + Send + 'static) -> io::Result<Self> {
        let (answers, queue) = channel::<Numbered>();
        let newest = Arc::new(AtomicU64::new(0));
        let shared = Arc::clone(&newest);
        let work = move || {
            while let Ok((number, answered)) = queue.recv() {
                let cancelled = || shared.load(Ordering::Relaxed) > number;
                let list = |path: &str| ListFile::read(path, &ingest::list_text(path)?);
                if let Some(missed) = answered.look(&list, &cancelled).filter(|_| !cancelled()) {
                    report(number, missed);
                }
            }
        };
        thread::Builder::new().name("trailsift-near-miss".into()).spawn(work)?;
        Ok(Self { answers, newest })
    }

    /// Called for a new request: cancels the search for what older ones missed.
    pub(in crate::tui) fn give_up_before(&self, number: u64) {
        self.newest.store(number, Ordering::Relaxed);
    }

    /// Searches for what an answer missed.
    pub(in crate::tui) fn look(&self, number: u64, answered: Box<Answered>) {
        // The thread ends only when this sender is dropped.
        let _ = self.answers.send((number, answered));
    }
}
