//! One record's text → the raw text of each field we know, in a single pass.
//!
//! Nothing is decoded here that is not asked for, and nothing is required: every field may be missing, `null`, empty
//! or of another type. Two spellings of the keys exist: today's (`eventName`) and that of older AWS IoT records, with
//! capitals, a misspelt `RequestParamters`, and empty strings for absent values. Both read as the same fields.

use std::borrow::Cow;
use std::ops::Range;

use super::known::{Known, KnownObjects};
use super::order::follower;
use super::request::Request;
use super::time::Time;
use crate::json::members::{member, members};
use crate::json::scan::{Fault, Scanner};
use crate::json::text;

macro_rules! keys {
    ($($variant:ident $name:literal),+ $(,)?) => {
        /// The top-level members of a record that we read.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(missing_docs, reason = "each variant is the AWS name in the table below")]
        pub enum Key { $($variant),+ }

        /// How many keys there are.
        pub(super) const KEYS: usize = [$(Key::$variant),+].len();

        impl Key {
            /// AWS's name of the key.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            fn exact(name: &[u8]) -> Option<Self> {
                static BY_LETTERS: [Option<(Key, &str)>; SLOTS] = by_letters(&[$((Key::$variant, $name)),+]);
                let (key, known) = BY_LETTERS.get(slot(name)?)?.as_ref()?;
                (known.as_bytes() == name).then_some(*key)
            }

            fn named(name: &[u8]) -> Option<Self> {
                Self::exact(name).or_else(|| Self::ignoring_case(name))
            }

            fn ignoring_case(name: &[u8]) -> Option<Self> {
                $(if name.eq_ignore_ascii_case($name.as_bytes()) { return Some(Self::$variant) })+
                name.eq_ignore_ascii_case(b"RequestParamters").then_some(Self::RequestParameters)
            }
        }
    };
}

/// Places in the table of keys. In it no two of them fall together, or it does not compile.
const SLOTS: usize = 128;

/// The place of a key in the table, by its length and three of its letters.
const fn slot(name: &[u8]) -> Option<usize> {
    let ([first, ..], [.., third, _, last]) = (name, name) else { return None };
    Some((name.len() + *first as usize + *third as usize * 15 + *last as usize) % SLOTS)
}

#[allow(clippy::indexing_slicing, clippy::panic, reason = "run by the compiler: what fails does not compile")]
const fn by_letters(keys: &[(Key, &'static str)]) -> [Option<(Key, &'static str)>; SLOTS] {
    let mut table = [None; SLOTS];
    let mut at = 0;
    while at < keys.len() {
        let (key, name) = keys[at];
        let Some(slot) = slot(name.as_bytes()) else { panic!("a key is too short") };
        assert!(table[slot].is_none(), "two keys fall together: change `slot`");
        table[slot] = Some((key, name));
        at += 1;
    }
    table
}

keys! {
    EventVersion "eventVersion", UserIdentity "userIdentity", EventTime "eventTime", EventSource "eventSource",
    EventName "eventName", AwsRegion "awsRegion", SourceIpAddress "sourceIPAddress", UserAgent "userAgent",
    ErrorCode "errorCode", ErrorMessage "errorMessage", RequestParameters "requestParameters",
    ResponseElements "responseElements", AdditionalEventData "additionalEventData", RequestId "requestID",
    EventId "eventID", ReadOnly "readOnly", Resources "resources", EventType "eventType",
    ManagementEvent "managementEvent", RecipientAccountId "recipientAccountId", EventCategory "eventCategory",
    SharedEventId "sharedEventID", ServiceEventDetails "serviceEventDetails", ApiVersion "apiVersion",
    TlsDetails "tlsDetails", SessionCredentialFromConsole "sessionCredentialFromConsole", Addendum "addendum",
    InsightDetails "insightDetails", VpcEndpointId "vpcEndpointId", TimeWindow "timeWindow",
    CloudTrailEvent "CloudTrailEvent", SplunkRaw "_raw",
}

/// The raw values of one record, borrowed from the text it was read from.
#[derive(Debug, Clone)]
pub struct RawRecord<'a> {
    values: [Option<&'a [u8]>; KEYS],
    /// The record's own text, braces included.
    pub text: &'a [u8],
    /// Whether there is white space outside strings, as in a pretty-printed copy.
    pub spaced: bool,
    /// Which of the known objects its `userIdentity` is.
    pub identity: Option<Known>,
    /// What its `requestParameters` name, when they are an object and were read with the record.
    pub(super) request: Option<Request<'a>>,
}

impl<'a> RawRecord<'a> {
    /// Reads the object that begins at byte `at` of `text`. The fault's place is in `text`.
    pub fn read(text: &'a [u8], at: usize) -> Result<Self, Fault> {
        Self::read_knowing(text, at, &mut KnownObjects::default())
    }

    /// Reads the object that begins at byte `at` of `text`, passing over objects that were read before. The fault's
    /// place is in `text`.
    pub fn read_knowing(text: &'a [u8], at: usize, known: &mut KnownObjects) -> Result<Self, Fault> {
        let record = Self { values: [None; KEYS], text: &[], spaced: false, identity: None, request: None };
        let mut reading = Reading { text, scanner: Scanner::new(text, at), record, known };
        reading.object()?;
        let Reading { scanner, mut record, .. } = reading;
        record.spaced = scanner.spaced();
        record.text = text.get(at..scanner.at()).unwrap_or_default();
        Ok(record)
    }

    /// Reads what stands before the first fault in `text`, the whole of a damaged record.
    pub fn read_damaged(text: &'a [u8]) -> Self {
        let mut values = [None; KEYS];
        for (name, value) in members(text) {
            // The last of duplicate keys counts, here and above, as for other readers of JSON.
            if let Some(slot) = Key::named(name).and_then(|key| values.get_mut(key as usize)) {
                *slot = Some(value);
            }
        }
        Self { values, text, spaced: true, identity: None, request: None }
    }

    /// The raw JSON of a member; `None` when it is missing, `null` or an empty string.
    pub fn raw(&self, key: Key) -> Option<&'a [u8]> {
        self.values.get(key as usize).copied().flatten().filter(|value| is_present(value))
    }

    /// What stands between the quotes of a member that is a string without escapes.
    pub fn plain(&self, key: Key) -> Option<&'a [u8]> {
        plain(self.raw(key)?)
    }

    /// The text of a member: strings decoded, anything else as its JSON.
    pub fn text(&self, key: Key) -> Option<Cow<'a, str>> {
        self.raw(key).map(text_of)
    }

    /// `eventName` or `eventSource`, which Insights events keep inside `insightDetails`.
    pub fn raw_or_insight(&self, key: Key) -> Option<&'a [u8]> {
        self.raw(key)
            .or_else(|| member(self.raw(Key::InsightDetails)?, key.name()).filter(|value| is_present(value)))
    }

    /// `eventTime`, or the start of the window that an aggregated event sums up; [`Time::NONE`] when it is no time.
    pub fn event_time(&self) -> Time {
        if let Some(time) = self.plain(Key::EventTime).and_then(Time::parse_plain) {
            return time;
        }
        let text = self
            .text(Key::EventTime)
            .or_else(|| member(self.raw(Key::TimeWindow)?, "windowStart").map(text_of));
        text.and_then(|text| Time::parse(&text)).unwrap_or(Time::NONE)
    }

    /// How likely this object is a CloudTrail record: see [`Likeness`].
    pub fn likeness(&self) -> Likeness {
        let source = self.raw(Key::EventSource).map(text::inside).unwrap_or_default();
        if source.starts_with(b"aws:") {
            return Likeness::Notification;
        }
        if self.raw(Key::EventVersion).is_some() && self.raw(Key::EventName).is_some() {
            return Likeness::Record;
        }
        let known = self.values.iter().flatten().count();
        let telling = [Key::EventName, Key::EventSource, Key::EventType, Key::UserIdentity, Key::EventTime];
        let versioned = self.raw(Key::EventVersion).is_some() && self.raw(Key::InsightDetails).is_some();
        if versioned || (known >= 3 && telling.iter().any(|&key| self.raw(key).is_some())) {
            Likeness::Record
        } else {
            Likeness::Other
        }
    }
}

/// A record that is being read.
struct Reading<'a, 'k> {
    text: &'a [u8],
    scanner: Scanner<'a>,
    record: RawRecord<'a>,
    known: &'k mut KnownObjects,
}

impl Reading<'_, '_> {
    fn object(&mut self) -> Result<(), Fault> {
        if !self.scanner.eat(b'{') {
            return Err(self.scanner.fault("expected an object"));
        }
        if self.scanner.skip_space() == Some(b'}') {
            self.scanner.eat(b'}');
            return Ok(());
        }
        let mut key = None;
        loop {
            key = self.key(key)?;
            self.member(key)?;
            if !self.goes_on()? {
                return Ok(());
            }
        }
    }

    /// Moves over a key, which is often the one that follows the one before.
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

    /// After a member: whether another follows, else the object is complete.
    #[inline]
    fn goes_on(&mut self) -> Result<bool, Fault> {
        match self.scanner.skip_space() {
            Some(b',') => Ok(self.scanner.eat(b',')),
            Some(b'}') => Ok(!self.scanner.eat(b'}')),
            _ => Err(self.scanner.fault("expected a comma or }")),
        }
    }

    /// Moves over the value of a member, keeps its place and takes from it what is kept besides.
    #[inline]
    fn member(&mut self, key: Option<Key>) -> Result<(), Fault> {
        let value = match key {
            Some(Key::UserIdentity) => self.identity()?,
            Some(Key::RequestParameters) => self.request()?,
            _ => self.scanner.value()?,
        };
        if let Some(slot) = key.and_then(|key| self.record.values.get_mut(key as usize)) {
            *slot = self.text.get(value);
        }
        Ok(())
    }

    fn request(&mut self) -> Result<Range<usize>, Fault> {
        self.record.request = None;
        if self.scanner.peek() != Some(b'{') {
            return self.scanner.value();
        }
        let (value, request) = Request::read(&mut self.scanner, self.text)?;
        self.record.request = Some(request);
        Ok(value)
    }

    /// The object may be one that was read before.
    fn identity(&mut self) -> Result<Range<usize>, Fault> {
        let at = self.scanner.at();
        self.record.identity = None;
        if self.scanner.spaced() || self.scanner.peek() != Some(b'{') {
            return self.scanner.value();
        }
        if let Some((length, identity)) = self.known.find(self.text, at) {
            self.record.identity = Some(identity);
            self.scanner.seek(at + length);
            return Ok(at..at + length);
        }
        let value = self.scanner.value()?;
        if !self.scanner.spaced() {
            self.record.identity = self.known.remember(self.text, at, value.len());
        }
        Ok(value)
    }
}

/// Whether a record may have a member of that name, in any case.
pub fn is_record_key(name: &str) -> bool {
    Key::ignoring_case(name.as_bytes()).is_some()
        || OTHER_KEYS.iter().any(|key| key.eq_ignore_ascii_case(name))
}

/// Members of records that are not read on loading.
const OTHER_KEYS: [&str; 5] =
    ["eventContext", "edgeDeviceDetails", "vpcEndpointAccountId", "annotation", "summary"];

/// What an object is, judged by its members.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// `eventVersion` with a name, or at least three members that only CloudTrail has together.
    Record,
    /// An S3, SQS, SNS, Kinesis or DynamoDB notification: the same words, but `eventSource` begins with `aws:`.
    Notification,
    /// Something else.
    Other,
}

/// `null` and `""` mean "absent" in CloudTrail.
pub fn is_present(value: &[u8]) -> bool {
    value != b"null" && value != b"\"\""
}

/// The text of a raw value: a string decoded, anything else as it stands.
pub fn text_of(raw: &[u8]) -> Cow<'_, str> {
    if raw.first() == Some(&b'"') { text::decode(raw) } else { String::from_utf8_lossy(raw) }
}

/// What stands between the quotes of a string without escapes; nothing for any other value.
pub fn plain(raw: &[u8]) -> Option<&[u8]> {
    let inside = raw.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    (!inside.contains(&b'\\')).then_some(inside)
}

/// The text of a member of an object, when it is present.
pub fn member_text<'a>(object: &'a [u8], name: &str) -> Option<Cow<'a, str>> {
    member(object, name).filter(|value| is_present(value)).map(text_of)
}

#[cfg(test)]
#[path = "read_tests.rs"]
mod tests;
