//! What an event is, as one id: name, service, Region, outcome and what varies with them.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::{Collector, Derived};
use crate::record::field::Column;
use crate::record::identity::service_name;
use crate::record::outcome::family;
use crate::record::read::{Key, RawRecord, member_text};
use crate::store::MISSING;

impl Collector {
    /// Kinds repeat: what decides them is looked up together, before each part is.
    pub(super) fn kind(&mut self, record: &RawRecord<'_>, actor: u32, failed: bool) -> u32 {
        let mfa = mfa_used(record);
        // Each goes in with its length, so that no text can be moved from one member to the next.
        let raw = KIND_KEYS.map(|key| record.raw(key));
        // Without an account of its own the record is in its actor's; what has no factor of its own, too.
        let account = self.actor_id(actor, Column::IdentityAccount);
        let factor = self.actor_id(actor, Column::MfaAuthenticated);
        let mark = self.kinds_seen.mark((raw, failed, mfa, account, factor));
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

    fn account(&mut self, record: &RawRecord<'_>, actor: u32) -> u32 {
        if let Some(raw) = record.raw(Key::RecipientAccountId) {
            return self.intern_raw(Column::Account, Some(raw));
        }
        let account = self.actor_value(actor, Column::IdentityAccount).to_owned();
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

fn remember(derived: &mut Derived, id: u32, value: u32) {
    let at = id as usize;
    if derived.len() <= at {
        derived.resize(at + 1, None);
    }
    if let Some(slot) = derived.get_mut(at) {
        *slot = Some(value);
    }
}
