//! A table's heading, and its rows as objects with the names that CloudTrail gives the same values.
//!
//! Cells that are empty are members that are missing. Columns that no record has keep their own names, so that
//! nothing of a row is lost.

use memchr::memmem;

use super::json_text::push_string;
use super::names::{Holds, is_elastic, letters, member};
use super::ocsf::{self, OcsfValue};
use super::row::TableRow;
use super::row_object::{CellForm, CellNode, RowMember, is_changed_number, key_of, put, write_row};
use super::spreadsheet::{DateEvidence, has_slashes};
use crate::record::read::made::{MadeMember, MadeRecord};

/// The columns of a table of events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableHeading {
    /// What separates its cells.
    pub delimiter: u8,
    columns: usize,
    /// Its first row, as it was written.
    heading: Box<[u8]>,
    members: Vec<RowMember>,
    /// What a record has under the names of the members.
    made: Vec<MadeMember>,
    /// Whether the heading alone shows that the rows are events of CloudTrail.
    is_sure: bool,
    event_source: Option<usize>,
    event_time: Option<usize>,
    /// The column in which Security Lake names the product, if the table is one of it.
    metadata: Option<usize>,
    /// Columns with names and numbers, which a spreadsheet may have changed: their places, names and what they hold.
    changeable: Vec<(usize, Box<[u8]>, Holds)>,
    /// Whether some of those columns are no part of the object, because another column has the whole of what they have.
    has_unwritten: bool,
    /// What the rows tell about the order of day and month in their times.
    dates: DateEvidence,
    /// Whether a spreadsheet may have written marks before cells.
    has_marks: bool,
}

/// Names of columns, with letters only, that tables of other products hardly ever have beside an event's name.
const BESIDE_NAME: [&str; 5] =
    ["eventsource", "awsregion", "sourceipaddress", "recipientaccountid", "awsaccesskey"];

impl TableHeading {
    /// Reads a heading, which is the line `text`; `None` if it does not name the columns of CloudTrail events.
    pub fn of(heading: &TableRow<'_>, text: &[u8], delimiter: u8) -> Option<Self> {
        let names: Vec<String> = heading.cells().map(letters).collect();
        if ocsf::is_ocsf(&names) {
            return Some(Self::of_ocsf(heading, &names, text, delimiter));
        }
        let at = |name: &str| names.iter().position(|other| other == name);
        let from_elastic = names.iter().any(|name| is_elastic(name));
        at("eventname").or(at("eventaction").filter(|_| from_elastic))?;
        let is_beside = |name: &&String| {
            BESIDE_NAME.contains(&name.as_str()) || name.starts_with("useridentity") || is_elastic(name)
        };
        let beside = names.iter().filter(is_beside).count();
        if beside == 0 {
            return None;
        }
        let mut changeable = Vec::new();
        let mut placed: Vec<(usize, &[&str], CellNode)> = Vec::new();
        let mut others = Vec::new();
        let as_written = |column: usize| heading.cell(column).unwrap_or_default();
        for (column, name) in names.iter().enumerate() {
            // Elastic's other names occur in tables of any product.
            let known = member(name);
            match known.filter(|(rank, ..)| placed.iter().all(|(other, ..)| other != rank)) {
                Some((rank, path, holds)) => {
                    if matches!(holds, Holds::Text | Holds::Account) {
                        changeable.push((column, key_of(as_written(column)), holds));
                    }
                    placed.push((rank, path, CellNode::Cell(column, holds)));
                }
                None if matches!(name.as_str(), "resourcetype" | "resourcename") => {
                    changeable.push((column, key_of(as_written(column)), Holds::Text));
                }
                None => {
                    others.push(RowMember::new(as_written(column), CellNode::Cell(column, Holds::Other)));
                }
            }
        }
        placed.sort_by_key(|(rank, ..)| *rank);
        let mut members = Vec::new();
        for (_, path, node) in placed {
            put(&mut members, path, node);
        }
        let resource = (at("resourcetype"), at("resourcename"));
        if resource != (None, None) && at("resources").is_none() {
            members.push(RowMember::new(b"resources", CellNode::Resource(resource.0, resource.1)));
        }
        members.extend(others);
        Some(Self {
            delimiter,
            columns: heading.len(),
            heading: text.into(),
            made: members.iter().map(RowMember::made).collect(),
            members,
            is_sure: beside > 1,
            event_source: at("eventsource").or(at("eventprovider")),
            event_time: names.iter().position(|name| holds_time(name)),
            metadata: None,
            changeable,
            has_unwritten: resource != (None, None) && at("resources").is_some(),
            dates: DateEvidence::default(),
            has_marks: true,
        })
    }

    /// Makes the heading of Security Lake's rows. All columns keep their names too.
    fn of_ocsf(heading: &TableRow<'_>, names: &[String], text: &[u8], delimiter: u8) -> Self {
        let mut members = Vec::new();
        for (path, holds, places) in ocsf::MEMBERS {
            let column = |name: &str| names.iter().position(|other| other == name);
            let places =
                places.iter().filter_map(|(name, path, wanted)| Some((column(name)?, *path, *wanted)));
            put(&mut members, path, CellNode::FirstOf(places.collect(), *holds));
        }
        for (column, name) in heading.cells().enumerate() {
            members.push(RowMember::new(name, CellNode::Cell(column, Holds::Json)));
        }
        Self {
            delimiter,
            columns: heading.len(),
            heading: text.into(),
            made: members.iter().map(RowMember::made).collect(),
            members,
            is_sure: false,
            event_source: None,
            event_time: None,
            metadata: names.iter().position(|name| name == "metadata"),
            changeable: Vec::new(),
            has_unwritten: false,
            dates: DateEvidence::default(),
            has_marks: true,
        }
    }

    /// Leaves marks in cells: no spreadsheet wrote the rows.
    pub fn leave_marks(&mut self) {
        self.has_marks = false;
    }

    /// Returns whether its columns are those of Security Lake, which has tables of other sources too.
    pub fn is_of_security_lake(&self) -> bool {
        self.metadata.is_some()
    }

    /// Returns the first row, as it was written.
    pub fn heading(&self) -> &[u8] {
        &self.heading
    }

    /// Returns how many columns it has.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// Returns whether its rows are events of CloudTrail, from its heading and one of its first rows.
    pub fn is_of_cloudtrail(&self, first: &TableRow<'_>) -> bool {
        if self.metadata.is_some() {
            let mut object = MadeRecord::default();
            self.object(first, &mut object);
            let has = |part: &[u8]| memmem::find(&object.text, part).is_some();
            let is_call = has(b".amazonaws.com\"") || has(b".amazonaws.com.cn\"");
            let mut product = Vec::new();
            let metadata = self.metadata.and_then(|column| first.cell(column)).unwrap_or_default();
            ocsf::value_in(metadata, &["product", "name"], OcsfValue::Any, &mut product);
            return has(b"\"eventName\":") && (is_call || product == b"CloudTrail");
        }
        let source = self.event_source.and_then(|column| first.cell(column)).unwrap_or_default();
        self.is_sure || source.ends_with(b".amazonaws.com") || source.ends_with(b".amazonaws.com.cn")
    }

    /// Returns whether the time of a row is one in which the order of day and month is not certain by itself.
    pub fn has_slashed_time(&self, row: &TableRow<'_>) -> bool {
        self.event_time.and_then(|column| row.cell(column)).is_some_and(has_slashes)
    }

    /// Learns from a row in which order day and month are written. All rows are to be learned from before one is read.
    pub fn learn_dates(&mut self, row: &TableRow<'_>) {
        if let Some(time) = self.event_time.and_then(|column| row.cell(column)) {
            self.dates.add(time);
        }
    }

    /// Makes the object of a row. Returns whether a spreadsheet changed names or numbers in it: those are not where a
    /// record has them, but in a member of their own.
    pub fn object(&self, row: &TableRow<'_>, made: &mut MadeRecord) -> bool {
        let form = CellForm { dates: self.dates.order(), has_marks: self.has_marks };
        if !write_row((&self.members, &self.made), row, form, made) && !self.has_unwritten {
            return false;
        }
        let out = &mut made.text;
        let mut is_changed = false;
        for (column, key, holds) in &self.changeable {
            let Some(cell) = row
                .cell(*column)
                .map(|cell| form.unmarked(cell))
                .filter(|cell| is_changed_number(cell, *holds))
            else {
                continue;
            };
            // The brace at the end.
            out.pop();
            if is_changed {
                out.pop();
                out.push(b',');
            } else {
                out.extend_from_slice(if out.len() > 1 { b"," } else { b"" });
                out.extend_from_slice(CHANGED);
            }
            out.extend_from_slice(key);
            push_string(cell, out);
            out.extend_from_slice(b"}}");
            is_changed = true;
        }
        is_changed
    }
}

/// The member with the values that a spreadsheet changed, under the names of their columns.
const CHANGED: &[u8] = b"\"changedBySpreadsheet\":{";

/// Returns whether the cells of a column are times of events.
fn holds_time(name: &str) -> bool {
    member(name).is_some_and(|(.., holds)| holds == Holds::Time)
}

#[cfg(test)]
#[path = "object_tests.rs"]
mod tests;
