//! A filter and its answer, and further questions to the same events.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::query::engine::filter::Filter;
use crate::query::groups::members as of_group;
use crate::query::language::expr::Expr;
use crate::query::language::parse::Reading;
use crate::record::field::Column;
use crate::store::scan::cancel::Cancelled;
use crate::store::{Event, Store};

/// A filter and its answer.
#[derive(Debug, Clone)]
pub struct Answered {
    /// The snapshot that was searched.
    pub store: Store,
    /// The filter as it was typed.
    pub filter: String,
    /// What it means.
    pub reading: Reading,
    /// Whether repeated deliveries are shown.
    pub unfolded: bool,
    /// Whether one text represents all that have its `eventID`.
    pub twins_merged: bool,
    /// Only events with these values in these columns.
    pub scope: Vec<(Column, u32)>,
    /// How many events were found.
    pub found: usize,
    /// The columns of the list that shows the answer.
    pub columns: Vec<Column>,
    /// Those of them that words were looked for in.
    pub searched: Vec<Column>,
}

impl Answered {
    /// Returns how many events pass, of those that the answer is about; `None` if cancelled.
    pub(super) fn count(&self, filter: &mut Filter, expr: &Expr, cancelled: Cancelled<'_>) -> Option<usize> {
        let mut events = filter.answer(&self.store, expr, self.unfolded, cancelled)?;
        if self.twins_merged {
            self.store.merge_twins(&mut events);
        }
        Some(if self.scope.is_empty() {
            events.len()
        } else {
            of_group(&self.store, &events, &self.scope).len()
        })
    }

    /// Returns whether any event passes; stops at the first one.
    pub(super) fn has(&self, filter: &mut Filter, expr: &Expr, cancelled: Cancelled<'_>) -> Option<bool> {
        let found = AtomicBool::new(false);
        let enough = || found.load(Ordering::Relaxed) || cancelled();
        let answer =
            filter.answer_in_parts(&self.store, expr, true, &enough, &mut |events: Vec<Event>, _| {
                found.fetch_or(!events.is_empty(), Ordering::Relaxed);
            });
        let all = answer.is_some_and(|events| !events.is_empty());
        let found = found.into_inner() || all;
        (found || !cancelled()).then_some(found)
    }
}
