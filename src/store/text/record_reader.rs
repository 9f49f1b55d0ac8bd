//! The only way from the kept bytes of files to the texts of their records: of one record, of many, of a whole
//! file, and of the signed part. Everything else in this folder is internal to it.

use std::borrow::Cow;

use super::layers::{OpenedString, cost, row};
use super::signed;
pub use super::signed::SignedFault;
use super::source::Source;
use super::text_cache::TextCache;
use super::unpacker::{self, Unpacker};
use crate::store::event::Event;
use crate::store::file::LogFile;
use crate::store::segment::Place;
use crate::store::snapshot::Store;

/// How much decompressed text is kept for records in time order, from many files.
const KEPT_FOR_MANY: usize = 256 << 20;
/// How much is kept for a person who steps through records; a longer text is not kept.
const KEPT_FOR_STEPS: usize = 512 << 20;

/// Reads the texts of records and files. What was decompressed is kept for the next record of the same file of
/// the same load.
#[derive(Debug)]
pub struct RecordReader {
    unpacker: Unpacker,
    cache: TextCache,
    /// For a longer text, only the part up to the record is decoded, each time.
    longest_kept: usize,
    opened: OpenedString,
    /// The last record of a text that is not kept.
    record: Vec<u8>,
    /// The number of the load whose texts are kept.
    load: u64,
}

/// The whole text of a file.
#[derive(Debug)]
pub struct FileText<'t> {
    file: &'t LogFile,
    text: Cow<'t, [u8]>,
    opened: OpenedString,
}

impl Default for RecordReader {
    /// For many records: a file is decompressed once for adjacent records, however long it is.
    fn default() -> Self {
        Self::keeping(KEPT_FOR_MANY, usize::MAX)
    }
}

impl RecordReader {
    /// For a person who steps from record to record.
    pub fn for_steps() -> Self {
        Self::keeping(KEPT_FOR_STEPS, KEPT_FOR_STEPS)
    }

    fn keeping(most: usize, longest_kept: usize) -> Self {
        Self {
            unpacker: Unpacker::default(),
            cache: TextCache::new(most),
            longest_kept,
            opened: OpenedString::default(),
            record: Vec::new(),
            load: 0,
        }
    }

    /// Returns the text of an event's record, exactly as in its file unless the snapshot writes it in another way; empty
    /// for an unknown event.
    pub fn record<'a>(&'a mut self, store: &'a Store, event: Event) -> &'a [u8] {
        let Some((file, source, place)) = find(store, event) else { return &[] };
        if self.load != store.load_number() {
            self.load = store.load_number();
            self.cache.clear();
        }
        if source.text_length() > self.longest_kept {
            let text = self.unpacker.until(source, file.outermost_end(place));
            self.record = store.rewrite_record(self.opened.record(file, &text, place)).into_owned();
            return &self.record;
        }
        let text = match source.as_text() {
            Some(text) => text,
            None => self.cache.text(place.file, || self.unpacker.whole(source)),
        };
        match store.rewrite_record(self.opened.record(file, text, place)) {
            Cow::Borrowed(record) => record,
            Cow::Owned(record) => {
                self.record = record;
                &self.record
            }
        }
    }

    /// Returns the whole text of a file, in a buffer that is reused for the next one. `None` if cancelled.
    pub fn file<'a>(&'a mut self, file: &'a LogFile, cancelled: &dyn Fn() -> bool) -> Option<FileText<'a>> {
        let text = match &file.source {
            Some(source) => self.unpacker.text(source, cancelled)?,
            None => Cow::default(),
        };
        Some(FileText { file, text, opened: OpenedString::default() })
    }

    /// Returns the text of one record and keeps nothing: its file is decompressed up to the record.
    pub fn once(store: &Store, event: Event) -> Vec<u8> {
        let Some((file, source, place)) = find(store, event) else { return Vec::new() };
        let mut unpacker = Unpacker::default();
        let text = unpacker.until(source, file.outermost_end(place));
        store.rewrite_record(OpenedString::default().record(file, &text, place)).into_owned()
    }

    /// Returns the row of a table that an event was made of, as it was written; `None` if the event is a record.
    pub fn row(&mut self, store: &Store, event: Event) -> Option<Vec<u8>> {
        let (file, source, place) = find(store, event).filter(|(file, _, place)| file.is_partial(*place))?;
        if self.load != store.load_number() {
            self.load = store.load_number();
            self.cache.clear();
        }
        let text = match source.as_text() {
            Some(text) => text,
            None => self.cache.text(place.file, || self.unpacker.whole(source)),
        };
        row(file, text, place).map(|row| store.rewrite_row(&row))
    }

    /// Returns the row of a table that an event was made of, if nothing must be decompressed for it.
    pub fn row_at_once(store: &Store, event: Event) -> Option<Vec<u8>> {
        let (file, source, place) = find(store, event)?;
        row(file, source.as_text()?, place).map(|row| store.rewrite_row(&row))
    }

    /// Returns the text of one record, if at most `most` bytes must be decoded for it: the file's text up to
    /// the record, and the strings around it. Otherwise `None`.
    pub fn within(store: &Store, event: Event, most: usize) -> Option<Vec<u8>> {
        let is_cheap = find(store, event).is_none_or(|(file, _, place)| cost(file, place) <= most);
        is_cheap.then(|| Self::once(store, event))
    }

    /// Passes the signed part of a file to `each`, in pieces: the bytes of a plain file, or the decompressed
    /// first member of a gzip file, which may have `most` bytes. Returns how many bytes follow that member.
    pub fn signed(source: &Source, most: usize, each: &mut dyn FnMut(&[u8])) -> Result<usize, SignedFault> {
        signed::signed(source.bytes(), most, each)
    }

    /// Returns the unchanged bytes of a file as they were read, for a hash of them.
    pub fn as_read(source: &Source) -> &[u8] {
        source.bytes()
    }

    /// Returns how many bytes this thread has decoded so far. The thread of the screen must decode none.
    pub fn unpacked_here() -> u64 {
        unpacker::unpacked_here()
    }
}

impl FileText<'_> {
    /// Returns the text.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// Returns whether all its records are in the text itself, none in a string.
    pub fn is_flat(&self) -> bool {
        self.file.layers.is_empty()
    }

    /// Returns the text of a record of the file; empty if the place is not in it.
    pub fn record(&mut self, place: Place) -> &[u8] {
        self.opened.record(self.file, &self.text, place)
    }
}

fn find(store: &Store, event: Event) -> Option<(&LogFile, &Source, Place)> {
    let place = store.place(event)?;
    let file = store.file(place.file)?;
    Some((file, file.source.as_ref()?, place))
}

#[cfg(test)]
#[path = "record_reader_tests.rs"]
mod tests;
