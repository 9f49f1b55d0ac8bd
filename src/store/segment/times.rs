//! The times of the events of a segment. In a full one, a time is the number of seconds since the first, if all are whole
//! seconds within a century, as AWS writes them: four bytes instead of eight.

use std::ops::Range;

use crate::record::time::Time;

/// The times of all rows.
#[derive(Debug, Clone)]
pub(super) enum TimeColumn {
    Plain(Vec<Time>),
    Seconds(i64, Box<[u32]>),
}

/// The times of all rows, to be read.
#[derive(Debug, Clone, Copy)]
pub enum Times<'s> {
    /// By row.
    Plain(&'s [Time]),
    /// The first, in milliseconds, and by row the seconds since.
    Seconds(i64, &'s [u32]),
}

/// No time.
const NONE: u32 = u32::MAX;
const SECOND: i64 = 1000;

impl Default for TimeColumn {
    fn default() -> Self {
        Self::Plain(Vec::new())
    }
}

impl TimeColumn {
    pub(super) fn with_capacity(rows: usize) -> Self {
        Self::Plain(Vec::with_capacity(rows))
    }

    /// Adds rows to a column that grows.
    pub(super) fn extend(&mut self, more: impl IntoIterator<Item = Time>) {
        if let Self::Plain(times) = self {
            times.extend(more);
        }
    }

    /// Removes all rows of a column that grows.
    pub(super) fn clear(&mut self) {
        if let Self::Plain(times) = self {
            times.clear();
        }
    }

    pub(super) fn times(&self) -> Times<'_> {
        match self {
            Self::Plain(times) => Times::Plain(times),
            Self::Seconds(first, seconds) => Times::Seconds(*first, seconds),
        }
    }

    /// Returns the same times as seconds, if that can be done.
    pub(super) fn finished(&self) -> Self {
        let Self::Plain(times) = self else { return self.clone() };
        seconds(times).unwrap_or_else(|| self.clone())
    }

    /// Returns how much memory it takes.
    pub(super) fn held_bytes(&self) -> usize {
        match self {
            Self::Plain(times) => size_of_val(times.as_slice()),
            Self::Seconds(_, seconds) => size_of_val(&**seconds),
        }
    }
}

fn seconds(times: &[Time]) -> Option<TimeColumn> {
    let first = times.iter().filter_map(|time| time.millis()).min().unwrap_or_default();
    let since = |time: &Time| {
        let Some(millis) = time.millis() else { return Some(NONE) };
        let since = millis.checked_sub(first)?;
        let seconds = u32::try_from(since / SECOND).ok()?;
        (since % SECOND == 0 && seconds != NONE).then_some(seconds)
    };
    Some(TimeColumn::Seconds(first, times.iter().map(since).collect::<Option<_>>()?))
}

impl Times<'_> {
    /// Returns the number of rows.
    pub fn len(self) -> usize {
        match self {
            Self::Plain(times) => times.len(),
            Self::Seconds(_, seconds) => seconds.len(),
        }
    }

    /// Returns whether there are no rows.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Writes the times of some rows.
    pub fn fill(self, rows: Range<usize>, filled: &mut Vec<Time>) {
        filled.clear();
        match self {
            Self::Plain(times) => filled.extend_from_slice(times.get(rows).unwrap_or_default()),
            Self::Seconds(first, seconds) => {
                let seconds = seconds.get(rows).unwrap_or_default();
                filled.extend(seconds.iter().map(|&since| time_of(first, since)));
            }
        }
    }

    /// Returns the time of a row.
    #[inline]
    pub fn get(self, row: usize) -> Option<Time> {
        match self {
            Self::Plain(times) => times.get(row).copied(),
            Self::Seconds(first, seconds) => Some(time_of(first, *seconds.get(row)?)),
        }
    }
}

#[inline]
fn time_of(first: i64, since: u32) -> Time {
    match since {
        NONE => Time::NONE,
        // They were computed from times.
        since => Time::from_millis(first.wrapping_add(i64::from(since) * SECOND)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn time() -> impl Strategy<Value = Time> {
        prop_oneof![
            20 => (0..100_000_i64).prop_map(|seconds| Time::from_millis(1_688_990_000_000 + seconds * SECOND)),
            1 => Just(Time::NONE),
        ]
    }

    fn odd_time() -> impl Strategy<Value = Time> {
        let ends = [i64::MIN, -1, 0, 5, i64::MAX - 1, i64::MAX - SECOND];
        prop_oneof![
            time(),
            any::<i64>().prop_map(Time::from_millis),
            prop::sample::select(ends.to_vec()).prop_map(Time::from_millis)
        ]
    }

    fn are_the_same(times: &[Time], finished: &TimeColumn) -> bool {
        let mut filled = vec![Time::NONE];
        finished.times().fill(times.len() / 3..times.len(), &mut filled);
        times.get(times.len() / 3..) == Some(filled.as_slice())
            && (0..times.len() + 2).all(|row| finished.times().get(row) == times.get(row).copied())
    }

    proptest! {
        #[test]
        fn a_time_is_what_it_was(
            usual in prop::collection::vec(time(), 0..50), odd in prop::collection::vec(odd_time(), 0..4),
        ) {
            let finished = TimeColumn::Plain(usual.clone()).finished();
            prop_assert!(matches!(finished, TimeColumn::Seconds(..)) && are_the_same(&usual, &finished));
            let mixed = [usual, odd].concat();
            prop_assert!(are_the_same(&mixed, &TimeColumn::Plain(mixed.clone()).finished()));
        }
    }
}
