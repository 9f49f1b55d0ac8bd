//! Facts about the call itself: why it was refused.

use super::fact::Fact;
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
    Some(Fact { label: "refused", main, more: more.join(" on "), alarming: true })
}
