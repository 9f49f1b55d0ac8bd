//! Answers with pseudonyms: a copy of what is loaded in which every value that names a customer is replaced, and the
//! search of an answer for every original before it is handed on.
//!
//! Pseudonyms are given once for all that is loaded: every answer about the same files has the same ones.

use std::io::{self, Write};
use std::sync::Arc;

use super::io_error;
use crate::plural::counted;
use crate::record::field::{Column, FIELDS, OnDemand};
use crate::redact::{Gathered, MOST_BYTES, RedactedKind, Redactor};
use crate::store::models::Model;
use crate::store::rewriting::Rewriting;
use crate::store::scan::cancel::Cancelled;
use crate::store::scan::file_scan::{FileScan, Heard};
use crate::store::{Event, Store};

/// The pseudonyms of what is loaded.
#[derive(Debug, Clone)]
pub struct Pseudonyms(Arc<Redactor>);

/// How many originals an error names.
const NAMED: usize = 10;

/// Kept with the snapshot, without what a caller adds.
struct KeptGathered(Gathered);

impl Model for KeptGathered {
    fn held_bytes(&self) -> u64 {
        self.0.held_bytes()
    }
}

/// Columns whose values are the vocabulary of AWS or of this program.
const VOCABULARY: &[Column] = &[
    Column::EventName,
    Column::EventSource,
    Column::Service,
    Column::AwsRegion,
    Column::ErrorCode,
    Column::ErrorFamily,
    Column::Outcome,
    Column::ReadOnly,
    Column::EventType,
    Column::EventCategory,
    Column::Mfa,
    Column::IdentityType,
    Column::AssumedRoot,
    Column::MfaAuthenticated,
    Column::Console,
    Column::OnDemand(OnDemand::EVENT_TIME),
    Column::OnDemand(OnDemand::EVENT_ID),
    Column::OnDemand(OnDemand::DENIED_ACTION),
    Column::OnDemand(OnDemand::DENIED_POLICY),
    Column::OnDemand(OnDemand::DENY),
    Column::OnDemand(OnDemand::BASIS),
    Column::OnDemand(OnDemand::MARK),
    Column::OnDemand(OnDemand::STATE),
    Column::OnDemand(OnDemand::NEW),
    Column::OnDemand(OnDemand::OPENS),
    Column::OnDemand(OnDemand::WATCH),
    Column::OnDemand(OnDemand::TACTIC),
    Column::OnDemand(OnDemand::TECHNIQUE),
];

/// Columns of which a user's name may be a word.
const WORDS: [Column; 7] = [
    Column::EventName,
    Column::Service,
    Column::AwsRegion,
    Column::ErrorCode,
    Column::EventType,
    Column::EventCategory,
    Column::IdentityType,
];

impl Pseudonyms {
    /// Gives pseudonyms to all values in the records and paths of a snapshot, and in `also`. Reads every record.
    /// `None` if cancelled.
    pub fn of(store: &Store, also: &[&str], cancelled: Cancelled<'_>) -> Option<Self> {
        let kept = store.model(|| gather(store, cancelled).map(KeptGathered))?;
        let mut redactor = Redactor::default();
        redactor.gather_all(&kept.0);
        for text in also {
            redactor.gather_text(text);
        }
        let account_names = store.dict(Column::OnDemand(OnDemand::ACCOUNT_NAME)).iter();
        account_names.for_each(|name| redactor.gather_value(RedactedKind::AccountName, name));
        for column in WORDS {
            redactor.know_words(store.dict(column).iter());
        }
        let texts = FIELDS.iter().flat_map(|field| [field.name, field.title, field.about]);
        redactor
            .know_words(texts.chain(OWN).flat_map(|text| text.split(|char: char| !char.is_alphanumeric())));
        redactor.finish();
        Some(Self(Arc::new(redactor)))
    }

    /// Returns what replaces values.
    pub fn redactor(&self) -> &Redactor {
        &self.0
    }

    /// Returns a copy of a snapshot with pseudonyms: the same events in the same order.
    pub fn shown(&self, store: &Store) -> Store {
        let rewriting: Arc<dyn Rewriting> = Arc::new(Self(Arc::clone(&self.0)));
        store.rewritten(&rewriting)
    }

    /// Fails if an original occurs in an answer.
    pub fn check(&self, answer: &[u8]) -> io::Result<()> {
        if self.0.exceeds_limit() {
            let most = MOST_BYTES >> 20;
            return Err(io::Error::other(format!(
                "the values to replace take more than {most} MB together; open fewer files at once"
            )));
        }
        let left = self.0.left(&String::from_utf8_lossy(answer));
        if left.is_empty() {
            return Ok(());
        }
        let values = counted(left.len(), "value");
        let named: Vec<&str> = left.iter().take(NAMED).map(String::as_str).collect();
        let more = if left.len() > NAMED { ", …" } else { "" };
        let named = named.join(", ");
        Err(io::Error::other(format!("{values} would be left without a pseudonym: {named}{more}")))
    }

    /// Replaces the values in a finished answer: in the strings of JSON, anywhere in other texts.
    pub fn answer(&self, answer: &[u8]) -> Vec<u8> {
        match std::str::from_utf8(answer) {
            Ok(text) if !crate::redact::is_json(text) => self.0.text(text).into_bytes(),
            Ok(_) | Err(_) => self.0.record(answer),
        }
    }

    /// Writes the table: CSV with kind, value and pseudonym.
    pub fn write_table(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(["kind", "value", "pseudonym"]).map_err(io_error)?;
        for row in self.0.table() {
            writer.write_record(row).map_err(io_error)?;
        }
        writer.flush()
    }
}

impl Rewriting for Pseudonyms {
    fn value(&self, column: Column, text: &str) -> String {
        if VOCABULARY.contains(&column) { self.0.word(text) } else { self.0.text(text) }
    }

    fn text(&self, text: &str) -> String {
        self.0.text(text)
    }

    fn record(&self, record: &[u8]) -> Vec<u8> {
        self.0.record(record)
    }
}

/// Words of reports that are in no table of fields.
const OWN: [&str; 1] = [
    "accounts all before by changes coverage create credential credentials data days delivery \
    destroy digests duplicate example redacted edges ended events failed file files first from grant grants here human in is key last \
    left live log logs made member missing more name new nodes none not notes of on open out own path problems read \
    reason records region regions report rows seen share shown span standing subject subjects test text the to until \
    unused uses valid via weaken what when who window without",
];

fn gather(store: &Store, cancelled: Cancelled<'_>) -> Option<Gathered> {
    let events: Vec<Event> = (0..Event::try_from(store.len()).unwrap_or(Event::MAX)).collect();
    let scan = FileScan { store, events: &events, cancelled, unpacked: &|_| {} };
    let mut all = Gathered::default();
    scan.run(
        |gathered: &mut Gathered, mut text, events| {
            for &event in events.iter().copied().flatten() {
                if cancelled() {
                    return;
                }
                if let Some(place) = store.place(event) {
                    gathered.record(text.record(place));
                }
            }
        },
        &mut |heard| match heard {
            Heard::Found(gathered) => all.add_all(gathered),
            Heard::Read(_) | Heard::Progress(_) => {}
        },
    )?;
    for file in store.files() {
        all.text(&file.path.to_string_lossy());
        all.text(file.member.as_deref().unwrap_or_default());
        for issue in &file.issues {
            all.text(&issue.reason);
            all.text(issue.lost.as_ref().map_or("", |lost| &lost.begins));
        }
    }
    Some(all)
}
