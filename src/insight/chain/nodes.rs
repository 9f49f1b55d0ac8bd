//! The graph of credentials: what is kept of it, for each credential and not for each event.

use smallvec::SmallVec;

use super::grants::Grants;
use crate::record::field::Column;
use crate::record::time::Time;
use crate::store::models::Model;
use crate::store::{Event, Store};

/// The number of a node, within one snapshot of the store.
pub type NodeId = u32;

/// No node.
pub(super) const NOBODY: NodeId = NodeId::MAX;

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialKind {
    /// An access key, by its ID in the column of access keys.
    Key(u32),
    /// A session whose calls have no access key, by its ID in the column of sessions.
    Session(u32),
    /// A session with several keys: the ID of its principal ID, and when it was opened.
    Several(u32, Time),
    /// A successful sign-in at the console.
    SignIn(Event),
}

/// What an edge from a credential to its origin rests on, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Basis {
    /// The call that issued it names its access key.
    Key,
    /// The call that opened the session names the session, at the time when it began.
    Session,
    /// Another key of the same session has a known origin.
    Sibling,
    /// The session began when its principal signed in at the console.
    Console,
    /// A service acted for the caller of another call, with a key made for that.
    Behalf,
    /// Its origin is not in these events.
    None,
}

impl Basis {
    /// Every basis, strongest first.
    pub const ALL: [Self; 6] =
        [Self::Key, Self::Session, Self::Sibling, Self::Console, Self::Behalf, Self::None];

    /// Its name, as filters and exports have it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Key => "key",
            Self::Session => "session",
            Self::Sibling => "sibling",
            Self::Console => "console",
            Self::Behalf => "behalf",
            Self::None => "none",
        }
    }
}

/// A credential, or a sign-in.
#[derive(Debug, Clone, Copy)]
pub struct Credential {
    /// What it is.
    pub kind: CredentialKind,
    /// What its edge rests on.
    pub basis: Basis,
    /// The credential that it came from, if that is known.
    pub parent: Option<NodeId>,
    /// The grant that issued it, as a position among all grants.
    pub grant: Option<u32>,
    /// How many calls or grants may be its origin; 1 if only one can be.
    pub candidates: u32,
    /// When its session began; [`Time::NONE`] if that is unknown.
    pub creation: Time,
}

/// Where the credentials of a store came from.
#[derive(Debug, Default)]
pub struct Graph {
    pub(super) nodes: Vec<Credential>,
    /// The node of each actor.
    pub(super) of_actor: Vec<NodeId>,
    /// The nodes of sign-ins, sorted by event.
    pub(super) sign_ins: Vec<(Event, NodeId)>,
    /// The topmost known origin of each node.
    pub(super) roots: Vec<NodeId>,
    pub(super) grants: Grants,
}

impl Model for Graph {
    fn held_bytes(&self) -> u64 {
        let own = size_of_val(self.nodes.as_slice())
            + size_of_val(self.of_actor.as_slice())
            + size_of_val(self.sign_ins.as_slice())
            + size_of_val(self.roots.as_slice());
        own as u64 + self.grants.held_bytes()
    }
}

impl Graph {
    /// Returns the nodes, by number.
    pub fn nodes(&self) -> &[Credential] {
        &self.nodes
    }

    /// Returns the node with that number.
    pub fn node(&self, id: NodeId) -> Option<&Credential> {
        self.nodes.get(id as usize)
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
        self.roots.get(id as usize).copied().unwrap_or(id)
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
        let nodes = (0..).zip(&self.nodes);
        nodes.filter(|(_, node)| node.parent == Some(id)).map(|(child, _)| child).collect()
    }
}
