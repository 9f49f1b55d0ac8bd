//! What belongs to a credential: its origins, and all that came of it, as nodes and as events.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::nodes::{CredentialKind, Graph, NodeId};
use crate::record::field::Column;
use crate::store::scan::bitset::Bits;
use crate::store::segment::{EventId, SEGMENT_ROWS, parse_guid};
use crate::store::{Event, Store};

/// What a text names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NamedCredential {
    /// The credentials of that name.
    pub nodes: Vec<NodeId>,
    /// The grant of a key of that name that no event uses.
    pub unused: Option<u32>,
}

/// Which way origins are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChainWay {
    /// To the origins and to all that came of it.
    Both,
    /// Only to the origins.
    Up,
    /// Only to what came of it.
    Down,
}

impl Graph {
    /// Finds what a text names: an access key, a session, a sign-in, or the event with that ID.
    pub fn named(&self, store: &Store, text: &str) -> NamedCredential {
        let all = || 0..NodeId::try_from(self.nodes.len()).unwrap_or(NodeId::MAX);
        let mut nodes: Vec<NodeId> = all().filter(|&id| self.has_name(store, id, text)).collect();
        if nodes.is_empty() {
            nodes.extend(event_of(store, text).and_then(|event| self.of_event(store, event)));
        }
        let unused = if nodes.is_empty() { self.grants.of_key(store, text) } else { None };
        NamedCredential { nodes, unused }
    }

    fn has_name(&self, store: &Store, id: NodeId, text: &str) -> bool {
        match self.node(id).map(|node| node.kind) {
            Some(CredentialKind::Key(key)) => {
                store.dict(Column::AccessKey).get(key).eq_ignore_ascii_case(text)
            }
            Some(CredentialKind::Session(session)) => store.dict(Column::Session).get(session) == text,
            Some(CredentialKind::Several(..)) => text.contains('@') && self.name(store, id) == text,
            Some(CredentialKind::SignIn(_)) => text.contains(' ') && self.name(store, id) == text,
            None => false,
        }
    }

    /// Returns these nodes and what they reach, sorted.
    pub fn reach(&self, named: &NamedCredential, way: ChainWay) -> Vec<NodeId> {
        let mut found: Vec<NodeId> = named.nodes.clone();
        let mut up: Vec<NodeId> = named.nodes.clone();
        // The origin of a key that nobody used is the caller that got it.
        if way != ChainWay::Down {
            while let Some(parent) = up.pop().and_then(|id| self.nodes.parent(id)) {
                if !found.contains(&parent) {
                    found.push(parent);
                    up.push(parent);
                }
            }
        }
        if way != ChainWay::Up {
            let mut children: HashMap<NodeId, Vec<NodeId>, RandomState> = HashMap::default();
            for id in 0..NodeId::try_from(self.nodes.len()).unwrap_or(NodeId::MAX) {
                if let Some(parent) = self.nodes.parent(id) {
                    children.entry(parent).or_default().push(id);
                }
            }
            let mut open = named.nodes.clone();
            while let Some(id) = open.pop() {
                for &child in children.get(&id).into_iter().flatten() {
                    found.push(child);
                    open.push(child);
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Returns the events of nodes and of the grants that issued them, repeated deliveries included.
    pub fn events(&self, store: &Store, nodes: &[NodeId]) -> Bits {
        let mut wanted = Bits::none(self.nodes.len());
        wanted.extend(nodes.iter().copied());
        let mut found = Bits::none(store.len());
        let actors: Vec<bool> = self.of_actor.iter().map(|&node| wanted.has(node)).collect();
        for (number, segment) in store.segments().iter().enumerate() {
            let first = u32::try_from(number * SEGMENT_ROWS).unwrap_or(u32::MAX);
            let rows = (first..).zip(segment.actors().iter());
            let is_wanted = |actor: u32| actors.get(actor as usize).copied().unwrap_or(false);
            found.extend(rows.filter(|(_, actor)| is_wanted(*actor)).map(|(event, _)| event));
        }
        let grants = nodes.iter().filter_map(|&id| self.node(id)?.grant);
        for grant in grants {
            found.extend(self.grants.with_copies(store, grant));
        }
        let sign_ins = self.sign_ins.iter().filter(|(_, node)| wanted.has(*node));
        found.extend(sign_ins.map(|(event, _)| *event));
        found
    }

    /// Returns the events of a chain: see [`ChainWay`].
    pub fn chain(&self, store: &Store, text: &str, way: ChainWay) -> Bits {
        let named = self.named(store, text);
        let mut nodes = self.reach(&named, way);
        let mut found = Bits::none(0);
        if let Some(grant) = named.unused {
            let callers = self.grants.events(grant).iter().filter_map(|&event| self.of_event(store, event));
            let callers = NamedCredential { nodes: callers.collect(), unused: None };
            if way != ChainWay::Down {
                nodes = self.reach(&callers, ChainWay::Up);
            }
            found.grow(store.len());
            found.extend(self.grants.with_copies(store, grant));
        }
        let mut events = self.events(store, &nodes);
        events.extend(found.iter());
        events
    }

    /// Returns the names of the topmost known origins, each with its events. A call without a credential goes back
    /// to its principal.
    pub(in crate::insight) fn root_values(&self, store: &Store) -> Vec<(String, Vec<Event>)> {
        let mut by_root: HashMap<NodeId, Vec<Event>, RandomState> = HashMap::default();
        let mut by_principal: HashMap<u32, Vec<Event>, RandomState> = HashMap::default();
        let roots = self.roots();
        let root = |node: NodeId| roots.get(node as usize).copied().unwrap_or(node);
        self.each_event(store, |event, node| match node {
            Some(node) => by_root.entry(root(node)).or_default().push(event),
            None => by_principal.entry(store.value_id(event, Column::Principal)).or_default().push(event),
        });
        let roots = by_root.into_iter().map(|(id, events)| (self.name(store, id), events));
        let principals = by_principal.into_iter();
        let principals =
            principals.map(|(id, events)| (store.dict(Column::Principal).get(id).to_owned(), events));
        roots.chain(principals).collect()
    }

    /// Returns the names of bases, each with its events. A call without a credential has none.
    pub(in crate::insight) fn basis_values(&self, store: &Store) -> Vec<(String, Vec<Event>)> {
        let mut by_basis: HashMap<&str, Vec<Event>, RandomState> = HashMap::default();
        self.each_event(store, |event, node| {
            if let Some(node) = node.and_then(|id| self.node(id)) {
                by_basis.entry(node.basis.name()).or_default().push(event);
            }
        });
        by_basis.into_iter().map(|(name, events)| (name.to_owned(), events)).collect()
    }

    fn each_event(&self, store: &Store, mut tell: impl FnMut(Event, Option<NodeId>)) {
        let events = 0..u32::try_from(store.len()).unwrap_or(u32::MAX);
        events.for_each(|event| tell(event, self.of_event(store, event)));
    }
}

/// Returns the event with that ID.
fn event_of(store: &Store, id: &str) -> Option<Event> {
    let guid = parse_guid(id.as_bytes())?;
    store.segments().iter().enumerate().find_map(|(number, segment)| {
        let row = (0..segment.len()).find(|&row| segment.event_id(row) == EventId::Guid(guid))?;
        u32::try_from(number * SEGMENT_ROWS + row).ok()
    })
}
