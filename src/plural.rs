//! Agreement of a number with its noun and verb, for every sentence that counts something, and sizes in words.

use std::fmt::Display;

/// A countable number: any integer type.
pub trait Count: Copy + Display + PartialEq + From<u8> {}

impl<T: Copy + Display + PartialEq + From<u8>> Count for T {}

/// Writes a count and its noun: `1 log file`, `2 log files`.
pub fn counted(count: impl Count, noun: &str) -> String {
    format!("{count} {}", noun_of(count, noun))
}

/// Writes a count and its noun for a sentence: `1 event`, `1,938 events`.
pub fn counted_with_commas(count: usize, noun: &str) -> String {
    format!("{} {}", number(count), noun_of(count, noun))
}

/// Writes a number with commas between its thousands.
pub fn number(value: usize) -> String {
    grouped("", &value.to_string())
}

/// Writes a sign, and digits with commas between their thousands.
pub fn grouped(sign: &str, digits: &str) -> String {
    let mut out = sign.to_owned();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Returns the noun that agrees with `count`, from its singular. In a phrase, the last word is the noun.
pub fn noun_of(count: impl Count, noun: &str) -> String {
    let is_sibilant = ["s", "x", "ch", "sh"].iter().any(|end| noun.ends_with(end));
    format!("{noun}{}", agree(count, "", if is_sibilant { "es" } else { "s" }))
}

/// Returns `one` for a count of 1 and `many` otherwise, so that verbs agree.
pub fn agree<'a>(count: impl Count, one: &'a str, many: &'a str) -> &'a str {
    if count == 1.into() { one } else { many }
}

/// Writes a size as in `17.2 GB`.
pub fn text_of_size(bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1000, "kB")];
    match UNITS.iter().find(|(unit, _)| bytes >= *unit) {
        Some((unit, name)) => {
            let tenths = bytes / (unit / 10);
            format!("{}.{} {name}", tenths / 10, tenths % 10)
        }
        None => counted(bytes, "byte"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_is_singular() {
        for (count, noun, expected) in [
            (0_usize, "event", "0 events"),
            (1, "event", "1 event"),
            (2, "log file", "2 log files"),
            (1, "address", "1 address"),
            (21, "address", "21 addresses"),
            (101, "match", "101 matches"),
        ] {
            assert_eq!(counted(count, noun), expected);
        }
        assert_eq!((agree(1_u64, "has", "have"), agree(0_i64, "has", "have")), ("has", "have"));
    }

    #[test]
    fn thousands_stand_apart() {
        for (count, text) in [
            (0, "0 events"),
            (1, "1 event"),
            (999, "999 events"),
            (1000, "1,000 events"),
            (12_503, "12,503 events"),
            (1_938_112, "1,938,112 events"),
        ] {
            assert_eq!(counted_with_commas(count, "event"), text);
        }
    }

    #[test]
    fn sizes_are_told_in_round_figures() {
        for (bytes, text) in [(999, "999 bytes"), (1500, "1.5 kB"), (17_250_000_000, "17.2 GB")] {
            assert_eq!(text_of_size(bytes), text);
        }
    }
}
