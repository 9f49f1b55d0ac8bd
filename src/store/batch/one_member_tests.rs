//! A thread remembers kinds and actors. What it read before must never decide what the next record says.

use std::collections::HashSet;
use std::fmt::Write as _;

use crate::record::field::{COLUMNS, Column, FIELDS, Field};
use crate::record::read::RawRecord;
use crate::record::read::key::Key;
use crate::store::Store;
use crate::store::builder::Builder;
use crate::store::segment::Place;

/// Makes a `userIdentity` with these members besides those of its session.
fn session(members: &str, issuer: &str, session: &str, attributes: &str) -> String {
    format!(
        r#"{{{members},"sessionContext":{{"sessionIssuer":{{{issuer}}},{session},"attributes":{{{attributes}}}}}}}"#
    )
}

/// Makes pairs of values of a member that differ in one place and give different values in some column.
fn pairs(key: Key) -> Vec<(String, String)> {
    let texts = |one: &str, other: &str| vec![(format!("\"{one}\""), format!("\"{other}\""))];
    let raw = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(one, other)| ((*one).to_owned(), (*other).to_owned())).collect()
    };
    match key {
        Key::EventVersion => texts("1.08", "1.11"),
        Key::UserIdentity => identities(),
        Key::EventTime => texts("2026-04-01T10:00:00Z", "2026-04-01T10:00:01Z"),
        Key::EventSource => texts("sns.amazonaws.com", "sqs.amazonaws.com"),
        Key::EventName => texts("Publish", "Subscribe"),
        Key::AwsRegion => texts("eu-central-2", "eu-south-1"),
        Key::SourceIpAddress => texts("198.51.100.4", "198.51.100.5"),
        Key::UserAgent => texts("Boto3/1.34", "Boto3/1.35"),
        Key::ErrorCode => raw(&[("null", "\"AccessDenied\""), ("\"AccessDenied\"", "\"Throttling\"")]),
        Key::ErrorMessage => texts("first words", "other words"),
        Key::RequestParameters => raw(&[(r#"{"topicArn":"arn:a"}"#, r#"{"topicArn":"arn:b"}"#)]),
        Key::ResponseElements => raw(&[
            (r#"{"ConsoleLogin":"Success"}"#, r#"{"ConsoleLogin":"Failure"}"#),
            (r#"{"message":"denied to a"}"#, r#"{"message":"denied to b"}"#),
        ]),
        Key::AdditionalEventData => raw(&[(r#"{"MFAUsed":"Yes"}"#, r#"{"MFAUsed":"No"}"#)]),
        Key::ReadOnly => raw(&[("true", "false")]),
        Key::Resources => raw(&[(r#"[{"ARN":"arn:x"}]"#, r#"[{"ARN":"arn:y"}]"#)]),
        Key::EventType => texts("AwsApiCall", "AwsConsoleSignIn"),
        Key::RecipientAccountId => texts("111122223333", "444455556666"),
        Key::EventCategory => texts("Management", "Data"),
        Key::SessionCredentialFromConsole => raw(&[("null", "\"true\"")]),
        Key::InsightDetails => raw(&[
            (r#"{"eventName":"A","insightType":"x"}"#, r#"{"eventName":"B","insightType":"x"}"#),
            (r#"{"eventSource":"a.x","insightType":"x"}"#, r#"{"eventSource":"b.x","insightType":"x"}"#),
            (r#"{"insightType":"x","state":"Start"}"#, r#"{"insightType":"x","state":"End"}"#),
        ]),
        Key::TimeWindow => {
            raw(&[(r#"{"windowStart":"2026-04-01T10:00:00Z"}"#, r#"{"windowStart":"2026-04-02T10:00:00Z"}"#)])
        }
        Key::RequestId
        | Key::EventId
        | Key::ManagementEvent
        | Key::SharedEventId
        | Key::ServiceEventDetails
        | Key::ApiVersion
        | Key::TlsDetails
        | Key::Addendum
        | Key::VpcEndpointId
        | Key::CloudTrailEvent
        | Key::SplunkRaw => texts("one", "other"),
    }
}

/// Makes identities that differ from the first in one member each.
fn identities() -> Vec<(String, String)> {
    const MEMBERS: [(&str, &str, &str); 8] = [
        ("type", "AssumedRole", "FederatedUser"),
        ("principalId", "AROAEXAMPLE:ines", "AROAEXAMPLE:omar"),
        (
            "arn",
            "arn:aws:sts::111122223333:assumed-role/Ops/ines",
            "arn:aws:sts::111122223333:assumed-role/Ops/omar",
        ),
        ("accountId", "111122223333", "777788889999"),
        ("accessKeyId", "ASIAONEEXAMPLE", "ASIATWOEXAMPLE"),
        ("userName", "ines", "omar"),
        ("invokedBy", "a.amazonaws.com", "b.amazonaws.com"),
        ("odd", "a", "b"),
    ];
    let member = |name: &str, value: &str| format!("\"{name}\":\"{value}\"");
    let with = |changed: usize| {
        let members = MEMBERS.iter().enumerate();
        let members = members
            .map(|(at, (name, one, other))| member(name, if at == changed { other } else { one }))
            .collect::<Vec<_>>()
            .join(",");
        let issuer = member("arn", if changed == 8 { "arn:role/B" } else { "arn:role/A" });
        let source = member("sourceIdentity", if changed == 9 { "omar" } else { "ines" });
        let mfa = member("mfaAuthenticated", if changed == 10 { "true" } else { "false" });
        let begun = member(
            "creationDate",
            if changed == 11 { "2026-04-01T09:00:00Z" } else { "2026-04-01T08:00:00Z" },
        );
        let root = if changed == 13 { ",\"assumedRoot\":\"true\"" } else { "" };
        let console = if changed == 12 { ",\"sessionCredentialFromConsole\":\"true\"" } else { "" };
        session(&members, &issuer, &format!("{source}{root}"), &format!("{mfa},{begun}{console}"))
    };
    let spaced = |text: &str| text.replace(':', ": ");
    let close = (0..14).map(|changed| (with(usize::MAX), with(changed)));
    close.clone().chain(close.map(|(one, other)| (spaced(&one), spaced(&other)))).collect()
}

/// Makes a record in which one member has this value, and the members in `rest` have their first possible
/// value.
fn record(rest: &[Key], key: Key, value: &str) -> String {
    let mut text = "{".to_owned();
    for other in rest.iter().copied().filter(|other| *other != key) {
        let first = pairs(other).swap_remove(0).0;
        write!(text, "\"{}\":{first},", other.name()).unwrap();
    }
    write!(text, "\"{}\":{value}}}", key.name()).unwrap();
    text
}

/// Reads the records with one thread, one after another.
fn read(records: &[&str]) -> Store {
    let mut builder = Builder::default();
    let mut collector = builder.collector();
    for (start, text) in (0..).zip(records) {
        let record = RawRecord::read_knowing(text.as_bytes(), 0, &mut collector.known).unwrap();
        let length = u32::try_from(text.len()).unwrap();
        collector.add(&record, Place { file: 0, layer: 0, start, length });
    }
    builder.append(collector.take());
    builder.publish()
}

fn columns() -> Vec<Column> {
    let kept = FIELDS.iter().map(Field::column).filter(|column| column.on_demand().is_none());
    kept.chain([Column::PrincipalLabel]).collect()
}

#[test]
fn what_a_thread_has_read_before_does_not_decide_what_the_next_record_says() {
    let mut changed = HashSet::new();
    let values = |store: &Store, event| {
        columns().iter().map(|&column| store.value(event, column).to_owned()).collect::<Vec<_>>()
    };
    let whole: Vec<Key> =
        Key::ALL.into_iter().filter(|key| !matches!(key, Key::ErrorMessage | Key::InsightDetails)).collect();
    for (rest, key) in Key::ALL.into_iter().flat_map(|key| [(&[Key::EventVersion][..], key), (&whole, key)]) {
        for (one, other) in pairs(key) {
            let (one, other) = (record(rest, key, &one), record(rest, key, &other));
            let alone = [values(&read(&[&one]), 0), values(&read(&[&other]), 0)];
            for (first, second, expected) in [(&one, &other, [0, 1]), (&other, &one, [1, 0])] {
                let store = read(&[first, second]);
                for (event, expected) in (0..).zip(expected) {
                    assert_eq!(values(&store, event), alone[expected], "{first}\nthen {second}");
                }
            }
            let differing = columns().into_iter().zip(alone[0].iter().zip(&alone[1]));
            changed.extend(differing.filter(|(_, (one, other))| one != other).map(|(column, _)| column));
        }
    }
    assert_eq!(columns().len(), COLUMNS);
    let unchanged: Vec<_> = columns().into_iter().filter(|column| !changed.contains(column)).collect();
    assert!(unchanged.is_empty(), "no pair of records differs in {unchanged:?}");
}
