//! Reading files from the file system.
//!
//! - `walk` and `discover` find them, in a fixed order; `open` reads one whole without being held up by it.
//! - `demo` is the sample incident, which the program carries.
//! - `decode` turns its bytes into text, by content and never by name; `formats` names what is not read.
//! - `again` reads an archive a second time.
//! - `file_reader` reads one file after another into the store, on a thread of the load.
//! - `guard` catches failures of the program on one file.
//! - `text_file` reads files given besides the trail: lists, keys, saved questions.

pub(in crate::ingest) mod again;
pub mod decode;
pub(in crate::ingest) mod demo;
pub(in crate::ingest) mod discover;
pub(in crate::ingest) mod file_reader;
pub(in crate::ingest) mod formats;
pub(in crate::ingest) mod guard;
pub(in crate::ingest) mod open;
pub(in crate::ingest) mod text_file;
pub(in crate::ingest) mod walk;
