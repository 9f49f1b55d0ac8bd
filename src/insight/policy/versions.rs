//! The version of a policy before an event: the last earlier call that wrote or removed the policy of the same
//! owner. Calls that may do so are known by their kind; only their records are read.

use crate::record::field::{Column, Home};
use crate::record::policy::find::{PolicyCall, PolicyOwner, may_have_policy};
use crate::record::policy::statement::Document;
use crate::record::read::RawRecord;
use crate::store::record_reader::RecordReader;
use crate::store::{Event, Store};

/// What is known about the version before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum VersionBefore {
    /// It was written by this event.
    Written(Event, Document),
    /// The policy was removed by this event, so there was none.
    Removed(Event),
    /// No event of these files wrote it.
    NotHere,
    /// The search stopped after reading this many events.
    TooMany(usize),
}

/// Maximum number of records that are read.
const MOST: usize = 4000;

/// Returns, for each kind of event, whether its call may write, remove or attach a policy, and succeeded.
pub(super) fn policy_kinds(store: &Store) -> Vec<bool> {
    let text = |kind: &[u32], column: Column| match column.home() {
        Home::Kind(place) => kind.get(place).map_or("", |&id| store.dict(column).get(id)),
        _ => "",
    };
    let is_policy = |kind: &[u32]| {
        text(kind, Column::Outcome) != "failed"
            && may_have_policy(text(kind, Column::EventSource), text(kind, Column::EventName))
    };
    store.kinds().iter().map(|kind| is_policy(kind)).collect()
}

/// Finds the version of the policy of `owner` before `event`, which wrote it.
pub(super) fn version_before(
    store: &Store,
    event: Event,
    owner: &PolicyOwner,
    reader: &mut RecordReader,
) -> VersionBefore {
    let kinds = policy_kinds(store);
    let time = store.time(event);
    let order = store.order();
    let from = order.partition_point(|&other| store.time(other) < time);
    let beside = order.get(from..).unwrap_or_default().iter().take_while(|&&other| store.time(other) == time);
    let end = from + beside.take_while(|&&other| other != event).count();
    let mut read = 0;
    for &other in order.get(..end).unwrap_or_default().iter().rev() {
        let kind = store.locate(other).map(|(segment, row)| segment.kind(row));
        if !kind.is_some_and(|kind| kinds.get(kind as usize).copied().unwrap_or(false))
            || store.folds().is_folded(other)
        {
            continue;
        }
        if read == MOST {
            return VersionBefore::TooMany(read);
        }
        read += 1;
        let record = RawRecord::read_damaged(reader.record(store, other));
        let Some(call) = PolicyCall::of(&record).filter(|call| call.owner.as_ref() == Some(owner)) else {
            continue;
        };
        return match call.document {
            Some(document) => VersionBefore::Written(other, document),
            None => VersionBefore::Removed(other),
        };
    }
    VersionBefore::NotHere
}
