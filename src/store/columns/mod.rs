//! One copy of each value, and the numbers that identify them.
//!
//! - `dict`: the values of one column by ID, in `string_list`s; `chunked`: lists that snapshots share.
//! - `tables`: the dictionaries of a load, shared by the threads that read; `intern`: from values to IDs.
//! - `derived`: columns that are read from the records when they are first needed.
//! - `id_cache`, `memo`: what one thread looked up or computed last.

pub(in crate::store) mod chunked;
pub mod derived;
pub(in crate::store) mod dict;
pub(in crate::store) mod id_cache;
mod intern;
pub(in crate::store) mod memo;
mod string_list;
pub(in crate::store) mod tables;
