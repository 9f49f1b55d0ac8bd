//! Reads what is new or has changed in the paths of a load that has ended.
//!
//! - New files are added to what is loaded: no other file is read.
//! - A file with events that has changed cannot be taken out of what is loaded. Then everything is loaded again,
//!   from the bytes that are kept in memory, and only changed and new files are read from disk. The result
//!   replaces what is loaded when it is complete.
//! - The members of an archive are new, unchanged or changed as the archive is.
//! - Events of files that are gone stay, because they are evidence; the store knows which files those are.

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::{Duration, SystemTime};

use super::files::discover::{Entry, LookUp, Sized, discover};
use super::files::walk::{Chunks, Walk};
use super::load::{Again, EndedLoad, Joiner, Loading, Options, Progress, Report, spawn, start_readers};
use super::memory::Memory;
use crate::store::Store;
use crate::store::builder::Builder;
use crate::store::file::{FileState, Found, LogFile};

impl Loading {
    /// Reads what is new or has changed, on separate threads; `report` is called as by [`start`](super::start).
    /// Adds `more` to the paths. With `settled`, files that were written less than that long ago are left for the
    /// next time, because they may not be complete. Returns `false` if the load has not ended yet.
    pub fn again(
        &mut self,
        more: Vec<PathBuf>,
        settled: Option<Duration>,
        report: impl FnMut(Report) + Send + 'static,
    ) -> io::Result<bool> {
        let ended = self.ended.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(ended) = ended else { return Ok(false) };
        self.options.paths.extend(more);
        self.stop = Arc::new(AtomicBool::new(false));
        let (options, stop, kept) = (self.options.clone(), Arc::clone(&self.stop), Arc::clone(&self.ended));
        let walk = Arc::new(Walk::default());
        let mut report = report;
        let body = move || {
            let newest = settled.and_then(|settled| SystemTime::now().checked_sub(settled));
            let plan = ReloadPlan::of(&options.paths, ended.builder.store(), newest);
            let joiner =
                |builder, memory| Joiner::new(builder, memory, (Arc::clone(&walk), Arc::clone(&kept)));
            let (joiner, entries) = plan.begin(ended, &options, joiner);
            run(joiner, entries, &walk, (&options, &stop), &mut report);
        };
        self.threads = vec![spawn("again", body)?];
        Ok(true)
    }
}

/// A file to read, with its number and size.
type NumberedEntry = (u32, Entry, u64);

/// Reads the files; the calling thread joins what the readers send.
fn run(
    mut joiner: Joiner,
    entries: Vec<NumberedEntry>,
    walk: &Arc<Walk>,
    (options, stop): (&Options, &Arc<AtomicBool>),
    report: &mut (impl FnMut(Report) + Send),
) {
    walk.found.store(joiner.progress.done, Ordering::Relaxed);
    for (_, entry, size) in &entries {
        walk.count(entry, *size);
    }
    walk.finished.store(true, Ordering::Relaxed);
    let slots = joiner.builder.store().file_slots().count();
    let used = entries.iter().map(|(number, ..)| number.saturating_add(1)).max().unwrap_or(0);
    let next = used.max(u32::try_from(slots).unwrap_or(u32::MAX));
    let feed = move |chunks: &mut Chunks<'_>| {
        entries.into_iter().all(|(number, entry, size)| chunks.add(number, entry, size));
        chunks.flush();
        next
    };
    if let Ok((_, sent)) = start_readers(options, &joiner, stop, feed) {
        joiner.run(&sent, stop, report);
    } else {
        // Without threads nothing is read; what is loaded stays.
        joiner.progress.stopped = true;
        joiner.progress.finished = true;
        joiner.end(report);
    }
}

/// What has become of the files of a load.
#[derive(Default)]
struct ReloadPlan {
    /// Every file that was found, in order, with its number so far.
    found: Vec<(Option<u32>, Entry, u64, FileChange)>,
    /// Members of archives that are unchanged.
    members: Vec<u32>,
    /// Files with events that were not found.
    gone: Vec<u32>,
    /// Files without events that were not found.
    forgotten: Vec<u32>,
    /// How many files are left for the next time.
    unsettled: usize,
}

/// How a file that was found compares to the load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FileChange {
    New,
    Unchanged,
    /// It had no events, so it can be read in its place.
    Replaceable,
    Changed,
}

impl ReloadPlan {
    /// Compares the paths with what is loaded. Files that were written later than `newest` are left out.
    fn of(paths: &[PathBuf], store: &Store, newest: Option<SystemTime>) -> Self {
        let mut known: HashMap<Found, u32> = HashMap::new();
        for (number, file) in (0..).zip(store.file_slots()) {
            if let Some(file) = file {
                known.insert(name_of(&file.path, file.member.as_deref()), number);
            }
        }
        let archives = archives_with_events(store);
        let mut changed = HashSet::new();
        let mut plan = Self::default();
        discover(paths, LookUp::All, |Sized { entry, size }| {
            let number = known.remove(&name(&entry));
            let file = number.and_then(|number| store.file(number));
            let mut finding = file.map_or(FileChange::New, |file| compare(&entry, file));
            if finding == FileChange::Replaceable && file.is_some_and(|file| archives.contains(&file.path)) {
                // Its members have events.
                finding = FileChange::Changed;
            }
            if finding != FileChange::Unchanged && is_unsettled(&entry, newest) {
                plan.unsettled += 1;
                if finding == FileChange::New {
                    return true;
                }
                finding = FileChange::Unchanged;
            }
            if finding != FileChange::Unchanged {
                changed.extend(file.map(|file| file.path.clone()));
            }
            plan.found.push((number, entry, size, finding));
            true
        });
        let found: HashSet<&Path> = plan.found.iter().map(|(_, entry, ..)| path_of(entry)).collect();
        for (name, number) in known {
            if name.member.is_some() && found.contains(name.path.as_path()) {
                // Those of a changed archive are found again when it is read.
                if changed.contains(&name.path) {
                    plan.forgotten.push(number);
                } else {
                    plan.members.push(number);
                }
                continue;
            }
            let has_events = store.file(number).is_some_and(|file| file.events > 0);
            if has_events { plan.gone.push(number) } else { plan.forgotten.push(number) }
        }
        plan
    }

    /// Decides how to read, and returns what joins the files, and those to read.
    fn begin(
        self,
        ended: EndedLoad,
        options: &Options,
        joiner: impl FnOnce(Builder, Arc<Memory>) -> Joiner,
    ) -> (Joiner, Vec<NumberedEntry>) {
        let count = |finding| self.found.iter().filter(|(_, _, _, found)| *found == finding).count();
        let again = Again {
            new_files: count(FileChange::New),
            changed_files: count(FileChange::Changed) + count(FileChange::Replaceable),
            gone_files: self.gone.len(),
            unsettled_files: self.unsettled,
            events_before: ended.builder.events(),
        };
        let (mut joiner, entries) = if count(FileChange::Changed) == 0 {
            self.add_to(ended, joiner)
        } else {
            self.replace(ended, options, joiner)
        };
        joiner.progress.again = Some(again);
        (joiner, entries)
    }

    /// Continues the load with files that it does not have yet.
    fn add_to(
        self,
        ended: EndedLoad,
        joiner: impl FnOnce(Builder, Arc<Memory>) -> Joiner,
    ) -> (Joiner, Vec<NumberedEntry>) {
        let EndedLoad { mut builder, memory } = ended;
        for number in self.forgotten {
            builder.forget_file(number);
        }
        builder.set_gone(self.gone);
        let mut next = u32::try_from(builder.store().file_slots().count()).unwrap_or(u32::MAX);
        let mut entries = Vec::new();
        let mut read_again = HashSet::new();
        for (number, entry, size, finding) in self.found {
            if finding == FileChange::Unchanged {
                continue;
            }
            read_again.extend(number);
            let place = number.unwrap_or(next);
            next = next.saturating_add(u32::from(number.is_none()));
            entries.push((place, entry, size));
        }
        let progress = Progress::of(&builder, |number| !read_again.contains(&number));
        let mut joiner = joiner(builder, memory);
        joiner.progress = progress;
        (joiner, entries)
    }

    /// Loads everything again: unchanged files from memory, and files that are gone after all others.
    fn replace(
        self,
        ended: EndedLoad,
        options: &Options,
        joiner: impl FnOnce(Builder, Arc<Memory>) -> Joiner,
    ) -> (Joiner, Vec<NumberedEntry>) {
        let store = ended.builder.store();
        let file = |number: Option<u32>| number.and_then(|number| store.file(number));
        let mut entries: Vec<NumberedEntry> = Vec::new();
        let mut next = 0;
        for (number, entry, size, finding) in self.found {
            let kept = file(number).filter(|_| finding == FileChange::Unchanged).map(|file| kept(file));
            entries.push((next, kept.unwrap_or(entry), size));
            next += 1;
        }
        let mut builder = Builder::default();
        let mut members = self.members;
        members.sort_unstable();
        for number in members {
            if let Some(file) = file(Some(number)) {
                entries.push((next, kept(file), 0));
                next += 1;
            }
        }
        let first_gone = next;
        for number in self.gone {
            if let Some(file) = file(Some(number)) {
                entries.push((next, kept(file), 0));
                next += 1;
            }
        }
        builder.set_gone((first_gone..next).collect());
        let memory = Arc::new(Memory::new(options.limits.memory));
        let mut joiner = joiner(builder, memory);
        joiner.replaced = Some(ended);
        (joiner, entries)
    }
}

/// Makes the entry of a file that is not read from disk again.
fn kept(file: &LogFile) -> Entry {
    match &file.source {
        Some(source) if file.events > 0 => {
            let found = Found { version: file.version, ..name_of(&file.path, file.member.as_deref()) };
            Entry::Kept(found, source.kept())
        }
        _ => Entry::Problem(file.clone()),
    }
}

/// Compares what was found with the file of that name in the load.
fn compare(entry: &Entry, file: &LogFile) -> FileChange {
    let is_same = match entry {
        Entry::Text(found) => found.version == file.version && !file.is_left_out(),
        Entry::Held(..) | Entry::Kept(..) | Entry::Member(..) => true,
        // What cannot be opened any more is not lost: its events are in memory.
        Entry::Problem(now) => {
            let kind = |file: &LogFile| file.issues.first().map(|issue| issue.kind);
            file.events > 0 || (file.state != FileState::Read && kind(now) == kind(file))
        }
    };
    match (is_same, file.events) {
        (true, _) => FileChange::Unchanged,
        (false, 0) => FileChange::Replaceable,
        (false, _) => FileChange::Changed,
    }
}

/// Returns whether a file was written later than `newest`, but not in the future: then its time says nothing.
fn is_unsettled(entry: &Entry, newest: Option<SystemTime>) -> bool {
    let (Some(newest), Entry::Text(Found { version: Some(version), .. })) = (newest, entry) else {
        return false;
    };
    version.modified.is_some_and(|modified| modified > newest && modified <= SystemTime::now())
}

fn name(entry: &Entry) -> Found {
    match entry {
        Entry::Text(found) | Entry::Held(found, _) | Entry::Kept(found, _) | Entry::Member(found, _) => {
            name_of(&found.path, found.member.as_deref())
        }
        Entry::Problem(file) => name_of(&file.path, file.member.as_deref()),
    }
}

fn path_of(entry: &Entry) -> &Path {
    match entry {
        Entry::Text(found) | Entry::Held(found, _) | Entry::Kept(found, _) | Entry::Member(found, _) => {
            &found.path
        }
        Entry::Problem(file) => &file.path,
    }
}

/// Returns the paths of archives that have members with events.
fn archives_with_events(store: &Store) -> HashSet<PathBuf> {
    let members = store.files().filter(|file| file.member.is_some() && file.events > 0);
    members.map(|file| file.path.clone()).collect()
}

/// Returns what identifies a file in all loads.
fn name_of(path: &Path, member: Option<&str>) -> Found {
    Found { path: path.to_owned(), member: member.map(Into::into), version: None }
}

#[cfg(test)]
#[path = "reload_tests.rs"]
mod tests;
