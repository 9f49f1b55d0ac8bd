//! Answers without a screen: lists, groups and summaries, as text, CSV or JSON.
//!
//! JSON carries the records as AWS wrote them. Text and CSV are for people and spreadsheets: hidden characters
//! are escaped, and cells that a spreadsheet would read as a formula are made harmless.

mod cell;
pub mod difference;
pub mod engines;
pub mod evidence;
pub mod file;
pub mod groups;
pub mod list;
mod markdown;
pub mod meanings;
pub mod paste;
pub mod redacted;
pub mod summary;
mod table;
pub mod terminal;
pub mod two_events;

use std::io;

pub use cell::spreadsheet_cell;
pub use markdown::escape as markdown_text;
pub use table::Unfitted;
pub use terminal::paint::TableForm;
pub use terminal::{OutputForm, TerminalWriter};

use crate::record::field::{Field, FieldSource};
use crate::store::{Event, Store};

/// Called before each row that is made; an error ends the output. It can count rows, and cancel.
pub type BeforeRow<'b> = &'b dyn Fn() -> io::Result<()>;

/// Returns the text of a field of an event; empty if the event has none.
pub fn field_text(store: &Store, event: Event, field: &Field) -> String {
    match field.source {
        FieldSource::Time => store.time(event).to_string(),
        FieldSource::EventId => store.event_id(event),
        FieldSource::Column(column) => store.value(event, column).to_owned(),
    }
}

/// Returns the I/O error inside a CSV writer's error, so that a closed pipe is recognised as one.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}
