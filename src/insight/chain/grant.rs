//! What the record of a call says about the credentials that it issued, and about the identity that they act as.

use crate::json::members::{items, members};
use crate::record::read::RawRecord;
use crate::record::read::key::Key;
use crate::record::read::value::{member_text, plain, text_of};

/// Maximum depth at which keys are looked for in a response.
const MOST_LEVELS: usize = 8;

/// What one record of such a call says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Grant {
    /// The access keys that it issued, in order, without that of the caller.
    pub(super) keys: Vec<String>,
    /// What `principalId` will be in calls with the credential; empty if the record does not say.
    pub(super) principal_id: String,
    /// The role and the session that it opened.
    pub(super) role: Option<RoleSession>,
    /// The `sharedEventID`: the record of the same call in the other account has it too.
    pub(super) shared: String,
}

/// A session of a role. The path of a role is not a part of it, because the ARNs of sessions lack it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct RoleSession {
    /// The account of the role.
    pub(super) account: String,
    /// The last part of its name.
    pub(super) role: String,
    /// The name of the session.
    pub(super) name: String,
}

impl RoleSession {
    /// Returns the session of the role with this ARN.
    pub(super) fn of(role_arn: &str, name: &str) -> Option<Self> {
        let account = role_arn.split(':').nth(4)?;
        let role = role_arn.rsplit(['/', ':']).next()?;
        let is_whole = !account.is_empty() && !role.is_empty() && !name.is_empty();
        is_whole.then(|| Self { account: account.to_owned(), role: role.to_owned(), name: name.to_owned() })
    }
}

impl Grant {
    /// Reads a record.
    pub(super) fn read(record: &[u8]) -> Self {
        let record = RawRecord::read_damaged(record);
        let mut keys = Vec::new();
        let response = record.raw(Key::ResponseElements).unwrap_or_default();
        collect_keys(response, MOST_LEVELS, &mut keys);
        let own = record.raw(Key::UserIdentity).and_then(|identity| {
            members(identity).find(|(name, _)| is_access_key(name)).map(|(_, value)| text_of(value))
        });
        keys.retain(|key| own.as_deref() != Some(key));
        let asked = record.raw(Key::RequestParameters).unwrap_or_default();
        let text = |object: &[u8], name: &str| member_text(object, name).unwrap_or_default().into_owned();
        let role = RoleSession::of(&text(asked, "roleArn"), &text(asked, "roleSessionName"));
        let shared = record.text(Key::SharedEventId).unwrap_or_default().into_owned();
        Self { keys, principal_id: principal_id(response), role, shared }
    }
}

/// Returns the principal ID of the identity that a credential acts as. EKS writes `assumeRoleId`.
fn principal_id(response: &[u8]) -> String {
    let found = members(response).find_map(|(name, value)| match name {
        b"assumedRoleUser" => {
            member_text(value, "assumedRoleId").or_else(|| member_text(value, "assumeRoleId"))
        }
        b"federatedUser" => member_text(value, "federatedUserId"),
        _ => None,
    });
    found.unwrap_or_default().into_owned()
}

fn is_access_key(name: &[u8]) -> bool {
    name.eq_ignore_ascii_case(b"accessKeyId")
}
/// Adds the keys in the members called `accessKeyId`, at any depth.
fn collect_keys(value: &[u8], left: usize, keys: &mut Vec<String>) {
    let Some(left) = left.checked_sub(1) else { return };
    match value.first() {
        Some(b'{') => {
            for (name, value) in members(value) {
                if is_access_key(name) {
                    keys.extend(key(value).filter(|key| !keys.contains(key)));
                } else {
                    collect_keys(value, left, keys);
                }
            }
        }
        Some(b'[') => items(value).for_each(|item| collect_keys(item, left, keys)),
        _ => {}
    }
}

/// Returns an access key, unless it is masked: in published records, keys of several people may be masked to the
/// same text.
fn key(value: &[u8]) -> Option<String> {
    plain(value)
        .and_then(|text| std::str::from_utf8(text).ok())
        .filter(|text| is_key(text))
        .map(str::to_owned)
}

/// Returns whether a text has the form of an access key.
pub(super) fn is_key(text: &str) -> bool {
    let is_of_keys = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    (16..=128).contains(&text.len()) && text.starts_with('A') && text.bytes().all(is_of_keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issued_keys_are_found_at_any_depth_and_masked_ones_are_none() {
        for (record, expected) in [
            (
                r#"{"responseElements":{"credentials":{"accessKeyId":"ASIAX5VAULTQ7EXAMPLE"}}}"#,
                &["ASIAX5VAULTQ7EXAMPLE"][..],
            ),
            (
                r#"{"responseElements":{"accessKey":{"AccessKeyId":"AKIAV2BACKUP4EXAMPLE"}}}"#,
                &["AKIAV2BACKUP4EXAMPLE"],
            ),
            (
                r#"{"responseElements":{"credentialSet":[{"credentials":{"accessKeyId":"ASIAX5VAULTQ1EXAMPLE"}},{"credentials":{"accessKeyId":"ASIAX5VAULTQ2EXAMPLE"}}]}}"#,
                &["ASIAX5VAULTQ1EXAMPLE", "ASIAX5VAULTQ2EXAMPLE"],
            ),
            (r#"{"responseElements":{"credentials":{"accessKeyId":"ASIA****************"}}}"#, &[]),
            (r#"{"responseElements":{"credentials":{"accessKeyId":"Unknown"}}}"#, &[]),
            (
                r#"{"userIdentity":{"accessKeyId":"ASIAX5VAULTQ7EXAMPLE"},"responseElements":{"credentials":{"accessKeyId":"ASIAX5VAULTQ7EXAMPLE"}}}"#,
                &[],
            ),
            (r#"{"responseElements":null}"#, &[]),
            (r#"{"requestParameters":{"accessKeyId":"AKIAV2BACKUP4EXAMPLE"}}"#, &[]),
        ] {
            assert_eq!(Grant::read(record.as_bytes()).keys, expected, "{record}");
        }
        let deep = format!(
            r#"{{"responseElements":{}{{"accessKeyId":"ASIAX5VAULTQ7EXAMPLE"}}{}}}"#,
            "[".repeat(5000),
            "]".repeat(5000)
        );
        assert!(Grant::read(deep.as_bytes()).keys.is_empty());
    }
}
