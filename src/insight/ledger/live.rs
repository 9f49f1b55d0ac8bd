//! Temporary credentials: which calls give them, and which of them are valid after the newest event.

use crate::insight::expiry::expiration;
use crate::json::members::{items, members};
use crate::record::read::RawRecord;
use crate::record::read::key::Key;
use crate::record::read::value::{is_present, member_text, text_of};
use crate::record::time::Time;
use crate::store::Event;

/// A temporary credential that is valid after the newest event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveCredential {
    /// The event that gave it.
    pub event: Event,
    /// Its access key ID.
    pub key: String,
    /// Who it acts as: an ARN, or what the request names. Empty if the record does not say.
    pub acts_as: String,
    /// Until when it is valid.
    pub expires: Time,
    /// Whether an AWS service got it.
    pub by_service: bool,
    /// The event by which its role denies it, by a policy that still stands.
    pub revoked: Option<Event>,
}

/// What a record says about a credential that it gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LiveGrant {
    pub(super) key: String,
    /// Who it acts as; empty if it was no longer valid at the time that was asked for.
    pub(super) acts_as: String,
    pub(super) expires: Option<Time>,
}

/// The calls that give temporary credentials, besides those of STS.
const CALLS: [&str; 14] = [
    "cognito-identity:GetCredentialsForIdentity",
    "datazone:GetEnvironmentCredentials",
    "eks-auth:AssumeRoleForPodIdentity",
    "lakeformation:AssumeDecoratedRoleWithSAML",
    "lakeformation:GetTemporaryDataLocationCredentials",
    "lakeformation:GetTemporaryGluePartitionCredentials",
    "lakeformation:GetTemporaryGlueTableCredentials",
    "rolesanywhere:CreateSession",
    "s3:CreateSession",
    "s3:GetDataAccess",
    "signin:CreateOAuth2Token",
    "signin:GetSigninToken",
    "ssm:GetAccessToken",
    "sso:GetRoleCredentials",
];

/// Maximum depth of a credential in an answer.
const MAX_DEPTH: usize = 8;

/// Returns whether a call may give temporary credentials.
pub(super) fn may_grant(call: &str) -> bool {
    call.starts_with("sts:") || CALLS.contains(&call)
}

/// Returns the credentials that a record gives. Who they act as is read only of those that are valid after `newest`.
pub(super) fn grants(record: &RawRecord<'_>, newest: Time) -> Vec<LiveGrant> {
    let answer = record.raw(Key::ResponseElements).unwrap_or_default();
    let mut found = Vec::new();
    find(answer, MAX_DEPTH, &mut found);
    let grant = |(key, expires): (String, Option<String>)| {
        let expires = expires.and_then(|text| expiration(&text));
        let acts_as = expires.filter(|time| *time > newest).map(|_| acts_as(record, answer));
        LiveGrant { key, acts_as: acts_as.unwrap_or_default(), expires }
    };
    found.into_iter().map(grant).collect()
}

/// The names of the members that belong to a credential.
const OF_CREDENTIALS: [&str; 3] = ["accessKeyId", "expiration", "expirationTime"];

/// Finds every object with an access key ID, and what the object says about its end.
fn find(raw: &[u8], depth: usize, found: &mut Vec<(String, Option<String>)>) {
    let Some(depth) = depth.checked_sub(1) else { return };
    match raw.first() {
        Some(b'[') => items(raw).for_each(|item| find(item, depth, found)),
        Some(b'{') => {
            // An object comes before those inside it.
            let place = found.len();
            let mut named = [None; OF_CREDENTIALS.len()];
            for (name, value) in members(raw) {
                let its_place =
                    || OF_CREDENTIALS.iter().position(|wanted| name.eq_ignore_ascii_case(wanted.as_bytes()));
                if let Some(at) = its_place()
                    && let Some(slot @ None) = named.get_mut(at)
                    && is_present(value)
                {
                    *slot = Some(value);
                }
                find(value, depth, found);
            }
            let [key, end, other_end] = named.map(|value| value.map(text_of));
            if let Some(key) = key {
                let end = end.or(other_end).map(Into::into);
                found.insert(place, (key.into_owned(), end));
            }
        }
        _ => {}
    }
}

/// Returns who the credential acts as.
fn acts_as(record: &RawRecord<'_>, answer: &[u8]) -> String {
    let of = |object: &str, name: &str| {
        let object = crate::json::members::member(answer, object)?;
        member_text(object, name).map(std::borrow::Cow::into_owned)
    };
    let asked = |name: &str| {
        let request = record.raw(Key::RequestParameters)?;
        member_text(request, name).map(std::borrow::Cow::into_owned)
    };
    of("assumedRoleUser", "arn")
        .or_else(|| of("federatedUser", "arn"))
        .or_else(|| asked("roleArn"))
        .or_else(|| asked("targetPrincipal"))
        .or_else(|| member_text(record.raw(Key::UserIdentity)?, "arn").map(Into::into))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grant_names_its_key_its_identity_and_its_end() {
        let text = r#"{"eventName":"AssumeRole","requestParameters":{"roleArn":"arn:aws:iam::1:role/r"},
            "responseElements":{"credentials":{"accessKeyId":"ASIA1","expiration":"Jul 10, 2023, 12:09:47 PM"}}}"#;
        let record = RawRecord::read(text.as_bytes(), 0).unwrap();
        let [grant] = &grants(&record, Time::from_millis(0))[..] else { panic!("one grant") };
        assert_eq!((grant.key.as_str(), grant.acts_as.as_str()), ("ASIA1", "arn:aws:iam::1:role/r"));
        assert_eq!(grant.expires.map(|time| time.to_string()).as_deref(), Some("2023-07-10T12:09:47Z"));
        assert!(may_grant("sts:AssumeRole") && !may_grant("s3:GetObject"));
    }
}
