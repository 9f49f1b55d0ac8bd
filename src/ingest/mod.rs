//! Files → store. Every file is accounted for: read, skipped with a reason, damaged or unreadable.
//!
//! - `load` runs a load on separate threads and reports snapshots of the store.
//! - `reload` continues it with what is new in the paths.
//! - `archive` reads the members of archives as files.
//! - [`files`] finds, opens and decompresses files; its `file_reader` takes each of them through all steps.
//! - [`extract`] finds the records in a text, whatever wraps them and even after damage, and decides the state
//!   of the file.
//! - [`forms`] lists the forms of files, for the README.
//! - `limits` bounds what one file may cost; `memory` counts what the load holds; `free_memory` asks the
//!   system.
//!
//! Other layers draw, filter and print.

mod archive;
pub mod extract;
pub mod files;
pub mod forms;
mod free_memory;
mod limits;
mod load;
mod memory;
mod reload;

pub use files::demo::DEMO;
pub use files::guard::is_reading;
pub use files::text_file::{list_text, text_of_file};
pub use limits::Limits;
pub use load::{Again, Loading, Options, Progress, Report, load, start};
