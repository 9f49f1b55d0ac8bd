//! JSON whose members have names in lower case, as Athena and Hive write the structures of a record, with the names
//! that CloudTrail gives them.

use super::json_text::push_string;
use super::structure::KEYS;
use crate::json::members::{items, members};

/// Values are not looked into deeper.
const DEEPEST: usize = 12;
/// Names in other structures than those of `structure`.
const OTHERS: [&str; 10] = [
    "tlsVersion",
    "cipherSuite",
    "clientProvidedHostHeader",
    "updatedFields",
    "originalRequestID",
    "originalEventID",
    "insightType",
    "insightContext",
    "insightDuration",
    "baselineDuration",
];
/// Under this name, the attributes have names that the identity provider chose.
const FEDERATION: &str = "webIdFederationData";
const ATTRIBUTES: &[u8] = b"attributes";

/// Returns a value with CloudTrail's names; `None` if it has them, which costs no allocation.
pub(super) fn respelled(json: &[u8]) -> Option<Vec<u8>> {
    if !has_other_names(json, 0) {
        return None;
    }
    let mut out = Vec::with_capacity(json.len());
    write(json, (false, 0), &mut out).then_some(out)
}

/// Returns whether any name differs from CloudTrail's.
fn has_other_names(json: &[u8], depth: usize) -> bool {
    match json.first() {
        Some(b'{') if depth < DEEPEST => {
            members(json).any(|(name, value)| known(name).is_some() || has_other_names(value, depth + 1))
        }
        Some(b'[') if depth < DEEPEST => items(json).any(|item| has_other_names(item, depth + 1)),
        _ => false,
    }
}

/// Writes a value, and returns whether a name was changed.
fn write(json: &[u8], (by_provider, depth): (bool, usize), out: &mut Vec<u8>) -> bool {
    let mut is_changed = false;
    match json.first() {
        Some(b'{') if depth < DEEPEST => {
            out.push(b'{');
            for (number, (name, value)) in members(json).enumerate() {
                if number > 0 {
                    out.push(b',');
                }
                let known = known(name);
                if let Some(known) = known {
                    push_string(known.as_bytes(), out);
                } else {
                    out.push(b'"');
                    out.extend_from_slice(name);
                    out.push(b'"');
                }
                is_changed |= known.is_some();
                out.push(b':');
                if by_provider && name == ATTRIBUTES {
                    out.extend_from_slice(value);
                } else {
                    let is_federation = known == Some(FEDERATION) || name == FEDERATION.as_bytes();
                    is_changed |= write(value, (is_federation, depth + 1), out);
                }
            }
            out.push(b'}');
        }
        Some(b'[') if depth < DEEPEST => {
            out.push(b'[');
            for (place, inner) in items(json).enumerate() {
                if place > 0 {
                    out.push(b',');
                }
                is_changed |= write(inner, (false, depth + 1), out);
            }
            out.push(b']');
        }
        _ => out.extend_from_slice(json),
    }
    is_changed
}

/// Returns CloudTrail's name for one that is written in lower case, if it differs.
fn known(name: &[u8]) -> Option<&'static str> {
    let is_lower = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || *byte == b'_';
    if !name.iter().all(is_lower) {
        return None;
    }
    // Snake case is Security Lake's and Elastic's.
    let is_it = |key: &&str| {
        let letters = name.iter().filter(|byte| **byte != b'_').copied();
        key.len() <= name.len() && key.bytes().map(|byte| byte.to_ascii_lowercase()).eq(letters)
    };
    let found = KEYS.into_iter().chain(OTHERS).find(is_it)?;
    // `ARN` is in the items of `resources`, which are read by either name.
    (found.as_bytes() != name).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::respelled;

    #[test]
    fn only_names_of_structures_in_lower_case_change() {
        for (json, expected) in [
            (
                r#"{"type":"IAMUser","principalid":"p","username":null,"sessioncontext":{"attributes":{"mfaauthenticated":"true"}}}"#,
                r#"{"type":"IAMUser","principalId":"p","userName":null,"sessionContext":{"attributes":{"mfaAuthenticated":"true"}}}"#,
            ),
            (r#"[{"arn":"a","accountid":"1"}, {"x":[1]}]"#, r#"[{"arn":"a","accountId":"1"},{"x":[1]}]"#),
            (r#"{"tls_version":"TLSv1.3"}"#, r#"{"tlsVersion":"TLSv1.3"}"#),
            (
                r#"{"webidfederationdata":{"federatedprovider":"x","attributes":{"username":"y"}}}"#,
                r#"{"webIdFederationData":{"federatedProvider":"x","attributes":{"username":"y"}}}"#,
            ),
            (r#"{"type":"Root", "userName":"UserName","Username":"x","arn":{"username2":"y"}}"#, ""),
            ("{}", ""),
        ] {
            let made = respelled(json.as_bytes()).map(|made| String::from_utf8(made).unwrap());
            assert_eq!(made.unwrap_or_default(), expected, "{json}");
        }
    }
}
