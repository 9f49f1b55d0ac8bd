//! One record's text → the raw text of each field we know, in a single pass.
//!
//! Nothing is decoded here that is not asked for, and nothing is required: every field may be missing, `null`, empty
//! or of another type. Two spellings of the keys exist: today's (`eventName`) and that of older AWS IoT records, with
//! capitals, a misspelt `RequestParamters`, and empty strings for absent values. Both read as the same fields.

use std::borrow::Cow;

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
        const KEYS: usize = [$(Key::$variant),+].len();

        impl Key {
            /// AWS's name of the key.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            fn exact(name: &[u8]) -> Option<Self> {
                $(if name == $name.as_bytes() { return Some(Self::$variant) })+
                None
            }

            fn ignoring_case(name: &[u8]) -> Option<Self> {
                $(if name.eq_ignore_ascii_case($name.as_bytes()) { return Some(Self::$variant) })+
                name.eq_ignore_ascii_case(b"RequestParamters").then_some(Self::RequestParameters)
            }
        }
    };
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
}

impl<'a> RawRecord<'a> {
    /// Reads the object that begins at byte `at` of `text`. The fault's place is in `text`.
    pub fn read(text: &'a [u8], at: usize) -> Result<Self, Fault> {
        let mut values = [None; KEYS];
        let mut scanner = Scanner::new(text, at);
        if !scanner.eat(b'{') {
            return Err(scanner.fault("expected an object"));
        }
        if scanner.skip_space() == Some(b'}') {
            scanner.eat(b'}');
        } else {
            loop {
                let key = scanner.key()?;
                let value = scanner.value()?;
                let name = text.get(key.start + 1..key.end - 1).unwrap_or_default();
                put(&mut values, name, text.get(value).unwrap_or_default());
                match scanner.skip_space() {
                    Some(b',') => scanner.eat(b','),
                    Some(b'}') => break,
                    _ => return Err(scanner.fault("expected a comma or }")),
                };
            }
            scanner.eat(b'}');
        }
        let spaced = scanner.spaced();
        Ok(Self { values, text: text.get(at..scanner.at()).unwrap_or_default(), spaced })
    }

    /// Reads what stands before the first fault in `text`, the whole of a damaged record.
    pub fn read_damaged(text: &'a [u8]) -> Self {
        let mut values = [None; KEYS];
        for (name, value) in members(text) {
            put(&mut values, name, value);
        }
        Self { values, text, spaced: true }
    }

    /// The raw JSON of a member; `None` when it is missing, `null` or an empty string.
    pub fn raw(&self, key: Key) -> Option<&'a [u8]> {
        self.values.get(key as usize).copied().flatten().filter(|value| is_present(value))
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

    /// `eventTime`, or the start of the window that an aggregated event sums up.
    pub fn event_time(&self) -> Option<Cow<'a, str>> {
        self.text(Key::EventTime).or_else(|| member(self.raw(Key::TimeWindow)?, "windowStart").map(text_of))
    }

    /// How likely this object is a CloudTrail record: see [`Likeness`].
    pub fn likeness(&self) -> Likeness {
        let source = self.raw(Key::EventSource).map(text::inside).unwrap_or_default();
        if source.starts_with(b"aws:") {
            return Likeness::Notification;
        }
        let known = self.values.iter().flatten().count();
        let telling = [Key::EventName, Key::EventSource, Key::EventType, Key::UserIdentity, Key::EventTime];
        let versioned = self.raw(Key::EventVersion).is_some()
            && (self.raw(Key::EventName).is_some() || self.raw(Key::InsightDetails).is_some());
        if versioned || (known >= 3 && telling.iter().any(|&key| self.raw(key).is_some())) {
            Likeness::Record
        } else {
            Likeness::Other
        }
    }
}

/// The last of duplicate keys counts, as for other readers of JSON.
fn put<'a>(values: &mut [Option<&'a [u8]>; KEYS], name: &[u8], value: &'a [u8]) {
    if let Some(key) = Key::exact(name).or_else(|| Key::ignoring_case(name))
        && let Some(slot) = values.get_mut(key as usize)
    {
        *slot = Some(value);
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

/// The text of a member of an object, when it is present.
pub fn member_text<'a>(object: &'a [u8], name: &str) -> Option<Cow<'a, str>> {
    member(object, name).filter(|value| is_present(value)).map(text_of)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> RawRecord<'_> {
        RawRecord::read(text.as_bytes(), 0).unwrap()
    }

    #[test]
    fn both_spellings_read_as_the_same_fields() {
        let today = read(r#"{"eventName":"AttachPolicy","requestParameters":{"a":1},"errorCode":null}"#);
        let iot = read(r#"{"EventName":"AttachPolicy","RequestParamters":{"a":1},"ErrorCode":""}"#);
        for record in [today, iot] {
            assert_eq!(record.text(Key::EventName).as_deref(), Some("AttachPolicy"));
            assert_eq!(record.text(Key::RequestParameters).as_deref(), Some("{\"a\":1}"));
            assert_eq!(record.raw(Key::ErrorCode), None);
        }
    }

    #[test]
    fn any_type_is_read_as_text() {
        let record = read(r#"{"eventName":{"a":[1]},"errorCode":5,"awsRegion":true,"eventID":"\u0041"}"#);
        assert_eq!(record.text(Key::EventName).as_deref(), Some("{\"a\":[1]}"));
        assert_eq!(record.text(Key::ErrorCode).as_deref(), Some("5"));
        assert_eq!(record.text(Key::EventId).as_deref(), Some("A"));
    }

    #[test]
    fn the_last_of_duplicate_keys_counts_and_white_space_is_noticed() {
        let record = read("{\"eventName\":\"A\",\"eventName\":\"B\"}");
        assert_eq!(record.text(Key::EventName).as_deref(), Some("B"));
        assert!(!record.spaced);
        assert!(read("{\"eventName\": \"A\"}").spaced);
        assert!(read("{\"a\":{\"b\":1 }}").spaced);
        assert!(!read("{\"a\":\"b c\"}").spaced);
    }

    #[test]
    fn likeness_tells_records_from_notifications() {
        let s3 = r#"{"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put","awsRegion":"x"}"#;
        assert_eq!(read(s3).likeness(), Likeness::Notification);
        assert_eq!(read(r#"{"eventVersion":"1.08","eventName":"X"}"#).likeness(), Likeness::Record);
        assert_eq!(
            read(r#"{"eventTime":"x","eventName":"X","errorCode":null}"#).likeness(),
            Likeness::Record
        );
        assert_eq!(read(r#"{"eventTime":"x","detail":{}}"#).likeness(), Likeness::Other);
        assert_eq!(read("{}").likeness(), Likeness::Other);
    }

    #[test]
    fn insights_and_aggregated_events_give_what_they_have() {
        let insight =
            read(r#"{"insightDetails":{"eventName":"RunInstances","eventSource":"ec2.amazonaws.com"}}"#);
        assert_eq!(insight.raw_or_insight(Key::EventName), Some(&b"\"RunInstances\""[..]));
        let aggregated = read(r#"{"timeWindow":{"windowStart":"2025-11-20T10:00:00Z"}}"#);
        assert_eq!(aggregated.event_time().as_deref(), Some("2025-11-20T10:00:00Z"));
    }
}
