//! Time zones: how far local time is from UTC at any moment, by the rules of the IANA database that is part of
//! the program. `time` reads and prints times; no record is changed by the zone in which it is shown.

use std::fmt;

use jiff::Timestamp;
use jiff::tz::{TimeZone, db};

use crate::record::time::Time;

const SECOND: i64 = 1000;
const HOUR: i64 = 3600 * SECOND;
const DAY: i64 = 24 * HOUR;

/// A time zone with a name in the IANA database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// UTC.
impl Default for Zone {
    fn default() -> Self {
        Self(TimeZone::UTC)
    }
}

impl Zone {
    /// Returns the zone with a name such as `Europe/Berlin`, in any case.
    pub fn named(name: &str) -> Option<Self> {
        TimeZone::get(name).ok().and_then(Self::of)
    }

    /// Reads a zone as a person names it: `UTC`, `local` for that of this machine, or a name. Nothing is UTC. The error
    /// is a sentence with the nearest names.
    pub fn read(name: &str) -> Result<Self, String> {
        match name {
            "" => return Ok(Self::default()),
            "local" => return Ok(Self::of_machine().unwrap_or_default()),
            _ => {}
        }
        Self::named(name).ok_or_else(|| {
            let meant = match Self::nearest(name).as_slice() {
                [] => ".".to_owned(),
                near => format!("; did you mean {}?", near.join(" or ")),
            };
            format!(
                "no such time zone{meant} Zones have IANA names, such as Europe/Berlin or America/New_York"
            )
        })
    }

    /// Returns the zone of this machine, if it has a name and is not UTC.
    pub fn of_machine() -> Option<Self> {
        TimeZone::try_system().ok().and_then(Self::of).filter(|zone| !zone.is_utc())
    }

    fn of(zone: TimeZone) -> Option<Self> {
        match zone.iana_name()? {
            "Etc/UTC" => Some(Self::default()),
            // What the library calls a zone that it does not know.
            "Etc/Unknown" => None,
            _ => Some(Self(zone)),
        }
    }

    /// Returns the names of all zones, sorted.
    pub fn names() -> Vec<String> {
        let known = |name: &String| name != "Etc/Unknown";
        let mut names: Vec<String> =
            db().available().map(|name| name.as_str().to_owned()).filter(known).collect();
        names.sort_unstable();
        names
    }

    /// Returns up to three names that a misspelled one may have meant, the nearest first.
    pub fn nearest(name: &str) -> Vec<String> {
        let lower = name.trim().to_lowercase().replace(' ', "_");
        let distance = |known: &str| {
            let known = known.to_lowercase();
            let city = known.rsplit('/').next().unwrap_or_default();
            let near = strsim::osa_distance(&known, &lower).min(strsim::osa_distance(city, &lower));
            if lower.len() >= LEAST_PART && known.contains(&lower) { near.min(1) } else { near }
        };
        let mut near: Vec<(usize, String)> =
            Self::names().into_iter().map(|known| (distance(&known), known)).collect();
        near.retain(|(distance, _)| *distance <= MOST_LETTERS && distance * 2 < lower.len());
        near.sort();
        near.into_iter().take(3).map(|(_, known)| known).collect()
    }

    /// Returns its name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// Returns whether it is UTC.
    pub fn is_utc(&self) -> bool {
        self.0 == TimeZone::UTC
    }

    /// Returns how far it is ahead of UTC at a moment, both in milliseconds.
    pub fn offset(&self, millis: i64) -> i64 {
        i64::from(self.0.to_offset(timestamp(millis)).seconds()) * SECOND
    }

    /// Returns the local time of a moment.
    pub fn local(&self, time: Time) -> LocalTime {
        LocalTime::new(time, |millis| (!self.is_utc()).then(|| self.offset(millis)))
    }

    /// Returns the offsets that hold from a first to a last moment, for passes over many events.
    pub fn offsets(&self, span: Option<(Time, Time)>) -> Offsets {
        let millis = span.and_then(|(first, last)| Some((first.millis()?, last.millis()?)));
        let Some((first, last)) = millis.filter(|_| !self.is_utc()) else {
            return Offsets { starts: Vec::new() };
        };
        let mut starts = vec![(first, self.offset(first))];
        let changes = self.0.following(timestamp(first));
        let offset = |seconds: i32| i64::from(seconds) * SECOND;
        let changes = changes
            .map(|change| (change.timestamp().as_millisecond(), offset(change.offset().seconds())))
            .take_while(|(start, _)| *start <= last);
        starts.extend(changes);
        Offsets { starts }
    }
}

/// A part of a name must have at least this many letters to find the name.
const LEAST_PART: usize = 3;
/// Names that differ in more letters are different names.
const MOST_LETTERS: usize = 2;

/// The library's times end a day before those of records do, and the last days before that have no reliable offset.
/// Later times have the offset of a time that has one.
fn timestamp(millis: i64) -> Timestamp {
    let (least, most) = (Timestamp::MIN.as_millisecond(), Timestamp::MAX.as_millisecond());
    Timestamp::from_millisecond(millis.clamp(least + 7 * DAY, most - 7 * DAY)).unwrap_or_default()
}

/// The offsets of a zone during a span of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offsets {
    /// From when each holds, in milliseconds since 1970; none for UTC.
    starts: Vec<(i64, i64)>,
}

impl Offsets {
    /// Returns the local time of a moment within the span.
    pub fn local(&self, time: Time) -> LocalTime {
        LocalTime::new(time, |millis| {
            let after = self.starts.partition_point(|(start, _)| *start <= millis);
            self.starts.get(after.saturating_sub(1)).map(|(_, offset)| *offset)
        })
    }
}

/// A moment as clocks in a zone show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalTime {
    /// What the clock shows, as if it were UTC.
    shown: Time,
    /// How far the clock is ahead of UTC, in milliseconds; `None` in UTC.
    offset: Option<i64>,
}

impl LocalTime {
    fn new(time: Time, offset: impl Fn(i64) -> Option<i64>) -> Self {
        let Some(millis) = time.millis() else { return Self { shown: Time::NONE, offset: None } };
        let offset = offset(millis);
        Self { shown: Time::from_millis(millis.saturating_add(offset.unwrap_or(0))), offset }
    }

    /// Returns `2023-07-10`; empty without a time.
    pub fn date(self) -> String {
        self.shown.date()
    }

    /// Returns `12:01:02`, with milliseconds only if there are any; empty without a time.
    pub fn clock(self) -> String {
        self.shown.clock()
    }

    /// Returns `12:01`; empty without a time.
    pub fn minute(self) -> String {
        self.clock().get(..5).unwrap_or_default().to_owned()
    }

    /// Returns milliseconds since the beginning of 1970 by this clock. Where it is set back, they repeat.
    pub fn millis(self) -> Option<i64> {
        self.shown.millis()
    }

    /// Returns days since 1970 by this clock.
    pub fn day(self) -> Option<i64> {
        self.shown.day()
    }

    /// Returns the hour of the day, 0 to 23.
    pub fn hour(self) -> Option<usize> {
        usize::try_from(self.shown.millis()?.rem_euclid(DAY) / HOUR).ok()
    }

    /// Returns the day of the week, 0 for Monday to 6 for Sunday.
    pub fn weekday(self) -> Option<usize> {
        // 1970-01-01 was a Thursday.
        usize::try_from((self.shown.day()? + 3).rem_euclid(7)).ok()
    }

    /// Returns how far it is ahead of UTC, in milliseconds.
    pub fn offset(self) -> i64 {
        self.offset.unwrap_or(0)
    }

    /// Returns `+02:00`, with seconds only if there are any; `UTC` in UTC, and empty without a time.
    pub fn offset_words(self) -> String {
        match (self.shown.millis(), self.offset) {
            (None, _) => String::new(),
            (Some(_), None) => "UTC".to_owned(),
            (Some(_), Some(offset)) => {
                let (sign, seconds) = (if offset < 0 { '-' } else { '+' }, offset.abs() / SECOND);
                let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
                let rest = if rest > 0 { format!(":{rest:02}") } else { String::new() };
                format!("{sign}{hours:02}:{minutes:02}{rest}")
            }
        }
    }
}

/// Writes `2023-07-10T14:01:02+02:00`, and `2023-07-10T12:01:02Z` in UTC; nothing without a time.
impl fmt::Display for LocalTime {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.shown.millis(), self.offset) {
            (None, _) => Ok(()),
            (Some(_), None) => write!(out, "{}", self.shown),
            (Some(_), Some(_)) => {
                write!(out, "{}{}", self.shown.to_string().trim_end_matches('Z'), self.offset_words())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Time {
        Time::parse(text).unwrap()
    }

    /// Around each change of the clocks, and far from any.
    const CHANGES: [(&str, &str, &str); 19] = [
        ("UTC", "2023-07-10T12:01:02Z", "2023-07-10T12:01:02Z"),
        ("Etc/UTC", "2023-07-10T12:01:02.5Z", "2023-07-10T12:01:02.500Z"),
        ("Europe/Berlin", "2023-03-26T00:59:59Z", "2023-03-26T01:59:59+01:00"),
        ("Europe/Berlin", "2023-03-26T01:00:00Z", "2023-03-26T03:00:00+02:00"),
        ("Europe/Berlin", "2023-10-29T00:59:59Z", "2023-10-29T02:59:59+02:00"),
        ("Europe/Berlin", "2023-10-29T01:00:00Z", "2023-10-29T02:00:00+01:00"),
        ("europe/berlin", "2099-07-01T00:00:00Z", "2099-07-01T02:00:00+02:00"),
        ("America/New_York", "2023-03-12T06:59:59Z", "2023-03-12T01:59:59-05:00"),
        ("America/New_York", "2023-03-12T07:00:00Z", "2023-03-12T03:00:00-04:00"),
        ("America/New_York", "2023-11-05T05:59:59Z", "2023-11-05T01:59:59-04:00"),
        ("America/New_York", "2023-11-05T06:00:00Z", "2023-11-05T01:00:00-05:00"),
        ("Asia/Kolkata", "2023-07-10T18:29:59Z", "2023-07-10T23:59:59+05:30"),
        ("Asia/Kolkata", "2023-07-10T18:30:00Z", "2023-07-11T00:00:00+05:30"),
        ("Australia/Lord_Howe", "2023-04-01T14:59:59Z", "2023-04-02T01:59:59+11:00"),
        ("Australia/Lord_Howe", "2023-04-01T15:00:00Z", "2023-04-02T01:30:00+10:30"),
        ("Australia/Lord_Howe", "2023-09-30T15:29:59Z", "2023-10-01T01:59:59+10:30"),
        ("Australia/Lord_Howe", "2023-09-30T15:30:00Z", "2023-10-01T02:30:00+11:00"),
        ("Europe/Berlin", "1880-01-01T00:00:00Z", "1880-01-01T00:53:28+00:53:28"),
        ("America/New_York", "9999-12-31T23:00:00Z", "9999-12-31T18:00:00-05:00"),
    ];

    #[test]
    fn clocks_show_local_time_around_every_change() {
        for (name, utc, local) in CHANGES {
            assert_eq!(Zone::named(name).unwrap().local(time(utc)).to_string(), local, "{name} {utc}");
        }
        let berlin = Zone::named("Europe/Berlin").unwrap();
        assert_eq!(berlin.local(Time::NONE).to_string(), "");
        assert_eq!((berlin.local(Time::NONE).hour(), berlin.local(Time::NONE).weekday()), (None, None));
    }

    /// The table for many events says the same as the rules, however long the span is.
    #[test]
    fn offsets_of_a_span_agree_with_the_zone() {
        let spans = [
            ("2023-01-01", "2023-12-31T23:59:59Z"),
            ("2023-03-26T01:00:00Z", "2023-03-26T01:00:00Z"),
            ("0000-01-01", "9999-12-31T23:59:59Z"),
        ];
        for name in ["UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"] {
            let zone = Zone::named(name).unwrap();
            for (first, last) in spans.map(|(first, last)| (time(first), time(last))) {
                let offsets = zone.offsets(Some((first, last)));
                let (from, to) = (first.millis().unwrap(), last.millis().unwrap());
                let step = ((to - from) / 5000).max(1);
                for millis in (0..=5000).map(|at| from + at * step).take_while(|millis| *millis <= to) {
                    let at = Time::from_millis(millis);
                    assert_eq!(offsets.local(at), zone.local(at), "{name} {at}");
                }
            }
            assert_eq!(zone.offsets(None).local(Time::NONE), zone.local(Time::NONE));
        }
    }

    #[test]
    fn hours_and_weekdays_are_those_of_the_clock() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        for (utc, hour, weekday) in [
            ("2023-07-10T12:00:00Z", 14, 0),
            ("2023-07-16T21:59:59Z", 23, 6),
            ("2023-07-16T22:00:00Z", 0, 0),
            ("1969-12-31T23:30:00Z", 0, 3),
        ] {
            let local = berlin.local(time(utc));
            assert_eq!((local.hour(), local.weekday()), (Some(hour), Some(weekday)), "{utc}");
        }
    }

    #[test]
    fn names_are_known_and_wrong_ones_have_neighbours() {
        let names = Zone::names();
        assert!(names.len() > 400 && names.is_sorted(), "{}", names.len());
        for (wrong, meant) in [
            ("Berlin", "Europe/Berlin"),
            ("Europe/Berln", "Europe/Berlin"),
            ("new york", "America/New_York"),
            ("kolkatta", "Asia/Kolkata"),
        ] {
            assert_eq!(Zone::named(wrong), None, "{wrong}");
            assert!(Zone::nearest(wrong).contains(&meant.to_owned()), "{wrong}: {:?}", Zone::nearest(wrong));
        }
        let reason = Zone::read("Europe/Berln").unwrap_err();
        assert!(reason.starts_with("no such time zone; did you mean Europe/Berlin?"), "{reason}");
        let reason = Zone::read("Xyzzyx").unwrap_err();
        assert!(reason.starts_with("no such time zone. Zones have"), "{reason}");
        assert_eq!(Zone::read(""), Ok(Zone::default()));
        assert!(Zone::nearest("nowhere at all").is_empty() && Zone::nearest("").is_empty());
        assert!(Zone::named("").is_none() && Zone::named("Etc/Unknown").is_none());
    }
}
