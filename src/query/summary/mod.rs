//! What is loaded, summed up.
//!
//! - `inventory`: everything in one pass; `totals`: sums over an answer; `timeline`: an answer over time, with the
//!   `failed_events` of all.
//! - `picture`: an answer in two pictures, `heat` (hours and days of the week) and `lanes` (groups over time).
//! - `survey`: what is counted for a selection; `tally`: how many events have a value in each column;
//!   `portrait`: one group in more detail.
//! - `changes`: the changes that events made.
//! - `coverage`: accounts, Regions and days; `misnamed`: files whose name gives another account than their records.

pub mod changes;
pub mod coverage;
mod failed_events;
pub mod heat;
pub mod inventory;
pub mod lanes;
pub mod logging;
pub mod misnamed;
pub mod picture;
pub mod portrait;
pub mod survey;
pub mod tally;
pub mod timeline;
pub mod totals;
