//! Rows of a table and their cells: quotes, doubled quotes, line ends in cells.

use std::ops::Range;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// Cuts one row after another into cells, with the same buffers.
#[derive(Debug)]
pub struct RowReader {
    reader: Reader,
    delimiter: u8,
    text: Vec<u8>,
    ends: Vec<usize>,
}

/// Bytes and cells for which there is room at first.
const LEAST: (usize, usize) = (1024, 32);

/// One row.
#[derive(Debug, Clone)]
pub struct TableRow<'r> {
    /// Where it is in the text, without the end of its line.
    pub place: Range<usize>,
    /// Where the next one begins.
    pub next: usize,
    text: &'r [u8],
    ends: &'r [usize],
}

impl<'r> TableRow<'r> {
    /// Makes a row of cells that are next to each other in `text` and end at `ends`.
    pub(super) fn of(text: &'r [u8], ends: &'r [usize]) -> Self {
        Self { place: 0..text.len(), next: text.len(), text, ends }
    }

    /// Returns the text of a cell, without quotes.
    pub fn cell(&self, column: usize) -> Option<&[u8]> {
        let end = *self.ends.get(column)?;
        let start = column.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.text.get(start..end)
    }

    /// Returns how many cells it has.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns whether it has no cells.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Iterates over its cells.
    pub fn cells(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.len()).filter_map(|column| self.cell(column))
    }
}

impl RowReader {
    /// Makes a reader of rows with cells separated by `delimiter`.
    pub fn new(delimiter: u8) -> Self {
        let reader = ReaderBuilder::new().delimiter(delimiter).build();
        Self { reader, delimiter, text: Vec::new(), ends: Vec::new() }
    }

    /// Returns the first row of `text` at or after byte `from`; empty lines are no rows.
    pub fn row(&mut self, text: &[u8], from: usize) -> Option<TableRow<'_>> {
        let lines = text.get(from..)?;
        let start = from + lines.iter().position(|byte| !matches!(byte, b'\r' | b'\n'))?;
        let (at, made, cells) = self.usual(text, start).unwrap_or_else(|| self.any(text, start));
        let line = text.get(start..at).unwrap_or_default();
        let line_end = line.iter().rev().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        Some(TableRow {
            place: start..at - line_end,
            next: at,
            text: self.text.get(..made).unwrap_or_default(),
            ends: self.ends.get(..cells).unwrap_or_default(),
        })
    }

    /// Cuts a row in which quotes are around whole cells, as programs write rows; `None` for others. Returns where it ends,
    /// and the lengths of its text and of its list of cells. It searches several bytes at a time.
    fn usual(&mut self, text: &[u8], start: usize) -> Option<(usize, usize, usize)> {
        self.text.clear();
        self.ends.clear();
        let mut at = start;
        loop {
            if text.get(at) == Some(&b'"') {
                at += 1;
                loop {
                    let rest = text.get(at..)?;
                    let (cell, behind) = rest.split_at(memchr::memchr(b'"', rest)?);
                    self.text.extend_from_slice(cell);
                    at += cell.len() + 1;
                    if behind.get(1) != Some(&b'"') {
                        break;
                    }
                    self.text.push(b'"');
                    at += 1;
                }
            } else {
                let rest = text.get(at..).unwrap_or_default();
                let end = memchr::memchr3(self.delimiter, b'\n', b'\r', rest).unwrap_or(rest.len());
                self.text.extend_from_slice(rest.get(..end).unwrap_or_default());
                at += end;
            }
            self.ends.push(self.text.len());
            match text.get(at) {
                Some(&byte) if byte == self.delimiter => at += 1,
                Some(b'\r' | b'\n') => return Some((at + 1, self.text.len(), self.ends.len())),
                None => return Some((at, self.text.len(), self.ends.len())),
                Some(_) => return None,
            }
        }
    }

    /// Cuts any row.
    fn any(&mut self, text: &[u8], start: usize) -> (usize, usize, usize) {
        self.text.resize(self.text.len().max(LEAST.0), 0);
        self.ends.resize(self.ends.len().max(LEAST.1), 0);
        self.reader.reset();
        let (mut at, mut made, mut cells) = (start, 0, 0);
        loop {
            let input = text.get(at..).unwrap_or_default();
            let out = self.text.get_mut(made..).unwrap_or_default();
            let ends = self.ends.get_mut(cells..).unwrap_or_default();
            let (result, read, written, ended) = self.reader.read_record(input, out, ends);
            (at, made, cells) = (at + read, made + written, cells + ended);
            match result {
                ReadRecordResult::Record | ReadRecordResult::End => break,
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                // The next call gets no input, which ends the row.
                ReadRecordResult::InputEmpty => {}
            }
        }
        (at, made, cells)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(text: &[u8], delimiter: u8) -> Vec<(Vec<u8>, Vec<Vec<u8>>)> {
        let mut reader = RowReader::new(delimiter);
        let (mut rows, mut at) = (Vec::new(), 0);
        while let Some(row) = reader.row(text, at) {
            at = row.next;
            rows.push((text[row.place.clone()].to_vec(), row.cells().map(<[u8]>::to_vec).collect()));
        }
        rows
    }

    #[test]
    fn rows_have_their_cells_and_their_own_text() {
        let text = b"a,\"b \"\"c\"\", d\",\r\n\r\n\"two\nlines\",x\ny";
        let expected: Vec<(&[u8], &[&[u8]])> = vec![
            (b"a,\"b \"\"c\"\", d\",", &[b"a", b"b \"c\", d", b""]),
            (b"\"two\nlines\",x", &[b"two\nlines", b"x"]),
            (b"y", &[b"y"]),
        ];
        let found = rows(text, b',');
        let found: Vec<(&[u8], Vec<&[u8]>)> = found
            .iter()
            .map(|(row, cells)| (row.as_slice(), cells.iter().map(Vec::as_slice).collect()))
            .collect();
        assert_eq!(found, expected.iter().map(|(row, cells)| (*row, cells.to_vec())).collect::<Vec<_>>());
        assert_eq!(rows(b"a;b,c", b';'), [(b"a;b,c".to_vec(), vec![b"a".to_vec(), b"b,c".to_vec()])]);
        assert!(rows(b"\r\n\n", b',').is_empty());
    }

    proptest! {
        /// The quicker way to cut a row is the library's, or none.
        #[test]
        fn usual_rows_are_cut_as_any(text in "[a\",;\r\n]{0,24}") {
            let text = text.as_bytes();
            let (mut usual, mut any) = (RowReader::new(b','), RowReader::new(b','));
            for start in 0..text.len() {
                if matches!(text[start], b'\r' | b'\n') {
                    continue;
                }
                let Some((end, made, cells)) = usual.usual(text, start) else { continue };
                let (any_end, any_made, any_cells) = any.any(text, start);
                prop_assert_eq!(&usual.text[..made], &any.text[..any_made]);
                prop_assert_eq!(&usual.ends[..cells], &any.ends[..any_cells]);
                // A line feed behind a carriage return is an empty line for the next row.
                prop_assert!(text[end.min(any_end)..end.max(any_end)].iter().all(|byte| matches!(byte, b'\r' | b'\n')));
            }
        }

        /// Against the reader that the exports are written with.
        #[test]
        fn cells_are_those_of_another_reader(
            written in prop::collection::vec(prop::collection::vec("[a\",\r\n;é]{0,6}", 2..5), 1..6),
        ) {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
            for row in &written {
                writer.write_record(row).unwrap();
            }
            let text = writer.into_inner().unwrap();
            let cells: Vec<Vec<Vec<u8>>> = rows(&text, b',').into_iter().map(|(_, cells)| cells).collect();
            let expected: Vec<Vec<Vec<u8>>> =
                written.iter().map(|row| row.iter().map(|cell| cell.clone().into_bytes()).collect()).collect();
            prop_assert_eq!(cells, expected);
            // A row's own text gives the same cells again.
            for (row, cells) in rows(&text, b',') {
                prop_assert_eq!(&rows(&row, b',')[0].1, &cells);
            }
        }
    }
}
