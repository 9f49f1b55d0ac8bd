//! What a person can write, and what is written for them.

pub mod compare;
pub mod complete;
pub mod expr;
mod habits;
pub mod identifier;
pub mod parse;
mod pattern;
pub mod pivot;
pub mod playbook;
pub mod reference;
pub mod saved;
pub mod syntax;
pub mod term;
pub mod time_range;
pub mod time_term;
pub(in crate::query) mod token;
