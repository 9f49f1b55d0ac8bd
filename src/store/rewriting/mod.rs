//! How the texts of a snapshot are written, if not as they are.

pub(in crate::store) mod rewritten;

use crate::record::field::Column;

/// How texts are written instead.
pub trait Rewriting: std::fmt::Debug + Send + Sync {
    /// Writes a value of a column.
    fn value(&self, column: Column, text: &str) -> String;
    /// Writes any other text.
    fn text(&self, text: &str) -> String;
    /// Writes a record.
    fn record(&self, record: &[u8]) -> Vec<u8>;
}
