//! What is said about the origin of a credential: what the record of its grant tells beside the edge, and where the
//! chain ends because these events do not go further.

use super::nodes::{Basis, Credential, CredentialKind};
use crate::insight::expiry::expiration;
use crate::insight::makers::is_named_like;
use crate::json::members::member;
use crate::record::field::Column;
use crate::record::read::RawRecord;
use crate::record::read::key::Key;
use crate::record::read::value::member_text;
use crate::record::time::Time;
use crate::store::{Event, Store};

/// What the record of a grant says beside the credential.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opened {
    /// Until when the credential is valid.
    pub expires: Option<Time>,
    /// The role that was assumed, or the user that got a key; empty if the record does not say.
    pub of: String,
}

impl Opened {
    /// Reads the record of a grant.
    pub(super) fn read(record: &[u8]) -> Self {
        let record = RawRecord::read_damaged(record);
        let response = record.raw(Key::ResponseElements).unwrap_or_default();
        let asked = record.raw(Key::RequestParameters).unwrap_or_default();
        let written = member(response, "credentials").and_then(|object| member_text(object, "expiration"));
        let key = member(response, "accessKey").and_then(|object| member_text(object, "userName"));
        let of = member_text(asked, "roleArn").or(key).unwrap_or_default().into_owned();
        Self { expires: written.and_then(|text| expiration(&text)), of }
    }

    /// Returns `ec2RoleDelivery` of a record; empty if there is none.
    pub(super) fn delivery(record: &[u8]) -> String {
        let record = RawRecord::read_damaged(record);
        let context = record.raw(Key::UserIdentity).and_then(|identity| member(identity, "sessionContext"));
        context.and_then(|context| member_text(context, "ec2RoleDelivery")).unwrap_or_default().into_owned()
    }
}

/// Says what an event that made who has a credential, or the password, has to do with it.
pub fn made_words(store: &Store, made: Event) -> &'static str {
    match store.value(made, Column::EventName) {
        "CreateLoginProfile" => "password made by",
        "ChangePassword" => "password changed by",
        // Whether with a new password is not in its record.
        "UpdateLoginProfile" => "login profile changed by",
        _ if is_named_like(store, made) => "named like what it made:",
        _ => "made by",
    }
}

/// Says where the chain ends, for a node without a known origin. `event` is one of its events.
pub(super) fn leaf(store: &Store, node: &Credential, grant: &[Event], event: Option<Event>) -> String {
    let value = |event: Event, column| store.value(event, column);
    if let Some(&grant) = grant.first() {
        let who = value(grant, Column::PrincipalLabel);
        let call = value(grant, Column::EventName);
        return match value(grant, Column::IdentityType) {
            "AWSService" => format!("AWS service {who} by {call}"),
            "SAMLUser" => format!("signed in with SAML as {who}, by {call}"),
            "WebIdentityUser" => format!("signed in with a web identity as {who}, by {call}"),
            "AWSAccount" => {
                let id = value(grant, Column::PrincipalId);
                let account = value(grant, Column::IdentityAccount);
                format!("other account {account}: principal id {id}, whose calls are in that account's trail")
            }
            _ => format!("{who} by {call}, without an access key in its record"),
        };
    }
    if node.basis == Basis::Behalf {
        return format!(
            "a service acted on behalf of the caller: one of {} calls, by several credentials",
            node.candidates
        );
    }
    if node.candidates > 1 {
        return format!("one of {} grants or sign-ins at that second", node.candidates);
    }
    match node.kind {
        CredentialKind::SignIn(event) => {
            let mfa = match value(event, Column::Mfa) {
                "" => "not known",
                known => known,
            };
            format!("signed in at the console, MFA {mfa}")
        }
        CredentialKind::Key(key) if store.dict(Column::AccessKey).get(key).starts_with("AKIA") => {
            "long-term key; its creation is not in this data".to_owned()
        }
        CredentialKind::Key(_) | CredentialKind::Session(_) | CredentialKind::Several(..) => {
            let role = event.map(|event| value(event, Column::IssuerArn)).filter(|role| !role.is_empty());
            let role = role.map(|role| format!(": role {role}")).unwrap_or_default();
            let opened = if node.creation == Time::NONE {
                String::new()
            } else {
                format!(", opened {}", node.creation)
            };
            format!("grant not in this data{role}{opened}")
        }
    }
}
