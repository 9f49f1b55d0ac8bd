//! One moment as a person types it to go there: any time of the filter language, a time of day, or a time relative
//! to another. `time_range` reads the times of filters.

use super::range::{duration, interval};
use crate::record::time::Time;

/// Reads a moment; `here` is the time that times of day and relative times refer to. `2023-07-10T12:00`, with or
/// without an offset such as `+02:00`, means its beginning; `12:00` is on the day of `here`, in UTC; `+2h` and `-30m`
/// are counted from `here`.
pub fn moment(text: &str, here: Option<Time>) -> Option<Time> {
    let text = text.trim();
    let here = here.and_then(Time::millis);
    for (sign, factor) in [('+', 1), ('-', -1)] {
        if let Some(length) = text.strip_prefix(sign) {
            return here?.checked_add(sum(length)? * factor).map(Time::from_millis);
        }
    }
    let (start, _) = match text.get(2..3) {
        Some(":") => {
            let day = Time::from_millis(here?).date();
            // Only what is a time of day alone may be added to the date.
            interval(&format!("1970-01-02T{text}"))?;
            interval(&format!("{day}T{text}"))?
        }
        Some(_) | None => interval(text)?,
    };
    Some(Time::from_millis(start))
}

/// Reads `2h`, or several one after another, `1h30m`.
fn sum(text: &str) -> Option<i64> {
    let mut rest = text;
    let mut all: i64 = 0;
    while !rest.is_empty() {
        let digits = rest.find(|char: char| !char.is_ascii_digit())?;
        let unit = rest.get(digits..)?;
        let end = digits + unit.find(|char: char| char.is_ascii_digit()).unwrap_or(unit.len());
        all = all.checked_add(duration(rest.get(..end)?)?)?;
        rest = rest.get(end..)?;
    }
    (!text.is_empty()).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_absolute_of_the_day_or_relative() {
        let here = Time::parse("2023-07-10T11:54:47Z");
        for (text, expected) in [
            ("2023-07-10T12:00", Some("2023-07-10T12:00:00Z")),
            (" 2023-07-10 12:00 ", Some("2023-07-10T12:00:00Z")),
            ("2023-07-10T14:00+02:00", Some("2023-07-10T12:00:00Z")),
            ("2023-07", Some("2023-07-01T00:00:00Z")),
            ("1688990487", Some("2023-07-10T12:01:27Z")),
            ("12:00", Some("2023-07-10T12:00:00Z")),
            ("00:00:07", Some("2023-07-10T00:00:07Z")),
            ("14:00+02:00", Some("2023-07-10T12:00:00Z")),
            ("01:00+02:00", Some("2023-07-09T23:00:00Z")),
            ("+2h", Some("2023-07-10T13:54:47Z")),
            ("-30m", Some("2023-07-10T11:24:47Z")),
            ("+1d12h", Some("2023-07-11T23:54:47Z")),
            ("-90s", Some("2023-07-10T11:53:17Z")),
            ("", None),
            ("+", None),
            ("-2", None),
            ("+2x", None),
            ("+h", None),
            ("25:00", None),
            ("12:", None),
            ("12:00..13:00", None),
            ("yesterday", None),
            ("+99999999999999d", None),
        ] {
            assert_eq!(moment(text, here), expected.and_then(Time::parse), "{text}");
        }
        for needs_a_place in ["12:00", "+2h"] {
            assert_eq!(moment(needs_a_place, None), None);
            assert_eq!(moment(needs_a_place, Some(Time::NONE)), None);
        }
        assert!(moment("2023-07-10", None).is_some());
    }
}
