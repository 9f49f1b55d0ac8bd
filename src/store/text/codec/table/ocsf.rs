//! Rows of Security Lake: CloudTrail's events in the OCSF schema, whose columns are structures. What AWS's mapping puts in
//! one place only is put back where a record has it, for both versions of that mapping; the columns stay beside it.

use super::names::Holds;
use crate::json::members::members;
use crate::json::text::{inside, unescape_into};

/// Which values of a place are the member's: the second version of the mapping gave the place to another member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum OcsfValue {
    Any,
    Arn,
    OtherThanArn,
}

/// A column with the path in it; without a path, it is the column itself.
type OcsfPlace = (&'static str, &'static [&'static str], OcsfValue);

/// A member of a record: its path, what it holds, and where it is, the surest place first.
pub(super) type OcsfMember = (&'static [&'static str], Holds, &'static [OcsfPlace]);

const ANY: OcsfValue = OcsfValue::Any;

/// In the order in which CloudTrail writes the members. Names of columns are in lower case, with letters only.
pub(super) const MEMBERS: &[OcsfMember] = &[
    (&["eventVersion"], Holds::Text, &[("metadata", &["product", "version"], ANY)]),
    (&["userIdentity", "type"], Holds::Text, &[("actor", &["user", "type"], ANY)]),
    (
        &["userIdentity", "principalId"],
        Holds::Text,
        &[("actor", &["user", "uid_alt"], ANY), ("actor", &["user", "uid"], OcsfValue::OtherThanArn)],
    ),
    (
        &["userIdentity", "arn"],
        Holds::Text,
        &[("actor", &["user", "uuid"], OcsfValue::Arn), ("actor", &["user", "uid"], OcsfValue::Arn)],
    ),
    (
        &["userIdentity", "accountId"],
        Holds::Text,
        &[("actor", &["user", "account", "uid"], ANY), ("actor", &["user", "account_uid"], ANY)],
    ),
    (&["userIdentity", "accessKeyId"], Holds::Text, &[("actor", &["user", "credential_uid"], ANY)]),
    (&["userIdentity", "userName"], Holds::Text, &[("actor", &["user", "name"], ANY)]),
    (&["userIdentity", "invokedBy"], Holds::Text, &[("actor", &["invoked_by"], ANY)]),
    (
        &["userIdentity", "sessionContext", "sessionIssuer", "arn"],
        Holds::Text,
        &[("actor", &["session", "issuer"], OcsfValue::Arn)],
    ),
    (
        &["userIdentity", "sessionContext", "attributes", "creationDate"],
        Holds::Milliseconds,
        &[("actor", &["session", "created_time_dt"], ANY), ("actor", &["session", "created_time"], ANY)],
    ),
    (
        &["userIdentity", "sessionContext", "attributes", "mfaAuthenticated"],
        Holds::Text,
        &[("actor", &["session", "is_mfa"], ANY), ("actor", &["session", "mfa"], ANY)],
    ),
    (&["eventTime"], Holds::Milliseconds, &[("timedt", &[], ANY), ("time", &[], ANY)]),
    (&["eventSource"], Holds::Text, &[("api", &["service", "name"], ANY)]),
    (&["eventName"], Holds::Text, &[("api", &["operation"], ANY)]),
    (&["awsRegion"], Holds::Text, &[("cloud", &["region"], ANY)]),
    (&["sourceIPAddress"], Holds::Text, &[("srcendpoint", &["ip"], ANY), ("srcendpoint", &["domain"], ANY)]),
    (&["userAgent"], Holds::Text, &[("httprequest", &["user_agent"], ANY)]),
    (&["errorCode"], Holds::Text, &[("api", &["response", "error"], ANY)]),
    (&["errorMessage"], Holds::Text, &[("api", &["response", "message"], ANY)]),
    (&["requestParameters"], Holds::Json, &[("api", &["request", "data"], ANY)]),
    (&["responseElements"], Holds::Json, &[("api", &["response", "data"], ANY)]),
    (&["requestID"], Holds::Text, &[("api", &["request", "uid"], ANY)]),
    (&["eventID"], Holds::Text, &[("metadata", &["uid"], ANY)]),
    (&["readOnly"], Holds::Flag, &[("unmapped", &["readOnly"], ANY)]),
    (&["eventType"], Holds::Text, &[("unmapped", &["eventType"], ANY)]),
    (&["managementEvent"], Holds::Flag, &[("unmapped", &["managementEvent"], ANY)]),
    (&["recipientAccountId"], Holds::Text, &[("unmapped", &["recipientAccountId"], ANY)]),
    (&["sharedEventID"], Holds::Text, &[("unmapped", &["sharedEventID"], ANY)]),
    (&["vpcEndpointId"], Holds::Text, &[("srcendpoint", &["uid"], ANY)]),
    (&["eventCategory"], Holds::Text, &[("metadata", &["product", "feature", "name"], ANY)]),
];

/// Returns whether a heading, of names with letters only, is that of Security Lake's calls.
pub(super) fn is_ocsf(names: &[String]) -> bool {
    ["classuid", "metadata", "api"].iter().all(|name| names.iter().any(|other| other == name))
}

/// Writes the text of the value at a path in a cell to `out`. Returns whether there is one of the kind that is wanted.
pub(super) fn value_in(cell: &[u8], path: &[&str], wanted: OcsfValue, out: &mut Vec<u8>) -> bool {
    out.clear();
    if path.is_empty() {
        out.extend_from_slice(cell);
        return !cell.is_empty();
    }
    let mut value = cell;
    for name in path {
        let Some((_, inner)) = members(value).find(|(other, _)| *other == name.as_bytes()) else {
            return false;
        };
        value = inner;
    }
    match value.first() {
        Some(b'"') => unescape_into(inside(value), out),
        _ if value == b"null" => {}
        _ => out.extend_from_slice(value),
    }
    match wanted {
        OcsfValue::Any => !out.is_empty(),
        OcsfValue::Arn => out.starts_with(b"arn:"),
        OcsfValue::OtherThanArn => !out.is_empty() && !out.starts_with(b"arn:"),
    }
}
