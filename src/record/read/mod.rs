//! One record's text → the raw text of each field we know, in a single pass.
//!
//! Nothing is decoded unless requested, and nothing is required: every field may be missing, `null`, empty or
//! of another type. Keys have two spellings: today's (`eventName`), and that of older AWS IoT records, with
//! capitals, a misspelt `RequestParamters`, and empty strings for absent values. Both are read as the same
//! fields.

pub mod key;
pub(in crate::record) mod key_order;
pub mod made;
pub(in crate::record) mod noted;
pub mod value;

use crate::record::read::key::{KEYS, Key};
use crate::record::read::value::{is_present, plain, text_of};
use std::borrow::Cow;
use std::ops::Range;

use super::time::Time;
use crate::json::members::{items, member, members};
use crate::json::scan::{Fault, Scanner};
use crate::json::text;
use crate::record::identity::cache::{IdentityCache, IdentityRef};
use crate::record::read::key_order::follower;
use crate::record::read::made::MadeRecord;
use crate::record::read::noted::{MemberText, NotedArns, NotedMembers, noted_members};

/// The raw values of one record, borrowed from the text it was read from.
#[derive(Debug, Clone)]
pub struct RawRecord<'a> {
    values: [Option<&'a [u8]>; KEYS],
    /// The record's own text, braces included.
    pub text: &'a [u8],
    /// Whether there is white space outside strings, as in a pretty-printed copy.
    pub spaced: bool,
    /// Which of the known identities its `userIdentity` is.
    pub identity: Option<IdentityRef>,
    request: NotedMembers<'a>,
    listed: NotedArns<'a>,
}

impl<'a> RawRecord<'a> {
    /// Reads the object that begins at byte `at` of `text`. The position of a fault is relative to `text`.
    pub fn read(text: &'a [u8], at: usize) -> Result<Self, Fault> {
        Self::parse::<true>(text, at, None)
    }

    /// Reads the object that begins at byte `at` of `text`, skipping objects that were read before. The
    /// position of a fault is relative to `text`.
    pub fn read_knowing(text: &'a [u8], at: usize, known: &mut IdentityCache) -> Result<Self, Fault> {
        Self::parse::<true>(text, at, Some(known))
    }

    /// Reads an object that was made of a row, skipping objects that were read before. What is a string or a word there
    /// is not scanned again.
    pub fn read_made(made: &'a MadeRecord, known: &mut IdentityCache) -> Result<Self, Fault> {
        let mut record = Self::nothing();
        let (text, scanner) = (made.text.as_slice(), Scanner::new(&made.text, 0));
        let mut reading = RecordParser { text, scanner, record: &mut record, known: Some(known) };
        for (member, value) in &made.places {
            if !member.is_plain {
                // Values that were JSON already may have white space around them.
                reading.scanner.seek(value.start);
                reading.scanner.skip_space();
                reading.member(member.key)?;
                reading.scanner.skip_space();
            } else if let Some(key) = member.key {
                reading.keep(key, value.clone());
            }
        }
        let RecordParser { scanner, .. } = reading;
        record.spaced = scanner.spaced();
        record.text = text;
        Ok(record)
    }

    /// Reads an object, with or without the fast path for AWS's order.
    #[cfg(test)]
    pub(super) fn read_trying(text: &'a [u8], at: usize, is_in_order: bool) -> Result<Self, Fault> {
        let mut known = IdentityCache::default();
        if is_in_order {
            Self::parse::<true>(text, at, Some(&mut known))
        } else {
            Self::parse::<false>(text, at, None)
        }
    }

    #[cfg(test)]
    pub(super) fn value_at(&self, key: usize) -> Option<&'a [u8]> {
        self.values[key]
    }

    fn parse<const IN_ORDER: bool>(
        text: &'a [u8],
        at: usize,
        known: Option<&mut IdentityCache>,
    ) -> Result<Self, Fault> {
        let mut record = Self::nothing();
        let mut reading = RecordParser { text, scanner: Scanner::new(text, at), record: &mut record, known };
        reading.object::<IN_ORDER>()?;
        let RecordParser { scanner, .. } = reading;
        record.spaced = scanner.spaced();
        record.text = text.get(at..scanner.at()).unwrap_or_default();
        Ok(record)
    }

    /// Reads the members before the first fault in `text`, which is a whole damaged record.
    pub fn read_damaged(text: &'a [u8]) -> Self {
        let mut values = [None; KEYS];
        for (name, value) in members(text) {
            // The last of duplicate keys counts, here and above, as in other JSON readers.
            if let Some(slot) = Key::named(name).and_then(|key| values.get_mut(key as usize)) {
                *slot = Some(value);
            }
        }
        Self { values, text, spaced: true, ..Self::nothing() }
    }

    fn nothing() -> Self {
        let (request, listed) = (NotedMembers::default(), NotedArns::default());
        Self { values: [None; KEYS], text: &[], spaced: false, identity: None, request, listed }
    }

    /// Returns the raw JSON of a member; `None` if it is missing, `null` or an empty string.
    pub fn raw(&self, key: Key) -> Option<&'a [u8]> {
        self.values.get(key as usize).copied().flatten().filter(|value| is_present(value))
    }

    /// Returns the text between the quotes of a member, if it is a string without escapes.
    pub fn plain(&self, key: Key) -> Option<&'a [u8]> {
        plain(self.raw(key)?)
    }

    /// Returns the text of a member: strings decoded, anything else as its JSON.
    pub fn text(&self, key: Key) -> Option<Cow<'a, str>> {
        self.raw(key).map(text_of)
    }

    /// Returns the members of a member that is an object.
    pub(super) fn members(&self, key: Key) -> impl Iterator<Item = MemberText<'a>> {
        let noted = Some(&self.request).filter(|_| key == Key::RequestParameters);
        noted_members(noted, self.raw(key).unwrap_or_default())
    }

    /// Passes on the ARNs in `resources`, in order.
    pub(super) fn each_listed_arn(&self, tell: impl FnMut(&'a [u8])) {
        if let Some(raw) = self.raw(Key::Resources) {
            self.listed.each_of(raw, tell);
        }
    }

    /// Returns `eventName` or `eventSource`, which Insights events keep inside `insightDetails`.
    pub fn raw_or_insight(&self, key: Key) -> Option<&'a [u8]> {
        self.raw(key)
            .or_else(|| member(self.raw(Key::InsightDetails)?, key.name()).filter(|value| is_present(value)))
    }

    /// Returns the identity that an Insights event attributes most of the unusual calls to, as a `userIdentity`
    /// with its ARN.
    pub fn attributed_identity(&self) -> Option<Vec<u8>> {
        let arn = self.attributions()?.next()??;
        Some([b"{\"arn\":", arn, b"}"].concat())
    }

    /// Returns all identities that an Insights event attributes the unusual calls to, in AWS's order: most
    /// calls first.
    pub fn attributed(&self) -> Vec<Cow<'a, str>> {
        self.attributions().into_iter().flatten().flatten().map(text_of).collect()
    }

    /// Returns the ARN of each attributed identity, as JSON; `None` if there are none.
    fn attributions(&self) -> Option<impl Iterator<Item = Option<&'a [u8]>> + use<'a>> {
        let context = member(self.raw(Key::InsightDetails)?, "insightContext")?;
        let attribution = items(member(context, "attributions")?).find(|attribution| {
            member(attribution, "attribute").is_some_and(|name| name == b"\"userIdentityArn\"")
        })?;
        let is_arn = |arn: &&[u8]| is_present(arn) && arn.first() == Some(&b'"');
        Some(items(member(attribution, "insight")?).map(move |item| member(item, "value").filter(is_arn)))
    }

    /// Returns `eventTime`, or the start of the window of an aggregated event; [`Time::NONE`] if it is not a
    /// time.
    pub fn event_time(&self) -> Time {
        if let Some(time) = self.plain(Key::EventTime).and_then(Time::parse_plain) {
            return time;
        }
        let text = self
            .text(Key::EventTime)
            .or_else(|| member(self.raw(Key::TimeWindow)?, "windowStart").map(text_of));
        let converted = |text: &str| Time::parse(text).or_else(|| Time::converted(text));
        text.and_then(|text| converted(&text)).unwrap_or(Time::NONE)
    }

    /// Returns whether the time was converted from a form that AWS never writes.
    pub fn has_converted_time(&self) -> bool {
        let text = self.text(Key::EventTime);
        text.is_some_and(|text| Time::parse(&text).is_none() && Time::converted(&text).is_some())
    }

    /// Classifies the object by its members: see [`Likeness`].
    pub fn likeness(&self) -> Likeness {
        let source = self.raw(Key::EventSource).map(text::inside).unwrap_or_default();
        if source.starts_with(b"aws:") {
            return Likeness::Notification;
        }
        let has = |key| self.raw(key).is_some();
        let is_versioned = has(Key::EventVersion)
            && (has(Key::EventName) || has(Key::InsightDetails) || self.values.iter().flatten().count() >= 2);
        // Other products have an eventName too, but hardly any has one of these members as well.
        let is_named = has(Key::EventName) && BESIDE_NAME.into_iter().any(has);
        if is_versioned || is_named || self.is_insight() || self.is_aggregated() {
            Likeness::Record
        } else {
            Likeness::Other
        }
    }

    fn is_insight(&self) -> bool {
        self.raw(Key::InsightDetails).is_some()
            && self.raw(Key::EventType).is_some_and(|kind| kind == b"\"AwsCloudTrailInsight\"")
    }

    fn is_aggregated(&self) -> bool {
        self.raw(Key::TimeWindow).is_some()
            && self.raw(Key::EventType).is_some_and(|kind| kind == b"\"AwsAggregatedEvent\"")
    }
}

/// Every record that lost its `eventVersion` on the way has one of these beside `eventName`.
const BESIDE_NAME: [Key; 5] =
    [Key::EventSource, Key::UserIdentity, Key::AwsRegion, Key::SourceIpAddress, Key::RecipientAccountId];

/// A record that is being read.
pub(super) struct RecordParser<'a, 'k> {
    pub(super) text: &'a [u8],
    pub(super) scanner: Scanner<'a>,
    record: &'k mut RawRecord<'a>,
    /// Objects that were read before; none if one record is read alone.
    known: Option<&'k mut IdentityCache>,
}

impl RecordParser<'_, '_> {
    fn object<const IN_ORDER: bool>(&mut self) -> Result<(), Fault> {
        if !self.scanner.eat(b'{') {
            return Err(self.scanner.fault("expected an object"));
        }
        if self.scanner.skip_space() == Some(b'}') {
            self.scanner.eat(b'}');
            return Ok(());
        }
        let mut key = if IN_ORDER { self.in_order()? } else { None };
        if key.is_some() && !self.goes_on()? {
            return Ok(());
        }
        loop {
            key = self.key(key)?;
            self.member(key)?;
            if !self.goes_on()? {
                return Ok(());
            }
        }
    }

    /// Moves over a key; tries the likely followers of the previous key first.
    #[inline]
    fn key(&mut self, before: Option<Key>) -> Result<Option<Key>, Fault> {
        let rest = self.text.get(self.scanner.at()..).unwrap_or_default();
        if let Some((key, length)) = follower(before, rest) {
            self.scanner.seek(self.scanner.at() + length);
            return Ok(Some(key));
        }
        let key = self.scanner.key()?;
        Ok(Key::named(self.text.get(key.start + 1..key.end - 1).unwrap_or_default()))
    }

    /// Returns, after a member, whether another follows or the object is complete.
    #[inline]
    fn goes_on(&mut self) -> Result<bool, Fault> {
        match self.scanner.skip_space() {
            Some(b',') => Ok(self.scanner.eat(b',')),
            Some(b'}') => Ok(!self.scanner.eat(b'}')),
            _ => Err(self.scanner.fault("expected a comma or }")),
        }
    }

    /// Moves over the value of a member and keeps its position, and the identity if it is one.
    #[inline]
    pub(super) fn member(&mut self, key: Option<Key>) -> Result<(), Fault> {
        let value = match key {
            Some(Key::UserIdentity) => self.identity()?,
            Some(Key::RequestParameters) => self.record.request.read(&mut self.scanner, self.text)?,
            Some(Key::Resources) => self.record.listed.read(&mut self.scanner, self.text)?,
            _ => self.scanner.value()?,
        };
        if let Some(key) = key {
            self.keep(key, value);
        }
        Ok(())
    }

    /// Keeps the place of a value.
    #[inline]
    pub(super) fn keep(&mut self, key: Key, value: Range<usize>) {
        if let Some(slot) = self.record.values.get_mut(key as usize) {
            *slot = self.text.get(value);
        }
    }

    /// Reads the identity, which may be an object that was read before.
    fn identity(&mut self) -> Result<Range<usize>, Fault> {
        let at = self.scanner.at();
        self.record.identity = None;
        let Some(known) = self.known.as_deref_mut() else { return self.scanner.value() };
        if self.scanner.spaced() || self.scanner.peek() != Some(b'{') {
            return self.scanner.value();
        }
        if let Some((length, identity)) = known.find(self.text, at) {
            self.record.identity = Some(identity);
            self.scanner.seek(at + length);
            return Ok(at..at + length);
        }
        let value = self.scanner.value()?;
        if !self.scanner.spaced() {
            self.record.identity = known.remember(self.text, at, value.len());
        }
        Ok(value)
    }
}

/// What kind of object it is, judged by its members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// It has an `eventVersion` and another member, is an Insight or an aggregated event, or has an `eventName`
    /// beside one of `eventSource`, `userIdentity`, `awsRegion`, `sourceIPAddress`, `recipientAccountId`.
    Record,
    /// An S3, SQS, SNS, Kinesis or DynamoDB notification: similar members, but `eventSource` begins with
    /// `aws:`.
    Notification,
    /// Something else.
    Other,
}

#[cfg(test)]
mod tests;
