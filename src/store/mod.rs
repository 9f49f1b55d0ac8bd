//! All records in memory: interned columns, immutable segments, and the bytes of every file as they came.
//!
//! A [`Store`] is a snapshot: cloning it copies pointers, and what a worker reads in it never changes. Only the
//! [`builder`] makes new ones. An event is a number (`u32`), stable for the life of the store and its snapshots.
//!
//! - `snapshot`: the store itself; `segment`: what each event has of its own; the rest is in its *kind* and its *actor*.
//! - `columns`: one copy of each value, kind and actor, in pieces that snapshots share.
//! - `batch`: what one thread read; `builder` merges batches, folds duplicates (`fold`), marks `twins` and keeps the
//!   order; `deliveries` knows which ids it has met, `users` names IAM users whose ARN is left out.
//! - `file`: log files and what was wrong with them, by `issue_kind`; `text`: the way from kept bytes back to a record's text.

pub mod batch;
pub mod builder;
mod columns;
mod deliveries;
mod event;
pub mod file;
pub mod fold;
pub mod issue_kind;
pub mod segment;
mod snapshot;
mod text;
pub mod twins;
mod users;

pub use columns::chunked::Chunked;
pub use columns::derived;
pub use columns::dict::Dict;
pub use event::{Event, MISSING};
pub use snapshot::Store;
pub use text::{codec, record_reader, source};
