//! The rule for calls that the table does not have: members whose names say that they name something.
//!
//! First come those whose name stands in the call's own (`hostedZoneId` of `DeleteHostedZone`), then plain `name`, `id`
//! and `arn`, then other names and numbers of things. Tokens, page sizes and the like name nothing.

use std::borrow::Cow;

use super::list::Targets;
use super::rule::is_told;
use super::table::without_date;
use crate::json::members::{items, member, members};
use crate::record::key::Key;
use crate::record::read::RawRecord;
use crate::record::value::{is_present, member_text, text_of};

/// More than this many members of a call are not listed.
const MOST: usize = 4;

/// How many items of a list are taken.
const MOST_ITEMS: usize = 16;

/// Endings of members that name something.
const ENDINGS: [&str; 12] =
    ["name", "names", "id", "ids", "arn", "arns", "identifier", "identifiers", "url", "alias", "key", "path"];

/// Members that end like names and name nothing that was touched.
const NOTHING: [&str; 13] = [
    "token",
    "requestid",
    "clientrequest",
    "idempotency",
    "maxresults",
    "ownerid",
    "callerreference",
    "kmskeyid",
    "availabilityzone",
    "versionid",
    "sourceaccount",
    "regionname",
    "rolesessionname",
];

/// Beginnings of calls that make something whose name the service gives.
const MAKING: [&str; 6] = ["create", "register", "allocate", "request", "start", "import"];

/// What the request of a record names, else what its service event or its insight tells.
pub(super) fn read<'a>(record: &RawRecord<'a>) -> Targets<'a> {
    let call = record.raw_or_insight(Key::EventName).map(text_of).unwrap_or_default();
    let call = without_date(&call).to_ascii_lowercase();
    let from = |key: Key| record.raw(key).map(unwrapped).map(|raw| names(raw, &call)).unwrap_or_default();
    let mut found = from(Key::RequestParameters);
    if found.is_empty() {
        found = from(Key::ServiceEventDetails);
    }
    // What a call made is told in its answer alone.
    if found.is_empty() && MAKING.iter().any(|verb| call.starts_with(verb)) {
        found = from(Key::ResponseElements);
    }
    if found.is_empty() {
        found.what.extend(insight(record));
    }
    found
}

/// The object inside, where a request is wrapped in one member of its own (`{"DeleteFlowLogsRequest":{…}}`).
fn unwrapped(raw: &[u8]) -> &[u8] {
    let mut all = members(raw);
    match (all.next(), all.next()) {
        (Some((name, value)), None)
            if (name.ends_with(b"Request") || name.ends_with(b"Req")) && value.first() == Some(&b'{') =>
        {
            value
        }
        _ => raw,
    }
}

/// The names in an object, the most telling first; those of equal weight in the order of their members' names, so that
/// the order of members in a record plays no part.
fn names<'a>(object: &'a [u8], call: &str) -> Targets<'a> {
    let mut found: Vec<(usize, &[u8], &[u8])> = members(object)
        .filter(|(_, value)| is_present(value) && !matches!(value.first(), Some(b'{' | b't' | b'f')))
        .filter_map(|(name, value)| Some((weight(name, call)?, name, value)))
        .collect();
    found.sort_unstable();
    found.dedup_by(|one, other| one.1 == other.1);
    let mut targets = Targets::default();
    for (_, _, value) in found.into_iter().take(MOST) {
        let side = if targets.what.is_empty() { &mut targets.what } else { &mut targets.with };
        side.extend(values(value));
    }
    targets
}

/// The texts of a value: itself, or the first of a list.
fn values(value: &[u8]) -> Vec<Cow<'_, str>> {
    let texts: Vec<_> = match value.first() {
        Some(b'[') => items(value).take(MOST_ITEMS).filter(|item| item.first() == Some(&b'"')).collect(),
        _ => vec![value],
    };
    texts.into_iter().map(text_of).filter(|text| is_told(text)).collect()
}

/// How telling a member is, the most telling first; `None` when it names nothing.
fn weight(name: &[u8], call: &str) -> Option<usize> {
    let name = std::str::from_utf8(name).ok()?.to_ascii_lowercase();
    if name == "host" || NOTHING.iter().any(|word| name.contains(word)) {
        return None;
    }
    let stem = ENDINGS.iter().filter_map(|ending| name.strip_suffix(ending)).min_by_key(|stem| stem.len());
    match stem {
        // The longer the part that the call has too, the better.
        Some(stem) if stem.len() > 2 && call.contains(stem) => Some(1000 - stem.len().min(999)),
        Some("") => Some(1001),
        Some("resource") => Some(1002),
        Some(_) => Some(1003),
        None if matches!(
            name.as_str(),
            "resource" | "target" | "bucket" | "domain" | "username" | "email"
        ) =>
        {
            Some(1002)
        }
        None if name.len() > 3 && call.ends_with(&name) => Some(1001),
        None => None,
    }
}

/// An Insights event touches nothing; what it says is its type and whether it starts or ends.
fn insight<'a>(record: &RawRecord<'a>) -> Option<Cow<'a, str>> {
    let details = record.raw(Key::InsightDetails)?;
    let kind = member_text(details, "insightType")?;
    let state = member(details, "state").map(text_of).unwrap_or_default();
    Some(Cow::Owned(format!("{kind} {state}").trim_end().to_owned()))
}
