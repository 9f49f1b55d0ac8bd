//! The public corpus that `TRAILSIFT_CORPUS` names, loaded and walked. This repository has no part of it.

use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::Value;
use trailsift::export::list::{self, ListFormat};
use trailsift::ingest::{self, Options};
use trailsift::query::engine::filter::Filter;
use trailsift::query::language::parse::parse;
use trailsift::store::{Event, Store};
use walkdir::WalkDir;

/// Returns the folder of the corpus. Fails if none is named, so tests that call this are ignored by default.
#[track_caller]
pub(crate) fn corpus() -> PathBuf {
    let folder = std::env::var_os("TRAILSIFT_CORPUS").filter(|name| !name.is_empty());
    PathBuf::from(folder.expect("TRAILSIFT_CORPUS names the folder of the corpus"))
}

/// One file of the manifest.
pub(crate) struct Expected {
    pub(crate) path: PathBuf,
    pub(crate) events: usize,
    /// Whether records are inside JSON strings, so that the file's own text does not contain them unchanged.
    pub(crate) embedded: bool,
    pub(crate) is_empty_log: bool,
}

/// What the manifest says about each file.
pub(crate) fn manifest(corpus: &Path) -> Vec<Expected> {
    let text = std::fs::read(corpus.join("manifest.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&text).unwrap();
    let expected = |file: &Value| Expected {
        path: corpus.join(file["path"].as_str().unwrap()),
        events: usize::try_from(file["events"].as_u64().unwrap_or(0)).unwrap(),
        embedded: file["form"].as_str().unwrap().contains("-string"),
        is_empty_log: file["form"] == "object:Records:empty",
    };
    manifest["files"].as_array().unwrap().iter().map(expected).collect()
}

/// Loads paths with this many threads.
pub(crate) fn load(paths: &[PathBuf], threads: usize) -> Store {
    ingest::load(Options { threads, ..Options::new(paths.to_vec()) }).unwrap()
}

/// Returns the events that match a filter, without repeated deliveries.
pub(crate) fn answer(store: &Store, filter: &str) -> Vec<Event> {
    Filter::default().answer(store, &parse(filter).unwrap(), false, &|| false).unwrap()
}

/// What `list --format json` prints for events.
pub(crate) fn as_log_file(store: &Store, events: &[Event]) -> Vec<u8> {
    let mut out = Vec::new();
    list::write(store, events, &[], ListFormat::Json, &mut out).unwrap();
    out
}

/// Every regular file under a folder, sorted.
pub(crate) fn regular_files(folder: &Path) -> Vec<PathBuf> {
    let entries = WalkDir::new(folder).into_iter().map(Result::unwrap);
    let mut files: Vec<_> =
        entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect();
    files.sort();
    files
}

/// Returns the bytes of a file, decompressed if necessary.
pub(crate) fn unpacked(path: &Path) -> Vec<u8> {
    let bytes = std::fs::read(path).unwrap();
    let mut text = Vec::new();
    match flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut text) {
        Ok(_) => text,
        Err(_) => bytes,
    }
}
