//! Reads and counts what completion offers, on a separate thread, so that no key waits for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::{io, thread};

use crate::query::engine::completion::{Completed, Completer, CompletionRequest};
use crate::query::engine::filter::Searched;

/// What is reported about a completion.
#[derive(Debug)]
pub enum Completing {
    /// Values are being read for the request with this number.
    Reading(u64, Searched),
    /// What is offered.
    Done(Box<Completed>),
}

/// The thread that counts.
#[derive(Debug)]
pub(in crate::tui) struct CompletionThread {
    requests: Sender<Box<CompletionRequest>>,
    /// The newest request; older ones are cancelled.
    newest: Arc<AtomicU64>,
}

impl CompletionThread {
    /// Starts the thread; `report` is called on it with the completions, and before that with the progress.
    pub(in crate::tui) fn start(mut report: impl FnMut(Completing) + Send + 'static) -> io::Result<Self> {
        let (requests, queue) = channel::<Box<CompletionRequest>>();
        let newest = Arc::new(AtomicU64::new(0));
        let shared = Arc::clone(&newest);
        let work = move || {
            let mut completer = Completer::default();
            while let Ok(request) = queue.recv() {
                let cancelled = || shared.load(Ordering::Relaxed) > request.number;
                let mut hear = |searched| report(Completing::Reading(request.number, searched));
                if let Some(completed) = completer.complete(&request, &cancelled, &mut hear) {
                    report(Completing::Done(Box::new(completed)));
                }
            }
        };
        thread::Builder::new().name("trailsift-complete".into()).spawn(work)?;
        Ok(Self { requests, newest })
    }

    /// Requests a completion and cancels the previous one.
    pub(in crate::tui) fn ask(&self, request: Box<CompletionRequest>) {
        self.newest.store(request.number, Ordering::Relaxed);
        // The thread ends only when this sender is dropped.
        let _ = self.requests.send(request);
    }

    /// Cancels this request and earlier ones.
    pub(in crate::tui) fn give_up(&self, number: u64) {
        self.newest.store(number.saturating_add(1), Ordering::Relaxed);
    }
}
