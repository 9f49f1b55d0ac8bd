//! The answer of `aws athena get-query-results`: rows of cells, of which the first has the names of the columns. `rows`
//! makes the events.

use std::ops::Range;
use std::sync::Arc;

use super::envelope::Members;
use super::findings::Form;
use super::reader::{Reader, TextLayer};
use crate::json::members::{items_at, members_at};
use crate::record::read::made::MadeRecord;
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

const TORN: Form = (
    "row of an Athena result",
    "it has another number of cells than the result has columns, as if it had been cut; get the result again",
);

/// A page of a result.
struct ResultPage {
    heading: AnswerRow,
    /// Whether its first row has the names of the columns, as only that of the first page.
    has_names: bool,
    rows: Vec<Range<usize>>,
}

impl ResultPage {
    /// Reads the page at a place, `None` if it is none.
    fn of(text: &[u8], set: Range<usize>) -> Option<Self> {
        let inner = |name: &[u8]| member_place(text, set.clone(), name);
        let rows = inner(b"Rows").filter(|rows| text.get(rows.start) == Some(&b'['))?;
        let rows: Vec<Range<usize>> = items_at(text, rows.start).collect();
        let columns = inner(b"ResultSetMetadata")
            .and_then(|metadata| member_place(text, metadata, b"ColumnInfo"))
            .and_then(|columns| text.get(columns))
            .map(AnswerRow::names);
        let first = rows.first().and_then(|place| cells(text, place)).unwrap_or_default();
        let has_names = columns.as_ref().is_none_or(|columns| columns.row().cells().eq(first.row().cells()));
        Some(Self { heading: columns.unwrap_or(first), has_names, rows })
    }

    /// Returns its table, if it is one of events, and whether it has a column with their names at least.
    fn table(&self, text: &[u8]) -> (Option<TableHeading>, bool) {
        let heading = self.heading.row();
        let words = heading.cells().collect::<Vec<_>>().join(&b","[..]);
        let table = TableHeading::of(&heading, &words, b',');
        let has_events = table.is_some() || heading.cells().any(is_event_name);
        let first = self.events().next().and_then(|place| cells(text, place));
        let is_ours = |table: &TableHeading| first.is_none_or(|row| table.is_of_cloudtrail(&row.row()));
        let mut table = table.filter(is_ours);
        table.iter_mut().for_each(TableHeading::leave_marks);
        (table, has_events)
    }

    fn events(&self) -> impl Iterator<Item = &Range<usize>> {
        self.rows.iter().skip(usize::from(self.has_names))
    }
}

/// Returns whether a column has the name of events, however it is written.
fn is_event_name(name: &[u8]) -> bool {
    let letters = name.iter().filter(|byte| byte.is_ascii_alphabetic()).map(u8::to_ascii_lowercase);
    letters.eq(*b"eventname")
}

fn cells(text: &[u8], row: &Range<usize>) -> Option<AnswerRow> {
    text.get(row.clone()).and_then(AnswerRow::read)
}

impl Reader<'_> {
    /// Reads the rows of an answer, which is a wrapper with these members. Returns whether it may have events.
    pub(in crate::ingest) fn athena_result(
        &mut self,
        layer: TextLayer<'_>,
        at: usize,
        members: &Members<'_>,
    ) -> bool {
        let set = members.iter().find(|(name, _)| *name == b"ResultSet").map(|(_, place)| place.clone());
        let Some(page) = set.and_then(|set| ResultPage::of(layer.text, set)) else { return false };
        let (table, has_events) = page.table(layer.text);
        if !has_events {
            return false;
        }
        let Some(table) = table else {
            self.not_read(layer, at, TOO_FEW);
            return true;
        };
        if self.findings.table.as_ref().is_some_and(|other| **other != table) {
            self.not_read(layer, at, SECOND);
            return true;
        }
        self.findings.is_log = true;
        if !page.has_names {
            // It is the next page of the one before it.
            self.read_after_all(PAGE);
        }
        let mut object = MadeRecord::default();
        let mut events = page.events();
        while let Some(place) = events.next().filter(|place| !self.is_stopped(layer, place.start)) {
            let row = cells(layer.text, place);
            let Some(row) = row.filter(|row| row.row().len() == page.heading.row().len()) else {
                self.not_read(layer, place.start, TORN);
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
