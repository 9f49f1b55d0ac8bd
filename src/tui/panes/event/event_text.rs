//! What was read of one event: its record, the row of a table that the record was made of, and what it does to a policy.

use crate::insight::policy::said::PolicyLine;
use crate::store::record_reader::RecordReader;
use crate::store::{Event, Store};

/// A record is taken immediately only if nothing must be decompressed for it; otherwise another thread reads it.
const AT_ONCE: usize = 0;
/// A longer row of a table is read on the thread, in bytes.
const LONGEST_ROW: usize = 64 << 10;

/// The texts of an event.
#[derive(Debug, Clone, Default)]
pub struct EventText {
    /// The record, byte for byte as in its file; for a row of a table, the object that was made of it.
    pub record: Vec<u8>,
    /// The row of a table, as it was written; `None` if the event is a record.
    pub row: Option<Vec<u8>>,
    /// What the event does to a policy, if the record is to be shown.
    pub policy: Vec<PolicyLine>,
}

impl EventText {
    /// Returns the texts of an event, if nothing must be decompressed for them.
    pub fn at_once(store: &Store, event: Event) -> Option<Self> {
        let row = RecordReader::row_at_once(store, event);
        let record = match &row {
            // The object of a row is made again each time; that is not worth a thread.
            Some(row) if row.len() <= LONGEST_ROW => RecordReader::once(store, event),
            _ => RecordReader::within(store, event, AT_ONCE)?,
        };
        Some(Self { record, row, policy: Vec::new() })
    }

    /// Returns what was written in the file.
    pub fn as_written(&self) -> &[u8] {
        self.row.as_deref().unwrap_or(&self.record)
    }
}
