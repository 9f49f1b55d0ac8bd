//! Who made those who act: the calls that made users, roles, and the instances and functions that have sessions of roles.
//! Which calls made something is found by the ledger and by the chain.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::record::call::without_api_date;
use crate::record::field::Column;
use crate::record::time::Time;
use crate::store::{Event, Store};

/// The calls that make who can act.
const USER: &str = "iam:CreateUser";
const ROLE: &str = "iam:CreateRole";
/// Makes a role too, whose name is in the answer.
pub(super) const SERVICE_LINKED_ROLE: &str = "iam:CreateServiceLinkedRole";
const INSTANCE: &str = "ec2:RunInstances";
const FUNCTION: &str = "lambda:CreateFunction";

/// A call, an account, and the name of what it made there; of a function `role/function`, as its sessions are named.
type MadeName<'a> = (&'static str, &'a str, &'a str);

/// Something that can act, as the record of the call that made it has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MadeActor {
    call: &'static str,
    name: String,
}

/// The events that made something that can act, by what they made.
#[derive(Debug, Default)]
pub(super) struct Makers {
    made: HashMap<(&'static str, String, String), Vec<Event>, RandomState>,
}

/// Returns the call that makes the same kind of actor as a call, `ec2:RunInstances`; `None` if what it makes cannot act.
pub(super) fn made_as(call: &str) -> Option<&'static str> {
    let call = if call == SERVICE_LINKED_ROLE { ROLE } else { call };
    [USER, ROLE, INSTANCE, FUNCTION].into_iter().find(|known| *known == call)
}

/// Returns whether an event made something that only has the name of a session. The caller of `AssumeRole` chooses that name.
pub fn is_named_like(store: &Store, event: Event) -> bool {
    let name = without_api_date(store.value(event, Column::EventName));
    [INSTANCE, FUNCTION].iter().any(|call| call.ends_with(&format!(":{name}")))
}

impl MadeActor {
    /// Returns what a call made, by its name, which may be an ARN; `role` is that of a function. `None` if it cannot act, or if it
    /// is a function without a role.
    pub(super) fn of(call: &str, what: &str, role: &str) -> Option<Self> {
        let call = made_as(call)?;
        let name = what.rsplit(':').next().unwrap_or(what);
        let role = role.rsplit('/').next().unwrap_or(role);
        let name = match call {
            FUNCTION if role.is_empty() => return None,
            FUNCTION => format!("{role}/{name}"),
            _ => name.to_owned(),
        };
        Some(Self { call, name })
    }
}

impl Makers {
    /// Adds an event that made something.
    pub(super) fn add(&mut self, store: &Store, made: &MadeActor, event: Event) {
        let account = store.value(event, Column::Account).to_owned();
        self.made.entry((made.call, account, made.name.clone())).or_default().push(event);
    }

    /// Returns the events that made an actor, named by its ARN: of each call the last one before a time, or at it.
    pub(super) fn of(&self, store: &Store, arn: &str, at: Time) -> Vec<Event> {
        if self.made.is_empty() {
            return Vec::new();
        }
        let last = |(call, account, name): MadeName<'_>| {
            let made = self.made.get(&(call, account.to_owned(), name.to_owned()))?;
            let before = made.iter().filter(|event| store.time(**event) <= at);
            before.max_by_key(|event| store.time(**event)).copied()
        };
        actors(arn).into_iter().filter_map(last).collect()
    }
}

/// Returns the calls that make such an actor, each with its account and name. The session of a role is named after the
/// instance or the function that has it (IAM roles for Amazon EC2; the execution role of AWS Lambda).
pub(super) fn actors(arn: &str) -> Vec<MadeName<'_>> {
    let Some((_, resource)) = account_and_resource(arn) else { return Vec::new() };
    if let Some((account, role)) = role_of(arn) {
        let session = resource.strip_prefix("assumed-role/");
        let from = session.map(|session| match session.rsplit_once('/') {
            Some((_, instance)) if instance.starts_with("i-") => (INSTANCE, account, instance),
            _ => (FUNCTION, account, session),
        });
        return from.into_iter().chain([(ROLE, account, role)]).collect();
    }
    user_of(arn).map(|(account, name)| (USER, account, name)).into_iter().collect()
}

/// Returns the account and the name of the user with this ARN.
pub(super) fn user_of(arn: &str) -> Option<(&str, &str)> {
    let (account, resource) = account_and_resource(arn)?;
    Some((account, resource.strip_prefix("user/")?.rsplit('/').next()?))
}

/// Returns the account and the role that a credential acts as: from the ARN of a session or of a role.
pub(super) fn role_of(acts_as: &str) -> Option<(&str, &str)> {
    let mut parts = acts_as.splitn(6, ':').skip(4);
    let (account, resource) = (parts.next()?, parts.next()?);
    let role = match resource.split_once('/')? {
        ("assumed-role", rest) => rest.split('/').next()?,
        ("role", path) => path.rsplit('/').next()?,
        _ => return None,
    };
    Some((account, role))
}

fn account_and_resource(arn: &str) -> Option<(&str, &str)> {
    let mut parts = arn.splitn(6, ':').skip(4);
    Some((parts.next()?, parts.next()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_actor_is_a_user_or_a_role_and_what_has_its_session() {
        for (arn, expected) in [
            ("arn:aws:iam::1:user/path/ann", &[(USER, "1", "ann")][..]),
            ("arn:aws:sts::1:assumed-role/ops/me", &[(FUNCTION, "1", "ops/me"), (ROLE, "1", "ops")]),
            ("arn:aws:sts::1:assumed-role/web/i-0ab", &[(INSTANCE, "1", "i-0ab"), (ROLE, "1", "web")]),
            ("arn:aws:iam::1:role/path/ops", &[(ROLE, "1", "ops")]),
            ("arn:aws:iam::1:root", &[]),
            ("", &[]),
        ] {
            assert_eq!(actors(arn), expected, "{arn}");
        }
    }

    #[test]
    fn a_session_and_a_role_name_the_role() {
        for (arn, expected) in [
            ("arn:aws:sts::1:assumed-role/ops/me", Some(("1", "ops"))),
            ("arn:aws:iam::1:role/path/ops", Some(("1", "ops"))),
            ("arn:aws:iam::1:user/ops", None),
            ("", None),
        ] {
            assert_eq!(role_of(arn), expected, "{arn}");
        }
    }
}
