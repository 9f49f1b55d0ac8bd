//! How the explorer shows times: in UTC, in another zone, since one event, or as the gap to the row above. Records
//! and filters are not changed by it.

use crate::record::time::Time;
use crate::record::time::zone::Zone;

const SECOND: u64 = 1000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// What the times of the list are counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClockStyle {
    /// Times of day.
    #[default]
    OfDay,
    /// The time since the reference, which is the first listed event until another one is chosen.
    Since,
    /// The time since the event in the row above.
    Gap,
}

/// A way to show times, as chosen from a menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TimesAs {
    /// Times of day in this zone.
    In(Zone),
    /// The time since the first listed event.
    SinceFirst,
    /// The time since this moment.
    Since(Time),
    /// The time since the row above.
    Gap,
}

/// How times are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Clock {
    zone: Zone,
    /// The zone that follows UTC when a person steps through the ways: one that was chosen, or that of the machine.
    other: Option<Zone>,
    style: ClockStyle,
    reference: Option<Time>,
}

impl Clock {
    /// Makes a clock that begins with a zone. `machine` is that of the machine, to step to from UTC.
    pub fn new(zone: Zone, machine: Option<Zone>) -> Self {
        let other = if zone.is_utc() { machine } else { Some(zone.clone()) };
        Self { zone, other, ..Self::default() }
    }

    /// Returns the zone of dates, axes and times of day.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// Returns the zone other than UTC that is one step away, if any.
    pub fn other(&self) -> Option<&Zone> {
        self.other.as_ref()
    }

    /// Returns what the times of the list are counted from.
    pub fn style(&self) -> ClockStyle {
        self.style
    }

    /// Returns the moment that was made the reference, if any.
    pub fn reference(&self) -> Option<Time> {
        self.reference
    }

    /// Goes to the next way: UTC, the other zone if there is one, since the reference, the gap to the row above.
    pub fn step(&mut self) {
        match (self.style, &self.other) {
            (ClockStyle::OfDay, Some(other)) if self.zone.is_utc() => self.zone = other.clone(),
            (ClockStyle::OfDay, _) => self.style = ClockStyle::Since,
            (ClockStyle::Since, _) => self.style = ClockStyle::Gap,
            (ClockStyle::Gap, _) => {
                self.style = ClockStyle::OfDay;
                self.zone = Zone::default();
            }
        }
    }

    /// Shows times in a chosen way.
    pub fn choose(&mut self, way: TimesAs) {
        self.style = match way {
            TimesAs::In(zone) => {
                if !zone.is_utc() {
                    self.other = Some(zone.clone());
                }
                self.zone = zone;
                ClockStyle::OfDay
            }
            TimesAs::SinceFirst => {
                self.reference = None;
                ClockStyle::Since
            }
            TimesAs::Since(time) => {
                self.reference = Some(time);
                ClockStyle::Since
            }
            TimesAs::Gap => ClockStyle::Gap,
        };
    }
}

/// Returns the time from one moment to another in at most eight cells, with its sign: `+12s`, `+4m 32s`, `-2d 03h`.
/// Two units are shown, rounded towards zero; below a minute also milliseconds, if there are any.
pub fn interval(from: Time, to: Time) -> Option<String> {
    let millis = to.millis()?.checked_sub(from.millis()?)?;
    let (sign, length) = (if millis < 0 { '-' } else { '+' }, millis.unsigned_abs());
    let two = |unit: u64, rest: u64, names: (char, char)| {
        format!("{}{} {:02}{}", length / unit, names.0, length % unit / rest, names.1)
    };
    let words = match length {
        0 => return Some("0s".to_owned()),
        1..MINUTE if length % SECOND > 0 => format!("{}.{:03}s", length / SECOND, length % SECOND),
        1..MINUTE => format!("{}s", length / SECOND),
        MINUTE..HOUR => two(MINUTE, SECOND, ('m', 's')),
        HOUR..DAY => two(HOUR, MINUTE, ('h', 'm')),
        _ if length < 100 * DAY => two(DAY, HOUR, ('d', 'h')),
        _ => format!("{}d", length / DAY),
    };
    Some(format!("{sign}{words}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn berlin() -> Option<Zone> {
        Zone::named("Europe/Berlin")
    }

    #[track_caller]
    fn steps(mut clock: Clock, expected: &[(&str, ClockStyle)]) {
        for (zone, style) in expected {
            assert_eq!((clock.zone().name(), clock.style()), (*zone, *style));
            clock.step();
        }
    }

    #[test]
    fn steps_go_round_and_leave_out_a_machine_in_utc() {
        use ClockStyle::{Gap, OfDay, Since};
        let all =
            [("UTC", OfDay), ("Europe/Berlin", OfDay), ("Europe/Berlin", Since), ("Europe/Berlin", Gap)];
        steps(Clock::new(Zone::default(), berlin()), &[all, all].concat());
        let short = [("UTC", OfDay), ("UTC", Since), ("UTC", Gap)];
        steps(Clock::new(Zone::default(), None), &[short, short].concat());
        let from_zone = [&all[1..], &all].concat();
        steps(Clock::new(berlin().unwrap(), Zone::named("Asia/Tokyo")), &from_zone);
    }

    #[test]
    fn a_chosen_zone_is_one_step_from_utc() {
        let mut clock = Clock::default();
        clock.choose(TimesAs::In(berlin().unwrap()));
        assert_eq!(clock.zone().name(), "Europe/Berlin");
        clock.choose(TimesAs::Gap);
        clock.step();
        assert_eq!(clock, Clock::new(Zone::default(), berlin()));
        let noon = Time::parse("2023-07-10T12:00:00Z").unwrap();
        clock.choose(TimesAs::Since(noon));
        assert_eq!((clock.style(), clock.reference()), (ClockStyle::Since, Some(noon)));
        clock.choose(TimesAs::SinceFirst);
        assert_eq!(clock.reference(), None);
    }

    #[test]
    fn intervals_fit_eight_cells() {
        let from = Time::parse("2023-07-10T12:00:00Z").unwrap();
        for (to, words) in [
            ("2023-07-10T12:00:00Z", "0s"),
            ("2023-07-10T12:00:00.250Z", "+0.250s"),
            ("2023-07-10T11:59:59.750Z", "-0.250s"),
            ("2023-07-10T12:00:59.999Z", "+59.999s"),
            ("2023-07-10T12:00:59Z", "+59s"),
            ("2023-07-10T12:01:00Z", "+1m 00s"),
            ("2023-07-10T12:59:59.999Z", "+59m 59s"),
            ("2023-07-10T13:05:59Z", "+1h 05m"),
            ("2023-07-09T12:00:01Z", "-23h 59m"),
            ("2023-07-11T12:00:00Z", "+1d 00h"),
            ("2023-10-18T11:59:59Z", "+99d 23h"),
            ("2023-10-18T12:00:00Z", "+100d"),
            ("0000-01-01", "-739076d"),
            ("9999-12-31", "+2913347d"),
        ] {
            let words_of = interval(from, Time::parse(to).unwrap()).unwrap();
            assert_eq!(words_of, words, "{to}");
            assert!(words_of.len() <= 9, "{words_of}");
        }
        assert_eq!(interval(from, Time::NONE), None);
        assert_eq!(interval(Time::NONE, from), None);
    }
}
