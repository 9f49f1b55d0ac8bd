//! Bytes → text: what loading needs to decode the bytes of a file for the first time, and what `record_reader`
//! needs to do the same again. Only these two use it.
//!
//! - `coding`: one step from bytes to text; `allowance`: limits of a step; `spelling`: texts inside strings.
//! - `gzip`: headers of members; `inflate`: their content, damaged or not; `sound`: the same, faster, for
//!   intact files that were decompressed before.
//! - `stream`: zstd, xz and bzip2; `columnar`: Parquet.
//! - `caught`: panics of decoders, which concern one file.
//! - `table`: rows of tables and their cells.

pub mod allowance;
pub mod caught;
pub mod coding;
#[cfg(feature = "parquet")]
mod columnar;
mod deflate;
pub mod gzip;
pub mod inflate;
mod sound;
pub mod spelling;
mod stream;
pub mod table;
