//! What one thread has read since its last report: events and files, for the [`builder`](super::builder).
//!
//! Their values are in the tables of the load, which all threads share. A thread uses these only for what is
//! not in its own caches.

mod actors;
mod calls;
#[cfg(test)]
mod effort_tests;
mod kinds;
#[cfg(test)]
mod one_member_tests;
pub(super) mod row_pool;
mod touched;
#[cfg(test)]
mod touched_tests;
mod tuple;

use std::sync::Arc;

use calls::Calls;
use row_pool::RowPool;
use tuple::Actor;

use super::columns::id_cache::IdCache;
use super::columns::memo::Memo;
use super::columns::tables::Tables;
use super::event::MISSING;
use super::file::LogFile;
use super::segment::{EventId, EventRow, Place, parse_guid};
use super::text::source::{KeptBytes, Source};
use crate::json::print::without_spaces;
use crate::record::field::{COLUMNS, Column};
use crate::record::identity::cache::IdentityCache;
use crate::record::outcome::outcome;
use crate::record::read::RawRecord;
use crate::record::read::key::Key;
use crate::record::read::value::{plain, text_of};

/// Events and files.
#[derive(Debug)]
pub struct Batch {
    pub(super) rows: Vec<EventRow>,
    pub(super) files: Vec<(u32, LogFile)>,
}

impl Batch {
    /// Returns the files that were read since the last batch.
    pub fn files(&self) -> impl Iterator<Item = &LogFile> {
        self.files.iter().map(|(_, file)| file)
    }

    /// Returns roughly how much memory its content will take, without the values of its events: first
    /// everything but the bytes of files, then those.
    pub(super) fn held_bytes(&self) -> (u64, u64) {
        let files: usize = self.files().map(LogFile::held_bytes).sum();
        let sources = self.files().filter_map(|file| file.source.as_ref()).map(Source::len).sum::<usize>();
        ((self.rows.len() * BYTES_OF_EVENT + files) as u64, sources as u64)
    }
}

/// Bytes that an event takes in columns, in the sort order and in the table of duplicates, with the spare room
/// of growing lists.
const BYTES_OF_EVENT: usize = 116;

/// Reads events for one thread.
#[derive(Debug)]
pub struct Collector {
    tables: Arc<Tables>,
    recent: Vec<IdCache>,
    identities: Memo<Actor>,
    kinds: Memo<u32>,
    /// Objects that the records of this thread have in common.
    pub known: IdentityCache,
    known_actors: Vec<KnownActor>,
    calls: Calls,
    /// What calls with the same parameters touched.
    known_touched: IdCache,
    rows: Vec<EventRow>,
    row_pool: Arc<RowPool>,
    files: Vec<(u32, LogFile)>,
    /// The bytes of small files, one behind the other.
    kept: Vec<u8>,
    scratch: Vec<u8>,
    /// What the event being added touched; reused to save allocations.
    touched_text: String,
    /// Whether the events that are added are quoted in values of something else.
    pub is_quoting: bool,
}

/// What is known about a known `userIdentity`: the object's number, whether the call came from the console, the
/// actor.
type KnownActor = (u32, bool, Actor);

impl Collector {
    pub(super) fn new(tables: Arc<Tables>, row_pool: Arc<RowPool>) -> Self {
        Self {
            tables,
            recent: std::iter::repeat_with(IdCache::default).take(COLUMNS).collect(),
            identities: Memo::default(),
            kinds: Memo::default(),
            known: IdentityCache::default(),
            known_actors: vec![KnownActor::default(); IdentityCache::PLACES],
            calls: Calls::default(),
            known_touched: IdCache::default(),
            rows: Vec::new(),
            row_pool,
            files: Vec::new(),
            kept: Vec::new(),
            scratch: Vec::new(),
            touched_text: String::new(),
            is_quoting: false,
        }
    }

    /// Returns roughly how much memory the values of all events of the load take.
    pub fn held_by_values(&self) -> u64 {
        self.tables.held_bytes()
    }

    /// Returns how many events wait to be sent.
    pub fn waiting(&self) -> usize {
        self.rows.len()
    }

    /// Returns how many files wait to be sent.
    pub fn waiting_files(&self) -> usize {
        self.files.len()
    }

    /// Returns how many bytes of small files wait to be sent.
    pub fn waiting_bytes(&self) -> usize {
        self.kept.len()
    }

    /// Keeps the bytes of a small file together with those of others, in one allocation for all. Returns `None` if
    /// there is no room; then the file keeps them itself.
    pub(crate) fn keep(&mut self, bytes: &[u8]) -> Option<KeptBytes> {
        let (start, length) = (self.kept.len().try_into().ok()?, bytes.len().try_into().ok()?);
        self.kept.extend_from_slice(bytes);
        Some(KeptBytes::waiting(start, length))
    }

    /// Adds a file that has been read, under its number.
    pub fn add_file(&mut self, number: u32, file: LogFile) {
        self.files.push((number, file));
    }

    /// Drops the last events, until `waiting` are left: those of a file on which the program failed, or one
    /// that turned out not to be an event.
    pub fn forget_since(&mut self, waiting: usize) {
        self.rows.truncate(waiting);
    }

    /// Returns the place of the event that was added last, if it still waits to be sent.
    pub fn last_place(&self) -> Option<Place> {
        self.rows.last().map(|row| row.place)
    }

    /// Adds an event.
    pub fn add(&mut self, record: &RawRecord<'_>, place: Place) {
        let actor = self.actor(record);
        let result = outcome(record);
        let kind = self.kind(record, actor, result.failed);
        let own = [
            self.intern_key(Column::SourceIpAddress, record, Key::SourceIpAddress),
            self.intern_key(Column::UserAgent, record, Key::UserAgent),
            self.touched(record, kind, result.message.as_deref()),
            self.intern(Column::ErrorMessage, result.message.as_deref()),
        ];
        let row = EventRow {
            time: record.event_time(),
            kind,
            actor: actor.id,
            own,
            id: self.event_id(record),
            digest: self.digest(record),
            place,
            is_quoted: self.is_quoting,
        };
        self.rows.push(row);
    }

    fn intern(&mut self, column: Column, value: Option<&str>) -> u32 {
        let Some(value) = value.filter(|value| !value.is_empty()) else { return MISSING };
        let fingerprint = self.tables.fingerprint(value.as_bytes());
        let Some(recent) = self.recent.get_mut(column.index()) else { return MISSING };
        recent.find(fingerprint).unwrap_or_else(|| {
            let id = self.tables.intern(column, fingerprint, value);
            recent.put(fingerprint, id);
            id
        })
    }

    fn intern_raw(&mut self, column: Column, raw: Option<&[u8]>) -> u32 {
        let Some(raw) = raw else { return MISSING };
        // Bytes that occurred before were checked then: they are UTF-8.
        let known =
            plain(raw).and_then(|text| self.recent.get(column.index())?.find(self.tables.fingerprint(text)));
        known.unwrap_or_else(|| self.intern(column, Some(&text_of(raw))))
    }

    fn intern_key(&mut self, column: Column, record: &RawRecord<'_>, key: Key) -> u32 {
        self.intern_raw(column, record.raw(key))
    }

    fn event_id(&self, record: &RawRecord<'_>) -> EventId {
        let Some(raw) = record.raw(Key::EventId) else { return EventId::None };
        if let Some(guid) = plain(raw).and_then(parse_guid) {
            return EventId::Guid(guid);
        }
        let text = text_of(raw);
        match parse_guid(text.as_bytes()) {
            Some(guid) => EventId::Guid(guid),
            None => EventId::Text(self.tables.odd_id(&text)),
        }
    }

    fn digest(&mut self, record: &RawRecord<'_>) -> u64 {
        if !record.spaced {
            return self.tables.digest(record.text);
        }
        self.scratch.clear();
        without_spaces(record.text, &mut self.scratch);
        self.tables.digest(&self.scratch)
    }

    /// Takes everything new since the last call.
    pub fn take(&mut self) -> Batch {
        let mut files = std::mem::take(&mut self.files);
        let kept: Arc<[u8]> = self.kept.as_slice().into();
        self.kept.clear();
        for source in files.iter_mut().filter_map(|(_, file)| file.source.as_mut()) {
            source.complete(&kept);
        }
        Batch { rows: self.row_pool.exchange(&mut self.rows), files }
    }
}
