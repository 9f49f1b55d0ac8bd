//! The object of a row: its members, what each is made of, and how it is written.

use super::json_text::push_string;
use super::names::Holds;
use super::ocsf::{self, OcsfValue};
use super::respell::respelled;
use super::row::TableRow;
use super::spreadsheet::{DateOrder, account_digits, is_rounded, is_short_account, ordered, without_marks};
use super::structure;
use crate::json::scan::Scanner;
use crate::record::read::made::{MadeMember, MadeRecord};

/// How cells are read.
#[derive(Clone, Copy)]
pub(super) struct CellForm {
    /// The order of day and month, if the rows tell one.
    pub(super) dates: Option<DateOrder>,
    /// Whether a spreadsheet may have written marks before cells.
    pub(super) has_marks: bool,
}

impl CellForm {
    #[inline]
    pub(super) fn unmarked(self, cell: &[u8]) -> &[u8] {
        let may_have = self.has_marks && matches!(cell.first(), Some(b'=' | b'\''));
        if may_have { without_marks(cell) } else { cell }
    }
}

/// A member of the object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RowMember {
    /// Its name in quotes, and a colon.
    key: Box<[u8]>,
    node: CellNode,
}

/// What a member of the object is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum CellNode {
    Cell(usize, Holds),
    Object(Vec<RowMember>),
    /// The type and the name of one resource.
    Resource(Option<usize>, Option<usize>),
    /// The first of these places that has a value: columns, and the path to the value in their JSON.
    FirstOf(Vec<(usize, &'static [&'static str], OcsfValue)>, Holds),
}

impl CellNode {
    /// Returns whether what it is written as, if anything, is a string without anything to note about it, or a word.
    fn is_plain(&self) -> bool {
        match self {
            Self::Cell(_, holds) | Self::FirstOf(_, holds) => match holds {
                Holds::Text
                | Holds::Other
                | Holds::Account
                | Holds::Flag
                | Holds::Time
                | Holds::Milliseconds => true,
                Holds::Json | Holds::Structure => false,
            },
            Self::Object(_) | Self::Resource(..) => false,
        }
    }
}

impl RowMember {
    pub(super) fn new(name: &[u8], node: CellNode) -> Self {
        Self { key: key_of(name), node }
    }

    /// Returns what a record has under its name.
    pub(super) fn made(&self) -> MadeMember {
        let name = self.key.strip_prefix(b"\"").and_then(|key| key.strip_suffix(b"\":"));
        MadeMember::new(name.unwrap_or_default(), self.node.is_plain())
    }
}

/// Adds a member at its path.
pub(super) fn put(members: &mut Vec<RowMember>, path: &[&str], node: CellNode) {
    let Some((name, rest)) = path.split_first() else { return };
    if rest.is_empty() {
        members.push(RowMember::new(name.as_bytes(), node));
        return;
    }
    let key = key_of(name.as_bytes());
    let inner = members.iter_mut().find_map(|other| match &mut other.node {
        CellNode::Object(members) if other.key == key => Some(members),
        CellNode::Object(_) | CellNode::Cell(..) | CellNode::Resource(..) | CellNode::FirstOf(..) => None,
    });
    if let Some(inner) = inner {
        put(inner, rest, node);
    } else if !members.iter().any(|other| other.key == key) {
        let mut inner = Vec::new();
        put(&mut inner, rest, node);
        members.push(RowMember { key, node: CellNode::Object(inner) });
    } else {
        // The whole structure is in another column.
        members.push(RowMember::new(path.join(".").as_bytes(), node));
    }
}

/// Writes the object of a row to `made`, with the places of its members. `known` is what a record has under their names.
/// Returns whether numbers that a spreadsheet made of texts were left out.
pub(super) fn write_row(
    (members, known): (&[RowMember], &[MadeMember]),
    row: &TableRow<'_>,
    form: CellForm,
    made: &mut MadeRecord,
) -> bool {
    made.clear();
    let mut writer = ObjectWriter { row, form, has_changed: false };
    made.text.push(b'{');
    for (member, known) in members.iter().zip(known) {
        if let Some(value) = writer.member(member, 1, &mut made.text) {
            made.places.push((*known, value..made.text.len()));
        }
    }
    made.text.push(b'}');
    writer.has_changed
}

/// Writes what a row has.
struct ObjectWriter<'r> {
    row: &'r TableRow<'r>,
    form: CellForm,
    /// Whether a number was left out that a spreadsheet made of a text.
    has_changed: bool,
}

impl<'r> ObjectWriter<'r> {
    /// Writes a member of an object whose first member is written at `start`. Returns where its value begins, if it has one.
    #[inline]
    fn member(
        &mut self,
        RowMember { key, node }: &RowMember,
        start: usize,
        out: &mut Vec<u8>,
    ) -> Option<usize> {
        // Half of the columns are empty in most rows.
        if let CellNode::Cell(column, _) = node {
            self.present(*column)?;
        }
        let before = out.len();
        if before > start {
            out.push(b',');
        }
        out.extend_from_slice(key);
        let value = out.len();
        self.node(node, out);
        let is_hollow = matches!(node, CellNode::Object(_)) && out.get(value..) == Some(b"{}");
        if out.len() == value || is_hollow {
            out.truncate(before);
            return None;
        }
        Some(value)
    }

    #[inline]
    fn present(&self, column: usize) -> Option<&'r [u8]> {
        self.row.cell(column).filter(|cell| !cell.is_empty())
    }

    /// Returns the text of a cell, unless it is a number that a spreadsheet made of it.
    #[inline]
    fn unchanged(&mut self, column: usize, holds: Holds) -> Option<&'r [u8]> {
        let cell = self.form.unmarked(self.present(column)?);
        let is_changed = is_changed_number(cell, holds);
        self.has_changed |= is_changed;
        (!is_changed).then_some(cell)
    }

    #[inline]
    fn node(&mut self, node: &CellNode, out: &mut Vec<u8>) {
        match node {
            CellNode::Cell(column, holds) => {
                if let Some(cell) = self.unchanged(*column, *holds) {
                    write_cell(cell, *holds, self.form.dates, out);
                }
            }
            CellNode::Object(members) => self.object(members, out),
            CellNode::FirstOf(places, holds) => {
                let mut text = Vec::new();
                let has_value = |(column, path, wanted): &(usize, &[&str], OcsfValue)| {
                    self.present(*column).is_some_and(|cell| ocsf::value_in(cell, path, *wanted, &mut text))
                };
                if places.iter().any(has_value) {
                    write_cell(&text, *holds, self.form.dates, out);
                }
            }
            CellNode::Resource(kind, name) => self.resource(*kind, *name, out),
        }
    }

    fn object(&mut self, members: &[RowMember], out: &mut Vec<u8>) {
        out.push(b'{');
        let start = out.len();
        for member in members {
            self.member(member, start, out);
        }
        out.push(b'}');
    }

    fn resource(&mut self, kind: Option<usize>, name: Option<usize>, out: &mut Vec<u8>) {
        let cells = [(&b"\"resourceType\":"[..], kind), (b"\"resourceName\":", name)];
        let mut separator = &b"[{"[..];
        for (key, column) in cells {
            let cell = column.and_then(|column| self.unchanged(column, Holds::Text));
            let Some(cell) = cell else { continue };
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

#[inline]
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

/// Returns whether a value is a number that a spreadsheet made of a text.
#[inline]
pub(super) fn is_changed_number(cell: &[u8], holds: Holds) -> bool {
    match holds {
        Holds::Account => is_rounded(cell) || is_short_account(account_digits(cell)),
        Holds::Text => is_rounded(cell),
        Holds::Other | Holds::Flag | Holds::Time | Holds::Json | Holds::Structure | Holds::Milliseconds => {
            false
        }
    }
}

/// Returns a name in quotes, and a colon.
pub(super) fn key_of(name: &[u8]) -> Box<[u8]> {
    let mut key = Vec::new();
    push_string(name, &mut key);
    key.push(b':');
    key.into()
}
