//! Where the values of a column stand among each other by their texts, found once for each dictionary: to put 300,000
//! groups in order, their texts are not compared again. That takes a twentieth of the time.
//!
//! Ranks are found when they are first needed, or ahead of that while nobody asks anything.

use std::sync::Arc;

use super::text_order::{TextKey, sort_by_text};
use crate::record::field::{Column, FIELDS, Field};
use crate::store::Store;
use crate::store::scan::cancel::Cancelled;
use crate::store::scan::parallel::{pieces, share_map};

/// Fewer values are sorted by their texts fast enough.
const MANY: usize = 20_000;

/// The rank of each value of a column, by ID; 0 for the missing value, whose text is before all others.
pub(in crate::query) type RanksById = Arc<Vec<u32>>;

/// The ranks of the columns that have many values. They serve one load, in which values keep their IDs.
#[derive(Debug, Default)]
pub(in crate::query) struct TextRanks {
    known: Vec<(Column, RanksById)>,
}

impl TextRanks {
    /// Returns the ranks of a column, if they have been found.
    pub(in crate::query) fn known(&self, store: &Store, column: Column) -> Option<RanksById> {
        let values = store.dict(column).len();
        let known = self.known.iter().find(|(known, ranks)| *known == column && ranks.len() == values);
        known.map(|(_, ranks)| Arc::clone(ranks))
    }

    /// Returns the ranks of a column, if it has many values. `None` also if cancelled.
    pub(in crate::query) fn of(
        &mut self,
        store: &Store,
        column: Column,
        cancelled: Cancelled<'_>,
    ) -> Option<RanksById> {
        if store.dict(column).len() < MANY {
            return None;
        }
        if let Some(ranks) = self.known(store, column) {
            return Some(ranks);
        }
        let ranks = Arc::new(ranks(store, column, cancelled)?);
        self.known.retain(|(known, _)| *known != column);
        self.known.push((column, Arc::clone(&ranks)));
        Some(ranks)
    }

    /// Finds the ranks of all columns that events are counted by. Gives up when cancelled.
    pub(in crate::query) fn find_ahead(&mut self, store: &Store, cancelled: Cancelled<'_>) {
        let columns = FIELDS.iter().map(Field::column).chain(store.columns_read().map(Column::OnDemand));
        for column in columns {
            if cancelled() {
                return;
            }
            self.of(store, column, cancelled);
        }
    }
}

fn ranks(store: &Store, column: Column, cancelled: Cancelled<'_>) -> Option<Vec<u32>> {
    let dict = store.dict(column);
    let ids: Vec<u32> = (1..u32::try_from(dict.len()).unwrap_or(u32::MAX)).collect();
    let keys = share_map(pieces(&ids, MANY), |ids: &[u32]| {
        ids.iter().map(|&id| TextKey::new((), dict.get(id), id)).collect::<Vec<_>>()
    });
    let mut keys = keys.concat();
    sort_by_text(&mut keys, cancelled);
    if cancelled() {
        return None;
    }
    let mut ranks = vec![0; dict.len()];
    for (rank, key) in (1..).zip(keys) {
        if let Some(slot) = ranks.get_mut(key.item as usize) {
            *slot = rank;
        }
    }
    Some(ranks)
}
