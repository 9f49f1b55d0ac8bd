//! Work over many events at once, on all processor cores, that can be cancelled.
//!
//! - `parallel`: pieces of work; `cancel`: how it is stopped; `bitset`: sets of events.
//! - `file_scan`: reads the texts of events, each file once.

pub mod bitset;
pub mod cancel;
pub mod file_scan;
pub mod parallel;
