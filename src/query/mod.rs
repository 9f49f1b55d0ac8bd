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

pub mod engine;
pub mod groups;
pub mod language;
pub mod matcher;
pub mod summary;
