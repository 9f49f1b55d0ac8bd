//! The load: one thread walks, some read, one merges; the screen gets snapshots as they grow.
//!
//! Files are numbered by the walk, so the sort order of events does not depend on which thread was faster.
//! `file_reader` handles a single file.

use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::archive::expand::Expanding;
use super::archive::queue::ArchiveQueue;
use super::files::file_reader::FileReader;
use super::files::walk::{Chunk, Chunks, Walk};
use super::limits::Limits;
use super::memory::Memory;
use crate::store::Store;
use crate::store::batch::Batch;
use crate::store::builder::Builder;
use crate::store::file::{FileState, LogFile};

/// Paths and options of a load.
#[derive(Debug, Clone)]
pub struct Options {
    /// Files, folders, or `-` for standard input.
    pub paths: Vec<PathBuf>,
    /// How many threads read files.
    pub threads: usize,
    /// Limits of the load.
    pub limits: Limits,
    /// Whether records that are quoted in strings are loaded too, and marked.
    pub quoted: bool,
}

impl Options {
    /// Makes the default options for some paths.
    pub fn new(paths: Vec<PathBuf>) -> Self {
        let threads = thread::available_parallelism().map_or(2, Into::into);
        Self { paths, threads, limits: Limits::default(), quoted: false }
    }
}

/// Progress of a load.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Files found so far.
    pub found: usize,
    /// Whether all files have been found.
    pub walked: bool,
    /// Files that were read, set aside or given up.
    pub done: usize,
    /// Files that are damaged or unreadable, without those that were left out.
    pub problems: usize,
    /// Files that were found but not read, for lack of memory or because loading was stopped.
    pub left_out: usize,
    /// Bytes of memory that are held: kept files, columns, buffers.
    pub held_bytes: u64,
    /// Roughly how much memory all files found so far will need, in bytes.
    pub needed_bytes: u64,
    /// Maximum number of bytes of memory.
    pub memory_limit: u64,
    /// Events that were read, including those that are not in the snapshot yet.
    pub events: usize,
    /// Whether the load is over.
    pub finished: bool,
    /// Whether it was stopped before its end.
    pub stopped: bool,
    /// What a load that reads again has found.
    pub again: Option<Again>,
}

/// What has changed in the paths since they were loaded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Again {
    /// Files that were read for the first time.
    pub new_files: usize,
    /// Files that were read again, because they have changed.
    pub changed_files: usize,
    /// Files with events that are no longer there. Their events stay.
    pub gone_files: usize,
    /// Files that were being written and are left for the next time.
    pub unsettled_files: usize,
    /// How many events there were before.
    pub events_before: usize,
}

impl Progress {
    /// Counts the files of a load that has ended, as far as `counts` accepts their numbers.
    pub(super) fn of(builder: &Builder, counts: impl Fn(u32) -> bool) -> Self {
        let mut progress = Self { events: builder.events(), ..Self::default() };
        for (number, file) in (0..).zip(builder.store().file_slots()) {
            if let Some(file) = file.filter(|_| counts(number)) {
                progress.count(file);
            }
        }
        progress
    }

    /// Counts a file that was read, set aside or given up.
    pub(super) fn count(&mut self, file: &LogFile) {
        self.done += 1;
        let troubled = matches!(file.state, FileState::Damaged | FileState::Unreadable);
        self.problems += usize::from(troubled && !file.is_left_out());
        self.left_out += usize::from(file.is_left_out());
    }
}

/// One report of a running load.
#[derive(Debug, Clone)]
pub struct Report {
    /// Everything loaded so far; `None` if nothing was added since the last report.
    pub store: Option<Store>,
    /// Progress of the load.
    pub progress: Progress,
}

/// A load that runs, or has ended and can be continued.
#[derive(Debug)]
pub struct Loading {
    pub(super) options: Options,
    pub(super) stop: Arc<AtomicBool>,
    pub(super) threads: Vec<JoinHandle<()>>,
    pub(super) ended: Arc<Mutex<Option<EndedLoad>>>,
}

/// What a load that has ended leaves to the next one.
#[derive(Debug)]
pub(super) struct EndedLoad {
    pub(super) builder: Builder,
    pub(super) memory: Arc<Memory>,
}

impl Loading {
    /// Returns the paths and options of the load.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Stops the load; what has been read is kept.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Waits for the end of the load.
    pub fn join(self) {
        for thread in self.threads {
            // The threads report panics as issues of files, so there is nothing to report here.
            let _ = thread.join();
        }
    }
}

/// The prefix of the names of all threads of a load. They wait for the disk and for one another, which a thread
/// of the pool that answers filters must not do.
const THREAD_NAME: &str = "trailsift-load";

const QUEUED_CHUNKS: usize = 32;
const REPORT_EVERY: Duration = Duration::from_millis(50);
const SNAPSHOT_EVERY: Duration = Duration::from_secs(1);

/// Loads everything and returns when it is done.
pub fn load(options: Options) -> io::Result<Store> {
    let (sender, receiver) = std::sync::mpsc::channel();
    let tell = move |report: Report| {
        if report.progress.finished {
            drop(sender.send(report));
        }
    };
    let loading = start_showing(options, false, tell)?;
    let last = receiver.iter().last();
    loading.join();
    // If there was no last report, a thread of the load has failed, and the store may be incomplete.
    match last {
        Some(Report { store: Some(store), progress }) if progress.finished => Ok(store),
        _ => Err(io::Error::other("loading failed with an internal error; please report this")),
    }
}

/// Starts a load. `report` is called on one of its threads: first as soon as there is anything to show, and
/// last with [`Progress::finished`].
pub fn start(options: Options, report: impl FnMut(Report) + Send + 'static) -> io::Result<Loading> {
    start_showing(options, true, report)
}

/// Starts a load that reports what there is to show, or only what it has loaded at the end: without snapshots,
/// nothing is copied that continues to grow.
fn start_showing(
    options: Options,
    shows: bool,
    mut report: impl FnMut(Report) + Send + 'static,
) -> io::Result<Loading> {
    let stop = Arc::new(AtomicBool::new(false));
    let ended = Arc::default();
    let walk = Arc::new(Walk::default());
    let memory = Arc::new(Memory::new(options.limits.memory));
    let mut work = Joiner::new(Builder::default(), memory, (Arc::clone(&walk), Arc::clone(&ended)));
    work.shows = shows;
    let paths = options.paths.clone();
    let feed = move |chunks: &mut Chunks<'_>| walk.run(&paths, chunks);
    let (mut threads, sent) = start_readers(&options, &work, &stop, feed)?;
    let joiner_stop = Arc::clone(&stop);
    threads.push(spawn("join", move || work.run(&sent, &joiner_stop, &mut report))?);
    Ok(Loading { options, stop, threads, ended })
}

/// Starts a thread of a load.
pub(super) fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> io::Result<JoinHandle<()>> {
    thread::Builder::new().name(format!("{THREAD_NAME}-{name}")).spawn(body)
}

/// Starts the threads that read the files that `feed` passes to them, which returns the number of the next file; then
/// they read the archives among these. Returns what they send.
pub(super) fn start_readers(
    options: &Options,
    joiner: &Joiner,
    stop: &Arc<AtomicBool>,
    feed: impl FnOnce(&mut Chunks<'_>) -> u32 + Send + 'static,
) -> io::Result<(Vec<JoinHandle<()>>, Receiver<Batch>)> {
    let (files, queue) = sync_channel::<Chunk>(QUEUED_CHUNKS);
    let archives = Arc::<ArchiveQueue>::default();
    let queue = Arc::new(Mutex::new(queue));
    let (batches, sent) = sync_channel(options.threads.max(1) * 2);
    let mut threads = Vec::new();
    for _ in 0..options.threads.max(1) {
        let collector = joiner.builder.collector();
        let shared = (Arc::clone(&joiner.memory), Arc::clone(stop), Arc::clone(&archives));
        let reader = FileReader::new(collector, batches.clone(), (options.limits, options.quoted), shared);
        let queue = Arc::clone(&queue);
        threads.push(spawn("read", move || reader.run(&queue))?);
    }
    let (walk, memory, stop) = (Arc::clone(&joiner.walk), Arc::clone(&joiner.memory), Arc::clone(stop));
    let limits = options.limits;
    let body = move || {
        let mut chunks = Chunks::new(&files, &archives);
        let next = feed(&mut chunks);
        let expanding = Expanding { queue: &archives, walk: &walk, limits, memory: &memory, stop: &stop };
        expanding.run(&mut chunks, next);
    };
    threads.push(spawn("walk", body)?);
    Ok((threads, sent))
}

/// Merges what the workers send, and reports: the first events at once, later ones as often as the cost of a
/// snapshot allows.
pub(super) struct Joiner {
    pub(super) builder: Builder,
    pub(super) progress: Progress,
    pub(super) memory: Arc<Memory>,
    walk: Arc<Walk>,
    /// Where the builder goes at the end.
    ended: Arc<Mutex<Option<EndedLoad>>>,
    /// The load that this one replaces once it is complete. Until then nothing of it is shown.
    pub(super) replaced: Option<EndedLoad>,
    /// Whether anybody looks at snapshots before the end.
    shows: bool,
}

impl Joiner {
    pub(super) fn new(
        builder: Builder,
        memory: Arc<Memory>,
        (walk, ended): (Arc<Walk>, Arc<Mutex<Option<EndedLoad>>>),
    ) -> Self {
        Self { builder, progress: Progress::default(), memory, walk, ended, replaced: None, shows: true }
    }

    pub(super) fn run(
        mut self,
        batches: &Receiver<Batch>,
        stop: &AtomicBool,
        report: &mut impl FnMut(Report),
    ) {
        let mut next_report = Instant::now();
        let mut next_snapshot = next_report;
        loop {
            let wait = next_report.saturating_duration_since(Instant::now());
            match batches.recv_timeout(wait.max(Duration::from_millis(1))) {
                Ok(batch) => self.append(batch),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            let started = Instant::now();
            if started >= next_report {
                self.look(stop);
                // A snapshot takes time in proportion to everything loaded, now and when its shared parts are
                // next changed. One is made when a quarter has been added, and every second.
                let due = self.builder.unpublished() * 4 >= self.builder.events() || started >= next_snapshot;
                let shows = self.shows && self.replaced.is_none() && self.builder.unpublished() > 0;
                let store = (shows && due).then(|| self.builder.publish());
                if store.is_some() {
                    next_snapshot = started + SNAPSHOT_EVERY;
                }
                report(Report { store, progress: self.progress });
                // Snapshots may take at most a tenth of the time.
                next_report = Instant::now() + REPORT_EVERY.max(started.elapsed() * 10);
            }
        }
        self.look(stop);
        self.progress.finished = true;
        self.end(report);
    }

    /// Reports the end, and leaves everything to the next load. A load that was stopped replaces no other.
    pub(super) fn end(mut self, report: &mut impl FnMut(Report)) {
        let mut progress = self.progress;
        let mut store = None;
        let ended = if let Some(replaced) = self.replaced.take().filter(|_| progress.stopped) {
            progress = Progress { finished: true, walked: true, ..Progress::of(&replaced.builder, |_| true) };
            replaced
        } else {
            store = Some(self.builder.publish());
            EndedLoad { builder: self.builder, memory: self.memory }
        };
        *self.ended.lock().unwrap_or_else(PoisonError::into_inner) = Some(ended);
        report(Report { store, progress });
    }

    fn append(&mut self, batch: Batch) {
        batch.files().for_each(|file| self.progress.count(file));
        let progress = &mut self.progress;
        let events = self.builder.events();
        self.builder.append(batch);
        if !self.shows {
            self.builder.keep_in_order();
        }
        progress.events = self.builder.events();
        let values = self.builder.held_by_values();
        self.memory.set_values(values);
        self.memory.set_store(self.builder.held_besides_files().saturating_sub(values));
        self.memory.events_arrived(progress.events - events);
    }

    fn look(&mut self, stop: &AtomicBool) {
        let progress = &mut self.progress;
        progress.found = self.walk.found.load(Ordering::Relaxed);
        progress.walked = self.walk.finished.load(Ordering::Relaxed);
        progress.needed_bytes = self.walk.needed.load(Ordering::Relaxed);
        progress.stopped = stop.load(Ordering::Relaxed);
        progress.held_bytes = self.memory.held();
        progress.memory_limit = self.memory.budget();
    }
}
