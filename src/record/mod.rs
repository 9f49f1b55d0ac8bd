//! CloudTrail's vocabulary: what a record holds and what it means. No I/O, no store, no screen.
//!
//! `read` takes one record's text apart, helped by `order` and `known`, and `element` its `userIdentity`; `identity` says
//! who acted, `outcome` whether it failed and why, `resource` what was touched (from `request` among others), `time`
//! when, `object_key` what a delivered file's name says. `field` is the one table of every field that a person can name.
//! Sources of the rules are AWS's CloudTrail user guide (record contents, userIdentity element) and real trails.

mod element;
pub mod field;
pub mod identity;
pub mod identity_cache;
pub mod key;
mod key_order;
pub mod list_columns;
pub mod object_key;
pub mod outcome;
pub mod read;
pub mod request;
pub mod resource;
pub mod time;
pub mod value;
pub mod verb;
