//! Parquet → a table as CSV, row by row. A column without a group is a cell; a group, a list or a map is JSON in a cell.
//! What the table means is left to `rows` of the load, as for every other table.
//!
//! - `footer` checks and reads what a file states of itself, whose fields are in `fields`; `limits` bounds what columns take; `pages` decompresses (`unpack`) and checks the pages of a
//!   column, and `plain` gives values an encoding that takes no more memory than it states (`delta`); `values` are those of one column; `shape` puts the columns of a row together.
//!
//! The library decodes pages. It may panic on forged files, which is caught for each group of rows; what it could allocate
//! without limit is checked before.

mod delta;
mod fault;
mod fields;
mod footer;
mod limits;
mod pages;
mod plain;
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
use limits::{PageLimits, ROWS_AT_ONCE};
use shape::{ColumnNode, ExpectedLevels, RowWriter, WrittenCell, columns_of};
use values::LeafColumn;

const FAILED: &str = "the Parquet file is damaged so that its reader failed";
const OUTSIDE: &str = "a column of the Parquet file is not where its footer says";
const ELSEWHERE: &str = "a column of the Parquet file is in another file, which is not read";
const TOO_FEW: &str = "a column of the Parquet file has fewer values than its footer says";
const MORE: &str = "a column of the Parquet file has more rows than its footer says; those were not read";
const NEGATIVE: &str = "the footer of the Parquet file states a negative number of rows; they were not read";
const OVERLAP: &str = "columns of the Parquet file overlap; they were not read again";

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
        packed: 0,
        limits: PageLimits::of(file.len()),
        read: 0,
        allowance,
    };
    table.heading();
    let mut groups = metadata.row_groups().iter();
    while let Some(group) = groups.next() {
        let (start, read) = (table.text.len(), table.read);
        let mut rows = RowsWritten { whole: start, ..RowsWritten::default() };
        let ended = caught(|| table.rows(group, &mut rows));
        // A row that was begun is not one.
        table.text.truncate(rows.whole);
        let Err(fault) = ended.unwrap_or(Err(ParquetFault::Damaged(FAILED))) else { continue };
        let at = columns_start(group).min(file.len());
        let length = if rows.whole == start { table.read.saturating_sub(read) } else { 0 };
        unpacking.stop(fault, at, length, table.text.len());
        let lost = if fault == ParquetFault::Damaged(MORE) || group.num_rows() < 0 {
            most_rows(group)
        } else {
            rows_of(group)
        };
        unpacking.lose(lost.saturating_sub(rows.done));
        if unpacking.cut.is_some() || table.limits.is_used_up() {
            groups.by_ref().for_each(|group| unpacking.lose(rows_of(group)));
        }
    }
    unpacking
}

/// Returns how many rows a group can have: each has a value in each column, or a missing one.
fn most_rows(group: &RowGroupMetaData) -> usize {
    let values = group.columns().iter().map(|column| usize::try_from(column.num_values()).unwrap_or(0));
    values.min().unwrap_or(0)
}

/// Returns how many rows a group has, as far as its columns can have them.
fn rows_of(group: &RowGroupMetaData) -> usize {
    usize::try_from(group.num_rows()).unwrap_or(0).min(most_rows(group))
}

impl Unpacking {
    fn lose(&mut self, rows: usize) {
        self.lost_rows = self.lost_rows.saturating_add(rows);
    }

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

/// How far the rows of a group were written.
#[derive(Default)]
struct RowsWritten {
    done: usize,
    /// Where the last row ends.
    whole: usize,
}

/// A table that is being written.
struct ParquetTable<'a, 'w> {
    file: &'a [u8],
    columns: &'a [ColumnNode],
    text: &'w mut Vec<u8>,
    /// For how much of the text memory was taken, for how much of what columns are decoded to, and for the bytes of the
    /// columns of one group of rows, which are in memory at one time.
    taken: usize,
    held: usize,
    packed: usize,
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

    fn begin_rows(&self) {
        self.limits.begin_rows(self.allowance.memory_left(), self.held);
    }

    /// Writes the rows of a group.
    fn rows(&mut self, group: &RowGroupMetaData, rows: &mut RowsWritten) -> Result<(), ParquetFault> {
        self.go_on()?;
        self.limits.begin_group();
        let stated = usize::try_from(group.num_rows()).map_err(|_| ParquetFault::Damaged(NEGATIVE))?;
        self.begin_rows();
        let mut columns = self.open(group)?;
        while rows.done < stated {
            let count = (stated - rows.done).min(ROWS_AT_ONCE);
            self.begin_rows();
            for column in &mut columns {
                match column.read(count) {
                    Ok(true) => {}
                    Ok(false) => return Err(ParquetFault::Damaged(TOO_FEW)),
                    Err(_) => return Err(self.fault()),
                }
            }
            self.write(&mut columns, count, rows)?;
            self.go_on()?;
        }
        for column in &mut columns {
            self.begin_rows();
            match column.read(1) {
                Ok(true) => return Err(ParquetFault::Damaged(MORE)),
                // What is behind the last page need not be one.
                Ok(false) => {}
                Err(_) if self.limits.refused().is_none() => {}
                Err(_) => return Err(self.fault()),
            }
        }
        Ok(())
    }

    /// Writes rows whose values were read.
    fn write(
        &mut self,
        columns: &mut [LeafColumn],
        count: usize,
        rows: &mut RowsWritten,
    ) -> Result<(), ParquetFault> {
        let most = self.allowance.text_bytes();
        let mut writer = RowWriter { columns, most, expected: ExpectedLevels::default() };
        let mut cell = Vec::new();
        for _ in 0..count {
            row(self.columns, &mut writer, self.text, &mut cell)?;
            if self.text.len() > most {
                return Err(ParquetFault::Cut(Cut::Size));
            }
            if !writer.is_at_row() {
                return Err(ParquetFault::Damaged(TOO_FEW));
            }
            *rows = RowsWritten { done: rows.done + 1, whole: self.text.len() };
        }
        if writer.is_at_end() { Ok(()) } else { Err(ParquetFault::Damaged(TOO_FEW)) }
    }

    /// Returns why the library could not read a column.
    fn fault(&self) -> ParquetFault {
        if self.limits.is_out_of_memory() {
            ParquetFault::Cut(Cut::Memory)
        } else {
            ParquetFault::Damaged(self.limits.reason())
        }
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
        let (mut columns, mut packed) = (Vec::new(), 0_usize);
        for stated in group.columns() {
            if stated.file_path().is_some() {
                return Err(ParquetFault::Damaged(ELSEWHERE));
            }
            let bytes =
                place(stated).and_then(|place| self.file.get(place)).ok_or(ParquetFault::Damaged(OUTSIDE))?;
            self.read = self.read.saturating_add(bytes.len());
            if self.read > self.file.len().saturating_mul(2) {
                return Err(ParquetFault::Damaged(OVERLAP));
            }
            packed = packed.saturating_add(bytes.len());
            if packed > self.packed && !self.allowance.take(packed - self.packed) {
                return Err(ParquetFault::Cut(Cut::Memory));
            }
            self.packed = self.packed.max(packed);
            let column = LeafColumn::new(Bytes::copy_from_slice(bytes), stated, &self.limits);
            columns.push(column.map_err(|_| self.fault())?);
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
        if writer.cell(column, cell)? != WrittenCell::Nothing {
            push_cell(cell, text);
        }
    }
    if text.len() == start {
        // An empty line does not count as a row.
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
#[path = "forged_tests.rs"]
mod forged;
#[cfg(test)]
#[path = "columnar_tests.rs"]
mod tests;
