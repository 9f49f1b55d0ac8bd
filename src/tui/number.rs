//! How numbers are written on the screen.

use crate::plural::noun_of;

/// Writes a count and its noun: `1 event`, `1,938 events`.
pub fn counted(value: usize, noun: &str) -> String {
    format!("{} {}", number(value), noun_of(value, noun))
}

/// Writes a number with commas between its thousands.
pub fn number(value: usize) -> String {
    grouped("", &value.to_string())
}

/// Writes a number of any size, with its sign.
pub fn signed_number(value: i128) -> String {
    grouped(if value < 0 { "-" } else { "" }, &value.unsigned_abs().to_string())
}

fn grouped(sign: &str, digits: &str) -> String {
    let mut out = sign.to_owned();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
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
