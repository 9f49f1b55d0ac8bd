//! Rows of a table and their cells: quotes, doubled quotes, line ends in cells.

use std::ops::Range;

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::stops::Stops;

/// Cuts one row after another into cells, with the same buffers.
#[derive(Debug)]
pub struct RowReader {
    reader: Reader,
    delimiter: u8,
    /// Texts of cells that are not in the row as they are.
    text: Vec<u8>,
    ends: Vec<usize>,
    places: Vec<CellPlace>,
}

/// Bytes and cells for which there is room at first.
const LEAST: (usize, usize) = (1024, 32);

/// Where the text of a cell is.
#[derive(Debug, Clone, Copy)]
enum CellPlace {
    /// In the text of the table.
    Table { start: usize, end: usize },
    /// In the reader's own text: doubled quotes are written once there.
    Own { start: usize, end: usize },
}

/// The cells of a row.
#[derive(Debug, Clone, Copy)]
enum Cells<'r> {
    /// Next to each other in a text, each with its end.
    Joined { text: &'r [u8], ends: &'r [usize] },
    /// In the text of the table, and those with doubled quotes in another.
    Placed { table: &'r [u8], own: &'r [u8], places: &'r [CellPlace] },
}

/// One row.
#[derive(Debug, Clone)]
pub struct TableRow<'r> {
    /// Where it is in the text, without the end of its line.
    pub place: Range<usize>,
    /// Where the next one begins.
    pub next: usize,
    cells: Cells<'r>,
}

impl<'r> TableRow<'r> {
    /// Makes a row of cells that are next to each other in `text` and end at `ends`.
    pub(super) fn of(text: &'r [u8], ends: &'r [usize]) -> Self {
        Self { place: 0..text.len(), next: text.len(), cells: Cells::Joined { text, ends } }
    }

    /// Returns the text of a cell, without quotes.
    #[inline]
    pub fn cell(&self, column: usize) -> Option<&'r [u8]> {
        match self.cells {
            Cells::Placed { table, own, places } => match *places.get(column)? {
                CellPlace::Table { start, end } => table.get(start..end),
                CellPlace::Own { start, end } => own.get(start..end),
            },
            Cells::Joined { text, ends } => {
                let end = *ends.get(column)?;
                let start = column.checked_sub(1).and_then(|before| ends.get(before)).copied().unwrap_or(0);
                text.get(start..end)
            }
        }
    }

    /// Returns how many cells it has.
    pub fn len(&self) -> usize {
        match self.cells {
            Cells::Joined { ends, .. } => ends.len(),
            Cells::Placed { places, .. } => places.len(),
        }
    }

    /// Returns whether it has no cells.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Iterates over its cells.
    pub fn cells(&self) -> impl Iterator<Item = &'r [u8]> {
        (0..self.len()).filter_map(|column| self.cell(column))
    }
}

impl RowReader {
    /// Makes a reader of rows with cells separated by `delimiter`.
    pub fn new(delimiter: u8) -> Self {
        let reader = ReaderBuilder::new().delimiter(delimiter).build();
        Self { reader, delimiter, text: Vec::new(), ends: Vec::new(), places: Vec::new() }
    }

    /// Returns the first row of `text` at or after byte `from`; empty lines are no rows.
    pub fn row<'r>(&'r mut self, text: &'r [u8], from: usize) -> Option<TableRow<'r>> {
        let lines = text.get(from..)?;
        let start = from + lines.iter().position(|byte| !matches!(byte, b'\r' | b'\n'))?;
        let (at, cells) = match self.usual(text, start) {
            Some(at) => (at, Cells::Placed { table: text, own: &self.text, places: &self.places }),
            None => self.any(text, start),
        };
        let line = text.get(start..at).unwrap_or_default();
        let line_end = line.iter().rev().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        Some(TableRow { place: start..at - line_end, next: at, cells })
    }

    /// Cuts a row in which quotes are around whole cells, as programs write rows; `None` for others. Returns where it
    /// ends. Only cells with doubled quotes are copied, and the ends of cells are searched many bytes at a time.
    fn usual(&mut self, text: &[u8], start: usize) -> Option<usize> {
        self.text.clear();
        self.places.clear();
        let mut ends = Stops::new([self.delimiter, b'\n', b'\r']);
        let mut at = start;
        loop {
            let place = if text.get(at) == Some(&b'"') {
                let (place, behind) = self.quoted(text, at + 1)?;
                at = behind;
                place
            } else {
                let cell = at;
                at = ends.next(text, at).unwrap_or(text.len());
                CellPlace::Table { start: cell, end: at }
            };
            self.places.push(place);
            match text.get(at) {
                Some(&byte) if byte == self.delimiter => at += 1,
                Some(b'\r' | b'\n') => return Some(at + 1),
                None => return Some(at),
                Some(_) => return None,
            }
        }
    }

    /// Cuts the cell whose quote is before `start`. Returns where its text is, and what is behind the quote at its end.
    fn quoted(&mut self, text: &[u8], start: usize) -> Option<(CellPlace, usize)> {
        let mut quotes = Stops::new([b'"'; 3]);
        let own = self.text.len();
        let mut from = start;
        loop {
            let quote = quotes.next(text, from)?;
            if text.get(quote + 1) != Some(&b'"') {
                let behind = quote + 1;
                if from == start {
                    return Some((CellPlace::Table { start, end: quote }, behind));
                }
                self.text.extend_from_slice(text.get(from..quote)?);
                return Some((CellPlace::Own { start: own, end: self.text.len() }, behind));
            }
            self.text.extend_from_slice(text.get(from..=quote)?);
            from = quote + 2;
        }
    }

    /// Cuts any row. Returns where it ends.
    fn any(&mut self, text: &[u8], start: usize) -> (usize, Cells<'_>) {
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
        let text = self.text.get(..made).unwrap_or_default();
        (at, Cells::Joined { text, ends: self.ends.get(..cells).unwrap_or_default() })
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
        fn usual_rows_are_cut_as_any(text in "[a\",;\r\n]{0,24}|([a-y]{0,40}[,\"\n]){0,12}") {
            let text = text.as_bytes();
            let (mut usual, mut any) = (RowReader::new(b','), RowReader::new(b','));
            for start in 0..text.len() {
                if matches!(text[start], b'\r' | b'\n') {
                    continue;
                }
                let Some(end) = usual.usual(text, start) else { continue };
                let placed = Cells::Placed { table: text, own: &usual.text, places: &usual.places };
                let (any_end, joined) = any.any(text, start);
                let cells = |cells| TableRow { place: 0..0, next: 0, cells }.cells().collect::<Vec<_>>();
                prop_assert_eq!(cells(placed), cells(joined));
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
