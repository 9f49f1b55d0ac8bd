//! The named fields of events: their table, what a row of it says, and which of them lists show.

pub mod list_columns;
mod row;
mod table;

pub use super::column::{ACTOR_COLUMNS, COLUMNS, Column, Home, KIND_COLUMNS, OWN_COLUMNS, OnDemand};
pub use super::together::{GivenColumn, Together};
pub use row::{Field, FieldSource};
pub use table::{FIELDS, field, markdown};

#[cfg(test)]
mod tests;
