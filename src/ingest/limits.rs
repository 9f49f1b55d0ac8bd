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

/// Returns what to do about a file of at least `size` bytes, more than its limit. Places in a file are kept in
/// 32 bits, so no limit can be larger.
pub(in crate::ingest) fn size_advice(size: usize) -> &'static str {
    if u32::try_from(size).is_ok() {
        "raise --max-file-size to read it"
    } else {
        "at most 4294967295 bytes (4 GiB) of a file can be read; split it, with one record per line"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The advice could not be followed: the option refused the value.
    #[test]
    fn advice_is_given_that_can_be_followed() {
        assert!(size_advice(4_294_967_295).contains("--max-file-size"));
        for size in [4_294_967_296, 9_000_000_000] {
            assert!(size_advice(size).contains("split it") && !size_advice(size).contains("--max-file-size"));
        }
    }
}
