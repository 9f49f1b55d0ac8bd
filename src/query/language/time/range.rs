//! Times in filters: days, minutes, ranges, times of day, and times relative to others.

use crate::query::language::order::Order;
use crate::record::time::Time;

/// The names of time terms, which are neither fields nor paths.
pub const TIME_NAMES: [&str; 6] = ["time", "eventTime", "after", "before", "last", "around"];

/// A test of an event's time. All bounds are milliseconds since 1970; the end is exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// From the start to before the end.
    Between(i64, i64),
    /// From the start to before the end of each day, in milliseconds since midnight UTC; across midnight if the
    /// end comes first.
    Daily(i64, i64),
    /// At most this long before the newest loaded event.
    Last(i64),
}

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

impl When {
    /// Any time.
    pub const ANY: Self = Self::Between(i64::MIN, i64::MAX);

    /// Returns whether a time matches; `newest` is the time of the newest event.
    pub fn holds(self, time: Time, newest: Option<Time>) -> bool {
        let Some(millis) = time.millis() else { return false };
        match self {
            Self::Between(start, end) => (start..end).contains(&millis),
            Self::Daily(start, end) => {
                let of_day = millis.rem_euclid(DAY);
                if start < end { (start..end).contains(&of_day) } else { of_day >= start || of_day < end }
            }
            Self::Last(length) => {
                newest.and_then(Time::millis).is_some_and(|newest| millis >= newest.saturating_sub(length))
            }
        }
    }

    /// Reads `2023-07-10`, `2023-07-10T12:01`, `12:00..12:30`, `2023-07-10..2023-07-12` or `..2023-07-10`.
    pub fn time(text: &str) -> Option<Self> {
        if let Some((from, to)) = text.split_once("..") {
            if let (Some((start, _)), Some((_, end))) = (of_day(from), of_day(to)) {
                return Some(Self::Daily(start, end));
            }
            let start = if from.is_empty() { Some(i64::MIN) } else { interval(from).map(|(start, _)| start) };
            // The end may be a time of day, on the day of the start and in its zone.
            let same_day = || {
                let (_, zone) = without_zone(from)?;
                let zone = if without_zone(to)?.1.is_empty() { zone } else { "" };
                Some(interval(&format!("{}T{to}{zone}", from.get(..10)?))?.1)
            };
            let end = if to.is_empty() {
                Some(i64::MAX)
            } else {
                interval(to).map(|(_, end)| end).or_else(same_day)
            };
            return Some(Self::Between(start?, end?)).filter(|_| !(from.is_empty() && to.is_empty()));
        }
        let daily = of_day(text).map(|(start, end)| Self::Daily(start, end));
        daily.or_else(|| interval(text).map(|(start, end)| Self::Between(start, end)))
    }

    /// Reads a time such as `2023-07-10T12:00`; matches at or after its beginning.
    pub fn after(text: &str) -> Option<Self> {
        interval(text).map(|(start, _)| Self::Between(start, i64::MAX))
    }

    /// Reads a time; matches before its beginning.
    pub fn before(text: &str) -> Option<Self> {
        interval(text).map(|(start, _)| Self::Between(i64::MIN, start))
    }

    /// Reads a time; matches on this side of it. `2023-07-10T12:00` means that whole minute.
    pub fn compared(order: Order, text: &str) -> Option<Self> {
        interval(text).map(|(start, end)| match order {
            Order::Below => Self::Between(i64::MIN, start),
            Order::AtMost => Self::Between(i64::MIN, end),
            Order::Above => Self::Between(end, i64::MAX),
            Order::AtLeast => Self::Between(start, i64::MAX),
        })
    }

    /// Reads `24h`, counted back from the newest event.
    pub fn last(text: &str) -> Option<Self> {
        duration(text).map(Self::Last)
    }

    /// Reads `2023-07-10T12:00:00Z~30m`: this long before and after.
    pub fn around(text: &str) -> Option<Self> {
        let (time, length) = text.split_once('~')?;
        let (time, length) = (Time::parse(time)?.millis()?, duration(length)?);
        Some(Self::Between(time.saturating_sub(length), time.saturating_add(length).saturating_add(1)))
    }
}

/// Reads a time and returns its period: a year, month, day, hour, minute or second, from its start to its end,
/// in UTC.
pub(in crate::query) fn interval(text: &str) -> Option<(i64, i64)> {
    if matches!(text.len(), 10 | 13) && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // As programs count: seconds or milliseconds since 1970.
        let count: i64 = text.parse().ok()?;
        return Some(if text.len() == 10 {
            (count * SECOND, (count + 1) * SECOND)
        } else {
            (count, count + 1)
        });
    }
    let (text, zone) = without_zone(text)?;
    let (start, end) = in_utc(text)?;
    // Only a time of day has a zone.
    let offset = if zone.is_empty() { 0 } else { zone_offset(text, zone)? };
    Some((start - offset, end - offset))
}

/// Splits a time from the zone after it: `Z`, `+02:00`, `-0800`, `+02`, or empty.
fn without_zone(text: &str) -> Option<(&str, &str)> {
    const DATE: usize = 10;
    let clock = text.get(DATE.min(text.len())..).unwrap_or_default();
    let clock = if text.get(2..3) == Some(":") { text } else { clock };
    let at = text.len() - clock.len() + clock.find(['+', '-', 'Z', 'z']).unwrap_or(clock.len());
    let (time, zone) = text.split_at_checked(at)?;
    Some((time.trim_end(), zone))
}

/// Returns how many milliseconds a zone is ahead of UTC.
fn zone_offset(time: &str, zone: &str) -> Option<i64> {
    if matches!(zone, "Z" | "z") {
        return Some(0);
    }
    time.contains(':').then_some(())?;
    let at = Time::parse(&format!("1970-01-02T00:00:00{zone}"))?.millis()?;
    Some(DAY - at)
}

fn in_utc(text: &str) -> Option<(i64, i64)> {
    let start = |text: &str| Time::parse(text).and_then(Time::millis);
    match text.len() {
        4 => Some((
            start(&format!("{text}-01-01"))?,
            start(&format!("{:04}-01-01", text.parse::<u32>().ok()? + 1))?,
        )),
        7 => {
            let (year, month) = text.split_once('-')?;
            let (year, month): (u32, u32) = (year.parse().ok()?, month.parse().ok()?);
            let next = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
            Some((start(&format!("{text}-01"))?, start(&format!("{:04}-{:02}-01", next.0, next.1))?))
        }
        13 => start(&format!("{text}:00")).map(|start| (start, start + HOUR)),
        10 => start(text).map(|start| (start, start + DAY)),
        16 => start(text).map(|start| (start, start + MINUTE)),
        19 => start(text).map(|start| (start, start + SECOND)),
        _ => start(text).map(|start| (start, start + 1)),
    }
}

/// Reads `12:30` or `12:30:05` as a part of the day.
fn of_day(text: &str) -> Option<(i64, i64)> {
    if !matches!(text.len(), 5 | 8) || text.as_bytes().get(2) != Some(&b':') {
        return None;
    }
    let start = Time::parse(&format!("1970-01-01T{text}"))?.millis()?;
    Some((start, start + if text.len() == 5 { MINUTE } else { SECOND }))
}

/// Reads `90s`, `30m`, `24h`, `7d` or `2w`.
pub(in crate::query) fn duration(text: &str) -> Option<i64> {
    let digits = text.len() - text.trim_start_matches(|char: char| char.is_ascii_digit()).len();
    let (number, unit) = text.split_at(digits);
    let unit = match unit {
        "s" => SECOND,
        "m" | "min" => MINUTE,
        "h" => HOUR,
        "d" => DAY,
        "w" => 7 * DAY,
        _ => return None,
    };
    number.parse::<i64>().ok()?.checked_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn holds(when: Option<When>, inside: &[&str], outside: &[&str]) {
        let when = when.expect("a time");
        let newest = Time::parse("2023-07-12T00:00:00Z");
        let at = |text: &str| when.holds(Time::parse(text).unwrap(), newest);
        assert!(inside.iter().all(|text| at(text)), "{when:?} {inside:?}");
        assert!(!outside.iter().any(|text| at(text)), "{when:?} {outside:?}");
        assert!(!when.holds(Time::NONE, newest));
    }

    #[test]
    fn a_time_stands_for_all_of_itself() {
        holds(
            When::time("2023-07-10"),
            &["2023-07-10T00:00:00Z", "2023-07-10T23:59:59Z"],
            &["2023-07-11T00:00:00Z"],
        );
        holds(
            When::time("2023-12"),
            &["2023-12-31T23:00:00Z"],
            &["2024-01-01T00:00:00Z", "2023-11-30T00:00:00Z"],
        );
        holds(When::time("2023"), &["2023-12-31T23:00:00Z"], &["2024-01-01T00:00:00Z"]);
        holds(When::time("2023-07-10T12"), &["2023-07-10T12:59:59Z"], &["2023-07-10T13:00:00Z"]);
        holds(When::time("2023-07-10T12:01"), &["2023-07-10T12:01:59Z"], &["2023-07-10T12:02:00Z"]);
        holds(When::time("2023-07-10T12:01:05Z"), &["2023-07-10T12:01:05Z"], &["2023-07-10T12:01:06Z"]);
    }

    #[test]
    fn ranges_include_both_ends() {
        holds(When::time("2023-07-10..2023-07-11"), &["2023-07-11T23:00:00Z"], &["2023-07-12T00:00:00Z"]);
        holds(When::time("2023-07-10T12:00..12:30"), &["2023-07-10T12:30:59Z"], &["2023-07-10T12:31:00Z"]);
        holds(When::time("..2023-07-10"), &["1990-01-01"], &["2023-07-11"]);
        holds(When::time("2023-07-10.."), &["2030-01-01"], &["2023-07-09"]);
        holds(
            When::time("12:00..12:30"),
            &["2023-07-10T12:30:30Z", "2020-01-01T12:00:00Z"],
            &["2023-07-10T12:31:00Z"],
        );
        holds(
            When::time("22:00..02:00"),
            &["2023-07-10T23:00:00Z", "2023-07-10T01:00:00Z"],
            &["2023-07-10T12:00:00Z"],
        );
    }

    /// The minute was reduced to its first millisecond, and most of its events were missing.
    #[test]
    fn a_time_with_an_offset_stands_for_all_of_itself_in_utc() {
        let minute = (
            &["2026-05-09T14:30:00Z", "2026-05-09T14:30:59Z"],
            &["2026-05-09T14:31:00Z", "2026-05-09T16:30:00Z"],
        );
        for text in [
            "2026-05-09T16:30+02:00",
            "2026-05-09 16:30+0200",
            "2026-05-09T16:30+02",
            "2026-05-09T06:30-08:00",
            "2026-05-09T14:30Z",
        ] {
            holds(When::time(text), minute.0, minute.1);
        }
        holds(When::time("2026-05-09T16:30:05+02:00"), &["2026-05-09T14:30:05Z"], &["2026-05-09T14:30:06Z"]);
        holds(When::time("2026-05-09T16:00+02:00..16:30"), minute.0, minute.1);
        holds(When::after("2026-05-09T16:30+02:00"), minute.0, &["2026-05-09T14:29:59Z"]);
        holds(When::before("2026-05-09 14:31"), minute.0, &["2026-05-09T14:31:00Z"]);
        for text in ["2026-05-09+02:00", "2026-05-09T14:30+2", "2026-05-09T14:30+25:00", "2026-05+02"] {
            assert_eq!(When::time(text), None, "{text}");
        }
    }

    #[test]
    fn times_as_programs_count_them_are_times() {
        holds(
            When::time("1778570000"),
            &["2026-05-12T07:13:20Z", "2026-05-12T07:13:20.5Z"],
            &["2026-05-12T07:13:21Z"],
        );
        holds(When::after("1778570000123"), &["2026-05-12T07:13:20.123Z"], &["2026-05-12T07:13:20.122Z"]);
    }

    #[test]
    fn times_are_compared() {
        let day = &["2026-05-09T00:00:00Z", "2026-05-09T23:59:59Z"][..];
        holds(When::compared(Order::AtLeast, "2026-05-09"), day, &["2026-05-08T23:59:59Z"]);
        holds(When::compared(Order::AtMost, "2026-05-09"), day, &["2026-05-10T00:00:00Z"]);
        holds(When::compared(Order::Above, "2026-05-09"), &["2026-05-10T00:00:00Z"], day);
        holds(When::compared(Order::Below, "2026-05-09"), &["2026-05-08T23:59:59Z"], day);
    }

    #[test]
    fn times_are_counted_from_others() {
        holds(When::after("2023-07-10"), &["2023-07-10T00:00:00Z"], &["2023-07-09T23:59:59Z"]);
        holds(When::before("2023-07-10"), &["2023-07-09T23:59:59Z"], &["2023-07-10T00:00:00Z"]);
        holds(When::last("24h"), &["2023-07-11T00:00:00Z"], &["2023-07-10T23:59:59Z"]);
        let around = When::around("2023-07-10T12:00:00Z~30m");
        holds(around, &["2023-07-10T11:30:00Z", "2023-07-10T12:30:00Z"], &["2023-07-10T12:30:01Z"]);
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in ["", "..", "yesterday", "2023-13", "25:00", "12:00..x", "2023-07-10..y"] {
            assert_eq!(When::time(text), None, "{text}");
        }
        assert_eq!((When::last("24"), When::last("h"), When::around("2023-07-10")), (None, None, None));
        assert_eq!(When::last("99999999999999999999d"), None);
    }
}
