//! Finds names that nothing but their place in a record tells: of users, roles, groups, sessions, hosts.

use super::find::is_example;
use super::kind::RedactedKind as Kind;
use super::resources::is_type;

/// Members whose value is a name, in lower case.
const NAMED: [(&str, Kind); 15] = [
    ("username", Kind::User),
    ("newusername", Kind::User),
    ("sourceidentity", Kind::User),
    ("userid", Kind::User),
    ("rolename", Kind::Role),
    ("instanceprofilename", Kind::Role),
    ("groupname", Kind::Group),
    ("rolesessionname", Kind::Session),
    ("sessionname", Kind::Session),
    ("privatednsname", Kind::Host),
    ("publicdnsname", Kind::Host),
    ("hostname", Kind::Host),
    ("dnsname", Kind::Host),
    ("givenname", Kind::User),
    ("familyname", Kind::User),
];

/// What comes before a name in an ARN.
const IN_ARN: [(&str, Kind); 6] = [
    (":user/", Kind::User),
    (":federated-user/", Kind::User),
    (":role/", Kind::Role),
    (":instance-profile/", Kind::Role),
    (":group/", Kind::Group),
    (":assumed-role/", Kind::Role),
];

/// Names that AWS gives: they say nothing about a customer.
fn is_of_aws(name: &str) -> bool {
    let lower = name.to_lowercase();
    let prefixes = ["awsservicerolefor", "aws-", "awsreservedsso_", "amazon"];
    let known = [
        "root",
        "organizationaccountaccessrole",
        "organizationaccountaccess",
        "administrator",
        "anonymous",
        "hidden_due_to_security_reasons",
    ];
    prefixes.iter().any(|prefix| lower.starts_with(prefix))
        || known.contains(&lower.as_str())
        || is_type(&lower)
        || lower.ends_with(".amazonaws.com")
}

/// Calls `each` with every name in a text, which is the value of a member with that name.
pub(super) fn of_text(text: &str, member: &str, each: &mut dyn FnMut(Kind, &str)) {
    let mut name = |kind, name: &str| {
        let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
        let is_wild = name.contains(['*', '$', '{', ' ', '/', '"']);
        if name.len() > 1 && !is_number && !is_wild && !is_of_aws(name) && !is_example(name) {
            each(kind, name);
        }
    };
    let lower = member.to_lowercase();
    if let Some((_, kind)) = NAMED.iter().find(|(named, _)| *named == lower) {
        name(*kind, text);
    }
    if lower == "principalid"
        && let Some((_, session)) = text.split_once(':')
    {
        name(Kind::Session, session);
    }
    for (before, kind) in IN_ARN {
        for (at, _) in text.match_indices(before) {
            let rest = text.get(at + before.len()..).unwrap_or_default();
            let end = rest
                .find(|char: char| !(char.is_alphanumeric() || "+=,.@_/-".contains(char)))
                .unwrap_or(rest.len());
            let path = rest.get(..end).unwrap_or_default();
            let path = path.trim_end_matches(['.', ',']);
            if before == ":assumed-role/" {
                let mut parts = path.splitn(2, '/');
                name(kind, parts.next().unwrap_or_default());
                name(Kind::Session, parts.next().unwrap_or_default());
            } else {
                name(kind, path.rsplit('/').next().unwrap_or_default());
            }
        }
    }
}
