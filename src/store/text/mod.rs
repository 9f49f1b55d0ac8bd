//! The unchanged bytes of files, and the steps from them to the texts of records.
//!
//! - `record_reader`: the only interface for others; `source`: the kept bytes and the steps to their text.
//! - `codec`: the steps, which loading applies first; `unpacker` applies them again.
//! - `text_cache`: what was decompressed last; `layers`: records cut out of texts and of strings in them; `signed`: what
//!   CloudTrail signs.

pub mod codec;
mod layers;
pub mod record_reader;
mod signed;
pub mod source;
mod text_cache;
mod unpacker;
