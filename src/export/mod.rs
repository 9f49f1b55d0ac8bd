//! Answers without a screen: lists, groups and summaries, as text, CSV or JSON.
//!
//! JSON carries the records as AWS wrote them. Text and CSV are made for eyes and spreadsheets: hidden characters are
//! spelled out, and cells that a spreadsheet would take for a formula are defused.

pub mod coverage;
pub mod file;
pub mod groups;
pub mod list;
mod markdown;
pub mod safe;
pub mod summary;
mod table;
mod terminal;

use std::io;

pub use terminal::TerminalWriter;

use crate::record::field::{Field, FieldSource};
use crate::store::{Event, Store};

/// The text of a field of an event; empty when it has none.
pub fn field_text(store: &Store, event: Event, field: &Field) -> String {
    match field.source {
        FieldSource::Time => store.time(event).to_string(),
        FieldSource::EventId => store.event_id(event),
        FieldSource::Column(column) => store.value(event, column).to_owned(),
    }
}

/// The error under a CSV writer's: a closed pipe must be recognised as one.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// A cell for a spreadsheet: hidden characters spelled out, and an apostrophe before what would be a formula.
fn spreadsheet_cell(text: &str) -> String {
    let shown = crate::text::plain(text);
    let starts_formula = |char| matches!(char, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    if text.starts_with(['\t', '\r']) || shown.trim_start().starts_with(starts_formula) {
        format!("'{shown}")
    } else {
        shown.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_defused() {
        for text in ["=1+1", "+x", "-x", "@x", " =1", "＝1", "\t=1", "\rx"] {
            assert!(spreadsheet_cell(text).starts_with('\''), "{text:?}");
        }
        assert_eq!(spreadsheet_cell("a=1"), "a=1");
        assert_eq!(spreadsheet_cell("a\u{202e}b"), "a⟨202E⟩b");
    }
}
