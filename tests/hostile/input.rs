//! One hostile file, and what must hold for it: no panic, a state with its reason, and every intact record
//! unchanged.

use std::collections::HashMap;
use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use trailsift::export::summary::summarise;
use trailsift::ingest::{self, Options};
use trailsift::json::print::compact;
use trailsift::json::scan::ValueKind;
use trailsift::json::tree::{NodeKind, Tree};
use trailsift::store::Store;
use trailsift::store::file::FileState;
use trailsift::store::record_reader::RecordReader;

use crate::files::{answer, as_log_file, load};

/// A file, and what is known about it.
pub(crate) struct Input {
    /// Which part of the corpus it belongs to.
    pub(crate) set: &'static str,
    /// What is done to it, for messages.
    pub(crate) name: String,
    pub(crate) file: OsString,
    pub(crate) bytes: Vec<u8>,
    /// The records that must be listed unchanged.
    pub(crate) sound: Vec<Vec<u8>>,
    /// The state that the file must have, if it is certain.
    pub(crate) state: Option<FileState>,
    /// The state that the file must not have.
    pub(crate) not_state: Option<FileState>,
    /// The `eventID` that no event may have.
    pub(crate) forged: Option<&'static str>,
    /// Whether no other record may be listed.
    pub(crate) is_all: bool,
    /// How many events filters must find.
    pub(crate) answers: Vec<(&'static str, usize)>,
}

impl Input {
    pub(crate) fn new(set: &'static str, name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        let (name, bytes) = (name.into(), bytes.into());
        Self {
            set,
            name,
            file: "input.json".into(),
            bytes,
            sound: Vec::new(),
            state: None,
            not_state: None,
            forged: None,
            is_all: false,
            answers: Vec::new(),
        }
    }

    pub(crate) fn with(mut self, sound: &[impl AsRef<[u8]>]) -> Self {
        self.sound = sound.iter().map(|record| record.as_ref().to_vec()).collect();
        self
    }

    pub(crate) fn is(mut self, state: FileState) -> Self {
        self.state = Some(state);
        self
    }

    pub(crate) fn never(mut self, state: FileState) -> Self {
        self.not_state = Some(state);
        self
    }

    pub(crate) fn without(mut self, forged: &'static str) -> Self {
        self.forged = Some(forged);
        self
    }

    pub(crate) fn exactly(mut self) -> Self {
        self.is_all = true;
        self
    }

    pub(crate) fn answers(mut self, filter: &'static str, events: usize) -> Self {
        self.answers.push((filter, events));
        self
    }

    pub(crate) fn named(mut self, file: impl Into<OsString>) -> Self {
        self.file = file.into();
        self
    }
}

/// What was counted over one set.
#[derive(Default, Clone, Debug)]
pub(crate) struct Counts {
    pub(crate) inputs: usize,
    pub(crate) panics: usize,
    /// Inputs that took longer than [`LIMIT`].
    pub(crate) hangs: usize,
    pub(crate) slowest: Duration,
    /// Records that must be listed.
    pub(crate) sound: usize,
    /// Those of them that are not listed, or not unchanged.
    pub(crate) lost: usize,
    /// Inputs after which the sums of files or events do not add up, or a file has no reason for its state.
    pub(crate) unaccounted: usize,
    /// Inputs that put something on the terminal that the program must not write.
    pub(crate) leaks: usize,
    /// Pairs of different texts that look the same.
    pub(crate) alike: usize,
    pub(crate) failures: Vec<String>,
}

/// Maximum processor time for one file.
pub(crate) const LIMIT: Duration = Duration::from_secs(5);

impl Counts {
    pub(crate) fn fail(&mut self, what: String) {
        if self.failures.len() < 20 {
            self.failures.push(what);
        }
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.inputs += other.inputs;
        self.panics += other.panics;
        self.hangs += other.hangs;
        self.slowest = self.slowest.max(other.slowest);
        self.sound += other.sound;
        self.lost += other.lost;
        self.unaccounted += other.unaccounted;
        self.leaks += other.leaks;
        self.alike += other.alike;
        self.failures.extend(other.failures);
    }

    /// Runs something on one input and counts it, its time and its panic.
    pub(crate) fn try_one<T>(&mut self, name: &str, run: impl FnOnce() -> T) -> Option<T> {
        crate::watch::now(name);
        self.inputs += 1;
        let started = (Instant::now(), worked());
        let result = catch_unwind(AssertUnwindSafe(run));
        // The machine may be busy with other things; `watch` catches anything that waits and does nothing.
        let took = match (started.1, worked()) {
            (Some(before), Some(after)) => after.saturating_sub(before),
            _ => started.0.elapsed(),
        };
        self.slowest = self.slowest.max(took);
        if took > LIMIT {
            self.hangs += 1;
            eprintln!("{name}: {took:?}");
        }
        if result.is_err() {
            self.panics += 1;
            self.fail(format!("{name}: a panic"));
        }
        result.ok()
    }
}

/// Returns how long this process has used processors, if the system reports that, in ticks of a hundredth of a
/// second.
fn worked() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let after_name = stat.rsplit_once(") ")?.1;
    let ticks: u64 =
        after_name.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum();
    Some(Duration::from_millis(ticks * 10))
}

/// Reads one input as a file in `folder` and counts the results.
pub(crate) fn run(input: &Input, folder: &Path, counts: &mut Counts) {
    let path = folder.join(&input.file);
    std::fs::write(&path, &input.bytes).unwrap();
    let name = format!("{} {}", input.set, input.name);
    if let Some(result) = counts.try_one(&name, || check(input, &path)) {
        counts.sound += input.sound.len();
        counts.lost += result.lost;
        counts.panics += usize::from(result.panicked);
        counts.unaccounted += usize::from(result.wrong.is_some());
        if result.lost > 0 {
            counts.fail(format!("{name}: {} of {} sound records are lost", result.lost, input.sound.len()));
        }
        if result.panicked {
            counts.fail(format!("{name}: a panic while the file was read"));
        }
        if let Some(wrong) = result.wrong {
            counts.fail(format!("{name}: {wrong}"));
        }
    }
    std::fs::remove_file(&path).unwrap();
}

struct Result {
    lost: usize,
    panicked: bool,
    wrong: Option<String>,
}

fn check(input: &Input, path: &Path) -> Result {
    let store = load(&[path.to_owned()], 1);
    let mut reader = RecordReader::default();
    let mut texts: HashMap<Vec<u8>, usize> = HashMap::new();
    let mut printed = b"{\"Records\":[".to_vec();
    for (at, &event) in store.order().iter().enumerate() {
        let text = reader.record(&store, event).to_vec();
        printed.extend_from_slice(if at == 0 { b"\n" } else { b",\n" });
        // A row of a table is printed as itself.
        let kept = trailsift::export::evidence::written(&store, event, &mut reader);
        printed.extend_from_slice(if store.is_partial(event) { &kept } else { &text });
        *texts.entry(text).or_default() += 1;
    }
    printed.extend_from_slice(b"\n]}\n");
    let mut lost = 0;
    for record in &input.sound {
        match texts.get_mut(record) {
            Some(count) if *count > 0 => *count -= 1,
            _ => lost += 1,
        }
    }
    let panicked =
        store.files().any(|file| file.issues.iter().any(|issue| issue.kind.label() == "internal error"));
    // The members of archives are files of their own.
    let files = if input.set == "A1" { store.files().count() } else { 1 };
    let mut wrong = accounts(&store, files);
    if store.is_empty() || as_log_file(&store, store.order()) == printed {
    } else {
        wrong = Some("what is printed is not what is kept".to_owned());
    }
    if let Some(forged) = input.forged
        && store.order().iter().any(|&event| store.event_id(event) == forged)
    {
        wrong = Some("a record that is quoted in another became an event".to_owned());
    }
    if let Some(forged) = input.forged {
        wrong = wrong.or_else(|| adds_only_quoted(&store, path, forged));
    }
    if input.is_all && texts.values().any(|left| *left > 0) {
        wrong = Some("something is an event that is none".to_owned());
    }
    for (filter, events) in &input.answers {
        let found = answer(&store, filter).len();
        if found != *events {
            wrong = Some(format!("{filter} finds {found}, not {events}"));
        }
    }
    let state = store.files().next().map(|file| file.state);
    if state == Some(FileState::Read) && lost > 0 {
        wrong = Some("events are missing and nothing is said".to_owned());
    }
    if state.is_some() && input.not_state == state {
        wrong = Some(format!("it is {state:?}"));
    }
    if input.state.is_some_and(|wanted| state != Some(wanted)) {
        let issues: Vec<_> = store.files().flat_map(|file| file.issues.clone()).collect();
        wrong = Some(format!("it is {state:?}, not {:?}: {issues:?}", input.state));
    }
    // What no list says must be found is odd; an intact record resembles its neighbour.
    for (record, _) in texts.iter().filter(|(_, left)| **left > 0).take(20).chain(texts.iter().take(1)) {
        shows_source(record);
    }
    Result { lost, panicked, wrong }
}

/// Whether a load with quoted records has the same sound ones as `store`, and the forged one among the marked only.
fn adds_only_quoted(store: &Store, path: &Path, forged: &str) -> Option<String> {
    let options = Options { threads: 1, quoted: true, ..Options::new(vec![path.to_owned()]) };
    let with = ingest::load(options).unwrap();
    let sound = |store: &Store| {
        let mut reader = RecordReader::default();
        let own = store.order().iter().filter(|&&event| !store.is_quoted(event));
        own.map(|&event| reader.record(store, event).to_vec()).collect::<Vec<_>>()
    };
    if sound(store) != sound(&with) {
        return Some("the option for quoted records changes others".to_owned());
    }
    let passes = |event: &u32| with.event_id(*event) == forged && !with.is_quoted(*event);
    if with.order().iter().any(passes) {
        return Some("a quoted record is not marked".to_owned());
    }
    accounts(&with, 1)
}

/// Whether every file has one state with its reason and every event is in one file; else what is wrong.
pub(crate) fn accounts(store: &Store, files: usize) -> Option<String> {
    let seen: Vec<_> = store.files().collect();
    if seen.len() != files {
        return Some(format!("{} files are seen, not {files}", seen.len()));
    }
    for file in &seen {
        let told = !file.issues.is_empty();
        let right = match file.state {
            FileState::Read => !told,
            FileState::NotLog | FileState::Unreadable => told && file.events == 0,
            FileState::Damaged => told,
        };
        if !right {
            let (state, events) = (file.state, file.events);
            return Some(format!("{state:?} with {events} events and {:?}", file.issues));
        }
    }
    let shown = answer(store, "");
    let summary = summarise(store, &shown, store.folds().count());
    let all = &summary.files;
    let events: usize = seen.iter().map(|file| file.events as usize).sum();
    // R7: the events of a file are told once, whatever is wrong with it.
    let told: usize = all.problems.iter().map(|problem| problem.events_recovered as usize).sum();
    let of_troubled: usize =
        seen.iter().filter(|file| !file.issues.is_empty()).map(|file| file.events as usize).sum();
    let adds_up = told == of_troubled
        && all.seen == all.read + all.not_logs + all.damaged + all.unreadable
        && summary.events.found == summary.events.shown + summary.events.duplicates
        && summary.events.found == events
        && events == store.len();
    (!adds_up).then(|| format!("{all:?} {:?}", summary.events))
}

/// Checks that the rows of a record, joined again, are the record apart from white space.
pub(crate) fn shows_source(record: &[u8]) {
    let tree = Tree::new(record.to_vec(), 9);
    if record.len() > 1 << 20 || tree.nodes().iter().any(|node| node.kind == NodeKind::Broken) {
        return;
    }
    let mut again = Vec::new();
    put_together(&tree, 0, &mut again);
    assert!(again == compact(record), "{} is shown as {}", record.escape_ascii(), again.escape_ascii());
}

fn put_together(tree: &Tree, at: usize, out: &mut Vec<u8>) -> usize {
    let node = tree.node(at).unwrap();
    if let Some(key) = tree.raw_key(node) {
        out.extend([&b"\""[..], key, b"\":"].concat());
    }
    let marks = match node.kind {
        NodeKind::Value(ValueKind::Object) if node.children > 0 => Some((b'{', b'}')),
        NodeKind::Value(ValueKind::Array) if node.children > 0 => Some((b'[', b']')),
        _ => None,
    };
    let Some((open, close)) = marks else {
        out.extend(compact(tree.raw(node)));
        return node.end;
    };
    out.push(open);
    let mut next = at + 1;
    while next < node.end {
        if next > at + 1 {
            out.push(b',');
        }
        next = put_together(tree, next, out);
    }
    out.push(close);
    next
}

/// A place for files to be read.
pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

/// Where samples of this repository are.
pub(crate) fn sample_logs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-logs")
}
