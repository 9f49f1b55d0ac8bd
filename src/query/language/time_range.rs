//! Times in filters: days, minutes, ranges, times of day, and times counted from others.

use crate::record::time::Time;

/// A test of an event's time. All bounds are milliseconds since 1970, the end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum When {
    /// From the start to before the end.
    Between(i64, i64),
    /// From the start to before the end of each day, in milliseconds since midnight UTC; over midnight when the end
    /// comes first.
    Daily(i64, i64),
    /// Not longer than this before the newest event of all that are loaded.
    Last(i64),
}

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

impl When {
    /// Whether a time passes; `newest` is the time of the newest event.
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

    /// `2023-07-10`, `2023-07-10T12:01`, `12:00..12:30`, `2023-07-10..2023-07-12`, `..2023-07-10`.
    pub fn time(text: &str) -> Option<Self> {
        if let Some((from, to)) = text.split_once("..") {
            if let (Some((start, _)), Some((_, end))) = (of_day(from), of_day(to)) {
                return Some(Self::Daily(start, end));
            }
            let start = if from.is_empty() { Some(i64::MIN) } else { interval(from).map(|(start, _)| start) };
            // The end may be written as a time of the day of the start.
            let same_day = || Some(interval(&format!("{}T{to}", from.get(..10)?))?.1);
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

    /// At or after the beginning of `2023-07-10T12:00`.
    pub fn after(text: &str) -> Option<Self> {
        interval(text).map(|(start, _)| Self::Between(start, i64::MAX))
    }

    /// Before the beginning of it.
    pub fn before(text: &str) -> Option<Self> {
        interval(text).map(|(start, _)| Self::Between(i64::MIN, start))
    }

    /// `24h`: counted back from the newest event.
    pub fn last(text: &str) -> Option<Self> {
        duration(text).map(Self::Last)
    }

    /// `2023-07-10T12:00:00Z~30m`: so long before and after.
    pub fn around(text: &str) -> Option<Self> {
        let (time, length) = text.split_once('~')?;
        let (time, length) = (Time::parse(time)?.millis()?, duration(length)?);
        Some(Self::Between(time.saturating_sub(length), time.saturating_add(length).saturating_add(1)))
    }
}

/// What a written time stands for: a year, month, day, hour, minute or second, from its start to its end.
fn interval(text: &str) -> Option<(i64, i64)> {
    let text = text.strip_suffix('Z').unwrap_or(text);
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

/// `12:30` or `12:30:05` as a part of the day.
fn of_day(text: &str) -> Option<(i64, i64)> {
    if !matches!(text.len(), 5 | 8) || text.as_bytes().get(2) != Some(&b':') {
        return None;
    }
    let start = Time::parse(&format!("1970-01-01T{text}"))?.millis()?;
    Some((start, start + if text.len() == 5 { MINUTE } else { SECOND }))
}

/// `90s`, `30m`, `24h`, `7d`, `2w`.
fn duration(text: &str) -> Option<i64> {
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
