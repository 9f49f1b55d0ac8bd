//! Events by value: how many each value has, when, and in what order.
//!
//! - `group`: one group and the orders; `sorted`: the groups of an answer in order.
//! - `count` chooses between `dense`, for columns with few values, and `sparse`, for columns with many; `first` counts a page of very many.
//! - `figures`: sums, medians and greatest values of numbers, which `sorted` can be in the order of; `new_at`: when
//!   groups are first new in something.
//! - `scan`: the walk over events that both share; `items`: columns of lists, whose items are counted.

mod count;
mod dense;
pub mod figures;
mod first;
pub mod group;
pub mod items;
pub mod new_at;
mod ranked;
mod scan;
pub mod sorted;
mod sparse;

use count::counted;
use group::{Group, GroupOrder};
use items::GroupsOfEvent;

use crate::query::engine::stats::count_pass;
use crate::record::field::Column;
use crate::store::{Event, MISSING, Store};

/// Counts `events`, which are in sort order, by `column`.
pub fn group(store: &Store, events: &[Event], column: Column) -> Vec<Group> {
    nested(store, events, &[column])
}

/// Counts `events`, which are in sort order, by the first column, within each group by the second, and so on.
/// Returns the groups of all levels, unsorted; [`sorted::Groups`] sorts them.
pub fn nested(store: &Store, events: &[Event], columns: &[Column]) -> Vec<Group> {
    let lists = counted(store, events, None, columns, GroupOrder::default());
    lists.into_iter().flat_map(|list| list.groups).collect()
}

/// Returns the text of a group's value; `None` for the missing value.
pub fn value_of<'s>(store: &'s Store, columns: &[Column], group: &Group) -> Option<&'s str> {
    let column = columns.get(group.within.len())?;
    (group.value != MISSING).then(|| store.dict(*column).get(group.value))
}

/// Returns the events of an answer that have these values, in the same order.
pub fn members(store: &Store, events: &[Event], scope: &[(Column, u32)]) -> Vec<Event> {
    count_pass();
    let (columns, path): (Vec<Column>, Vec<u32>) = scope.iter().copied().unzip();
    let groups = GroupsOfEvent::new(store, &columns);
    events.iter().copied().filter(|&event| groups.is_in(event, &path)).collect()
}
