//! Why rows of a Parquet file could not be read.

use super::super::allowance::Cut;

/// Why rows could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ParquetFault {
    Damaged(&'static str),
    Cut(Cut),
}
