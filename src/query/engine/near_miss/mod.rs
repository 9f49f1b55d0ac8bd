//! What a filter just missed: words that are not in the shown columns but elsewhere in the JSON, terms that no event
//! has together, paths and values that no event has. They are searched in the background, after the answer.
//!
//! - `answered`: a filter and its answer; `look`: paths and values that no event has.
//! - `parts`: where the words are, what each term finds alone; `values`: the nearest values of a column.

mod answered;
mod look;
mod parts;
mod values;

pub use answered::Answered;
pub use look::{AbsentPath, NearMiss};
pub use parts::{Apart, Elsewhere};
