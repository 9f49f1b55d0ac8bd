//! The graph of credentials: what is kept of it, for each credential and not for each event.

use smallvec::SmallVec;

use super::credentials::{Credentials, NOBODY};
use super::grants::Grants;
use crate::record::field::Column;
use crate::store::models::Model;
use crate::store::{Event, Store};

pub use super::credentials::{Basis, Credential, CredentialKind, NodeId};

/// Where the credentials of a store came from.
#[derive(Debug, Default)]
pub struct Graph {
    pub(super) nodes: Credentials,
    /// The node of each actor.
    pub(super) of_actor: Vec<NodeId>,
    /// The nodes of sign-ins, sorted by event.
    pub(super) sign_ins: Vec<(Event, NodeId)>,
    pub(super) grants: Grants,
}

impl Model for Graph {
    fn held_bytes(&self) -> u64 {
        let own = self.nodes.held_bytes()
            + size_of_val(self.of_actor.as_slice())
            + size_of_val(self.sign_ins.as_slice());
        own as u64 + self.grants.held_bytes()
    }
}

impl Graph {
    /// Returns the nodes, by number.
    pub fn nodes(&self) -> impl Iterator<Item = Credential> {
        self.nodes.iter()
    }

    /// Returns the node with that number.
    pub fn node(&self, id: NodeId) -> Option<Credential> {
        self.nodes.get(id)
    }

    /// Returns the grants.
    pub fn grants(&self) -> &Grants {
        &self.grants
    }

    /// Returns the credential that made a call, or the sign-in that the event is.
    pub fn of_event(&self, store: &Store, event: Event) -> Option<NodeId> {
        let at = self.sign_ins.binary_search_by_key(&event, |(event, _)| *event);
        if let Some((_, id)) = at.ok().and_then(|at| self.sign_ins.get(at)) {
            return Some(*id);
        }
        let (segment, row) = store.locate(event)?;
        self.of_actor.get(segment.actor(row) as usize).copied().filter(|id| *id != NOBODY)
    }

    /// Returns the topmost known origin of a node.
    pub fn root(&self, id: NodeId) -> NodeId {
        let mut root = id;
        while let Some(parent) = self.nodes.parent(root) {
            root = parent;
        }
        root
    }

    /// Returns what identifies a node in filters: its access key, its session, or who signed in when.
    pub fn name(&self, store: &Store, id: NodeId) -> String {
        match self.node(id).map(|node| node.kind) {
            Some(CredentialKind::Key(key)) => store.dict(Column::AccessKey).get(key).to_owned(),
            Some(CredentialKind::Session(session)) => store.dict(Column::Session).get(session).to_owned(),
            Some(CredentialKind::Several(principal, creation)) => {
                format!("{}@{creation}", store.dict(Column::PrincipalId).get(principal))
            }
            Some(CredentialKind::SignIn(event)) => {
                format!("{} signed in {}", store.value(event, Column::Principal), store.time(event))
            }
            None => String::new(),
        }
    }

    /// Returns the nodes whose origin is `id`.
    pub fn children(&self, id: NodeId) -> SmallVec<[NodeId; 4]> {
        let all = 0..NodeId::try_from(self.nodes.len()).unwrap_or(NodeId::MAX);
        all.filter(|&child| self.nodes.parent(child) == Some(id)).collect()
    }
}
