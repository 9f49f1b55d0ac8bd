//! The answer of one line: how many events, when, who, and how they lie in time.

use std::collections::HashSet;

use foldhash::fast::RandomState;

use crate::query::groups::group::failed_kinds;
use crate::record::field::Column;
use crate::record::time::Time;
use crate::store::{Event, Store};

/// How many pieces of time the events are counted in.
pub const BARS: usize = 24;

/// How many principals are named.
pub const NAMED: usize = 3;

/// What is said about the events of a line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LineFigures {
    /// How many there are.
    pub events: usize,
    /// How many of them failed.
    pub failed: usize,
    /// The first one.
    pub first: Option<Event>,
    /// The times of the first and the last one that have a time.
    pub span: Option<(Time, Time)>,
    /// Who made them: the first principals, in the order of their first events.
    pub who: Vec<String>,
    /// How many more principals there are.
    pub more: usize,
    /// How many there are in each piece of time.
    pub bars: Vec<u32>,
}

/// Equal pieces of time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scale {
    /// Where the first one begins, in milliseconds since 1970.
    pub start: i64,
    /// How long each is, in milliseconds; 0 if there is none.
    pub step: i64,
}

impl Scale {
    /// Divides the time of some events, which are in sort order.
    pub fn of(store: &Store, events: &[Event]) -> Self {
        let Some((first, last)) = span(store, events) else { return Self::default() };
        let (Some(first), Some(last)) = (first.millis(), last.millis()) else { return Self::default() };
        let pieces = i64::try_from(BARS).unwrap_or(1);
        Self { start: first, step: (last - first) / pieces + 1 }
    }

    fn piece(self, time: Time) -> Option<usize> {
        let since = time.millis()?.checked_sub(self.start)?;
        usize::try_from(since.checked_div(self.step)?).ok()
    }
}

/// Returns the times of the first and the last of some events, which are in sort order.
fn span(store: &Store, events: &[Event]) -> Option<(Time, Time)> {
    let timed = events.get(..store.timed(events))?;
    Some((store.time(*timed.first()?), store.time(*timed.last()?)))
}

impl LineFigures {
    /// Counts events, which are in sort order.
    pub fn of(store: &Store, events: &[Event], scale: Scale) -> Self {
        let failed = failed_kinds(store);
        let mut figures = Self {
            events: events.len(),
            first: events.first().copied(),
            span: span(store, events),
            ..Self::default()
        };
        figures.bars = vec![0; if scale.step > 0 { BARS } else { 0 }];
        let mut seen: HashSet<u32, RandomState> = HashSet::default();
        for &event in events {
            let kind = store.locate(event).map(|(segment, row)| segment.kind(row));
            let has_failed = kind.and_then(|kind| failed.get(kind as usize)).copied().unwrap_or(false);
            figures.failed += usize::from(has_failed);
            if let Some(bar) = scale.piece(store.time(event)).and_then(|at| figures.bars.get_mut(at)) {
                *bar += 1;
            }
            if seen.insert(store.value_id(event, Column::PrincipalLabel)) {
                if figures.who.len() < NAMED {
                    figures.who.push(store.value(event, Column::PrincipalLabel).to_owned());
                } else {
                    figures.more += 1;
                }
            }
        }
        figures
    }

    /// Returns who made the events: the first principals, and how many more there are.
    pub fn who_words(&self) -> String {
        let names: Vec<&str> = self.who.iter().map(|name| if name.is_empty() { "?" } else { name }).collect();
        match self.more {
            0 => names.join(", "),
            more => format!("{} and {more} more", names.join(", ")),
        }
    }
}

/// Draws counts as bars of one cell each; the greatest is the highest, and none is a dot.
pub fn spark(counts: &[u32]) -> String {
    // Without the full block: bars of neighbouring rows stay apart, and in a selected row, drawn in reverse, the
    // greatest is not a hole.
    const BLOCKS: [char; 7] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇'];
    let most = u64::from(counts.iter().copied().max().unwrap_or(0));
    let block = |count: u32| {
        let level = (u64::from(count) * 7).div_ceil(most.max(1));
        let at = usize::try_from(level).ok()?.checked_sub(1)?;
        BLOCKS.get(at).copied()
    };
    counts.iter().map(|&count| block(count).unwrap_or('·')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greatest_count_is_the_highest_bar_and_one_is_always_seen() {
        for (counts, expected) in [
            (&[0, 1, 4, 8][..], "·▁▄▇"),
            (&[1, 1], "▇▇"),
            (&[0, 0], "··"),
            (&[1, 4_000_000_000], "▁▇"),
            (&[], ""),
        ] {
            assert_eq!(spark(counts), expected);
        }
    }
}
