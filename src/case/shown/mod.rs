//! What the screen shows of a case. Each snapshot shares most of its memory with the one before, so that one more mark
//! costs the same whether there are ten others or a hundred thousand.
//!
//! - `shown_case`: the marks, in the order of time and by their events; `shared_list`: the lists that share memory.

pub mod shared_list;
pub mod shown_case;
