//! The first page of very many groups, before all are counted: how many events each value has is counted for all, the
//! rest only for the groups of the page.

use std::collections::BinaryHeap;

use super::dense::{DenseCounts, LARGEST};
use super::group::{Group, GroupOrder};
use super::scan::{ColumnValues, NO_PLACE, Scan};
use crate::record::field::Column;
use crate::store::Store;
use crate::store::scan::parallel::share_map;

/// How many groups a page has: more than a screen.
const PAGE: usize = 250;
/// Fewer groups than this are all counted at once.
const LEAST: usize = 4000;

/// The first groups of an answer.
pub(in crate::query) struct FirstGroups {
    /// Some groups: all that are before the others, not sorted.
    pub(in crate::query) groups: Vec<Group>,
    /// How many groups there are.
    pub(in crate::query) all: usize,
}

/// Counts the first groups by a column, if there are enough for that to be faster. `texts` are the ranks of its texts, if they
/// are known.
pub(in crate::query) fn first(
    scan: &Scan<'_>,
    column: Column,
    order: GroupOrder,
    texts: Option<&[u32]>,
) -> Option<FirstGroups> {
    let store = scan.store;
    let rank: fn(u32) -> u32 = match order {
        GroupOrder::Count => |events: u32| u32::MAX - events,
        GroupOrder::Rare => |events: u32| events,
        GroupOrder::Name => |_| 0,
        GroupOrder::First | GroupOrder::Sum => return None,
    };
    let values = ColumnValues::of(store, column);
    let count = store.dict(column).len();
    if count < LEAST || values.items.is_some() || page(store) < PAGE {
        return None;
    }
    let counts = counts(scan, &values, count);
    let text = |value: usize| texts.and_then(|texts| texts.get(value)).copied().unwrap_or(0);
    let all = counts.iter().filter(|events| **events > 0).count();
    if all < LEAST {
        return None;
    }
    let last = last_key(&counts, rank, text)?;
    let is_first = |&(value, &events): &(usize, &u32)| events > 0 && (rank(events), text(value)) <= last;
    let mut first: Vec<u32> = Vec::new();
    for (value, _) in counts.iter().enumerate().filter(is_first) {
        first.push(u32::try_from(value).ok()?);
        // Too many are alike, and their texts are not known well enough.
        if first.len() > PAGE {
            return None;
        }
    }
    Some(FirstGroups { groups: of_values(scan, &values, count, &first), all })
}

/// Returns the rank and the text of the last value that is surely on the page. Nearly all values are far behind it: their
/// keys are not kept, and their texts not looked at. Together with the kept borders of
/// a bar in `scan`, a quarter less time to the first page.
fn last_key(counts: &[u32], rank: fn(u32) -> u32, text: impl Fn(usize) -> u32) -> Option<(u32, u32)> {
    let mut least: BinaryHeap<(u32, u32)> = BinaryHeap::with_capacity(PAGE);
    for (value, &events) in counts.iter().enumerate().filter(|(_, events)| **events > 0) {
        let rank = rank(events);
        if least.len() <= PAGE / 2 {
            least.push((rank, text(value)));
        } else if let Some(mut last) = least.peek_mut()
            && rank <= last.0
        {
            let key = (rank, text(value));
            if key < *last {
                *last = key;
            }
        }
    }
    least.peek().copied()
}

/// Returns how many groups can have sets of all addresses and calls.
fn page(store: &Store) -> usize {
    let longest = store.dict(Column::SourceIpAddress).len().max(store.dict(Column::EventName).len());
    LARGEST / longest.max(1)
}

/// Counts the events of each value.
fn counts(scan: &Scan<'_>, values: &ColumnValues<'_>, count: usize) -> Vec<u32> {
    let parts = share_map(scan.pieces(), |piece| {
        let mut counts = vec![0_u32; count];
        scan.each_value(&piece, values, |value| {
            if let Some(count) = counts.get_mut(value as usize) {
                *count += 1;
            }
        });
        counts
    });
    let whole = parts.into_iter().reduce(|mut counts, other| {
        counts.iter_mut().zip(other).for_each(|(count, other)| *count += other);
        counts
    });
    whole.unwrap_or_default()
}

/// Counts everything about the groups with these values.
fn of_values(scan: &Scan<'_>, values: &ColumnValues<'_>, count: usize, first: &[u32]) -> Vec<Group> {
    let mut places = vec![NO_PLACE; count];
    for (place, &value) in (1..).zip(first) {
        if let Some(slot) = places.get_mut(value as usize) {
            *slot = place;
        }
    }
    let parts = share_map(scan.pieces(), |piece| {
        let mut part = DenseCounts::new(scan, first.len() + 1);
        let place = |value: u32| places.get(value as usize).copied().unwrap_or(NO_PLACE);
        scan.each_placed(&piece, values, place, |_, time, bar, found| part.add(time, bar, found));
        part
    });
    let groups = parts.into_iter().reduce(DenseCounts::and).map(DenseCounts::groups).unwrap_or_default();
    let named = |group: Group| {
        let value = first.get((group.value as usize).checked_sub(1)?)?;
        Some(Group { value: *value, ..group })
    };
    groups.into_iter().filter_map(named).collect()
}
