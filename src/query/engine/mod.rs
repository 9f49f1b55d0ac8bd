//! From a filter to the set of events that match it.
//!
//! - `filter`: the answer to one filter, narrowed from the last one where possible; `worker` runs it on its own thread.
//! - `completion`: what completion offers, counted.
//! - `plan`: the filter made ready for one store, evaluated by segment or by event; `written_plan`: values as they are written.
//! - `value_cache`: which values of a dictionary match; `column_match`: which events follow from that.
//! - `text_search`, `record_text`: what only the text of a record can decide; `hidden`: deceptive characters in it.
//! - `on_demand`: columns that are read from the texts, or computed from all events, when they are first named.
//! - `meanings`: the sets of events behind terms that need more than one record.
//! - `path_names`: the paths that occur in records; `near_miss`: what a filter just missed.
//! - `stats`: how much work was done.

pub(in crate::query) mod column_match;
pub mod completion;
pub mod filter;
pub mod hidden;
pub mod list_report;
mod meanings;
pub mod near_miss;
pub mod on_demand;
pub mod plan;
pub mod stats;
pub(in crate::query) mod text_search;
pub(in crate::query) mod value_cache;
pub mod worker;
