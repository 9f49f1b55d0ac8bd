//! The column `opens`: what the policies that events write open. Only the records of calls that may write or
//! attach a policy are read.

use crate::insight::by_kind::events_of;
use crate::insight::run::Run;
use crate::record::policy::find::{PolicyCall, may_have_policy};
use crate::record::policy::opens::Opening;
use crate::record::read::RawRecord;
use crate::record::targets::list;
use crate::store::{Event, Store};

/// Returns what all events open; each kind of opening is also a value of its own. `None` if cancelled.
pub fn opens(store: &Store, run: Run<'_>) -> Option<Vec<(String, Vec<Event>)>> {
    let events = events_of(store, |kind| !kind.failed && may_have_policy(kind.service, kind.name));
    let read = |_, record: &[u8]| {
        let mut text = String::new();
        let call = PolicyCall::of(&RawRecord::read_damaged(record))?;
        call.opens().iter().for_each(|opening| list::add(opening.name(), &mut text));
        (!text.is_empty()).then_some(text)
    };
    let found = run.read(store, &events, read)?;
    let names = Opening::ALL.map(|opening| (opening.name().to_owned(), Vec::new()));
    Some(names.into_iter().chain(found.into_iter().map(|(event, text)| (text, vec![event]))).collect())
}
