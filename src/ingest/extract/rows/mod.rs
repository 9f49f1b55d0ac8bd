//! Tables: rows of events (Event history, Athena, CloudTrail Lake), and rows with a whole record in a cell (Splunk, Logs
//! Insights).
//!
//! A cell is the record only in a column that carries records in every row, or has the name that products give
//! such a column: anybody may have sent the text in one cell of another column.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use memchr::memmem;

use super::envelope::{Carrier, carrier};
use super::findings::{Form, NotRead};
use super::reader::{Reader, TextLayer};
use crate::json::scan::Scanner;
use crate::plural::counted;
use crate::record::read::key::Key;
use crate::record::read::made::MadeRecord;
use crate::record::read::{Likeness, RawRecord};
use crate::record::time::Time;
use crate::store::codec::table::{DELIMITERS, RowReader, TableHeading, TableRow, renamed};
use crate::store::file::{Layer, Spelling};

/// Maximum length of a heading in bytes. Programs that make a column of each member write thousands of columns.
const MAX_HEADING: usize = 1 << 20;
/// Names of columns, with letters only, of which each table of events has one.
const OF_EVENT: [&str; 3] = ["eventname", "eventaction", "classuid"];
/// Names of columns are not longer, in bytes.
const LONGEST_NAME: usize = 100;
/// Number of rows that decide whether a column carries records, or whether a table of Security Lake is CloudTrail's.
const SAMPLED: usize = 16;
/// How a cell names a member that only records have: in doubled quotes.
const IN_CELL: &[u8] = b"\"\"eventVersion\"\"";
/// What spreadsheets may write before the heading, with the delimiter behind it.
const SEPARATOR_LINE: &[u8] = b"sep=";

const TOO_FEW: Form = (
    "CSV",
    "too few of CloudTrail's columns are in this table; export it with eventSource and awsRegion, or as JSON",
);
const OTHER_SOURCE: Form = (
    "table of Security Lake",
    "none of its first rows is a call that CloudTrail records; those of other sources are not read",
);
const LONG: Form = (
    "CSV",
    "its heading is longer than 1 MB, so its rows were not read; export it with fewer columns, or as JSON",
);
const QUOTING: &str = "records are in cells of this table that anybody may have written, so they were not read; a \
                       column with a record in each row is";

/// How the rows of a table are read.
enum RowForm {
    /// A cell is the text of a record.
    Cell(u16),
    /// Each row is an event.
    Rows(TableHeading),
    /// It may hold events, but has not what an event needs; what to do about it.
    Named(Form),
}

/// A table that may hold events.
struct EventTable {
    form: RowForm,
    delimiter: u8,
    /// The place of the heading, and where the first row begins.
    heading: Range<usize>,
    rows: usize,
}

impl Reader<'_> {
    /// Reads the text from `start` on if it is a table that may hold events. Returns whether it is.
    pub(in crate::ingest) fn table(&mut self, layer: TextLayer<'_>, start: usize) -> bool {
        let Some(mut table) = EventTable::of(layer.text, start) else { return false };
        match &mut table.form {
            RowForm::Named(form) => {
                self.named_table(layer, table.heading.start, *form);
                return true;
            }
            RowForm::Cell(_) => {}
            RowForm::Rows(form) => {
                if self.rules.is_parquet {
                    form.leave_marks();
                }
                self.learn_dates(layer, form, table.rows);
            }
        }
        self.findings.is_json = true;
        self.findings.is_log = true;
        let mut reader = RowReader::new(table.delimiter);
        let columns = reader.row(layer.text, table.heading.start).map_or(0, |heading| heading.len());
        let heading = layer.text.get(table.heading.clone()).unwrap_or_default();
        self.hold_back(layer, table.heading.clone());
        let mut object = MadeRecord::default();
        let mut at = table.rows;
        while !self.is_stopped(layer, at) {
            let Some(row) = reader.row(layer.text, at) else { break };
            let text = layer.text.get(row.place.clone()).unwrap_or_default();
            if text.first() == Some(&b'{') && is_record_at(layer.text, row.place.start) {
                // No table has it: another writer appended it.
                self.is_distrusted = false;
                at = self.object(layer, row.place.start, 0).unwrap_or(row.next);
                continue;
            }
            if let Some(reason) = fault(layer.text, text, &row, columns) {
                at = self.torn_row(layer, &row, reason);
                continue;
            }
            at = row.next;
            if text == heading {
                // Tables that were written one after another.
                continue;
            }
            self.is_distrusted = false;
            match &table.form {
                RowForm::Cell(column) => {
                    let spelling = Spelling::Cell { column: *column, delimiter: table.delimiter };
                    if let Some(cell) = row.cell((*column).into()).filter(|cell| !cell.is_empty()) {
                        self.carried_as(layer, row.place.clone(), 0, (spelling, Some(cell)));
                    }
                }
                RowForm::Rows(form) => {
                    if form.object(&row, &mut object) {
                        self.findings.changed_numbers.get_or_insert((row.place.start, 0)).1 += 1;
                    }
                    self.made_event(layer, row.place.clone(), &object, Spelling::Row);
                }
                RowForm::Named(_) => {}
            }
        }
        if let RowForm::Rows(form) = table.form {
            self.findings.table = Some(Arc::new(form));
        }
        true
    }

    /// Names a table that is not read. Records in it were appended by another writer.
    fn named_table(&mut self, layer: TextLayer<'_>, at: usize, (kind, advice): Form) {
        self.findings.not_read.push(NotRead { kind, advice, at, objects: 1 });
        self.hold_back(layer, at..layer.text.len());
    }

    /// Learns in which order a spreadsheet wrote day and month, if the first row has such a time.
    fn learn_dates(&self, layer: TextLayer<'_>, form: &mut TableHeading, rows: usize) {
        let mut reader = RowReader::new(form.delimiter);
        let mut at = rows;
        while let Some(row) = reader.row(layer.text, at) {
            if (at == rows && !form.has_slashed_time(&row)) || self.rules.stop.load(Ordering::Relaxed) {
                return;
            }
            form.learn_dates(&row);
            at = row.next;
        }
    }

    /// Adds the event of an object in which a product gave the members other names. Returns whether it is one.
    pub(in crate::ingest) fn renamed(&mut self, layer: TextLayer<'_>, at: usize) -> bool {
        let Ok(place) = Scanner::new(layer.text, at).value() else { return false };
        let Some(object) = layer.text.get(place.clone()).and_then(renamed) else { return false };
        self.made_event(layer, place, &object, Spelling::Renamed);
        true
    }

    /// Adds the event that was made of a row, or of an object.
    pub(in crate::ingest) fn made_event(
        &mut self,
        layer: TextLayer<'_>,
        row: Range<usize>,
        object: &MadeRecord,
        spelling: Spelling,
    ) {
        let (Ok(start), Ok(length)) = (u32::try_from(row.start), u32::try_from(row.len())) else { return };
        let Ok(record) = RawRecord::read_made(object, &mut self.collector.known) else {
            // An object that is not JSON cannot be made, but if it were, no row may be lost in silence.
            self.damage(layer, row.start..row.start, "this row could not be read");
            return self.lost_until(layer, row.end);
        };
        if record.raw(Key::EventName).is_none() && record.raw(Key::EventTime).is_none() {
            self.damage(layer, row.start..row.start, "this row has neither an event name nor a time");
            return self.lost_until(layer, row.end);
        }
        if record.event_time() == Time::NONE && record.raw(Key::EventTime).is_some() {
            self.findings.unread_times.get_or_insert((row.start, 0)).1 += 1;
        }
        self.findings.layers.push(Layer { parent: layer.number, start, length, spelling });
        let number = u32::try_from(self.findings.layers.len()).unwrap_or(u32::MAX);
        let events = self.findings.events;
        self.add(TextLayer { text: &object.text, number, depth: layer.depth + 1 }, 0, &record);
        if self.findings.events == events {
            self.findings.layers.pop();
            return;
        }
        self.findings.partial += 1;
        if self.damaged_from.is_some_and(|from| from <= row.start) {
            self.recovered(number, 0..object.text.len());
        }
    }

    /// Reports a row that does not have the cells of its table; returns where the next line begins.
    fn torn_row(&mut self, layer: TextLayer<'_>, row: &TableRow<'_>, reason: String) -> usize {
        let start = row.place.start;
        let line = layer.text.get(start..row.place.end).unwrap_or_default();
        // A quote that is not closed swallows the rows after it.
        let end = memchr::memchr(b'\n', line).map_or(row.place.end, |end| start + end);
        self.wasted(row.place.len());
        let is_given_up = self.over_budget(layer);
        let (reason, end) = if is_given_up {
            ("too much damage in this table; the rest was not read".to_owned(), layer.text.len())
        } else {
            (reason, end)
        };
        self.pass_objects(layer, start..end);
        self.damage(layer, start..start, &reason);
        self.lost_until(layer, end);
        if end == row.place.end { row.next } else { end + 1 }
    }
}

/// Returns what is wrong with a row, if anything is.
fn fault(all: &[u8], text: &[u8], row: &TableRow<'_>, columns: usize) -> Option<String> {
    let quotes = || memchr::memchr_iter(b'"', text).count();
    if row.place.end == all.len() && !quotes().is_multiple_of(2) {
        return Some("the table ends within a quoted cell".to_owned());
    }
    (row.len() != columns)
        .then(|| format!("this row has {}, the heading {columns}", counted(row.len(), "cell")))
}

impl EventTable {
    fn of(text: &[u8], start: usize) -> Option<Self> {
        let (start, said) = behind_separator_line(text, start);
        let delimiters = || said.map_or(DELIMITERS.to_vec(), |said| vec![said]);
        if delimiters().into_iter().any(|delimiter| is_long_heading(text, start, delimiter)) {
            return Some(Self {
                form: RowForm::Named(LONG),
                delimiter: b',',
                heading: start..start,
                rows: start,
            });
        }
        let line = text.get(start..)?.trim_ascii_start();
        let line = line.get(..MAX_HEADING).unwrap_or(line);
        let line = line.split(|&byte| byte == b'\n').next().filter(|line| line.len() < MAX_HEADING)?;
        let searched = text.get(..start + SEARCHED).unwrap_or(text);
        let quotes = memmem::find(searched, IN_CELL).is_some();
        let marks = [&b"vent"[..], b"VENT", b"class_uid"];
        if !quotes && !marks.iter().any(|name| memmem::find(line, name).is_some()) {
            return None;
        }
        let quoting = Self {
            form: RowForm::Named(("CSV", QUOTING)),
            delimiter: b',',
            heading: start..start,
            rows: start,
        };
        let mut named = Some(quoting).filter(|_| quotes);
        for delimiter in delimiters() {
            let mut reader = RowReader::new(delimiter);
            let row = reader.row(text, start)?;
            let (heading, rows) = (row.place.clone(), row.next);
            let is_one = row.len() < 2;
            let heads: Vec<Vec<u8>> = row.cells().map(<[u8]>::to_vec).collect();
            let table = TableHeading::of(&row, text.get(heading.clone()).unwrap_or_default(), delimiter);
            let found = |form| Self { form, delimiter, heading: heading.clone(), rows };
            if quotes
                && are_names(&heads)
                && let Some(column) = carrying_column(text, rows, &heads, &mut reader)
            {
                return Some(found(RowForm::Cell(column)));
            }
            if is_one {
                continue;
            }
            if let Some(table) = table {
                // Without a row there is nothing to doubt.
                let is_ours = is_of_cloudtrail(text, rows, &table, &mut reader);
                let other = if table.is_of_security_lake() { OTHER_SOURCE } else { TOO_FEW };
                return Some(found(if is_ours { RowForm::Rows(table) } else { RowForm::Named(other) }));
            }
            if names_events(&heads) {
                named = Some(found(RowForm::Named(TOO_FEW)));
            }
        }
        named
    }
}

/// Returns whether a text begins with a heading of events that is too long to be read: names of columns.
fn is_long_heading(text: &[u8], start: usize, delimiter: u8) -> bool {
    let Some(line) = text.get(start..).map(<[u8]>::trim_ascii_start) else { return false };
    let Some(first) = line.get(..MAX_HEADING).filter(|first| memchr::memchr(b'\n', first).is_none()) else {
        return false;
    };
    // The last name is cut off.
    let Some(end) = memchr::memrchr(delimiter, first) else { return false };
    let mut reader = RowReader::new(delimiter);
    let names = first.get(..end).and_then(|first| reader.row(first, 0));
    let names: Vec<Vec<u8>> = names.iter().flat_map(TableRow::cells).map(<[u8]>::to_vec).collect();
    let whole = memchr::memchr(b'\n', line).and_then(|end| line.get(..end)).unwrap_or(line);
    let is_of_event = |name: &[u8]| {
        name.len() <= LONGEST_NAME && OF_EVENT.iter().any(|other| letters(name) == other.as_bytes())
    };
    are_names(&names) && whole.split(|&byte| byte == delimiter).any(is_of_event)
}

/// Returns whether the rows of a table are events of CloudTrail. In Security Lake, the first ones may have no service.
fn is_of_cloudtrail(text: &[u8], rows: usize, table: &TableHeading, reader: &mut RowReader) -> bool {
    let most = if table.is_of_security_lake() { SAMPLED } else { 1 };
    let mut at = rows;
    for _ in 0..most {
        match reader.row(text, at) {
            Some(row) if table.is_of_cloudtrail(&row) => return true,
            Some(row) => at = row.next,
            None => break,
        }
    }
    // Without a row there is nothing to doubt.
    at == rows && reader.row(text, rows).is_none()
}

/// Number of bytes that are searched for a cell with a record.
const SEARCHED: usize = 1 << 20;

/// Returns where the heading begins, and the delimiter that the line before it states.
fn behind_separator_line(text: &[u8], start: usize) -> (usize, Option<u8>) {
    match text.get(start..).and_then(|text| text.strip_prefix(SEPARATOR_LINE)) {
        Some([delimiter, b'\n', ..]) => (start + SEPARATOR_LINE.len() + 2, Some(*delimiter)),
        Some([delimiter, b'\r', b'\n', ..]) => (start + SEPARATOR_LINE.len() + 3, Some(*delimiter)),
        _ => (start, None),
    }
}

/// Returns whether a heading has the names of CloudTrail's members, if not those that an event needs.
fn names_events(names: &[Vec<u8>]) -> bool {
    let names: Vec<Vec<u8>> = names.iter().map(|name| letters(name)).collect();
    let has = |name: &str| names.iter().any(|other| other == name.as_bytes());
    has("eventname") && (has("eventtime") || has("eventsource") || has("eventid"))
}

/// Returns a name in lower case, with letters only.
fn letters(name: &[u8]) -> Vec<u8> {
    name.iter().filter(|byte| byte.is_ascii_alphabetic()).map(u8::to_ascii_lowercase).collect()
}

/// Returns whether the cells of a line are names, and not what a log or a table without a heading holds.
fn are_names(cells: &[Vec<u8>]) -> bool {
    let is_name =
        |cell: &Vec<u8>| cell.len() <= LONGEST_NAME && !cell.iter().any(|byte| b"{}\"=\n".contains(byte));
    cells.iter().all(is_name)
}

/// Returns the column whose cells are the texts of records.
fn carrying_column(text: &[u8], rows: usize, names: &[Vec<u8>], reader: &mut RowReader) -> Option<u16> {
    // For each column: how many cells are filled, and how many hold a record.
    let mut counts = vec![(0_usize, 0_usize); names.len()];
    let mut at = rows;
    for _ in 0..SAMPLED {
        let Some(row) = reader.row(text, at) else { break };
        at = row.next;
        for (count, cell) in counts.iter_mut().zip(row.cells()) {
            count.0 += usize::from(!cell.is_empty());
            count.1 += usize::from(is_record(cell));
        }
    }
    let has = |name: &[u8]| names.iter().any(|other| other == name);
    let is_named =
        |name: &[u8]| matches!(carrier(name, has, names.len() == 1), Some(Carrier::Text | Carrier::Repeated));
    let candidates = || names.iter().zip(&counts).enumerate().filter(|(_, (_, (_, records)))| *records > 0);
    let by_name = candidates().find(|(_, (name, _))| is_named(name));
    let found = by_name.or_else(|| candidates().find(|(_, (_, (filled, records)))| filled == records))?;
    u16::try_from(found.0).ok()
}

/// Returns whether a record begins here.
fn is_record_at(text: &[u8], at: usize) -> bool {
    let is_sure = |record: &RawRecord<'_>| record.raw(Key::EventVersion).is_some();
    RawRecord::read(text, at).is_ok_and(|record| record.likeness() == Likeness::Record && is_sure(&record))
}

/// Returns whether a cell is the text of a record, or of a log file, and nothing else.
fn is_record(cell: &[u8]) -> bool {
    if cell.trim_ascii_start().first() != Some(&b'{') {
        return false;
    }
    let at = cell.len() - cell.trim_ascii_start().len();
    let is_all = |record: &RawRecord<'_>| {
        cell.get(at + record.text.len()..).is_some_and(|rest| rest.trim_ascii().is_empty())
    };
    is_record_at(cell, at) && RawRecord::read(cell, at).is_ok_and(|record| is_all(&record))
}
