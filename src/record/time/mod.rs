//! `eventTime`: read, compared and printed, always in UTC.
//!
//! CloudTrail writes `2023-07-10T11:54:47Z`, in whole seconds. Copies that went through other tools have
//! fractions, offsets, a space instead of the `T`, or the basic form without separators; all are read.
//! Everything else is "no time".

pub mod zone;

use std::fmt;

use crate::record::spelled_time;

/// Milliseconds since 1970-01-01T00:00:00Z. Ordered; [`Time::NONE`] sorts after every real time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

const SECOND: i64 = 1000;
const DAY: i64 = 86_400 * SECOND;

impl Time {
    /// The time of an event without a readable time.
    pub const NONE: Self = Self(i64::MAX);

    /// Returns a time from milliseconds since 1970.
    #[inline]
    pub fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since 1970; `None` for [`Time::NONE`].
    #[inline]
    pub fn millis(self) -> Option<i64> {
        (self != Self::NONE).then_some(self.0)
    }

    /// Returns days since 1970, to find where the date changes.
    pub fn day(self) -> Option<i64> {
        self.millis().map(|millis| millis.div_euclid(DAY))
    }

    /// Returns `2023-07-10`; empty without a time.
    pub fn date(self) -> String {
        self.to_string().split('T').next().unwrap_or_default().to_owned()
    }

    /// Returns `12:01:02`, with milliseconds only if there are any; empty without a time.
    pub fn clock(self) -> String {
        let text = self.to_string();
        text.split_once('T').map(|(_, clock)| clock.trim_end_matches('Z').to_owned()).unwrap_or_default()
    }

    /// Reads a time only in AWS's form, `2023-07-10T11:54:47Z`: the fast path for nearly all events.
    pub(super) fn parse_plain(text: &[u8]) -> Option<Self> {
        let &[y1, y2, y3, y4, b'-', o1, o2, b'-', d1, d2, b'T', h1, h2, b':', m1, m2, b':', s1, s2, b'Z'] =
            text
        else {
            return None;
        };
        let digits = [y1, y2, y3, y4, o1, o2, d1, d2, h1, h2, m1, m2, s1, s2];
        if !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let two = |tens: u8, ones: u8| i64::from(tens - b'0') * 10 + i64::from(ones - b'0');
        let (year, month, day) = (two(y1, y2) * 100 + two(y3, y4), two(o1, o2), two(d1, d2));
        let (hour, minute, second) = (two(h1, h2), two(m1, m2), two(s1, s2));
        let valid = (1..=12).contains(&month) && day >= 1 && day <= days_in_month(year, month);
        (valid && hour < 24 && minute < 60 && second <= 60).then(|| {
            let seconds = hour * 3600 + minute * 60 + second;
            Self(days_from_civil(year, month, day) * DAY + seconds * SECOND)
        })
    }

    /// Reads a time in any of the forms listed above.
    pub fn parse(text: &str) -> Option<Self> {
        Self::parse_plain(text.as_bytes()).or_else(|| Self::parse_any(text))
    }

    /// Reads a time as other programs write it, if it is unambiguous: seconds or milliseconds since 1970, `…
    /// UTC`, the form of Event history in 2020, MongoDB's `{"$date":…}`, and those of `spelled_time`.
    pub fn converted(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(inside) = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
            let value = inside.trim().strip_prefix("\"$date\"")?.trim_start().strip_prefix(':')?.trim();
            let value = value.strip_prefix('{').map_or(value, |long| {
                let long = long.trim_end_matches('}').trim();
                long.strip_prefix("\"$numberLong\"").map_or(long, |long| long.trim_start_matches([':', ' ']))
            });
            let value = value.trim().trim_matches('"');
            return Self::parse(value).or_else(|| Self::counted(value, 13));
        }
        let utc = text.strip_suffix("UTC").or_else(|| text.strip_suffix("GMT"));
        if let Some(time) = utc.and_then(|utc| Self::parse(utc.trim_end())) {
            return Some(time);
        }
        if let Some(time) = Self::twelve_hours(text) {
            return Some(time);
        }
        let counted = Self::counted(text, 10).or_else(|| Self::counted(text, 13));
        counted.or_else(|| Self::parse(&spelled_time::plain(text)?))
    }

    /// Reads `2020-05-13, 04:52:01 PM`, as Event history wrote it in 2020, in UTC.
    fn twelve_hours(text: &str) -> Option<Self> {
        let (date, clock) = text.split_once(", ")?;
        let (clock, half) = clock.rsplit_once(' ')?;
        Self::parse(&format!("{date}T{}Z", spelled_time::twenty_four(clock, half)?))
    }

    /// Reads seconds (ten digits, with or without a fraction) or milliseconds (thirteen digits) since 1970.
    /// Other lengths would not be the time of a trail.
    fn counted(text: &str, digits: usize) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.len() != digits || !are_digits(whole) || !are_digits(fraction) {
            return None;
        }
        let count: i64 = whole.parse().ok()?;
        let millis = format!("{fraction:0<3}").get(..3)?.parse::<i64>().ok()?;
        Some(Self(if digits == 10 { count * SECOND + millis } else { count }))
    }

    fn parse_any(text: &str) -> Option<Self> {
        let bytes = text.trim().as_bytes();
        let mut input = Digits { bytes, at: 0 };
        let year = input.number(4)?;
        let extended = input.eat(b'-');
        let month = input.number(2)?;
        if extended && !input.eat(b'-') {
            return None;
        }
        let day = input.number(2)?;
        if !(1..=12).contains(&month) || !(1..=days_in_month(year, month)).contains(&day) {
            return None;
        }
        let date = days_from_civil(year, month, day) * DAY;
        if input.done() {
            return Some(Self(date));
        }
        if !(input.eat(b'T') || input.eat(b' ') || input.eat(b't')) {
            return None;
        }
        let clock = input.clock()?;
        let offset = input.offset()?;
        input.done().then_some(Self(date + clock - offset))
    }
}

/// Writes `2023-07-10T12:01:02Z`, as AWS does; milliseconds only if there are any; nothing without a time.
impl fmt::Display for Time {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(millis) = self.millis() else { return Ok(()) };
        let (year, month, day) = civil_from_days(millis.div_euclid(DAY));
        let rest = millis.rem_euclid(DAY);
        let (seconds, fraction) = (rest / SECOND, rest % SECOND);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        write!(out, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        if fraction > 0 {
            write!(out, ".{fraction:03}")?;
        }
        out.write_str("Z")
    }
}

struct Digits<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Digits<'_> {
    fn done(&self) -> bool {
        self.at >= self.bytes.len()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.bytes.get(self.at) == Some(&byte);
        self.at += usize::from(found);
        found
    }

    fn number(&mut self, digits: usize) -> Option<i64> {
        let text = self.bytes.get(self.at..self.at + digits)?;
        self.at += digits;
        text.iter().try_fold(0, |sum, byte| byte.is_ascii_digit().then(|| sum * 10 + i64::from(byte - b'0')))
    }

    /// Reads `12:01`, `12:01:02`, `12:01:02.123456789` or the same without colons, in milliseconds. A leap
    /// second counts as the second after it.
    fn clock(&mut self) -> Option<i64> {
        let hour = self.number(2)?;
        let extended = self.eat(b':');
        let minute = self.number(2)?;
        let has_seconds =
            if extended { self.eat(b':') } else { self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) };
        let second = if has_seconds { self.number(2)? } else { 0 };
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let fraction = if self.eat(b'.') || self.eat(b',') { self.fraction()? } else { 0 };
        Some((hour * 3600 + minute * 60 + second) * SECOND + fraction)
    }

    fn fraction(&mut self) -> Option<i64> {
        let digits = self.bytes.get(self.at..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let millis = (0..3).try_fold(0, |sum, place| {
            let digit = if place < digits { self.bytes.get(self.at + place)? - b'0' } else { 0 };
            Some(sum * 10 + i64::from(digit))
        });
        self.at += digits;
        millis.filter(|_| digits > 0)
    }

    /// Reads nothing, `Z`, `+02:00`, `-0800` or `+02`, in milliseconds. Without a zone the time is UTC, the
    /// only one that CloudTrail uses.
    fn offset(&mut self) -> Option<i64> {
        self.eat(b' ');
        if self.done() || self.eat(b'Z') || self.eat(b'z') {
            return Some(0);
        }
        let sign = if self.eat(b'-') { -1 } else { self.eat(b'+').then_some(1)? };
        let hours = self.number(2)?;
        self.eat(b':');
        let minutes = if self.done() { 0 } else { self.number(2)? };
        (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60) * SECOND)
    }
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 in the proleptic Gregorian calendar, counted in years that begin in March.
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let month = (shifted + 2) % 12 + 1;
    (era * 400 + year_of_era + i64::from(month <= 2), month, day_of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn reads(text: &str, printed: &str) {
        assert_eq!(Time::parse(text).map(|time| time.to_string()).as_deref(), Some(printed), "{text}");
    }

    #[test]
    fn every_form_in_use_is_read() {
        reads("2023-07-10T11:54:47Z", "2023-07-10T11:54:47Z");
        reads("2023-07-10T11:54:47.123456789Z", "2023-07-10T11:54:47.123Z");
        reads("2021-11-18T09:41:02-08:00", "2021-11-18T17:41:02Z");
        reads("2021-11-18 09:41:02+0530", "2021-11-18T04:11:02Z");
        reads("2025-02-19 18:00:45.000000000", "2025-02-19T18:00:45Z");
        reads("20131102T010628Z", "2013-11-02T01:06:28Z");
        reads("2024-02-29", "2024-02-29T00:00:00Z");
        reads("2023-07-10T11:54", "2023-07-10T11:54:00Z");
        reads("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z");
        reads("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z");
        reads("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z");
    }

    #[test]
    fn the_short_way_reads_what_the_long_way_reads() {
        let good = "2024-02-29T23:59:60Z";
        for at in 0..good.len() {
            for byte in b"09- :TZ:x/" {
                let mut text = good.as_bytes().to_vec();
                text[at] = *byte;
                let text = String::from_utf8(text).unwrap();
                let short = Time::parse_plain(text.as_bytes());
                assert!(short.is_none() || short == Time::parse_any(&text), "{text}");
            }
        }
        assert_eq!(Time::parse_plain(good.as_bytes()), Time::parse_any(good));
        assert!(Time::parse_plain(good.as_bytes()).is_some());
    }

    /// Events with such times were listed without a time, after all others.
    #[test]
    fn times_that_other_programs_wrote_are_converted() {
        for text in [
            "1767323045",
            "1767323045000",
            "1767323045.000",
            "2026-01-02, 03:04:05 AM",
            "2026-01-02 03:04:05 UTC",
            "2026-01-02 03:04:05.000 GMT",
            r#"{"$date":"2026-01-02T03:04:05Z"}"#,
            r#"{ "$date" : 1767323045000 }"#,
            r#"{"$date":{"$numberLong":"1767323045000"}}"#,
        ] {
            let converted = Time::converted(text).map(|time| time.to_string());
            assert_eq!(converted.as_deref(), Some("2026-01-02T03:04:05Z"), "{text}");
        }
        for doubtful in [
            "2026-01-02, 13:04:05 PM",
            "",
            "12",
            "17673230450",
            "01/02/2026",
            "Jan 2, 2026 3:04:05 AM",
            "{}",
            "{\"$date\":}",
            "UTC",
        ] {
            assert_eq!(Time::converted(doubtful), None, "{doubtful}");
        }
    }

    #[test]
    fn what_means_one_moment_is_converted_and_nothing_else() {
        for text in [
            "Sat, 09 May 2026 14:30:00 GMT",
            "9 May 2026 14:30:00 UTC",
            "Sat, 09 May 2026 16:30:00 +0200",
            "09/May/2026:14:30:00 +0000",
            "2026/05/09 14:30:00",
            "20260509143000",
            "May 09, 2026 02:30:00 PM UTC",
            "May 9, 2026, 2:30:00 PM UTC",
        ] {
            let read = Time::converted(text).map(|time| time.to_string());
            assert_eq!(read.as_deref(), Some("2026-05-09T14:30:00Z"), "{text}");
        }
        for text in [
            "May 9, 2026 2:30:00 PM",
            "May 9, 2026 @ 14:30:00.000",
            "5/9/2026 2:30:00 PM",
            "09/05/2026 14:30",
            "09/May/2026:14:30:00",
            "31 Feb 2026 14:30:00 GMT",
            "20261309143000",
            "Sat, 09 May 2026 14:30:00 CEST",
            "Maybe 9, 2026 14:30:00 UTC",
            "",
        ] {
            assert_eq!(Time::converted(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in [
            "",
            "null",
            "timestamp",
            "1460159496",
            "2023-02-29T00:00:00Z",
            "2023-13-01",
            "2023-07-10T24:00:00Z",
        ] {
            assert_eq!(Time::parse(text), None, "{text}");
        }
        assert_eq!(Time::parse("2023-07-10T11:54:47Q"), None);
        assert_eq!(Time::NONE.to_string(), "");
        assert_eq!(Time::NONE.clock(), "");
    }

    #[test]
    fn every_day_survives_the_round_trip() {
        for day in (-719_528..2_932_897).step_by(37) {
            let (year, month, date) = civil_from_days(day);
            assert_eq!(days_from_civil(year, month, date), day);
        }
        assert!(Time::parse("9999-12-31") < Some(Time::NONE));
    }
}
