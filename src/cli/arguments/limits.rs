//! The limits of a load as arguments, with sizes such as `8G`, and the message about files that were left out.

use clap::Args;

use crate::cli::complain::complain;
use crate::ingest::Limits;
use crate::plural::{agree, counted, text_of_size};
use crate::store::Store;

/// Limits for one file and for the whole load.
#[derive(Debug, Args)]
pub(in crate::cli) struct LimitArguments {
    /// Memory to use, such as 8G; files that do not fit are left out and listed [default: three quarters of the free memory]
    #[arg(long, value_name = "BYTES", value_parser = bytes)]
    memory: Option<u64>,
    /// Maximum size of a file, before and after decompression
    #[arg(long, value_name = "BYTES", default_value = "2G", value_parser = bytes32)]
    max_file_size: u32,
    /// Maximum ratio of decompressed to compressed size, for files that decompress to more than 64 MiB
    #[arg(long, value_name = "N", default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..))]
    max_ratio: u32,
    /// Maximum size of one record
    #[arg(long, value_name = "BYTES", default_value = "16M", value_parser = bytes32)]
    max_record_size: u32,
    /// Maximum number of nested wrappers around a record
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u8).range(1..=64))]
    max_depth: u8,
}

impl From<LimitArguments> for Limits {
    fn from(arguments: LimitArguments) -> Self {
        let usual = Self::default();
        Self {
            file_bytes: arguments.max_file_size,
            ratio: arguments.max_ratio,
            record_bytes: arguments.max_record_size,
            depth: arguments.max_depth,
            memory: arguments.memory.unwrap_or(usual.memory),
        }
    }
}

/// Reads a size such as 1048576, 64M or 2GiB.
fn bytes(text: &str) -> Result<u64, String> {
    let digits = text.trim_end_matches(|char: char| char.is_ascii_alphabetic());
    let unit = text.get(digits.len()..).unwrap_or_default().to_ascii_uppercase();
    let shift = match unit.trim_end_matches("IB").trim_end_matches('B') {
        "" => 0,
        "K" => 10,
        "M" => 20,
        "G" => 30,
        "T" => 40,
        _ => return Err(format!("{text} is not a size such as 512M or 2G")),
    };
    let number = digits.parse::<u64>().map_err(|_| format!("{text} is not a size such as 512M or 2G"))?;
    number.checked_mul(1 << shift).ok_or_else(|| format!("{text} is too large"))
}

/// Reads a size that fits 32 bits, because offsets in a file are 32-bit.
fn bytes32(text: &str) -> Result<u32, String> {
    bytes(text).and_then(|bytes| {
        u32::try_from(bytes).map_err(|_| format!("{text} is more than the maximum of 4294967295 bytes"))
    })
}

/// Prints one line for all files that were found but not read; the summary lists each.
pub(in crate::cli) fn tell_left_out(store: &Store) {
    let mut left_out = store.files().filter(|file| file.is_left_out());
    let Some(first) = left_out.next().and_then(|file| file.issues.first()) else { return };
    let left_out = left_out.count() + 1;
    complain(&format!(
        "{left_out} of {} {} not read: {} ({} in use); trailsift summary lists the files",
        counted(store.files().count(), "file"),
        agree(left_out, "was", "were"),
        first.reason,
        text_of_size(store.held_bytes()),
    ));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_people_write_them() {
        for (text, expected) in [
            ("0", 0),
            ("1500", 1500),
            ("64K", 65_536),
            ("16m", 16 << 20),
            ("2GiB", 2 << 30),
            ("1T", 1 << 40),
            ("5B", 5),
        ] {
            assert_eq!(bytes(text), Ok(expected), "{text}");
        }
        for text in ["", "G", "1.5G", "-1", "4X", "99999999999T"] {
            assert!(bytes(text).is_err(), "{text}");
        }
        assert!(bytes32("4G").is_err() && bytes32("4095M").is_ok());
    }
}
