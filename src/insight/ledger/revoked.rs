//! Sessions that a role denies: AWS's way to end them is an inline policy of that name, which denies everything to sessions
//! that were opened before a time. They stay valid until they expire, and may do nothing.

use std::borrow::Cow;

use crate::json::members::member;
use crate::json::text::percent_decode;
use crate::record::read::RawRecord;
use crate::record::read::key::Key;
use crate::record::read::value::member_text;
use crate::record::time::Time;

/// The call that denies, and the name of the policy.
pub(super) const CALL: &str = "iam:PutRolePolicy";
pub(super) const POLICY: &str = "AWSRevokeOlderSessions";

/// That a role denies its older sessions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Revocation {
    pub(super) role: String,
    /// Sessions that were opened before this are denied; none if the record does not say it in a form that can be read.
    pub(super) before: Option<Time>,
}

/// Returns what a successful call denies, if it is one that denies older sessions.
pub(super) fn revocation(record: &RawRecord<'_>) -> Option<Revocation> {
    let request = record.raw(Key::RequestParameters)?;
    let text = |name: &str| member_text(request, name);
    if text("policyName")? != POLICY {
        return None;
    }
    let role = text("roleName")?.into_owned();
    Some(Revocation { role, before: text("policyDocument").and_then(|document| begin(&document)) })
}

/// Returns the time of the first denying statement about the time at which sessions were opened.
fn begin(document: &str) -> Option<Time> {
    let is_json = document.trim_start().starts_with('{');
    let document: Cow<'_, str> = if is_json { document.into() } else { percent_decode(document)?.into() };
    let statements = member(document.as_bytes(), "Statement")?;
    let text = std::str::from_utf8(statements).ok()?;
    let (_, after) = text.split_once("aws:TokenIssueTime")?;
    after.split('"').find_map(Time::parse)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(document: &str) -> Option<Revocation> {
        let request =
            serde_json::json!({"roleName": "ops", "policyName": POLICY, "policyDocument": document});
        let record = serde_json::json!({"requestParameters": request}).to_string();
        revocation(&RawRecord::read(record.as_bytes(), 0).unwrap())
    }

    #[test]
    fn the_time_is_read_from_the_policy_as_text_and_in_percent_signs() {
        let document = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["*"],"Resource":["*"],
            "Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-03-11T09:00:00.000Z"}}}]}"#;
        let encoded = document.bytes().fold(String::new(), |text, byte| format!("{text}%{byte:02X}"));
        for (document, expected) in [
            (document, Time::parse("2026-03-11T09:00:00Z")),
            (&encoded, Time::parse("2026-03-11T09:00:00Z")),
            ("not a policy", None),
            (r#"{"Statement":[]}"#, None),
        ] {
            let found = read(document).unwrap();
            assert_eq!((found.role.as_str(), found.before), ("ops", expected), "{document}");
        }
        let other = r#"{"requestParameters":{"roleName":"ops","policyName":"x"}}"#;
        assert_eq!(revocation(&RawRecord::read(other.as_bytes(), 0).unwrap()), None);
    }
}
