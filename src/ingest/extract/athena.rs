//! The answer of `aws athena get-query-results`: rows of cells, of which the first has the names of the columns. `rows`
//! makes the events.

use std::ops::Range;
use std::sync::Arc;

use memchr::memmem;

use super::envelope::Members;
use super::findings::Form;
use super::reader::{Reader, TextLayer};
use crate::json::members::{items_at, members_at};
use crate::store::codec::table::{AnswerRow, TableHeading};
use crate::store::file::Spelling;

const ATHENA: &str = "result of get-query-results (Athena)";
const TOO_FEW: Form = (
    ATHENA,
    "its rows have too few of CloudTrail's columns; select eventname with eventtime, eventsource and awsregion",
);
const SECOND: Form = (ATHENA, "it has other columns than the one before it; put it into a file of its own");
const PAGE: Form = (
    "page of an Athena result",
    "more rows are on the next page: get-query-results --next-token, until there is none",
);

impl Reader<'_> {
    /// Reads the rows of an answer, which is a wrapper with these members. Returns whether it may have events.
    pub(in crate::ingest) fn athena_result(
        &mut self,
        layer: TextLayer<'_>,
        at: usize,
        members: &Members<'_>,
    ) -> bool {
        let set = members.iter().find(|(name, _)| *name == b"ResultSet").map(|(_, place)| place.clone());
        let Some(text) = set.clone().and_then(|set| layer.text.get(set)) else { return false };
        // Names of columns are in lower case, unless somebody chose others.
        if memmem::find(text, b"\"eventname\"").or_else(|| memmem::find(text, b"\"eventName\"")).is_none() {
            return false;
        }
        let inner = |name: &[u8]| member_place(layer.text, set.clone()?, name);
        let rows: Vec<Range<usize>> = match inner(b"Rows") {
            Some(rows) if layer.text.get(rows.start) == Some(&b'[') => {
                items_at(layer.text, rows.start).collect()
            }
            _ => return false,
        };
        let columns = inner(b"ResultSetMetadata")
            .and_then(|metadata| member_place(layer.text, metadata, b"ColumnInfo"))
            .and_then(|columns| layer.text.get(columns))
            .map(AnswerRow::names);
        let cells = |place: &Range<usize>| layer.text.get(place.clone()).and_then(AnswerRow::read);
        let first = rows.first().and_then(cells).unwrap_or_default();
        // Only the first page begins with the names.
        let has_names = columns.as_ref().is_none_or(|columns| columns.row().cells().eq(first.row().cells()));
        let heading = columns.unwrap_or(first);
        let words = heading.row().cells().collect::<Vec<_>>().join(&b","[..]);
        let mut events = rows.iter().skip(usize::from(has_names));
        let table = TableHeading::of(&heading.row(), &words, b',').filter(|table| {
            events.clone().next().and_then(cells).is_none_or(|row| table.is_of_cloudtrail(&row.row()))
        });
        let Some(table) = table else {
            self.not_read(layer, at, TOO_FEW);
            return true;
        };
        if self.findings.table.as_ref().is_some_and(|other| **other != table) {
            self.not_read(layer, at, SECOND);
            return true;
        }
        self.findings.is_log = true;
        let mut object = Vec::new();
        while let Some(place) = events.next().filter(|place| !self.is_stopped(layer, place.start)) {
            let Some(row) = cells(place).filter(|row| row.row().len() == heading.row().len()) else {
                self.not_read(layer, place.start, TOO_FEW);
                continue;
            };
            if table.object(&row.row(), &mut object) {
                self.findings.changed_numbers.get_or_insert((place.start, 0)).1 += 1;
            }
            self.made_event(layer, place.clone(), &object, Spelling::AnswerRow);
        }
        self.findings.table = Some(Arc::new(table));
        if members.iter().any(|(name, _)| *name == b"NextToken") {
            self.not_read(layer, at, PAGE);
        }
        true
    }
}

/// Returns the place of a member of the object at a place.
fn member_place(text: &[u8], object: Range<usize>, name: &[u8]) -> Option<Range<usize>> {
    let is_it = |key: &Range<usize>| text.get(key.start + 1..key.end.saturating_sub(1)) == Some(name);
    members_at(text, object.start).find(|(key, _)| is_it(key)).map(|(_, value)| value)
}
