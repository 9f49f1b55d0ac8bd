//! Reads the texts of events in compressed files, on a separate thread, so that no key waits for decompression.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::{io, thread};

use crate::insight::policy::said::{may_say_something, policy_lines};
use crate::store::record_reader::RecordReader;
use crate::tui::message::{RecordRead, RecordRequest, RecordUse};
use crate::tui::panes::event::event_text::EventText;

/// This many bytes are decompressed faster than anybody notices; the file is not decompressed to its end for
/// them.
const QUICK: usize = 1 << 20;

impl RecordRequest {
    /// Reads the record and keeps the text of its file for the next one. If it writes a policy, the version before is
    /// looked for.
    pub fn read(&self, reader: &mut RecordReader) -> RecordRead {
        let quick = RecordReader::within(&self.store, self.event, QUICK);
        let record = quick.unwrap_or_else(|| reader.record(&self.store, self.event).to_vec());
        let is_shown = self.wanted_for == RecordUse::Show;
        let policy = if is_shown && may_say_something(&self.store, self.event) {
            policy_lines(&self.store, self.event, &record, reader)
        } else {
            Vec::new()
        };
        let row = reader.row(&self.store, self.event);
        let text = EventText { record, row, policy };
        RecordRead { event: self.event, text, wanted_for: self.wanted_for }
    }
}

/// The thread that reads records of compressed files.
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

    /// Requests a record. Earlier requests to show a record are dropped if they have not begun.
    pub(in crate::tui) fn ask(&self, request: RecordRequest) {
        // The thread ends only when this sender is dropped.
        let _ = self.requests.send(request);
    }
}

fn run(queue: &Receiver<RecordRequest>, report: &mut impl FnMut(RecordRead)) {
    let mut reader = RecordReader::for_steps();
    while let Ok(first) = queue.recv() {
        let waiting: Vec<RecordRequest> = std::iter::once(first).chain(queue.try_iter()).collect();
        let is_shown = |request: &RecordRequest| request.wanted_for == RecordUse::Show;
        let newest = waiting.iter().rposition(is_shown);
        // Each copy was requested with a key, so each is made.
        let wanted = waiting.iter().enumerate().filter(|(at, one)| !is_shown(one) || Some(*at) == newest);
        for (_, request) in wanted {
            report(request.read(&mut reader));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Store;
    use crate::tui::panes::menus::choice::RecordForm;

    #[test]
    fn of_many_records_to_be_shown_the_newest_is_read_and_every_copy_is_made() {
        let (requests, queue) = channel();
        for event in 0..20 {
            let wanted_for =
                if event % 7 == 3 { RecordUse::Copy(RecordForm::Compact) } else { RecordUse::Show };
            requests.send(RecordRequest { store: Store::default(), event, wanted_for }).unwrap();
        }
        drop(requests);
        let mut read = Vec::new();
        run(&queue, &mut |one| read.push(one.event));
        assert_eq!(read, [3, 10, 17, 19]);
    }
}
