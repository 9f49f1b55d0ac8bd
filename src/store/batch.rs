//! What one worker has read since it last reported, with ids of the worker's own.
//!
//! A worker keeps its tables for the whole load and sends only what is new in them, so that a value which occurs in a
//! thousand files is sent once. The [`builder`](super::builder) translates the ids.

use std::hash::BuildHasher;

use foldhash::{HashMap, HashMapExt, quality};

use super::MISSING;
use super::file::LogFile;
use super::intern::{TextInterner, TupleInterner};
use super::segment::{EventId, Place, Row, parse_guid};
use crate::json::print::without_spaces;
use crate::record::field::{ACTOR_COLUMNS, COLUMNS, Column, KIND_COLUMNS};
use crate::record::identity::{HIDDEN_USER, Identity, Who, says_true, service_name};
use crate::record::outcome::{family, outcome};
use crate::record::read::{Key, RawRecord, member_text, text_of};
use crate::record::resource::resource;
use crate::record::time::Time;

/// New values, tuples, events and files of one worker, in the order of their ids.
#[derive(Debug)]
pub struct Batch {
    /// Which worker.
    pub worker: usize,
    pub(super) values: Vec<Vec<Box<str>>>,
    pub(super) odd_ids: Vec<Box<str>>,
    pub(super) kinds: Vec<[u32; KIND_COLUMNS]>,
    pub(super) actors: Vec<[u32; ACTOR_COLUMNS]>,
    pub(super) rows: Vec<Row>,
    pub(super) files: Vec<(u32, LogFile)>,
}

impl Batch {
    /// The files that were read since the last batch.
    pub fn files(&self) -> impl Iterator<Item = &LogFile> {
        self.files.iter().map(|(_, file)| file)
    }
}

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
    identities: Identities,
    digest_seed: quality::RandomState,
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

/// From the id of a value to the id of what is computed from it.
type Derived = Vec<Option<u32>>;

/// Identities repeat: a session's calls all carry the same `userIdentity`, and it is a third of the text. Keyed by two
/// hashes with seeds of this run, 128 bits together, so that no file can be written to make two identities one.
#[derive(Debug)]
struct Identities {
    known: HashMap<(u64, u64), u32>,
    seeds: (quality::RandomState, quality::RandomState),
}

impl Identities {
    fn key(&self, raw: &[u8], context: (bool, &str)) -> (u64, u64) {
        (self.seeds.0.hash_one((raw, context)), self.seeds.1.hash_one((raw, context)))
    }
}

impl Collector {
    /// Tables for worker number `worker`. All workers of a load share `digest_seed`, so that equal records have equal
    /// hashes.
    pub fn new(worker: usize, digest_seed: quality::RandomState) -> Self {
        Self {
            worker,
            columns: std::iter::repeat_with(TextInterner::default).take(COLUMNS).collect(),
            odd_ids: TextInterner::default(),
            kinds: TupleInterner::default(),
            actors: TupleInterner::default(),
            services: Vec::new(),
            families: Vec::new(),
            identities: Identities {
                known: HashMap::new(),
                seeds: (quality::RandomState::default(), quality::RandomState::default()),
            },
            digest_seed,
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

    /// Takes back the events of a file whose reading failed in the middle of the program, not of the file.
    pub fn forget_since(&mut self, waiting: usize) {
        self.rows.truncate(waiting);
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
            time: record.event_time().and_then(|text| Time::parse(&text)).unwrap_or(Time::NONE),
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
        self.columns.get_mut(column.index()).map_or(MISSING, |interner| interner.intern(value).0)
    }

    fn intern_raw(&mut self, column: Column, raw: Option<&[u8]>) -> u32 {
        let text = raw.map(text_of);
        self.intern(column, text.as_deref())
    }

    fn intern_key(&mut self, column: Column, record: &RawRecord<'_>, key: Key) -> u32 {
        self.intern_raw(column, record.raw(key))
    }

    fn value(&self, column: Column, id: u32) -> &str {
        self.columns.get(column.index()).map_or("", |interner| interner.get(id))
    }

    fn kind(&mut self, record: &RawRecord<'_>, actor: u32, failed: bool) -> u32 {
        let source = self.intern_raw(Column::EventSource, record.raw_or_insight(Key::EventSource));
        let code = self.intern_key(Column::ErrorCode, record, Key::ErrorCode);
        let recipient = self.intern_key(Column::RecipientAccountId, record, Key::RecipientAccountId);
        let tuple = [
            self.intern_raw(Column::EventName, record.raw_or_insight(Key::EventName)),
            source,
            self.service(source),
            self.intern_key(Column::AwsRegion, record, Key::AwsRegion),
            code,
            self.family(code),
            self.intern(Column::Outcome, Some(if failed { "failed" } else { "ok" })),
            self.intern_key(Column::ReadOnly, record, Key::ReadOnly),
            self.intern_key(Column::EventType, record, Key::EventType),
            self.intern_key(Column::EventCategory, record, Key::EventCategory),
            self.account(record, actor),
            recipient,
            self.mfa(record, actor),
        ];
        self.kinds.intern(tuple).0
    }

    fn service(&mut self, source: u32) -> u32 {
        if let Some(Some(id)) = self.services.get(source as usize) {
            return *id;
        }
        let name = service_name(self.value(Column::EventSource, source)).to_owned();
        let id = self.intern(Column::Service, Some(&name));
        remember(&mut self.services, source, id);
        id
    }

    fn family(&mut self, code: u32) -> u32 {
        if let Some(Some(id)) = self.families.get(code as usize) {
            return *id;
        }
        let id = match self.value(Column::ErrorCode, code) {
            "" => MISSING,
            text => {
                let name = family(text);
                self.intern(Column::ErrorFamily, Some(name))
            }
        };
        remember(&mut self.families, code, id);
        id
    }

    /// Sign-ins tell in `additionalEventData`, sessions in their identity.
    fn mfa(&mut self, record: &RawRecord<'_>, actor: u32) -> u32 {
        let data = record.raw(Key::AdditionalEventData).unwrap_or_default();
        let used = memchr::memmem::find(data, b"\"MFAUsed\"").and_then(|_| member_text(data, "MFAUsed"));
        let used = match used.as_deref() {
            Some("Yes") => "true".to_owned(),
            Some("No") => "false".to_owned(),
            _ => self.actor_value(actor, Column::MfaAuthenticated).to_owned(),
        };
        self.intern(Column::Mfa, Some(&used))
    }

    fn actor_value(&self, actor: u32, column: Column) -> &str {
        let place = column.index() - KIND_COLUMNS;
        let id = self.actors.values().get(actor as usize).and_then(|actor| actor.get(place)).copied();
        self.value(column, id.unwrap_or(MISSING))
    }

    fn account(&mut self, record: &RawRecord<'_>, actor: u32) -> u32 {
        if let Some(raw) = record.raw(Key::RecipientAccountId) {
            return self.intern_raw(Column::Account, Some(raw));
        }
        let account = self.actor_value(actor, Column::IdentityAccount).to_owned();
        self.intern(Column::Account, Some(&account))
    }

    fn actor(&mut self, record: &RawRecord<'_>, source_ip: u32) -> u32 {
        let raw = record.raw(Key::UserIdentity).unwrap_or(b"{}");
        let console = record.raw(Key::SessionCredentialFromConsole).is_some_and(says_true)
            || record.raw(Key::EventType).is_some_and(|value| value.starts_with(b"\"AwsConsole"));
        let hidden = memchr::memmem::find(raw, HIDDEN_USER.as_bytes()).is_some();
        // Only a caller without a name is told apart by address: no other identity depends on it.
        let address =
            if hidden { self.value(Column::SourceIpAddress, source_ip).to_owned() } else { String::new() };
        let key = self.identities.key(raw, (console, &address));
        if let Some(&actor) = self.identities.known.get(&key) {
            return actor;
        }
        let identity = Identity::read(raw);
        let who = identity.who(console, &address);
        let tuple = self.actor_tuple(&identity, &who, console || identity.from_console);
        let actor = self.actors.intern(tuple).0;
        self.identities.known.insert(key, actor);
        actor
    }

    fn actor_tuple(&mut self, identity: &Identity<'_>, who: &Who, console: bool) -> [u32; ACTOR_COLUMNS] {
        [
            self.intern(Column::Principal, Some(&who.principal)),
            self.intern(Column::Who, Some(&who.label)),
            self.intern(Column::Session, Some(&who.session)),
            self.intern(Column::Person, Some(&who.person)),
            self.intern(Column::IdentityType, identity.kind.as_deref()),
            self.intern(Column::IdentityArn, identity.arn.as_deref()),
            self.intern(Column::IdentityAccount, identity.account_id.as_deref()),
            self.intern(Column::AccessKey, identity.access_key_id.as_deref()),
            self.intern(Column::UserName, identity.user_name.as_deref()),
            self.intern(Column::PrincipalId, identity.principal_id.as_deref()),
            self.intern(Column::InvokedBy, identity.invoked_by.as_deref()),
            self.intern(Column::IssuerArn, identity.issuer_arn.as_deref()),
            self.intern(Column::SourceIdentity, identity.source_identity.as_deref()),
            self.intern(Column::MfaAuthenticated, identity.mfa_authenticated.as_deref()),
            self.intern(Column::Console, console.then_some("true")),
        ]
    }

    fn event_id(&mut self, record: &RawRecord<'_>) -> EventId {
        match record.text(Key::EventId) {
            None => EventId::None,
            Some(text) => match parse_guid(&text) {
                Some(guid) => EventId::Guid(guid),
                None => EventId::Text(self.odd_ids.intern(&text).0),
            },
        }
    }

    fn digest(&mut self, record: &RawRecord<'_>) -> u64 {
        if !record.spaced {
            return self.digest_seed.hash_one(record.text);
        }
        self.scratch.clear();
        without_spaces(record.text, &mut self.scratch);
        self.digest_seed.hash_one(self.scratch.as_slice())
    }

    /// Everything new since the last call.
    pub fn take(&mut self) -> Batch {
        let values =
            self.columns.iter().zip(&mut self.sent.columns).map(|(interner, sent)| new_texts(interner, sent));
        let kinds = self.kinds.values();
        let actors = self.actors.values();
        let batch = Batch {
            worker: self.worker,
            values: values.collect(),
            odd_ids: new_texts(&self.odd_ids, &mut self.sent.odd_ids),
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

fn remember(derived: &mut Derived, id: u32, value: u32) {
    let at = id as usize;
    if derived.len() <= at {
        derived.resize(at + 1, None);
    }
    if let Some(slot) = derived.get_mut(at) {
        *slot = Some(value);
    }
}

fn new_texts(interner: &TextInterner, sent: &mut usize) -> Vec<Box<str>> {
    let first = *sent + 1;
    *sent = interner.len();
    (first..=*sent).map(|id| interner.get(u32::try_from(id).unwrap_or(u32::MAX)).into()).collect()
}
