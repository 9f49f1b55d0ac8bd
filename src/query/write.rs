//! Whether an event is a write event, by the rule of `is:write`, for marks in lists. `language` has the filter.

use crate::record::call::verb::only_reads;
use crate::record::field::Column;
use crate::store::{Event, Store};

/// Returns whether `is:write` matches an event: `readOnly` is false, or is absent and the verb of `eventName`
/// changes something. An Insights event is not a call.
pub fn is_write(store: &Store, event: Event) -> bool {
    let value = |column| store.value(event, column);
    match value(Column::ReadOnly) {
        "" => {
            only_reads(value(Column::EventName)) == Some(false)
                && value(Column::EventCategory) != "Insight"
                && value(Column::EventType) != "AwsCloudTrailInsight"
        }
        said => said == "false",
    }
}
