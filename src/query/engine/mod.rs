//! From a question to the set of events that answers it.

pub(in crate::query) mod bitset;
pub mod cancel;
pub(in crate::query) mod column_match;
pub mod filter;
pub mod hidden;
pub(in crate::query) mod parallel;
pub mod plan;
pub(in crate::query) mod record_text;
pub(in crate::query) mod stats;
pub(in crate::query) mod text_search;
pub(in crate::query) mod value_cache;
pub mod worker;
