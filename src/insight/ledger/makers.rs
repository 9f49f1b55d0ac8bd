//! Who made those who act: the calls that made the users and roles by which the changes of the ledger were made.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::line::LedgerLine;
use super::revoked::role_of;
use crate::record::field::Column;
use crate::store::{Event, Store};

/// The calls that make who can act.
const USER: &str = "iam:CreateUser";
const ROLE: &str = "iam:CreateRole";

/// Tells each line which event made its actor: the last one before it, or in the same second.
pub(super) fn tell(store: &Store, lines: &mut [LedgerLine]) {
    let mut makers: HashMap<(&str, &str, String), Vec<Event>, RandomState> = HashMap::default();
    for line in lines.iter().filter(|line| [USER, ROLE].contains(&line.pair.make)) {
        let Some(name) = line.what.first() else { continue };
        for &event in &line.made {
            let account = store.value(event, Column::Account);
            makers.entry((line.pair.make, account, name.clone())).or_default().push(event);
        }
    }
    if makers.is_empty() {
        return;
    }
    for line in lines {
        let Some(first) = line.first() else { continue };
        let Some((make, account, name)) = actor(store.value(first, Column::IdentityArn)) else { continue };
        let makers = makers.get(&(make, account, name.to_owned()));
        let before = |event: &&Event| store.time(**event) <= store.time(first) && **event != first;
        line.actor_made = makers
            .and_then(|made| made.iter().filter(before).max_by_key(|event| store.time(**event)).copied());
    }
}

/// Returns the call that makes such an actor, its account and its name.
fn actor(arn: &str) -> Option<(&'static str, &str, &str)> {
    if let Some((account, role)) = role_of(arn) {
        return Some((ROLE, account, role));
    }
    let mut parts = arn.splitn(6, ':').skip(4);
    let (account, resource) = (parts.next()?, parts.next()?);
    let name = resource.strip_prefix("user/")?.rsplit('/').next()?;
    Some((USER, account, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_actor_is_a_user_or_a_role() {
        for (arn, expected) in [
            ("arn:aws:iam::1:user/path/ann", Some((USER, "1", "ann"))),
            ("arn:aws:sts::1:assumed-role/ops/me", Some((ROLE, "1", "ops"))),
            ("arn:aws:iam::1:root", None),
            ("", None),
        ] {
            assert_eq!(actor(arn), expected, "{arn}");
        }
    }
}
