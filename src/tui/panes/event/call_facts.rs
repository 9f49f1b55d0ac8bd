//! Facts about the call itself: what it does, why it was refused, and what it does to a policy.

use super::fact::Fact;
use crate::insight::calls::explain::explained;
use crate::insight::calls::watch::{WatchedCall, watched};
use crate::insight::policy::said::PolicyLine;
use crate::record::denial::Denial;
use crate::record::field::Column;
use crate::store::{Event, Store};

/// Returns which action was refused and why, to whom and on what, if the error says so.
pub fn refused(store: &Store, event: Event) -> Option<Fact> {
    let denial = Denial::read(store.value(event, Column::ErrorMessage))?;
    let last = |arn: &str| arn.rsplit_once(':').map_or(arn, |(_, name)| name).to_owned();
    let more: Vec<String> =
        [denial.who.map(last), denial.resource.map(str::to_owned)].into_iter().flatten().collect();
    let reason = denial.reason();
    let main = denial.action.map_or_else(|| reason.clone(), |action| format!("{action}: {reason}"));
    Some(Fact { label: "refused", main, more: more.join(" on "), alarming: true, ..Fact::default() })
}

/// Returns what the call does, with the tactics and techniques that it may serve.
pub fn does(store: &Store, event: Event) -> Fact {
    let (source, name) = (store.value(event, Column::EventSource), store.value(event, Column::EventName));
    let main = explained(source, name).map(|call| call.does.clone()).unwrap_or_default();
    let attack = |call: &WatchedCall| format!("{} {}", call.tactics.join(", "), call.techniques.join(" "));
    let more = watched(source, name).map(attack).unwrap_or_default();
    Fact { label: "does", main, more, alarming: false, ..Fact::default() }
}

/// Returns what the event does to a policy.
pub fn policy_facts(lines: &[PolicyLine]) -> impl Iterator<Item = Fact> + use<'_> {
    lines.iter().map(|line| Fact {
        label: line.label,
        main: line.main.clone(),
        more: line.more.clone(),
        alarming: false,
        ..Fact::default()
    })
}
