//! What is said about the origin of a credential: what the record of its grant tells beside the edge, and where the
//! chain ends because these events do not go further.

use super::nodes::{Basis, Credential, CredentialKind};
use crate::json::members::member;
use crate::record::field::Column;
use crate::record::key::Key;
use crate::record::read::RawRecord;
use crate::record::time::Time;
use crate::record::value::member_text;
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
        let expiration = member(response, "credentials").and_then(|object| member_text(object, "expiration"));
        let key = member(response, "accessKey").and_then(|object| member_text(object, "userName"));
        let of = member_text(asked, "roleArn").or(key).unwrap_or_default().into_owned();
        Self { expires: expiration.and_then(|text| written_time(&text)), of }
    }

    /// Returns `ec2RoleDelivery` of a record; empty if there is none.
    pub(super) fn delivery(record: &[u8]) -> String {
        let record = RawRecord::read_damaged(record);
        let context = record.raw(Key::UserIdentity).and_then(|identity| member(identity, "sessionContext"));
        context.and_then(|context| member_text(context, "ec2RoleDelivery")).unwrap_or_default().into_owned()
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Reads `Jul 10, 2023, 12:09:47 PM`, and without the second comma as until 2023, or a time as elsewhere.
fn written_time(text: &str) -> Option<Time> {
    if let Some(time) = Time::parse(text) {
        return Some(time);
    }
    let plain = text.replace([',', '\u{202f}', '\u{a0}'], " ");
    let mut words = plain.split_whitespace();
    let (month, day, year) = (words.next()?, words.next()?, words.next()?);
    let (clock, half) = (words.next()?, words.next()?);
    let month = MONTHS.iter().position(|name| month.starts_with(name))? + 1;
    let mut clock = clock.split(':').map(str::parse::<u32>);
    let (hour, minute, second) = (clock.next()?.ok()?, clock.next()?.ok()?, clock.next()?.ok()?);
    let hour = match half {
        "AM" => hour % 12,
        "PM" => hour % 12 + 12,
        _ => return None,
    };
    let day: u32 = day.parse().ok()?;
    Time::parse(&format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expirations_are_read_in_every_form() {
        for (text, expected) in [
            ("Jul 10, 2023, 12:09:47 PM", Some("2023-07-10T12:09:47Z")),
            ("Aug 2, 2021 9:50:03 AM", Some("2021-08-02T09:50:03Z")),
            ("Mar 11, 2026, 6:40:12\u{202f}PM", Some("2026-03-11T18:40:12Z")),
            ("Mar 11, 2026, 12:00:00 AM", Some("2026-03-11T00:00:00Z")),
            ("2026-03-11T18:40:12Z", Some("2026-03-11T18:40:12Z")),
            ("soon", None),
            ("Mar 11, 2026, 25:00:00 PM", None),
        ] {
            assert_eq!(written_time(text).map(|time| time.to_string()).as_deref(), expected, "{text}");
        }
    }
}
