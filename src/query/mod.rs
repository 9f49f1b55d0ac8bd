//! Which records, in what order, in which groups. No terminal, no files.
//!
//! `parse` and `term` turn what a person typed into one tree (`expr`, with `when` for times, `fuzzy` and `letters` for
//! words); `evaluate` makes it ready for a store: dictionaries are `asked`, `values` and `bits` say which events follow
//! from that, `texts`, `searched_text` and `needle` read what only records can tell (`hidden`: which carry deceiving
//! characters). `filter` answers it; `cores` spread the work and `work` counts it. `group` (with `count`; `groups` have
//! an order) and `timeline` count an answer; `worker` does all of it on a thread of its own, where the newest request
//! wins. `accounting` sums up what is loaded, with `totals`, `coverage` and `misnamed`.
//!
//! `complete`, `pivot` and `time_term` write filter text. `questions` are filters under a name, `playbook` is how the
//! public playbooks' queries are asked here, `language` is the table of what can be written.

pub mod accounting;
mod asked;
mod bits;
pub mod complete;
mod cores;
mod count;
pub mod coverage;
pub mod evaluate;
pub mod expr;
pub mod filter;
mod foreign;
pub mod fuzzy;
pub mod group;
pub mod groups;
pub mod hidden;
pub mod language;
mod letters;
pub mod misnamed;
mod needle;
pub mod parse;
pub mod pivot;
pub mod playbook;
pub mod questions;
mod searched_text;
pub mod term;
mod texts;
pub mod time_term;
pub mod timeline;
pub mod totals;
mod values;
pub mod when;
mod work;
pub mod worker;
