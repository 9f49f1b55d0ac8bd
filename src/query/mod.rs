//! Which records, in what order, in which groups. No terminal, no files.
//!
//! `parse` turns what a person typed into one tree, `filter` answers it over the store's dictionaries, `fuzzy` decides
//! what a typed word means, `group` counts an answer by a field, `worker` does both on a thread of its own, where the
//! newest request wins. `timeline` counts an answer over time, `time_term` writes a part of it into the filter's text.
//! `questions` are filters under a name, `playbook` is how the public playbooks' queries are asked here, `language` is the
//! table of what can be written.

pub mod complete;
pub mod evaluate;
pub mod expr;
pub mod filter;
pub mod fuzzy;
pub mod group;
pub mod language;
pub mod parse;
pub mod pivot;
pub mod playbook;
pub mod questions;
pub mod term;
pub mod time_term;
pub mod timeline;
pub mod when;
pub mod worker;
