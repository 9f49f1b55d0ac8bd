//! What a filter asks of a record, in terms that any engine may have: members of the record, and simple tests of them.
//!
//! `tree` is the condition; `place` names what is tested, `check` how. `read` makes a condition of a filter: `tests`
//! reads tests of values, `columns` and `identity` take computed fields apart, `networks` and `regexes` write addresses
//! and patterns so that other engines understand them. `dialect` writes conditions as queries.

mod columns;
mod identity;
mod networks;
pub(in crate::export::engines) mod place;
pub(in crate::export::engines) mod read;
pub(in crate::export::engines) mod regexes;
mod tests_of_values;
pub(in crate::export::engines) mod tree;
