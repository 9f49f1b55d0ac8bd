//! Where each credential came from: one rule for each basis, the strongest first.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::RandomState;

use super::behalf::Callers;
use super::credentials::{Basis, Credential, CredentialKind, NOBODY, NodeId};
use super::grant::{Grant, RoleSession};
use super::grants::Grants;
use super::near::{APART, apart};
use super::seen::{ActorValues, Sample, Seen};
use crate::record::field::Column;
use crate::record::time::Time;
use crate::store::scan::cancel::Cancelled;
use crate::store::{Event, MISSING, Store};

/// What is known before the edges are.
pub(super) struct Links<'s> {
    pub(super) store: &'s Store,
    pub(super) seen: &'s Seen,
    pub(super) grants: &'s Grants,
    /// What each grant says.
    pub(super) said: &'s [Grant],
    pub(super) samples: &'s HashMap<Event, Sample, RandomState>,
    /// Successful sign-ins that belong to no session, with the ID of their principal ID.
    pub(super) sign_ins: &'s [(Event, u32)],
    pub(super) cancelled: Cancelled<'s>,
}

/// The nodes of sign-ins.
type SignInNodes = Vec<(Event, NodeId)>;

/// A session: the ID of its principal ID, and when it began.
type SessionKey = (u32, Time);

/// The grants by what they say.
struct ByWords<'s> {
    /// By the ID of the key in the column of access keys.
    key: HashMap<u32, u32, RandomState>,
    principal_id: HashMap<&'s str, Vec<u32>, RandomState>,
    role: HashMap<&'s RoleSession, Vec<u32>, RandomState>,
    /// The positions of the sign-ins of each principal ID.
    sign_ins: HashMap<u32, Vec<usize>, RandomState>,
}

/// The origin of a session.
#[derive(Debug, Clone, Copy)]
struct Edge {
    basis: Basis,
    parent: Option<NodeId>,
    grant: Option<u32>,
    candidates: u32,
}

const UNKNOWN: Edge = Edge { basis: Basis::None, parent: None, grant: None, candidates: 0 };

impl Links<'_> {
    /// Returns the nodes with their edges, and the nodes of sign-ins. `None` if cancelled.
    pub(super) fn nodes(&self) -> Option<(Vec<Credential>, SignInNodes)> {
        let mut nodes: Vec<Credential> = self.seen.nodes.iter().map(|seen| self.unlinked(seen)).collect();
        let mut sign_ins = Vec::new();
        for &(event, _) in self.sign_ins {
            sign_ins
                .push((event, push(&mut nodes, node(CredentialKind::SignIn(event), self.store.time(event)))));
        }
        let words = self.by_words();
        for (at, seen) in self.seen.nodes.iter().enumerate() {
            if let CredentialKind::Key(key) = seen.kind
                && let Some(&grant) = words.key.get(&key)
                && let Some(node) = nodes.get_mut(at)
            {
                let parent = self.caller(grant).filter(|parent| *parent as usize != at);
                set(node, Edge { basis: Basis::Key, parent, grant: Some(grant), candidates: 1 });
            }
        }
        for (session, members) in self.sessions(&nodes) {
            if (self.cancelled)() {
                return None;
            }
            self.link_session(session, &members, (&words, &sign_ins), &mut nodes);
        }
        self.link_forwarded(&words, &mut nodes);
        (!(self.cancelled)()).then_some((nodes, sign_ins))
    }

    fn unlinked(&self, seen: &super::seen::SeenNode) -> Credential {
        let sample = seen.first.and_then(|first| self.samples.get(&first));
        let read = sample.and_then(|sample| sample.creation).unwrap_or(Time::NONE);
        node(seen.kind, if seen.creation == Time::NONE { read } else { seen.creation })
    }

    /// Returns the credential that called for a grant. Of the two records of a call between accounts, only that
    /// of the caller's account names it.
    fn caller(&self, grant: u32) -> Option<NodeId> {
        self.grants.events(grant).iter().find_map(|&event| {
            let (segment, row) = self.store.locate(event)?;
            self.seen.of_actor.get(segment.actor(row) as usize).copied().filter(|id| *id != NOBODY)
        })
    }

    fn by_words(&self) -> ByWords<'_> {
        let mut words = ByWords {
            key: HashMap::default(),
            principal_id: HashMap::default(),
            role: HashMap::default(),
            sign_ins: HashMap::default(),
        };
        for (at, (_, principal)) in self.sign_ins.iter().enumerate() {
            words.sign_ins.entry(*principal).or_default().push(at);
        }
        for (number, said) in (0..).zip(self.said) {
            for key in self.grants.used_keys(number) {
                words.key.entry(key).or_insert(number);
            }
            if !said.principal_id.is_empty() {
                words.principal_id.entry(&said.principal_id).or_default().push(number);
            }
            if let Some(role) = &said.role {
                words.role.entry(role).or_default().push(number);
            }
        }
        words
    }

    /// Returns the sessions with their keys, in the order of their names.
    fn sessions(&self, nodes: &[Credential]) -> BTreeMap<SessionKey, Vec<NodeId>> {
        let mut sessions: BTreeMap<SessionKey, Vec<NodeId>> = BTreeMap::new();
        let all = || (0..).zip(nodes.iter().zip(&self.seen.nodes));
        let session = |node: &Credential, actor: u32| {
            let principal = ActorValues::of(self.store, actor)?.id(Column::PrincipalId);
            (principal != MISSING && node.creation != Time::NONE).then_some((principal, node.creation))
        };
        for (id, (node, seen)) in all().filter(|(_, (_, seen))| !seen.is_forwarded) {
            if let Some(session) = session(node, seen.actor) {
                sessions.entry(session).or_default().push(id);
            }
        }
        // A key that was made for a service begins when it acts; if it has the time of a session, it is of that one.
        for (id, (node, seen)) in all().filter(|(_, (_, seen))| seen.is_forwarded) {
            if let Some(members) = session(node, seen.actor).and_then(|key| sessions.get_mut(&key)) {
                members.push(id);
            }
        }
        sessions
    }

    fn link_session(
        &self,
        (principal, creation): SessionKey,
        members: &[NodeId],
        (words, sign_ins): (&ByWords<'_>, &[(Event, NodeId)]),
        nodes: &mut Vec<Credential>,
    ) {
        let basis =
            |nodes: &[Credential], id: NodeId| nodes.get(id as usize).map_or(Basis::None, |node| node.basis);
        let (placed, open): (Vec<NodeId>, Vec<NodeId>) =
            members.iter().copied().partition(|&id| basis(nodes, id) == Basis::Key);
        if open.is_empty() {
            return;
        }
        let origin = match placed.as_slice() {
            [one] => nodes.get(*one as usize).map_or(UNKNOWN, |node| Edge {
                basis: Basis::Sibling,
                parent: node.parent,
                grant: node.grant,
                candidates: 1,
            }),
            _ => self
                .opened(creation, &open, words)
                .unwrap_or_else(|| self.signed_in(words.sign_ins.get(&principal), creation, sign_ins)),
        };
        let together: Vec<NodeId> = if placed.len() == 1 { members.to_vec() } else { open.clone() };
        for id in &open {
            if let Some(node) = nodes.get_mut(*id as usize) {
                set(node, origin);
            }
        }
        if together.len() > 1 {
            let several = push(nodes, node(CredentialKind::Several(principal, creation), creation));
            for id in together {
                if let Some(node) = nodes.get_mut(id as usize) {
                    node.parent = Some(several);
                }
            }
            if let Some(node) = nodes.get_mut(several as usize) {
                let basis = if origin.basis == Basis::Sibling { Basis::Key } else { origin.basis };
                set(node, Edge { basis, ..origin });
            }
        }
    }

    /// Finds the grant that opened a session. `None` if there is none at that time.
    fn opened(&self, creation: Time, members: &[NodeId], words: &ByWords<'_>) -> Option<Edge> {
        let of_time = |grant: &u32| {
            let events = self.grants.events(*grant);
            events
                .iter()
                .any(|&event| apart(self.store.time(event), creation).is_some_and(|apart| apart <= APART))
        };
        let actor = self.seen.nodes.get(*members.first()? as usize)?.actor;
        let actor = ActorValues::of(self.store, actor)?;
        let named = words.principal_id.get(actor.text(Column::PrincipalId));
        let role = RoleSession::of(actor.text(Column::IssuerArn), actor.text(Column::SessionName));
        let of_role = role.as_ref().and_then(|role| words.role.get(role));
        let mut found: Vec<u32> =
            named.into_iter().chain(of_role).flatten().copied().filter(of_time).collect();
        found.sort_unstable();
        found.dedup();
        let candidates = u32::try_from(found.len()).unwrap_or(u32::MAX);
        match found.as_slice() {
            [] => None,
            [grant] => {
                let parent = self.caller(*grant).filter(|parent| !members.contains(parent));
                Some(Edge { basis: Basis::Session, parent, grant: Some(*grant), candidates })
            }
            _ => Some(Edge { candidates, ..UNKNOWN }),
        }
    }

    /// Finds the sign-in with which a session began: that of its principal at the same second, or the nearest. Given are the
    /// positions of those of its principal.
    fn signed_in(&self, of_it: Option<&Vec<usize>>, creation: Time, sign_ins: &[(Event, NodeId)]) -> Edge {
        let of_it = of_it.into_iter().flatten().filter_map(|&at| sign_ins.get(at));
        let near = of_it.filter_map(|(event, node)| Some((apart(self.store.time(*event), creation)?, *node)));
        let mut near: Vec<(i64, NodeId)> = near.filter(|(apart, _)| *apart <= APART).collect();
        near.sort_unstable();
        let Some(&(least, parent)) = near.first() else { return UNKNOWN };
        match u32::try_from(near.iter().filter(|(apart, _)| *apart == least).count()).unwrap_or(u32::MAX) {
            1 => Edge { basis: Basis::Console, parent: Some(parent), grant: None, candidates: 1 },
            candidates => Edge { candidates, ..UNKNOWN },
        }
    }

    /// Finds the callers for whom services acted with keys of their own.
    fn link_forwarded(&self, words: &ByWords<'_>, nodes: &mut [Credential]) {
        let callers = Callers { store: self.store, seen: self.seen };
        for (at, seen) in self.seen.nodes.iter().enumerate().filter(|(_, seen)| seen.is_forwarded) {
            if (self.cancelled)() {
                return;
            }
            let Some(node) = nodes.get_mut(at).filter(|node| node.basis == Basis::None) else { continue };
            let Some(first) = seen.first else { continue };
            let encrypted = self.samples.get(&first).map_or(&[][..], |sample| &sample.encrypted);
            let (calls, mut origins) = callers.of(first, encrypted);
            origins.retain(|origin| *origin as usize != at);
            if let Ok(candidates @ 1..) = u32::try_from(calls) {
                // Several credentials of one principal may have made the call: none of them is named. The session that
                // they share still is, if its key began with it.
                let (parent, candidates) = match origins.as_slice() {
                    [one] => (Some(*one), candidates),
                    _ => (node.parent, candidates.max(2)),
                };
                if !origins.is_empty() {
                    set(node, Edge { basis: Basis::Behalf, parent, grant: None, candidates });
                    continue;
                }
            }
            let member = NodeId::try_from(at).unwrap_or(NOBODY);
            if let Some(origin) = self.opened(node.creation, &[member], words) {
                set(node, origin);
            }
        }
    }
}

fn node(kind: CredentialKind, creation: Time) -> Credential {
    Credential { kind, basis: Basis::None, parent: None, grant: None, candidates: 0, creation }
}

fn push(nodes: &mut Vec<Credential>, node: Credential) -> NodeId {
    nodes.push(node);
    NodeId::try_from(nodes.len() - 1).unwrap_or(NOBODY)
}

fn set(node: &mut Credential, Edge { basis, parent, grant, candidates }: Edge) {
    (node.basis, node.parent, node.grant, node.candidates) = (basis, parent, grant, candidates);
}
