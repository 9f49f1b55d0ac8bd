//! Another event of the same call, to compare with: the nearest before or after, if possible by the same principal.

use crate::record::field::Column;
use crate::store::{Event, Store};

/// How an event was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallLikeness {
    /// The same call by the same principal.
    SamePrincipal,
    /// The same call by anybody.
    SameCall,
}

/// Returns the event of the same call as `event` that is the nearest to `from` in time order, after it (1) or
/// before it (-1): by the same principal, or else by anybody. Repeated deliveries and `event` itself are left out.
pub fn same_call(store: &Store, event: Event, from: Event, step: isize) -> Option<(Event, CallLikeness)> {
    let is_like = |columns: &[Column], other: Event| {
        let is_same = |&column: &Column| store.value_id(event, column) == store.value_id(other, column);
        other != event && other != from && !store.folds().is_folded(other) && columns.iter().all(is_same)
    };
    let order = store.order();
    let key = store.order_key(from);
    let at = order.partition_point(|&other| store.order_key(other) < key);
    let (before, after) = order.split_at_checked(at)?;
    let nearest = |columns: &[Column]| {
        if step < 0 {
            before.iter().rev().copied().find(|&other| is_like(columns, other))
        } else {
            after.iter().copied().find(|&other| is_like(columns, other))
        }
    };
    let of_principal = nearest(&[Column::EventName, Column::Service, Column::Principal]);
    let of_principal = of_principal.map(|event| (event, CallLikeness::SamePrincipal));
    let of_call =
        || nearest(&[Column::EventName, Column::Service]).map(|event| (event, CallLikeness::SameCall));
    of_principal.or_else(of_call)
}
