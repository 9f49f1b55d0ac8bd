//! What is loaded, summed up: time, files, what they cover.

pub mod coverage;
pub mod inventory;
pub mod misnamed;
pub mod timeline;
pub mod totals;
