//! One event: `detail`, with `facts` above its tree, `tree_text` (values of several lines), `raw_text` (as it was
//! written) and `pieces` of its strings; `compare`: two events.

pub mod compare;
pub mod detail;
pub mod facts;
pub mod pieces;
pub mod raw_text;
pub mod tree_text;
