//! What a file may cost before it is given up: every bound in one place, with its usual value.

use super::free_memory::default_budget;

/// The bounds of a load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The most bytes that one file may unpack to, and the most that are read of a file.
    pub file_bytes: u32,
    /// How many times its size a file may unpack to, once that is more than 64 MiB.
    pub ratio: u32,
    /// The most bytes of one record.
    pub record_bytes: u32,
    /// How many wrappers are opened within one another.
    pub depth: u8,
    /// The most bytes that may be held in memory.
    pub memory: u64,
}

impl Limits {
    /// The usual bounds, without one on memory.
    pub const USUAL: Self =
        Self { file_bytes: 2 << 30, ratio: 200, record_bytes: 16 << 20, depth: 8, memory: u64::MAX };
}

impl Default for Limits {
    fn default() -> Self {
        Self { memory: default_budget(), ..Self::USUAL }
    }
}
