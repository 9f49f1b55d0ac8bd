//! Records in strings: quoted, in base64, cut in two.

use super::*;

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

/// A record cut short inside a string was forgotten if its `eventVersion` was in the missing part.
#[test]
fn a_torn_record_in_a_string_is_told() {
    let whole = format!(r#"{{"message":{}}}"#, in_string(A));
    let torn = in_string(r#"{"awsRegion":"us-east-1","eventName":"DeleteTrail","userIdent"#);
    damaged(&format!("{whole}\n{{\"message\":{torn}}}"), 1);
    sound(&format!("{whole}\n{{\"message\":{}}}", in_string("{a template, no record}")), 1);
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
