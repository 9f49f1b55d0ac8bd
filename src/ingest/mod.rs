//! Files → store. Every file that is found is accounted for: read, skipped with a reason, damaged or unreadable.
//!
//! - `load` runs a load on threads of its own and reports snapshots of the store.
//! - [`files`] finds, opens and unpacks files; its `file_reader` takes one after another through all of it.
//! - [`extract`] finds the records in a text, whatever wraps them, also behind damage, and says what became of the file.
//! - `limits` bounds what one file may cost; `memory` counts what the load holds; `free_memory` asks the system.
//!
//! Drawing, filtering and printing are the work of other layers.

pub mod extract;
pub mod files;
mod free_memory;
mod limits;
mod load;
mod memory;

pub use files::demo::DEMO;
pub use files::file_reader::is_reading;
pub use files::text_file::{list_text, text_of_file};
pub use limits::Limits;
pub use load::{Loading, Options, Progress, Report, load, start};
