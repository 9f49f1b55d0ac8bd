//! The bytes of files as they came, and the way from them to the texts of records.
//!
//! - `source`: the kept bytes and the steps to their text; `allowance`: limits of decoding;
//!   `spelling`: texts within strings.
//! - `gzip`: headers of members; `inflate`: their content, damaged or not; `fast_gunzip`: sound files, one after another.
//! - `record_reader`: the texts of many records; `text_cache`: those of neighbouring records of large files.

pub mod allowance;
pub mod fast_gunzip;
pub mod gzip;
pub mod inflate;
pub mod record_reader;
pub mod source;
pub(super) mod spelling;
pub mod text_cache;
