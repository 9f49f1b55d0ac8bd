//! Paths → files, one after another in a fixed order: as given, folders sorted by name. Links to folders inside a tree
//! are not followed; they are listed instead.
//!
//! Folders are read whole and closed before their content is looked at, so that neither depth nor number of files costs
//! open files.

use std::collections::HashSet;
use std::ffi::OsString;
use std::fs::{self, FileType};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::store::file::{FileState, Issue, LogFile};

/// The path that stands for standard input.
pub(in crate::ingest) const STANDARD_INPUT: &str = "-";

/// What the walk came upon.
#[derive(Debug)]
pub(in crate::ingest) enum Found {
    /// A file to read.
    File(PathBuf),
    /// Something that cannot be read, and why.
    Problem(LogFile),
}

/// What the walk came upon, and how many bytes it had then.
#[derive(Debug)]
pub(in crate::ingest) struct Seen {
    pub(in crate::ingest) found: Found,
    pub(in crate::ingest) size: u64,
}

/// Walks `paths` and hands over what it finds until `next` answers `false`.
pub(in crate::ingest) fn discover(paths: &[PathBuf], mut next: impl FnMut(Seen) -> bool) {
    let roots = paths.iter().filter_map(|path| path.canonicalize().ok()).collect();
    let mut walk = Walk { next: &mut next, roots, met: HashSet::new(), several: paths.len() > 1 };
    for path in paths {
        let go_on = if path.as_os_str() == STANDARD_INPUT {
            walk.hand_over(Found::File(path.clone()), 0)
        } else {
            walk.root(path)
        };
        if !go_on {
            return;
        }
    }
}

struct Walk<'n> {
    next: &'n mut dyn FnMut(Seen) -> bool,
    /// The paths that were given, as the system spells them.
    roots: Vec<PathBuf>,
    /// Files that were met by several ways: paths given twice, links.
    met: HashSet<PathBuf>,
    several: bool,
}

/// A folder that is being walked, and what of it is left.
type Open = (PathBuf, std::vec::IntoIter<(OsString, FileType)>);

impl Walk<'_> {
    /// A path that was given; a link that was named itself is followed. `false` when it is to end.
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
            let path = folder.join(name);
            if !(if kind.is_dir() { self.open(path, &mut open) } else { self.entry(path, kind) }) {
                return false;
            }
        }
        true
    }

    fn open(&mut self, folder: PathBuf, open: &mut Vec<Open>) -> bool {
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
            let size = fs::symlink_metadata(&path).map_or(0, |metadata| metadata.len());
            return self.hand_over(Found::File(path), size);
        }
        if kind.is_symlink() {
            return self.link(path);
        }
        self.aside(path, FileState::Unreadable, "special file", "a device, pipe or socket; it was not opened")
    }

    /// A link inside a folder.
    fn link(&mut self, path: PathBuf) -> bool {
        let target = match fs::metadata(&path) {
            Ok(metadata) => metadata,
            Err(error) => {
                return self.aside(path, FileState::Unreadable, "broken link", &error.to_string());
            }
        };
        if target.is_dir() {
            let reason = "a link to a folder; it was not followed; open the folder by its own path";
            return self.aside(path, FileState::NotLog, "link", reason);
        }
        if !target.is_file() {
            let reason = "a link to a device, pipe or socket; it was not opened";
            return self.aside(path, FileState::Unreadable, "special file", reason);
        }
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        if self.roots.iter().any(|root| real.starts_with(root)) || !self.met.insert(real) {
            let reason = "a link to a file that is read by its own path or by another link";
            return self.aside(path, FileState::NotLog, "link", reason);
        }
        self.hand_over(Found::File(path), target.len())
    }

    fn is_new(&mut self, path: &Path) -> bool {
        self.met.insert(path.canonicalize().unwrap_or_else(|_| path.to_owned()))
    }

    fn hand_over(&mut self, found: Found, size: u64) -> bool {
        (self.next)(Seen { found, size })
    }

    fn aside(&mut self, path: PathBuf, state: FileState, kind: &'static str, reason: &str) -> bool {
        self.hand_over(Found::Problem(LogFile::without_events(path, state, Issue::new(kind, reason))), 0)
    }

    fn problem(&mut self, path: &Path, error: &io::Error) -> bool {
        let kind = match error.kind() {
            ErrorKind::NotFound => "not found",
            ErrorKind::PermissionDenied => "permission denied",
            _ => "unreadable",
        };
        self.aside(path.to_owned(), FileState::Unreadable, kind, &error.to_string())
    }
}

/// What a folder holds, sorted by name, and why that may not be all.
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
