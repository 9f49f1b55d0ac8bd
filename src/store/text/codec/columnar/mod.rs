//! Parquet → a table as CSV, row by row. A column without a group is a cell; a group, a list or a map is JSON in a cell.
//! What the table means is left to `rows` of the load, as for every other table.
//!
//! - `footer` checks and reads what a file states of itself, whose fields are in `fields`; `pages` decompresses (`unpack`) and checks the pages of a
//!   column; `values` are those of one column; `shape` puts the columns of a row together.
//!
//! The library decodes pages. It may panic on forged files, which is caught for each group of rows; what it could allocate
//! without limit is checked before.

mod fault;
mod fields;
mod footer;
mod pages;
mod shape;
mod unpack;
mod values;

use bytes::Bytes;
use parquet::file::metadata::{ColumnChunkMetaData, RowGroupMetaData};
use std::ops::Range;
use std::sync::Arc;

use super::allowance::{Allowance, Cut};
use super::caught::caught;
use super::inflate::{Flaw, Unpacking};
use fault::ParquetFault;
use pages::PageLimits;
use shape::{ColumnNode, RowWriter, WrittenCell, columns_of};
use values::LeafColumn;

/// Rows of which the values are read at a time.
const ROWS_AT_ONCE: usize = 256;

const FAILED: &str = "the Parquet file is damaged so that its reader failed";
const OUTSIDE: &str = "a column of the Parquet file is not where its footer says";
const ELSEWHERE: &str = "a column of the Parquet file is in another file, which is not read";
const TOO_FEW: &str = "a column of the Parquet file has fewer values than its footer says";

/// Writes the table of a Parquet file; `text` is overwritten.
pub(super) fn table(file: &[u8], text: &mut Vec<u8>, allowance: &mut dyn Allowance) -> Unpacking {
    text.clear();
    let mut unpacking = Unpacking::default();
    let opened = caught(|| {
        let metadata = footer::metadata(file)?;
        Ok((columns_of(metadata.file_metadata().schema())?, metadata))
    });
    let (columns, metadata) = match opened.unwrap_or(Err(ParquetFault::Damaged(FAILED))) {
        Ok(opened) => opened,
        Err(fault) => {
            unpacking.stop(fault, 0, file.len(), 0);
            return unpacking;
        }
    };
    let taken = text.capacity();
    let mut table = ParquetTable {
        file,
        columns: &columns,
        text,
        taken,
        held: 0,
        limits: PageLimits::of(file.len()),
        read: 0,
        allowance,
    };
    table.heading();
    for group in metadata.row_groups() {
        let (start, read) = (table.text.len(), table.read);
        let mut left = usize::try_from(group.num_rows()).unwrap_or(0);
        let mut whole = start;
        let ended = caught(|| table.rows(group, &mut left, &mut whole));
        // A row that was begun is not one.
        table.text.truncate(whole);
        let Err(fault) = ended.unwrap_or(Err(ParquetFault::Damaged(FAILED))) else { continue };
        let at = columns_start(group).min(file.len());
        let length = if whole == start { table.read.saturating_sub(read) } else { 0 };
        unpacking.stop(fault, at, length, table.text.len());
        unpacking.lost_rows = unpacking.lost_rows.saturating_add(left);
        if unpacking.cut.is_some() || table.limits.is_used_up() {
            break;
        }
    }
    unpacking
}

impl Unpacking {
    fn stop(&mut self, fault: ParquetFault, packed_at: usize, length: usize, text_at: usize) {
        match fault {
            ParquetFault::Cut(cut) => self.cut = Some(cut),
            ParquetFault::Damaged(reason) => self.flaw(Flaw { packed_at, text_at, length, reason }),
        }
    }
}

/// Returns where the bytes of a group of rows begin.
fn columns_start(group: &RowGroupMetaData) -> usize {
    let starts = group.columns().iter().filter_map(place);
    starts.map(|place| place.start).min().unwrap_or(0)
}

/// Returns where the bytes of a column are; `None` if the footer states no such place.
fn place(column: &ColumnChunkMetaData) -> Option<Range<usize>> {
    let pages = column.data_page_offset();
    // Some programs state a dictionary at 0 where there is none.
    let start = column.dictionary_page_offset().filter(|at| *at > 0).map_or(pages, |at| at.min(pages));
    let start = usize::try_from(start).ok()?;
    Some(start..start.checked_add(usize::try_from(column.compressed_size()).ok()?)?)
}

/// A table that is being written.
struct ParquetTable<'a, 'w> {
    file: &'a [u8],
    columns: &'a [ColumnNode],
    text: &'w mut Vec<u8>,
    /// For how much of the text memory was taken, and for how much of the columns.
    taken: usize,
    held: usize,
    limits: Arc<PageLimits>,
    /// How many bytes of the file were read.
    read: usize,
    allowance: &'w mut dyn Allowance,
}

impl ParquetTable<'_, '_> {
    fn heading(&mut self) {
        for (number, column) in self.columns.iter().enumerate() {
            if number > 0 {
                self.text.push(b',');
            }
            push_cell(column.name.as_bytes(), self.text);
        }
        self.text.push(b'\n');
    }

    /// Writes the rows of a group. `left` counts down, and `whole` is the end of the last row.
    fn rows(
        &mut self,
        group: &RowGroupMetaData,
        left: &mut usize,
        whole: &mut usize,
    ) -> Result<(), ParquetFault> {
        let mut columns = self.open(group)?;
        let mut cell = Vec::new();
        while *left > 0 {
            let rows = (*left).min(ROWS_AT_ONCE);
            for column in &mut columns {
                match column.read(rows) {
                    Ok(true) => {}
                    Ok(false) => return Err(ParquetFault::Damaged(TOO_FEW)),
                    Err(_) => return Err(ParquetFault::Damaged(self.limits.reason())),
                }
            }
            let most = self.allowance.text_bytes();
            let mut writer = RowWriter { columns: &mut columns, most };
            for _ in 0..rows {
                row(self.columns, &mut writer, self.text, &mut cell)?;
                if self.text.len() > most {
                    return Err(ParquetFault::Cut(Cut::Size));
                }
                if !writer.is_at_row() {
                    return Err(ParquetFault::Damaged(TOO_FEW));
                }
                *whole = self.text.len();
                *left -= 1;
            }
            if !writer.is_at_end() {
                return Err(ParquetFault::Damaged(TOO_FEW));
            }
            self.go_on()?;
        }
        Ok(())
    }

    /// Checks the limits of the load.
    fn go_on(&mut self) -> Result<(), ParquetFault> {
        let grown = self.text.capacity().saturating_sub(self.taken);
        let held = self.limits.most_held().saturating_sub(self.held);
        if grown + held > 0 && !self.allowance.take(grown + held) {
            return Err(ParquetFault::Cut(Cut::Memory));
        }
        (self.taken, self.held) = (self.taken + grown, self.held + held);
        self.allowance.go_on(self.read.min(self.file.len()), self.text.len()).map_err(ParquetFault::Cut)
    }

    /// Opens the columns of a group.
    fn open(&mut self, group: &RowGroupMetaData) -> Result<Vec<LeafColumn>, ParquetFault> {
        let mut columns = Vec::new();
        for stated in group.columns() {
            if stated.file_path().is_some() {
                return Err(ParquetFault::Damaged(ELSEWHERE));
            }
            let bytes =
                place(stated).and_then(|place| self.file.get(place)).ok_or(ParquetFault::Damaged(OUTSIDE))?;
            self.read = self.read.saturating_add(bytes.len());
            if !self.allowance.take(bytes.len()) {
                return Err(ParquetFault::Cut(Cut::Memory));
            }
            let column = LeafColumn::new(Bytes::copy_from_slice(bytes), stated, &self.limits);
            columns.push(column.map_err(|_| ParquetFault::Damaged(self.limits.reason()))?);
        }
        Ok(columns)
    }
}

/// Writes the next row.
fn row(
    columns: &[ColumnNode],
    writer: &mut RowWriter<'_>,
    text: &mut Vec<u8>,
    cell: &mut Vec<u8>,
) -> Result<(), ParquetFault> {
    let start = text.len();
    for (number, column) in columns.iter().enumerate() {
        if number > 0 {
            text.push(b',');
        }
        cell.clear();
        if writer.write(column, cell)? != WrittenCell::Nothing {
            push_cell(cell, text);
        }
    }
    if text.len() == start {
        // An empty line is no row.
        text.extend_from_slice(b"\"\"");
    }
    text.push(b'\n');
    Ok(())
}

/// Writes a cell, in quotes where it needs them.
fn push_cell(cell: &[u8], text: &mut Vec<u8>) {
    let is_special = |byte: &u8| matches!(byte, b',' | b'"' | b'\n' | b'\r' | b'{' | b'[');
    if !cell.iter().any(is_special) {
        text.extend_from_slice(cell);
        return;
    }
    text.push(b'"');
    for part in cell.split_inclusive(|&byte| byte == b'"') {
        text.extend_from_slice(part);
        if part.ends_with(b"\"") {
            text.push(b'"');
        }
    }
    text.push(b'"');
}

#[cfg(test)]
#[path = "columnar_tests.rs"]
mod tests;
