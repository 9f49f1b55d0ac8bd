//! Looks among the cases of other paths for the one whose events are loaded. A case belongs to the paths that were opened,
//! so files that were moved, packed or joined by others lose theirs, although their records are the same.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::case_file::{ENDING, read};
use super::find;
use super::limits::{MAX_BYTES, MAX_MARKS};
use super::model::Marks;
use super::record_key::RecordKey;
use crate::store::Store;

/// Maximum number of cases that are looked through: those that were saved last.
const MAX_CASES: usize = 200;

/// A case of other paths, with events that are loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherCase {
    /// Where it is kept.
    pub path: PathBuf,
    /// How many events it has.
    pub marks: usize,
    /// How many of these are loaded.
    pub found: usize,
    /// The path of its first file, as it was opened.
    pub made_from: String,
}

/// What is known of a case before its events were looked for.
struct CaseCandidate {
    path: PathBuf,
    keys: BTreeSet<RecordKey>,
    made_from: String,
}

/// Returns the case in `folder`, other than that at `own`, of which most events are loaded: of equals, the one that
/// was saved last. The first `None` means cancelled, the second that no case has a loaded event. A file that is not a
/// case is passed over.
pub fn look(
    folder: &Path,
    own: Option<&Path>,
    store: &Store,
    cancelled: &dyn Fn() -> bool,
) -> Option<Option<OtherCase>> {
    let (mut marks, mut candidates) = (Marks::new(), Vec::new());
    let mut bytes = 0;
    for (path, size) in newest_first(folder, own) {
        bytes += size;
        if bytes > u64::from(MAX_BYTES) || cancelled() {
            break;
        }
        let Ok(Some(case)) = read(&path) else { continue };
        if marks.len() + case.marks.len() > MAX_MARKS {
            break;
        }
        let made_from = case.files.first().map(|file| file.path.clone()).unwrap_or_default();
        candidates.push(CaseCandidate { path, keys: case.marks.keys().cloned().collect(), made_from });
        marks.extend(case.marks);
    }
    let found = find::find(store, &marks, cancelled)?;
    let of = |candidate: CaseCandidate| OtherCase {
        marks: candidate.keys.len(),
        found: candidate.keys.iter().filter(|key| found.contains_key(key)).count(),
        path: candidate.path,
        made_from: candidate.made_from,
    };
    // `max_by_key` takes the last of equals, which would be the oldest.
    let best = candidates.into_iter().rev().map(of).filter(|other| other.found > 0);
    Some(best.max_by_key(|other| other.found))
}

/// Lists the cases of a folder with their sizes.
fn newest_first(folder: &Path, own: Option<&Path>) -> Vec<(PathBuf, u64)> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut cases: Vec<(SystemTime, PathBuf, u64)> = Vec::new();
    for entry in entries.flatten() {
        let path = entry.path();
        let is_case = path.to_string_lossy().ends_with(ENDING) && own != Some(path.as_path());
        if let Ok(about) = entry.metadata()
            && is_case
            && about.is_file()
        {
            cases.push((about.modified().unwrap_or(SystemTime::UNIX_EPOCH), path, about.len()));
        }
    }
    cases.sort_by(|one, other| (other.0, &one.1).cmp(&(one.0, &other.1)));
    cases.into_iter().take(MAX_CASES).map(|(_, path, size)| (path, size)).collect()
}
