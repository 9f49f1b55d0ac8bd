//! Record texts, many at a time: recently unpacked files are kept, since neighbours in time share files.

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};

use foldhash::fast::RandomState;

use super::source::Source;
use crate::store::event::Event;
use crate::store::snapshot::Store;

/// How many unpacked bytes are kept at most, besides the file that is being read.
const KEPT_BYTES: usize = 256 << 20;

/// Reads the texts of events of one store.
#[derive(Debug)]
pub struct RecordReader<'s> {
    store: &'s Store,
    texts: HashMap<u32, Cow<'s, [u8]>, RandomState>,
    oldest_first: VecDeque<u32>,
    kept: usize,
    /// The last text within a string that was opened: many records may stand in one.
    inner: Option<(u32, u32, Vec<u8>)>,
}

impl<'s> RecordReader<'s> {
    /// A reader of the events of `store`.
    pub fn new(store: &'s Store) -> Self {
        Self { store, texts: HashMap::default(), oldest_first: VecDeque::new(), kept: 0, inner: None }
    }

    /// The text of an event's record, exactly as it stands in its file; empty for a number that is not an event's.
    pub fn record(&mut self, event: Event) -> Cow<'_, [u8]> {
        let Some(place) = self.store.place(event) else { return Cow::Borrowed(&[]) };
        let Some(file) = self.store.file(place.file) else { return Cow::Borrowed(&[]) };
        if !self.texts.contains_key(&place.file) {
            self.unpack(place.file, file.source.as_ref().map(Source::text).unwrap_or_default());
        }
        let text = self.texts.get(&place.file).map(|text| &**text).unwrap_or_default();
        if place.layer == 0 {
            return file.cut(text, place);
        }
        if self.inner.as_ref().is_none_or(|(file, layer, _)| (*file, *layer) != (place.file, place.layer)) {
            self.inner = Some((place.file, place.layer, file.layer_text(text, place)));
        }
        let range = place.start as usize..place.start as usize + place.length as usize;
        Cow::Borrowed(self.inner.as_ref().and_then(|(_, _, inner)| inner.get(range)).unwrap_or_default())
    }

    fn unpack(&mut self, file: u32, text: Cow<'s, [u8]>) {
        self.kept += text.len();
        self.texts.insert(file, text);
        self.oldest_first.push_back(file);
        while self.kept > KEPT_BYTES && self.oldest_first.len() > 1 {
            let oldest = self.oldest_first.pop_front();
            self.kept -= oldest.and_then(|file| self.texts.remove(&file)).map_or(0, |text| text.len());
        }
    }
}
