//! Counts by a column with few values: each thread fills lists with one place for each value, in one pass.

use super::scan::{ColumnValues, EventFacts, Scan, ScanPart, span};
use crate::query::groups::group::{BARS, Group};
use crate::record::field::Column;
use crate::record::time::Time;
use crate::store::scan::parallel::share_map;
use crate::store::{MISSING, Store};

/// Maximum number of bits in the address sets of all values, for each thread.
pub(in crate::query) const LARGEST: usize = 1 << 26;

/// Returns whether every value of a column can have a set of all addresses.
pub(in crate::query) fn are_few(store: &Store, values: usize) -> bool {
    values.saturating_mul(store.dict(Column::SourceIpAddress).len()) <= LARGEST
        && values.saturating_mul(store.dict(Column::EventName).len()) <= LARGEST
}

/// One value in one piece of the events.
#[derive(Clone)]
struct Slot {
    events: u32,
    failed: u32,
    /// The first time, and the last time of events that have one.
    span: (Time, Time),
    bars: [u32; BARS],
}

/// A set of IDs for each value.
struct Sets {
    words: Vec<u64>,
    /// Words of one set.
    width: usize,
}

/// What is counted in one piece of the events.
pub(in crate::query) struct DenseCounts {
    slots: Vec<Slot>,
    addresses: Sets,
    calls: Sets,
}

/// Counts all events.
pub(in crate::query) fn count(scan: &Scan<'_>, values: &ColumnValues<'_>, count: usize) -> Vec<Group> {
    let parts = share_map(scan.pieces(), |piece| DenseCounts::of(scan, values, count, &piece));
    let whole = parts.into_iter().reduce(DenseCounts::and);
    whole.map(DenseCounts::groups).unwrap_or_default()
}

impl DenseCounts {
    fn of(scan: &Scan<'_>, values: &ColumnValues<'_>, count: usize, piece: &ScanPart<'_>) -> Self {
        let mut part = Self::new(scan, count);
        scan.each(piece, values, |_, time, bar, found| part.add(time, bar, found));
        part
    }

    /// Makes empty counts, for IDs below `count`.
    pub(in crate::query) fn new(scan: &Scan<'_>, count: usize) -> Self {
        let none = Slot { events: 0, failed: 0, span: (Time::NONE, Time::NONE), bars: [0; BARS] };
        Self {
            slots: vec![none; count],
            addresses: Sets::new(count, scan.store.dict(Column::SourceIpAddress).len()),
            calls: Sets::new(count, scan.store.dict(Column::EventName).len()),
        }
    }

    /// Counts an event.
    pub(in crate::query) fn add(&mut self, time: Time, bar: usize, found: EventFacts) {
        let value = found.value as usize;
        let Some(slot) = self.slots.get_mut(value) else { return };
        slot.span = span(slot.span, (time, time));
        slot.events += 1;
        slot.failed += u32::from(found.failed);
        if let Some(bar) = slot.bars.get_mut(bar) {
            *bar += 1;
        }
        self.addresses.put(value, found.address);
        self.calls.put(value, found.call);
    }

    /// Adds up both counts.
    pub(in crate::query) fn and(mut self, other: Self) -> Self {
        for (slot, other) in self.slots.iter_mut().zip(other.slots) {
            slot.span = span(slot.span, other.span);
            slot.events += other.events;
            slot.failed += other.failed;
            slot.bars.iter_mut().zip(other.bars).for_each(|(bar, other)| *bar += other);
        }
        self.addresses.add(&other.addresses);
        self.calls.add(&other.calls);
        self
    }

    pub(in crate::query) fn groups(self) -> Vec<Group> {
        let group = |(value, slot): (u32, Slot)| {
            (slot.events > 0).then(|| Group {
                value,
                within: Vec::new(),
                events: slot.events as usize,
                failed: slot.failed as usize,
                first: slot.span.0,
                last: slot.span.1,
                addresses: self.addresses.count(value as usize),
                calls: self.calls.count(value as usize),
                bars: slot.bars,
            })
        };
        (0..).zip(self.slots).filter_map(group).collect()
    }
}

impl Sets {
    fn new(values: usize, ids: usize) -> Self {
        let width = ids.div_ceil(64);
        Self { words: vec![0; values * width], width }
    }

    fn put(&mut self, value: usize, id: u32) {
        if id == MISSING {
            return;
        }
        if let Some(word) = self.words.get_mut(value * self.width + id as usize / 64) {
            *word |= 1 << (id % 64);
        }
    }

    fn add(&mut self, other: &Self) {
        self.words.iter_mut().zip(&other.words).for_each(|(word, other)| *word |= other);
    }

    fn count(&self, value: usize) -> usize {
        let words = self.words.get(value * self.width..(value + 1) * self.width).unwrap_or_default();
        words.iter().map(|word| word.count_ones() as usize).sum()
    }
}
