//! Whether a word is in a value, and where.

pub(in crate::query) mod alignment;
pub mod fuzzy;
pub(in crate::query) mod ignore_case;
