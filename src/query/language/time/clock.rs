//! Terms about what a clock showed, `hour:22..05` and `weekday:sat,sun`: in UTC, or in the zone after `@`. The zone is
//! part of the text, so that a filter means the same on every machine.

use crate::record::time::zone::{LocalTime, Zone};

/// What of a time is tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockUnit {
    /// The hour, 0 to 23.
    Hour,
    /// The day of the week, 0 for Monday to 6 for Sunday.
    Weekday,
}

/// A test of what a clock in a zone showed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClockTest {
    unit: ClockUnit,
    /// The hours or days that match, as bits.
    matching: u32,
    zone: Zone,
}

/// The days of the week; three letters of each are enough.
const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const ENOUGH: usize = 3;

impl ClockUnit {
    /// Both, with their names in filters.
    pub const ALL: [(&'static str, Self); 2] = [("hour", Self::Hour), ("weekday", Self::Weekday)];

    /// Returns the unit with a name, in any case.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, unit)| *unit)
    }

    /// Returns how many hours or days there are.
    pub fn count(self) -> usize {
        match self {
            Self::Hour => 24,
            Self::Weekday => WEEKDAYS.len(),
        }
    }

    /// Returns what it tests.
    pub(in crate::query) fn about(self) -> &'static str {
        match self {
            Self::Hour => "the hour of the day, in UTC or in the zone after @",
            Self::Weekday => "the day of the week, in UTC or in the zone after @",
        }
    }

    /// Returns what a wrong value should look like.
    pub(in crate::query) fn examples(self) -> &'static str {
        match self {
            Self::Hour => "write hours from 0 to 23, such as hour:9, hour:22..05 or hour:9..17@Europe/Berlin",
            Self::Weekday => {
                "write days, such as weekday:sat,sun, weekday:mon..fri or weekday:sun@Asia/Dubai"
            }
        }
    }

    fn number(self, text: &str) -> Option<usize> {
        match self {
            Self::Hour => {
                let digits = text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
                text.parse().ok().filter(|hour| digits && *hour < self.count())
            }
            Self::Weekday => {
                let lower = text.to_ascii_lowercase();
                WEEKDAYS.iter().position(|day| lower.len() >= ENOUGH && day.starts_with(&lower))
            }
        }
    }
}

impl ClockTest {
    /// Reads `22..05`, `9,12` or `sat,sun`, with or without `@` and a zone. Both ends of a range belong to it, and it
    /// may go across midnight or Sunday. The error is a sentence.
    pub fn read(unit: ClockUnit, raw: &str) -> Result<Self, String> {
        let (values, zone) = match raw.split_once('@') {
            Some((values, name)) => (values, Zone::named(name).ok_or_else(|| unknown_zone(name))?),
            None => (raw, Zone::default()),
        };
        let mut matching = 0;
        for part in values.split(',') {
            let (from, to) = range(unit, part.trim()).ok_or_else(|| unit.examples().to_owned())?;
            let mut at = from;
            loop {
                matching |= 1 << at;
                if at == to {
                    break;
                }
                at = (at + 1) % unit.count();
            }
        }
        Ok(Self { unit, matching, zone })
    }

    /// Returns what it tests, and the hours or days that match.
    pub fn matching(&self) -> (ClockUnit, Vec<usize>) {
        (self.unit, (0..self.unit.count()).filter(|at| self.matching >> at & 1 == 1).collect())
    }

    /// Returns the zone of the clock.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Returns whether a time of its zone matches.
    pub fn holds(&self, local: LocalTime) -> bool {
        let shown = match self.unit {
            ClockUnit::Hour => local.hour(),
            ClockUnit::Weekday => local.weekday(),
        };
        shown.is_some_and(|shown| self.matching >> shown & 1 == 1)
    }
}

/// Reads one value, or a range of which one end may be missing.
fn range(unit: ClockUnit, text: &str) -> Option<(usize, usize)> {
    let Some((from, to)) = text.split_once("..") else {
        return unit.number(text).map(|one| (one, one));
    };
    if from.is_empty() && to.is_empty() {
        return None;
    }
    let end = |text: &str, missing: usize| if text.is_empty() { Some(missing) } else { unit.number(text) };
    Some((end(from, 0)?, end(to, unit.count() - 1)?))
}

fn unknown_zone(name: &str) -> String {
    match Zone::nearest(name).first() {
        Some(near) => format!("no such time zone; did you mean {near}?"),
        None => "no such time zone; zones have IANA names, such as Europe/Berlin".to_owned(),
    }
}

/// Returns whether a value is only the beginning of one, while it is typed.
pub(in crate::query) fn is_begun(unit: ClockUnit, raw: &str) -> bool {
    ClockTest::read(unit, raw).is_err() && !completions(unit, raw).is_empty()
}

/// Returns the values that begin with `raw`: days of the week, and zones after `@`.
pub(in crate::query) fn completions(unit: ClockUnit, raw: &str) -> Vec<String> {
    let (done, begun) = match raw.rfind('@').or_else(|| raw.rfind([',', '.'])) {
        Some(at) => raw.split_at(at + 1),
        None => ("", raw),
    };
    let lower = begun.to_ascii_lowercase();
    let known: Vec<String> = match unit {
        _ if done.ends_with('@') => Zone::names(),
        ClockUnit::Weekday => {
            WEEKDAYS.iter().filter_map(|day| day.get(..ENOUGH)).map(str::to_owned).collect()
        }
        ClockUnit::Hour => Vec::new(),
    };
    let begins = |name: &&String| name.to_ascii_lowercase().starts_with(&lower);
    known.iter().filter(begins).map(|name| format!("{done}{name}")).collect()
}

/// Returns the terms for an hour of a day of the week in a zone. `None` for an hour or a day that does not exist.
pub fn cell_terms(weekday: usize, hour: usize, zone: &Zone) -> Option<String> {
    let day = WEEKDAYS.get(weekday)?.get(..ENOUGH)?;
    let at = if zone.is_utc() { String::new() } else { format!("@{}", zone.name()) };
    (hour < ClockUnit::Hour.count()).then(|| format!("weekday:{day}{at} hour:{hour}{at}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::time::Time;

    fn matching(unit: ClockUnit, raw: &str) -> Vec<u32> {
        let test = ClockTest::read(unit, raw).unwrap_or_else(|message| panic!("{raw}: {message}"));
        (0..32).filter(|bit| test.matching >> bit & 1 == 1).collect()
    }

    #[test]
    fn ranges_have_both_ends_and_go_round() {
        let hours = |raw| matching(ClockUnit::Hour, raw);
        assert_eq!(hours("9"), [9]);
        assert_eq!(hours("09,17"), [9, 17]);
        assert_eq!(hours("22..01"), [0, 1, 22, 23]);
        assert_eq!(hours("22.."), [22, 23]);
        assert_eq!(hours("..1,23"), [0, 1, 23]);
        assert_eq!(hours("5..4").len(), 24);
        let days = |raw| matching(ClockUnit::Weekday, raw);
        assert_eq!(days("sat,Sunday"), [5, 6]);
        assert_eq!(days("mon..fri"), [0, 1, 2, 3, 4]);
        assert_eq!(days("sat..mon@Asia/Dubai"), [0, 5, 6]);
        for (unit, wrong) in [
            (ClockUnit::Hour, "24"),
            (ClockUnit::Hour, "-1"),
            (ClockUnit::Hour, "009"),
            (ClockUnit::Hour, ".."),
            (ClockUnit::Hour, "9,"),
            (ClockUnit::Hour, "+9"),
            (ClockUnit::Hour, "9@Mars/Olympus"),
            (ClockUnit::Weekday, "s"),
            (ClockUnit::Weekday, "su"),
            (ClockUnit::Weekday, "sundays"),
        ] {
            assert!(ClockTest::read(unit, wrong).is_err(), "{wrong}");
        }
        let message = ClockTest::read(ClockUnit::Hour, "9@Europe/Berln").unwrap_err();
        assert_eq!(message, "no such time zone; did you mean Europe/Berlin?");
    }

    /// Sunday 01:30 comes twice in Berlin, and 02:30 on another Sunday not at all.
    #[test]
    fn clocks_of_the_zone_decide() {
        let holds = |unit, raw: &str, utc: &str| {
            let test = ClockTest::read(unit, raw).unwrap();
            test.holds(test.zone().local(Time::parse(utc).unwrap()))
        };
        for (raw, utc, expected) in [
            ("22..05", "2023-07-10T05:59:59Z", true),
            ("22..05", "2023-07-10T06:00:00Z", false),
            ("22..05", "2023-07-10T22:00:00Z", true),
            ("2@Europe/Berlin", "2023-10-29T00:30:00Z", true),
            ("2@Europe/Berlin", "2023-10-29T01:30:00Z", true),
            ("2@Europe/Berlin", "2023-03-26T01:00:00Z", false),
            ("3@Europe/Berlin", "2023-03-26T01:00:00Z", true),
            ("5@Asia/Kolkata", "2023-07-10T00:00:00Z", true),
        ] {
            assert_eq!(holds(ClockUnit::Hour, raw, utc), expected, "{raw} {utc}");
        }
        assert!(holds(ClockUnit::Weekday, "mon", "2023-07-10T23:59:59Z"));
        assert!(holds(ClockUnit::Weekday, "tue@Europe/Berlin", "2023-07-10T23:59:59Z"));
        assert!(!ClockTest::read(ClockUnit::Hour, "0..23").unwrap().holds(Zone::default().local(Time::NONE)));
    }

    #[test]
    fn a_value_that_is_typed_is_completed() {
        assert_eq!(completions(ClockUnit::Weekday, "sat,s"), ["sat,sat", "sat,sun"]);
        assert_eq!(completions(ClockUnit::Hour, "9@europe/berl"), ["9@Europe/Berlin"]);
        assert_eq!(completions(ClockUnit::Hour, "9"), [""; 0]);
        for (raw, begun) in [("s", true), ("mon..f", true), ("x", false), ("sat", false), ("sat@As", true)] {
            assert_eq!(is_begun(ClockUnit::Weekday, raw), begun, "{raw}");
        }
    }

    #[test]
    fn the_terms_of_a_cell_are_read_back() {
        let berlin = Zone::named("Europe/Berlin").unwrap();
        assert_eq!(cell_terms(6, 2, &Zone::default()).as_deref(), Some("weekday:sun hour:2"));
        let terms = cell_terms(0, 23, &berlin).unwrap();
        assert_eq!(terms, "weekday:mon@Europe/Berlin hour:23@Europe/Berlin");
        assert!(crate::query::language::parse::parse(&terms).is_ok());
        assert_eq!((cell_terms(7, 0, &berlin), cell_terms(0, 24, &berlin)), (None, None));
    }
}
