//! The first look at a store: which credentials made its calls, and which record to read of each.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::credentials::{CredentialKind, NOBODY, NodeId};
use super::grant::is_key;
use crate::json::members::members;
use crate::record::field::{ACTOR_COLUMNS, Column, Home};
use crate::record::identity::Identity;
use crate::record::read::RawRecord;
use crate::record::read::key::Key;
use crate::record::read::value::text_of;
use crate::record::time::Time;
use crate::store::{Event, MISSING, Store};

/// A credential that made calls.
#[derive(Debug, Clone, Copy)]
pub(super) struct SeenNode {
    pub(super) kind: CredentialKind,
    /// One of its actors.
    pub(super) actor: u32,
    /// Its earliest call.
    pub(super) first: Option<Event>,
    /// Whether services made all its calls on behalf of a caller.
    pub(super) is_forwarded: bool,
    /// When its session began, as far as the columns say.
    pub(super) creation: Time,
}

/// All of them, and which of them each actor is.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) nodes: Vec<SeenNode>,
    pub(super) of_actor: Vec<NodeId>,
}

/// The values of one actor.
#[derive(Clone, Copy)]
pub(super) struct ActorValues<'s> {
    store: &'s Store,
    ids: &'s [u32; ACTOR_COLUMNS],
}

impl<'s> ActorValues<'s> {
    pub(super) fn of(store: &'s Store, actor: u32) -> Option<Self> {
        store.actors().get(actor).map(|ids| Self { store, ids })
    }

    pub(super) fn id(self, column: Column) -> u32 {
        match column.home() {
            Home::Actor(place) => self.ids.get(place).copied().unwrap_or(MISSING),
            Home::Kind(_) | Home::Own(_) | Home::OnDemand(_) => MISSING,
        }
    }

    pub(super) fn text(self, column: Column) -> &'s str {
        self.store.dict(column).get(self.id(column))
    }
}

impl Seen {
    pub(super) fn of(store: &Store) -> Self {
        let mut seen = Self::default();
        let mut known: HashMap<(bool, u32), NodeId, RandomState> = HashMap::default();
        for (number, ids) in (0..).zip(store.actors().iter()) {
            let node = seen.credential(&mut known, number, ActorValues { store, ids });
            seen.of_actor.push(node);
        }
        seen.of_actor.shrink_to_fit();
        for &event in store.order().iter().filter(|&&event| !store.folds().is_folded(event)) {
            let actor = store.locate(event).map_or(u32::MAX, |(segment, row)| segment.actor(row));
            let node = seen.of_actor.get(actor as usize).copied().unwrap_or(NOBODY);
            if let Some(node) = seen.nodes.get_mut(node as usize).filter(|node| node.first.is_none()) {
                node.first = Some(event);
            }
        }
        seen
    }

    fn credential(
        &mut self,
        known: &mut HashMap<(bool, u32), NodeId, RandomState>,
        number: u32,
        actor: ActorValues<'_>,
    ) -> NodeId {
        let (key, session) = (actor.id(Column::AccessKey), actor.id(Column::Session));
        // A masked key may be that of several callers.
        let has_key = is_key(actor.text(Column::AccessKey));
        let has_session = session != MISSING && (has_key || key == MISSING);
        if !has_key && !has_session {
            return NOBODY;
        }
        let is_forwarded = actor.id(Column::InvokedBy) != MISSING;
        let next = NodeId::try_from(self.nodes.len()).unwrap_or(NOBODY);
        let id = *known.entry((has_key, if has_key { key } else { session })).or_insert(next);
        if id == next {
            let kind = if has_key { CredentialKind::Key(key) } else { CredentialKind::Session(session) };
            self.nodes.push(SeenNode {
                kind,
                actor: number,
                first: None,
                is_forwarded: has_key,
                creation: Time::NONE,
            });
        }
        if let Some(node) = self.nodes.get_mut(id as usize) {
            node.is_forwarded &= is_forwarded;
            if node.creation == Time::NONE && !is_lasting(actor.text(Column::AccessKey)) {
                node.creation = began(actor).unwrap_or(Time::NONE);
            }
        }
        id
    }

    /// Returns the earliest call of each, sorted by number.
    pub(super) fn firsts(&self) -> Vec<Event> {
        let mut firsts: Vec<Event> = self.nodes.iter().filter_map(|node| node.first).collect();
        firsts.sort_unstable();
        firsts
    }

    /// Returns the events whose records say when a session began, for those whose columns do not.
    pub(super) fn samples(&self, store: &Store) -> Vec<Event> {
        let needs = |node: &&SeenNode| match node.kind {
            CredentialKind::Key(key) => {
                !is_lasting(store.dict(Column::AccessKey).get(key))
                    && (node.creation == Time::NONE || node.is_forwarded)
            }
            CredentialKind::Session(_) | CredentialKind::Several(..) | CredentialKind::SignIn(_) => false,
        };
        self.nodes.iter().filter(needs).filter_map(|node| node.first).collect()
    }
}

/// Returns whether an access key is a user's own, which belongs to no session whatever a record says of one.
fn is_lasting(key: &str) -> bool {
    key.starts_with("AKIA")
}

/// Returns when a session began, if its key in the store is made of that.
fn began(actor: ActorValues<'_>) -> Option<Time> {
    let (session, principal) = (actor.text(Column::Session), actor.text(Column::PrincipalId));
    Time::parse(session.strip_prefix(principal)?.strip_prefix('@')?)
}

/// What one record of a credential says about it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Sample {
    /// When its session began.
    pub(super) creation: Option<Time>,
    /// What was encrypted, if the call was made to encrypt or decrypt it: ARNs.
    pub(super) encrypted: Vec<String>,
}

impl Sample {
    pub(super) fn read(record: &[u8]) -> Self {
        let record = RawRecord::read_damaged(record);
        let identity = Identity::read(record.raw(Key::UserIdentity).unwrap_or(b"{}"));
        let creation = identity.creation_date.as_deref().and_then(Time::parse);
        let asked = record.raw(Key::RequestParameters).unwrap_or_default();
        let context = members(asked).find(|(name, _)| *name == b"encryptionContext").map(|(_, value)| value);
        let values = members(context.unwrap_or_default()).map(|(_, value)| text_of(value).into_owned());
        Self { creation, encrypted: values.filter(|value| value.starts_with("arn:")).collect() }
    }
}
