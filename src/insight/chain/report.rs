//! The chain of some credentials, ready to be shown: each credential with its figures, its origin and what that
//! rests on.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::RandomState;

use super::makers;
use super::nodes::{Basis, Credential, CredentialKind, Graph, NodeId};
use super::reach::{ChainWay, NamedCredential};
use super::words::{Opened, leaf};
use crate::insight::makers::is_named_like;
use crate::record::field::Column;
use crate::record::time::Time;
use crate::store::record_reader::RecordReader;
use crate::store::{Event, Store};

/// Maximum number of credentials that a report has.
pub const MOST_NODES: usize = 500;
/// How a credential was used from one place: the address, the program, and whether it was given to an EC2 instance.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct UsedFrom {
    /// The address.
    pub address: String,
    /// The user agent.
    pub agent: String,
}

/// Counts of events.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CredentialFigures {
    /// All events, repeated deliveries not counted.
    pub events: usize,
    /// Those that failed.
    pub failed: usize,
    /// When the first one happened.
    pub first: Option<Time>,
    /// When the last one happened.
    pub last: Option<Time>,
}

/// One credential of a chain.
#[derive(Debug, Clone)]
pub struct ChainNode {
    /// Its number in the graph.
    pub id: NodeId,
    /// Its place in the tree: 0 for the topmost origin.
    pub depth: usize,
    /// Its access key, session, or sign-in: see [`Graph::name`].
    pub name: String,
    /// Whether its name is an access key.
    pub is_key: bool,
    /// The sign-in that it is, if it is one.
    pub sign_in: Option<Event>,
    /// What it is, in a word.
    pub kind: &'static str,
    /// Who it acts as.
    pub principal: String,
    /// The same, as people read it.
    pub label: String,
    /// Its own events.
    pub figures: CredentialFigures,
    /// From where they came, most events first.
    pub uses: Vec<(UsedFrom, CredentialFigures)>,
    /// `ec2RoleDelivery`, as its first record has it; empty if it has none.
    pub delivery: String,
    /// What its edge rests on.
    pub basis: Basis,
    /// Where it came from.
    pub parent: Option<NodeId>,
    /// The records of the call that issued it.
    pub grant: Vec<Event>,
    /// What that call says.
    pub opened: Opened,
    /// How many calls or grants may be its origin.
    pub candidates: u32,
    /// When its session began.
    pub creation: Time,
    /// Where it came from, in words, if no credential in these events is its origin.
    pub leaf: Option<String>,
    /// Credentials that it got and that no event uses.
    pub unused: Vec<u32>,
    /// One of its events.
    pub sample: Option<Event>,
    /// The events that made the user or role that has it, and the instance or function whose name it has; of a sign-in, also
    /// those that made and changed its password.
    pub made_by: Vec<Event>,
    /// Calls for credentials that failed.
    pub refused: Vec<Event>,
    /// Whether it is one that was looked for.
    pub is_start: bool,
}

/// A chain: the credentials in the order of the tree, origins before what came of them.
#[derive(Debug, Clone, Default)]
pub struct ChainReport {
    /// The credentials.
    pub nodes: Vec<ChainNode>,
    /// How many more there are that are not listed.
    pub left_out: usize,
    /// The grant that was looked for, if no event uses its key.
    pub unused: Option<u32>,
}

impl Graph {
    /// Describes the chain of what was named.
    pub fn report(&self, store: &Store, named: &NamedCredential) -> ChainReport {
        let start = match named.unused {
            Some(grant) => {
                let callers = self.grants.events(grant).iter();
                let mut nodes: Vec<NodeId> =
                    callers.filter_map(|&event| self.of_event(store, event)).collect();
                nodes.sort_unstable();
                nodes.dedup();
                NamedCredential { nodes, unused: None }
            }
            None => named.clone(),
        };
        let way = if named.unused.is_some() { ChainWay::Up } else { ChainWay::Both };
        let mut order = self.in_tree(store, &self.reach(&start, way));
        let left_out = order.len().saturating_sub(MOST_NODES);
        order.truncate(MOST_NODES);
        let figures = self.figures(store, &order);
        let refused = self.refused(store, &order);
        let mut unused: HashMap<NodeId, Vec<u32>, RandomState> = HashMap::default();
        for grant in self.grants.unused() {
            let mut callers = self.grants.events(grant).iter();
            if let Some(node) = callers.find_map(|&event| self.of_event(store, event)) {
                unused.entry(node).or_default().push(grant);
            }
        }
        let mut reader = RecordReader::default();
        let describe = |(id, depth): (NodeId, usize)| {
            let mut described = self.describe(store, &mut reader, id)?;
            described.depth = depth;
            described.unused = unused.remove(&id).unwrap_or_default();
            described.refused = refused.get(&id).cloned().unwrap_or_default();
            if let Some((all, uses)) = figures.get(&id) {
                described.figures = *all;
                let agent = |id: u32| store.dict(Column::UserAgent).get(id).to_owned();
                let from = |(address, user_agent): (u32, u32)| UsedFrom {
                    address: store.dict(Column::SourceIpAddress).get(address).to_owned(),
                    agent: agent(user_agent),
                };
                described.uses = uses.iter().map(|(place, figures)| (from(*place), *figures)).collect();
                described.uses.sort_by(|(one, few), (other, many)| {
                    many.events.cmp(&few.events).then_with(|| one.cmp(other))
                });
            }
            described.is_start = start.nodes.contains(&id) && named.unused.is_none();
            Some(described)
        };
        let mut nodes: Vec<ChainNode> = order.into_iter().filter_map(describe).collect();
        add_makers(store, &mut reader, &mut nodes);
        ChainReport { nodes, left_out, unused: named.unused }
    }

    /// Returns the nodes with their depth: each origin, then what came of it in order of time.
    fn in_tree(&self, store: &Store, nodes: &[NodeId]) -> Vec<(NodeId, usize)> {
        let is_in = |id: &NodeId| nodes.binary_search(id).is_ok();
        let mut children: BTreeMap<Option<NodeId>, Vec<NodeId>> = BTreeMap::new();
        for &id in nodes {
            let parent = self.nodes.parent(id).filter(is_in);
            children.entry(parent).or_default().push(id);
        }
        for ids in children.values_mut() {
            ids.sort_by_cached_key(|&id| {
                (self.node(id).map_or(Time::NONE, |node| node.creation), self.name(store, id))
            });
            ids.reverse();
        }
        let mut open: Vec<(NodeId, usize)> =
            children.remove(&None).unwrap_or_default().into_iter().map(|id| (id, 0)).collect();
        let mut order = Vec::new();
        while let Some((id, depth)) = open.pop() {
            order.push((id, depth));
            open.extend(children.remove(&Some(id)).into_iter().flatten().map(|child| (child, depth + 1)));
        }
        order
    }

    fn describe(&self, store: &Store, reader: &mut RecordReader, id: NodeId) -> Option<ChainNode> {
        let node: Credential = self.node(id)?;
        let grant = node.grant.map(|grant| self.grants.events(grant).to_vec()).unwrap_or_default();
        let opened =
            grant.first().map(|&event| Opened::read(reader.record(store, event))).unwrap_or_default();
        let sample = self.sample(store, id);
        let value = |column| sample.map(|event| store.value(event, column)).unwrap_or_default();
        let delivery = sample.map(|event| Opened::delivery(reader.record(store, event))).unwrap_or_default();
        let leaf = if node.parent.is_none() { Some(leaf(store, &node, &grant, sample)) } else { None };
        Some(ChainNode {
            id,
            depth: 0,
            name: self.name(store, id),
            is_key: matches!(node.kind, CredentialKind::Key(_)),
            sign_in: if let CredentialKind::SignIn(event) = node.kind { Some(event) } else { None },
            kind: match node.kind {
                CredentialKind::Key(key) if store.dict(Column::AccessKey).get(key).starts_with("AKIA") => {
                    "key"
                }
                CredentialKind::Key(_) | CredentialKind::Session(_) => "session",
                CredentialKind::Several(..) => "session with several keys",
                CredentialKind::SignIn(_) => "sign-in",
            },
            principal: value(Column::Principal).to_owned(),
            label: value(Column::PrincipalLabel).to_owned(),
            figures: CredentialFigures::default(),
            uses: Vec::new(),
            delivery,
            basis: node.basis,
            parent: node.parent,
            grant,
            opened,
            candidates: node.candidates,
            creation: node.creation,
            leaf,
            unused: Vec::new(),
            sample,
            made_by: Vec::new(),
            refused: Vec::new(),
            is_start: false,
        })
    }

    /// Returns an event of a node; of a session with several keys, one of its keys'.
    fn sample(&self, store: &Store, id: NodeId) -> Option<Event> {
        match self.node(id)?.kind {
            CredentialKind::SignIn(event) => Some(event),
            CredentialKind::Several(..) => {
                self.children(id).first().and_then(|&child| self.sample(store, child))
            }
            CredentialKind::Key(_) | CredentialKind::Session(_) => {
                store.order().iter().copied().find(|&event| self.of_event(store, event) == Some(id))
            }
        }
    }

    /// Counts the events of nodes, in all and by address and program.
    fn figures(&self, store: &Store, nodes: &[(NodeId, usize)]) -> HashMap<NodeId, NodeFigures, RandomState> {
        let mut found: HashMap<NodeId, NodeFigures, RandomState> =
            nodes.iter().map(|(id, _)| (*id, NodeFigures::default())).collect();
        for &event in store.order().iter().filter(|&&event| !store.folds().is_folded(event)) {
            let Some((all, uses)) = self.of_event(store, event).and_then(|id| found.get_mut(&id)) else {
                continue;
            };
            let failed = store.value(event, Column::Outcome) == "failed";
            let place =
                (store.value_id(event, Column::SourceIpAddress), store.value_id(event, Column::UserAgent));
            all.add(store.time(event), failed);
            uses.entry(place).or_default().add(store.time(event), failed);
        }
        found
    }

    /// Returns the failed calls for credentials of each node.
    fn refused(&self, store: &Store, nodes: &[(NodeId, usize)]) -> HashMap<NodeId, Vec<Event>, RandomState> {
        let mut found: HashMap<NodeId, Vec<Event>, RandomState> = HashMap::default();
        let failed = crate::insight::by_kind::events_of(store, |call| {
            call.failed && call.name.starts_with("AssumeRo")
        });
        for event in failed.into_iter().filter(|&event| !store.folds().is_folded(event)) {
            if let Some(id) =
                self.of_event(store, event).filter(|id| nodes.iter().any(|(node, _)| node == id))
            {
                found.entry(id).or_default().push(event);
            }
        }
        for events in found.values_mut() {
            events.sort_by_key(|&event| store.order_key(event));
        }
        found
    }
}

/// Adds to credentials the events that made who has them.
fn add_makers(store: &Store, reader: &mut RecordReader, nodes: &mut [ChainNode]) {
    let acted = |node: &ChainNode| {
        let arn = node.sample.map(|event| store.value(event, Column::IdentityArn)).unwrap_or_default();
        (arn, node.figures.first.unwrap_or(Time::NONE))
    };
    let acted: Vec<(&str, Time)> = nodes.iter().map(acted).collect();
    for (node, made_by) in nodes.iter_mut().zip(makers::of(store, reader, &acted)) {
        node.made_by = made_by;
        // Who assumed the role chose the name of the session.
        let by_service = |event: &Event| store.value(*event, Column::IdentityType) == "AWSService";
        if !node.grant.iter().all(by_service) {
            node.made_by.retain(|&made| !is_named_like(store, made));
        }
    }
    let sign_ins: Vec<Option<Event>> = nodes.iter().map(|node| node.sign_in).collect();
    for (node, password) in nodes.iter_mut().zip(makers::of_passwords(store, reader, &sign_ins)) {
        node.made_by.extend(password);
    }
}

/// The events of a node, in all and by the IDs of address and program.
type NodeFigures = (CredentialFigures, BTreeMap<(u32, u32), CredentialFigures>);

impl CredentialFigures {
    fn add(&mut self, time: Time, failed: bool) {
        self.events += 1;
        self.failed += usize::from(failed);
        if time != Time::NONE {
            self.first = Some(self.first.map_or(time, |first| first.min(time)));
            self.last = Some(self.last.map_or(time, |last| last.max(time)));
        }
    }
}
