//! Records cut out of the text of their file, including those inside strings.

use crate::store::file::LogFile;
use crate::store::segment::Place;

use super::codec::spelling::{Spelling, answer_object, decode_string, row_object};

/// The text inside the string that was opened last, because one may hold many records.
#[derive(Debug, Default)]
pub(super) struct OpenedString {
    /// The numbers of its file and of its layer.
    of: Option<(u32, u32)>,
    text: Vec<u8>,
}

impl OpenedString {
    /// Returns the record at a place; `text` is the text of its file, at least up to the record. Empty if the
    /// place is not in it.
    pub(super) fn record<'a>(&'a mut self, file: &LogFile, text: &'a [u8], place: Place) -> &'a [u8] {
        if place.layer == 0 {
            return cut(text, place);
        }
        let layer = (place.file, place.layer);
        if self.of != Some(layer) {
            self.text = layer_text(file, text, place).unwrap_or_default();
            self.of = Some(layer);
        }
        cut(&self.text, place)
    }
}

/// Returns the text inside the string that contains a place.
fn layer_text(file: &LogFile, text: &[u8], place: Place) -> Option<Vec<u8>> {
    let string = file.string_around(place)?;
    let spelling = file.layer(place.layer)?.spelling;
    let decoded = |string| match spelling {
        Spelling::Row => row_object(file.table.as_deref()?, string),
        Spelling::AnswerRow => answer_object(file.table.as_deref()?, string),
        Spelling::Plain
        | Spelling::Base64
        | Spelling::Base64Gzip(_)
        | Spelling::Halves { .. }
        | Spelling::Renamed
        | Spelling::Cell { .. } => decode_string(spelling, string),
    };
    if string.layer == 0 {
        return decoded(cut(text, string));
    }
    decoded(cut(&layer_text(file, text, string)?, string))
}

/// Returns the row or the object that the record at a place was made of, as it was written; `None` if it is a record.
pub(super) fn row(file: &LogFile, text: &[u8], place: Place) -> Option<Vec<u8>> {
    let string = file.string_around(place).filter(|_| file.is_partial(place))?;
    if string.layer == 0 {
        return Some(cut(text, string).to_vec());
    }
    Some(cut(&layer_text(file, text, string)?, string).to_vec())
}

fn cut(text: &[u8], place: Place) -> &[u8] {
    text.get(place.start as usize..place.start as usize + place.length as usize).unwrap_or_default()
}

/// Returns how many bytes are decoded to cut out a record: the file's text up to it, and the strings around it.
pub(super) fn cost(file: &LogFile, place: Place) -> usize {
    let string = file.outwards(place).skip(1).last().map_or(0, |string| string.length as usize);
    let end = file.outermost_end(place);
    file.source.as_ref().map_or(0, |source| source.cost_until(end)).saturating_add(string)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::file::{FileState, Layer, Spelling};
    use crate::store::source::Source;

    #[test]
    fn records_inside_strings_are_cut_out_of_them() {
        let text = br#"{"m":"{\"n\":\"{\\\"a\\\":1}\"}"}"#;
        let length = u32::try_from(text.len()).unwrap() - 6;
        // Inside the first string: {"n":"{\"a\":1}"}
        let outer = Layer { parent: 0, start: 5, length, spelling: Spelling::Plain };
        let inner = Layer { parent: 1, start: 5, length: 11, spelling: Spelling::Plain };
        let file = LogFile {
            source: Some(Source::new(text.to_vec(), Vec::new())),
            layers: vec![outer, inner],
            ..LogFile::empty("x".into(), FileState::Read)
        };
        let mut opened = OpenedString::default();
        let mut is_at = |layer, start, length, expected: &[u8]| {
            assert_eq!(opened.record(&file, text, Place { file: 0, layer, start, length }), expected);
        };
        is_at(2, 0, 7, br#"{"a":1}"#);
        is_at(2, 1, 3, br#""a""#);
        is_at(1, 0, 4, br#"{"n""#);
        is_at(0, 90, 4, b"");
        is_at(3, 0, 4, b"");
        let cost = |layer| cost(&file, Place { file: 0, layer, start: 1, length: 3 });
        assert_eq!((cost(0), cost(1), cost(2)), (0, text.len() - 6, text.len() - 6), "nothing is unpacked");
    }
}
