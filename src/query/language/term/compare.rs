//! Comparisons by size: numbers, sizes such as `10M`, and times.

use std::cmp::Ordering;

use crate::query::language::order::Order;
use crate::query::language::time::range::interval;
use crate::record::time::Time;

/// A bound, and which side of it matches.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Comparison {
    order: Order,
    bound: Bound,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Bound {
    Number(Number),
    /// A written time covers its whole period: a day has a beginning and an end. In milliseconds since 1970.
    Time(i64, i64),
}

/// A number as written: whole numbers are compared exactly, however large.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Number {
    Whole(i128),
    Real(f64),
}

impl Comparison {
    /// Reads a bound; the error says what can be written.
    pub(in crate::query) fn read(order: Order, text: &str) -> Result<Self, String> {
        let time = || interval(text).filter(|_| text.contains(['-', ':']));
        let bound =
            size(text).map(Bound::Number).or_else(|| time().map(|(start, end)| Bound::Time(start, end)));
        bound
            .map(|bound| Self { order, bound })
            .ok_or_else(|| format!("{text} is not a number (22), a size (10M) or a time (2026-03-10T12:00)"))
    }

    /// Returns the comparison that matches all numbers, or times, that this one does not.
    pub(in crate::query) fn turned(self) -> Self {
        Self { order: self.order.turned(), ..self }
    }

    /// Returns which side of which number matches; `None` if times are compared. The number is written out.
    pub fn number(&self) -> Option<(Order, String)> {
        match self.bound {
            Bound::Number(Number::Whole(number)) => Some((self.order, number.to_string())),
            Bound::Number(Number::Real(number)) => Some((self.order, number.to_string())),
            Bound::Time(..) => None,
        }
    }

    /// Returns what values are compared as.
    pub(in crate::query) fn kind(&self) -> &'static str {
        match self.bound {
            Bound::Number(_) => "a number",
            Bound::Time(..) => "a time",
        }
    }

    /// Returns whether a value matches. A value that is neither a number nor a time never does.
    pub fn passes(&self, value: &str) -> bool {
        match self.bound {
            Bound::Number(bound) => Number::read(value.trim())
                .and_then(|value| value.compare(bound))
                .is_some_and(|ordering| self.order.holds(ordering)),
            Bound::Time(start, end) => Time::parse(value)
                .or_else(|| Time::converted(value))
                .and_then(Time::millis)
                .is_some_and(|value| match self.order {
                    Order::Below => value < start,
                    Order::AtMost => value < end,
                    Order::Above => value >= end,
                    Order::AtLeast => value >= start,
                }),
        }
    }
}

impl Number {
    fn read(text: &str) -> Option<Self> {
        let begins = text.strip_prefix('-').unwrap_or(text).starts_with(|char: char| char.is_ascii_digit());
        // Rust's parser also accepts names such as "inf", which are not numbers here.
        text.parse().map(Self::Whole).ok().or_else(|| text.parse().map(Self::Real).ok()).filter(|_| begins)
    }

    fn compare(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Whole(one), Self::Whole(other)) => Some(one.cmp(&other)),
            _ => self.real().partial_cmp(&other.real()),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "the other side is a fraction, and no more exact")]
    fn real(self) -> f64 {
        match self {
            Self::Whole(number) => number as f64,
            Self::Real(number) => number,
        }
    }
}

/// The factors of the letters after a number: thousands, or 1024 with an `i`.
const UNITS: [(&str, i128); 8] = [
    ("k", 1000),
    ("m", 1_000_000),
    ("g", 1_000_000_000),
    ("t", 1_000_000_000_000),
    ("ki", 1 << 10),
    ("mi", 1 << 20),
    ("gi", 1 << 30),
    ("ti", 1 << 40),
];

/// Returns the number of bytes of a size with a unit, such as 5242880 for `5MiB`.
pub(in crate::query) fn bytes_of(text: &str) -> Option<i128> {
    match size(text)? {
        Number::Whole(number) if text.ends_with(|char: char| char.is_ascii_alphabetic()) => Some(number),
        Number::Whole(_) | Number::Real(_) => None,
    }
}

/// Reads `22`, `-1.5`, `10k`, `5MB` or `1GiB`.
fn size(text: &str) -> Option<Number> {
    if let Some(number) = Number::read(text) {
        return Some(number);
    }
    let (number, unit) = text.split_at(text.find(|char: char| char.is_ascii_alphabetic())?);
    let unit = unit.to_ascii_lowercase();
    let unit = unit.strip_suffix('b').unwrap_or(&unit);
    let factor = UNITS.iter().find(|(name, _)| *name == unit).map_or(1, |(_, factor)| *factor);
    if factor == 1 && !unit.is_empty() {
        return None;
    }
    Some(match Number::read(number)? {
        Number::Whole(number) => Number::Whole(number.checked_mul(factor)?),
        real @ Number::Real(_) => Number::Real(real.real() * Number::Whole(factor).real()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn holds(sign: &str, bound: &str, passing: &[&str], others: &[&str]) {
        let (order, _) = Order::read(sign).unwrap();
        let comparison = Comparison::read(order, bound).unwrap();
        let passes = |value: &&&str| comparison.passes(value);
        assert!(passing.iter().all(|value| passes(&value)), "{sign}{bound} {passing:?}");
        assert!(!others.iter().any(|value| passes(&value)), "{sign}{bound} {others:?}");
    }

    #[test]
    fn numbers_are_compared_as_numbers() {
        holds(">=", "22", &["22", "3389", "22.0", "1e3"], &["2", "-22", "21.999", "", "all", "inf", "NaN"]);
        holds(">", "22", &["23", "22.5"], &["22", "22.0"]);
        holds("<", "-1", &["-2", "-1.5"], &["-1", "0"]);
        holds("<=", "0.5", &["0.5", "-9"], &["0.51", "1"]);
        holds("<", "123456789012345679", &["123456789012345678"], &["123456789012345679"]);
        holds(">", "9", &["10"], &["9", "true", "[10]"]);
    }

    #[test]
    fn sizes_have_units() {
        holds(">=", "10k", &["10000"], &["9999"]);
        holds(">", "5M", &["5000001"], &["5000000"]);
        holds("<=", "1G", &["1000000000"], &["1000000001"]);
        holds(">=", "1.5kB", &["1500"], &["1499"]);
        holds(">=", "1KiB", &["1024"], &["1023"]);
        holds("<", "100b", &["99"], &["100"]);
        holds("<", "2Ti", &["1000000000000"], &["2199023255552"]);
    }

    #[test]
    fn times_stand_for_all_of_themselves() {
        let values = ["2026-03-10T00:00:00Z", "2026-03-10 23:59:59", "2026-03-11T01:30:00+02:00"];
        holds(">=", "2026-03-10", &values, &["2026-03-09T23:59:59Z", "7", "never"]);
        holds("<=", "2026-03-10", &values, &["2026-03-11T00:00:00Z"]);
        holds(">", "2026-03-10", &["2026-03-11T00:00:00Z"], &values);
        holds("<", "2026-03-10", &["2026-03-09T23:59:59Z"], &values);
        holds(">=", "2026-03-10T12:30+02:00", &["2026-03-10T10:30:00Z"], &["2026-03-10T10:29:59Z"]);
    }

    #[test]
    fn what_one_comparison_leaves_out_is_what_its_opposite_matches() {
        for sign in ["<", "<=", ">", ">="] {
            for (bound, values) in
                [("5", ["4", "5", "6"]), ("2026-03-10", ["2026-03-09", "2026-03-10", "2026-03-11"])]
            {
                let comparison = Comparison::read(Order::read(sign).unwrap().0, bound).unwrap();
                assert!(
                    values.iter().all(|value| comparison.passes(value) != comparison.turned().passes(value))
                );
                assert!(!comparison.passes("eu-west-1") && !comparison.turned().passes("eu-west-1"));
            }
        }
    }

    #[test]
    fn what_cannot_be_compared_is_refused() {
        for bound in ["", "big", "10q", "k", "1.2.3", "2026-13-01", "0x10", "M10"] {
            assert!(Comparison::read(Order::Above, bound).is_err(), "{bound}");
        }
    }
}
