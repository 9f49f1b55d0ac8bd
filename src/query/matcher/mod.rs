//! Whether a word matches a value, and at which characters.
//!
//! - `fuzzy`: what a word means; `glance` refuses most texts, `many` those of a whole dictionary; `alignment`: the best placement of its characters.
//! - `ignore_case`: ASCII text found regardless of case.

pub(in crate::query) mod alignment;
pub mod fuzzy;
mod glance;
pub(in crate::query) mod ignore_case;
pub(in crate::query) mod many;
