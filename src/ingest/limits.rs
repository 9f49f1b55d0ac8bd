//! Limits of a load, with their default values.

use super::free_memory::default_budget;

/// Limits of a load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Maximum size of a file, before and after decompression, in bytes.
    pub file_bytes: u32,
    /// Maximum ratio of decompressed to compressed size, for more than 64 MiB.
    pub ratio: u32,
    /// Maximum size of one record, in bytes.
    pub record_bytes: u32,
    /// Maximum number of nested wrappers.
    pub depth: u8,
    /// Maximum memory, in bytes.
    pub memory: u64,
}

impl Limits {
    /// The default limits, without one on memory.
    pub const USUAL: Self =
        Self { file_bytes: 2 << 30, ratio: 200, record_bytes: 16 << 20, depth: 8, memory: u64::MAX };
}

impl Default for Limits {
    fn default() -> Self {
        Self { memory: default_budget(), ..Self::USUAL }
    }
}
