//! Rows of Athena's answer in JSON, `{"Data":[{"VarCharValue":"…"},{}]}`, as rows of a table.

use super::row::TableRow;
use crate::json::members::{items, members};
use crate::json::text::{inside, unescape_into};

/// The cells of a row; one without a value is empty.
#[derive(Debug, Default)]
pub struct AnswerRow {
    texts: Vec<u8>,
    ends: Vec<usize>,
}

impl AnswerRow {
    /// Reads a row; `None` if it is not one.
    pub fn read(row: &[u8]) -> Option<Self> {
        let (_, cells) = members(row).find(|(name, _)| *name == b"Data")?;
        let mut made = Self::default();
        for cell in items(cells) {
            made.add(cell, b"VarCharValue");
        }
        Some(made)
    }

    /// Reads the names of columns, from the description of the answer.
    pub fn names(columns: &[u8]) -> Self {
        let mut made = Self::default();
        for column in items(columns) {
            made.add(column, b"Name");
        }
        made
    }

    /// Returns the cells as a row of a table.
    pub fn row(&self) -> TableRow<'_> {
        TableRow::of(&self.texts, &self.ends)
    }

    fn add(&mut self, cell: &[u8], name: &[u8]) {
        if let Some((_, value)) = members(cell).find(|(other, _)| *other == name)
            && value.first() == Some(&b'"')
        {
            unescape_into(inside(value), &mut self.texts);
        }
        self.ends.push(self.texts.len());
    }
}
