//! What an event is, as one ID: name, service, Region, outcome and what varies with them.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::Collector;
use super::tuple::{Actor, KnownBy, TupleBuilder};
use crate::record::field::Column;
use crate::record::identity::service_name;
use crate::record::outcome::{family, says_success};
use crate::record::read::RawRecord;
use crate::record::read::key::Key;
use crate::record::read::value::{member_text, text_of};

/// Everything that decides the kind of an event. It is also the key of the memo of kinds, so that no column can
/// be computed from something that the memo does not compare.
struct KindInput<'r> {
    event_name: Option<&'r [u8]>,
    event_source: Option<&'r [u8]>,
    region: Option<&'r [u8]>,
    error_code: Option<&'r [u8]>,
    read_only: Option<&'r [u8]>,
    event_type: Option<&'r [u8]>,
    category: Option<&'r [u8]>,
    recipient_account: Option<&'r [u8]>,
    failed: bool,
    mfa_used: Option<bool>,
    /// IDs of the actor's account, and of whether its session used MFA. A record without its own values takes
    /// those of its actor.
    actor_account: u32,
    actor_factor: u32,
    actor_known_by: KnownBy,
}

impl<'r> KindInput<'r> {
    fn of(record: &RawRecord<'r>, actor: Actor, failed: bool) -> Self {
        Self {
            event_name: record.raw_or_insight(Key::EventName),
            event_source: record.raw_or_insight(Key::EventSource),
            region: record.raw(Key::AwsRegion),
            error_code: record.raw_or_insight(Key::ErrorCode),
            read_only: record.raw(Key::ReadOnly),
            event_type: record.raw(Key::EventType),
            category: record.raw(Key::EventCategory),
            recipient_account: record.raw(Key::RecipientAccountId),
            failed,
            mfa_used: mfa_used(record),
            actor_account: actor.account,
            actor_factor: actor.factor,
            actor_known_by: actor.known_by,
        }
    }
}

impl KindInput<'_> {
    fn is_insight(&self) -> bool {
        let is = |member: Option<&[u8]>, text: &str| member.map(text_of).is_some_and(|member| member == text);
        is(self.category, "Insight") || is(self.event_type, "AwsCloudTrailInsight")
    }
}

/// Written instead of the length of a member that a record does not have.
const NO_MEMBER: u32 = u32::MAX;

impl KindInput<'_> {
    /// Writes all of it as one text, because hashing that is several times as fast as hashing each part. Each
    /// part follows its length, so that no two inputs have the same text.
    fn write_key(&self, key: &mut Vec<u8>) {
        // Without `..`, so that no member can be left out.
        let Self {
            event_name,
            event_source,
            region,
            error_code,
            read_only,
            event_type,
            category,
            recipient_account,
            failed,
            mfa_used,
            actor_account,
            actor_factor,
            actor_known_by,
        } = *self;
        let members = [
            event_name,
            event_source,
            region,
            error_code,
            read_only,
            event_type,
            category,
            recipient_account,
        ];
        let length = |member: Option<&[u8]>| {
            member.map_or(NO_MEMBER, |raw| u32::try_from(raw.len()).unwrap_or(NO_MEMBER - 1)).to_ne_bytes()
        };
        key.clear();
        key.extend_from_slice(members.map(length).as_flattened());
        let mfa_used = mfa_used.map_or(2, u8::from);
        key.extend_from_slice([actor_account, actor_factor].map(u32::to_ne_bytes).as_flattened());
        key.extend_from_slice(&[u8::from(failed), mfa_used, actor_known_by as u8]);
        members.into_iter().flatten().for_each(|raw| key.extend_from_slice(raw));
    }
}

impl Collector {
    /// Returns the ID of an event's kind. Kinds repeat, so the whole input is looked up before each column is.
    pub(super) fn kind(&mut self, record: &RawRecord<'_>, actor: Actor, failed: bool) -> u32 {
        let input = KindInput::of(record, actor, failed);
        input.write_key(&mut self.scratch);
        let fingerprint = self.kinds.fingerprint(self.scratch.as_slice());
        self.kinds.get(fingerprint).unwrap_or_else(|| {
            let kind = self.new_kind(&input);
            self.kinds.put(fingerprint, kind);
            kind
        })
    }

    /// Computes a kind from the key of the memo and nothing else.
    fn new_kind(&mut self, input: &KindInput<'_>) -> u32 {
        let source = input.event_source.map(text_of);
        let code = input.error_code.map(text_of);
        let success = input.error_code.is_some_and(says_success);
        let mut kind = TupleBuilder::kind();
        kind.set(Column::EventName, self.intern_raw(Column::EventName, input.event_name));
        kind.set(Column::EventSource, self.intern(Column::EventSource, source.as_deref()));
        kind.set(Column::Service, self.intern(Column::Service, source.as_deref().map(service_name)));
        kind.set(Column::AwsRegion, self.intern_raw(Column::AwsRegion, input.region));
        kind.set(Column::ErrorCode, self.intern(Column::ErrorCode, code.as_deref()));
        kind.set(
            Column::ErrorFamily,
            self.intern(Column::ErrorFamily, code.as_deref().filter(|_| !success).map(family)),
        );
        let outcome = if input.failed { "failed" } else { "ok" };
        // What an Insights event is about may have failed many times; it is not a call itself.
        let outcome = Some(outcome).filter(|_| !input.is_insight());
        kind.set(Column::Outcome, self.intern(Column::Outcome, outcome));
        kind.set(Column::ReadOnly, self.intern_raw(Column::ReadOnly, input.read_only));
        kind.set(Column::EventType, self.intern_raw(Column::EventType, input.event_type));
        kind.set(Column::EventCategory, self.intern_raw(Column::EventCategory, input.category));
        kind.set(Column::Account, self.account(input));
        let recipient = self.intern_raw(Column::RecipientAccountId, input.recipient_account);
        kind.set(Column::RecipientAccountId, recipient);
        kind.set(Column::Mfa, self.mfa(input));
        self.tables.kind(kind.ids())
    }

    /// Returns whether MFA was used: sign-ins state it in `additionalEventData`, sessions in their identity.
    fn mfa(&mut self, input: &KindInput<'_>) -> u32 {
        let of_session = || self.tables.text(Column::MfaAuthenticated, input.actor_factor);
        let used = input.mfa_used.map_or_else(of_session, |used| used.to_string());
        let is_sign_in = input.mfa_used.is_some();
        let text = match (used.as_str(), input.actor_known_by) {
            ("true", _) => "yes",
            // If the caller signed in through an identity provider, MFA was up to the provider, and AWS does
            // not learn about it.
            ("false", KnownBy::Provider) => "not knowable",
            ("false", KnownBy::Session) if is_sign_in => "not knowable",
            ("false", _) => "no",
            _ => "",
        };
        self.intern(Column::Mfa, Some(text))
    }

    fn account(&mut self, input: &KindInput<'_>) -> u32 {
        if input.recipient_account.is_some() {
            return self.intern_raw(Column::Account, input.recipient_account);
        }
        let account = self.tables.text(Column::IdentityAccount, input.actor_account);
        self.intern(Column::Account, Some(&account))
    }
}

/// Returns whether a sign-in states that it used MFA; `None` for other events.
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
