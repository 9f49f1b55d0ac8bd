//! The set of files that a case was made from, each with the SHA-256 of the bytes that were read, and what is
//! different about the files that are open now.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest as _, Sha256};

use super::limits::MAX_FILES;
use super::model::SourceFile;
use crate::plural::{agree, counted_with_commas};
use crate::store::Store;
use crate::store::file::LogFile;
use crate::store::record_reader::RecordReader;

/// Lists the files of a store whose bytes are kept: those with events, and CloudTrail's own without any. `None` if
/// cancelled, or if there are more than a case can list.
pub fn source_files(store: &Store, cancelled: &dyn Fn() -> bool) -> Option<BTreeSet<SourceFile>> {
    let mut files = BTreeSet::new();
    for file in store.files() {
        if cancelled() || files.len() > MAX_FILES {
            return None;
        }
        files.extend(source_file(file));
    }
    (files.len() <= MAX_FILES).then_some(files)
}

/// The files of a store, hashed one after another: what was hashed before a break is not hashed again.
#[derive(Debug, Default)]
pub struct FileHashes {
    store: Store,
    files: BTreeSet<SourceFile>,
    /// How many files of the store were looked at.
    looked_at: usize,
    is_complete: bool,
}

impl FileHashes {
    /// Returns the files of a snapshot, if all are hashed.
    pub fn complete(&self, store: &Store) -> Option<&BTreeSet<SourceFile>> {
        (self.is_complete && self.store.is_same(store)).then_some(&self.files)
    }

    /// Hashes the files of a snapshot until `cancelled` says so; returns whether all are hashed. More files than a case
    /// can list count as none.
    pub fn go_on(&mut self, store: &Store, cancelled: &dyn Fn() -> bool) -> bool {
        if !self.store.is_same(store) {
            *self = Self { store: store.clone(), ..Self::default() };
        }
        if self.is_complete {
            return true;
        }
        for file in store.files().skip(self.looked_at) {
            if cancelled() {
                return false;
            }
            self.looked_at += 1;
            self.files.extend(source_file(file));
            if self.files.len() > MAX_FILES {
                self.files.clear();
                break;
            }
        }
        self.is_complete = true;
        true
    }
}

/// Describes a file, if its bytes are kept.
pub fn source_file(file: &LogFile) -> Option<SourceFile> {
    let source = file.source.as_ref()?;
    let sha256 = format!("{:x}", Sha256::digest(RecordReader::as_read(source)));
    Some(SourceFile {
        path: file.path.to_string_lossy().into_owned(),
        member: file.member.as_deref().unwrap_or_default().to_owned(),
        size: source.len() as u64,
        sha256,
    })
}

/// Says how the files of a case differ from those that are open, if they do. Moved and renamed files do not differ.
pub fn difference(of_case: &BTreeSet<SourceFile>, open: &BTreeSet<SourceFile>) -> Option<String> {
    let contents = |files: &BTreeSet<SourceFile>| {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for file in files {
            *counts.entry(file.sha256.clone()).or_default() += 1;
        }
        counts
    };
    let (before, now) = (contents(of_case), contents(open));
    let gone: Vec<&SourceFile> = of_case.iter().filter(|file| !now.contains_key(&file.sha256)).collect();
    let new: Vec<&SourceFile> = open.iter().filter(|file| !before.contains_key(&file.sha256)).collect();
    let new_paths: BTreeSet<_> = new.iter().map(|file| (&file.path, &file.member)).collect();
    let changed = gone.iter().filter(|file| new_paths.contains(&(&file.path, &file.member))).count();
    let words = |count: usize, one: &str, many: &str| {
        (count > 0).then(|| format!("{} {}", counted_with_commas(count, "file"), agree(count, one, many)))
    };
    let parts: Vec<String> = [
        words(new.len() - changed, "is new", "are new"),
        words(changed, "has changed", "have changed"),
        words(gone.len() - changed, "is not open", "are not open"),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(of: &[(&str, &str)]) -> BTreeSet<SourceFile> {
        let file = |&(path, hash): &(&str, &str)| SourceFile {
            path: path.to_owned(),
            sha256: hash.to_owned(),
            ..SourceFile::default()
        };
        of.iter().map(file).collect()
    }

    #[test]
    fn only_contents_count() {
        let case = files(&[("a", "1"), ("b", "2")]);
        for (open, words) in [
            (files(&[("a", "1"), ("b", "2")]), None),
            (files(&[("x/a", "1"), ("c", "2")]), None),
            (files(&[("a", "1"), ("b", "2"), ("c", "3")]), Some("1 file is new")),
            (files(&[("a", "1"), ("b", "3")]), Some("1 file has changed")),
            (files(&[("c", "3"), ("d", "4")]), Some("2 files are new, 2 files are not open")),
            (files(&[]), Some("2 files are not open")),
        ] {
            assert_eq!(difference(&case, &open).as_deref(), words, "{open:?}");
        }
    }
}
