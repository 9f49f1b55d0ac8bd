//! An answer counted by the values of one column.

use crate::record::field::{Column, Home};
use crate::record::time::Time;
use crate::store::{Event, MISSING, Store};

/// How many bars the small histogram of a group has.
pub const BARS: usize = 12;

/// The events of an answer that have one value in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Id of the value; the missing value is a value.
    pub value: u32,
    /// How many events.
    pub events: usize,
    /// How many of them failed.
    pub failed: usize,
    /// Time of the first.
    pub first: Time,
    /// Time of the last that has a time.
    pub last: Time,
    /// Events over the time of the whole answer, in equal parts.
    pub bars: [u32; BARS],
}

/// The order of groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum GroupOrder {
    /// Largest first.
    #[default]
    Count,
    /// By value.
    Name,
    /// First seen first.
    First,
    /// Smallest first: what is rare tells most.
    Rare,
}

impl GroupOrder {
    /// The order that comes after this one when a person steps through them.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Count => Self::Name,
            Self::Name => Self::First,
            Self::First => Self::Rare,
            Self::Rare => Self::Count,
        }
    }

    /// What the screen calls it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Count => "largest first",
            Self::Name => "by name",
            Self::First => "first seen first",
            Self::Rare => "rare first",
        }
    }
}

/// Counts `events`, which are in the one order, by `column`.
pub fn group(store: &Store, events: &[Event], column: Column) -> Vec<Group> {
    let scale = Scale::of(store, events);
    let failed = failed_kinds(store);
    let mut slots: Vec<Option<Group>> = vec![None; store.dict(column).len()];
    for &event in events {
        let Some((segment, row)) = store.locate(event) else { continue };
        let value = store.value_id(event, column);
        let Some(slot) = slots.get_mut(value as usize) else { continue };
        let time = segment.time(row);
        let group = slot.get_or_insert(Group {
            value,
            events: 0,
            failed: 0,
            first: time,
            last: time,
            bars: [0; BARS],
        });
        group.events += 1;
        group.failed += usize::from(failed.get(segment.kind(row) as usize).copied().unwrap_or(false));
        if time != Time::NONE {
            group.last = time;
        }
        if let Some(bar) = scale.bar(time).and_then(|bar| group.bars.get_mut(bar)) {
            *bar += 1;
        }
    }
    slots.into_iter().flatten().collect()
}

/// Puts groups in order; equal ones stay in the order of their values' text.
pub fn sort(store: &Store, column: Column, groups: &mut [Group], order: GroupOrder) {
    let dict = store.dict(column);
    groups.sort_by(|one, two| dict.get(one.value).cmp(dict.get(two.value)));
    match order {
        GroupOrder::Count => groups.sort_by_key(|group| std::cmp::Reverse(group.events)),
        GroupOrder::Name => {}
        GroupOrder::First => groups.sort_by_key(|group| group.first),
        GroupOrder::Rare => groups.sort_by_key(|group| group.events),
    }
}

/// The events of an answer with one value, in the same order.
pub fn members(store: &Store, events: &[Event], column: Column, value: u32) -> Vec<Event> {
    events.iter().copied().filter(|&event| store.value_id(event, column) == value).collect()
}

/// For each kind, whether it failed.
pub fn failed_kinds(store: &Store) -> Vec<bool> {
    let Home::Kind(place) = Column::Outcome.home() else { return Vec::new() };
    let failed = store.dict(Column::Outcome).iter().position(|text| text == "failed");
    let failed = failed.and_then(|at| u32::try_from(at + 1).ok()).filter(|&id| id != MISSING);
    store.kinds().iter().map(|kind| failed.is_some() && kind.get(place).copied() == failed).collect()
}

/// Equal parts of the time between the first and the last event.
struct Scale {
    first: i64,
    length: i64,
}

impl Scale {
    fn of(store: &Store, events: &[Event]) -> Self {
        let timed = events.partition_point(|&event| store.time(event) != Time::NONE);
        let time = |at: Option<usize>| {
            at.and_then(|at| events.get(at)).and_then(|&event| store.time(event).millis())
        };
        let first = time(Some(0)).unwrap_or_default();
        let last = time(timed.checked_sub(1)).unwrap_or(first);
        Self { first, length: last - first + 1 }
    }

    fn bar(&self, time: Time) -> Option<usize> {
        let since = i128::from(time.millis()? - self.first);
        let bars = i128::try_from(BARS).ok()?;
        usize::try_from(since * bars / i128::from(self.length)).ok().filter(|&bar| bar < BARS)
    }
}
