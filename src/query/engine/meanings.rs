//! The sets of events behind terms and columns that need more than one record. `insight` finds them; here they are
//! kept for one load, as long as no events are added.

use std::collections::VecDeque;
use std::sync::Arc;

use super::stats::Counters;
use super::value_cache::items_pass;
use crate::insight::meaning::Meaning;
use crate::insight::run::Run;
use crate::insight::values::{Values, values};
use crate::query::language::expr::Test;
use crate::query::language::term::named_rules;
use crate::record::field::GivenColumn;
use crate::record::on_demand::ColumnRule;
use crate::store::scan::bitset::Bits;
use crate::store::scan::cancel::Cancelled;
use crate::store::{Event, Store};

/// Maximum number of sets that are kept.
const KEPT: usize = 32;

/// The sets that were needed last.
#[derive(Debug, Default)]
pub(in crate::query) struct Meanings {
    /// With the number of events of the snapshot.
    kept: VecDeque<(Meaning, usize, Arc<Bits>)>,
}

impl Meanings {
    /// Returns the events that a test holds for. `None` if cancelled.
    pub(in crate::query) fn set(
        &mut self,
        store: &Store,
        meaning: &Meaning,
        (cancelled, counters): (Cancelled<'_>, &Counters),
    ) -> Option<Arc<Bits>> {
        let known = self.kept.iter().find(|(known, events, _)| *events == store.len() && known == meaning);
        if let Some((.., set)) = known {
            return Some(Arc::clone(set));
        }
        let unpacked = |bytes| counters.unpack(bytes);
        let run = Run { cancelled, unpacked: &unpacked, hear: &|_| {} };
        let set = Arc::new(meaning.events(store, run)?);
        self.kept.retain(|(_, events, _)| *events == store.len());
        if self.kept.len() >= KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back((meaning.clone(), store.len(), Arc::clone(&set)));
        Some(set)
    }
}

/// Returns the values of a column that all events decide together. `None` if cancelled.
pub(in crate::query) fn values_of_all(rule: &ColumnRule, store: &Store, run: Run<'_>) -> Option<Values> {
    match rule {
        ColumnRule::Together(column) => values(*column, store, run),
        ColumnRule::Rules => named_rules::values(store, run.cancelled),
        _ => Some(Vec::new()),
    }
}

/// Returns the events whose value in a column of all events passes a test. `None` if cancelled.
pub(in crate::query) fn of_all_passes(
    store: &Store,
    rule: &ColumnRule,
    test: &Test,
    (cancelled, counters): (Cancelled<'_>, &Counters),
) -> Option<Arc<Bits>> {
    let unpacked = |bytes| counters.unpack(bytes);
    let values = values_of_all(rule, store, Run { cancelled, unpacked: &unpacked, hear: &|_| {} })?;
    let values = values.iter().map(|(value, events)| (value.as_str(), events.as_slice()));
    Some(Arc::new(passing(store, values, test)))
}

/// Returns the events of which people say what passes a test.
pub(in crate::query) fn given_passes(store: &Store, column: GivenColumn, test: &Test) -> Arc<Bits> {
    let said = store.given().of(column);
    let values = said.iter().map(|(event, text)| (text.as_str(), std::slice::from_ref(event)));
    Arc::new(passing(store, values, test))
}

/// Returns the events whose value passes; those without a value are tested as missing.
fn passing<'v>(store: &Store, values: impl Iterator<Item = (&'v str, &'v [Event])>, test: &Test) -> Bits {
    let mut set = Bits::none(store.len());
    if items_pass(test, "") {
        set.extend(store.order().iter().copied());
    }
    for (value, events) in values {
        let passes = items_pass(test, value);
        for &event in events {
            if passes {
                set.insert(event);
            } else {
                set.remove(event);
            }
        }
    }
    set
}
