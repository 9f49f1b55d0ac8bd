//! How a JSON string, or a row of a table, encodes a text inside it, and how to decode that text.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

use super::allowance::UpTo;
use super::inflate::Inflater;
use super::table::{self, AnswerRow, RowReader, TableHeading};
use crate::json::text;
use crate::record::read::made::MadeRecord;

/// How a JSON string or a row encodes a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// With JSON escapes only.
    Plain,
    /// As base64.
    Base64,
    /// As base64 of gzip data, of which this many bytes were decompressed.
    Base64Gzip(u32),
    /// In two strings, with other things between them.
    Halves {
        /// The length of the first string, quotes included.
        first: u32,
        /// The length of the last.
        last: u32,
    },
    /// In a cell of a row of a table.
    Cell {
        /// The number of the cell.
        column: u16,
        /// What separates cells.
        delimiter: u8,
    },
    /// An object in which a product gave the members of a record other names.
    Renamed,
    /// A row of a table of events, from which an object is made: see [`TableHeading::object`](super::table::TableHeading::object).
    Row,
    /// A row of an answer of Athena in JSON, from which an object is made in the same way.
    AnswerRow,
}

/// Decodes the text in `string`, quotes included; `None` if it is not encoded like this. Rows need the heading of their
/// table, so [`row_object`] and [`answer_object`] decode them.
pub fn decode_string(spelling: Spelling, string: &[u8]) -> Option<Vec<u8>> {
    let mut inner = Vec::new();
    if !matches!(spelling, Spelling::Row | Spelling::AnswerRow | Spelling::Renamed | Spelling::Cell { .. }) {
        inner.reserve(string.len());
        text::unescape_into(text::inside(string), &mut inner);
    }
    let limit = match spelling {
        Spelling::Row | Spelling::AnswerRow => return None,
        Spelling::Renamed => return table::renamed(string).map(|made| made.text),
        Spelling::Cell { column, delimiter } => return table::cell(string, column.into(), delimiter),
        Spelling::Plain => return Some(inner),
        Spelling::Base64 => return decode_base64(inner),
        Spelling::Base64Gzip(limit) => limit as usize,
        Spelling::Halves { first, last } => {
            let last = string.len().checked_sub(last as usize)?;
            inner.clear();
            for half in [string.get(..first as usize)?, string.get(last..)?] {
                text::unescape_into(text::inside(half), &mut inner);
            }
            return Some(inner);
        }
    };
    let packed = decode_base64(inner)?;
    let mut made = Vec::new();
    Inflater::default().unpack(&packed, &mut made, &mut UpTo(limit));
    Some(made)
}

/// Makes the object of a row of a table of events.
pub fn row_object(table: &TableHeading, row: &[u8]) -> Option<Vec<u8>> {
    let mut object = MadeRecord::default();
    table.object(&RowReader::new(table.delimiter).row(row, 0)?, &mut object);
    Some(object.text)
}

/// Makes the object of a row of an answer of Athena.
pub fn answer_object(table: &TableHeading, row: &[u8]) -> Option<Vec<u8>> {
    let mut object = MadeRecord::default();
    table.object(&AnswerRow::read(row)?.row(), &mut object);
    Some(object.text)
}

/// Decodes base64 as programs write it: of either alphabet, with or without padding, with line breaks.
fn decode_base64(mut text: Vec<u8>) -> Option<Vec<u8>> {
    const ANY_PADDING: GeneralPurposeConfig = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    text.retain(|byte| !byte.is_ascii_whitespace());
    for byte in &mut text {
        *byte = match *byte {
            b'-' => b'+',
            b'_' => b'/',
            other => other,
        };
    }
    GeneralPurpose::new(&STANDARD, ANY_PADDING).decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_decoded_as_programs_write_it() {
        for spelled in ["Pz4/Pj8+", "Pz4_Pj8-", "Pz4/\\nPj8+", " Pz4/Pj8+\\r\\n"] {
            let decoded = decode_string(Spelling::Base64, format!("\"{spelled}\"").as_bytes());
            assert_eq!(decoded.as_deref(), Some(&b"?>?>?>"[..]), "{spelled}");
        }
        for spelled in ["YQ==", "YQ=", "YQ"] {
            let decoded = decode_string(Spelling::Base64, format!("\"{spelled}\"").as_bytes());
            assert_eq!(decoded.as_deref(), Some(&b"a"[..]), "{spelled}");
        }
        assert_eq!(decode_string(Spelling::Base64, b"\"a b c!\""), None);
    }
}
