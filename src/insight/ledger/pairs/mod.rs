//! Which call undoes which (`assets/undo.toml`), and how the records of the two are matched.
//!
//! - `table`: the lines of the table, by call; `kind`: the kinds of changes.
//! - `identity`: the parts by which things are matched, read from a record; `changed_thing`: one thing with its parts;
//!   `security_group`: rules of security groups; `norm`: names in several forms; `member_test`: conditions on a record.

pub(in crate::insight::ledger) mod changed_thing;
pub(in crate::insight::ledger) mod identity;
pub(in crate::insight::ledger) mod kind;
pub(in crate::insight::ledger) mod member_test;
pub(in crate::insight::ledger) mod norm;
mod security_group;
pub(in crate::insight::ledger) mod table;
