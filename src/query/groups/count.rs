//! Counts events by one or more columns, on all processor cores. Columns with few values are counted in one
//! pass (`dense`); for other columns, events are first partitioned by value (`sparse`), so that each partition
//! fits in a processor's cache.

use super::first::{self, FirstGroups};
use super::scan::{ColumnValues, Scan};
use super::{dense, sparse};
use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::group::{Group, GroupOrder, SortedList};
use super::items::extend;
use crate::query::engine::stats::count_pass;
use crate::record::field::Column;
use crate::store::scan::bitset::Bits;
use crate::store::scan::parallel::{pieces, share_map_with};
use crate::store::{Event, Store};

/// Counts `events` by the first column, within each group by the second, and so on. Returns one list of groups
/// for each piece of work. `set` holds the same events, if a set of them exists. Their ranks are those of
/// `order`.
pub(in crate::query) fn counted(
    store: &Store,
    events: &[Event],
    set: Option<&Bits>,
    columns: &[Column],
    order: GroupOrder,
) -> Vec<SortedList> {
    let Some((&first, inner)) = columns.split_first() else { return Vec::new() };
    count_pass();
    let scan = Scan::new(store, events, set);
    let lists = by(&scan, first, order);
    if inner.is_empty() {
        return lists;
    }
    let mut groups: Vec<Group> = lists.into_iter().flat_map(|list| list.groups).collect();
    let mut outer = 0..groups.len();
    for (depth, &column) in (1..).zip(inner) {
        let path = columns.get(..depth).unwrap_or_default();
        let found = within(&scan, path, groups.get(outer).unwrap_or_default(), column);
        outer = groups.len()..groups.len() + found.len();
        groups.extend(found);
    }
    vec![SortedList::of(groups, order)]
}

/// Counts the first groups by a column, if there are very many. `texts` are the ranks of its texts, if they are known.
pub(in crate::query) fn first_groups(
    store: &Store,
    events: &[Event],
    set: Option<&Bits>,
    (column, order): (Column, GroupOrder),
    texts: Option<&[u32]>,
) -> Option<FirstGroups> {
    count_pass();
    first::first(&Scan::new(store, events, set), column, order, texts)
}

/// Counts by one column, on all processor cores.
fn by(scan: &Scan<'_>, column: Column, order: GroupOrder) -> Vec<SortedList> {
    let values = ColumnValues::of(scan.store, column);
    let count = scan.store.dict(column).len();
    if values.items.is_some() || dense::are_few(scan.store, count) {
        vec![SortedList::of(dense::count(scan, &values, count), order)]
    } else {
        sparse::count(scan, &values, count, order)
    }
}

/// Counts, by `column`, the events of each of the `outer` groups, which are by the columns of `path`.
fn within(scan: &Scan<'_>, path: &[Column], outer: &[Group], column: Column) -> Vec<Group> {
    let of_path: Vec<ColumnValues<'_>> =
        path.iter().map(|&column| ColumnValues::of(scan.store, column)).collect();
    let numbers: HashMap<Vec<u32>, usize, RandomState> = outer.iter().map(Group::path).zip(0..).collect();
    let mut members: Vec<Vec<sparse::Member>> =
        outer.iter().map(|group| Vec::with_capacity(group.events)).collect();
    let values = ColumnValues::of(scan.store, column);
    let mut key = Vec::with_capacity(path.len());
    for piece in scan.pieces() {
        scan.each(&piece, &values, |at, time, bar, found| {
            let member = sparse::member(time, bar, found);
            let mut add = |key: &[u32]| {
                if let Some(members) = numbers.get(key).and_then(|&number| members.get_mut(number)) {
                    members.push(member);
                }
            };
            if of_path.iter().all(|values| values.items.is_none()) {
                key.clear();
                key.extend(of_path.iter().map(|values| values.value(at)));
                return add(&key);
            }
            let mut keys = vec![Vec::new()];
            for values in &of_path {
                extend(&mut keys, values.value(at), values.items.as_ref());
            }
            for key in &keys {
                add(key);
            }
        });
    }
    let all: Vec<(&Group, Vec<sparse::Member>)> = outer.iter().zip(members).collect();
    let count = scan.store.dict(column).len();
    let counted = share_map_with(
        pieces(&all, 1),
        || (sparse::Visited::new(scan.store), sparse::LocalIds::new(count)),
        |(visited, local_ids), groups| {
            let inner = |(group, members): &(&Group, Vec<sparse::Member>)| {
                let inner = sparse::inner(members, local_ids, visited).into_iter();
                let within = group.path();
                inner.map(|inner| Group { within: within.clone(), ..inner }).collect::<Vec<_>>()
            };
            groups.iter().flat_map(inner).collect::<Vec<_>>()
        },
    );
    counted.into_iter().flatten().collect()
}
