//! Reading the record of the event under the cursor: at once where that is quick, else on a thread of its own, so that
//! no key waits for a large file to be unpacked.

use crate::tui::message::{RecordRead, RecordRequest};
use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use crate::store::text_cache::TextCache;

impl RecordRequest {
    /// Reads the record and keeps the text of its file for the next one.
    pub fn read(&self, kept: &mut TextCache) -> RecordRead {
        RecordRead { event: self.event, record: kept.record(&self.store, self.event) }
    }
}

/// Reads records of large files on a thread of its own.
#[derive(Debug)]
pub(in crate::tui) struct RecordThread {
    requests: Sender<RecordRequest>,
}

impl RecordThread {
    /// Starts the thread; `report` is called on it with each record.
    pub(in crate::tui) fn start(mut report: impl FnMut(RecordRead) + Send + 'static) -> io::Result<Self> {
        let (requests, queue) = channel();
        let work = move || run(&queue, &mut report);
        thread::Builder::new().name("trailsift-record".into()).spawn(work)?;
        Ok(Self { requests })
    }

    /// Requests a record. Earlier requests that have not started are dropped.
    pub(in crate::tui) fn ask(&self, request: RecordRequest) {
        // The thread ends only when this sender is dropped.
        let _ = self.requests.send(request);
    }
}

fn run(queue: &Receiver<RecordRequest>, report: &mut impl FnMut(RecordRead)) {
    let mut kept = TextCache::default();
    while let Ok(first) = queue.recv() {
        let newest = queue.try_iter().last().unwrap_or(first);
        report(newest.read(&mut kept));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;

    #[test]
    fn of_many_records_that_were_asked_for_only_the_newest_is_read() {
        let (requests, queue) = channel();
        for event in 0..20 {
            requests.send(RecordRequest { store: Store::default(), event }).unwrap();
        }
        drop(requests);
        let mut read = Vec::new();
        run(&queue, &mut |one| read.push(one.event));
        assert_eq!(read, [19]);
    }
}
