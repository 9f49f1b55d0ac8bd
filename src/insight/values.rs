//! The columns that are computed from all events together.
//!
//! To add one: its name in `record/together.rs`, its number in `record/column.rs`, its rule in `record/on_demand.rs`,
//! its row in `record/field/table.rs`, and its arm in [`values`].

use std::collections::BTreeMap;

use super::calls::columns;
use super::chain::nodes::Graph;
use super::first_seen::{self, Dimension, NewsQuestion};
use super::ledger::{Ledger, with_copies};
use super::policy::opened::opens;
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
        Together::State => Some(Ledger::of(store, run)?.states(store)),
        Together::New => Some(news(store, run)?),
        Together::Opens => opens(store, run),
        Together::Watch => Some(columns::watch(store)),
        Together::Tactic => Some(columns::tactics(store)),
        Together::Technique => Some(columns::techniques(store)),
    }
}

/// Returns in what each event is new for its principal, in all of the data.
fn news(store: &Store, run: Run<'_>) -> Option<Values> {
    let news = first_seen::read(store, &NewsQuestion::of_principals(&Dimension::ALL, None), run.cancelled)?;
    let mut values: BTreeMap<String, Vec<Event>> = BTreeMap::new();
    for event in news.events() {
        let names: Vec<&str> = news.of(event).map(Dimension::name).collect();
        values.entry(names.join(", ")).or_default().push(event);
    }
    Some(values.into_iter().map(|(name, events)| (name, with_copies(store, events))).collect())
}
