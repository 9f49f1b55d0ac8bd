//! The order of listed events: that of the explorer when it sorts by the same field.

use std::sync::Arc;

use crate::cli::arguments::fields::SortField;
use crate::cli::complain::complain;
use crate::plural::{agree, counted};
use crate::query::sort::{Sorter, Sorting};
use crate::record::field::list_columns::ListColumn;
use crate::record::field::{Column, FieldSource};
use crate::store::{Event, Store};

/// Returns the column of a sort order: that which the explorer shows and sorts by, which has short names of principals.
pub(in crate::cli) fn sorting_column(sort: SortField) -> Column {
    ListColumn::of(sort.field).column().unwrap_or_else(|| sort.field.column())
}

/// Puts events, which are in time order, into another order.
pub(in crate::cli) fn in_order(
    store: &Store,
    mut events: Vec<Event>,
    sort: Option<SortField>,
    reverse: bool,
) -> Vec<Event> {
    let by_time = |sort: &SortField| sort.field.source == FieldSource::Time;
    if reverse || sort.is_some_and(|sort| by_time(&sort) && sort.descending) {
        // Events without a time stay last: they are not the newest.
        let timed = store.timed(&events);
        events.get_mut(..timed).unwrap_or_default().reverse();
    }
    let Some(sort) = sort.filter(|sort| !by_time(sort)) else { return events };
    let sorting = Sorting { column: sorting_column(sort), descending: sort.descending };
    let Some(sorted) = Sorter::default().sort(store, &events, sorting, &|| false) else { return events };
    if sorted.missing > 0 {
        let have = agree(sorted.missing, "has", "have");
        complain(&format!("{} {have} no {}: last", counted(sorted.missing, "event"), sort.field.name));
    }
    Arc::unwrap_or_clone(sorted.events)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::field::FIELDS;
    use crate::tui::panes::list::chosen_columns::ListColumns;

    #[test]
    fn every_field_is_sorted_as_in_the_explorer() {
        for field in FIELDS.iter().filter(|field| field.source != FieldSource::Time) {
            let mut list = ListColumns::default();
            list.sort_by(ListColumn::of(field));
            let here = sorting_column(SortField { field, descending: false });
            assert_eq!(Some(here), list.sorting().map(|sorting| sorting.column), "{}", field.name);
        }
    }
}
