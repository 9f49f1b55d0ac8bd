//! What the files cover: accounts × Regions × days, by the times of their events and by the names of the files,
//! so that "no evidence" is never taken for "nothing happened".
//!
//! - `count`: one pass over all events, by IDs, without an allocation for each event.
//! - `covered`: what is known about each account, Region and day.
//! - `map`: days combined into as many columns as fit, with a symbol for each.
//! - `logging`: which calls change what is recorded.
//! - `categories`: which categories of events occur, and sentences about absent ones.

mod categories;
mod count;
mod covered;
mod logging;
mod map;

pub use categories::{Recorded, Sentence};
pub use covered::{Coverage, Day, Row};
pub use map::{Cell, LEGEND, MapColumns, date};
