//! Columns whose values are lists of a few names, such as the tactics of a call: in groups, an event counts under each
//! name.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::record::field::{Column, OnDemand};
use crate::record::targets::list;
use crate::store::{Event, MISSING, Store};

/// Returns whether an event counts under each of its values in a column, so that groups may add up to more than the
/// events.
pub fn counts_each(column: Column) -> bool {
    matches!(
        column,
        Column::OnDemand(OnDemand::TACTIC | OnDemand::TECHNIQUE | OnDemand::OPENS | OnDemand::RULE)
    )
}

/// For each value of such a column, the IDs of the names in it.
#[derive(Debug)]
pub(in crate::query) struct ItemsOfValues(Vec<Vec<u32>>);

impl ItemsOfValues {
    /// Reads the values of a column; `None` if an event counts under its whole value.
    pub(in crate::query) fn of(store: &Store, column: Column) -> Option<Self> {
        if !counts_each(column) {
            return None;
        }
        let dict = store.dict(column);
        let ids = (0..).take(dict.len()).map(|id| (dict.get(id), id));
        let by_name: HashMap<&str, u32, RandomState> = ids.clone().filter(|(_, id)| *id != MISSING).collect();
        let items = |(value, id): (&str, u32)| {
            let items: Option<Vec<u32>> =
                list::names(value).map(|name| by_name.get(name.as_ref()).copied()).collect();
            items.filter(|items| !items.is_empty() && id != MISSING).unwrap_or_else(|| vec![id])
        };
        Some(Self(ids.map(items).collect()))
    }

    /// Returns the names in a value.
    pub(in crate::query) fn get(&self, value: u32) -> &[u32] {
        self.0.get(value as usize).map_or(&[], Vec::as_slice)
    }
}

/// Tells which groups by some columns an event is in.
pub(in crate::query) struct GroupsOfEvent<'s> {
    store: &'s Store,
    columns: Vec<(Column, Option<ItemsOfValues>)>,
}

impl<'s> GroupsOfEvent<'s> {
    pub(in crate::query) fn new(store: &'s Store, columns: &[Column]) -> Self {
        let columns = columns.iter().map(|&column| (column, ItemsOfValues::of(store, column))).collect();
        Self { store, columns }
    }

    /// Returns the values of the event, from the outermost column; several if it has several names in a column.
    pub(in crate::query) fn paths(&self, event: Event) -> Vec<Vec<u32>> {
        let mut paths = vec![Vec::with_capacity(self.columns.len())];
        for (column, items) in &self.columns {
            extend(&mut paths, self.store.value_id(event, *column), items.as_ref());
        }
        paths
    }

    /// Returns whether the event is in the group with these values.
    pub(in crate::query) fn is_in(&self, event: Event, path: &[u32]) -> bool {
        self.columns.iter().zip(path).all(|((column, items), wanted)| {
            let value = self.store.value_id(event, *column);
            items.as_ref().map_or(value == *wanted, |items| items.get(value).contains(wanted))
        })
    }
}

/// Adds a value to each path, or each of the names in it.
pub(in crate::query) fn extend(paths: &mut Vec<Vec<u32>>, value: u32, items: Option<&ItemsOfValues>) {
    let Some(items) = items.map(|items| items.get(value)) else {
        return paths.iter_mut().for_each(|path| path.push(value));
    };
    let longer = |path: &Vec<u32>| -> Vec<Vec<u32>> {
        items.iter().map(|&item| path.iter().copied().chain([item]).collect()).collect()
    };
    *paths = paths.iter().flat_map(longer).collect();
}
