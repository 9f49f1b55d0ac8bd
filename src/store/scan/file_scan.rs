//! Reads the texts of events on all processor cores, each file once, and reports results in the meantime.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::cancel::Cancelled;
use super::parallel::threads;
use crate::store::record_reader::{FileText, RecordReader};
use crate::store::{Event, Store};

/// Progress of reading texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Searched {
    /// Files whose texts have been read.
    pub files: usize,
    /// Files to read in total.
    pub of: usize,
}

/// How often partial answers are reported while texts are read.
const HAND_OUT_EVERY: Duration = Duration::from_millis(100);

/// Reporting takes at most this fraction of the time, because its cost grows with the answer.
const HAND_OUT_SHARE: u32 = 10;

/// How often a reader passes on what it found. Not after each file, because waking the receiving thread costs
/// as much as decompressing a small file.
const HAND_OVER_EVERY: Duration = Duration::from_millis(40);

/// Number of records that are read between two checks for cancellation.
pub const READ_AT_ONCE: usize = 1024;

/// The events of one file, in contiguous stretches.
type OfFile<'e> = Vec<&'e [Event]>;

/// What a scan reports.
pub enum Heard<'h, F> {
    /// What was found.
    Found(F),
    /// Events that have been read; everything found in them has been reported.
    Read(&'h [Event]),
    /// It is time to show the progress.
    Progress(Searched),
}

/// A scan of the texts of some events.
#[derive(Clone, Copy)]
pub struct FileScan<'s> {
    /// The snapshot that has the events.
    pub store: &'s Store,
    /// The events, by number.
    pub events: &'s [Event],
    /// Whether it is to stop.
    pub cancelled: Cancelled<'s>,
    /// Called with the length of each text that was decompressed, in bytes.
    pub unpacked: &'s (dyn Fn(usize) + Sync),
}

/// What one thread found since its last report, and the files that it has read, by their index in the list.
struct Batch<F> {
    found: F,
    files: Vec<usize>,
}

impl FileScan<'_> {
    /// Calls `read` with the text of each file and its events; it may return early when it was cancelled. `None` then.
    pub fn run<F: Default + Send>(
        &self,
        read: impl Fn(&mut F, FileText<'_>, &[&[Event]]) + Sync,
        hear: &mut dyn FnMut(Heard<'_, F>),
    ) -> Option<()> {
        let files = by_file(self.store, self.events);
        let reading =
            FileReading { scan: *self, files: &files, next: AtomicUsize::new(0), read: AtomicUsize::new(0) };
        let (sender, answers) = channel();
        // The calling thread receives the results and does not belong to the pool.
        rayon::in_place_scope(|scope| {
            for _ in 0..threads().min(files.len()) {
                let (sender, reading, read) = (sender.clone(), &reading, &read);
                scope.spawn(move |_| reading.run(read, &sender));
            }
            drop(sender);
            let mut next_part = Instant::now() + HAND_OUT_EVERY;
            loop {
                match answers.recv_timeout(next_part.saturating_duration_since(Instant::now())) {
                    Ok(Batch { found, files: read }) => {
                        hear(Heard::Found(found));
                        let events = read.into_iter().filter_map(|file| files.get(file)).flatten();
                        events.for_each(|events| hear(Heard::Read(events)));
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => break,
                }
                let now = Instant::now();
                if now >= next_part {
                    let searched = Searched { files: reading.read.load(Ordering::Relaxed), of: files.len() };
                    hear(Heard::Progress(searched));
                    next_part = Instant::now() + HAND_OUT_EVERY.max(now.elapsed() * HAND_OUT_SHARE);
                }
            }
        });
        (!(self.cancelled)()).then_some(())
    }
}

impl FileScan<'_> {
    /// Returns what `read` makes of each event and its record, by event; `hear` gets the progress. `None` if
    /// cancelled.
    pub fn collect<T: Send>(
        &self,
        read: impl Fn(Event, &[u8]) -> Option<T> + Sync,
        hear: &mut dyn FnMut(Searched),
    ) -> Option<Vec<(Event, T)>> {
        let read_file = |found: &mut Vec<(Event, T)>, mut text: FileText<'_>, events: &[&[Event]]| {
            for events in events.iter().flat_map(|events| events.chunks(READ_AT_ONCE)) {
                if (self.cancelled)() {
                    return;
                }
                for &event in events {
                    let record = self.store.place(event).map(|place| text.record(place)).unwrap_or_default();
                    found.extend(read(event, record).map(|value| (event, value)));
                }
            }
        };
        let mut all = Vec::new();
        self.run(read_file, &mut |heard| match heard {
            Heard::Found(found) => all.extend(found),
            Heard::Progress(searched) => hear(searched),
            Heard::Read(_) => {}
        })?;
        all.sort_by_key(|(event, _)| *event);
        Some(all)
    }
}

/// Sorts events by file. They come by number, and those of one file are mostly adjacent, so only stretches are
/// sorted.
fn by_file<'e>(store: &Store, events: &'e [Event]) -> Vec<OfFile<'e>> {
    let file = |event: &Event| store.place(*event).map(|place| place.file);
    let mut stretches: Vec<_> = events
        .chunk_by(|one, other| file(one) == file(other))
        .map(|stretch| (stretch.first().and_then(file), stretch))
        .collect();
    stretches.sort_by_key(|(file, _)| *file);
    stretches
        .chunk_by(|(one, _), (other, _)| one == other)
        .map(|stretches| stretches.iter().map(|(_, stretch)| *stretch).collect())
        .collect()
}

/// What the readers share.
struct FileReading<'r> {
    scan: FileScan<'r>,
    files: &'r [OfFile<'r>],
    next: AtomicUsize,
    /// How many have been read.
    read: AtomicUsize,
}

impl FileReading<'_> {
    /// Reads one file after another.
    fn run<F: Default>(&self, read: &impl Fn(&mut F, FileText<'_>, &[&[Event]]), sender: &Sender<Batch<F>>) {
        let mut reader = RecordReader::default();
        let mut batch = Batch { found: F::default(), files: Vec::new() };
        let mut handed_over = Instant::now();
        loop {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(events) = self.files.get(number) else { break };
            let first = events.first().and_then(|events| events.first());
            if let Some(file) = first.and_then(|&event| self.scan.store.file_of(event))
                && let Some(text) = reader.file(file, self.scan.cancelled)
            {
                (self.scan.unpacked)(text.text().len());
                read(&mut batch.found, text, events);
            }
            if (self.scan.cancelled)() {
                break;
            }
            batch.files.push(number);
            self.read.fetch_add(1, Ordering::Relaxed);
            if handed_over.elapsed() >= HAND_OVER_EVERY {
                let full = std::mem::replace(&mut batch, Batch { found: F::default(), files: Vec::new() });
                if sender.send(full).is_err() {
                    return;
                }
                handed_over = Instant::now();
            }
        }
        // The receiver continues until all senders are gone.
        let _ = sender.send(batch);
    }
}
