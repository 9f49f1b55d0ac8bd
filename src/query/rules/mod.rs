//! The user's own Sigma rules for CloudTrail: each becomes a filter of our language, so that columns answer it, and its
//! text can be shown and edited. A rule that is broken, or that needs what is not here, is refused with its reason: none
//! silently matches nothing. No rule comes with the program.
//!
//! | file | what it reads or makes |
//! |---|---|
//! | `yaml` | a document, within limits |
//! | `written` | the parts of a rule |
//! | `pattern` | a value with its wildcards and escapes |
//! | `item` | `field|modifier: values`, as a term |
//! | `detection` | search identifiers: maps, lists, keywords |
//! | `condition` | what joins them |
//! | `rule_filter` | the filter as a tree, and its text |
//! | `set` | all rules of some files |
//! | `in_force` | the rules that filters may name |
//! | `matches` | the events of each rule |

mod condition;
mod detection;
pub mod in_force;
mod item;
pub mod matches;
mod pattern;
mod rule_filter;
pub mod set;
mod written;
mod yaml;
