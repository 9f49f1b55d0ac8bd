//! Counts by a column with few values: each thread fills lists with one place for each value, in one pass.

use super::scan::{ColumnValues, EventFacts, Scan, ScanPart};
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
    /// The first time and the last one in milliseconds; of events without a time, the greatest and the least number.
    span: (i64, i64),
    failed: u32,
    /// By bar; the last one is of events without a time.
    bars: [u32; BARS + 1],
}

impl Slot {
    fn events(&self) -> u32 {
        self.bars.iter().sum()
    }

    fn span(&self) -> (Time, Time) {
        let last = if self.span.1 == i64::MIN { i64::MAX } else { self.span.1 };
        (Time::from_millis(self.span.0), Time::from_millis(last))
    }
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
        let none = Slot { failed: 0, span: (i64::MAX, i64::MIN), bars: [0; BARS + 1] };
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
        slot.failed += u32::from(found.failed);
        if let Some(bar) = slot.bars.get_mut(bar.min(BARS)) {
            *bar += 1;
        }
        let millis = time.millis();
        slot.span.0 = slot.span.0.min(millis.unwrap_or(i64::MAX));
        slot.span.1 = slot.span.1.max(millis.unwrap_or(i64::MIN));
        self.addresses.put(value, found.address);
        self.calls.put(value, found.call);
    }

    /// Adds up both counts.
    pub(in crate::query) fn and(mut self, other: Self) -> Self {
        for (slot, other) in self.slots.iter_mut().zip(other.slots) {
            slot.span = (slot.span.0.min(other.span.0), slot.span.1.max(other.span.1));
            slot.failed += other.failed;
            slot.bars.iter_mut().zip(other.bars).for_each(|(bar, other)| *bar += other);
        }
        self.addresses.add(&other.addresses);
        self.calls.add(&other.calls);
        self
    }

    pub(in crate::query) fn groups(self) -> Vec<Group> {
        let group = |(value, slot): (u32, Slot)| {
            let (first, last) = slot.span();
            let mut bars = [0; BARS];
            bars.iter_mut().zip(slot.bars).for_each(|(bar, events)| *bar = events);
            (slot.events() > 0).then(|| Group {
                value,
                within: Vec::new(),
                events: slot.events() as usize,
                failed: slot.failed as usize,
                first,
                last,
                addresses: self.addresses.count(value as usize),
                calls: self.calls.count(value as usize),
                bars,
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
