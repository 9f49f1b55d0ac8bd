//! Paths → files, in a fixed order: as given, folders sorted by name. Links to folders inside a tree are
//! listed, not followed.
//!
//! A folder is read completely and closed before its content is examined, so neither depth nor the number of
//! files affects the number of open files.

use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs::{self, FileType};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::demo::{self, DEMO};
use crate::ingest::archive::member::ArchiveMember;
use crate::store::file::{FileState, FileVersion, Found, Issue, IssueKind, LogFile};
use crate::store::source::KeptBytes;

/// The path that means standard input.
pub(in crate::ingest) const STANDARD_INPUT: &str = "-";

/// What the walk found.
#[derive(Debug)]
pub(in crate::ingest) enum Entry {
    /// A file to read.
    Text(Found),
    /// A file whose bytes are already in memory.
    Held(Found, Vec<u8>),
    /// A file whose bytes an earlier load keeps.
    Kept(Found, KeptBytes),
    /// A member of an archive.
    Member(Found, Box<ArchiveMember>),
    /// A problem instead of a file, or a file that need not be read.
    Problem(LogFile),
}

/// What the walk found, with its size in bytes at that time.
#[derive(Debug)]
pub(in crate::ingest) struct Sized {
    pub(in crate::ingest) entry: Entry,
    /// Taken to be that of the other files if it was not looked up.
    pub(in crate::ingest) size: u64,
}

/// Which files are looked up before they are read. Each look-up is a system call with a long path: for small files
/// a fiftieth of a load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) enum LookUp {
    /// All, because their versions are needed.
    All,
    /// A few, for the sizes; the version of the others is seen when they are opened.
    Few,
}

/// Of many files, the first are looked up, and each of this number after them.
const LOOKED_UP: (u64, u64) = (64, 16);

/// Walks `paths` and passes on what it finds until `next` returns `false`.
pub(in crate::ingest) fn discover(paths: &[PathBuf], look_up: LookUp, mut next: impl FnMut(Sized) -> bool) {
    let roots = paths.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let mut walk = FolderWalk {
        next: &mut next,
        roots,
        visited: HashSet::new(),
        several: paths.len() > 1,
        look_up,
        files: 0,
        sizes: (0, 0),
    };
    for path in paths {
        let go_on = if path.as_os_str() == STANDARD_INPUT {
            walk.hand_over(Entry::Text(path.clone().into()), 0)
        } else if path.as_os_str() == DEMO {
            walk.demo()
        } else {
            walk.root(path)
        };
        if !go_on {
            return;
        }
    }
}

struct FolderWalk<'n> {
    next: &'n mut dyn FnMut(Sized) -> bool,
    /// The given paths, in canonical form.
    roots: Vec<PathBuf>,
    /// Files that can be reached in several ways: paths given twice, links.
    visited: HashSet<PathBuf>,
    several: bool,
    look_up: LookUp,
    /// How many files were found.
    files: u64,
    /// How many of them were looked up, and their sizes together.
    sizes: (u64, u64),
}

/// A folder that is being walked, and the rest of its entries.
type OpenFolder = (PathBuf, std::vec::IntoIter<(OsString, FileType)>);

impl FolderWalk<'_> {
    /// Passes on the sample incident. Returns `false` to end the walk.
    fn demo(&mut self) -> bool {
        demo::files(|file| match file {
            Ok((path, bytes)) => {
                let size = bytes.len() as u64;
                self.hand_over(Entry::Held(path.into(), bytes), size)
            }
            Err(error) => self.problem(Path::new(DEMO), &error),
        })
    }

    /// Walks a given path; a link that was given itself is followed. Returns `false` to end the walk.
    fn root(&mut self, path: &Path) -> bool {
        let kind = match fs::metadata(path) {
            Ok(metadata) => metadata.file_type(),
            Err(error) => return self.problem(path, &error),
        };
        if !kind.is_dir() {
            return self.entry(path.to_owned(), kind);
        }
        let mut open = Vec::new();
        if !self.open(path.to_owned(), &mut open) {
            return false;
        }
        while let Some((folder, rest)) = open.last_mut() {
            let Some((name, kind)) = rest.next() else {
                open.pop();
                continue;
            };
            let path = joined(folder, &name);
            if !(if kind.is_dir() { self.open(path, &mut open) } else { self.entry(path, kind) }) {
                return false;
            }
        }
        true
    }

    fn open(&mut self, folder: PathBuf, open: &mut Vec<OpenFolder>) -> bool {
        let (entries, error) = entries(&folder);
        if let Some(error) = error
            && !self.problem(&folder, &error)
        {
            return false;
        }
        open.push((folder, entries.into_iter()));
        true
    }

    fn entry(&mut self, path: PathBuf, kind: FileType) -> bool {
        if kind.is_file() {
            if self.several && !self.is_new(&path) {
                return true;
            }
            let (version, size) = self.looked_up(&path);
            return self.hand_over(found(path, version), size);
        }
        if kind.is_symlink() {
            return self.link(path);
        }
        self.skip(
            path,
            FileState::Unreadable,
            IssueKind::SpecialFile,
            "a device, pipe or socket; it was not opened",
        )
    }

    /// Returns the version and the size of a file, the size of the others if this one is not looked up.
    fn looked_up(&mut self, path: &Path) -> (Option<FileVersion>, u64) {
        self.files += 1;
        let (first, each) = LOOKED_UP;
        if self.look_up == LookUp::Few && self.files > first && !self.files.is_multiple_of(each) {
            let (count, bytes) = self.sizes;
            return (None, bytes / count.max(1));
        }
        let version = fs::metadata(path).ok().as_ref().map(version);
        let size = version.map_or(0, |version| version.size);
        self.sizes = (self.sizes.0 + 1, self.sizes.1 + size);
        (version, size)
    }

    /// Handles a link inside a folder.
    fn link(&mut self, path: PathBuf) -> bool {
        let target = match fs::metadata(&path) {
            Ok(metadata) => metadata,
            Err(error) => {
                return self.skip(path, FileState::Unreadable, IssueKind::BrokenLink, &error.to_string());
            }
        };
        if target.is_dir() {
            let reason = "a link to a folder; it was not followed; open the folder by its own path";
            return self.skip(path, FileState::NotLog, IssueKind::Link, reason);
        }
        if !target.is_file() {
            let reason = "a link to a device, pipe or socket; it was not opened";
            return self.skip(path, FileState::Unreadable, IssueKind::SpecialFile, reason);
        }
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        if self.roots.iter().any(|root| real.starts_with(root)) || !self.visited.insert(real) {
            let reason = "a link to a file that is read by its own path or by another link";
            return self.skip(path, FileState::NotLog, IssueKind::Link, reason);
        }
        self.hand_over(found(path, Some(version(&target))), target.len())
    }

    fn is_new(&mut self, path: &Path) -> bool {
        self.visited.insert(path.canonicalize().unwrap_or_else(|_| path.to_owned()))
    }

    fn hand_over(&mut self, entry: Entry, size: u64) -> bool {
        (self.next)(Sized { entry, size })
    }

    fn skip(&mut self, path: PathBuf, state: FileState, kind: IssueKind, reason: &str) -> bool {
        self.hand_over(
            Entry::Problem(LogFile::without_events(path.into(), state, Issue::new(kind, reason))),
            0,
        )
    }

    fn problem(&mut self, path: &Path, error: &io::Error) -> bool {
        let kind = match error.kind() {
            ErrorKind::NotFound => IssueKind::NotFound,
            ErrorKind::PermissionDenied => IssueKind::PermissionDenied,
            _ => IssueKind::Unreadable,
        };
        self.skip(path.to_owned(), FileState::Unreadable, kind, &error.to_string())
    }
}

/// Joins a path without spare room: it stays as long as the file.
fn joined(folder: &Path, name: &OsStr) -> PathBuf {
    let mut path = PathBuf::with_capacity(folder.as_os_str().len() + 1 + name.len());
    path.push(folder);
    path.push(name);
    path
}

fn found(path: PathBuf, version: Option<FileVersion>) -> Entry {
    Entry::Text(Found { version, ..path.into() })
}

pub(super) fn version(metadata: &fs::Metadata) -> FileVersion {
    FileVersion { size: metadata.len(), modified: metadata.modified().ok() }
}

/// Returns the entries of a folder, sorted by name, and why they may be incomplete.
fn entries(folder: &Path) -> (Vec<(OsString, FileType)>, Option<io::Error>) {
    let mut entries = Vec::new();
    let mut failed = None;
    match fs::read_dir(folder) {
        Ok(read) => {
            for entry in read {
                match entry.and_then(|entry| Ok((entry.file_name(), entry.file_type()?))) {
                    Ok(entry) => entries.push(entry),
                    Err(error) => failed = Some(error),
                }
            }
        }
        Err(error) => failed = Some(error),
    }
    entries.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
    (entries, failed)
}
