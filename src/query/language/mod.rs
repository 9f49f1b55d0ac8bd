//! The filter language: what can be typed, and what is written for the user.
//!
//! - `parse` splits a filter into terms (`token`), `term` reads one, `syntax` has quotes and errors, `expr` is
//!   the result; `pattern`: regular expressions; `compare`: numbers and times by size, with the signs in
//!   `order`; `slashes`: what begins with a slash; `identifier`: words that are IDs, `spellings`: the texts that
//!   are the same address.
//! - `time`: times and clocks; `list`: files of values, in the forms in which people have them.
//! - `habits`: mistakes that come from other languages, each with what to write instead.
//! - `since`: since when `is:new` finds what is new; `news_window`: its text for a span of time.
//! - `attack`: names of tactics and techniques of MITRE ATT&CK.
//! - `named_rules`: the rules that `rule:` names.
//! - `ready`: the ready-made tests, `is:failed` and its like.
//! - `near_term`: what a term that finds nothing may have meant; `near_name`: the same for a name that is not a field.
//! - `complete`, `pivot`, `event_term`: filter text that is offered; `saved`: filters under a name.
//! - `reference`, `playbook`: the tables that README, help and manual page are made from.

pub mod complete;
pub mod event_term;
pub mod expr;
pub mod lines;
pub mod list;
pub mod news_window;
pub mod order;
pub mod parse;
pub mod pivot;
pub mod playbook;
pub mod reference;
pub mod saved;
pub mod syntax;
pub mod term;
pub mod time;
