//! How numbers are written on the screen.

use crate::plural::grouped;
pub use crate::plural::{counted_with_commas as counted, number};

/// Writes a number of any size, with its sign.
pub fn signed_number(value: i128) -> String {
    grouped(if value < 0 { "-" } else { "" }, &value.unsigned_abs().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!((number(0), number(999), number(1000)), ("0".into(), "999".into(), "1,000".into()));
        assert_eq!(
            (signed_number(-999), signed_number(-1_234_567), signed_number(50)),
            ("-999".into(), "-1,234,567".into(), "50".into())
        );
    }
}
