//! What is loaded, summed up.
//!
//! - `inventory`: everything in one pass; `totals`: sums over an answer; `timeline`: an answer over time.
//! - `coverage`: accounts, Regions and days; `misnamed`: files whose name gives another account than their records.

pub mod coverage;
pub mod inventory;
pub mod logging;
pub mod misnamed;
pub mod timeline;
pub mod totals;
