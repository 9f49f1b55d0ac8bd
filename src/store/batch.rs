//! What one worker has read since it last reported, with ids of the worker's own.
//!
//! A worker keeps its tables for the whole load and sends only what is new in them, so that a value which occurs in a
//! thousand files is sent once. The [`builder`](super::builder) translates the ids.

use std::hash::BuildHasher;
use std::sync::LazyLock;

use foldhash::quality;
use memchr::memmem::Finder;

use super::MISSING;
use super::file::LogFile;
use super::intern::{TextInterner, TupleInterner};
use super::seen::Seen;
use super::segment::{EventId, Place, Row, parse_guid};
use super::source::Source;
use crate::json::print::without_spaces;
use crate::record::field::{ACTOR_COLUMNS, COLUMNS, Column, KIND_COLUMNS};
use crate::record::identity::{HIDDEN_USER, Identity, Who, says_true, service_name};
use crate::record::known::{Known, KnownObjects};
use crate::record::outcome::{family, outcome};
use crate::record::read::{Key, RawRecord, member_text, plain, text_of};
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

    /// About how many bytes of memory its content will hold: besides the bytes of files, and those.
    pub(super) fn held_bytes(&self) -> (u64, u64) {
        let texts = self.values.iter().flatten().chain(&self.odd_ids);
        let values: usize = texts.map(|text| BYTES_OF_VALUE + text.len() * COPIES_OF_VALUE).sum();
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

/// What was learnt from a known `userIdentity`: the object's number, whether the call came from the console, the actor.
type KnownActor = (u32, bool, u32);

/// From the id of a value to the id of what is computed from it.
type Derived = Vec<Option<u32>>;

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
            identities: Seen::default(),
            kinds_seen: Seen::default(),
            known: KnownObjects::default(),
            known_actors: vec![KnownActor::default(); KnownObjects::PLACES],
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

    /// Kinds repeat: what decides them is looked up together, before each part is.
    fn kind(&mut self, record: &RawRecord<'_>, actor: u32, failed: bool) -> u32 {
        let mfa = mfa_used(record);
        self.scratch.clear();
        for raw in KIND_KEYS.map(|key| record.raw(key)).into_iter().chain([record.raw(Key::InsightDetails)]) {
            // The length first, so that no text can be moved from one member to the next.
            let raw = raw.unwrap_or_default();
            self.scratch.extend_from_slice(&raw.len().to_le_bytes());
            self.scratch.extend_from_slice(raw);
        }
        // Without an account of its own the record is in its actor's; what has no factor of its own, too.
        let account = self.actor_id(actor, Column::IdentityAccount);
        let factor = self.actor_id(actor, Column::MfaAuthenticated);
        let mark = self.kinds_seen.mark((self.scratch.as_slice(), failed, mfa, account, factor));
        if let Some(kind) = self.kinds_seen.get(mark) {
            return kind;
        }
        let kind = self.new_kind(record, actor, failed, mfa);
        self.kinds_seen.put(mark, kind);
        kind
    }

    fn new_kind(&mut self, record: &RawRecord<'_>, actor: u32, failed: bool, mfa: Option<bool>) -> u32 {
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
            self.mfa(mfa, actor),
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
    fn mfa(&mut self, used: Option<bool>, actor: u32) -> u32 {
        let text = match used {
            Some(true) => "true".to_owned(),
            Some(false) => "false".to_owned(),
            None => self.actor_value(actor, Column::MfaAuthenticated).to_owned(),
        };
        self.intern(Column::Mfa, Some(&text))
    }

    fn actor_value(&self, actor: u32, column: Column) -> &str {
        self.value(column, self.actor_id(actor, column))
    }

    fn actor_id(&self, actor: u32, column: Column) -> u32 {
        let place = column.index() - KIND_COLUMNS;
        self.actors
            .values()
            .get(actor as usize)
            .and_then(|actor| actor.get(place))
            .copied()
            .unwrap_or(MISSING)
    }

    fn account(&mut self, record: &RawRecord<'_>, actor: u32) -> u32 {
        if let Some(raw) = record.raw(Key::RecipientAccountId) {
            return self.intern_raw(Column::Account, Some(raw));
        }
        let account = self.actor_value(actor, Column::IdentityAccount).to_owned();
        self.intern(Column::Account, Some(&account))
    }

    fn actor(&mut self, record: &RawRecord<'_>, source_ip: u32) -> u32 {
        let console = record.raw(Key::SessionCredentialFromConsole).is_some_and(says_true)
            || record.raw(Key::EventType).is_some_and(|value| value.starts_with(b"\"AwsConsole"));
        let Some(Known { place, number }) = record.identity else {
            return self.read_actor(record, console, source_ip);
        };
        match self.known_actors.get(place) {
            Some(&(known, from_console, actor)) if (known, from_console) == (number, console) => actor,
            _ => {
                let actor = self.read_actor(record, console, source_ip);
                // Who has no name is told apart by address: such an identity alone does not tell the actor.
                let raw = record.raw(Key::UserIdentity).unwrap_or_default();
                if !hides_name(raw)
                    && let Some(slot) = self.known_actors.get_mut(place)
                {
                    *slot = (number, console, actor);
                }
                actor
            }
        }
    }

    fn read_actor(&mut self, record: &RawRecord<'_>, console: bool, source_ip: u32) -> u32 {
        let raw = record.raw(Key::UserIdentity).unwrap_or(b"{}");
        // Only a caller without a name is told apart by address: no other identity depends on it.
        let address = if hides_name(raw) {
            self.value(Column::SourceIpAddress, source_ip).to_owned()
        } else {
            String::new()
        };
        let mark = self.identities.mark((raw, console, &address));
        if let Some(actor) = self.identities.get(mark) {
            return actor;
        }
        let identity = Identity::read(raw);
        let who = identity.who(console, &address);
        let tuple = self.actor_tuple(&identity, &who, console || identity.from_console);
        let actor = self.actors.intern(tuple).0;
        self.identities.put(mark, actor);
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
        let Some(raw) = record.raw(Key::EventId) else { return EventId::None };
        if let Some(guid) = plain(raw).and_then(parse_guid) {
            return EventId::Guid(guid);
        }
        let text = text_of(raw);
        match parse_guid(text.as_bytes()) {
            Some(guid) => EventId::Guid(guid),
            None => EventId::Text(self.odd_ids.intern(&text).0),
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

/// The members that make the kind of an event, besides what its actor and its answer add.
const KIND_KEYS: [Key; 8] = [
    Key::EventName,
    Key::EventSource,
    Key::AwsRegion,
    Key::ErrorCode,
    Key::ReadOnly,
    Key::EventType,
    Key::EventCategory,
    Key::RecipientAccountId,
];

/// Whether a sign-in says that it used a second factor; nothing for other events.
fn mfa_used(record: &RawRecord<'_>) -> Option<bool> {
    static WORD: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(b"\"MFAUsed\""));
    let data = record.raw(Key::AdditionalEventData)?;
    WORD.find(data)?;
    match member_text(data, "MFAUsed")?.as_ref() {
        "Yes" => Some(true),
        "No" => Some(false),
        _ => None,
    }
}

fn hides_name(identity: &[u8]) -> bool {
    static WORD: LazyLock<Finder<'_>> = LazyLock::new(|| Finder::new(HIDDEN_USER));
    WORD.find(identity).is_some()
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
