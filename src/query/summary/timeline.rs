//! An answer over time: how many events there are, and how many of them failed, in columns of one round length.
//!
//! Columns begin at multiples of their length on the clock of a zone, so that borders are full minutes, hours or days
//! there; all have the same length, also where clocks are changed. Events are
//! sorted: the borders of columns are found by binary search, and only failed events have to be counted one by
//! one.

use super::failed_events::FailedEvents;
use crate::plural::counted;
use crate::query::engine::filter::LEAST_PIECE;
use crate::query::groups::group::failed_kinds;
use crate::record::time::Time;
use crate::record::time::zone::Zone;
use crate::store::scan::bitset::Bits;
use crate::store::scan::parallel::share_map;
use crate::store::{Event, Store};

const SECOND: i64 = 1000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// Round lengths: numbers of each unit.
type Lengths = [(i64, &'static [i64]); 4];

/// Possible lengths of a column, close enough to each other to use most of the width.
const COLUMN: Lengths = [
    (SECOND, &[1, 2, 3, 4, 5, 6, 10, 15, 20, 30, 40]),
    (MINUTE, &[1, 2, 3, 4, 5, 6, 10, 15, 20, 30, 40, 60, 90]),
    (HOUR, &[2, 3, 4, 6, 8, 12]),
    (DAY, &[1, 2, 3, 5, 7, 10, 14, 20, 30, 45, 60, 90, 180, 365, 730, 1825, 3650, 18_250, 36_500, 182_500]),
];

/// Distances between times on an axis; each divides the next.
const TICK: Lengths = [
    (SECOND, &[1, 2, 5, 10, 15, 30]),
    (MINUTE, &[1, 2, 5, 10, 15, 30]),
    (HOUR, &[1, 2, 3, 6, 12]),
    (DAY, &[1, 2, 7, 14, 30, 90, 365, 730, 1825, 3650, 18_250, 36_500, 182_500]),
];

/// The counts of one column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BarCount {
    /// Events that did not fail.
    pub ok: u32,
    /// Events that failed.
    pub failed: u32,
}

impl BarCount {
    /// Returns the number of all events.
    pub fn total(self) -> u32 {
        self.ok + self.failed
    }
}

/// A histogram of events over time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// Where the first column begins, in milliseconds since 1970.
    pub start: i64,
    /// The length of a column, in milliseconds: whole seconds.
    pub step: i64,
    /// The columns, from that of the first event to that of the last one with a time.
    pub counts: Vec<BarCount>,
    /// Events that are in no column.
    pub without_time: usize,
}

impl Timeline {
    /// Counts `events`, which are in sort order, in at most `columns` columns of full hours or days in a zone.
    pub fn of(store: &Store, events: &[Event], columns: usize, zone: &Zone) -> Self {
        Self::of_set(store, (events, None), columns, zone)
    }

    /// Counts events as [`Self::of`] does; the set holds the same events, if there is one.
    pub(in crate::query) fn of_set(
        store: &Store,
        (events, set): (&[Event], Option<&Bits>),
        columns: usize,
        zone: &Zone,
    ) -> Self {
        let timed = store.timed(events);
        let without_time = events.len() - timed;
        let millis = |at: Option<usize>| store.time(*events.get(at?)?).millis();
        let (Some(first), Some(last)) = (millis(Some(0)), millis(timed.checked_sub(1))) else {
            return Self { start: 0, step: SECOND, counts: Vec::new(), without_time };
        };
        let offset = zone.offset(first);
        let (start, step, columns) = scale(first + offset, last + offset, columns.max(1));
        let start = start - offset;
        let mut rest = events.get(..timed).unwrap_or_default();
        let mut parts = Vec::with_capacity(columns);
        let borders = (1..=columns).map(|column| Time::from_millis(start + step * signed(column)));
        for border in borders.clone() {
            let before = rest.partition_point(|&event| store.time(event) < border);
            let (here, later) = rest.split_at(before);
            parts.push(here);
            rest = later;
        }
        let failed_events = set.map(|set| (set, FailedEvents::of(store)));
        let failed = match failed_events.filter(|(_, failed)| failed.len() <= events.len()) {
            Some((set, failed)) => failed.count(store, set, borders),
            None => count_failed(store, &parts),
        };
        let counts = parts.iter().zip(failed).map(|(part, failed)| BarCount {
            ok: number(part.len()) - number(failed),
            failed: number(failed),
        });
        let counts = counts.collect();
        Self { start, step, counts, without_time }
    }

    /// Returns the column of a time; `None` for times outside of the columns, and for no time.
    pub fn column(&self, time: Time) -> Option<usize> {
        let since = time.millis()?.checked_sub(self.start)?;
        usize::try_from(since.div_euclid(self.step)).ok().filter(|&column| column < self.counts.len())
    }

    /// Returns when a column begins.
    pub fn begin(&self, column: usize) -> i64 {
        self.start.saturating_add(self.step.saturating_mul(signed(column)))
    }

    /// Returns the counts of a column.
    pub fn count(&self, column: usize) -> BarCount {
        self.counts.get(column).copied().unwrap_or_default()
    }

    /// Returns whether the share of failed events in a column is more than twice that of all columns.
    pub fn is_unusual(&self, column: usize) -> bool {
        let all = self.counts.iter().fold((0, 0), |(total, failed), count| {
            (total + u64::from(count.total()), failed + u64::from(count.failed))
        });
        let (total, failed) = (u128::from(all.0), u128::from(all.1));
        let count = self.count(column);
        // Products instead of shares, because they are exact.
        u128::from(count.failed) * total > 2 * failed * u128::from(count.total())
    }

    /// Returns the nearest column with events after a column (1) or before it (-1).
    pub fn neighbour(&self, column: usize, step: isize) -> Option<usize> {
        let has_events = |column: &usize| self.count(*column).total() > 0;
        match step {
            ..0 => (0..column.min(self.counts.len())).rev().find(has_events),
            _ => (column.saturating_add(1)..self.counts.len()).find(has_events),
        }
    }

    /// Returns the columns to label with a time in a zone, at most one in `least`, each with its label: a time of
    /// day, or the date where a day begins.
    pub fn ticks(&self, least: usize, zone: &Zone) -> Vec<(usize, String)> {
        let unit = round_length(TICK, |length| length >= self.step.saturating_mul(signed(least)));
        let Some(unit) = unit else { return Vec::new() };
        let tick = |column: usize| {
            let end = self.begin(column).saturating_add(self.step - 1);
            let offset = zone.offset(end);
            let full = last_full(end.saturating_add(offset), unit)?;
            (full.saturating_sub(offset) >= self.begin(column)).then(|| (column, words(full, unit)))
        };
        (0..self.counts.len()).filter_map(tick).collect()
    }

    /// Returns the length of a column as `5 min`.
    pub fn step_words(&self) -> String {
        let (unit, word) = match self.step {
            step if step % DAY == 0 => return counted(step / DAY, "day"),
            step if step % HOUR == 0 => (HOUR, "h"),
            step if step % MINUTE == 0 => (MINUTE, "min"),
            _ => (SECOND, "s"),
        };
        format!("{} {word}", self.step / unit)
    }
}

/// Returns how many events of each part failed.
fn count_failed(store: &Store, parts: &[&[Event]]) -> Vec<usize> {
    let failed = failed_kinds(store);
    let has_failed = |event: &&Event| {
        let kind = store.locate(**event).map(|(segment, row)| segment.kind(row));
        kind.and_then(|kind| failed.get(kind as usize)).copied().unwrap_or(false)
    };
    let count = |events: &[Event]| events.iter().filter(has_failed).count();
    let all: usize = parts.iter().map(|part| part.len()).sum();
    if all < 2 * LEAST_PIECE {
        return parts.iter().map(|part| count(part)).collect();
    }
    // One column may have nearly all events.
    let pieces: Vec<(usize, &[Event])> = parts
        .iter()
        .enumerate()
        .flat_map(|(column, part)| part.chunks(LEAST_PIECE).map(move |piece| (column, piece)))
        .collect();
    let counted = share_map(pieces, |(column, piece)| (column, count(piece)));
    let mut sums = vec![0; parts.len()];
    for (column, failed) in counted {
        if let Some(sum) = sums.get_mut(column) {
            *sum += failed;
        }
    }
    sums
}

/// Returns where the first of at most `columns` columns begins, how long they are, and how many there are.
fn scale(first: i64, last: i64, columns: usize) -> (i64, i64, usize) {
    let needed = |step: i64| last.div_euclid(step) - first.div_euclid(step) + 1;
    if let Some(step) = round_length(COLUMN, |step| needed(step) <= signed(columns)) {
        let count = usize::try_from(needed(step)).unwrap_or(columns);
        return (first.div_euclid(step) * step, step, count);
    }
    // Few columns for thousands of years: any length is acceptable.
    let start = first.div_euclid(SECOND) * SECOND;
    let step = ((last - start) / signed(columns) / SECOND + 1) * SECOND;
    (start, step, columns)
}

/// Returns the smallest round length that `holds` accepts.
fn round_length(lengths: Lengths, holds: impl Fn(i64) -> bool) -> Option<i64> {
    lengths
        .iter()
        .flat_map(|(unit, numbers)| numbers.iter().map(move |number| unit * number))
        .find(|&length| holds(length))
}

/// Returns the last multiple of a length that is not after a time; multiples of years begin with the year.
fn last_full(millis: i64, unit: i64) -> Option<i64> {
    let years = unit / (365 * DAY);
    if years == 0 {
        return Some(millis.div_euclid(unit) * unit);
    }
    let year: i64 = Time::from_millis(millis).date().get(..4)?.parse().ok()?;
    Time::parse(&format!("{:04}-01-01", year / years * years))?.millis()
}

fn words(millis: i64, unit: i64) -> String {
    let time = Time::from_millis(millis);
    let (date, clock) = (time.date(), time.clock());
    let words = match () {
        () if unit >= 365 * DAY => date.get(..4),
        () if unit >= 30 * DAY => date.get(..7),
        () if unit >= DAY || clock == "00:00:00" => date.get(5..),
        () if unit >= MINUTE => clock.get(..5),
        () => clock.get(..8),
    };
    words.unwrap_or_default().to_owned()
}

fn signed(columns: usize) -> i64 {
    i64::try_from(columns).unwrap_or(i64::MAX)
}

fn number(events: usize) -> u32 {
    u32::try_from(events).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(text: &str) -> i64 {
        Time::parse(text).unwrap().millis().unwrap()
    }

    #[test]
    fn columns_are_round_and_hold_first_and_last() {
        let first = millis("2026-03-10T22:41:07Z");
        for (last, columns, step, begin) in [
            ("2026-03-10T22:41:07Z", 60, SECOND, "2026-03-10T22:41:07Z"),
            ("2026-03-10T22:42:00Z", 60, SECOND, "2026-03-10T22:41:07Z"),
            ("2026-03-10T22:50:59Z", 60, 10 * SECOND, "2026-03-10T22:41:00Z"),
            ("2026-03-11T01:00:00Z", 60, 3 * MINUTE, "2026-03-10T22:39:00Z"),
            ("2026-03-12T22:00:00Z", 40, 90 * MINUTE, "2026-03-10T22:30:00Z"),
            ("2026-04-12T01:00:00Z", 60, DAY, "2026-03-10T00:00:00Z"),
        ] {
            let (start, found, count) = scale(first, millis(last), columns);
            assert_eq!((Time::from_millis(start).to_string().as_str(), found), (begin, step), "{last}");
            assert!(count <= columns && start + step * signed(count) > millis(last), "{last}");
        }
    }

    #[test]
    fn every_span_finds_room() {
        for columns in [1, 2, 3, 10, 200] {
            for (first, last) in [(0, 0), (-1, 0), (-62_167_219_200_000, 253_402_300_799_999)] {
                let (start, step, count) = scale(first, last, columns);
                assert!(count <= columns && start <= first && last < start + step * signed(count));
                assert_eq!((start % SECOND, step % SECOND), (0, 0));
            }
        }
    }

    #[test]
    fn ticks_stand_at_full_hours_and_days() {
        let start = millis("2026-03-10T22:50:00Z");
        let line =
            Timeline { start, step: 5 * MINUTE, counts: vec![BarCount::default(); 30], without_time: 0 };
        let ticks = line.ticks(9, &Zone::default());
        let ticks: Vec<_> = ticks.iter().map(|(column, words)| (*column, words.as_str())).collect();
        assert_eq!(ticks, [(2, "23:00"), (14, "03-11"), (26, "01:00")]);
        assert_eq!(line.step_words(), "5 min");
    }

    /// At the change of the clocks there is one hour less between two labels, and none is wrong.
    #[test]
    fn ticks_are_local_times_around_a_change_of_the_clocks() {
        let ticks = |start: &str, step: i64, zone: &str| {
            let counts = vec![BarCount::default(); 30];
            let line = Timeline { start: millis(start), step, counts, without_time: 0 };
            line.ticks(9, &Zone::named(zone).unwrap())
        };
        let named = |column: usize, words: &str| (column, words.to_owned());
        assert_eq!(
            ticks("2023-03-25T22:00:00Z", 20 * MINUTE, "Europe/Berlin"),
            [named(3, "03-26"), named(9, "03:00"), named(18, "06:00"), named(27, "09:00")]
        );
        assert_eq!(
            ticks("2023-07-10T18:00:00Z", 5 * MINUTE, "Asia/Kolkata"),
            [named(6, "07-11"), named(18, "01:00")]
        );
    }

    #[test]
    fn years_begin_in_january() {
        let start = millis("1999-12-20");
        let line = Timeline { start, step: 60 * DAY, counts: vec![BarCount::default(); 40], without_time: 0 };
        let ticks = line.ticks(12, &Zone::default());
        assert_eq!(ticks.first().map(|(column, words)| (*column, words.as_str())), Some((0, "2000")));
        for (column, words) in ticks {
            let new_year = millis(&format!("{words}-01-01"));
            assert!((line.begin(column)..line.begin(column + 1)).contains(&new_year), "{words}");
        }
    }

    /// Every column of a busy trail was marked, because some call always fails.
    #[test]
    fn failures_are_unusual_above_twice_the_usual_share() {
        let line = |counts: &[(u32, u32)]| {
            let counts = counts.iter().map(|&(ok, failed)| BarCount { ok, failed }).collect();
            Timeline { start: 0, step: SECOND, counts, without_time: 0 }
        };
        let unusual = |counts: &[(u32, u32)]| {
            let line = line(counts);
            (0..=counts.len()).filter(|&column| line.is_unusual(column)).collect::<Vec<_>>()
        };
        assert_eq!(unusual(&[(90, 10), (80, 10), (95, 9), (60, 40), (0, 0)]), [3]);
        assert_eq!(unusual(&[(1000, 0), (0, 0), (999, 1)]), [] as [usize; 0], "a thousandth of few columns");
        assert_eq!(unusual(&[(1000, 0), (1000, 0), (999, 1)]), [2], "the only one of all");
        assert_eq!(unusual(&[(0, 5), (0, 9)]), [] as [usize; 0], "where all failed none stands out");
        assert_eq!(unusual(&[]), [] as [usize; 0]);
    }

    #[test]
    fn neighbours_are_beyond_gaps() {
        let count = |ok| BarCount { ok, failed: 0 };
        let counts = [1, 0, 0, 2, 3, 0, 1].map(count).to_vec();
        let line = Timeline { start: 0, step: SECOND, counts, without_time: 0 };
        assert_eq!(
            (line.neighbour(0, 1), line.neighbour(3, 1), line.neighbour(6, 1)),
            (Some(3), Some(4), None)
        );
        assert_eq!((line.neighbour(3, -1), line.neighbour(0, -1)), (Some(0), None));
        assert_eq!((line.neighbour(usize::MAX, -1), line.neighbour(usize::MAX, 1)), (Some(6), None));
    }
}
