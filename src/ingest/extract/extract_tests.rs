//! Each shape that a text with records may have, and each kind of damage, as a table of cases.

use super::*;
use crate::ingest::extract::outcome::outcome;
use crate::record::field::Column;
use crate::store::builder::Builder;
use crate::store::file::{FileState, LogFile, MAX_ISSUES};
use crate::store::record_reader::RecordReader;
use crate::store::source::Source;

const A: &str = r#"{"eventVersion":"1.08","eventName":"A"}"#;
const B: &str = r#"{"eventVersion":"1.08","eventName":"B"}"#;

/// Returns what is found in a text. In every case, no two events share bytes.
#[track_caller]
fn findings(text: &str) -> Findings {
    let mut builder = Builder::default();
    let mut collector = builder.collector();
    let findings = read(text.as_bytes(), 0, &mut collector);
    builder.append(collector.take());
    let store = builder.publish();
    let mut places: Vec<_> = store.order().iter().filter_map(|&event| store.place(event)).collect();
    assert_eq!(places.len(), findings.events as usize, "{text}");
    places.sort_unstable_by_key(|place| (place.layer, place.start));
    for (one, next) in places.iter().zip(places.iter().skip(1)) {
        let apart = one.layer != next.layer || one.start + one.length <= next.start;
        assert!(apart, "two events overlap: {one:?}, {next:?} in {text}");
    }
    findings
}

#[track_caller]
fn sound(text: &str, events: u32) -> Findings {
    let findings = findings(text);
    assert_eq!((findings.events, findings.issues.as_slice()), (events, &[][..]), "{text}");
    findings
}

#[track_caller]
fn damaged(text: &str, events: u32) {
    let findings = findings(text);
    assert_eq!(findings.events, events, "{text}\n{findings:?}");
    assert!(!findings.issues.is_empty(), "{text}");
}

fn in_string(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

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
fn damage_costs_one_record() {
    damaged(&format!(r#"{{"Records":[{A}, ..additional entries ]}}"#), 1);
    damaged(&format!(r#"{{"Records":[{A},{{"eventVersion":"1.08","eventName":"C" oops}},{B}]}}"#), 3);
    damaged(&format!(r#"{{"Records":[{A},{{"eventVersion":"1.08,"eventName":"C"}},{B}]}}"#), 2);
    damaged(&format!(r#"{{"Records":[{A},{{"eventVersion":"1.08","ev"#), 1);
    damaged(&format!(r#"{{"Records":[{A}{B}]}}"#), 2);
    damaged(&format!(r#"{{"Records":[{A},{B},]}}"#), 2);
    damaged(&format!(r#"{{"Records":[{A},{B}"#), 2);
    damaged(&format!(r#"{{"Recxrds [{A},{B}]}}"#), 2);
    damaged(&format!("{A}\n{{\"eventVersion\":\"1.08\",\"eventNa\n{B}\n"), 2);
    damaged(&format!("{A}\nplain words\n{B}\n"), 2);
    let lookup = format!(r#"{{"Events":[{{"EventId":"x","CloudTrailEvent":{}}},{{"EventId":"#, in_string(A));
    damaged(&lookup, 1);
}

#[test]
fn hostile_damage_ends_in_time() {
    let text = "\n{\"a\":[".repeat(100_000);
    assert!(!findings(&text).issues.is_empty());
    let text = "\n{\"a\"".repeat(100_000);
    assert!(findings(&text).issues.len() <= MAX_ISSUES);
}

#[test]
fn a_text_that_doubles_at_each_level_ends_in_time() {
    let level = |inner: &str| format!(r#"{{"CloudTrailEvent":1,"a":{inner}}}"#);
    let eight = |inner: String| (0..7).fold(inner, |text, _| level(&text));
    let text = (0..4).fold(eight("1".to_owned()), |text, _| eight(in_string(&text)));
    assert_eq!(findings(&text).events, 0);
}

#[test]
fn a_bad_string_costs_its_own_event_only() {
    let bad = r#"{"CloudTrailEvent":"{\"eventVersion\":\"1\x8\"}"}"#;
    damaged(&format!(r#"{{"Events":[{bad},{{"CloudTrailEvent":{}}}]}}"#, in_string(A)), 1);
    let half = in_string(r#"{"eventVersion":"1.08","eventNa"#);
    damaged(&format!(r#"{{"logEvents":[{{"message":{}}},{{"message":{half}}}]}}"#, in_string(A)), 1);
    damaged(&format!(r#"{{"logEvents":[{{"message":{half}}}]}}"#), 0);
}

#[test]
fn records_in_strings_on_lines_are_read() {
    sound(&format!("{}\n{}\n{}\n", in_string(A), in_string(B), in_string(A)), 3);
    let broken = format!(r#"{{"EventId":"1","CloudTrailEvent":{}"#, in_string(A).trim_end_matches('"'));
    let good = format!(r#"{{"EventId":"2","CloudTrailEvent":{}}}"#, in_string(B));
    damaged(&format!("{broken}\n{good}\n{good}\n"), 3);
}

#[test]
fn a_quote_too_many_costs_one_record_at_most() {
    damaged(&format!("{{\"Records\":[{A},\"{B},{A}]}}"), 3);
    damaged(&format!("{{\"Records\":[\"{A},{B}]}}"), 2);
    damaged(&format!("{{\"Records\":\"[{A},{B}]}}"), 2);
    damaged(&format!("{A}\n\"{B}\n{A}\n"), 3);
    damaged(&format!("\"{A}\n{B}\n"), 2);
    damaged(&format!("{{\"Records\":[{A}\",{B},{A}]}}"), 3);
}

#[test]
fn a_lost_bracket_does_not_swallow_what_follows() {
    let open = r#"{"eventVersion":"1.08","eventName":"O","resources":[{"type":"x"}"#;
    damaged(&format!("{{\"Records\":[{A},{open},{B},{A}]}}"), 4);
}

#[test]
fn records_that_begin_with_another_key_survive_damage_too() {
    let one = r#"{"awsRegion":"r","eventID":"1","eventName":"A","eventVersion":"1.08"}"#;
    let bad = r#"{"awsRegion":x,"eventID":"2","eventName":"A","eventVersion":"1.08"}"#;
    damaged(&format!(r#"{{"Records":[{bad},{one}]}}"#), 1);
    damaged(&format!(r#"{{"Records":[{one},{{"awsRegion":"r,{one},{one}]}}"#), 3);
    damaged(&format!(r#"{{"Records":[{one}{one}]}}"#), 2);
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

/// A record cut short inside a string was forgotten if its `eventVersion` was in the missing part.
#[test]
fn a_torn_record_in_a_string_is_told() {
    let whole = format!(r#"{{"message":{}}}"#, in_string(A));
    let torn = in_string(r#"{"awsRegion":"us-east-1","eventName":"DeleteTrail","userIdent"#);
    damaged(&format!("{whole}\n{{\"message\":{torn}}}"), 1);
    sound(&format!("{whole}\n{{\"message\":{}}}", in_string("{a template, no record}")), 1);
}

/// An extra quote pairs with the first quote of the next record, wherever it is.
#[test]
fn a_stray_quote_does_not_swallow_the_record_behind_it() {
    damaged(&format!("{{\"Records\":[\"{A},{B}]}}"), 2);
    damaged(&format!("{{\"Records\":[{A},\"{B}]}}"), 2);
    damaged(&format!("{{\"Records\":[{A}\",{B}]}}"), 2);
    damaged(&format!("\t\":[{A},{B}]}}"), 2);
    damaged(&format!("{{{{\"eventVersion\"\"\"\"\"}},\"\n{A}"), 1);
    damaged(&format!("{A}\n\"{{\\\"eventVersion\\\":\n{B}"), 2);
    damaged(&format!("{{\"a\";\"{{\\\"eventVersion\\\":[{A},{B}]"), 2);
}

/// After the damage, records were taken for too deeply nested and not read.
#[test]
fn opening_brackets_that_never_close_hide_no_record() {
    for brackets in [1, 8, 9, 40, 5000] {
        damaged(&format!("{}))\"{A},{B}]", "[".repeat(brackets)), 2);
        damaged(&format!("{}x\n{{\"Records\":[{A}]}}", "[".repeat(brackets)), 1);
    }
}

/// The record took the end of the list for its own, and its neighbours for a part of itself. It was kept with
/// its neighbours inside, which were counted as well. Now it ends where the first of them begins.
#[test]
fn a_record_that_lost_its_ends_keeps_no_neighbour() {
    let open = r#"{"eventVersion":"1.08","eventName":"O","resources":[{"ARN":"a"#;
    let rest = r#"b","c":1}"#;
    let text = format!("{{\"Records\":[{A},{open}\0\0\0{rest},{B},{A}]}}");
    damaged(&text, 4);
    let lost = findings(&text).issues.remove(0).lost.unwrap();
    let start = text.find(open).unwrap();
    assert_eq!((lost.start, lost.length), (start as u64, (text.find(B).unwrap() - start) as u64));
    damaged(&format!("{text}\n{{\"Records\":[{B}]}}"), 5);
    damaged(&format!("[{{\"detail\":{A}}}"), 1);
    sound(&format!("{{\"Records\":[{open}{rest},{B}]}}]}}"), 1);
}

/// An intact record that contains another is not torn, whatever damage follows it.
#[test]
fn a_record_within_a_record_stays_there() {
    let outer = format!(r#"{{"eventVersion":"1.08","eventName":"O","requestParameters":{{"event":{A}}}}}"#);
    damaged(&format!("{{\"Records\":[{outer}{B}]}}"), 2);
    damaged(&format!("{{\"Records\":[{outer},{B}"), 2);
    let listed =
        r#"{"eventVersion":"1.08","eventName":"O","resources":[{"eventVersion":"1"},{"accountId":"1"}]}"#;
    damaged(&format!("{{\"Records\":[{listed}{B}]}}"), 2);
}

/// Records that had been read were read again when the text broke off after them.
#[test]
fn records_behind_the_list_are_counted_once() {
    damaged(&format!(r#"{{"Records":[{A}],"more":[{B}]"#), 2);
    damaged(&format!(r#"{{"Records":[{A}],"more":[{B}],"name":"x"{A}"#), 3);
    damaged(&format!(r#"{{"Records":[{A}],"more":[{B}],"name":x"#), 2);
    damaged(&format!("{{\"Records\":[{A}],\"name\":\"{{\"a\":{B}}}"), 2);
}

/// The text of the event was found twice when the wrapper was taken for a torn record.
#[test]
fn a_wrapper_before_damage_is_opened_once() {
    let item = |text: &str| {
        let text = in_string(text);
        format!(r#"{{"EventId":"1","EventName":"A","EventTime":"t","CloudTrailEvent":{text}}}"#)
    };
    damaged(&format!(r#"{{"Events":[{}{}]}}"#, item(A), item(B)), 2);
    damaged(&format!(r#"{{"Events":[{},{}"#, item(A), item(B)), 2);
}

/// Nothing was found in it: the search was only for records at the start of their string, and only in strings
/// with an end.
#[test]
fn a_string_that_is_cut_gives_what_is_whole() {
    let log_file = format!("{{\"Records\":[{A},{B},{A}]}}");
    let string = in_string(&log_file);
    let (cut, _) = string.split_at(string.len() - 40);
    for text in [
        cut.to_owned(),
        format!("[{cut}"),
        format!("[1, {cut}"),
        format!("{{\"body\":{cut}"),
        format!("{{\"Records\":[{{\"messageId\":\"m\",\"body\":{cut}"),
        format!("{{\"body\":{cut}\n"),
    ] {
        damaged(&text, 2);
        let found = findings(&text);
        assert_eq!(found.layers.len(), 1, "{text}");
        let cut_at = found.issues.iter().filter_map(|issue| issue.lost.as_ref()).next_back().unwrap();
        assert_eq!(usize::try_from(cut_at.start), Ok(text.find(cut).unwrap()), "{text}");
    }
    let events = |text: &str| format!("{{\"Events\":[{{\"EventId\":\"1\",\"CloudTrailEvent\":{text}");
    let whole = in_string(A);
    damaged(&events(whole.trim_end_matches('"')), 1);
    let none = events(whole.split_at(whole.len() - 5).0);
    damaged(&none, 0);
    let issues = findings(&none).issues;
    let lost: u64 = issues.iter().filter_map(|issue| issue.lost.as_ref()).map(|lost| lost.length).sum();
    let torn = none.len() - none.find("\"{\\").unwrap();
    assert_eq!(lost, torn as u64, "the same bytes are reported once");
    damaged(&events(&format!("{}\n{B}\n{A}", whole.trim_end_matches('"'))), 3);
}

/// The escape is not valid in the inner text either, so nothing is derived from it that the file does not say.
#[test]
fn a_bad_escape_in_a_string_costs_its_record_only() {
    let string = in_string(&format!("{{\"Records\":[{A},{B},{A}]}}"));
    let bad = string.replacen('B', r"\xB", 1);
    damaged(&format!("{{\"body\":{bad}}}"), 2);
    damaged(&format!("{{\"body\":{bad}}}\n{{\"Records\":[{B}]}}"), 3);
    let mut inner = Vec::new();
    crate::json::text::unescape_into(crate::json::text::inside(bad.as_bytes()), &mut inner);
    assert!(inner.windows(7).any(|part| part == br#":"\xB"}"#), "{}", inner.escape_ascii());
    let quote = string.replacen(r#"\"B\""#, r#""B""#, 1);
    damaged(&format!("{{\"body\":{quote}}}"), 1);
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut encoder, text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

/// The input of Firehose, Kinesis and Lambda was reported as JSON without records.
#[test]
fn records_in_base64_are_read() {
    let batch =
        format!(r#"{{"messageType":"DATA_MESSAGE","logEvents":[{{"id":"1","message":{}}}]}}"#, in_string(A));
    for (text, events) in
        [(A, 1), (&format!("{A}\n{B}\n"), 2), (&format!("{{\"Records\":[{A},{B}]}}"), 2), (&batch, 1)]
    {
        for bytes in [text.as_bytes().to_vec(), gzip(text)] {
            let data = base64(&bytes);
            for envelope in [
                format!(r#"{{"invocationId":"x","records":[{{"recordId":"1","data":"{data}"}}]}}"#),
                format!(r#"{{"Records":[{{"SequenceNumber":"1","Data":"{data}","PartitionKey":"k"}}]}}"#),
                format!(
                    r#"{{"Records":[{{"eventSource":"aws:kinesis","kinesis":{{"partitionKey":"k","data":"{data}"}}}}]}}"#
                ),
                format!(r#"{{"awslogs":{{"data":"{data}"}}}}"#),
            ] {
                let mut builder = Builder::default();
                let mut collector = builder.collector();
                let found = read(envelope.as_bytes(), 0, &mut collector);
                assert_eq!((found.events, found.issues.len()), (events, 0), "{envelope}");
                builder.append(collector.take());
                let store = builder.publish();
                let source = Source::new(envelope.clone().into_bytes(), Vec::new());
                let file = LogFile {
                    source: Some(source),
                    layers: found.layers,
                    ..LogFile::empty("x".into(), FileState::Read)
                };
                let place = store.place(store.order()[0]).unwrap();
                let mut reader = RecordReader::default();
                let mut text = reader.file(&file, &|| false).unwrap();
                assert_eq!(
                    text.record(place).escape_ascii().to_string(),
                    A.as_bytes().escape_ascii().to_string()
                );
            }
        }
    }
    let other = format!(r#"{{"user":"a","data":"{}"}}"#, base64(A.as_bytes()));
    assert_eq!(findings(&other).events, 0);
}

/// The second half was not even mentioned.
#[test]
fn halves_of_a_record_that_was_cut_in_two_are_joined_where_they_are_neighbours() {
    let message = |stream: &str, text: &str| {
        format!(r#"{{"logStreamName":"{stream}","timestamp":1,"message":{},"id":"1"}}"#, in_string(text))
    };
    let batch = |messages: &[String]| {
        format!(r#"{{"messageType":"DATA_MESSAGE","logEvents":[{}]}}"#, messages.join(","))
    };
    let reasons = |found: &Findings| {
        found.issues.iter().map(|issue| issue.reason.clone()).collect::<Vec<_>>().join("|")
    };
    let long = A.replace('}', r#","a":{"b":"\\\"é\u0041","c":[1,{"d":2}]}}"#);
    for at in (30..long.len()).filter(|&at| long.is_char_boundary(at)) {
        let (head, tail) = long.split_at(at);
        let (one, two, other) = (message("s", head), message("s", tail), message("s", B));
        let found = findings(&batch(&[one.clone(), two.clone(), other.clone()]));
        assert_eq!((found.events, found.issues.len(), found.recovered.len()), (2, 1, 1), "{head} {tail}");
        assert!(reasons(&found).contains("were joined"), "{:?}", found.issues);
        let found = findings(&batch(&[other.clone(), one.clone(), two.clone()]));
        assert_eq!((found.events, found.issues.len()), (2, 1), "{head} {tail}");
        // Of another stream, of another batch, with something between them, in the other order, each alone.
        let elsewhere = message("t", tail);
        for (text, events) in [
            (batch(&[one.clone(), elsewhere, other.clone()]), 1),
            (format!("{}{}", batch(&[other.clone(), one.clone()]), batch(std::slice::from_ref(&two))), 1),
            (batch(&[one.clone(), other.clone(), two.clone()]), 1),
            (batch(&[two.clone(), one.clone(), other.clone()]), 1),
            (batch(&[one.clone(), other.clone()]), 1),
        ] {
            let found = findings(&text);
            assert_eq!((found.events, reasons(&found).contains("were joined")), (events, false), "{text}");
            assert!(!found.issues.is_empty(), "{text}");
        }
    }
    let (head, tail) = A.split_at(34);
    let found = findings(&batch(&[message("s", head), message("s", tail), message("s", "plain text")]));
    assert_eq!((found.events, found.issues.len()), (1, 1));
    sound(&batch(&[message("s", A), message("s", "plain text"), message("s", B)]), 2);
}

/// Firehose may deliver the halves in two files. A second half alone was not even mentioned.
#[test]
fn the_end_of_a_record_without_its_beginning_is_reported_wherever_it_stands() {
    let record = r#"{"eventVersion":"1.08","eventSource":"s3.amazonaws.com","requestParameters":{"a":"{\"b\":[1,{}]}"},"responseElements":null,"eventID":"e","readOnly":false,"recipientAccountId":"111122223333"}"#;
    let message = |text: &str| format!(r#"{{"logStreamName":"s","message":{},"id":"1"}}"#, in_string(text));
    let last_name = record.find(r#""recipientAccountId""#).unwrap();
    for at in 30..=last_name {
        let end = message(record.get(at..).unwrap());
        for (messages, events) in [
            (vec![end.clone()], 0),
            (vec![end.clone(), message(B)], 1),
            (vec![message(A), end.clone(), message(B)], 2),
            (vec![message(A), message("plain text }"), end.clone()], 1),
        ] {
            let text = format!(r#"{{"messageType":"DATA_MESSAGE","logEvents":[{}]}}"#, messages.join(","));
            let found = findings(&text);
            assert_eq!((found.events, found.issues.len()), (events, 1), "{text}: {:?}", found.issues);
            assert!(found.issues[0].reason.contains("the end of a record without its beginning"), "{text}");
            assert!(found.issues[0].lost.is_some(), "{text}");
            assert!(found.recovered.is_empty(), "its neighbours are whole: {text}");
        }
    }
    sound(&format!(r#"{{"logEvents":[{},{}]}}"#, message("a {\"eventSource\":1}"), message(A)), 1);
}

/// The halves were joined, but cut out of the file as if they were one string.
#[test]
fn a_joined_record_is_cut_out_of_both_strings() {
    let (head, tail) = A.split_at(33);
    let [head, tail] = [head, tail].map(in_string);
    let text = format!(r#"{{"logEvents":[{{"message":{head}}},{{"message":{tail}}}]}}"#);
    let mut builder = Builder::default();
    let mut collector = builder.collector();
    let findings = read(text.as_bytes(), 0, &mut collector);
    let file = LogFile {
        layers: findings.layers,
        recovered: findings.recovered,
        source: Some(Source::new(text.clone().into_bytes(), Vec::new())),
        ..LogFile::empty("x".into(), FileState::Damaged)
    };
    collector.add_file(0, file);
    builder.append(collector.take());
    let store = builder.publish();
    let event = store.order()[0];
    assert_eq!(RecordReader::default().record(&store, event), A.as_bytes());
    assert!(store.is_recovered(event));
}

/// A record behind what a logger writes, in the string of an envelope, was left out without a word.
#[test]
fn a_string_of_an_envelope_may_be_a_line_of_a_log() {
    let message = |text: &str| format!(r#"{{"id":"1","message":{}}}"#, in_string(text));
    sound(&message(&format!("<134>1 2026-03-10T12:00:00Z host app - - - {A}")), 1);
    let quoted = findings(&message(&format!("203.0.113.9 \"GET /?{A}\" 200")));
    assert_eq!((quoted.events, quoted.quoted.map(|(_, records)| records)), (0, Some(1)));
}

/// Log entries of other programs were counted as events.
#[test]
fn records_that_other_programs_quote_are_counted_and_not_loaded() {
    let quoted = |text: &str| {
        let found = findings(text);
        (found.events, found.quoted.map_or(0, |(_, records)| records))
    };
    let (one, two) = (in_string(A), in_string(&format!("[{A},{B}]")));
    for (text, records) in [
        (format!(r#"{{"configurationItems":[{{"configuration":{{"content":{one}}}}}]}}"#), 1),
        (format!(r#"{{"level":"info","message":{one}}}"#), 1),
        (format!(r#"{{"method":"POST","path":"/","body":{two}}}"#), 2),
        (format!("203.0.113.9 - - \"GET / HTTP/1.1\" 200 \"{A}\"\n"), 1),
        (format!("203.0.113.9 - - \"GET / HTTP/1.1\" 200 {one}\n"), 1),
        (format!(r#"[{{"a":{{"b":[{one},{one}]}}}}]"#), 2),
    ] {
        assert_eq!(quoted(&text), (0, records), "{text}");
        let (state, issues) = outcome(&mut findings(&text), Vec::new(), text.as_bytes());
        assert_eq!((state, issues[0].kind.label()), (FileState::Unreadable, "quoted records"), "{text}");
    }
    assert_eq!(
        quoted(&format!(r#"{{"Records":[{{"eventVersion":"1","eventName":"N","userAgent":{one}}}]}}"#)),
        (1, 0)
    );
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

/// One damaged byte in one of six wrappers lost all of them.
#[test]
fn damage_in_one_wrapper_of_strings_costs_that_one() {
    let names = ["A", "B", "C", "D"];
    let record =
        |name: &str| format!(r#"{{"version":"0","detail":{{"eventVersion":"1.08","eventName":"{name}"}}}}"#);
    let text_of = |name: &str| in_string(&record(name));
    let sqs = |name: &str| format!(r#"{{"MessageId":"m","Body":{}}}"#, text_of(name));
    let sns = |name: &str| {
        format!(
            r#"{{"Body":{}}}"#,
            in_string(&format!(r#"{{"Type":"Notification","Message":{}}}"#, text_of(name)))
        )
    };
    let lookup = |name: &str| format!(r#"{{"EventId":"e","CloudTrailEvent":{}}}"#, text_of(name));
    let forms: [&dyn Fn(&str) -> String; 3] = [&sqs, &sns, &lookup];
    for form in forms {
        let items: Vec<String> = names.iter().map(|name| form(name)).collect();
        for (text, second) in [
            (format!(r#"{{"Messages":[{}]}}"#, items.join(",")), 1),
            (format!("[{}]", items.join(",")), 1),
            (items.join("\n"), 1),
        ] {
            let start = text.find(&items[second]).unwrap();
            for at in start..start + items[second].len() {
                let mut damaged = text.clone().into_bytes();
                damaged.remove(at);
                let damaged = String::from_utf8(damaged).unwrap();
                let found = findings(&damaged);
                assert!(found.events >= 3, "{} of 3: {damaged}", found.events);
            }
        }
    }
}

/// A record after a cut across two lines was taken for a part of the previous one.
#[test]
fn a_cut_across_two_lines_keeps_the_next_record() {
    let line = |name: &str| {
        format!(
            r#"{{"version":"0","detail-type":"x","resources":[],"detail":{{"eventVersion":"1.08","userIdentity":{{"type":"IAMUser","userName":"u"}},"eventName":"{name}","eventID":"1"}}}}"#
        )
    };
    let (first, second) = (line("First"), line("Second"));
    let record = second.find(r#"{"eventVersion"#).unwrap();
    for from in first.find("eventVersion").unwrap()..first.len() {
        for to in [0, 5, record - 9] {
            let text =
                format!("{}{}\n{}", first.get(..from).unwrap(), second.get(to..).unwrap(), line("Third"));
            let found = names_of(&text);
            assert!(found.contains("Second") && found.contains("Third"), "{found:?} {text}");
        }
    }
}

fn names_of(text: &str) -> std::collections::BTreeSet<String> {
    let mut builder = Builder::default();
    let mut collector = builder.collector();
    let _ = read(text.as_bytes(), 0, &mut collector);
    builder.append(collector.take());
    let store = builder.publish();
    store.order().iter().map(|&event| store.value(event, Column::EventName).to_owned()).collect()
}

/// Sorted or shuffled records after damage were lost in a file that began otherwise.
#[test]
fn records_in_any_order_are_found_behind_damage() {
    let members = [
        r#""awsRegion":"r""#,
        r#""eventID":"1""#,
        r#""eventName":"S""#,
        r#""eventVersion":"1.08""#,
        r#""userIdentity":{"type":"x"}"#,
    ];
    for turn in 0..members.len() {
        let shuffled: Vec<_> = members.iter().cycle().skip(turn).take(members.len()).copied().collect();
        let one = format!("{{{}}}", shuffled.join(","));
        let cut = A.split_at(A.len() - 5).0;
        damaged(&format!("{{\"Records\":[{A},{cut}{{\"Records\":[{one},{one},{one}]}}"), 4);
        damaged(&format!("{{\"Records\":[{A},{cut},{one},{one}]}}"), 3);
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
