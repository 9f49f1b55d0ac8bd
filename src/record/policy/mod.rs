//! Policy documents in records: which call wrote what for whom, the statements in words, what they open, and the
//! difference to another version. Pure functions of a record's text; nothing is evaluated but the rules of
//! `opens`.
//!
//! - `find`: the calls that write policies, and where the documents are (`places`).
//! - `statement`: a document as statements; `condition`: the conditions of a statement; `texts`: their values.
//! - `opens`: what a statement opens; `words`: a statement in words; `managed`: policies that AWS wrote.
//! - `difference`: statements added and removed.

pub mod condition;
pub mod difference;
pub mod find;
pub mod managed;
pub mod opens;
mod places;
pub mod statement;
mod texts;
pub mod words;

#[cfg(test)]
mod tests;
