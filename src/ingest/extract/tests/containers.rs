//! Every shape that a text with records may have, and what is not a record.

use super::*;

#[test]
fn every_listed_container_is_read() {
    sound(&format!(r#"{{"Records":[{A},{B}]}}"#), 2);
    sound(&format!("\u{feff}{{ \"Records\" : [\r\n {A} ,\r\n {B} ] , \"x\":1 }}\r\n"), 2);
    let lookup =
        format!(r#"{{"EventId":"x","EventName":"A","EventTime":1,"CloudTrailEvent":{}}}"#, in_string(A));
    sound(&lookup, 1);
    let found = sound(&format!(r#"{{"Events":[{lookup},{lookup}],"NextToken":"t"}}"#), 2);
    assert_eq!(found.layers.len(), 2);
    sound(&format!(r#"{{"version":"0","detail-type":"AWS API Call via CloudTrail","detail":{A}}}"#), 1);
    let logs =
        format!(r#"{{"messageType":"DATA_MESSAGE","logEvents":[{{"id":"1","message":{}}}]}}"#, in_string(A));
    sound(&logs, 1);
    sound(&format!("{logs}{logs}"), 2);
    sound(&format!(r#"{{"events":[{{"message":{}}}],"searchedLogStreams":[]}}"#, in_string(A)), 1);
    sound(A, 1);
    sound(&format!("[{A},{B}]"), 2);
    sound(&format!("[[{A}],[{B}]]"), 2);
    sound(&format!("{A}\n{B}\r\n"), 2);
    sound(&format!("{A}{B}"), 2);
    sound(&format!("{{\"Records\":[{A}]}}\n{{\"Records\":[{B}]}}"), 2);
}

#[test]
fn wrappers_that_nobody_listed_are_looked_into() {
    sound(&format!(r#"{{"details":{A}}}"#), 1);
    sound(&format!(r#"[{{"data":{{"Records":[{A}]}}}}]"#), 1);
    sound(&format!(r#"{{"test_events":[{{"test_event_name":"n","event":{A}}}]}}"#), 1);
    sound(&format!(r#"{{"_raw":{}}}"#, in_string(A)), 1);
    sound(&format!(r#"{{"result":{{"_raw":{}}}}}"#, in_string(&format!("{{\"Records\":[{A},{B}]}}"))), 2);
    sound(&format!(r#"{{"hits":{{"hits":[{{"_source":{A}}}]}}}}"#), 1);
    let body = in_string(&format!(r#"{{"Type":"Notification","Message":{}}}"#, in_string(A)));
    let found = sound(&format!(r#"{{"Records":[{{"eventSource":"aws:sqs","body":{body}}}]}}"#), 1);
    assert_eq!(found.layers.iter().map(|layer| layer.parent).collect::<Vec<_>>(), [0, 1]);
    sound(&format!("2026-08-01T10:00:00.000Z {A}\n2026-08-01T10:00:01.000Z {B}\n"), 2);
    sound(&format!("<134>host app: {A}\n"), 1);
}

#[test]
fn nesting_has_an_end() {
    let deep = format!("{}{A}{}", "[".repeat(100_000), "]".repeat(100_000));
    let told = findings(&deep);
    assert_eq!((told.events, told.issues.len()), (0, 1), "what was not looked into is reported");
    let deep = (0..10).fold(A.to_owned(), |text, _| format!("{{\"m\":{}}}", in_string(&text)));
    assert_eq!(findings(&deep).events, 0);
}

#[test]
fn strangers_are_skipped_by_name() {
    let skipped = |text: &str| sound(text, 0).skipped.map(|(kind, _)| kind.label());
    assert_eq!(
        skipped(r#"{"awsAccountId":"1","digestS3Object":"k","logFiles":[{"s3Object":"x"}]}"#),
        Some("digest")
    );
    let s3 =
        r#"{"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put","awsRegion":"r"}"#;
    assert_eq!(skipped(&format!(r#"{{"Records":[{s3}]}}"#)), Some("notification"));
    assert_eq!(
        skipped(r#"{"Records":[{"EventSource":"aws:sns","Sns":{"Message":"x"}}]}"#),
        Some("notification")
    );
    assert_eq!(skipped(r#"{"messageType":"CONTROL_MESSAGE","logEvents":[]}"#), Some("control message"));
    assert_eq!(skipped(r#"{"a":{"b":[1,"{\"x\":2}"]}}"#), None);
    assert!(sound(r#"{"Records":[]}"#, 0).is_log);
    assert!(!sound(r#"{"Records":[1]}"#, 0).is_log);
    assert!(!findings("Apache License {x} text\nmore").is_json);
}

#[test]
fn a_wrapper_whose_string_is_no_record_is_an_event_itself() {
    sound(r#"{"EventId":"x","EventName":"A","EventTime":"t","EventSource":"s","CloudTrailEvent":"{}"}"#, 1);
}

#[test]
fn what_stands_beside_records_is_read_too() {
    sound(&format!(r#"{{"Records":[],"Records":[{A}]}}"#), 1);
    sound(&format!(r#"{{"Records":[{A}],"more":{{"Records":[{B}]}}}}"#), 2);
    sound(
        &format!(
            r#"{{"result":{{"_raw":{},"eventName":"A","eventTime":"t","eventSource":"s"}}}}"#,
            in_string(A)
        ),
        1,
    );
    sound(&format!(r#"{{"data":{{"aws":{A}}},"full_log":{}}}"#, in_string(&format!("{{\"aws\":{A}}}"))), 1);
}

#[test]
fn nothing_is_called_empty() {
    for text in ["", " \r\n\t "] {
        let (state, issues) = outcome(&mut findings(text), Vec::new(), text.as_bytes());
        assert_eq!((state, issues[0].kind.label()), (FileState::NotLog, "empty"), "{text:?}");
    }
}

#[test]
fn words_are_no_logs() {
    for text in ["body {\n margin:0 }", "[default]\nregion=x", "key: {value}", "plain"] {
        assert!(!findings(text).is_json, "{text}");
    }
    let control = r#"{"messageType":"CONTROL_MESSAGE","logEvents":[]}"#;
    assert!(!findings(&format!("{control}\n{{\"messageType\":\"DATA_MESSAGE\",\"logEv")).issues.is_empty());
    assert!(findings(r#"{"awslogs":{"data":"H4sI"}}"#).not_read.len() == 1);
}

/// An envelope with three of CloudTrail's members was taken for a record, and the records in it were not found.
#[test]
fn an_envelope_that_looks_like_a_record_hides_none() {
    let envelope =
        r#""eventID":"1","eventType":"t","eventTime":"2023-07-10T12:00:00Z","eventSource":"kafka""#;
    sound(&format!(r#"{{{envelope},"message":{}}}"#, in_string(A)), 1);
    sound(&format!(r#"{{{envelope},"events":[{A},{B},{A}]}}"#), 3);
    // Without an eventName, the envelope itself is not a record.
    sound(&format!("{{{envelope},\"payload\":\"text\"}}\n{{{envelope},\"a\":{{}}}}"), 0);
    // What a caller sent is not evidence, even if it is the text of a record.
    let sent = format!(r#""requestParameters":{{"policy":{},"list":[{A},{B}]}}"#, in_string(A));
    sound(&format!(r#"{{{envelope},"eventName":"N",{sent},"userIdentity":{{}}}}"#), 1);
    assert_eq!(findings(&format!(r#"{{{envelope},{sent},"userIdentity":{{}}}}"#)).events, 0);
}

/// Objects in a format that is not read were forgotten as soon as their file held one event.
#[test]
fn what_is_not_read_is_told_beside_events() {
    let ocsf = r#"{"class_uid":6003,"api":{"operation":"DeleteTrail"}}"#;
    let kinesis =
        r#"{"eventSource":"aws:kinesis","eventName":"aws:kinesis:record","kinesis":{"data":"H4sI"}}"#;
    let forms = |text: &str| {
        let (state, issues) = outcome(&mut findings(text), Vec::new(), text.as_bytes());
        let told = issues.iter().map(|issue| {
            let place = issue.offset.and_then(|at| text.get(usize::try_from(at).unwrap()..)?.get(..7));
            format!("{} {}", issue.kind.label(), place.unwrap_or_default())
        });
        (state, told.collect::<Vec<_>>())
    };
    let lambda = r#"{"awslogs":{"data":"H4sI"}}"#;
    let mixed = format!("{A}\n{lambda}\n{ocsf}\n{ocsf}");
    assert_eq!(
        forms(&mixed),
        (FileState::Damaged, vec!["Lambda event {\"awslo".to_owned(), "OCSF {\"class".to_owned()])
    );
    let list = format!(r#"{{"Records":[{kinesis},{A}]}}"#);
    assert_eq!(forms(&list), (FileState::Damaged, vec!["Kinesis event {\"event".to_owned()]));
    assert_eq!(forms(&format!(r#"{{"Records":[{kinesis}]}}"#)).0, FileState::Unreadable);
    assert_eq!(forms(r#"{"Records":[{"kinesis":{"data":"H4sI"}}]}"#).0, FileState::Unreadable);
    assert_eq!(forms(&format!("{ocsf}\n{lambda}")), (FileState::Unreadable, vec!["OCSF ".to_owned()]));
    // The format of the wrapper is known, and its content was read.
    assert_eq!(
        forms(&format!(r#"{{"class_uid":1,"raw_data":{}}}"#, in_string(A))),
        (FileState::Read, Vec::new())
    );
}

/// They were skipped silently.
#[test]
fn items_of_a_log_file_that_are_no_records_are_told() {
    let told = |text: &str| {
        let found = findings(text);
        (
            found.unrecognized.map(|(at, items)| (text.get(at..at + 3).unwrap().to_owned(), items)),
            found.events,
        )
    };
    assert_eq!(
        told(&format!(r#"{{"Records":[{A},{{"foo":1}},{B},null,[]]}}"#)),
        (Some(("{\"f".to_owned(), 3)), 2)
    );
    assert_eq!(told(&format!(r#"{{"a":1,"Records" : [ {A}, 12345 ]}}"#)), (Some(("123".to_owned(), 1)), 1));
    assert_eq!(told(&format!(r#"{{"Records":[{A},{{"message":{}}}]}}"#, in_string(B))), (None, 2));
    assert_eq!(told(&format!(r#"{{"Records":[{A},{{"eventSource":"aws:s3"}}]}}"#)), (None, 1), "set aside");
    assert_eq!(told(&format!(r#"[{A},{{"foo":1}}]"#)), (None, 1), "any list may hold other things");
    let text = format!(r#"{{"Records":[{A},{{"foo":1}}]}}"#);
    let (state, issues) = outcome(&mut findings(&text), Vec::new(), text.as_bytes());
    assert_eq!((state, issues.len(), issues[0].kind.label()), (FileState::Damaged, 1, "not a record"));
    let text = r#"{"Records":[{"foo":1}]}"#;
    assert_eq!(outcome(&mut findings(text), Vec::new(), text.as_bytes()).0, FileState::NotLog);
}

/// JSON of other products with three familiar members was counted as events.
#[test]
fn json_of_another_kind_is_none_of_ours() {
    for text in [
        r#"{"EventTime":"2026-01-02 03:04:05","EventID":4624,"EventType":"AUDIT_SUCCESS","Channel":"Security"}"#,
        r#"{"eventTime":"t","eventType":"click","eventID":"1","requestID":"2"}"#,
        r#"{"userIdentity":{},"requestParameters":{},"eventType":"AwsApiCall"}"#,
        r#"{"class_uid":6003,"unmapped":{"eventName":"StopLogging","eventSource":"cloudtrail","eventVersion":"1"}}"#,
    ] {
        assert_eq!(findings(text).events, 0, "{text}");
    }
    for text in [
        r#"{"eventName":"A","awsRegion":"r"}"#,
        r#"{"eventVersion":"1.07","eventType":"AwsCloudTrailInsight","insightDetails":{"eventName":"A"}}"#,
        r#"{"eventType":"AwsAggregatedEvent","timeWindow":{"windowStart":"t"}}"#,
    ] {
        sound(text, 1);
    }
}

/// A normalised copy of a record was counted as a second event.
#[test]
fn a_copy_beside_its_original_counts_once() {
    let record = r#"{"eventVersion":"1.08","eventName":"A","awsRegion":"r","eventID":"1"}"#;
    let copy = r#"{"eventName":"A","awsRegion":"r","eventID":"1"}"#;
    let without_id = r#"{"eventName":"A","awsRegion":"r","userIdentity":{}}"#;
    let another = r#"{"eventName":"A","awsRegion":"r","eventID":"2"}"#;
    let text = in_string(record);
    for (envelope, events) in [
        (format!(r#"{{"message":{text},"action":{{"properties":{without_id}}}}}"#), 1),
        (format!(r#"{{"aws":{{"cloudtrail":{copy}}},"event":{{"original":{text}}},"message":{text}}}"#), 1),
        (format!(r#"{{"hits":[{{"_source":{{"aws":{copy},"event":{{"original":{text}}}}}}}]}}"#), 1),
        (format!(r#"{{"_raw":{text},"result":{copy}}}"#), 1),
        (format!(r#"{{"_raw":{text},"result":{another}}}"#), 2),
        (format!(r#"[{{"_raw":{text}}},{{"_raw":{text}}}]"#), 2),
    ] {
        sound(&envelope, events);
    }
}

/// It was printed unchanged, which is not valid JSON, without a warning.
#[test]
fn raw_controls_in_strings_are_reported() {
    let raw = "{\"eventVersion\":\"1.08\",\"eventName\":\"N\t\"}";
    let found = findings(&format!("{A}\n{raw}\n{raw}"));
    assert_eq!(
        (found.events, found.issues.len(), found.issues[0].kind.label()),
        (3, 1, "control characters")
    );
    assert_eq!(found.recovered.len(), 2);
}

/// The columns after the JSON were reported as damage.
#[test]
fn text_output_of_the_aws_cli_is_read_to_the_end_of_its_lines() {
    let line = |record: &str| format!("EVENTS\t1\t1773144000000\tstream\t{record}\t1773144000001\n");
    sound(&format!("{}{}", line(A), line(B)), 2);
    sound(&format!("{}SEARCHEDLOGSTREAMS\tstream\tTrue\n", line(A)), 1);
}
