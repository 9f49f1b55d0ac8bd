//! What a person can write, and what is written for them.

pub mod complete;
pub mod expr;
mod habits;
pub mod parse;
pub mod pivot;
pub mod playbook;
pub mod reference;
pub mod saved;
pub mod syntax;
pub mod term;
pub mod time_range;
pub mod time_term;
