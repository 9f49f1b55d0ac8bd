//! The rule for calls that are not in the table: it takes members whose names indicate that they identify
//! something.
//!
//! First come those whose name is part of the event name (`hostedZoneId` of `DeleteHostedZone`), then plain
//! `name`, `id` and `arn`, then other names and numbers of things. Tokens, page sizes and the like identify
//! nothing.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::list::{Name, Names, Targets, without_escapes};
use crate::json::members::{items, member, members};
use crate::record::call::without_api_date;
use crate::record::member_path::is_told;
use crate::record::read::RawRecord;
use crate::record::read::key::Key;
use crate::record::read::noted::MemberText;
use crate::record::read::value::{is_present, member_text, text_of};

/// Maximum number of members that are listed for a call.
const MOST: usize = 4;

/// Maximum number of items that are taken from a list.
const MOST_ITEMS: usize = 16;

/// Endings of the names of members that identify something.
const ENDINGS: [&[u8]; 12] = [
    b"name",
    b"names",
    b"id",
    b"ids",
    b"arn",
    b"arns",
    b"identifier",
    b"identifiers",
    b"url",
    b"alias",
    b"key",
    b"path",
];

/// Members with such an ending that identify nothing that was touched.
const NOTHING: [&[u8]; 13] = [
    b"token",
    b"requestid",
    b"clientrequest",
    b"idempotency",
    b"maxresults",
    b"ownerid",
    b"callerreference",
    b"kmskeyid",
    b"availabilityzone",
    b"versionid",
    b"sourceaccount",
    b"regionname",
    b"rolesessionname",
];

/// Members that identify something by their whole name.
const WHOLE: [&[u8]; 6] = [b"resource", b"target", b"bucket", b"domain", b"username", b"email"];

/// Beginnings of calls that create something which the service names.
const MAKING: [&[u8]; 6] = [b"create", b"register", b"allocate", b"request", b"start", b"import"];

/// Returns what the request of a record identifies, otherwise what its service event or insight says.
pub(super) fn read<'a>(record: &RawRecord<'a>) -> Targets<'a> {
    let name = record.raw_or_insight(Key::EventName).map(text_of).unwrap_or_default();
    let call = without_api_date(&name).as_bytes();
    let from = |key: Key| match wrapped(record.members(key)) {
        Some(object) => names(members(object), call),
        None => names(record.members(key), call),
    };
    let mut found = from(Key::RequestParameters);
    if found.is_empty() {
        found = from(Key::ServiceEventDetails);
    }
    if found.is_empty() && makes(&name) {
        found = from(Key::ResponseElements);
    }
    if found.is_empty() {
        found.what.extend(insight(record).map(Name::from));
    }
    found
}

/// Returns whether a call creates something. Only the response says what.
pub(super) fn makes(call: &str) -> bool {
    let call = call.as_bytes();
    MAKING.iter().any(|verb| call.get(..verb.len()).is_some_and(|start| start.eq_ignore_ascii_case(verb)))
}

/// Returns the inner object if a request is wrapped in a single member (`{"DeleteFlowLogsRequest":{…}}`).
fn wrapped<'a>(mut members: impl Iterator<Item = MemberText<'a>>) -> Option<&'a [u8]> {
    let (name, value) = members.next()?;
    let is_wrapper = (name.ends_with(b"Request") || name.ends_with(b"Req")) && value.first() == Some(&b'{');
    (is_wrapper && members.next().is_none()).then_some(value)
}

/// A member that identifies something: its weight, its name, its value.
type FoundName<'a> = (usize, &'a [u8], &'a [u8]);

/// Returns the names in an object, the most specific first. Names of equal weight are sorted by their members'
/// names, so that the order of members in a record does not matter.
fn names<'a>(members: impl Iterator<Item = MemberText<'a>>, call: &[u8]) -> Targets<'a> {
    let mut found: SmallVec<[FoundName<'a>; 8]> = SmallVec::new();
    for (name, value) in members {
        if !is_present(value) || matches!(value.first(), Some(b'{' | b't' | b'f')) {
            continue;
        }
        let Some(weight) = weight(name, call) else { continue };
        // The last of members with the same name counts, as in other JSON readers.
        match found.iter_mut().find(|(_, other, _)| *other == name) {
            Some(known) => known.2 = value,
            None => found.push((weight, name, value)),
        }
    }
    found.sort_unstable();
    let mut targets = Targets::default();
    for (_, _, value) in found.into_iter().take(MOST) {
        let side = if targets.what.is_empty() { &mut targets.what } else { &mut targets.with };
        add_texts(value, side);
    }
    targets
}

/// Adds the texts of a value: its own, or those of the first items of a list.
fn add_texts<'a>(value: &'a [u8], side: &mut Names<'a>) {
    let mut add = |raw: &'a [u8]| {
        side.extend(Some(without_escapes(text_of(raw))).filter(|text| is_told(text)).map(Name::from));
    };
    match value.first() {
        Some(b'[') => items(value).take(MOST_ITEMS).filter(|item| item.first() == Some(&b'"')).for_each(add),
        _ => add(value),
    }
}

/// Returns how specific a member is, lower being more specific; `None` if it identifies nothing.
fn weight(name: &[u8], call: &[u8]) -> Option<usize> {
    let is = |word: &[u8]| name.eq_ignore_ascii_case(word);
    let stem = ENDINGS.iter().filter_map(|ending| without_ending(name, ending)).min_by_key(|stem| stem.len());
    let weight = match stem {
        // The longer the part that it shares with the event name, the more specific.
        Some(stem) if stem.len() > 2 && contains(call, stem) => Some(1000 - stem.len().min(999)),
        Some(b"") => Some(1001),
        Some(stem) if stem.eq_ignore_ascii_case(b"resource") => Some(1002),
        Some(_) => Some(1003),
        None if WHOLE.iter().any(|word| is(word)) => Some(1002),
        None if name.len() > 3 && call.len() >= name.len() && without_ending(call, name).is_some() => {
            Some(1001)
        }
        None => None,
    };
    // Last, because it is the most work, and few members get here.
    weight.filter(|_| !is(b"host") && !NOTHING.iter().any(|word| contains(name, word)))
}

fn without_ending<'n>(name: &'n [u8], ending: &[u8]) -> Option<&'n [u8]> {
    let (stem, end) = name.split_at_checked(name.len().checked_sub(ending.len())?)?;
    end.eq_ignore_ascii_case(ending).then_some(stem)
}

/// Returns whether a name contains a part, ignoring case.
fn contains(name: &[u8], part: &[u8]) -> bool {
    let begins_as = |window: &[u8]| {
        window.first().map(u8::to_ascii_lowercase) == part.first().map(u8::to_ascii_lowercase)
    };
    name.windows(part.len().max(1)).any(|window| begins_as(window) && window.eq_ignore_ascii_case(part))
}

/// Returns the type of an Insights event, which touches nothing, and whether it starts or ends.
fn insight<'a>(record: &RawRecord<'a>) -> Option<Cow<'a, str>> {
    let details = record.raw(Key::InsightDetails)?;
    let kind = member_text(details, "insightType")?;
    let state = member(details, "state").map(text_of).unwrap_or_default();
    Some(Cow::Owned(format!("{kind} {state}").trim_end().to_owned()))
}
