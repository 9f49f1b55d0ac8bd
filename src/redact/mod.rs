//! Redaction: values that name a customer become pseudonyms of the same kind, the same one everywhere a value occurs:
//! accounts, keys, principal IDs, addresses, mail addresses, host names, and the names of users, roles and sessions.
//! Values that AWS reserves for documentation stay.
//!
//! - `kind`: what is replaced; `find`: which values there are in a text; `names`: those that only the members of a record tell.
//! - `strings`: where the strings of a record are; `gather`: the values of many records.
//! - `redactor`: gathers the values first, then replaces them in texts and in the strings of records; its table goes
//!   into a file of its own. [`Redactor::left`] searches a result for every original.

mod find;
mod gather;
mod kind;
mod names;
mod redactor;
mod strings;

pub use gather::Gathered;
pub use kind::RedactedKind;
pub use redactor::{Redactor, is_json};
