//! The events that pass a filter, in the one order.
//!
//! First every event is asked by its ids, on all cores. What only the record's text can tell is asked afterwards: file by
//! file, so that each is unpacked once, with answers handed out as they come.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::evaluate::{ASK_TEXT, Asked, Plan, Text, YES};
use super::expr::Expr;
use crate::store::file::LogFile;
use crate::store::segment::{SEGMENT_ROWS, Segment};
use crate::store::source::Source;
use crate::store::{Event, Store};

pub use super::evaluate::SHOWN;

/// Answers filters, and remembers what it has asked of each value. For one load: values keep their ids in it.
#[derive(Debug, Default)]
pub struct Filter {
    asked: Asked,
}

/// How far the reading of texts has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Searched {
    /// Files whose texts have been read.
    pub files: usize,
    /// Files that are to be read.
    pub of: usize,
}

/// Says whether the answer is still wanted.
pub type Cancelled<'c> = &'c (dyn Fn() -> bool + Sync);

/// How often answers are handed out while texts are read.
const HAND_OUT_EVERY: Duration = Duration::from_millis(100);

/// The answers for the rows of each segment.
type Rows = Vec<Vec<u8>>;

impl Filter {
    /// The events that pass. Repeated deliveries are left out unless `unfolded`. `None` when `cancelled` said so.
    pub fn answer(
        &mut self,
        store: &Store,
        expr: &Expr,
        unfolded: bool,
        cancelled: Cancelled<'_>,
    ) -> Option<Vec<Event>> {
        self.answer_in_parts(store, expr, unfolded, cancelled, &mut |_, _| {})
    }

    /// The same; `part` gets what has been found so far while texts are read.
    pub fn answer_in_parts(
        &mut self,
        store: &Store,
        expr: &Expr,
        unfolded: bool,
        cancelled: Cancelled<'_>,
        part: &mut dyn FnMut(Vec<Event>, Searched),
    ) -> Option<Vec<Event>> {
        let folds = store.folds();
        let shown = |event: &Event| unfolded || !folds.is_folded(*event);
        if expr.is_empty() {
            return Some(store.order().iter().copied().filter(shown).collect());
        }
        let plan = self.asked.plan(store, expr, cancelled)?;
        let mut rows = ask_segments(store, &plan, cancelled)?;
        let passed = |rows: &Rows| -> Vec<Event> {
            store.order().iter().copied().filter(|event| row(rows, *event) == YES && shown(event)).collect()
        };
        // Texts are unpacked for events that are shown only.
        let open: Vec<Event> = store
            .order()
            .iter()
            .copied()
            .filter(|event| row(&rows, *event) == ASK_TEXT && shown(event))
            .collect();
        if !open.is_empty() {
            ask_texts(store, &plan, open, cancelled, &mut |found, searched| {
                for event in found {
                    set(&mut rows, event, YES);
                }
                if let Some(searched) = searched {
                    part(passed(&rows), searched);
                }
            })?;
        }
        Some(passed(&rows))
    }
}

fn row(rows: &Rows, event: Event) -> u8 {
    let event = event as usize;
    rows.get(event / SEGMENT_ROWS)
        .and_then(|rows| rows.get(event % SEGMENT_ROWS))
        .copied()
        .unwrap_or_default()
}

fn set(rows: &mut Rows, event: Event, answer: u8) {
    let event = event as usize;
    if let Some(row) = rows.get_mut(event / SEGMENT_ROWS).and_then(|rows| rows.get_mut(event % SEGMENT_ROWS))
    {
        *row = answer;
    }
}

fn threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// A segment with its number, and the place for its answers.
type Work<'w> = (usize, (&'w Arc<Segment>, &'w mut Vec<u8>));

fn ask_segments(store: &Store, plan: &Plan<'_>, cancelled: Cancelled<'_>) -> Option<Rows> {
    let mut rows: Rows = vec![Vec::new(); store.segments().len()];
    let mut work: Vec<Work<'_>> = store.segments().iter().zip(&mut rows).enumerate().collect();
    let share = work.len().div_ceil(threads()).max(1);
    let ask_share = |share: &mut [Work<'_>]| {
        for (number, (segment, rows)) in share {
            if cancelled() {
                return;
            }
            **rows = plan.segment(store, *number, segment);
        }
    };
    if work.len() <= 1 {
        ask_share(&mut work);
    } else {
        thread::scope(|scope| {
            for share in work.chunks_mut(share) {
                scope.spawn(|| ask_share(share));
            }
        });
    }
    (!cancelled()).then_some(rows)
}

/// Reads the texts of `open` events on all cores. `found` gets events that pass, with the progress now and then.
fn ask_texts(
    store: &Store,
    plan: &Plan<'_>,
    mut open: Vec<Event>,
    cancelled: Cancelled<'_>,
    found: &mut dyn FnMut(Vec<Event>, Option<Searched>),
) -> Option<()> {
    open.sort_unstable_by_key(|&event| store.place(event));
    let file_of = |event: &Event| store.place(*event).map(|place| place.file);
    let files: Vec<&[Event]> = open.chunk_by(|one, two| file_of(one) == file_of(two)).collect();
    let next = AtomicUsize::new(0);
    let (sender, answers) = channel();
    thread::scope(|scope| {
        for _ in 0..threads().min(files.len()) {
            let (sender, files, next) = (sender.clone(), &files, &next);
            scope.spawn(move || read_files(store, plan, files, next, cancelled, &sender));
        }
        drop(sender);
        let mut searched = Searched { files: 0, of: files.len() };
        let mut next_part = Instant::now() + HAND_OUT_EVERY;
        loop {
            match answers.recv_timeout(next_part.saturating_duration_since(Instant::now())) {
                Ok(events) => {
                    searched.files += 1;
                    found(events, None);
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if Instant::now() >= next_part {
                found(Vec::new(), Some(searched));
                next_part = Instant::now() + HAND_OUT_EVERY;
            }
        }
    });
    (!cancelled()).then_some(())
}

fn read_files(
    store: &Store,
    plan: &Plan<'_>,
    files: &[&[Event]],
    next: &AtomicUsize,
    cancelled: Cancelled<'_>,
    sender: &Sender<Vec<Event>>,
) {
    while let Some(events) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
        if cancelled() {
            return;
        }
        let file = events.first().and_then(|&event| store.file_of(event));
        let passed = file.map(|file| read_file(store, plan, file, events, cancelled)).unwrap_or_default();
        if sender.send(passed).is_err() {
            return;
        }
    }
}

/// How many records are read between two looks at `cancelled`.
const READ_AT_ONCE: usize = 1024;

fn read_file(
    store: &Store,
    plan: &Plan<'_>,
    file: &LogFile,
    events: &[Event],
    cancelled: Cancelled<'_>,
) -> Vec<Event> {
    let text = file.source.as_ref().map(Source::text).unwrap_or_default();
    let mut passed = Vec::new();
    for part in events.chunks(READ_AT_ONCE) {
        if cancelled() {
            return passed;
        }
        for &event in part {
            let Some(((segment, row), place)) = store.locate(event).zip(store.place(event)) else { continue };
            let record = file.cut(&text, place);
            if plan.event(store, event, segment, row, Some(&Text::new(&record))) == YES {
                passed.push(event);
            }
        }
    }
    passed
}
