//! One file after another → events and the state of the file, on a thread of the load.
//!
//! A panic while reading one file becomes an issue of that file and does not affect others.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};

use super::decode::{Decoder, Text};
use super::discover::{Entry, STANDARD_INPUT, version};
use super::guard::{failed, guarded};
use super::open::{SMALL, Whole, no_memory, read_standard_input, read_version, take_held, too_large};
use crate::ingest::archive::kind::ArchiveKind;
use crate::ingest::archive::member::{ArchiveMember, MemberFault};
use crate::ingest::archive::queue::{ArchiveQueue, FoundArchive};
use crate::ingest::extract::outcome::outcome;
use crate::ingest::extract::{self, Findings, Rules};
use crate::ingest::files::walk::Chunk;
use crate::ingest::limits::Limits;
use crate::ingest::memory::{EventRoom, FileAllowance, Memory, Taken};
use crate::record::object_key;
use crate::store::batch::{Batch, Collector};
use crate::store::codec::allowance::Cut;
use crate::store::codec::coding::Step;
use crate::store::codec::gzip;
use crate::store::file::{FileState, Found, Issue, IssueKind, LogFile, own_path};
use crate::store::source::{KeptBytes, Source};

const BATCH_EVENTS: usize = 8192;
const BATCH_FILES: usize = 64;
const BATCH_BYTES: usize = 400 << 10;

/// Where the bytes of a file are.
enum Bytes {
    OnDisk,
    /// In memory.
    Held(Vec<u8>),
    /// In memory, and kept there by an earlier load.
    Kept(KeptBytes),
    /// In an archive.
    Packed(Box<ArchiveMember>),
}

/// What the bytes of a file are.
enum FileContent {
    File(LogFile, Vec<Step>),
    /// An archive, with its bytes if it was compressed as a whole.
    Archive(ArchiveKind, Text),
}

/// A file that could not be read, or need not be.
type Unread = (FileState, Issue);

/// Reads files on one thread.
pub(in crate::ingest) struct FileReader {
    pub(in crate::ingest) collector: Collector,
    pub(in crate::ingest) batches: SyncSender<Batch>,
    pub(in crate::ingest) limits: Limits,
    /// Whether records that are quoted in strings are loaded too.
    pub(in crate::ingest) loads_quoted: bool,
    pub(in crate::ingest) memory: Arc<Memory>,
    pub(in crate::ingest) stop: Arc<AtomicBool>,
    archives: Arc<ArchiveQueue>,
    decoder: Decoder,
    /// Memory taken for the decoder's buffers.
    decoder_bytes: Taken,
    bytes: Vec<u8>,
    first: bool,
}

impl FileReader {
    pub(in crate::ingest) fn new(
        collector: Collector,
        batches: SyncSender<Batch>,
        (limits, loads_quoted): (Limits, bool),
        (memory, stop, archives): (Arc<Memory>, Arc<AtomicBool>, Arc<ArchiveQueue>),
    ) -> Self {
        Self {
            collector,
            batches,
            limits,
            loads_quoted,
            decoder_bytes: Taken::nothing(&memory),
            memory,
            stop,
            archives,
            decoder: Decoder::default(),
            bytes: Vec::new(),
            first: true,
        }
    }

    /// Reads files until the queue is closed.
    pub(in crate::ingest) fn run(mut self, queue: &Mutex<Receiver<Chunk>>) {
        loop {
            let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(Chunk { files, ticket }) = next else { break };
            for (number, entry) in files {
                let file = match entry {
                    Entry::Problem(file) => Some(file),
                    Entry::Text(found) => self.read(number, found, Bytes::OnDisk),
                    Entry::Held(found, bytes) => self.read(number, found, Bytes::Held(bytes)),
                    Entry::Kept(found, bytes) => self.read(number, found, Bytes::Kept(bytes)),
                    Entry::Member(found, member) => self.read(number, found, Bytes::Packed(member)),
                };
                if let Some(file) = file {
                    self.collector.add_file(number, file);
                }
                let full = self.collector.waiting() >= BATCH_EVENTS
                    || self.collector.waiting_files() >= BATCH_FILES
                    || self.collector.waiting_bytes() >= BATCH_BYTES;
                if (full || self.first) && self.batches.send(self.collector.take()).is_err() {
                    return;
                }
                self.first = false;
            }
            drop(ticket);
        }
        // The receiver is gone only when the program ends.
        let _ = self.batches.send(self.collector.take());
    }

    /// Reads a file from its path, or from memory. Returns nothing if it is an archive, which waits for its turn.
    fn read(&mut self, number: u32, found: Found, bytes: Bytes) -> Option<LogFile> {
        if let Err(issue) = self.may_go_on() {
            return Some(LogFile::without_events(found, FileState::Unreadable, issue));
        }
        let waiting = self.collector.waiting();
        let is_on_disk = matches!(bytes, Bytes::OnDisk) && found.path.as_os_str() != STANDARD_INPUT;
        let mut found = found;
        let result = guarded(|| self.read_file(number, &mut found, bytes)).unwrap_or_else(|| {
            self.collector.forget_since(waiting);
            self.decoder = Decoder::default();
            Err((FileState::Unreadable, failed()))
        });
        if self.decoder.trim() {
            self.decoder_bytes.all_but(0);
        }
        if is_on_disk && found.version.is_none() {
            // It could not be opened, so nothing of it was read before.
            found.version = std::fs::metadata(&found.path).ok().as_ref().map(version);
        }
        match result {
            Ok(None) => None,
            Ok(Some(file)) => {
                Some(LogFile { path: found.path, member: found.member, version: found.version, ..file })
            }
            Err((state, issue)) => Some(LogFile::without_events(found, state, issue)),
        }
    }

    fn may_go_on(&self) -> Result<(), Issue> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(Issue::new(IssueKind::NotRead, "loading was stopped"));
        }
        if self.memory.is_full() { Err(no_memory(&self.memory)) } else { Ok(()) }
    }

    /// Reads everything about a file except its path.
    fn read_file(&mut self, number: u32, found: &mut Found, bytes: Bytes) -> Result<Option<LogFile>, Unread> {
        let Found { path, member, version } = found;
        let found_path = &*path;
        let path = own_path(found_path, member.as_deref());
        let is_input = path.as_os_str() == STANDARD_INPUT && member.is_none();
        let around =
            if let Bytes::Packed(member) = &bytes { Some(ArchiveMember::clone(member)) } else { None };
        let is_on_disk = matches!(bytes, Bytes::OnDisk) && !is_input;
        let read = match bytes {
            Bytes::Kept(bytes) => return self.read_kept(number, path, bytes).map(Some),
            Bytes::Held(held) => take_held(held, &mut self.bytes, &self.memory),
            Bytes::OnDisk if is_input => read_standard_input(&mut self.bytes, &self.limits, &self.memory),
            Bytes::OnDisk => read_version(path, &mut self.bytes, (&self.limits, &self.memory), version),
            Bytes::Packed(member) => self.unpack(&member),
        };
        let bytes = std::mem::take(&mut self.bytes);
        let (changed, taken) = read.map_err(|issue| (FileState::Unreadable, issue))?;
        let content = self.read_bytes(number, path, &bytes).unwrap_or_else(|(state, issue)| {
            FileContent::File(LogFile::without_events(Found::default(), state, issue), Vec::new())
        });
        let (mut file, steps) = match content {
            FileContent::File(file, steps) => (file, steps),
            FileContent::Archive(kind, text) => {
                let mut buffers = Taken::nothing(&self.memory);
                std::mem::swap(&mut buffers, &mut self.decoder_bytes);
                let issues = changed.into_iter().chain(text.issues.iter().cloned()).collect();
                let bytes = text.into_unpacked().map_or((bytes, taken), |unpacked| (unpacked, buffers));
                let archive = FoundArchive {
                    number,
                    found: Found { path: found_path.clone(), member: member.clone(), version: *version },
                    kind,
                    bytes: Some(bytes),
                    issues,
                    depth: around.as_ref().map_or(0, |member| member.depth),
                    total: around.map(|member| member.total),
                };
                self.archives.add(archive, is_on_disk);
                return Ok(None);
            }
        };
        if file.events == 0
            && let Some(changed) = changed
        {
            self.reuse(bytes);
            return Err((FileState::Unreadable, changed));
        }
        if file.events == 0 && !is_of_cloudtrail(path, &file) {
            self.reuse(bytes);
            return Ok(Some(file));
        }
        if let Some(changed) = changed {
            file.issues.insert(0, changed);
            file.state = FileState::Damaged;
        }
        file.source = Some(Source::shared(self.kept(bytes), &steps));
        taken.keep();
        Ok(Some(file))
    }

    /// Makes the bytes of a member of an archive.
    fn unpack(&mut self, member: &ArchiveMember) -> Result<Whole, Issue> {
        let mut taken = Taken::nothing(&self.memory);
        let allowance = FileAllowance { limits: &self.limits, stop: &self.stop, buffers: &mut taken };
        let (bytes, issue) =
            member.unpack(self.decoder.inflater(), allowance).map_err(|fault| match fault {
                MemberFault::TooLarge => {
                    too_large(self.limits.file_bytes as usize, member.packed.place.len())
                }
                MemberFault::Memory => no_memory(&self.memory),
                MemberFault::Stopped => Issue::new(IssueKind::NotRead, "loading was stopped"),
            })?;
        taken.all_but(bytes.len());
        self.bytes = bytes;
        Ok((issue, taken))
    }

    /// Reads a file whose bytes another store keeps; they are kept here too, without a copy.
    fn read_kept(
        &mut self,
        number: u32,
        path: &Path,
        bytes: KeptBytes,
    ) -> Result<LogFile, (FileState, Issue)> {
        let mut taken = Taken::nothing(&self.memory);
        if !taken.more(bytes.len()) {
            return Err((FileState::Unreadable, no_memory(&self.memory)));
        }
        let FileContent::File(mut file, steps) = self.read_bytes(number, path, &bytes)? else {
            return Err((FileState::Unreadable, Issue::new(IssueKind::Changed, "an archive by now")));
        };
        file.source = Some(Source::shared(bytes, &steps));
        taken.keep();
        Ok(file)
    }

    /// Returns the bytes to keep, without spare capacity: those of small files together.
    fn kept(&mut self, bytes: Vec<u8>) -> KeptBytes {
        if bytes.capacity() > SMALL {
            return bytes.into_boxed_slice().into();
        }
        let kept = self.collector.keep(&bytes).unwrap_or_else(|| bytes.as_slice().into());
        self.bytes = bytes;
        kept
    }

    /// Reuses the buffer of a file whose bytes need not be kept, if it is small.
    fn reuse(&mut self, bytes: Vec<u8>) {
        if bytes.capacity() <= SMALL {
            self.bytes = bytes;
        }
    }

    fn read_bytes(&mut self, number: u32, path: &Path, bytes: &[u8]) -> Result<FileContent, Unread> {
        if bytes.is_empty() {
            let empty = Issue::new(IssueKind::Empty, "the file is empty");
            return Err(lost_log_file(path, &empty).unwrap_or((FileState::NotLog, empty)));
        }
        let mut allowance =
            FileAllowance { limits: &self.limits, stop: &self.stop, buffers: &mut self.decoder_bytes };
        let mut text = self.decoder.text(bytes, &mut allowance).map_err(|foreign| {
            (FileState::Unreadable, Issue::new(IssueKind::Unsupported(foreign.kind), foreign.advice))
        })?;
        let left_out = match text.cut {
            Some(Cut::Memory) => Some(no_memory(&self.memory)),
            Some(Cut::Stopped) => Some(Issue::new(IssueKind::NotRead, "loading was stopped")),
            _ => None,
        };
        if let Some(issue) = left_out {
            self.decoder.keep(text);
            return Err((FileState::Unreadable, issue));
        }
        if let Some(kind) = text.archive {
            if object_key::is_named_as_log_file(path) {
                // Kept as it is, so that it can be verified: CloudTrail writes no archive by this name.
                self.decoder.keep(text);
                let reason = format!(
                    "the name is that of a log file, but it is a {} archive; to read its members, rename it",
                    kind.name()
                );
                return Err((FileState::Unreadable, Issue::new(IssueKind::Damaged, reason)));
            }
            return Ok(FileContent::Archive(kind, text));
        }
        let room = EventRoom::new(&self.memory);
        let waiting = self.collector.waiting();
        let rules = Rules {
            limits: &self.limits,
            stop: &self.stop,
            room: Some(&room),
            loads_quoted: self.loads_quoted,
            members: &text.members,
            is_parquet: text.is_of_parquet(),
        };
        let findings = extract::read_within(text.of(bytes), number, &mut self.collector, rules);
        room.keep(self.collector.waiting() - waiting);
        let file = account(path, findings, &mut text, bytes);
        let steps = std::mem::take(&mut text.steps);
        self.decoder.keep(text);
        Ok(FileContent::File(file, steps))
    }
}

/// Returns whether a file without events is a digest or listed in digests: those can be verified without
/// reading them again. Files that were left out for lack of memory are not kept.
fn is_of_cloudtrail(path: &Path, file: &LogFile) -> bool {
    let named = || object_key::is_of_cloudtrail(path);
    let is_digest = || file.issues.first().is_some_and(|issue| issue.kind == IssueKind::Digest);
    !file.is_left_out() && (file.state == FileState::Read || is_digest() || named())
}

/// Reports a file that has the name of a log file and nothing of one in it. CloudTrail writes no such file, so its events
/// were lost on the way here.
fn lost_log_file(path: &Path, issue: &Issue) -> Option<(FileState, Issue)> {
    let is_nothing = matches!(issue.kind, IssueKind::Empty | IssueKind::NotJson | IssueKind::NoRecords);
    (is_nothing && object_key::is_log_file(path)).then(|| {
        let reason = format!("the name is that of a log file, but no events are in it; {}", told(issue));
        (FileState::Unreadable, Issue::new(IssueKind::Damaged, reason))
    })
}

/// Returns what a file holds instead of events, as a part of a sentence.
fn told(issue: &Issue) -> &str {
    match issue.kind {
        IssueKind::NoRecords => "it holds JSON without CloudTrail records",
        _ => &issue.reason,
    }
}

fn account(path: &Path, mut findings: Findings, text: &mut Text, bytes: &[u8]) -> LogFile {
    let mut problems = std::mem::take(&mut text.issues);
    let signed_end = text.first_member.filter(|_| object_key::is_log_file(path));
    if let Some(end) = signed_end {
        let reason = "data follows the first gzip member of this log file; CloudTrail writes and signs only one \
                      member (is:unsigned finds the events)";
        problems.push(Issue::at(IssueKind::AfterFirstMember, end, reason));
    }
    let in_digest = findings.events > 0 && object_key::is_digest_file(path);
    if in_digest {
        let reason = "events in a file that has the name of a digest; CloudTrail writes events only to log files \
                      (is:unsigned finds them)";
        problems.push(Issue::new(IssueKind::EventsInDigest, reason));
    }
    let signed_end = if in_digest { Some(0) } else { signed_end };
    let (mut state, mut issues) = outcome(&mut findings, problems, text.of(bytes));
    if let [issue] = issues.as_mut_slice()
        && issue.kind == IssueKind::NotJson
        && let Some(other) = text.other_table(bytes)
    {
        *issue = other;
    }
    if let [issue] = issues.as_mut_slice()
        && issue.kind == IssueKind::NotJson
        && !gzip::is_gzip(bytes)
        && path.extension().is_some_and(|extension| extension == "gz")
    {
        // It may have been a log file before its first bytes were lost.
        state = FileState::Unreadable;
        *issue = Issue::new(
            IssueKind::Damaged,
            format!("not gzip data, although its name ends in .gz; {}", issue.reason),
        );
    }
    if let ([issue], FileState::NotLog) = (issues.as_mut_slice(), state)
        && let Some((unreadable, lost)) = lost_log_file(path, issue)
    {
        (state, *issue) = (unreadable, lost);
    }
    LogFile {
        events: findings.events.saturating_add(findings.quoted_events),
        quoted_events: findings.quoted_events,
        quoted: findings.quoted_places,
        issues,
        layers: findings.layers,
        table: findings.table,
        partial_events: findings.partial,
        recovered: findings.recovered,
        signed_end: signed_end.and_then(|end| u32::try_from(end).ok()),
        ..LogFile::empty(Found::default(), state)
    }
}
