//! Records of every shape, and records made of random parts: reading others before must not change the result.

use proptest::prelude::*;

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
    let s3 =
        r#"{"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put","awsRegion":"x"}"#;
    assert_eq!(read(s3).likeness(), Likeness::Notification);
    assert_eq!(read(r#"{"eventVersion":"1.08","eventName":"X"}"#).likeness(), Likeness::Record);
    assert_eq!(read(r#"{"awsRegion":"x","eventName":"X","errorCode":null}"#).likeness(), Likeness::Record);
    assert_eq!(read(r#"{"eventTime":"x","detail":{}}"#).likeness(), Likeness::Other);
    assert_eq!(read("{}").likeness(), Likeness::Other);
}

#[test]
fn insights_and_aggregated_events_give_what_they_have() {
    let insight =
        read(r#"{"insightDetails":{"eventName":"RunInstances","eventSource":"ec2.amazonaws.com"}}"#);
    assert_eq!(insight.raw_or_insight(Key::EventName), Some(&b"\"RunInstances\""[..]));
    let aggregated = read(r#"{"timeWindow":{"windowStart":"2025-11-20T10:00:00Z"}}"#);
    assert_eq!(aggregated.event_time().to_string(), "2025-11-20T10:00:00Z");
}

/// Makes parameters, of which some are repeated, empty, or of another type.
fn parameters() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "bucketName",
        "key",
        "instancesSet",
        "userName",
        "name",
        "Name",
        "id",
        "roleArn",
        "policyArn",
        "keyId",
        "dBInstanceIdentifier",
        "b\\u0075cketName",
        "other",
        "",
    ]);
    let value = prop::sample::select(vec![
        "null",
        r#""""#,
        r#""a""#,
        r#""a longer text than sixteen bytes""#,
        r#""es\u0063aped \" text""#,
        "5",
        "true",
        "{}",
        "[]",
        r#"{"items":[{"instanceId":""},{"instanceId":"i-1"}]}"#,
        r#"{"items":[{"name":"x"}], "id":"y"}"#,
        r#"["a",{"b":[]}]"#,
        r#"" ""#,
    ]);
    let members = prop::collection::vec((name, value), 0..6);
    (members, comma()).prop_map(|(members, comma)| {
        let members: Vec<_> = members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        format!("{{{}}}", members.join(comma))
    })
}

/// White space is rare, as in trails.
fn comma() -> impl Strategy<Value = &'static str> {
    prop_oneof![9 => Just(","), 1 => Just(" ,\n")]
}

fn member() -> impl Strategy<Value = String> {
    let key = prop::sample::select(vec![
        "requestParameters",
        "requestParameters",
        "RequestParamters",
        "REQUESTPARAMETERS",
        "userIdentity",
        "resources",
        "eventName",
        "errorMessage",
        "eventType",
        "other",
    ]);
    let value = prop_oneof![
        6 => parameters(),
        1 => Just(r#""no: s3:Get on resource: arn:x because""#.to_owned()),
        1 => Just(r#"[{"ARN":""},{"ARN":"arn:a"}]"#.to_owned()),
        1 => Just("null".to_owned()),
        1 => Just("7".to_owned()),
    ];
    (key, value).prop_map(|(key, value)| format!("\"{key}\":{value}"))
}

fn record() -> impl Strategy<Value = String> {
    (prop::collection::vec(member(), 0..5), comma())
        .prop_map(|(members, comma)| format!("{{{}}}", members.join(comma)))
}

/// Makes a member as AWS writes it, and sometimes in other ways.
fn usual(key: Key) -> impl Strategy<Value = String> {
    let value = prop_oneof![
        3 => prop::sample::select(vec!["true", "false", "null", "12", r#""""#, "[]", "{}"]).prop_map(str::to_owned),
        3 => "\"[a-z:/.]{0,40}\"",
        1 => parameters(),
    ];
    let colon = prop_oneof![20 => Just(":"), 1 => Just(": "), 1 => Just(" :")];
    (value, colon, 0..20).prop_map(move |(value, colon, case)| {
        let name = if case == 0 { key.name().to_uppercase() } else { key.name().to_owned() };
        format!("\"{name}\"{colon}{value}")
    })
}

/// Makes a record with its members in AWS's order, some left out, some duplicated, some moved.
fn usual_record() -> impl Strategy<Value = String> {
    let order = [
        Key::EventVersion,
        Key::UserIdentity,
        Key::EventTime,
        Key::EventSource,
        Key::EventName,
        Key::AwsRegion,
        Key::SourceIpAddress,
        Key::UserAgent,
        Key::ErrorCode,
        Key::ErrorMessage,
        Key::RequestParameters,
        Key::ResponseElements,
        Key::AdditionalEventData,
        Key::RequestId,
        Key::EventId,
        Key::ReadOnly,
        Key::Resources,
        Key::EventType,
        Key::ManagementEvent,
        Key::RecipientAccountId,
        Key::SharedEventId,
        Key::VpcEndpointId,
        Key::EventCategory,
        Key::TlsDetails,
        Key::SessionCredentialFromConsole,
    ];
    let members = order.map(|key| {
        let times = prop_oneof![6 => Just(1_usize), 3 => Just(0), 1 => Just(2)];
        times.prop_flat_map(move |times| prop::collection::vec(usual(key), times))
    });
    let moved = prop::option::weighted(0.3, (any::<prop::sample::Index>(), any::<prop::sample::Index>()));
    (Vec::from(members), moved, comma()).prop_map(|(members, moved, comma)| {
        let mut members = members.concat();
        if let Some((from, to)) = moved.filter(|_| !members.is_empty()) {
            let (from, to) = (from.index(members.len()), to.index(members.len()));
            members.swap(from, to);
        }
        format!("{{{}}}", members.join(comma))
    })
}

/// Makes a record in which one byte may be changed.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop::sample::select(b"{}[],:\"\\ \nxe0-".to_vec());
    let change = prop::option::weighted(0.4, (any::<prop::sample::Index>(), byte));
    (prop_oneof![record(), usual_record()], change).prop_map(|(record, change)| {
        let mut bytes = record.into_bytes();
        if let Some((at, byte)) = change {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes
    })
}

proptest! {
    #[test]
    fn a_record_ends_where_a_plain_scanner_ends_it(bytes in bytes()) {
        let read = RawRecord::read(&bytes, 0).map(|record| record.text.len());
        if bytes.first() == Some(&b'{') {
            prop_assert_eq!(read, Scanner::new(&bytes, 0).value().map(|place| place.end));
        } else {
            prop_assert!(read.is_err());
        }
    }

    #[test]
    fn members_are_known_in_any_order(text in prop_oneof![record(), usual_record()], other in usual_record()) {
        let mut known = IdentityCache::default();
        for text in [&text, &other, &text] {
            let read = RawRecord::read_knowing(text.as_bytes(), 0, &mut known).unwrap();
            prop_assert_eq!(read.values, RawRecord::read_damaged(text.as_bytes()).values);
            prop_assert_eq!(read.text, text.as_bytes());
            prop_assert_eq!(read.spaced, RawRecord::read(text.as_bytes(), 0).unwrap().spaced);
        }
    }
}
