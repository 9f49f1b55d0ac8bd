//! Files → store. Every file that is found is accounted for: read, set aside with a reason, damaged or unreadable.
//!
//! `discover` walks the paths; `decode` turns a file's bytes into text, by content and never by name; `container` finds
//! the objects in the text, `judge` tells events from wrappers and strangers; `salvage` goes on after damage, `trouble`
//! tells of it, and `findings` holds what there is to tell. `open` and `reader` do all of that for one file after another,
//! within `limits` and `memory`, and `verdict` says what became of each; `load` runs them on threads of its own and reports
//! snapshots of the store. `named` reads what is named besides the trail: lists, keys, questions. Drawing, filtering and
//! printing are others' work.

pub mod extract;
pub mod files;
mod limits;
mod load;
mod memory;

pub use files::file_reader::is_reading;
pub use files::open::text_of_size;
pub use files::text_file::{lines, text_of_file};
pub use limits::Limits;
pub use load::{Loading, Options, Progress, Report, load, start};
