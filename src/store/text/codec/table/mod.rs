//! Rows of tables → JSON: a cell as it is, or a row as an object with CloudTrail's names.
//!
//! The row's own text is what is kept, at its place in the text of the table; the object is made from it
//! whenever it is needed. So every filter, field and view works on it as on a record, and copies and exports
//! can give the row as it was written. The object has nothing that the row does not have.
//!
//! - `row` cuts rows into cells, which `stops` finds; `names` knows the columns of each product; `object` reads headings;
//!   `row_object` writes the object;
//!   `answer` reads rows of Athena's answers; `flat` makes rows of
//!   objects in which members have other names; `structure` reads Athena's `{key=value, …}`; `respell` gives the members
//!   of structures their names; `ocsf` knows Security Lake's columns; `spreadsheet` undoes what spreadsheets make of cells.

mod answer;
mod flat;
mod json_text;
mod names;
mod object;
mod ocsf;
mod respell;
mod row;
mod row_object;
mod spreadsheet;
mod stops;
mod structure;

pub use answer::AnswerRow;
pub use flat::renamed;
#[cfg(feature = "parquet")]
pub(super) use json_text::push_string;
pub use object::TableHeading;
pub use row::{RowReader, TableRow};

/// The separators that spreadsheets, consoles and query tools write, the most usual first.
pub const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Returns the text of a cell of a row; `None` if the row has no such cell.
pub fn cell(row: &[u8], column: usize, delimiter: u8) -> Option<Vec<u8>> {
    let mut reader = RowReader::new(delimiter);
    let row = reader.row(row, 0)?;
    row.cell(column).map(<[u8]>::to_vec)
}
