//! Whether a word matches a value, and at which characters.
//!
//! - `fuzzy`: what a word means; `alignment`: the best placement of its characters in a text.
//! - `ignore_case`: ASCII text found regardless of case.

pub(in crate::query) mod alignment;
pub mod fuzzy;
pub(in crate::query) mod ignore_case;
