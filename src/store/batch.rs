//! What one worker has read since it last reported, with ids of the worker's own.
//!
//! A worker keeps its tables for the whole load and sends only what is new in them, so that a value which occurs in a
//! thousand files is sent once. The [`builder`](super::builder) translates the ids.

mod actors;
mod kinds;

use std::hash::BuildHasher;

use foldhash::{fast, quality};

use super::MISSING;
use super::file::LogFile;
use super::intern::{TextInterner, TupleInterner};
use super::seen::Seen;
use super::segment::{EventId, Place, Row, parse_guid};
use super::source::Source;
use super::texts::Texts;
use crate::json::print::without_spaces;
use crate::record::field::{ACTOR_COLUMNS, COLUMNS, Column, KIND_COLUMNS};
use crate::record::known::KnownObjects;
use crate::record::outcome::outcome;
use crate::record::read::{Key, RawRecord, plain, text_of};
use crate::record::resource::resource;

/// New values, tuples, events and files of one worker, in the order of their ids.
#[derive(Debug)]
pub struct Batch {
    /// Which worker.
    pub worker: usize,
    pub(super) values: Vec<NewTexts>,
    pub(super) odd_ids: NewTexts,
    pub(super) kinds: Vec<[u32; KIND_COLUMNS]>,
    pub(super) actors: Vec<[u32; ACTOR_COLUMNS]>,
    pub(super) rows: Vec<Row>,
    pub(super) files: Vec<(u32, LogFile)>,
}

/// New values of one column, with their hashes under the [`Seeds`] of the load.
#[derive(Debug)]
pub(super) struct NewTexts {
    texts: Texts,
    hashes: Vec<u32>,
}

impl NewTexts {
    /// Each value and its hash.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, u32)> {
        self.texts.iter().zip(self.hashes.iter().copied())
    }
}

/// What is drawn by lot for each load, so that no file can be written to make texts fall together. All workers share
/// it: equal texts have equal hashes.
#[derive(Debug, Clone, Default)]
pub struct Seeds {
    pub(super) texts: fast::RandomState,
    digest: quality::RandomState,
}

impl Batch {
    /// The files that were read since the last batch.
    pub fn files(&self) -> impl Iterator<Item = &LogFile> {
        self.files.iter().map(|(_, file)| file)
    }

    /// About how many bytes of memory its content will hold: besides the bytes of files, and those.
    pub(super) fn held_bytes(&self) -> (u64, u64) {
        let texts = self.values.iter().chain([&self.odd_ids]);
        let values: usize =
            texts.map(|new| new.texts.len() * BYTES_OF_VALUE + new.texts.bytes() * COPIES_OF_VALUE).sum();
        let files: usize = self.files().map(LogFile::held_bytes).sum();
        let sources = self.files().filter_map(|file| file.source.as_ref()).map(Source::len).sum::<usize>();
        ((self.rows.len() * BYTES_OF_EVENT + values + files) as u64, sources as u64)
    }
}

/// What an event holds in columns, in the order and in the table of duplicates, with what growing lists have to spare.
const BYTES_OF_EVENT: usize = 110;
/// What a value holds besides its text: places and tables, in the store and in the worker that met it.
const BYTES_OF_VALUE: usize = 60;
/// In the worker, in the store's table and in the column that snapshots share.
const COPIES_OF_VALUE: usize = 3;

/// The tables of one worker.
#[derive(Debug)]
pub struct Collector {
    worker: usize,
    columns: Vec<TextInterner>,
    odd_ids: TextInterner,
    kinds: TupleInterner<[u32; KIND_COLUMNS]>,
    actors: TupleInterner<[u32; ACTOR_COLUMNS]>,
    services: Derived,
    families: Derived,
    identities: Seen,
    kinds_seen: Seen,
    /// Objects that the records of this worker have in common.
    pub known: KnownObjects,
    known_actors: Vec<KnownActor>,
    seeds: Seeds,
    rows: Vec<Row>,
    files: Vec<(u32, LogFile)>,
    sent: Sent,
    scratch: Vec<u8>,
}

/// How much of each table has been sent.
#[derive(Debug, Default)]
struct Sent {
    columns: Vec<usize>,
    odd_ids: usize,
    kinds: usize,
    actors: usize,
}

/// What was learnt from a known `userIdentity`: the object's number, whether the call came from the console, the actor.
type KnownActor = (u32, bool, u32);

/// From the id of a value to the id of what is computed from it.
type Derived = Vec<Option<u32>>;

impl Collector {
    /// Tables for worker number `worker`; those of a load come from its [`Builder`](super::builder::Builder).
    pub fn new(worker: usize, seeds: Seeds) -> Self {
        let texts = || TextInterner::new(seeds.texts.clone());
        Self {
            worker,
            columns: std::iter::repeat_with(texts).take(COLUMNS).collect(),
            odd_ids: texts(),
            kinds: TupleInterner::default(),
            actors: TupleInterner::default(),
            services: Vec::new(),
            families: Vec::new(),
            identities: Seen::default(),
            kinds_seen: Seen::default(),
            known: KnownObjects::default(),
            known_actors: vec![KnownActor::default(); KnownObjects::PLACES],
            seeds,
            rows: Vec::new(),
            files: Vec::new(),
            sent: Sent { columns: vec![0; COLUMNS], ..Sent::default() },
            scratch: Vec::new(),
        }
    }

    /// How many events wait to be sent.
    pub fn waiting(&self) -> usize {
        self.rows.len()
    }

    /// How many files wait to be sent.
    pub fn waiting_files(&self) -> usize {
        self.files.len()
    }

    /// Adds a file that has been read, under its number.
    pub fn add_file(&mut self, number: u32, file: LogFile) {
        self.files.push((number, file));
    }

    /// Takes back the last events, down to so many that wait: those of a file on which the program failed, or one that
    /// turned out to be none.
    pub fn forget_since(&mut self, waiting: usize) {
        self.rows.truncate(waiting);
    }

    /// Where the event stands that was added last, of those that wait to be sent.
    pub fn last_place(&self) -> Option<Place> {
        self.rows.last().map(|row| row.place)
    }

    /// Adds an event.
    pub fn add(&mut self, record: &RawRecord<'_>, place: Place) {
        let source_ip = self.intern_key(Column::SourceIpAddress, record, Key::SourceIpAddress);
        let actor = self.actor(record, source_ip);
        let result = outcome(record);
        let kind = self.kind(record, actor, result.failed);
        let touched = resource(record, result.message.as_deref());
        let own = [
            source_ip,
            self.intern_key(Column::UserAgent, record, Key::UserAgent),
            self.intern(Column::Resource, touched.as_deref()),
            self.intern(Column::ErrorMessage, result.message.as_deref()),
        ];
        let row = Row {
            time: record.event_time(),
            kind,
            actor,
            own,
            id: self.event_id(record),
            digest: self.digest(record),
            place,
        };
        self.rows.push(row);
    }

    fn intern(&mut self, column: Column, value: Option<&str>) -> u32 {
        let Some(value) = value else { return MISSING };
        self.columns.get_mut(column.index()).map_or(MISSING, |interner| interner.intern(value))
    }

    fn intern_raw(&mut self, column: Column, raw: Option<&[u8]>) -> u32 {
        let Some(raw) = raw else { return MISSING };
        let interner = self.columns.get(column.index());
        if let Some(id) = plain(raw).and_then(|text| interner?.find(text)) {
            return id;
        }
        self.intern(column, Some(&text_of(raw)))
    }

    fn intern_key(&mut self, column: Column, record: &RawRecord<'_>, key: Key) -> u32 {
        self.intern_raw(column, record.raw(key))
    }

    fn value(&self, column: Column, id: u32) -> &str {
        self.columns.get(column.index()).map_or("", |interner| interner.get(id))
    }

    fn event_id(&mut self, record: &RawRecord<'_>) -> EventId {
        let Some(raw) = record.raw(Key::EventId) else { return EventId::None };
        if let Some(guid) = plain(raw).and_then(parse_guid) {
            return EventId::Guid(guid);
        }
        let text = text_of(raw);
        match parse_guid(text.as_bytes()) {
            Some(guid) => EventId::Guid(guid),
            None => EventId::Text(self.odd_ids.intern(&text)),
        }
    }

    fn digest(&mut self, record: &RawRecord<'_>) -> u64 {
        if !record.spaced {
            return self.seeds.digest.hash_one(record.text);
        }
        self.scratch.clear();
        without_spaces(record.text, &mut self.scratch);
        self.seeds.digest.hash_one(self.scratch.as_slice())
    }

    /// Everything new since the last call.
    pub fn take(&mut self) -> Batch {
        let columns = self.columns.iter_mut().zip(&mut self.sent.columns);
        let values = columns.map(|(interner, sent)| new_texts(interner, sent));
        let kinds = self.kinds.values();
        let actors = self.actors.values();
        let batch = Batch {
            worker: self.worker,
            values: values.collect(),
            odd_ids: new_texts(&mut self.odd_ids, &mut self.sent.odd_ids),
            kinds: kinds.get(self.sent.kinds..).unwrap_or_default().to_vec(),
            actors: actors.get(self.sent.actors..).unwrap_or_default().to_vec(),
            rows: std::mem::take(&mut self.rows),
            files: std::mem::take(&mut self.files),
        };
        self.sent.kinds = kinds.len();
        self.sent.actors = actors.len();
        batch
    }
}

fn new_texts(interner: &mut TextInterner, sent: &mut usize) -> NewTexts {
    let mut texts = Texts::default();
    for id in *sent + 1..=interner.len() {
        texts.push(interner.get(u32::try_from(id).unwrap_or(u32::MAX)));
    }
    *sent = interner.len();
    NewTexts { texts, hashes: interner.take_hashes() }
}
