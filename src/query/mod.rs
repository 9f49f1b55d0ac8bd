//! Which records, in what order, in which groups. No terminal, no files.
//!
//! `parse` and `term` turn what a person typed into one tree (`expr`, with `when` for times and `fuzzy` for words);
//! `evaluate` makes it ready for a store and `filter` answers it; `group` and `timeline` count an answer; `worker` does
//! all of it on a thread of its own, where the newest request wins. `accounting` sums up
//! what is loaded, with `totals` and `coverage`.
//!
//! `complete`, `pivot` and `time_term` write filter text. `questions` are filters under a name, `playbook` is how the
//! public playbooks' queries are asked here, `language` is the table of what can be written.

pub mod accounting;
pub mod complete;
pub mod coverage;
pub mod evaluate;
pub mod expr;
pub mod filter;
pub mod fuzzy;
pub mod group;
pub mod hidden;
pub mod language;
pub mod parse;
pub mod pivot;
pub mod playbook;
pub mod questions;
pub mod term;
pub mod time_term;
pub mod timeline;
pub mod totals;
pub mod when;
pub mod worker;
