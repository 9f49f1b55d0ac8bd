//! Passes the members of archives to the readers, each as a file with a number of its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::checked::refuse_overlaps;
use super::kind::ArchiveKind;
use super::listing::{ListedMember, Listing, MemberContent};
use super::member::{ArchiveBytes, ArchiveMember, TotalSize};
use super::queue::{ArchiveQueue, FoundArchive};
use super::{tar, zip};
use crate::ingest::files::again::bytes_again;
use crate::ingest::files::discover::Entry;
use crate::ingest::files::guard::{failed, guarded};
use crate::ingest::files::walk::{Chunks, Walk};
use crate::ingest::limits::Limits;
use crate::ingest::memory::Memory;
use crate::plural::{agree, counted};
use crate::store::file::{FileState, Found, Issue, IssueKind, LogFile, member_name};

/// What expanding needs of the load.
pub(in crate::ingest) struct Expanding<'a> {
    pub(in crate::ingest) queue: &'a ArchiveQueue,
    pub(in crate::ingest) walk: &'a Walk,
    pub(in crate::ingest) limits: Limits,
    pub(in crate::ingest) memory: &'a Arc<Memory>,
    pub(in crate::ingest) stop: &'a AtomicBool,
}

impl Expanding<'_> {
    /// Passes on the members of all archives that were found, and of those found in them. `next` is the number of the
    /// next file.
    pub(in crate::ingest) fn run(&self, chunks: &mut Chunks<'_>, mut next: u32) {
        loop {
            if !chunks.flush() {
                return;
            }
            let archives = self.queue.take();
            if archives.is_empty() {
                return;
            }
            self.walk.finished.store(false, Ordering::Relaxed);
            for archive in archives {
                if !self.expand(archive, chunks, &mut next) {
                    return;
                }
            }
            self.walk.finished.store(true, Ordering::Relaxed);
        }
    }

    /// Passes on the members of an archive, and what is to be said of the archive itself. Returns whether anybody reads
    /// them.
    fn expand(&self, mut archive: FoundArchive, chunks: &mut Chunks<'_>, next: &mut u32) -> bool {
        let mut issues = std::mem::take(&mut archive.issues);
        let (number, found) = (archive.number, archive.found.clone());
        let depth = archive.depth.saturating_add(1);
        let refused = self.refused(&archive);
        let kept = archive.bytes.take();
        let bytes = match refused {
            Some(issue) => Err(issue),
            None => kept.map_or_else(|| bytes_again(&found.path, &self.limits, self.memory, self.stop), Ok),
        };
        let (bytes, taken) = match bytes {
            Ok(bytes) => bytes,
            Err(issue) => {
                let file = LogFile::without_events(found, FileState::Unreadable, issue);
                return chunks.add(number, Entry::Problem(file), 0);
            }
        };
        let listed = guarded(|| listing(archive.kind, &bytes));
        let Listing { members, issues: own } =
            listed.unwrap_or_else(|| Listing { issues: vec![failed()], ..Listing::default() });
        issues.extend(own);
        let total = archive.total.unwrap_or_else(|| TotalSize::of(bytes.len(), &self.limits));
        let shared = Arc::new(ArchiveBytes { bytes, _taken: taken });
        let file = of_archive(found.clone(), archive.kind, members.len(), issues);
        let mut is_read = chunks.add(number, Entry::Problem(file), 0);
        for ListedMember { name, content } in members {
            let found = Found { member: Some(member_name(found.member.as_deref(), &name)), ..found.clone() };
            let (entry, size) = match content {
                MemberContent::Problem(state, issue) => {
                    (Entry::Problem(LogFile::without_events(found, state, issue)), 0)
                }
                MemberContent::Bytes(packed) => {
                    let size = packed.place.len() as u64;
                    let archive = Arc::clone(&shared);
                    let total = Arc::clone(&total);
                    (Entry::Member(found, Box::new(ArchiveMember { archive, packed, depth, total })), size)
                }
            };
            self.walk.count(&entry, size);
            is_read = is_read && chunks.add(*next, entry, size);
            *next = next.saturating_add(1);
        }
        is_read
    }

    /// Returns why an archive is not expanded at all.
    fn refused(&self, archive: &FoundArchive) -> Option<Issue> {
        if self.stop.load(Ordering::Relaxed) {
            return Some(Issue::new(IssueKind::NotRead, "loading was stopped"));
        }
        (archive.depth >= self.limits.depth).then(|| {
            Issue::new(
                IssueKind::NestedTooDeeply,
                "an archive nested too deeply; it was not read (--max-depth)",
            )
        })
    }
}

fn listing(kind: ArchiveKind, bytes: &[u8]) -> Listing {
    let mut listing = match kind {
        ArchiveKind::Zip => zip::list(bytes),
        ArchiveKind::Tar => tar::list(bytes),
    };
    refuse_overlaps(&mut listing);
    listing
}

/// Makes the account of the archive itself, which has no events of its own.
fn of_archive(found: Found, kind: ArchiveKind, members: usize, issues: Vec<Issue>) -> LogFile {
    let are = agree(members, "is listed by its own name", "are listed by their own names");
    let reason = format!("a {} archive; its {} {are}", kind.name(), counted(members, "member"));
    let note = Issue::new(IssueKind::Archive, reason);
    if issues.is_empty() {
        return LogFile::without_events(found, FileState::NotLog, note);
    }
    LogFile { issues, ..LogFile::empty(found, FileState::Damaged) }
}
