//! One event: `detail` draws its frame, `facts` and `tree` its contents; `compare` two events.

pub(in crate::tui::view) mod compare;
pub mod detail;
mod facts;
mod tree;
