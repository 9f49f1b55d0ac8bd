//! Facts about the call itself: why it was refused.

use super::fact::Fact;
use crate::record::denial::Denial;
use crate::record::field::Column;
use crate::store::{Event, Store};

/// Returns which action was refused and why, to whom and on what, if the error says so.
pub fn refused(store: &Store, event: Event) -> Option<Fact> {
    let denial = Denial::read(store.value(event, Column::ErrorMessage))?;
    let last = |arn: &str| arn.rsplit_once(':').map_or(arn, |(_, name)| name).to_owned();
    let joined = |parts: [Option<String>; 2]| parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let main = joined([denial.action.map(str::to_owned), Some(denial.reason())]);
    let more = joined([denial.who.map(last), denial.resource.map(str::to_owned)]);
    Some(Fact { label: "refused", main, more, alarming: true })
}
