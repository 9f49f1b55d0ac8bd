//! A case: what an investigator marked and noted in some log files, and how the screen looked. It outlives the
//! terminal, and finds its events again when files are moved, packed or joined by more.
//!
//! - `model`: the case itself; `record_key`: what a mark is bound to.
//! - `written`: its file, one JSON object on each line; `limits`: what such a file may hold. The file is never
//!   trusted: it can mark and note events, and nothing else.
//! - `merge` joins two cases; `find` looks for the marked events among what is loaded; `elsewhere` looks for the case of
//!   files that have moved; `source_files` says which files a case was made from.
//! - `opened`: a case with the events that it found, and every change of it; `undo` takes changes back; `shown` is what
//!   the screen shows of it.
//! - `case_file`: its place on disk, written atomically; `lock`: one program at a time changes it.
//!
//! How a case is drawn is left to `tui`, what is reported of it to `report`.

pub mod case_file;
#[cfg(test)]
mod case_tests;
pub mod elsewhere;
pub mod find;
pub mod limits;
pub mod lock;
pub mod merge;
pub mod model;
pub mod opened;
pub mod record_key;
pub mod shown;
pub mod source_files;
mod undo;
pub mod written;
