//! Record texts, many at a time: recently unpacked files are kept, since neighbours in time share files.

use std::borrow::Cow;
use std::collections::VecDeque;

use super::{Event, Store};

/// How many unpacked bytes are kept at most, besides the file that is being read.
const KEPT_BYTES: usize = 256 << 20;

/// Reads the texts of events of one store.
#[derive(Debug)]
pub struct RecordReader<'s> {
    store: &'s Store,
    texts: VecDeque<(u32, Cow<'s, [u8]>)>,
    kept: usize,
}

impl<'s> RecordReader<'s> {
    /// A reader of the events of `store`.
    pub fn new(store: &'s Store) -> Self {
        Self { store, texts: VecDeque::new(), kept: 0 }
    }

    /// The text of an event's record, exactly as it stands in its file; empty for a number that is not an event's.
    pub fn record(&mut self, event: Event) -> Cow<'_, [u8]> {
        let Some(place) = self.store.place(event) else { return Cow::Borrowed(&[]) };
        let Some(file) = self.store.file(place.file) else { return Cow::Borrowed(&[]) };
        if !self.texts.iter().any(|(number, _)| *number == place.file) {
            let text = file.source.as_ref().map(super::source::Source::text).unwrap_or_default();
            self.kept += text.len();
            self.texts.push_back((place.file, text));
            while self.kept > KEPT_BYTES && self.texts.len() > 1 {
                self.kept -= self.texts.pop_front().map_or(0, |(_, text)| text.len());
            }
        }
        let text = self.texts.iter().find(|(number, _)| *number == place.file);
        text.map(|(_, text)| file.cut(text, place)).unwrap_or_default()
    }
}
