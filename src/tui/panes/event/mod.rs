//! One event: `detail`, with `facts`, `call_facts` and `own_facts` (each a `fact`) above its tree, `tree_text` (values of several lines), `raw_text` (as it was
//! written) and `pieces` of its strings; `compare`: two events.

pub mod call_facts;
pub mod compare;
pub mod detail;
pub mod event_text;
pub mod fact;
pub mod facts;
pub mod news_fact;
mod own_facts;
pub mod pieces;
pub mod raw_text;
pub mod tree_text;
