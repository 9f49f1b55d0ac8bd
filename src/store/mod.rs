//! All records in memory: interned columns, immutable segments, and the unchanged bytes of every file.
//!
//! A [`Store`] is a snapshot: cloning it copies pointers, and its content never changes. Only the [`builder`]
//! makes new ones. An event is a number (`u32`), stable for the life of the store and its snapshots.
//!
//! - `snapshot`: the store itself; `segment`: what is kept for each event; the rest is in its *kind* and its
//!   *actor*.
//! - `columns`: one copy of each value, kind and actor, in pieces that snapshots share.
//! - `batch`: what one thread read; `builder` merges batches and duplicates (`fold`), marks `twins` and keeps
//!   events sorted; `deliveries` knows the IDs so far, `users` names IAM users whose ARN is missing.
//! - `models`: what was computed from all events of a snapshot; `given`: what people say about events; `scan`: work over
//!   many events at once.
//! - `rewritten`: a copy with other texts, such as pseudonyms, given by `rewriting`.
//! - `file`: log files and what was wrong with them, by `issue_kind`; `text`: from kept bytes to the text of a
//!   record.

pub mod batch;
pub mod builder;
mod columns;
mod event;
pub mod file;
pub mod given;
pub mod issue_kind;
pub mod models;
pub mod rewriting;
pub mod scan;
pub mod segment;
mod snapshot;
mod text;
pub mod twins;
mod users;

pub use columns::chunked::{CHUNK, Chunked};
pub use columns::derived;
pub use columns::dict::{Dict, DictPart};
pub use event::{Event, MISSING};
pub use snapshot::Store;
pub use text::{codec, record_reader, source};
