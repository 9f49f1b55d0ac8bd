//! Reads the texts of records for the terms that only they can decide: on all processor cores, each file once. Matches
//! are reported while the search goes on.

use std::borrow::Cow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use super::bitset::Bits;
use super::parallel::threads;
use super::plan::{Match, Plan};
use super::record_text::RecordText;
use super::stats::Counters;
use crate::query::engine::cancel::Cancelled;
use crate::store::fast_gunzip::Unpacker;
use crate::store::file::LogFile;
use crate::store::{Event, Store};

/// How far the reading of texts has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Searched {
    /// Files whose texts have been read.
    pub files: usize,
    /// Files that are to be read.
    pub of: usize,
}

/// How often answers are handed out while texts are read.
const HAND_OUT_EVERY: Duration = Duration::from_millis(100);

/// Handing out takes at most this part of the time, since it grows with the answer.
const HAND_OUT_SHARE: u32 = 10;

/// How often a reader hands over what it found. Not with each file: waking the thread that listens costs as much as
/// unpacking a small file.
const HAND_OVER_EVERY: Duration = Duration::from_millis(40);

/// How many records are read between two looks at `cancelled`.
const READ_AT_ONCE: usize = 1024;

/// The open events of one file, in stretches that stand together.
type OfFile<'e> = Vec<&'e [Event]>;

/// What the texts decided for one filter. An event and its text never change: what was read for one snapshot holds for
/// all later ones, also when the reading was given up in between.
#[derive(Debug, Clone, Default)]
pub(in crate::query) struct ReadTexts {
    /// The events whose texts have been read.
    pub(in crate::query) tested: Bits,
    /// Those of them that pass.
    pub(in crate::query) passed: Bits,
}

/// What one thread found since it last reported.
#[derive(Default)]
struct FileResults {
    passed: Vec<Event>,
    /// The files that it has read, by their place in the list.
    files: Vec<usize>,
}

/// Called at intervals with what has been read, and how far the search has come.
type Hear<'h> = dyn FnMut(&ReadTexts, Searched) + 'h;

/// Reads the texts of `open` events.
pub(in crate::query) fn search_texts(
    store: &Store,
    plan: &Plan,
    open: &Bits,
    cancelled: Cancelled<'_>,
    counters: &Counters,
    known: &mut ReadTexts,
    hear: &mut Hear<'_>,
) -> Option<()> {
    let open: Vec<Event> = open.iter().collect();
    let files = by_file(store, &open);
    let (next, read) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let reading = TextSearch { store, plan, files: &files, next, read, cancelled, counters };
    let (sender, answers) = channel();
    // The calling thread listens; it is not one of the pool.
    rayon::in_place_scope(|scope| {
        for _ in 0..threads().min(files.len()) {
            let (sender, reading) = (sender.clone(), &reading);
            scope.spawn(move |_| reading.run(&sender));
        }
        drop(sender);
        let mut next_part = Instant::now() + HAND_OUT_EVERY;
        loop {
            match answers.recv_timeout(next_part.saturating_duration_since(Instant::now())) {
                Ok(batch) => {
                    known.passed.extend(batch.passed);
                    let read = batch.files.into_iter().filter_map(|file| files.get(file)).flatten();
                    read.for_each(|events| known.tested.extend(events.iter().copied()));
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            let now = Instant::now();
            if now >= next_part {
                let searched = Searched { files: reading.read.load(Ordering::Relaxed), of: files.len() };
                hear(known, searched);
                next_part = Instant::now() + HAND_OUT_EVERY.max(now.elapsed() * HAND_OUT_SHARE);
            }
        }
    });
    (!cancelled()).then_some(())
}

/// Events by file. They come by number, and those of one file mostly stand together: only the stretches are sorted.
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
struct TextSearch<'r> {
    store: &'r Store,
    plan: &'r Plan,
    files: &'r [OfFile<'r>],
    next: AtomicUsize,
    /// How many have been read.
    read: AtomicUsize,
    cancelled: Cancelled<'r>,
    counters: &'r Counters,
}

impl TextSearch<'_> {
    /// Takes one file after the other.
    fn run(&self, sender: &Sender<FileResults>) {
        let mut unpacker = Unpacker::default();
        let mut batch = FileResults::default();
        let mut handed_over = Instant::now();
        loop {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(events) = self.files.get(number) else { break };
            if let Some(file) = events.first().and_then(|events| self.store.file_of(*events.first()?)) {
                self.file(file, events, &mut unpacker, &mut batch.passed);
            }
            if (self.cancelled)() {
                break;
            }
            batch.files.push(number);
            self.read.fetch_add(1, Ordering::Relaxed);
            if handed_over.elapsed() >= HAND_OVER_EVERY {
                if sender.send(std::mem::take(&mut batch)).is_err() {
                    return;
                }
                handed_over = Instant::now();
            }
        }
        // The listener goes on until all senders are gone.
        let _ = sender.send(batch);
    }

    /// Adds the events of a file that pass.
    fn file(&self, file: &LogFile, events: &[&[Event]], unpacker: &mut Unpacker, passed: &mut Vec<Event>) {
        let text = match &file.source {
            Some(source) => unpacker.text(source, self.cancelled),
            None => Some(Cow::default()),
        };
        let Some(text) = text else { return };
        self.counters.unpack(text.len());
        if file.layers.is_empty() && self.plan.refuses_all_in(&text) {
            return;
        }
        for events in events.iter().flat_map(|events| events.chunks(READ_AT_ONCE)) {
            if (self.cancelled)() {
                return;
            }
            self.counters.test(events.len());
            passed.extend(events.iter().copied().filter(|&event| self.passes(file, &text, event)));
        }
    }

    fn passes(&self, file: &LogFile, text: &[u8], event: Event) -> bool {
        let Some((segment, row)) = self.store.locate(event) else { return false };
        let record = segment.place(row).map(|place| file.cut(text, place)).unwrap_or_default();
        self.plan.event(self.store, event, segment, row, Some(&RecordText::new(&record))) == Match::Yes
    }
}
