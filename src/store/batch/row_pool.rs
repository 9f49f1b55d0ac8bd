//! Lists of rows that are used again: the builder empties what a reader fills. A new list for each batch would grow
//! in steps, and the system would clear its memory each time.

use std::sync::{Mutex, PoisonError};

use crate::store::segment::EventRow;

/// A list with room for more rows is freed: few batches are as large.
const LARGEST: usize = 1 << 15;

/// Emptied lists of one load.
#[derive(Debug, Default)]
pub(in crate::store) struct RowPool {
    lists: Mutex<Vec<Vec<EventRow>>>,
}

impl RowPool {
    /// Takes the rows of a full list, and leaves an empty one that has been used before, if there is one.
    pub(super) fn exchange(&self, rows: &mut Vec<EventRow>) -> Vec<EventRow> {
        let empty = self.lists.lock().unwrap_or_else(PoisonError::into_inner).pop();
        std::mem::replace(rows, empty.unwrap_or_default())
    }

    /// Takes back a list whose rows have been used.
    pub(in crate::store) fn give(&self, mut rows: Vec<EventRow>) {
        if rows.capacity() > LARGEST {
            return;
        }
        rows.clear();
        self.lists.lock().unwrap_or_else(PoisonError::into_inner).push(rows);
    }

    /// Frees all lists.
    pub(in crate::store) fn clear(&self) {
        self.lists.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
