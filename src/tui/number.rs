//! How numbers are written on the screen.

use crate::plural::noun_of;

/// Writes a count and its noun: `1 event`, `1,938 events`.
pub fn counted(value: usize, noun: &str) -> String {
    format!("{} {}", number(value), noun_of(value, noun))
}

/// Writes a number with commas between its thousands.
pub fn number(value: usize) -> String {
    let digits = value.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
