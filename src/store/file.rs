//! Log files: where they came from, what became of them, and how to cut a record out of them.

use std::borrow::Cow;
use std::path::PathBuf;

use super::segment::Place;
use super::source::Source;
use crate::json::text;

/// What became of a file. Every file that was seen has exactly one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FileState {
    /// Read to its end; it may hold no event.
    Read,
    /// Sound, but without CloudTrail records: a digest, a notification, a picture. Its reason is its issue.
    NotLog,
    /// Something in it could not be read; the events that could are there.
    Damaged,
    /// It could not be opened, or holds events in a form that is not read.
    Unreadable,
}

/// What was wrong with a file, or why it was set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// One word or two for tables: "digest", "damaged", "permission denied".
    pub kind: &'static str,
    /// A sentence without a full stop.
    pub reason: String,
    /// Byte offset in the unpacked text, where there is one.
    pub offset: Option<u64>,
}

/// A file, or standard input.
#[derive(Debug)]
pub struct LogFile {
    /// Where it was found; `-` for standard input.
    pub path: PathBuf,
    /// What became of it.
    pub state: FileState,
    /// Everything that was wrong, in the order of the text. At most [`MAX_ISSUES`] are kept, the last says how many
    /// more there were.
    pub issues: Vec<Issue>,
    /// How many events were read from it.
    pub events: u32,
    /// Its bytes, when it holds events.
    pub source: Option<Source>,
    /// The records that stand inside JSON strings: place of each string, and the text that it stands in.
    pub layers: Vec<Layer>,
}

/// How many issues are kept for one file: a hostile file must not fill the memory with complaints about itself.
pub const MAX_ISSUES: usize = 1000;

/// A JSON string whose content is a text with records of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layer {
    /// The text that the string stands in, counted as in [`Place::layer`].
    pub parent: u32,
    /// Where the string begins, at its quote.
    pub start: u32,
    /// Its length, quotes included.
    pub length: u32,
}

impl LogFile {
    /// A file of which nothing is kept.
    pub fn without_events(path: PathBuf, state: FileState, issue: Issue) -> Self {
        Self { path, state, issues: vec![issue], events: 0, source: None, layers: Vec::new() }
    }

    /// The text of a record of this file; empty when the place is not in it.
    pub fn record(&self, place: Place) -> Vec<u8> {
        let end = self.outermost_end(place);
        let text = self.source.as_ref().map(|source| source.text_until(end)).unwrap_or_default();
        self.cut(&text, place).into_owned()
    }

    /// Cuts a record out of the file's text, for reading many records of one file.
    pub fn cut<'a>(&self, text: &'a [u8], place: Place) -> Cow<'a, [u8]> {
        let range = place.start as usize..(place.start as usize + place.length as usize);
        if place.layer == 0 {
            return Cow::Borrowed(text.get(range).unwrap_or_default());
        }
        Cow::Owned(self.layer_text(text, place).get(range).unwrap_or_default().to_vec())
    }

    /// The text within a string that a place is in, `text` being the file's own.
    pub fn layer_text(&self, text: &[u8], place: Place) -> Vec<u8> {
        let Some(layer) = self.layer(place.layer) else { return text.to_vec() };
        let string = self.cut(text, layer_place(place.file, layer));
        let mut inner = Vec::with_capacity(string.len());
        text::unescape_into(text::inside(&string), &mut inner);
        inner
    }

    fn layer(&self, number: u32) -> Option<Layer> {
        self.layers.get(number.checked_sub(1)? as usize).copied()
    }

    /// Where in the file's own text the string ends that holds a place. Layers stand inside earlier ones only, so
    /// that the walk outwards ends.
    fn outermost_end(&self, place: Place) -> usize {
        let mut place = place;
        while let Some(layer) = self.layer(place.layer) {
            place = layer_place(place.file, layer);
        }
        place.start as usize + place.length as usize
    }
}

fn layer_place(file: u32, layer: Layer) -> Place {
    Place { file, layer: layer.parent, start: layer.start, length: layer.length }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_inside_strings_are_cut_out_of_them() {
        let text = br#"{"m":"{\"n\":\"{\\\"a\\\":1}\"}"}"#;
        let outer = Layer { parent: 0, start: 5, length: u32::try_from(text.len()).unwrap() - 6 };
        // Inside the first string: {"n":"{\"a\":1}"}
        let inner = Layer { parent: 1, start: 5, length: 11 };
        let file = LogFile {
            path: "x".into(),
            state: FileState::Read,
            issues: Vec::new(),
            events: 1,
            source: Some(Source::new(text.to_vec(), Vec::new(), 1000)),
            layers: vec![outer, inner],
        };
        assert_eq!(file.record(Place { file: 0, layer: 2, start: 0, length: 7 }), br#"{"a":1}"#);
        assert_eq!(file.record(Place { file: 0, layer: 1, start: 0, length: 4 }), br#"{"n""#);
        assert_eq!(file.record(Place { file: 0, layer: 0, start: 90, length: 4 }), b"");
    }
}
