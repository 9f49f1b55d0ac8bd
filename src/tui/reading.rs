//! Reading the record of the event under the cursor: at once where that is quick, else on a thread of its own, so that
//! no key waits for a large file to be unpacked.

use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use super::app::{App, Focus};
use super::message::Effect;
use super::view::layout::BESIDE;
use crate::store::kept::KeptTexts;
use crate::store::{Event, Store};

/// A record that is wanted; whichever was wanted before is not any more.
#[derive(Debug)]
pub struct RecordRequest {
    /// What the event is of.
    pub store: Store,
    /// The event.
    pub event: Event,
}

/// A record that was read.
#[derive(Debug)]
pub struct RecordRead {
    /// Whose it is.
    pub event: Event,
    /// The record as it stands in its file.
    pub record: Vec<u8>,
}

impl RecordRequest {
    /// Reads the record; the text of its file is kept for the next.
    pub fn read(&self, kept: &mut KeptTexts) -> RecordRead {
        RecordRead { event: self.event, record: kept.record(&self.store, self.event) }
    }
}

/// The thread that reads records of large files.
#[derive(Debug)]
pub(super) struct RecordThread {
    requests: Sender<RecordRequest>,
}

impl RecordThread {
    /// Starts the thread; `report` is called on it with each record.
    pub(super) fn start(mut report: impl FnMut(RecordRead) + Send + 'static) -> io::Result<Self> {
        let (requests, queue) = channel();
        let work = move || run(&queue, &mut report);
        thread::Builder::new().name("trailsift-record".into()).spawn(work)?;
        Ok(Self { requests })
    }

    /// Asks for a record; of those that were asked for before, those that are not begun are not read.
    pub(super) fn ask(&self, request: RecordRequest) {
        // The thread ends only when this sender is dropped.
        let _ = self.requests.send(request);
    }
}

fn run(queue: &Receiver<RecordRequest>, report: &mut impl FnMut(RecordRead)) {
    let mut kept = KeptTexts::default();
    while let Ok(first) = queue.recv() {
        let newest = queue.try_iter().last().unwrap_or(first);
        report(newest.read(&mut kept));
    }
}

impl App {
    /// The event under the cursor of the list is the one that the detail pane shows, where there is one.
    pub(super) fn show_current(&mut self) {
        let visible = (self.reading || self.size().0 >= BESIDE) && !self.shows_groups();
        let event = self.list.current().filter(|_| visible);
        self.detail.show(&self.store, event);
        if event.is_none() && matches!(self.focus, Focus::Detail | Focus::Search) {
            self.focus = Focus::List;
        }
    }

    /// The record of an event: the one that is shown, or one that is read while the screen waits.
    pub(super) fn record(&self, event: Event) -> Vec<u8> {
        self.detail.record_of(&self.store, event)
    }

    /// Asks for the record of the event that is shown, once, if it could not be read at once.
    pub(super) fn ask_for_record(&mut self) -> Option<Effect> {
        let event = self.detail.take_wanted()?;
        Some(Effect::Read(Box::new(RecordRequest { store: self.store.clone(), event })))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
