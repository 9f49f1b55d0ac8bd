//! Forward access sessions: a service acts for a caller with a key that it gets for this one request. Which call
//! caused that is found by principal, service and time.

use super::credentials::{NOBODY, NodeId};
use super::near::{APART, apart};
use super::seen::{ActorValues, Seen};
use crate::record::field::Column;
use crate::record::identity::service_name;
use crate::record::targets::list;
use crate::store::{Event, MISSING, Store};

/// AWS writes this instead of a service.
const ANY_SERVICE: &str = "AWS Internal";

/// The calls that may have caused others.
pub(super) struct Callers<'s> {
    pub(super) store: &'s Store,
    pub(super) seen: &'s Seen,
}

impl Callers<'_> {
    /// Returns how many calls may have caused `event`, and the credentials that made them. What was encrypted names
    /// the object of the cause.
    pub(super) fn of(&self, event: Event, encrypted: &[String]) -> (usize, Vec<NodeId>) {
        let near = self.near(event);
        let is_about = |cause: &&Event| {
            let touched = self.store.value(**cause, Column::Resource);
            list::names(touched).any(|name| encrypted.iter().any(|arn| is_same(arn, &name)))
        };
        let narrowed: Vec<Event> = near.iter().filter(is_about).copied().collect();
        let causes = if narrowed.is_empty() { near } else { narrowed };
        let mut origins: Vec<NodeId> = causes.iter().map(|&cause| self.node(cause)).collect();
        origins.sort_unstable();
        origins.dedup();
        origins.retain(|origin| *origin != NOBODY);
        (causes.len(), origins)
    }

    fn actor(&self, event: Event) -> Option<(u32, ActorValues<'_>)> {
        let (segment, row) = self.store.locate(event)?;
        let number = segment.actor(row);
        Some((number, ActorValues::of(self.store, number)?))
    }

    fn node(&self, event: Event) -> NodeId {
        let node = self.actor(event).and_then(|(number, _)| self.seen.of_actor.get(number as usize));
        node.copied().unwrap_or(NOBODY)
    }

    /// Returns the calls of the same principal to the service, at most a second before or after.
    fn near(&self, event: Event) -> Vec<Event> {
        let Some((_, actor)) = self.actor(event) else { return Vec::new() };
        let (principal, invoker) = (actor.id(Column::PrincipalId), actor.text(Column::InvokedBy));
        let service = service_name(invoker);
        let order = self.store.order();
        let Some(millis) = self.store.time(event).millis().filter(|_| principal != MISSING) else {
            return Vec::new();
        };
        let from = order.partition_point(|&other| {
            self.store.time(other).millis().is_some_and(|other| other < millis - APART)
        });
        let is_near = |other: &&Event| {
            apart(self.store.time(**other), self.store.time(event)).is_some_and(|apart| apart <= APART)
        };
        let is_cause = |other: &&Event| {
            let same = self.actor(**other).is_some_and(|(_, actor)| {
                actor.id(Column::PrincipalId) == principal && actor.id(Column::InvokedBy) == MISSING
            });
            let is_to = invoker == ANY_SERVICE || self.store.value(**other, Column::Service) == service;
            same && is_to && !self.store.folds().is_folded(**other)
        };
        let near = order.get(from..).unwrap_or_default().iter().take_while(is_near);
        near.filter(is_cause).copied().collect()
    }
}

/// Returns whether an ARN and a name that a call gave mean the same thing.
fn is_same(arn: &str, name: &str) -> bool {
    let tail = arn.splitn(6, ':').nth(5).unwrap_or(arn);
    arn == name || (!name.is_empty() && tail.ends_with(name)) || (!tail.is_empty() && name.ends_with(tail))
}
