//! What is written for an event: its record, byte for byte, or the row of a table that it is.
//!
//! A row is not a record of CloudTrail, and nothing may take it for one. So it is written inside an object of its
//! own, with its heading.

use std::borrow::Cow;

use serde_json::json;

use crate::store::record_reader::RecordReader;
use crate::store::{Event, Store};

/// The only member of the object that is written for a row.
pub const PARTIAL: &str = "partialEvent";

/// Returns the record of an event as it was written; for a row of a table, an object with that row and its heading.
pub fn written<'r>(store: &'r Store, event: Event, reader: &'r mut RecordReader) -> Cow<'r, [u8]> {
    if !store.is_partial(event) {
        return reader.record(store, event).into();
    }
    let row = reader.row(store, event).unwrap_or_default();
    let file = store.file_of(event);
    let heading =
        file.and_then(|file| file.table.as_deref()).map(|table| String::from_utf8_lossy(table.heading()));
    json!({PARTIAL: {"heading": heading, "row": String::from_utf8_lossy(&row)}})
        .to_string()
        .into_bytes()
        .into()
}
