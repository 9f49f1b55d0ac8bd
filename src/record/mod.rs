//! CloudTrail's vocabulary: what a record holds and what it means. No I/O, no store, no screen.
//!
//! - `field`: every field that can be named, in one table, and which of them lists show.
//! - `together`: the names of columns that need more than one record.
//! - `column`: where a store holds the values of fields; `on_demand`: paths and computed values that become columns.
//! - `read`: one record's text → its members, and what is noted about some of them on the way; `usual`: members in AWS's
//!   order.
//! - `identity`: who acted, with its element, its sessions and a cache of those that repeat byte for byte.
//! - `call`: names of calls, and which of them change something; `outcome`: whether the call failed and why; `targets`: what
//!   it touched; `time`: when, and what clocks elsewhere showed then; `spelled_time`: other spellings of times.
//! - `denial`: the message of a denied call, taken apart; `policy`: the policies that calls write.
//! - `member_path`: paths of the shipped tables into a record.
//! - `own`: columns that the user's own files say: names of accounts, places, indicators.
//! - `program`: which program and system a user agent names; `object_key`: what the name of a delivered file says.
//!
//! The rules come from AWS's CloudTrail user guide (record contents, userIdentity element) and real trails.

pub mod address;
pub mod call;
mod column;
pub mod denial;
pub mod field;
pub mod identity;
pub mod member_path;
pub mod object_key;
pub mod on_demand;
pub mod outcome;
pub mod own;
pub mod policy;
pub mod program;
pub mod read;
mod spelled_time;
pub mod targets;
pub mod time;
mod together;
mod usual;
