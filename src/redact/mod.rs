//! Redaction: values that name a customer become pseudonyms of the same kind, the same one everywhere a value occurs:
//! accounts, keys, principal IDs, addresses, mail addresses, host names, the names of users, roles and sessions, and those of
//! buckets, functions, tables and other resources.
//! Values that AWS reserves for documentation stay.
//!
//! - `kind`: what is replaced; `find`: which values there are in a text; `names`: those that only the members of a record tell, with `resources`
//!   and `arns` for what an account named itself.
//! - `strings`: where the strings of a record are; `gather`: the values of many records.
//! - `whole`: whether a value is the whole of what is at a place.
//! - `redactor`: gathers the values first, then replaces them in texts and in the strings of records; its table goes
//!   into a file of its own. [`Redactor::left`] searches a result for every original.

mod arns;
mod find;
mod gather;
mod kind;
mod names;
mod redactor;
mod resources;
mod strings;
mod whole;

pub use gather::Gathered;
pub use kind::RedactedKind;
pub(crate) use redactor::MOST_BYTES;
pub use redactor::{Redactor, is_json};
