//! The load: one thread walks, some read, one joins; the screen gets snapshots as they grow.
//!
//! The numbers of files follow the walk, so that the one order of events does not depend on which thread was faster.
//! A panic while reading one file is a problem with that file and costs nobody else.

use std::io::{self, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use foldhash::quality::RandomState;

use super::discover::{Found, STANDARD_INPUT, discover};
use super::{container, decode};
use crate::store::Store;
use crate::store::batch::{Batch, Collector};
use crate::store::builder::Builder;
use crate::store::file::{FileState, Issue, LogFile};
use crate::store::source::Source;

/// What to load and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// Files, folders, or `-` for standard input.
    pub paths: Vec<PathBuf>,
    /// How many threads read files.
    pub threads: usize,
    /// The most bytes that one file may unpack to, and the most that are read of a file. At most 4 GiB - 1.
    pub max_file_bytes: u32,
}

impl Options {
    /// The usual options for some paths.
    pub fn new(paths: Vec<PathBuf>) -> Self {
        let threads = thread::available_parallelism().map_or(2, Into::into);
        Self { paths, threads, max_file_bytes: 2 << 30 }
    }
}

/// How far the load has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Files found so far.
    pub found: usize,
    /// Whether all have been found.
    pub walked: bool,
    /// Files read, set aside or given up.
    pub done: usize,
    /// Files that are damaged or unreadable.
    pub problems: usize,
    /// Events read, also those that the snapshot does not hold yet.
    pub events: usize,
    /// Whether the load is over.
    pub finished: bool,
    /// Whether it was stopped before its end.
    pub stopped: bool,
}

/// One report of a running load.
#[derive(Debug, Clone)]
pub struct Report {
    /// Everything that is loaded; `None` when nothing was added since the last report.
    pub store: Option<Store>,
    /// How far it has come.
    pub progress: Progress,
}

/// A running load.
#[derive(Debug)]
pub struct Loading {
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Loading {
    /// Asks the load to end; what has been read stays.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// Waits for the end.
    pub fn join(self) {
        for thread in self.threads {
            // The threads report panics as problems of files; nothing is left to tell here.
            let _ = thread.join();
        }
    }
}

/// The prefix of the names of all threads of a load. A panic hook should leave panics on them to the load.
pub const THREAD_NAME: &str = "trailsift-load";

const QUEUED_FILES: usize = 256;
const BATCH_EVENTS: usize = 8192;
const BATCH_FILES: usize = 64;
const REPORT_EVERY: Duration = Duration::from_millis(50);
const SNAPSHOT_EVERY: Duration = Duration::from_secs(1);

/// Loads everything and returns when it is done.
pub fn load(options: Options) -> io::Result<Store> {
    let (sender, receiver) = std::sync::mpsc::channel();
    let loading = start(options, move |report| drop(sender.send(report)))?;
    let last = receiver.iter().last();
    loading.join();
    // Without the last report a thread of the load has failed, and what there is may not be all.
    match last {
        Some(Report { store: Some(store), progress }) if progress.finished => Ok(store),
        _ => Err(io::Error::other("loading failed in the middle; please report this")),
    }
}

/// Starts a load. `report` is called on one of its threads, first as soon as there is anything to show, at last with
/// [`Progress::finished`].
pub fn start(options: Options, mut report: impl FnMut(Report) + Send + 'static) -> io::Result<Loading> {
    let stop = Arc::new(AtomicBool::new(false));
    let found = Arc::new(Walk::default());
    let (files, queue) = sync_channel(QUEUED_FILES);
    let queue = Arc::new(Mutex::new(queue));
    let (batches, joined) = sync_channel(options.threads.max(1) * 2);
    let seed = RandomState::default();
    let mut threads = Vec::new();
    let spawn = |name: &str, body: Box<dyn FnOnce() + Send>| {
        thread::Builder::new().name(format!("{THREAD_NAME}-{name}")).spawn(body)
    };
    for worker in 0..options.threads.max(1) {
        let (queue, batches, stop) = (Arc::clone(&queue), batches.clone(), Arc::clone(&stop));
        let collector = Collector::new(worker, seed.clone());
        let limit = options.max_file_bytes as usize;
        let reader = FileReader { collector, limit, batches, first: true };
        threads.push(spawn("read", Box::new(move || reader.run(&queue, &stop)))?);
    }
    drop(batches);
    let (walk, walk_stop) = (Arc::clone(&found), Arc::clone(&stop));
    let paths = options.paths;
    threads.push(spawn("walk", Box::new(move || walk.run(&paths, &files, &walk_stop)))?);
    let joiner_stop = Arc::clone(&stop);
    threads.push(spawn("join", Box::new(move || join_batches(&joined, &found, &joiner_stop, &mut report)))?);
    Ok(Loading { stop, threads })
}

/// A file to read and its number.
type Queued = (u32, Found);

/// What the walk has found, for the progress figure.
#[derive(Debug, Default)]
struct Walk {
    found: AtomicUsize,
    finished: AtomicBool,
}

impl Walk {
    fn run(&self, paths: &[PathBuf], files: &SyncSender<Queued>, stop: &AtomicBool) {
        let mut number = 0;
        discover(paths, |found| {
            self.found.fetch_add(1, Ordering::Relaxed);
            let sent = files.send((number, found)).is_ok();
            number += 1;
            sent && !stop.load(Ordering::Relaxed)
        });
        self.finished.store(true, Ordering::Relaxed);
    }
}

struct FileReader {
    collector: Collector,
    limit: usize,
    batches: SyncSender<Batch>,
    first: bool,
}

impl FileReader {
    fn run(mut self, queue: &Mutex<Receiver<Queued>>, stop: &AtomicBool) {
        loop {
            let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok((number, found)) = next else { break };
            let file = match found {
                Found::Problem(file) => file,
                Found::File(path) if stop.load(Ordering::Relaxed) => {
                    let issue =
                        Issue { kind: "not read", reason: "loading was stopped".into(), offset: None };
                    LogFile::without_events(path, FileState::Unreadable, issue)
                }
                Found::File(path) => self.read(number, path),
            };
            self.collector.add_file(number, file);
            let full =
                self.collector.waiting() >= BATCH_EVENTS || self.collector.waiting_files() >= BATCH_FILES;
            if (full || self.first) && self.batches.send(self.collector.take()).is_err() {
                return;
            }
            self.first = false;
        }
        // The receiver is gone only when the program ends.
        let _ = self.batches.send(self.collector.take());
    }

    fn read(&mut self, number: u32, path: PathBuf) -> LogFile {
        let waiting = self.collector.waiting();
        let result = catch_unwind(AssertUnwindSafe(|| self.read_file(number, path.clone())));
        result.unwrap_or_else(|_| {
            self.collector.forget_since(waiting);
            let reason = "the program failed on this file; please report it with the file".to_owned();
            let issue = Issue { kind: "internal error", reason, offset: None };
            LogFile::without_events(path, FileState::Unreadable, issue)
        })
    }

    fn read_file(&mut self, number: u32, path: PathBuf) -> LogFile {
        let bytes = match read_bytes(&path, self.limit) {
            Ok(bytes) => bytes,
            Err(issue) => return LogFile::without_events(path, FileState::Unreadable, issue),
        };
        if bytes.is_empty() {
            let issue = Issue { kind: "empty", reason: "the file is empty".into(), offset: None };
            return LogFile::without_events(path, FileState::NotLog, issue);
        }
        let text = match decode::text(&bytes, self.limit) {
            Ok(text) => text,
            Err(foreign) => {
                let issue = Issue { kind: foreign.kind, reason: foreign.advice.into(), offset: None };
                return LogFile::without_events(path, FileState::Unreadable, issue);
            }
        };
        let findings = container::read(text.of(&bytes), number, &mut self.collector);
        let (state, issues) = verdict(&findings, text.problem.clone(), text.of(&bytes));
        let keep = findings.events > 0;
        let source = keep.then(|| Source::new(bytes, text.codings, self.limit));
        LogFile { path, state, issues, events: findings.events, source, layers: findings.layers }
    }
}

fn read_bytes(path: &Path, limit: usize) -> Result<Vec<u8>, Issue> {
    let issue = |error: io::Error| {
        let kind = match error.kind() {
            io::ErrorKind::NotFound => "not found",
            io::ErrorKind::PermissionDenied => "permission denied",
            _ => "unreadable",
        };
        Issue { kind, reason: error.to_string(), offset: None }
    };
    let mut bytes = Vec::new();
    if path.as_os_str() == STANDARD_INPUT {
        io::stdin().lock().take(limit as u64 + 1).read_to_end(&mut bytes).map_err(issue)?;
    } else {
        let file = std::fs::File::open(path).map_err(issue)?;
        let size = file.metadata().map_or(0, |metadata| usize::try_from(metadata.len()).unwrap_or(0));
        bytes.reserve_exact(size.min(limit) + 1);
        file.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(issue)?;
    }
    if bytes.len() > limit {
        let reason = format!("larger than {limit} bytes; raise --max-file-size to read it");
        return Err(Issue { kind: "too large", reason, offset: None });
    }
    bytes.shrink_to_fit();
    Ok(bytes)
}

/// What became of a file, from what was found in it.
fn verdict(findings: &container::Findings, problem: Option<String>, text: &[u8]) -> (FileState, Vec<Issue>) {
    let issue = |kind, reason: String| Issue { kind, reason, offset: None };
    let mut issues: Vec<Issue> = problem.into_iter().map(|reason| issue("damaged", reason)).collect();
    if !findings.is_log {
        if let Some((kind, advice)) = findings.not_read {
            return (FileState::Unreadable, vec![issue(kind, advice.to_owned())]);
        }
        if issues.is_empty() && !findings.is_json {
            return (
                FileState::NotLog,
                vec![issue("not JSON", format!("it begins with {}", beginning(text)))],
            );
        }
        if issues.is_empty() && findings.issues.is_empty() {
            let (kind, reason) = match &findings.set_aside {
                Some((kind, reason)) => (*kind, reason.to_string()),
                None => ("no records", "JSON without CloudTrail records".to_owned()),
            };
            return (FileState::NotLog, vec![issue(kind, reason)]);
        }
    }
    issues.extend(findings.issues.iter().cloned());
    if findings.more_issues > 0 {
        issues.push(issue("damaged", format!("{} more damaged places", findings.more_issues)));
    }
    let state = if issues.is_empty() { FileState::Read } else { FileState::Damaged };
    (state, issues)
}

/// The first characters of a text, quoted, with everything but plain ASCII escaped.
fn beginning(text: &[u8]) -> String {
    const SHOWN: usize = 40;
    let start: Vec<u8> = text.iter().copied().take(SHOWN).collect();
    format!("\"{}\"", start.escape_ascii())
}

/// Joins what the workers send, and reports: at once what comes first, then as often as the cost of a snapshot allows.
fn join_batches(batches: &Receiver<Batch>, walk: &Walk, stop: &AtomicBool, report: &mut impl FnMut(Report)) {
    let mut builder = Builder::default();
    let mut progress = Progress::default();
    let mut next_report = Instant::now();
    let mut next_snapshot = next_report;
    loop {
        let wait = next_report.saturating_duration_since(Instant::now());
        match batches.recv_timeout(wait.max(Duration::from_millis(1))) {
            Ok(batch) => {
                progress.count(&batch);
                builder.append(batch);
                progress.events = builder.events();
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        progress.look(walk, stop);
        let started = Instant::now();
        if started >= next_report {
            // A snapshot costs in proportion to all that is loaded, now and when the shared parts are next written to:
            // there is one when a quarter has come in addition, and one a second.
            let due = builder.unpublished() * 4 >= builder.events() || started >= next_snapshot;
            let store = (builder.unpublished() > 0 && due).then(|| builder.publish());
            if store.is_some() {
                next_snapshot = started + SNAPSHOT_EVERY;
            }
            report(Report { store, progress });
            // Snapshots may take a tenth of the time at most.
            next_report = Instant::now() + REPORT_EVERY.max(started.elapsed() * 10);
        }
    }
    progress.look(walk, stop);
    progress.finished = true;
    report(Report { store: Some(builder.publish()), progress });
}

impl Progress {
    fn count(&mut self, batch: &Batch) {
        self.done += batch.files().count();
        self.problems += batch
            .files()
            .filter(|file| matches!(file.state, FileState::Damaged | FileState::Unreadable))
            .count();
    }

    fn look(&mut self, walk: &Walk, stop: &AtomicBool) {
        self.found = walk.found.load(Ordering::Relaxed);
        self.walked = walk.finished.load(Ordering::Relaxed);
        self.stopped = stop.load(Ordering::Relaxed);
    }
}
