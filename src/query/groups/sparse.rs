//! Counts by a column with many values: events are partitioned by value and sorted by value within a partition,
//! and each value is counted as one run. Events without a value, which may be nearly all, are counted
//! immediately.

use std::cmp::Reverse;
use std::ops::Range;

use super::dense::DenseCounts;
use super::scan::{ColumnValues, EventFacts, NO_BAR, Scan, ScanPart, span};
use crate::query::groups::group::{Group, GroupOrder, SortedList};
use crate::record::field::Column;
use crate::record::time::Time;
use crate::store::scan::parallel::{share_map, share_map_with};
use crate::store::{MISSING, Store};

/// An event in its group: time; value and address; event name, bar and whether it failed. These are plain
/// numbers, because a list of zeros costs nothing until it is written to.
pub(in crate::query) type Member = [u64; 3];

const BAR_AT: u32 = u32::BITS;
const BAR: u64 = 15;
const FAILED_AT: u32 = BAR_AT + 4;

pub(in crate::query) fn member(time: Time, bar: usize, found: EventFacts) -> Member {
    let bar = u64::try_from(bar).unwrap_or(BAR) << BAR_AT;
    let rest = u64::from(found.call) | bar | u64::from(found.failed) << FAILED_AT;
    let millis = time.millis().unwrap_or(i64::MAX).cast_unsigned();
    [millis, u64::from(found.value) << u32::BITS | u64::from(found.address), rest]
}

fn time([millis, ..]: &Member) -> Time {
    Time::from_millis(millis.cast_signed())
}

fn value([_, value, _]: &Member) -> u32 {
    low(value >> u32::BITS)
}

fn address([_, address, _]: &Member) -> u32 {
    low(*address)
}

fn call([_, _, call]: &Member) -> u32 {
    low(*call)
}

fn bar([_, _, rest]: &Member) -> usize {
    usize::try_from(rest >> BAR_AT & BAR).unwrap_or(NO_BAR)
}

fn failed([_, _, rest]: &Member) -> usize {
    usize::from(rest >> FAILED_AT != 0)
}

#[expect(clippy::cast_possible_truncation, reason = "the lower half is what is wanted")]
fn low(number: u64) -> u32 {
    number as u32
}

/// Number of partitions, one for each remainder of the IDs. Frequent values have low IDs and are spread.
const PARTITIONS: usize = 64;

/// The events of a piece, partition after partition.
struct Partitioned {
    members: Vec<Member>,
    /// Where each partition is.
    partitions: Vec<Range<usize>>,
    /// Events without a value.
    missing: DenseCounts,
}

/// Counts all events; returns one list for each partition.
pub(in crate::query) fn count(
    scan: &Scan<'_>,
    values: &ColumnValues<'_>,
    count: usize,
    order: GroupOrder,
) -> Vec<SortedList> {
    let mut parts = share_map(scan.pieces(), |piece| Partitioned::of(scan, values, &piece));
    let missing =
        parts.iter_mut().map(|part| std::mem::replace(&mut part.missing, DenseCounts::new(scan, 0)));
    let missing = missing.reduce(DenseCounts::and).map(DenseCounts::groups);
    let partition =
        |partition: usize| parts.iter().map(move |part| part.partition(partition)).collect::<Vec<_>>();
    let mut partitions: Vec<Vec<&[Member]>> = (0..PARTITIONS).map(partition).collect();
    // The largest partition first, so that it is not the last to finish.
    partitions.sort_by_key(|parts| Reverse(parts.iter().map(|part| part.len()).sum::<usize>()));
    let step = u32::try_from(PARTITIONS).unwrap_or(1);
    let lists = share_map_with(
        partitions,
        || Visited::new(scan.store),
        |visited, parts| {
            let number = |member: &Member| (value(member) / step) as usize;
            SortedList::of(gather(&parts, count.div_ceil(PARTITIONS), number, visited), order)
        },
    );
    missing.map(|missing| SortedList::of(missing, order)).into_iter().chain(lists).collect()
}

/// Counts the events of one outer group.
pub(in crate::query) fn inner(
    members: &[Member],
    local_ids: &mut LocalIds,
    visited: &mut Visited,
) -> Vec<Group> {
    let mut values = Vec::new();
    for member in members {
        local_ids.give(value(member), &mut values);
    }
    let groups = gather(&[members], values.len(), |member| local_ids.of(value(member)), visited);
    local_ids.clear(&values);
    groups
}

impl Partitioned {
    fn of(scan: &Scan<'_>, values: &ColumnValues<'_>, piece: &ScanPart<'_>) -> Self {
        let mut counts = [0; PARTITIONS];
        scan.each_value(piece, values, |value| {
            if let Some(count) = counts.get_mut(value as usize % PARTITIONS) {
                *count += usize::from(value != MISSING);
            }
        });
        let mut next = 0;
        let partitions = counts.map(|count| {
            next += count;
            next - count..next
        });
        let mut places = partitions.clone().map(|partition| partition.start);
        let mut members = vec![[0; 3]; next];
        let mut missing = DenseCounts::new(scan, 1);
        scan.each(piece, values, |_, time, bar, found| {
            if found.value == MISSING {
                return missing.add(time, bar, found);
            }
            let Some(next) = places.get_mut(found.value as usize % PARTITIONS) else { return };
            if let Some(slot) = members.get_mut(*next) {
                *slot = member(time, bar, found);
            }
            *next += 1;
        });
        Self { members, partitions: partitions.into(), missing }
    }

    fn partition(&self, number: usize) -> &[Member] {
        let partition = self.partitions.get(number).cloned().unwrap_or_default();
        self.members.get(partition).unwrap_or_default()
    }
}

/// Sorts members by their values, which have local IDs below `count`, and counts those of each value.
fn gather(
    parts: &[&[Member]],
    count: usize,
    number: impl Fn(&Member) -> usize,
    visited: &mut Visited,
) -> Vec<Group> {
    let mut ends = vec![0_u32; count + 1];
    for member in parts.iter().copied().flatten() {
        if let Some(end) = ends.get_mut(number(member) + 1) {
            *end += 1;
        }
    }
    let different = ends.iter().filter(|count| **count > 0).count();
    let mut sum = 0;
    for end in &mut ends {
        sum += *end;
        *end = sum;
    }
    // These are the starts of the values; while members are placed, they become the ends.
    let mut members = vec![[0; 3]; parts.iter().map(|part| part.len()).sum()];
    for member in parts.iter().copied().flatten() {
        let Some(end) = ends.get_mut(number(member)) else { continue };
        if let Some(slot) = members.get_mut(*end as usize) {
            *slot = *member;
        }
        *end += 1;
    }
    let mut groups = Vec::with_capacity(different);
    let mut start = 0;
    for end in ends {
        groups.extend(group(members.get(start..end as usize).unwrap_or_default(), visited));
        start = end as usize;
    }
    groups
}

/// Makes the group of the members with one value.
fn group(members: &[Member], visited: &mut Visited) -> Option<Group> {
    let first = members.first()?;
    let mut group = Group::new(value(first), Time::NONE);
    group.events = members.len();
    for member in members {
        (group.first, group.last) = span((group.first, group.last), (time(member), time(member)));
        group.failed += failed(member);
        if let Some(bar) = group.bars.get_mut(bar(member)) {
            *bar += 1;
        }
    }
    (group.addresses, group.calls) = visited.different(members);
    Some(group)
}

/// For each address and event name, the number of the group that had it last; and the number of the current
/// group.
pub(in crate::query) struct Visited {
    addresses: Vec<u32>,
    calls: Vec<u32>,
    group: u32,
}

/// Up to this many members, each is compared with those before it.
const FEW: usize = 8;

impl Visited {
    pub(in crate::query) fn new(store: &Store) -> Self {
        let none = |column| vec![0; store.dict(column).len()];
        Self { addresses: none(Column::SourceIpAddress), calls: none(Column::EventName), group: 0 }
    }

    /// Returns how many addresses and event names are distinct.
    fn different(&mut self, members: &[Member]) -> (usize, usize) {
        if members.len() <= FEW {
            return (different(members, address), different(members, call));
        }
        self.group += 1;
        let (mut addresses, mut calls) = (0, 0);
        for member in members {
            addresses += Self::meet(&mut self.addresses, address(member), self.group);
            calls += Self::meet(&mut self.calls, call(member), self.group);
        }
        (addresses, calls)
    }

    /// Returns 1 if the ID occurs for the first time in this group.
    fn meet(visited: &mut [u32], id: u32, group: u32) -> usize {
        let Some(slot) = visited.get_mut(id as usize).filter(|_| id != MISSING) else { return 0 };
        let new = *slot != group;
        *slot = group;
        usize::from(new)
    }
}

fn different(members: &[Member], id: impl Fn(&Member) -> u32) -> usize {
    let is_new = |(at, member): &(usize, &Member)| {
        let id_of_member = id(member);
        id_of_member != MISSING && !members.iter().take(*at).any(|before| id(before) == id_of_member)
    };
    members.iter().enumerate().filter(is_new).count()
}

/// For each ID, one more than its index in a list that is being built; 0 if it has none. Empty between uses.
pub(in crate::query) struct LocalIds(Vec<u32>);

impl LocalIds {
    pub(in crate::query) fn new(ids: usize) -> Self {
        Self(vec![0; ids])
    }

    /// Assigns the next index to an ID unless it has one.
    fn give(&mut self, id: u32, ids: &mut Vec<u32>) {
        if let Some(number) = self.0.get_mut(id as usize)
            && *number == 0
        {
            ids.push(id);
            *number = u32::try_from(ids.len()).unwrap_or(u32::MAX);
        }
    }

    fn of(&self, id: u32) -> usize {
        self.0.get(id as usize).map_or(0, |number| number.saturating_sub(1) as usize)
    }

    fn clear(&mut self, ids: &[u32]) {
        for &id in ids {
            if let Some(number) = self.0.get_mut(id as usize) {
                *number = 0;
            }
        }
    }
}
