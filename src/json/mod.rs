//! JSON as AWS wrote it, read in place from its bytes and never rebuilt.
//!
//! `scan` finds where values begin and end, and is the only JSON grammar in the crate; `plain` does so faster for
//! values without white space and escapes. `raw_controls` finds
//! control characters that `scan` accepts and JSON does not. `text` decodes strings. `tree` turns one record
//! into rows that collapse, and `find` searches those rows, `compare` merges the rows of two
//! records. `print` re-indents a record without changing its
//! strings. `written` finds the values at a path exactly as they are written. `strings` finds the strings of any text,
//! damaged or not. Nothing here knows CloudTrail, files or screens.

pub mod compare;
pub mod embedded;
pub mod find;
pub mod members;
mod nest;
pub mod path;
mod plain;
pub mod print;
pub mod raw_controls;
pub mod scan;
pub mod strings;
pub mod text;
pub mod tree;
pub mod written;
