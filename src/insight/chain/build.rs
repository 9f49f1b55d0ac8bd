//! A store → its graph of credentials: one look at the columns, one reading of the few records that matter.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::RandomState;

use super::credentials::Credentials;
use super::grant::Grant;
use super::grants::Grants;
use super::issuing::may_issue;
use super::links::Links;
use super::nodes::{Basis, Credential, Graph, NodeId};
use super::seen::{ActorValues, Sample, Seen};
use crate::insight::by_kind::events_of;
use crate::insight::run::Run;
use crate::record::field::Column;
use crate::store::{Event, MISSING, Store};

impl Graph {
    /// Returns the graph of a store, computed when it is first needed. `None` if cancelled.
    pub fn of(store: &Store, run: Run<'_>) -> Option<Arc<Self>> {
        store.model(|| Self::build(store, run))
    }

    fn build(store: &Store, run: Run<'_>) -> Option<Self> {
        let seen = Seen::of(store);
        // A failed call issues nothing, and what is quoted in other text proves nothing.
        let is_shown = |event: &Event| !store.folds().is_folded(*event) && !store.is_quoted(*event);
        let mut issuing = events_of(store, |call| !call.failed && may_issue(call.name));
        issuing.retain(is_shown);
        let mut events = [issuing.clone(), seen.samples(store)].concat();
        events.sort_unstable();
        events.dedup();
        // What a record is not asked for is not read of it.
        let firsts = seen.firsts();
        let read = run.read(store, &events, |event, record| {
            let grant = issuing.binary_search(&event).is_ok().then(|| Box::new(Grant::read(record)));
            let sample = firsts.binary_search(&event).is_ok().then(|| Box::new(Sample::read(record)));
            Some((grant, sample))
        })?;
        let (mut found, mut samples) = (Vec::new(), HashMap::<Event, Sample, RandomState>::default());
        for (event, (grant, sample)) in read {
            found.extend(grant.filter(|grant| **grant != Grant::default()).map(|grant| (event, grant)));
            samples.extend(sample.map(|sample| (event, *sample)));
        }
        // The order of the records does not depend on how they were read.
        found.sort_by_cached_key(|(event, _)| store.order_key(*event));
        let (grants, said) = Grants::collect(store, found);
        let sign_ins = sign_ins(store, &seen, &issuing);
        let links = Links {
            store,
            seen: &seen,
            grants: &grants,
            said: &said,
            samples: &samples,
            sign_ins: &sign_ins,
            cancelled: run.cancelled,
        };
        let (nodes, mut sign_ins) = links.nodes()?;
        // A repeated delivery is the same sign-in.
        let copies: Vec<(Event, NodeId)> = sign_ins
            .iter()
            .flat_map(|&(event, node)| store.folds().copies(event).into_iter().map(move |copy| (copy, node)))
            .collect();
        sign_ins.extend(copies);
        sign_ins.sort_unstable();
        let nodes = Credentials::new(&nodes);
        let mut graph = Self { nodes, of_actor: seen.of_actor, sign_ins, grants };
        graph.cut_circles(store);
        Some(graph)
    }

    /// Cuts origins that form a circle, which only made-up records have, at the first name.
    fn cut_circles(&mut self, store: &Store) {
        let mut state = vec![0_u32; self.nodes.len()];
        for start in 0..self.nodes.len() {
            let mark = u32::try_from(start + 1).unwrap_or(u32::MAX);
            let mut at = Some(start);
            while let Some(id) = at {
                match state.get_mut(id) {
                    Some(state @ 0) => *state = mark,
                    Some(state) if *state == mark => {
                        self.cut_circle(store, id);
                        break;
                    }
                    _ => break,
                }
                at = NodeId::try_from(id)
                    .ok()
                    .and_then(|id| self.nodes.parent(id))
                    .map(|parent| parent as usize);
            }
        }
    }

    fn cut_circle(&mut self, store: &Store, one: usize) {
        let mut members = Vec::new();
        let mut at = NodeId::try_from(one).ok();
        while let Some(id) = at.filter(|id| !members.contains(id)) {
            members.push(id);
            at = self.nodes.parent(id);
        }
        let first = members.into_iter().min_by_key(|id| self.name(store, *id));
        if let Some((id, node)) = first.and_then(|id| Some((id, self.node(id)?))) {
            let cut = Credential { basis: Basis::None, parent: None, grant: None, ..node };
            self.nodes.set(id, &cut);
        }
    }

    /// Returns the topmost known origin of each node.
    pub(super) fn roots(&self) -> Vec<NodeId> {
        let count = NodeId::try_from(self.nodes.len()).unwrap_or(NodeId::MAX);
        let mut roots: Vec<Option<NodeId>> = vec![None; self.nodes.len()];
        for start in 0..count {
            let mut path = Vec::new();
            let mut at = start;
            let root = loop {
                if let Some(known) = roots.get(at as usize).copied().flatten() {
                    break known;
                }
                path.push(at);
                match self.nodes.parent(at) {
                    Some(parent) => at = parent,
                    None => break at,
                }
            };
            for id in path {
                if let Some(slot) = roots.get_mut(id as usize) {
                    *slot = Some(root);
                }
            }
        }
        (0..count).zip(roots).map(|(id, root)| root.unwrap_or(id)).collect()
    }
}

/// Returns the successful sign-ins that belong to no session, each with the ID of its principal ID.
fn sign_ins(store: &Store, seen: &Seen, issuing: &[Event]) -> Vec<(Event, u32)> {
    let is_sign_in = |event: &Event| store.value(*event, Column::EventName) == "ConsoleLogin";
    let principal = |event: Event| {
        let (segment, row) = store.locate(event)?;
        let actor = segment.actor(row);
        let has_session =
            seen.of_actor.get(actor as usize).is_some_and(|node| *node != super::credentials::NOBODY);
        let principal = ActorValues::of(store, actor)?.id(Column::PrincipalId);
        (!has_session && principal != MISSING).then_some((event, principal))
    };
    let mut found: Vec<(Event, u32)> =
        issuing.iter().copied().filter(is_sign_in).filter_map(principal).collect();
    found.sort_by_key(|(event, _)| store.order_key(*event));
    found
}
