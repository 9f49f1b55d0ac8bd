//! The events of each rule, among those of a filter.

use super::set::RuleSet;
use crate::query::engine::filter::Filter;
use crate::query::language::expr::Expr;
use crate::query::language::term::since;
use crate::store::scan::cancel::Cancelled;
use crate::store::{Event, Store};

/// Returns the events of each rule that can be asked, in the order of the rules and of time, among the events of
/// `within`; repeated deliveries are left out. `None` if cancelled.
pub fn rule_matches(
    store: &Store,
    rules: &RuleSet,
    within: &Expr,
    cancelled: Cancelled<'_>,
) -> Option<Vec<Vec<Event>>> {
    let mut filter = Filter::default();
    let mut events = |expr: &Expr| {
        let whole = since::within(within.clone(), expr.clone());
        filter.answer(store, &whole, false, cancelled)
    };
    rules.rules.iter().map(|rule| events(&rule.expr)).collect()
}
