//! The columns that are computed from all events together.
//!
//! To add one: its name in `record/together.rs`, its number in `record/column.rs`, its rule in `record/on_demand.rs`,
//! its row in `record/field.rs`, and its arm in [`values`].

use super::chain::nodes::Graph;
use super::run::Run;
use crate::record::field::Together;
use crate::store::{Event, Store};

/// Values with the events that have them. A value may come several times; events that do not come have none.
pub type Values = Vec<(String, Vec<Event>)>;

/// Returns the values of a column for all events, repeated deliveries included. `None` if cancelled.
pub fn values(column: Together, store: &Store, run: Run<'_>) -> Option<Values> {
    match column {
        Together::Issued => Some(Graph::of(store, run)?.grants().issued(store)),
        Together::Root => Some(Graph::of(store, run)?.root_values(store)),
        Together::Basis => Some(Graph::of(store, run)?.basis_values(store)),
    }
}
