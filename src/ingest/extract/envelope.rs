//! The envelopes that carry a record as text, and the member that carries it in each.
//!
//! A caller can put the text of a record into any string that AWS logs, so a record in a string is an event
//! only here. Everywhere else it is quoted: counted and reported, never an event.

use std::ops::Range;

use memchr::memmem;

use crate::json::members::members_at;

/// How an envelope encodes the text that it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) enum Carrier {
    /// As a JSON string.
    Text,
    /// As base64 in a JSON string, compressed or not.
    Base64,
    /// Text that repeats the members beside it: used if these are not a record.
    Repeated,
}

/// Members that carry a record in the envelopes of one product, in order of preference.
struct EnvelopeForm {
    member: &'static [u8],
    carrier: Carrier,
    /// At least one of these must be beside it, unless this is empty.
    beside: &'static [&'static [u8]],
    /// None of these may be beside it: they show that a service has logged what it was sent.
    not_beside: &'static [&'static [u8]],
}

/// Members of logs that services and applications write about themselves.
const APPLICATION: &[&[u8]] = &[
    b"level",
    b"Level",
    b"severity",
    b"levelname",
    b"log.level",
    b"lvl",
    b"logger",
    b"logger_name",
    b"thread",
    b"thread_name",
    b"msg",
    b"method",
    b"httpMethod",
    b"path",
    b"url",
    b"uri",
    b"headers",
    b"requestContext",
    b"request",
    b"remote_addr",
    b"remote_ip",
    b"client_ip",
    b"user_agent",
    b"userAgent",
];

const FORMS: &[EnvelopeForm] = &[
    // aws cloudtrail lookup-events
    EnvelopeForm { member: b"CloudTrailEvent", carrier: Carrier::Text, beside: &[], not_beside: &[] },
    // Splunk, Cribl, Sumo Logic
    EnvelopeForm { member: b"_raw", carrier: Carrier::Text, beside: &[], not_beside: &[] },
    // Elastic, with names joined by dots
    EnvelopeForm { member: b"event.original", carrier: Carrier::Text, beside: &[], not_beside: &[] },
    // OCSF
    EnvelopeForm { member: b"raw_data", carrier: Carrier::Text, beside: &[b"class_uid"], not_beside: &[] },
    // CloudWatch Logs Insights
    EnvelopeForm { member: b"@message", carrier: Carrier::Text, beside: &[], not_beside: &[] },
    // SNS
    EnvelopeForm { member: b"Message", carrier: Carrier::Text, beside: &[], not_beside: APPLICATION },
    // SQS, as its API and as Lambda deliver it
    EnvelopeForm { member: b"Body", carrier: Carrier::Text, beside: &[], not_beside: APPLICATION },
    EnvelopeForm { member: b"body", carrier: Carrier::Text, beside: &[], not_beside: APPLICATION },
    // CloudWatch Logs; Elastic and Datadog
    EnvelopeForm { member: b"message", carrier: Carrier::Text, beside: &[], not_beside: APPLICATION },
    // Firehose, Kinesis, and subscriptions of CloudWatch Logs
    EnvelopeForm {
        member: b"data",
        carrier: Carrier::Base64,
        beside: &[
            b"recordId",
            b"approximateArrivalTimestamp",
            b"sequenceNumber",
            b"partitionKey",
            b"kinesisSchemaVersion",
            b"messageID",
        ],
        not_beside: APPLICATION,
    },
    EnvelopeForm {
        member: b"Data",
        carrier: Carrier::Base64,
        beside: &[b"SequenceNumber", b"PartitionKey", b"ApproximateArrivalTimestamp"],
        not_beside: APPLICATION,
    },
    // Apache Kafka in Lambda
    EnvelopeForm {
        member: b"value",
        carrier: Carrier::Base64,
        beside: &[b"topic", b"offset"],
        not_beside: APPLICATION,
    },
    // Wazuh
    EnvelopeForm { member: b"full_log", carrier: Carrier::Repeated, beside: &[], not_beside: &[] },
];

/// The members of an object: names without quotes, and places of values.
pub(in crate::ingest) type Members<'t> = Vec<(&'t [u8], Range<usize>)>;

/// Returns the members of the object at `at`.
pub(in crate::ingest) fn members_of(text: &[u8], at: usize) -> Members<'_> {
    let name = |key: Range<usize>| text.get(key.start + 1..key.end - 1).unwrap_or_default();
    members_at(text, at).map(|(key, value)| (name(key), value)).collect()
}

/// Returns how a member carries text, given the names beside it.
pub(in crate::ingest) fn carrier(name: &[u8], has: impl Fn(&[u8]) -> bool, alone: bool) -> Option<Carrier> {
    let form = FORMS.iter().find(|form| form.member == name)?;
    let is_beside =
        form.beside.is_empty() || (alone && name != b"value") || form.beside.iter().any(|name| has(name));
    let is_foreign = form.not_beside.iter().any(|name| has(name));
    (is_beside && !is_foreign).then_some(form.carrier)
}

/// Returns the strings of an envelope that carry text, the most reliable first, and how each is encoded.
pub(in crate::ingest) fn carried(text: &[u8], members: &Members<'_>) -> Vec<(Range<usize>, Carrier)> {
    let has = |name: &[u8]| members.iter().any(|(other, _)| *other == name);
    let mut found: Vec<(usize, Range<usize>, Carrier)> = Vec::new();
    for (name, value) in members {
        let rank = FORMS.iter().position(|form| form.member == *name);
        if let Some((rank, carrier)) = rank.zip(carrier(name, has, members.len() == 1)) {
            found.push((rank, value.clone(), carrier));
        }
        // Elastic keeps the original text in a nested object.
        if *name == b"event" && text.get(value.start) == Some(&b'{') {
            let original = members_of(text, value.start).into_iter().find(|(name, _)| *name == b"original");
            found.extend(original.map(|(_, value)| (2, value, Carrier::Text)));
        }
        // A row of Logs Insights is a list of fields, each with its name beside its value.
        if *name == b"value" && is_field(text, members, b"\"@message\"") {
            found.push((0, value.clone(), Carrier::Text));
        }
    }
    found.sort_by_key(|(rank, ..)| *rank);
    let is_string = |place: &Range<usize>| text.get(place.start) == Some(&b'"');
    found
        .into_iter()
        .map(|(_, place, carrier)| (place, carrier))
        .filter(|(place, _)| is_string(place))
        .collect()
}

/// Returns whether the object is one field of a row, with this name.
fn is_field(text: &[u8], members: &Members<'_>, wanted: &[u8]) -> bool {
    members.len() == 2
        && members.iter().any(|(name, place)| *name == b"field" && text.get(place.clone()) == Some(wanted))
}

/// The `eventVersion` of a record that is quoted in a string: in escaped quotes.
pub(in crate::ingest) const NAME_OF_QUOTED: &[u8] = b"\\\"eventVersion\\";

/// Returns how many records are quoted in the strings of a stretch of text.
pub(in crate::ingest) fn quoted_records(text: &[u8]) -> usize {
    memmem::find_iter(text, NAME_OF_QUOTED).count()
}

/// Returns whether a damaged text says that it is a record: by the one member that only records have, or by two
/// others.
pub(in crate::ingest) fn names_a_record(text: &[u8]) -> bool {
    const OTHERS: [&[u8]; 6] = [
        b"\"eventName\"",
        b"\"eventSource\"",
        b"\"eventTime\"",
        b"\"awsRegion\"",
        b"\"userIdentity\"",
        b"\"sourceIPAddress\"",
    ];
    let names = |name: &[u8]| memmem::find(text, name).is_some();
    names(b"\"eventVersion\"") || OTHERS.into_iter().filter(|name| names(name)).count() >= 2
}

/// Returns whether text is the end of a record that lost its beginning: more braces close in it than open, and it names
/// one member that only records have, or two others.
pub(in crate::ingest) fn ends_a_record(text: &[u8]) -> bool {
    const OWN: [&[u8]; 10] = [
        b"\"eventVersion\"",
        b"\"eventSource\"",
        b"\"awsRegion\"",
        b"\"sourceIPAddress\"",
        b"\"userIdentity\"",
        b"\"requestParameters\"",
        b"\"responseElements\"",
        b"\"managementEvent\"",
        b"\"recipientAccountId\"",
        b"\"eventCategory\"",
    ];
    const SHARED: [&[u8]; 7] = [
        b"\"eventName\"",
        b"\"eventTime\"",
        b"\"eventID\"",
        b"\"eventType\"",
        b"\"requestID\"",
        b"\"readOnly\"",
        b"\"userAgent\"",
    ];
    let braces = |brace: u8| memchr::memchr_iter(brace, text).count();
    if text.trim_ascii_end().last() != Some(&b'}') || braces(b'}') <= braces(b'{') {
        return false;
    }
    let names = |name: &&[u8]| {
        memmem::find_iter(text, *name).any(|at| {
            text.get(at + name.len()..).is_some_and(|behind| behind.trim_ascii_start().first() == Some(&b':'))
        })
    };
    OWN.iter().any(names) || SHARED.iter().filter(|name| names(name)).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_record_is_told_from_other_text() {
        for text in [
            r#"lt"},"responseElements":null}"#,
            r#"x","requestID":"a", "eventID" : "b","readOnly":false}  "#,
            r#"{"a":1},"eventCategory":"Management"}"#,
            r#"{}}],"recipientAccountId":"111122223333"}"#,
        ] {
            assert!(ends_a_record(text.as_bytes()), "{text}");
        }
        for text in [
            "",
            "}",
            "plain text }",
            r#""eventSource":"x""#,
            r#"got {"eventSource":"x","eventName":"y"}"#,
            r#"{"eventSource":"x"}"#,
            r#"a "eventSource" of "awsRegion" }"#,
            r#"x","eventType":"click"}"#,
        ] {
            assert!(!ends_a_record(text.as_bytes()), "{text}");
        }
    }

    #[track_caller]
    fn carries(object: &str, expected: &[(&str, Carrier)]) {
        let members = members_of(object.as_bytes(), 0);
        let carried = carried(object.as_bytes(), &members);
        let found: Vec<_> =
            carried.into_iter().map(|(place, carrier)| (object.get(place).unwrap(), carrier)).collect();
        assert_eq!(found, expected, "{object}");
    }

    #[test]
    fn envelopes_carry_text_at_their_member() {
        let text = |value| [(value, Carrier::Text)];
        for name in
            ["CloudTrailEvent", "_raw", "event.original", "@message", "Message", "Body", "body", "message"]
        {
            carries(&format!(r#"{{"a":1,"{name}":"x"}}"#), &text("\"x\""));
            carries(&format!(r#"{{"a":1,"{name}":{{}}}}"#), &[]);
        }
        carries(
            r#"{"message":"m","event":{"kind":1,"original":"o"}}"#,
            &[("\"o\"", Carrier::Text), ("\"m\"", Carrier::Text)],
        );
        carries(r#"{"raw_data":"x"}"#, &text("\"x\""));
        carries(r#"{"recordId":"1","data":"e30="}"#, &[("\"e30=\"", Carrier::Base64)]);
        carries(r#"{"data":"e30="}"#, &[("\"e30=\"", Carrier::Base64)]);
        carries(r#"{"field":"@message","value":"x"}"#, &text("\"x\""));
        carries(r#"{"full_log":"x"}"#, &[("\"x\"", Carrier::Repeated)]);
    }

    #[test]
    fn what_a_service_logs_about_a_request_carries_nothing() {
        for object in [
            r#"{"level":"info","message":"x"}"#,
            r#"{"method":"POST","path":"/","body":"x"}"#,
            r#"{"user":"a","data":"e30="}"#,
            r#"{"content":"x"}"#,
            r#"{"field":"message","value":"x"}"#,
            r#"{"field":"@message","value":"x","level":"info"}"#,
            r#"{"a":1,"raw_data":"x"}"#,
        ] {
            carries(object, &[]);
        }
    }

    #[test]
    fn quoted_records_are_counted_at_any_depth() {
        let record = r#"{"eventVersion":"1"}"#;
        let once = serde_json::to_string(record).unwrap();
        let twice = serde_json::to_string(&format!("{{\"a\":{once}}}")).unwrap();
        assert_eq!(quoted_records(format!("{record}{once}x{twice}{once}").as_bytes()), 3);
    }
}
