//! IAM users whose ARN a record leaves out: a failed console sign-in has only the name and the account of the
//! user.
//!
//! If the events have exactly one ARN of a user with this name in this account, that user is meant, because
//! names are unique in an account. With none, or with two (a user that was deleted and created again under
//! another path), the principal stays what the record says. All events are considered together, so the order in
//! which files are read does not matter.

use std::collections::HashMap;

use super::columns::tables::Tables;
use super::event::MISSING;
use super::snapshot::Store;
use crate::record::field::{ACTOR_COLUMNS, Column, KIND_COLUMNS};

/// Actors that are given the principal of their user: the number of each, with the IDs of its principal and
/// person.
pub(super) type NamedUsers = Vec<(u32, u32, u32)>;

type ActorIds = [u32; ACTOR_COLUMNS];

/// The principal of the users with one name in one account.
#[derive(Debug, Clone, Copy, Default)]
enum OfName {
    #[default]
    Nobody,
    One(u32),
    Several,
}

/// Finds the users. `store` must have its values and actors; new values of persons are added to `tables`.
pub(super) fn find(store: &Store, tables: &Tables) -> NamedUsers {
    let kinds = store.dict(Column::IdentityType);
    let Some(user) = (1..).zip(kinds.iter()).find_map(|(id, kind)| (kind == "IAMUser").then_some(id)) else {
        return NamedUsers::new();
    };
    let users =
        || (0..).zip(store.actors().iter()).filter(|(_, actor)| id(actor, Column::IdentityType) == user);
    let text = |actor: &ActorIds, column| store.dict(column).get(id(actor, column));
    let account_and_name =
        |actor| Some((text(actor, Column::IdentityAccount), text(actor, Column::UserName))).filter(is_named);
    let without_arn: Vec<_> = users()
        .filter(|(_, actor)| id(actor, Column::IdentityArn) == MISSING)
        .filter_map(|(number, actor)| Some((number, actor, account_and_name(actor)?)))
        .collect();
    let mut known: HashMap<_, OfName> =
        without_arn.iter().map(|(_, _, user)| (*user, OfName::default())).collect();
    if known.is_empty() {
        return NamedUsers::new();
    }
    for (_, actor) in users() {
        if let Some(known) = of_arn(text(actor, Column::IdentityArn)).and_then(|user| known.get_mut(&user)) {
            known.add(id(actor, Column::Principal));
        }
    }
    let mut named = NamedUsers::new();
    for (number, actor, (account, name)) in without_arn {
        let Some(OfName::One(principal)) = known.get(&(account, name)).copied() else { continue };
        let said = text(actor, Column::Principal);
        // A name that CloudTrail hid is not a name.
        if said != format!("{account}:user/{name}") {
            continue;
        }
        let arn = store.dict(Column::Principal).get(principal);
        let person = if text(actor, Column::Person) == said {
            tables.intern(Column::Person, tables.fingerprint(arn.as_bytes()), arn)
        } else {
            id(actor, Column::Person)
        };
        named.push((number, principal, person));
    }
    named
}

/// Gives the actors of `store` the principals that were found.
pub(super) fn name(store: &mut Store, users: &NamedUsers) {
    for &(number, principal, person) in users {
        let Some(mut actor) = store.actors.get(number).copied() else { continue };
        for (column, value) in [(Column::Principal, principal), (Column::Person, person)] {
            if let Some(slot) = place(column).and_then(|place| actor.get_mut(place)) {
                *slot = value;
            }
        }
        store.actors.set(number, actor);
    }
}

impl OfName {
    fn add(&mut self, principal: u32) {
        *self = match *self {
            Self::Nobody => Self::One(principal),
            Self::One(known) if known == principal => Self::One(known),
            Self::One(_) | Self::Several => Self::Several,
        }
    }
}

fn is_named((account, name): &(&str, &str)) -> bool {
    !account.is_empty() && !name.is_empty()
}

/// Returns the account and the name in `arn:aws:iam::111122223333:user/team/alice`.
fn of_arn(arn: &str) -> Option<(&str, &str)> {
    let mut parts = arn.splitn(6, ':');
    let (_, _, service, _) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let (account, resource) = (parts.next()?, parts.next()?);
    let path = resource.strip_prefix("user/").filter(|_| service == "iam")?;
    Some((account, path.rsplit('/').next()?)).filter(is_named)
}

fn place(column: Column) -> Option<usize> {
    column.index().checked_sub(KIND_COLUMNS)
}

fn id(actor: &ActorIds, column: Column) -> u32 {
    place(column).and_then(|place| actor.get(place)).copied().unwrap_or(MISSING)
}

#[cfg(test)]
mod tests {
    use super::of_arn;

    #[test]
    fn an_arn_of_a_user_has_an_account_and_a_name() {
        for (arn, user) in [
            ("arn:aws:iam::111122223333:user/alice", Some(("111122223333", "alice"))),
            ("arn:aws-cn:iam::111122223333:user/team/eu/alice", Some(("111122223333", "alice"))),
            ("arn:aws:iam::111122223333:role/alice", None),
            ("arn:aws:sts::111122223333:user/alice", None),
            ("arn:aws:iam::111122223333:user/team/", None),
            ("arn:aws:iam:::user/alice", None),
            ("arn:aws:iam::111122223333", None),
            ("", None),
        ] {
            assert_eq!(of_arn(arn), user, "{arn}");
        }
    }
}
