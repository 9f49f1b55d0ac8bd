//! Reads the records of the calls in the table: which events they are is decided by kind, and only those are read.

use super::deed::{Act, Deed, SaidByRecord};
use super::line::Ledger;
use super::live;
use super::pairs::member_test::MemberTest;
use super::pairs::table::{PAIRS, Pair, Role};
use super::revoked;
use super::settle::settle;
use crate::insight::by_kind::events_of;
use crate::insight::makers::{MadeActor, SERVICE_LINKED_ROLE};
use crate::insight::run::Run;
use crate::json::members::{items, member, members};
use crate::record::call::without_api_date;
use crate::record::identity::service_name;
use crate::record::read::RawRecord;
use crate::record::read::key::Key;
use crate::record::read::value::{member_text, text_of};
use crate::record::time::Time;
use crate::store::{Event, Store};

/// Returns the ledger of a store. `None` if cancelled.
pub(super) fn read(store: &Store, run: Run<'_>) -> Option<Ledger> {
    let mut events = events_of(store, |call| {
        let call_key = call_key(call.service, call.name);
        let is_of_table = live::may_grant(&call_key) || !PAIRS.roles(&call_key).is_empty();
        call.succeeded && (is_of_table || call_key == SERVICE_LINKED_ROLE)
    });
    events.retain(|&event| !store.folds().is_folded(event));
    let newest = store.span().map_or(Time::NONE, |(_, newest)| newest);
    let said: Vec<(Event, SaidByRecord)> =
        run.read(store, &events, |_, record| Some(said(record, newest)))?;
    settle(store, said, run.cancelled)
}

/// Returns how the table names a call: `lambda:CreateFunction`.
fn call_key(service: &str, name: &str) -> String {
    format!("{service}:{}", without_api_date(name))
}

/// Returns what the call of a record made that can act.
pub(in crate::insight) fn made_by_record(record: &[u8]) -> Vec<MadeActor> {
    said(record, Time::NONE).makes
}

/// Returns what can act among what a call made. A function has its role with it.
fn makes(deeds: &[Deed], record: &RawRecord<'_>) -> Vec<MadeActor> {
    let asked = record.raw(Key::RequestParameters).unwrap_or_default();
    let role = member_text(asked, "role").unwrap_or_default();
    let made = deeds.iter().filter(|deed| deed.act == Act::Make);
    let names = made.flat_map(|deed| {
        let firsts = deed.identities.iter().filter_map(|identity| identity.parts.iter().flatten().next());
        firsts.filter_map(|name| MadeActor::of(deed.pair.make, name, &role)).collect::<Vec<_>>()
    });
    names.collect()
}

fn said(record: &[u8], newest: Time) -> SaidByRecord {
    let record = RawRecord::read(record, 0).unwrap_or_else(|_| RawRecord::read_damaged(record));
    let text = |key| record.text(key).unwrap_or_default();
    let call = call_key(service_name(&text(Key::EventSource)), &text(Key::EventName));
    let grants = if live::may_grant(&call) { live::grants(&record, newest) } else { Vec::new() };
    let revocation = if call == revoked::CALL { revoked::revocation(&record) } else { None };
    let deeds = deeds(PAIRS.roles(&call), &record);
    let mut makes = makes(&deeds, &record);
    if call == SERVICE_LINKED_ROLE {
        let answer = record.raw(Key::ResponseElements).unwrap_or_default();
        let name = member(answer, "role").and_then(|role| member_text(role, "roleName"));
        makes.extend(name.and_then(|name| MadeActor::of(&call, &name, "")));
    }
    SaidByRecord { deeds, grants, makes, revocation }
}

fn deeds(roles: &[(usize, Role)], record: &RawRecord<'_>) -> Vec<Deed> {
    let mut deeds = Vec::new();
    if roles.is_empty() || did_nothing(record) {
        return deeds;
    }
    let refused = refused(record);
    for (number, role) in roles {
        let Some(pair) = PAIRS.pairs.get(*number) else { continue };
        let Some(act) = act(pair, role, roles, record) else { continue };
        let (rule, id) =
            if act == Act::Make { (&pair.key, &pair.id) } else { (&pair.undo_key, &pair.undo_id) };
        let mut identities = rule.read(record, id.as_ref());
        let found = identities.len();
        if !refused.is_empty() {
            identities.retain(|identity| !identity.parts.iter().flatten().any(|part| refused.contains(part)));
        }
        // A call that both makes and undoes undoes only what it names.
        let also_makes = roles.iter().any(|(other, role)| other == number && *role == Role::Make);
        if act != Act::Make && also_makes {
            identities.retain(|identity| identity.id.is_some() || identity.parts.iter().all(Option::is_some));
        }
        if identities.is_empty() && (found > 0 || !refused.is_empty()) {
            continue;
        }
        deeds.push(Deed { pair, act, identities });
    }
    deeds
}

/// Returns what a call did, if the conditions of the table hold.
fn act(pair: &Pair, role: &Role, roles: &[(usize, Role)], record: &RawRecord<'_>) -> Option<Act> {
    let holds = |test: &Option<MemberTest>| test.as_ref().is_none_or(|test| test.passes(record));
    match role {
        Role::Make => holds(&pair.make_if).then_some(Act::Make),
        Role::Undo { first } => {
            let itself = roles.iter().any(|(number, role)| *number == pair.number && *role == Role::Make);
            (!itself || holds(&pair.undo_if)).then_some(Act::Undo { first: *first })
        }
        Role::Off(test) => holds(test).then_some(Act::Off),
        Role::On(test) => holds(test).then_some(Act::On),
    }
}

/// Returns whether EC2 answered that nothing was done, without an error code.
fn did_nothing(record: &RawRecord<'_>) -> bool {
    let answer = record.raw(Key::ResponseElements).unwrap_or_default();
    member(answer, "_return").is_some_and(|value| value == b"false" || value == b"\"false\"")
}

/// Returns the IDs that EC2 lists as unsuccessful in an answer without an error code.
fn refused(record: &RawRecord<'_>) -> Vec<String> {
    let answer = record.raw(Key::ResponseElements).unwrap_or_default();
    let inner = members(answer).filter(|(name, _)| name.ends_with(b"Response"));
    let lists =
        inner.map(|(_, value)| value).chain([answer]).filter_map(|object| member(object, "unsuccessful"));
    let mut ids = Vec::new();
    for list in lists {
        let inside = ["items", "item"].into_iter().find_map(|name| member(list, name)).unwrap_or(list);
        let each: Vec<&[u8]> =
            if inside.first() == Some(&b'[') { items(inside).collect() } else { vec![inside] };
        for item in each.into_iter().filter(|item| item.first() == Some(&b'{')) {
            // Without an ID it is still known that something failed.
            let id = member_text(item, "resourceId").or_else(|| member_text(item, "ResourceId"));
            ids.push(id.map_or_else(|| text_of(item).into_owned(), Into::into));
        }
    }
    ids
}
