//! Who acted, as one ID. An identity that this thread has read before is not read again.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::Collector;
use super::tuple::{Actor, KnownBy, TupleBuilder};
use crate::record::field::{ACTOR_COLUMNS, Column};
use crate::record::identity::cache::IdentityRef;
use crate::record::identity::{HIDDEN_USER, Identity, Who, says_true};
use crate::record::read::RawRecord;
use crate::record::read::key::Key;

impl Collector {
    pub(super) fn actor(&mut self, record: &RawRecord<'_>) -> Actor {
        let console = record.raw(Key::SessionCredentialFromConsole).is_some_and(says_true)
            || record.raw(Key::EventType).is_some_and(|value| value.starts_with(b"\"AwsConsole"));
        if let Some(IdentityRef { place, number }) = record.identity
            && let Some(&(known, from_console, actor)) = self.known_actors.get(place)
            && (known, from_console) == (number, console)
        {
            return actor;
        }
        let attributed =
            if record.raw(Key::UserIdentity).is_none() { record.attributed_identity() } else { None };
        let raw = attributed.as_deref().or(record.raw(Key::UserIdentity)).unwrap_or(b"{}");
        // Only callers without a name are distinguished by address; no other identity depends on it.
        let nameless = hides_name(raw);
        let address = record.text(Key::SourceIpAddress).filter(|_| nameless).unwrap_or_default();
        let Some(IdentityRef { place, number }) = record.identity.filter(|_| !nameless) else {
            // Not among the known objects, because it has white space or is very long, however often it occurs.
            let fingerprint = self.identities.fingerprint((raw, console, &address));
            return self.identities.get(fingerprint).unwrap_or_else(|| {
                let actor = self.read_actor(raw, console, &address);
                self.identities.put(fingerprint, actor);
                actor
            });
        };
        let actor = self.read_actor(raw, console, &address);
        if let Some(slot) = self.known_actors.get_mut(place) {
            *slot = (number, console, actor);
        }
        actor
    }

    fn read_actor(&mut self, raw: &[u8], console: bool, address: &str) -> Actor {
        let identity = Identity::read(raw);
        let who = identity.who(console, address);
        let actor = self.actor_tuple(&identity, &who, console || identity.from_console);
        Actor {
            account: actor.get(Column::IdentityAccount),
            factor: actor.get(Column::MfaAuthenticated),
            known_by: KnownBy::of(&identity),
            id: self.tables.actor(actor.ids()),
        }
    }

    fn actor_tuple(
        &mut self,
        identity: &Identity<'_>,
        who: &Who<'_>,
        console: bool,
    ) -> TupleBuilder<ACTOR_COLUMNS> {
        let mut actor = TupleBuilder::actor();
        let mut set = |column, value| actor.set(column, self.intern(column, value));
        set(Column::Principal, Some(&who.principal));
        set(Column::PrincipalLabel, Some(&who.label));
        set(Column::Session, Some(&who.session));
        set(Column::SessionName, who.session_name);
        set(Column::Person, Some(&who.person));
        set(Column::IdentityType, identity.kind.as_deref());
        set(Column::IdentityArn, identity.arn.as_deref());
        set(Column::IdentityAccount, identity.account_id.as_deref());
        set(Column::AccessKey, identity.access_key_id.as_deref());
        set(Column::UserName, identity.user_name.as_deref());
        set(Column::PrincipalId, identity.principal_id.as_deref());
        set(Column::InvokedBy, identity.invoked_by.as_deref());
        set(Column::IssuerArn, identity.issuer_arn.as_deref());
        set(Column::SourceIdentity, identity.source_identity.as_deref());
        set(Column::AssumedRoot, identity.assumed_root.as_deref());
        set(Column::MfaAuthenticated, identity.mfa_authenticated.as_deref());
        set(Column::Console, console.then_some("true"));
        actor
    }
}

fn hides_name(identity: &[u8]) -> bool {
    static WORD: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(HIDDEN_USER));
    WORD.find(identity).is_some()
}
