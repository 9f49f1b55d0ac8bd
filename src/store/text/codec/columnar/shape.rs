//! How the columns of a Parquet file are nested, and a row of them put together again.
//!
//! Each value has two levels: at which level of the nesting something is missing, and which list it continues. A row
//! whose levels do not fit together is damage, and so are all after it.

use std::ops::Range;

use parquet::basic::{ConvertedType, LogicalType, Repetition};
use parquet::schema::types::Type;

use super::super::allowance::Cut;
use super::super::table::push_string;
use super::fault::ParquetFault;
use super::values::{LeafColumn, LeafText};

const DAMAGED: &str = "rows of the Parquet file do not fit together";
const NO_COLUMNS: &str = "a group of columns of the Parquet file has none";

/// A column, or a group of columns.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct ColumnNode {
    pub(super) name: Box<str>,
    /// Its columns without a group.
    leaves: Range<usize>,
    nesting: Nesting,
}

/// What a column has in it. Levels are those at which it is there, and at which it has an item.
#[derive(Debug, PartialEq, Eq)]
enum Nesting {
    Leaf,
    Object { present: i16, members: Vec<ColumnNode> },
    List { present: i16, item: i16, repetition: i16, element: Box<ColumnNode> },
    Map { present: i16, item: i16, repetition: i16, key: Box<ColumnNode>, value: Box<ColumnNode> },
}

/// What was written of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WrittenCell {
    Nothing,
    Text,
    Json,
}

/// The place in a schema: levels, and the number of the next column.
#[derive(Clone, Copy)]
struct SchemaPlace {
    definition: i16,
    repetition: i16,
    leaf: usize,
}

/// Returns the columns of a schema.
pub(super) fn columns_of(schema: &Type) -> Result<Vec<ColumnNode>, ParquetFault> {
    members(schema, SchemaPlace { definition: 0, repetition: 0, leaf: 0 })
}

fn members(group: &Type, mut place: SchemaPlace) -> Result<Vec<ColumnNode>, ParquetFault> {
    let mut all = Vec::new();
    for field in group.get_fields() {
        let node = ColumnNode::of(field, place)?;
        place.leaf = node.leaves.end;
        all.push(node);
    }
    if all.is_empty() { Err(ParquetFault::Damaged(NO_COLUMNS)) } else { Ok(all) }
}

impl ColumnNode {
    /// Makes the node of a field at a place, which is that of its parent.
    fn of(field: &Type, parent: SchemaPlace) -> Result<Self, ParquetFault> {
        let mut place = parent;
        let repetition = repetition_of(field);
        place.definition += i16::from(repetition != Repetition::REQUIRED);
        place.repetition += i16::from(repetition == Repetition::REPEATED);
        let inner = Self::inner(field, place)?;
        if repetition != Repetition::REPEATED {
            return Ok(inner);
        }
        // A repeated field outside of a list is a list that is always there.
        let nesting = Nesting::List {
            present: parent.definition,
            item: place.definition,
            repetition: place.repetition,
            element: Box::new(inner),
        };
        Ok(Self::new(field, parent.leaf, nesting))
    }

    fn new(field: &Type, first: usize, nesting: Nesting) -> Self {
        let end = match &nesting {
            Nesting::Leaf => first + 1,
            Nesting::Object { members, .. } => members.last().map_or(first, |last| last.leaves.end),
            Nesting::List { element, .. } => element.leaves.end,
            Nesting::Map { value, .. } => value.leaves.end,
        };
        Self { name: field.name().into(), leaves: first..end, nesting }
    }

    /// Makes the node of a field whose own levels are counted in `place`.
    fn inner(field: &Type, place: SchemaPlace) -> Result<Self, ParquetFault> {
        if field.is_primitive() {
            return Ok(Self::new(field, place.leaf, Nesting::Leaf));
        }
        if let (true, [repeated]) = (is_list_or_map(field), field.get_fields())
            && repetition_of(repeated) == Repetition::REPEATED
        {
            return Self::list(field, repeated, place);
        }
        let nesting = Nesting::Object { present: place.definition, members: members(field, place)? };
        Ok(Self::new(field, place.leaf, nesting))
    }

    /// Makes the node of a list or a map, whose items are those of the field `repeated`.
    fn list(field: &Type, repeated: &Type, place: SchemaPlace) -> Result<Self, ParquetFault> {
        let inside = SchemaPlace {
            definition: place.definition + 1,
            repetition: place.repetition + 1,
            leaf: place.leaf,
        };
        let (present, item, repetition) = (place.definition, inside.definition, inside.repetition);
        let fields = if repeated.is_primitive() { &[] } else { repeated.get_fields() };
        let nesting = match fields {
            [key, value] if is_map(field) => {
                let key = Box::new(Self::of(key, inside)?);
                let value = Box::new(Self::of(value, SchemaPlace { leaf: key.leaves.end, ..inside })?);
                Nesting::Map { present, item, repetition, key, value }
            }
            // Lists have a group between them and their items; older ones have not.
            [element] if !is_element(field, repeated) => {
                let element = Box::new(Self::of(element, inside)?);
                Nesting::List { present, item, repetition, element }
            }
            _ => {
                let element = Box::new(Self::inner(repeated, inside)?);
                Nesting::List { present, item, repetition, element }
            }
        };
        Ok(Self::new(field, place.leaf, nesting))
    }

    fn next_level(&self, columns: &[LeafColumn]) -> Option<(i16, i16)> {
        columns.get(self.leaves.start)?.level()
    }

    /// Passes over what is missing, or empty, at these levels: all its columns must say the same of it.
    fn pass(&self, columns: &mut [LeafColumn], level: (i16, i16)) -> Result<(), ParquetFault> {
        for column in columns.get_mut(self.leaves.clone()).unwrap_or_default() {
            if column.level() != Some(level) {
                return Err(ParquetFault::Damaged(DAMAGED));
            }
            column.pass();
        }
        Ok(())
    }
}

fn repetition_of(field: &Type) -> Repetition {
    let basic = field.get_basic_info();
    if basic.has_repetition() { basic.repetition() } else { Repetition::REQUIRED }
}

fn is_map(field: &Type) -> bool {
    let basic = field.get_basic_info();
    matches!(basic.converted_type(), ConvertedType::MAP | ConvertedType::MAP_KEY_VALUE)
        || matches!(basic.logical_type_ref(), Some(LogicalType::Map))
}

fn is_list_or_map(field: &Type) -> bool {
    let basic = field.get_basic_info();
    is_map(field)
        || basic.converted_type() == ConvertedType::LIST
        || matches!(basic.logical_type_ref(), Some(LogicalType::List))
}

/// Returns whether a repeated group with one field is itself the item of a list, as old programs wrote them.
fn is_element(list: &Type, repeated: &Type) -> bool {
    repeated.name() == "array" || repeated.name().strip_suffix("_tuple") == Some(list.name())
}

/// Writes what rows have in their columns.
pub(super) struct RowWriter<'c> {
    pub(super) columns: &'c mut [LeafColumn],
    /// No text becomes longer.
    pub(super) most: usize,
    pub(super) expected: ExpectedLevels,
}

/// What the levels of the next value must be, whichever column it is in.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct ExpectedLevels {
    /// At which level all that it is in is there.
    least: i16,
    repetition: i16,
}

impl RowWriter<'_> {
    /// Writes what the next row has in a column: the text of a column without a group, or JSON.
    pub(super) fn cell(
        &mut self,
        column: &ColumnNode,
        out: &mut Vec<u8>,
    ) -> Result<WrittenCell, ParquetFault> {
        self.expected = ExpectedLevels::default();
        self.write(column, out)
    }

    fn write(&mut self, node: &ColumnNode, out: &mut Vec<u8>) -> Result<WrittenCell, ParquetFault> {
        if out.len() > self.most {
            return Err(ParquetFault::Cut(Cut::Size));
        }
        match &node.nesting {
            Nesting::Leaf => self.leaf(node, out),
            Nesting::Object { present, members } => {
                let level = self.level(node)?;
                if level.0 < *present {
                    node.pass(self.columns, level)?;
                    return Ok(WrittenCell::Nothing);
                }
                self.expected.least = *present;
                self.object(members, out)?;
                Ok(WrittenCell::Json)
            }
            Nesting::List { present, item, repetition, element } => {
                let write = |writer: &mut Self, out: &mut Vec<u8>| writer.json(element, out);
                self.items(node, (*present, *item, *repetition), *b"[]", write, out)
            }
            Nesting::Map { present, item, repetition, key, value } => {
                let write = |writer: &mut Self, out: &mut Vec<u8>| {
                    let expected = writer.expected;
                    writer.key(key, out)?;
                    out.push(b':');
                    writer.expected = expected;
                    writer.json(value, out)
                };
                self.items(node, (*present, *item, *repetition), *b"{}", write, out)
            }
        }
    }

    /// Returns whether the row that was written is whole: the next values are those of another one.
    pub(super) fn is_at_row(&self) -> bool {
        self.columns.iter().all(|column| column.level().is_none_or(|(_, repetition)| repetition == 0))
    }

    /// Returns whether all values were written.
    pub(super) fn is_at_end(&self) -> bool {
        self.columns.iter().all(|column| column.level().is_none())
    }

    /// Returns the levels of the next value of a node's first column, if they are what is expected.
    fn level(&self, node: &ColumnNode) -> Result<(i16, i16), ParquetFault> {
        let ExpectedLevels { least, repetition } = self.expected;
        let is_expected = |level: &(i16, i16)| level.0 >= least && level.1 == repetition;
        node.next_level(self.columns).filter(is_expected).ok_or(ParquetFault::Damaged(DAMAGED))
    }

    fn leaf(&mut self, node: &ColumnNode, out: &mut Vec<u8>) -> Result<WrittenCell, ParquetFault> {
        self.level(node)?;
        let column = self.columns.get_mut(node.leaves.start).ok_or(ParquetFault::Damaged(DAMAGED))?;
        let Some(place) = column.pass() else { return Ok(WrittenCell::Nothing) };
        match column.write(place, out).ok_or(ParquetFault::Damaged(DAMAGED))? {
            LeafText::Bare => Ok(WrittenCell::Json),
            LeafText::Text => Ok(WrittenCell::Text),
        }
    }

    /// Writes the members that the row has, and leaves out the others.
    fn object(&mut self, members: &[ColumnNode], out: &mut Vec<u8>) -> Result<(), ParquetFault> {
        out.push(b'{');
        let (start, expected) = (out.len(), self.expected);
        for member in members {
            self.expected = expected;
            let before = out.len();
            if before > start {
                out.push(b',');
            }
            push_string(member.name.as_bytes(), out);
            out.push(b':');
            if self.value(member, out)? == WrittenCell::Nothing {
                out.truncate(before);
            }
        }
        out.push(b'}');
        Ok(())
    }

    fn items(
        &mut self,
        node: &ColumnNode,
        (present, item, repetition): (i16, i16, i16),
        [open, close]: [u8; 2],
        mut write: impl FnMut(&mut Self, &mut Vec<u8>) -> Result<(), ParquetFault>,
        out: &mut Vec<u8>,
    ) -> Result<WrittenCell, ParquetFault> {
        let level = self.level(node)?;
        if level.0 < item {
            node.pass(self.columns, level)?;
            if level.0 < present {
                return Ok(WrittenCell::Nothing);
            }
            out.extend_from_slice(&[open, close]);
            return Ok(WrittenCell::Json);
        }
        out.push(open);
        self.expected.least = item;
        loop {
            write(self, out)?;
            self.expected = ExpectedLevels { least: item, repetition };
            if node.next_level(self.columns).is_none_or(|(_, next)| next != repetition) {
                break;
            }
            out.push(b',');
        }
        out.push(close);
        Ok(WrittenCell::Json)
    }

    fn json(&mut self, node: &ColumnNode, out: &mut Vec<u8>) -> Result<(), ParquetFault> {
        if self.value(node, out)? == WrittenCell::Nothing {
            out.extend_from_slice(b"null");
        }
        Ok(())
    }

    /// Writes a value as JSON, if it is there.
    fn value(&mut self, node: &ColumnNode, out: &mut Vec<u8>) -> Result<WrittenCell, ParquetFault> {
        let start = out.len();
        let written = self.write(node, out)?;
        if written == WrittenCell::Text {
            let text = out.split_off(start);
            push_string(&text, out);
        }
        Ok(written)
    }

    /// Writes the key of a member; one that is a number becomes a text.
    fn key(&mut self, node: &ColumnNode, out: &mut Vec<u8>) -> Result<(), ParquetFault> {
        let start = out.len();
        self.write(node, out)?;
        let text = out.split_off(start);
        push_string(&text, out);
        Ok(())
    }
}
