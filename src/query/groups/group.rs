//! An answer counted by the values of one column, or of up to three, nested.

use super::ranked::GroupRanks;
use crate::record::field::{Column, Home};
use crate::record::time::Time;
use crate::store::{MISSING, Store};

/// How many bars the small histogram of a group has.
pub const BARS: usize = 12;

/// The events of an answer that share one value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// ID of the value; the missing value counts as a value.
    pub value: u32,
    /// The values of the groups around this one, outermost first; IDs of the columns before this one's.
    pub within: Vec<u32>,
    /// How many events.
    pub events: usize,
    /// How many of them failed.
    pub failed: usize,
    /// Time of the first event.
    pub first: Time,
    /// Time of the last event that has a time.
    pub last: Time,
    /// How many distinct addresses they came from.
    pub addresses: usize,
    /// How many distinct event names they have.
    pub calls: usize,
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
    /// Earliest first event first.
    First,
    /// Smallest first, because rare values matter most.
    Rare,
    /// Greatest sum first; without sums, largest first.
    Sum,
}

impl GroupOrder {
    /// Returns the next order when a person steps through them.
    #[must_use]
    pub fn next(self, has_sum: bool) -> Self {
        match self {
            Self::Count => Self::Name,
            Self::Name => Self::First,
            Self::First => Self::Rare,
            Self::Rare if has_sum => Self::Sum,
            Self::Rare | Self::Sum => Self::Count,
        }
    }

    /// Returns its name on the screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Count => "largest first",
            Self::Name => "by name",
            Self::First => "earliest first",
            Self::Rare => "rarest first",
            Self::Sum => "largest sum first",
        }
    }
}

/// Groups from one piece of work, with what sorting needs, computed while they are still in the cache.
pub(in crate::query) struct SortedList {
    pub(in crate::query) groups: Vec<Group>,
    /// What their order is made from.
    pub(in crate::query) ranks: GroupRanks,
    /// The highest of their bars.
    pub(in crate::query) highest: u32,
}

impl SortedList {
    pub(in crate::query) fn of(groups: Vec<Group>, order: GroupOrder) -> Self {
        let highest = groups.iter().flat_map(|group| group.bars).max().unwrap_or(0);
        let ranks = GroupRanks::of(groups.iter().map(|group| (group.rank(order), group.value)));
        Self { groups, ranks, highest }
    }
}

impl Group {
    /// Makes a group that begins with an event at a time; nothing is counted in it yet.
    pub(in crate::query) fn new(value: u32, time: Time) -> Self {
        Self {
            value,
            within: Vec::new(),
            events: 0,
            failed: 0,
            first: time,
            last: time,
            addresses: 0,
            calls: 0,
            bars: [0; BARS],
        }
    }

    /// Returns its sort key within its level, lowest first.
    pub(in crate::query) fn rank(&self, order: GroupOrder) -> u64 {
        match order {
            GroupOrder::Count | GroupOrder::Sum => u64::MAX - self.events as u64,
            GroupOrder::Name => 0,
            GroupOrder::Rare => self.events as u64,
            // Events without a time sort last, those before 1970 first.
            GroupOrder::First => self
                .first
                .millis()
                .map_or(u64::MAX, |millis| millis.cast_unsigned() ^ i64::MIN.cast_unsigned()),
        }
    }

    /// Returns the values from the outermost group to this one.
    pub fn path(&self) -> Vec<u32> {
        self.within.iter().copied().chain([self.value]).collect()
    }
}

/// Returns, for each kind, whether it failed.
pub fn failed_kinds(store: &Store) -> Vec<bool> {
    let Home::Kind(place) = Column::Outcome.home() else { return Vec::new() };
    let failed = store.dict(Column::Outcome).iter().position(|text| text == "failed");
    let failed = failed.and_then(|at| u32::try_from(at + 1).ok()).filter(|&id| id != MISSING);
    store.kinds().iter().map(|kind| failed.is_some() && kind.get(place).copied() == failed).collect()
}
