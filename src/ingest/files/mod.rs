//! Files as the file system has them: found, opened, decoded to text.

pub mod decode;
pub(in crate::ingest) mod discover;
pub(in crate::ingest) mod file_reader;
pub(in crate::ingest) mod open;
pub(in crate::ingest) mod text_file;
pub(in crate::ingest) mod walk;
