//! What an event is, as one id: name, service, Region, outcome and what varies with them.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::Collector;
use super::actors::Actor;
use crate::record::field::Column;
use crate::record::identity::service_name;
use crate::record::key::Key;
use crate::record::outcome::family;
use crate::record::read::RawRecord;
use crate::record::value::{member_text, text_of};

impl Collector {
    /// Kinds repeat: what decides them is looked up together, before each part is.
    pub(super) fn kind(&mut self, record: &RawRecord<'_>, actor: Actor, failed: bool) -> u32 {
        let mfa = mfa_used(record);
        // Each goes in with its length, so that no text can be moved from one member to the next.
        let raw = KIND_KEYS.map(|key| record.raw(key));
        // Without an account of its own the record is in its actor's; what has no factor of its own, too.
        let fingerprint = self.kinds.fingerprint((raw, failed, mfa, actor.account, actor.factor));
        if let Some(kind) = self.kinds.get(fingerprint) {
            return kind;
        }
        let kind = self.new_kind(record, actor, failed, mfa);
        self.kinds.put(fingerprint, kind);
        kind
    }

    fn new_kind(&mut self, record: &RawRecord<'_>, actor: Actor, failed: bool, mfa: Option<bool>) -> u32 {
        let source = record.raw_or_insight(Key::EventSource).map(text_of);
        let code = record.text(Key::ErrorCode);
        let tuple = [
            self.intern_raw(Column::EventName, record.raw_or_insight(Key::EventName)),
            self.intern(Column::EventSource, source.as_deref()),
            self.intern(Column::Service, source.as_deref().map(service_name)),
            self.intern_key(Column::AwsRegion, record, Key::AwsRegion),
            self.intern(Column::ErrorCode, code.as_deref()),
            self.intern(Column::ErrorFamily, code.as_deref().map(family)),
            self.intern(Column::Outcome, Some(if failed { "failed" } else { "ok" })),
            self.intern_key(Column::ReadOnly, record, Key::ReadOnly),
            self.intern_key(Column::EventType, record, Key::EventType),
            self.intern_key(Column::EventCategory, record, Key::EventCategory),
            self.account(record, actor),
            self.intern_key(Column::RecipientAccountId, record, Key::RecipientAccountId),
            self.mfa(mfa, actor),
        ];
        self.tables.kind(tuple)
    }

    /// Sign-ins tell in `additionalEventData`, sessions in their identity.
    fn mfa(&mut self, used: Option<bool>, actor: Actor) -> u32 {
        let text = match used {
            Some(true) => "true".to_owned(),
            Some(false) => "false".to_owned(),
            None => self.tables.text(Column::MfaAuthenticated, actor.factor),
        };
        self.intern(Column::Mfa, Some(&text))
    }

    fn account(&mut self, record: &RawRecord<'_>, actor: Actor) -> u32 {
        if let Some(raw) = record.raw(Key::RecipientAccountId) {
            return self.intern_raw(Column::Account, Some(raw));
        }
        let account = self.tables.text(Column::IdentityAccount, actor.account);
        self.intern(Column::Account, Some(&account))
    }
}

/// The members that make the kind of an event, besides what its actor and its answer add.
const KIND_KEYS: [Key; 9] = [
    Key::EventName,
    Key::EventSource,
    Key::AwsRegion,
    Key::ErrorCode,
    Key::ReadOnly,
    Key::EventType,
    Key::EventCategory,
    Key::RecipientAccountId,
    Key::InsightDetails,
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
