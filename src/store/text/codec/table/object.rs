//! A table's heading, and its rows as objects with the names that CloudTrail gives the same values.
//!
//! Cells that are empty are members that are missing. Columns that no record has keep their own names, so that
//! nothing of a row is lost.

use super::json_text::push_string;
use super::names::{Holds, is_elastic, letters, member};
use super::ocsf::{self, OcsfValue};
use super::respell::respelled;
use super::row::TableRow;
use super::spreadsheet::{
    DateEvidence, DateOrder, account_digits, has_slashes, is_rounded, is_short_account, ordered,
    without_marks,
};
use super::structure;
use crate::json::scan::Scanner;
use memchr::memmem;

/// The columns of a table of events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableHeading {
    /// What separates its cells.
    pub delimiter: u8,
    columns: usize,
    /// Its first row, as it was written.
    heading: Box<[u8]>,
    members: Vec<(Box<[u8]>, CellNode)>,
    /// Whether the heading alone shows that the rows are events of CloudTrail.
    is_sure: bool,
    event_source: Option<usize>,
    event_time: Option<usize>,
    is_ocsf: bool,
    /// The column in which Security Lake names the product.
    metadata: Option<usize>,
    /// Columns with names and numbers, which a spreadsheet may have changed: their places, names and what they hold.
    changeable: Vec<(usize, Box<[u8]>, Holds)>,
    /// What the rows tell about the order of day and month in their times.
    dates: DateEvidence,
    /// Whether a spreadsheet may have written marks before cells.
    has_marks: bool,
}

/// How cells are read.
#[derive(Clone, Copy)]
struct CellForm {
    dates: Option<DateOrder>,
    has_marks: bool,
}

impl CellForm {
    fn unmarked(self, cell: &[u8]) -> &[u8] {
        if self.has_marks { without_marks(cell) } else { cell }
    }
}

/// What a member of the object is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
enum CellNode {
    Cell(usize, Holds),
    Object(Vec<(Box<[u8]>, Self)>),
    /// The type and the name of one resource.
    Resource(Option<usize>, Option<usize>),
    /// The first of these places that has a value: columns, and the path to the value in their JSON.
    FirstOf(Vec<(usize, &'static [&'static str], OcsfValue)>, Holds),
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
        let event_source = at("eventsource").or(at("eventprovider"));
        if beside == 0 {
            return None;
        }
        let mut changeable = Vec::new();
        let mut placed: Vec<(usize, &[&str], CellNode)> = Vec::new();
        let mut others = Vec::new();
        let as_written = |column: usize| quoted(heading.cell(column).unwrap_or_default());
        for (column, name) in names.iter().enumerate() {
            // Elastic's other names occur in tables of any product.
            let known = member(name);
            match known.filter(|(rank, ..)| placed.iter().all(|(other, ..)| other != rank)) {
                Some((rank, path, holds)) => {
                    if matches!(holds, Holds::Text | Holds::Account) {
                        changeable.push((column, as_written(column), holds));
                    }
                    placed.push((rank, path, CellNode::Cell(column, holds)));
                }
                None if matches!(name.as_str(), "resourcetype" | "resourcename") => {
                    changeable.push((column, as_written(column), Holds::Text));
                }
                None => {
                    others.push((as_written(column), CellNode::Cell(column, Holds::Other)));
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
            members.push((quoted(b"resources"), CellNode::Resource(resource.0, resource.1)));
        }
        members.extend(others);
        Some(Self {
            delimiter,
            columns: heading.len(),
            heading: text.into(),
            members,
            is_sure: beside > 1,
            event_source,
            event_time: names.iter().position(|name| holds_time(name)),
            is_ocsf: false,
            metadata: None,
            changeable,
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
            members.push((quoted(name), CellNode::Cell(column, Holds::Json)));
        }
        Self {
            delimiter,
            columns: heading.len(),
            heading: text.into(),
            members,
            is_sure: false,
            event_source: None,
            event_time: None,
            is_ocsf: true,
            metadata: names.iter().position(|name| name == "metadata"),
            changeable: Vec::new(),
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
        self.is_ocsf
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
        if self.is_ocsf {
            let mut object = Vec::new();
            self.object(first, &mut object);
            let has = |part: &[u8]| memmem::find(&object, part).is_some();
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

    /// Writes the object of a row to `out`. Returns whether a spreadsheet changed names or numbers in it: those are not
    /// where a record has them, but in a member of their own.
    pub fn object(&self, row: &TableRow<'_>, out: &mut Vec<u8>) -> bool {
        out.clear();
        let form = CellForm { dates: self.dates.order(), has_marks: self.has_marks };
        write_object(&self.members, row, form, out);
        let mut is_changed = false;
        for (column, name, holds) in &self.changeable {
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
            out.extend_from_slice(name);
            out.push(b':');
            push_string(cell, out);
            out.extend_from_slice(b"}}");
            is_changed = true;
        }
        is_changed
    }
}

/// The member with the values that a spreadsheet changed, under the names of their columns.
const CHANGED: &[u8] = b"\"changedBySpreadsheet\":{";

/// Returns whether a value is a number that a spreadsheet made of a text.
fn is_changed_number(cell: &[u8], holds: Holds) -> bool {
    match holds {
        Holds::Account => is_rounded(cell) || is_short_account(account_digits(cell)),
        Holds::Text => is_rounded(cell),
        Holds::Other | Holds::Flag | Holds::Time | Holds::Json | Holds::Structure | Holds::Milliseconds => {
            false
        }
    }
}

/// Returns whether the cells of a column are times of events.
fn holds_time(name: &str) -> bool {
    member(name).is_some_and(|(.., holds)| holds == Holds::Time)
}

/// Adds a member at its path.
fn put(members: &mut Vec<(Box<[u8]>, CellNode)>, path: &[&str], node: CellNode) {
    let Some((name, rest)) = path.split_first() else { return };
    let key = quoted(name.as_bytes());
    if rest.is_empty() {
        members.push((key, node));
        return;
    }
    let inner = members.iter_mut().find_map(|(other, node)| match node {
        CellNode::Object(members) if *other == key => Some(members),
        CellNode::Object(_) | CellNode::Cell(..) | CellNode::Resource(..) | CellNode::FirstOf(..) => None,
    });
    if let Some(inner) = inner {
        put(inner, rest, node);
    } else if !members.iter().any(|(other, _)| *other == key) {
        let mut inner = Vec::new();
        put(&mut inner, rest, node);
        members.push((key, CellNode::Object(inner)));
    } else {
        // The whole structure is in another column.
        members.push((quoted(path.join(".").as_bytes()), node));
    }
}

fn write_object(members: &[(Box<[u8]>, CellNode)], row: &TableRow<'_>, form: CellForm, out: &mut Vec<u8>) {
    out.push(b'{');
    let start = out.len();
    for (key, node) in members {
        let before = out.len();
        if before > start {
            out.push(b',');
        }
        out.extend_from_slice(key);
        out.push(b':');
        let value = out.len();
        write_node(node, row, form, out);
        let is_hollow = matches!(node, CellNode::Object(_)) && out.get(value..) == Some(b"{}");
        if out.len() == value || is_hollow {
            out.truncate(before);
        }
    }
    out.push(b'}');
}

fn write_node(node: &CellNode, row: &TableRow<'_>, form: CellForm, out: &mut Vec<u8>) {
    let present = |column: usize| row.cell(column).filter(|cell| !cell.is_empty());
    match node {
        CellNode::Cell(column, holds) => {
            if let Some(cell) = present(*column) {
                let cell = form.unmarked(cell);
                if !is_changed_number(cell, *holds) {
                    write_cell(cell, *holds, form.dates, out);
                }
            }
        }
        CellNode::Object(members) => write_object(members, row, form, out),
        CellNode::FirstOf(places, holds) => {
            let mut text = Vec::new();
            let has_value = |(column, path, wanted): &(usize, &[&str], OcsfValue)| {
                present(*column).is_some_and(|cell| ocsf::value_in(cell, path, *wanted, &mut text))
            };
            if places.iter().any(has_value) {
                write_cell(&text, *holds, form.dates, out);
            }
        }
        CellNode::Resource(kind, name) => {
            let cells = [(&b"\"resourceType\":"[..], *kind), (b"\"resourceName\":", *name)];
            let mut separator = &b"[{"[..];
            for (key, cell) in cells {
                let cell = cell.and_then(present).map(|cell| form.unmarked(cell));
                let Some(cell) = cell.filter(|cell| !is_changed_number(cell, Holds::Text)) else { continue };
                out.extend_from_slice(separator);
                out.extend_from_slice(key);
                push_string(cell, out);
                separator = b",";
            }
            if separator == b"," {
                out.extend_from_slice(b"}]");
            }
        }
    }
}

fn write_cell(cell: &[u8], holds: Holds, dates: Option<DateOrder>, out: &mut Vec<u8>) {
    match holds {
        Holds::Flag if cell.eq_ignore_ascii_case(b"true") => out.extend_from_slice(b"true"),
        Holds::Flag if cell.eq_ignore_ascii_case(b"false") => out.extend_from_slice(b"false"),
        Holds::Structure if is_json(cell) => match respelled(cell.trim_ascii()) {
            Some(json) => out.extend_from_slice(&json),
            None => out.extend_from_slice(cell),
        },
        Holds::Json if is_json(cell) => out.extend_from_slice(cell),
        Holds::Json | Holds::Structure if cell == b"null" => {}
        Holds::Json | Holds::Structure => match std::str::from_utf8(cell).ok().and_then(structure::json_of) {
            Some(json) => out.extend_from_slice(json.as_bytes()),
            None => push_string(cell, out),
        },
        Holds::Time => match dates.and_then(|order| ordered(cell, order)) {
            Some(time) => push_string(time.as_bytes(), out),
            None => push_string(cell, out),
        },
        Holds::Milliseconds => match time_of_milliseconds(cell) {
            Some(time) => push_string(time.as_bytes(), out),
            None => push_string(cell, out),
        },
        Holds::Account => push_string(account_digits(cell), out),
        Holds::Text | Holds::Other | Holds::Flag => push_string(cell, out),
    }
}

/// Returns the time of a number of milliseconds since 1970 as a record has it.
fn time_of_milliseconds(cell: &[u8]) -> Option<String> {
    let number = std::str::from_utf8(cell).ok()?.parse().ok()?;
    jiff::Timestamp::from_millisecond(number).ok().map(|time| time.to_string())
}

/// Returns whether a cell is one object or list, and nothing else.
fn is_json(cell: &[u8]) -> bool {
    let mut scanner = Scanner::new(cell, 0);
    matches!(scanner.skip_space(), Some(b'{' | b'['))
        && scanner.value().is_ok()
        && scanner.skip_space().is_none()
}

fn quoted(name: &[u8]) -> Box<[u8]> {
    let mut key = Vec::new();
    push_string(name, &mut key);
    key.into()
}

#[cfg(test)]
#[path = "object_tests.rs"]
mod tests;
