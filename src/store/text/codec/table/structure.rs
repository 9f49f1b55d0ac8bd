//! Athena's text of a structure, `{type=IAMUser, arn=…, sessioncontext={attributes={…}}}` → JSON.
//!
//! The text is not reversible in general, because values are not quoted. It is read only where every key is one
//! that CloudTrail's structures have: a value ends where a comma and such a key follow. Otherwise it stays text.

/// The keys of `userIdentity` and of the items of `resources`, as CloudTrail spells them.
pub(super) const KEYS: [&str; 29] = [
    "type",
    "principalId",
    "arn",
    "ARN",
    "accountId",
    "accessKeyId",
    "userName",
    "invokedBy",
    "identityProvider",
    "credentialId",
    "onBehalfOf",
    "userId",
    "identityStoreArn",
    "sessionContext",
    "attributes",
    "mfaAuthenticated",
    "creationDate",
    "sessionIssuer",
    "webIdFederationData",
    "federatedProvider",
    "sourceIdentity",
    "ec2RoleDelivery",
    "ec2IssuedInVpc",
    "assumedRoot",
    "signInSessionArn",
    "inScopeOf",
    "sourceArn",
    "issuerType",
    "credentialsIssuedTo",
];

/// Structures are not nested deeper.
const DEEPEST: usize = 8;

/// Returns the JSON of a structure or a list of structures; `None` if it cannot be read with certainty.
pub(super) fn json_of(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len() * 2);
    let rest = value(text.trim(), &mut out, 0)?;
    rest.is_empty().then_some(out)
}

fn value<'t>(text: &'t str, out: &mut String, depth: usize) -> Option<&'t str> {
    if depth > DEEPEST {
        return None;
    }
    if let Some(inside) = text.strip_prefix('{') {
        return members(inside, out, depth);
    }
    let mut rest = text.strip_prefix('[')?;
    out.push('[');
    while !rest.starts_with(']') {
        rest = value(rest, out, depth + 1)?;
        if let Some(next) = rest.strip_prefix(", ") {
            out.push(',');
            rest = next;
        } else if !rest.starts_with(']') {
            return None;
        }
    }
    out.push(']');
    rest.strip_prefix(']')
}

fn members<'t>(text: &'t str, out: &mut String, depth: usize) -> Option<&'t str> {
    out.push('{');
    let (mut rest, mut written) = (text, false);
    while !rest.starts_with('}') {
        let (key, behind) = key(rest)?;
        let (is_nested, end) = (behind.starts_with(['{', '[']), end_of_text(behind));
        if is_nested || behind.get(..end?)? != "null" {
            out.push_str(if written { ",\"" } else { "\"" });
            written = true;
            out.push_str(key);
            out.push_str("\":");
            rest = if is_nested {
                value(behind, out, depth + 1)?
            } else {
                let (text, rest) = behind.split_at_checked(end?)?;
                out.push_str(&serde_json::to_string(text).ok()?);
                rest
            };
        } else {
            rest = behind.get(end?..)?;
        }
        if let Some(next) = rest.strip_prefix(", ") {
            key_follows(next)?;
            rest = next;
        } else if !rest.starts_with('}') {
            return None;
        }
    }
    out.push('}');
    rest.strip_prefix('}')
}

/// Returns a key as CloudTrail spells it, and what follows its `=`.
fn key(text: &str) -> Option<(&'static str, &str)> {
    let (name, behind) = text.split_once('=')?;
    // The items of `resources` have an `ARN`, which Athena writes as it writes the `arn` of an identity.
    KEYS.into_iter().find(|key| key.eq_ignore_ascii_case(name)).map(|key| (key, behind))
}

fn key_follows(text: &str) -> Option<()> {
    key(text).map(|_| ())
}

/// Returns where a value that is text ends: before a comma and a key, or a brace.
fn end_of_text(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.find([',', '}'])?;
        let rest = text.get(at..)?;
        if rest.starts_with('}') || rest.strip_prefix(", ").is_some_and(|next| key(next).is_some()) {
            return Some(at);
        }
        from = at + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::json_of;

    #[test]
    fn structures_of_known_keys_become_json() {
        for (text, json) in [
            ("{}", "{}"),
            ("[]", "[]"),
            ("{type=IAMUser, username=null, arn=a, b}", r#"{"type":"IAMUser","arn":"a, b"}"#),
            (
                "{type=IAMUser, username=a,b=c, accountid=111122223333}",
                r#"{"type":"IAMUser","userName":"a,b=c","accountId":"111122223333"}"#,
            ),
            (
                "{type=AssumedRole, invokedby=null, sessioncontext={attributes={mfaauthenticated=false, \
                 creationdate=2026-01-02T03:04:05Z}, sessionissuer=null}}",
                r#"{"type":"AssumedRole","sessionContext":{"attributes":{"mfaAuthenticated":"false","creationDate":"2026-01-02T03:04:05Z"}}}"#,
            ),
            (
                "[{arn=arn:aws:s3:::b, accountid=1, type=AWS::S3::Bucket}, {arn=x, accountid=null, type=y}]",
                r#"[{"arn":"arn:aws:s3:::b","accountId":"1","type":"AWS::S3::Bucket"},{"arn":"x","type":"y"}]"#,
            ),
            ("{bucketName=x, key=y}", ""),
            ("{type=IAMUser", ""),
            ("{type=IAMUser}}", ""),
            ("plain", ""),
            ("", ""),
        ] {
            assert_eq!(json_of(text).unwrap_or_default(), json, "{text}");
        }
    }

    #[test]
    fn depth_has_an_end() {
        assert_eq!(json_of(&"{attributes=".repeat(100_000)), None);
        assert_eq!(json_of(&"[".repeat(100_000)), None);
    }
}
