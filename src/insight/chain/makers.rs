//! Which events made the user, role, instance or function that has a credential of a chain, and which set the password of who
//! signed in. This is weaker than the edges of the chain: names are compared, not credentials.

use std::collections::{BTreeMap, HashSet};

use crate::insight::by_kind::events_of;
use crate::insight::ledger::made_by_record;
use crate::insight::makers::{Makers, actors, made_as, user_of};
use crate::record::call::without_api_date;
use crate::record::field::Column;
use crate::record::read::RawRecord;
use crate::record::read::key::Key;
use crate::record::read::value::member_text;
use crate::record::time::Time;
use crate::store::record_reader::RecordReader;
use crate::store::{Event, Store};

/// Returns the events that made each of some actors: their ARNs, each with the time of its first event. Only records of the
/// accounts that have such actors are read.
pub(super) fn of(store: &Store, reader: &mut RecordReader, acted: &[(&str, Time)]) -> Vec<Vec<Event>> {
    let wanted: HashSet<_> = acted.iter().flat_map(|(arn, _)| actors(arn)).collect();
    let is_wanted = |call: &str| wanted.iter().any(|(wanted, ..)| *wanted == call);
    let events = events_of(store, |call| {
        let key = format!("{}:{}", call.service, without_api_date(call.name));
        call.succeeded && made_as(&key).is_some_and(is_wanted)
    });
    let mut makers = Makers::default();
    for event in events.into_iter().filter(|&event| !store.folds().is_folded(event)) {
        let account = store.value(event, Column::Account);
        if !wanted.iter().any(|(_, wanted, _)| *wanted == account) {
            continue;
        }
        for made in made_by_record(reader.record(store, event)) {
            makers.add(store, &made, event);
        }
    }
    acted.iter().map(|(arn, first)| makers.of(store, arn, *first)).collect()
}

/// The calls that make the password of a user, change it, and remove it.
const MAKES_PASSWORD: &str = "CreateLoginProfile";
const CHANGES_PASSWORD: [&str; 2] = ["UpdateLoginProfile", "ChangePassword"];
const REMOVES_PASSWORD: &str = "DeleteLoginProfile";

/// The calls about the password of a user before some time, each name once.
type PasswordCalls<'s> = BTreeMap<(&'s str, String), Vec<Event>>;

/// Returns, for each sign-in of an IAM user, the calls that made and changed the password that it was made with. None are
/// known if the password was removed and not made again: then something is missing in this data.
pub(super) fn of_passwords(
    store: &Store,
    reader: &mut RecordReader,
    sign_ins: &[Option<Event>],
) -> Vec<Vec<Event>> {
    let user = |event: Event| {
        let is_user = store.value(event, Column::IdentityType) == "IAMUser";
        user_of(store.value(event, Column::IdentityArn)).filter(|_| is_user)
    };
    let wanted: HashSet<_> = sign_ins.iter().copied().flatten().filter_map(user).collect();
    if wanted.is_empty() {
        return vec![Vec::new(); sign_ins.len()];
    }
    let mut events =
        events_of(store, |call| call.succeeded && call.service == "iam" && is_about_password(call.name));
    events.retain(|&event| !store.folds().is_folded(event));
    events.sort_by_key(|&event| store.order_key(event));
    let mut calls = PasswordCalls::new();
    for event in events {
        let account = store.value(event, Column::Account);
        if !wanted.iter().any(|(wanted, _)| *wanted == account) {
            continue;
        }
        let record = RawRecord::read_damaged(reader.record(store, event));
        let asked = record.raw(Key::RequestParameters).unwrap_or_default();
        // Without a name, it is about the caller, who may be no user.
        let named = member_text(asked, "userName").map(std::borrow::Cow::into_owned);
        if let Some(name) = named.or_else(|| user(event).map(|(_, name)| name.to_owned())) {
            calls.entry((account, name)).or_default().push(event);
        }
    }
    let before = |event: Event| {
        let (account, name) = user(event)?;
        let calls = calls.get(&(account, name.to_owned()))?;
        let end = calls.partition_point(|&call| store.order_key(call) < store.order_key(event));
        Some(in_force(store, calls.get(..end).unwrap_or_default()))
    };
    sign_ins.iter().map(|event| event.and_then(before).unwrap_or_default()).collect()
}

/// Returns whether a call of IAM is about the password of a user.
pub(in crate::insight) fn is_about_password(name: &str) -> bool {
    name == MAKES_PASSWORD || name == REMOVES_PASSWORD || CHANGES_PASSWORD.contains(&name)
}

/// Returns, of the calls about one password in order of time, the last of each name since it was made.
fn in_force(store: &Store, calls: &[Event]) -> Vec<Event> {
    let mut found: Vec<Event> = Vec::new();
    for &call in calls {
        let name = store.value(call, Column::EventName);
        if name == MAKES_PASSWORD || name == REMOVES_PASSWORD {
            found.clear();
        }
        found.retain(|&other| store.value(other, Column::EventName) != name);
        if name != REMOVES_PASSWORD {
            found.push(call);
        }
    }
    found
}
