//! Until when a temporary credential is valid, in the forms in which services write it.

use crate::record::time::Time;

/// Reads `Jul 10, 2023, 12:09:47 PM`, the form without the second comma, and the forms of event times.
pub(in crate::insight) fn expiration(text: &str) -> Option<Time> {
    let text = text.replace(['\u{202f}', '\u{a0}'], " ");
    in_words(&text).or_else(|| Time::parse(&text)).or_else(|| Time::converted(&text))
}

fn in_words(text: &str) -> Option<Time> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let text = text.replace(',', " ");
    let mut words = text.split_whitespace();
    let (month, day, year, clock) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let month = MONTHS.iter().position(|name| month.starts_with(name))? + 1;
    let (hour, rest) = clock.split_once(':')?;
    let hour: u8 = hour.parse().ok()?;
    let hour = match words.next()? {
        "AM" if hour <= 12 => hour % 12,
        "PM" if hour <= 12 => hour % 12 + 12,
        _ => return None,
    };
    Time::parse(&format!("{year}-{month:02}-{day:0>2}T{hour:02}:{rest}Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expirations_are_read_in_all_forms() {
        for (text, expected) in [
            ("Jul 10, 2023, 12:09:47 PM", "2023-07-10T12:09:47Z"),
            ("Jul 10, 2023, 12:09:47 AM", "2023-07-10T00:09:47Z"),
            ("Aug 2, 2021 9:50:03 AM", "2021-08-02T09:50:03Z"),
            ("Aug 2, 2021, 9:50:03\u{202f}PM", "2021-08-02T21:50:03Z"),
            ("2026-03-11T18:40:12Z", "2026-03-11T18:40:12Z"),
            ("Mar 11, 2026, 12:00:00 AM", "2026-03-11T00:00:00Z"),
            ("1688990987", "2023-07-10T12:09:47Z"),
        ] {
            assert_eq!(expiration(text).map(|time| time.to_string()).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "soon", "Jul 10, 2023, 25:09:47 PM", "Foo 1, 2023, 1:00:00 PM"] {
            assert_eq!(expiration(text), None, "{text}");
        }
    }
}
