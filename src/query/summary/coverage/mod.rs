//! What the files cover: accounts × Regions × days, by the times of their events and by the names of the files, so that
//! "no evidence" is never taken for "nothing happened".
//!
//! - `count`: one pass over all events, by ids; nothing is allocated for a single event.
//! - `covered`: what is known of each account, Region and day.
//! - `map`: days put together into as many columns as there is room for, with a symbol for each.
//! - `logging`: which calls change what is recorded.
//! - `categories`: which categories of events there are at all, and what their absence means, in words.

mod categories;
mod count;
mod covered;
mod logging;
mod map;

pub use categories::{Recorded, Sentence};
pub use covered::{Coverage, Day, Row};
pub use map::{Cell, LEGEND, MapColumns, date};
