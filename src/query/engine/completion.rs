//! Counts the values that are offered at the cursor of a filter, among the events that the rest of the filter
//! matches.

use super::filter::{Filter, Searched};
use crate::query::groups::members;
use crate::query::language::complete::{Candidate, value_begun};
use crate::query::language::expr::Expr;
use crate::record::field::{Column, OnDemand};
use crate::store::scan::cancel::Cancelled;
use crate::store::{Event, Store};

/// What to count.
#[derive(Debug, Clone)]
pub struct CompletionRequest {
    /// Number of the request; later requests have higher numbers.
    pub number: u64,
    /// The snapshot that has the events.
    pub store: Store,
    /// The unfinished term at the cursor.
    pub term: String,
    /// The filter without that term, if IDs alone decide it, because an unfinished word may match nothing.
    pub rest: Option<Expr>,
    /// Whether repeated deliveries are counted.
    pub unfolded: bool,
    /// Whether one text represents all that have its `eventID`.
    pub twins_merged: bool,
    /// Only events with these values in these columns.
    pub scope: Vec<(Column, u32)>,
    /// The columns that the list shows: words of the filter are searched in them as well.
    pub shown: Vec<Column>,
}

/// The completions.
#[derive(Debug, Clone)]
pub struct Completed {
    /// Number of the request.
    pub number: u64,
    /// The snapshot, with the column of the values.
    pub store: Store,
    /// The column, if it was read or computed for this.
    pub column: Option<OnDemand>,
    /// The values. They have no counts if these would be counts of other events.
    pub candidates: Vec<Candidate>,
}

/// Counts, and keeps the columns that were read for it.
#[derive(Debug, Default)]
pub struct Completer {
    columns: Filter,
}

impl Completer {
    /// Counts what was requested; `hear` gets the progress of reading values. `None` if cancelled.
    pub fn complete(
        &mut self,
        request: &CompletionRequest,
        cancelled: Cancelled<'_>,
        hear: &mut dyn FnMut(Searched),
    ) -> Option<Completed> {
        let number = request.number;
        let Some(value) = value_begun(&request.term) else {
            let store = request.store.clone();
            return Some(Completed { number, store, column: None, candidates: Vec::new() });
        };
        let column = value.column.on_demand();
        let store = self.columns.prepare(&request.store, &request.columns(column), cancelled, hear)?;
        let events = match &request.rest {
            Some(rest) => Some(request.events(&store, rest, cancelled)?),
            None => None,
        };
        let mut candidates = value.counted(&store, events.as_deref().unwrap_or(store.order()));
        if events.is_none() {
            for candidate in &mut candidates {
                candidate.note.clear();
            }
        }
        (!cancelled()).then_some(Completed { number, store, column, candidates })
    }
}

impl CompletionRequest {
    /// Returns the columns on demand that it needs, including that of the values.
    fn columns(&self, column: Option<OnDemand>) -> Vec<OnDemand> {
        let scope = self.scope.iter().filter_map(|(column, _)| column.on_demand());
        let rest = self.rest.iter().flat_map(Expr::on_demand);
        let has_words = self.rest.as_ref().is_some_and(|rest| !rest.words().is_empty());
        let searched = self.shown.iter().filter(|_| has_words).filter_map(|column| column.on_demand());
        column.into_iter().chain(scope).chain(rest).chain(searched).collect()
    }

    fn events(&self, store: &Store, rest: &Expr, cancelled: Cancelled<'_>) -> Option<Vec<Event>> {
        let mut filter = Filter::default();
        filter.also_search(&self.shown);
        let mut events = filter.answer(store, rest, self.unfolded, cancelled)?;
        if self.twins_merged {
            store.merge_twins(&mut events);
        }
        Some(if self.scope.is_empty() { events } else { members(store, &events, &self.scope) })
    }
}
