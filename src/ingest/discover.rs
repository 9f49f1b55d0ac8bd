//! Paths → files, one after another in a fixed order: as given, folders sorted by name. Links to folders inside a tree
//! are not followed; they are listed instead.

use std::collections::HashSet;
use std::fs::FileType;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::store::file::{FileState, Issue, LogFile};

/// The path that stands for standard input.
pub(super) const STANDARD_INPUT: &str = "-";

/// What the walk came upon.
#[derive(Debug)]
pub(super) enum Found {
    /// A file to read.
    File(PathBuf),
    /// Something that cannot be read, and why.
    Problem(LogFile),
}

/// Walks `paths` and hands over what it finds until `next` answers `false`.
pub(super) fn discover(paths: &[PathBuf], mut next: impl FnMut(Found) -> bool) {
    // Paths given twice, or once alone and once within a folder, are read once.
    let mut met = (paths.len() > 1).then(HashSet::new);
    for path in paths {
        if path.as_os_str() == STANDARD_INPUT {
            if !next(Found::File(path.clone())) {
                return;
            }
            continue;
        }
        for entry in WalkDir::new(path).follow_links(false).sort_by_file_name() {
            let found = match entry {
                Ok(entry) if entry.file_type().is_dir() => continue,
                // A link that was named itself is followed.
                Ok(entry) if entry.depth() == 0 && entry.path_is_symlink() && entry.path().is_dir() => {
                    continue;
                }
                Ok(entry) => examine(entry.path(), entry.file_type()),
                Err(error) => unreachable_entry(path, &error),
            };
            let is_new = match (&found, &mut met) {
                (Found::File(path), Some(met)) => {
                    met.insert(path.canonicalize().unwrap_or_else(|_| path.clone()))
                }
                _ => true,
            };
            if is_new && !next(found) {
                return;
            }
        }
    }
}

fn examine(path: &Path, kind: FileType) -> Found {
    let target =
        if kind.is_symlink() { path.metadata().map(|metadata| metadata.file_type()) } else { Ok(kind) };
    let problem = |state, kind, reason: &str| {
        let issue = Issue { kind, reason: reason.to_owned(), offset: None };
        Found::Problem(LogFile::without_events(path.to_owned(), state, issue))
    };
    match target {
        Ok(kind) if kind.is_file() => Found::File(path.to_owned()),
        Ok(kind) if kind.is_dir() => {
            let reason = "a link to a folder, not followed; open that folder by its own path";
            problem(FileState::NotLog, "link", reason)
        }
        Ok(_) => problem(FileState::Unreadable, "special file", "a device, pipe or socket, not opened"),
        Err(error) => problem(FileState::Unreadable, "broken link", &error.to_string()),
    }
}

fn unreachable_entry(root: &Path, error: &walkdir::Error) -> Found {
    let path = error.path().unwrap_or(root).to_owned();
    let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    let kind = match error.io_error().map(std::io::Error::kind) {
        Some(std::io::ErrorKind::NotFound) => "not found",
        Some(std::io::ErrorKind::PermissionDenied) => "permission denied",
        _ => "unreadable",
    };
    Found::Problem(LogFile::without_events(path, FileState::Unreadable, Issue { kind, reason, offset: None }))
}
