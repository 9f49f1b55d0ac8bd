//! Who acted: the principal, the session and the person are computed here from several members. A query looks for the
//! text in each of these members, and so finds more.

use super::place::FieldPlace;
use super::tests_of_values::{any, literals};
use super::tree::{Check, RecordCondition};
use crate::query::language::expr::Test;
use crate::record::identity::HIDDEN_USER;

/// The members that names of callers are made of.
const PARTS: [&str; 13] = [
    "userIdentity.arn",
    "userIdentity.userName",
    "userIdentity.principalId",
    "userIdentity.accountId",
    "userIdentity.invokedBy",
    "userIdentity.type",
    "userIdentity.sessionContext.sessionIssuer.arn",
    "userIdentity.sessionContext.sessionIssuer.userName",
    "userIdentity.sessionContext.sourceIdentity",
    "userIdentity.onBehalfOf.userId",
    "userIdentity.onBehalfOf.identityStoreArn",
    "userIdentity.identityProvider",
    "userIdentity.accessKeyId",
];

/// The members that name a session.
const OF_SESSIONS: [&str; 6] = [
    "userIdentity.accessKeyId",
    "userIdentity.sessionContext.signInSessionArn",
    "userIdentity.credentialId",
    "userIdentity.principalId",
    "userIdentity.sessionContext.attributes.creationDate",
    "userIdentity.arn",
];

/// Words that stand in computed names and in no member.
const OWN_WORDS: [&str; 17] = [
    "account", "root", "hidden", "bad", "user", "name", "from", "no", "identity", "fed.", "by", "via", "sso",
    "idc", "service", "saml", "oidc",
];

/// Returns a condition that holds wherever a computed name of the caller passes a test, and elsewhere too. The error is
/// a reason.
pub(super) fn caller_passes(field: &str, test: &Test) -> Result<RecordCondition, String> {
    computed(field, test, &PARTS)
}

/// The same for sessions.
pub(super) fn session_passes(test: &Test) -> Result<RecordCondition, String> {
    computed("session", test, &OF_SESSIONS)
}

fn computed(field: &str, test: &Test, members: &[&str]) -> Result<RecordCondition, String> {
    let refused =
        |what: &str| format!("{field} is computed here from several members; {what} has no counterpart");
    let mut found = Vec::new();
    for text in literals(test).ok_or_else(|| refused("this test of it"))? {
        let pieces = pieces(&text.to_lowercase());
        if pieces.is_empty() {
            return Err(refused(&format!("{text:?}, which may stand in a computed name,")));
        }
        found.extend(pieces.iter().map(|piece| contained(piece, members)));
    }
    let reason = format!(
        "{field} is computed here; the query looks for its text in each member that it may come from"
    );
    Ok(any(found).more(reason))
}

/// Returns texts of which one is in a member wherever a computed name contains `text`, which is in lower case:
/// computed names join members and words of their own with these signs. Empty if there is none.
fn pieces(text: &str) -> Vec<String> {
    if text.starts_with("arn:") {
        return std::iter::once(text.to_owned()).chain(of_session(text)).collect();
    }
    let parts = text.split([' ', '(', ')', '@', '#', '/', ':']);
    let is_own = |part: &str| OWN_WORDS.iter().any(|word| word.contains(part));
    let longest = parts.filter(|part| !is_own(part)).max_by_key(|part| part.len());
    longest.map(str::to_owned).into_iter().collect()
}

/// A role's ARN, if only the ARN of its session is in the record.
fn of_session(arn: &str) -> Option<String> {
    let (head, role) = arn.split_once(":role/")?;
    let name = role.rsplit('/').next()?;
    Some(format!("{}:assumed-role/{name}", head.replacen(":iam:", ":sts:", 1)))
}

fn contained(text: &str, members: &[&str]) -> RecordCondition {
    let contains = |name: &&str| {
        RecordCondition::value(&FieldPlace::member(name), Check::Contains(text.to_owned())).if_held()
    };
    let mut parts: Vec<RecordCondition> = members.iter().map(contains).collect();
    parts.push(RecordCondition::All(vec![
        RecordCondition::equals("userIdentity.userName", HIDDEN_USER),
        RecordCondition::value(&FieldPlace::member("sourceIPAddress"), Check::Contains(text.to_owned())),
    ]));
    RecordCondition::Any(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_is_found_by_the_arn_of_its_session() {
        assert_eq!(pieces("alice"), ["alice"]);
        assert_eq!(pieces("admin / alice.lind"), ["alice.lind"]);
        assert_eq!(pieces("root @ 111122223333"), ["111122223333"]);
        assert_eq!(
            pieces("arn:aws:iam::1:role/path/admin"),
            ["arn:aws:iam::1:role/path/admin", "arn:aws:sts::1:assumed-role/admin"]
        );
        assert!(caller_passes("principal", &Test::Contains("root".to_owned())).is_err());
    }
}
