//! JSON as AWS wrote it: walked in place over the bytes, never rebuilt.
//!
//! `scan` finds where values begin and end and is the only grammar of the house; `raw_controls` finds what it
//! lets pass and JSON does not; `text` spells strings out; `tree`
//! turns one record into rows that fold; `find` searches those rows; `print` re-indents a record without touching
//! what is inside its strings. Nothing here knows CloudTrail, files or screens.

pub mod embedded;
pub mod find;
pub mod members;
mod nest;
pub mod path;
pub mod print;
pub mod raw_controls;
pub mod scan;
pub mod text;
pub mod tree;
