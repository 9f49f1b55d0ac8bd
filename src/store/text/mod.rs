//! The bytes of files as they came, and the way from them to the texts of records.
//!
//! - `source`: the kept bytes and the steps to their text; `codec`: the steps.
//! - `fast_gunzip`: sound files, one after another.
//! - `record_reader`: the texts of many records; `text_cache`: those of neighbouring records of large files.

pub mod codec;
pub mod fast_gunzip;
pub mod record_reader;
pub mod source;
pub mod text_cache;
