//! Which events made the user, role, instance or function that has a credential of a chain. This is weaker than the edges of
//! the chain: names are compared, not credentials.

use std::collections::HashSet;

use crate::insight::by_kind::events_of;
use crate::insight::ledger::made_by_record;
use crate::insight::makers::{Makers, actors, makes_an_actor};
use crate::record::call::without_api_date;
use crate::record::field::Column;
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
        call.succeeded && makes_an_actor(&key) && is_wanted(&key)
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
