//! Text inside a value of a record is never an event, whatever byte of the file is lost, and the neighbours are
//! kept.

use std::collections::BTreeSet;

use crate::ingest::extract::read;
use crate::store::builder::Builder;

pub(super) const FORGED: &str = "forged";

/// Makes a record with members whose values quote another record, in the way given by `quote`.
pub(super) fn record(number: usize, quoted: &str) -> String {
    format!(
        r#"{{"eventVersion":"1.08","userIdentity":{{"type":"IAMUser","userName":"u{number}"}},"eventTime":"2026-03-10T00:00:0{number}Z","eventSource":"s3.amazonaws.com","eventName":"ListBuckets",{quoted}"eventID":"id-{number}"}}"#
    )
}

pub(super) fn forged() -> String {
    record(9, "").replace("id-9", FORGED)
}

pub(super) fn in_string(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// Makes members that quote a record, each in a different way.
pub(super) fn quotations() -> Vec<String> {
    let (plain, list) = (in_string(&forged()), in_string(&format!("{{\"Records\":[{}]}}", forged())));
    let twice = in_string(&format!("{{\"message\":{plain}}}"));
    vec![
        format!(r#""userAgent":{plain},"#),
        format!(r#""userAgent":{list},"#),
        format!(r#""requestParameters":{{"userData":{plain}}},"#),
        format!(r#""requestParameters":{{"message":{plain},"body":{plain}}},"#),
        format!(r#""requestParameters":{{"entries":[{{"id":1,"message":{plain}}},{{"Body":{twice}}}]}},"#),
        format!(r#""requestParameters":{{"list":[{plain},{plain}]}},"#),
        format!(r#""requestParameters":{{"CloudTrailEvent":{plain}}},"#),
        format!(
            r#""requestParameters":{{"userData":{}}},"#,
            in_string(&format!("text {}\n{}", forged(), forged()))
        ),
    ]
}

/// Makes members that hold a record as an object. If their own name or brackets break, what they held is
/// unknown.
fn objects() -> Vec<String> {
    vec![
        format!(r#""requestParameters":{{"event":{}}},"#, forged()),
        format!(r#""requestParameters":{{"entries":[{},{}]}},"#, forged(), forged()),
    ]
}

/// Makes the text of three records of which the second one quotes another, and returns where the second is.
pub(super) fn wrapped(quotations: Vec<String>) -> Vec<(String, std::ops::Range<usize>)> {
    let mut all = Vec::new();
    for quotation in quotations {
        let records = [record(0, ""), record(1, &quotation), record(2, "")];
        for text in [
            format!("{{\"Records\":[{}]}}", records.join(",")),
            format!("[{}]", records.join(",")),
            records.join("\n"),
            records
                .iter()
                .map(|one| format!(r#"{{"version":"0","detail":{one}}}"#))
                .collect::<Vec<_>>()
                .join("\n"),
        ] {
            let start = text.find(&records[1]).unwrap();
            all.push((text, start..start + records[1].len()));
        }
    }
    all
}

fn ids(text: &[u8]) -> BTreeSet<String> {
    let mut builder = Builder::default();
    let mut collector = builder.collector();
    let _ = read(text, 0, &mut collector);
    builder.append(collector.take());
    let store = builder.publish();
    store.order().iter().map(|&event| store.event_id(event)).collect()
}

#[track_caller]
fn tells_true(text: &[u8], neighbours: &[&str]) {
    let ids = ids(text);
    assert!(!ids.contains(FORGED), "a quoted record became an event in {}", text.escape_ascii());
    for neighbour in neighbours {
        assert!(ids.contains(*neighbour), "{neighbour} is lost in {}", text.escape_ascii());
    }
}

/// A record that had lost one quote was dropped, and the record in its `userAgent` was shown instead.
#[test]
fn no_deleted_byte_makes_an_event_of_a_quoted_record() {
    for (text, second) in wrapped(quotations()) {
        tells_true(text.as_bytes(), &["id-0", "id-1", "id-2"]);
        for at in second {
            let mut damaged = text.clone().into_bytes();
            damaged.remove(at);
            tells_true(&damaged, &["id-0", "id-2"]);
        }
    }
}

#[test]
fn no_changed_byte_makes_an_event_of_a_quoted_record() {
    for (text, second) in wrapped(quotations()) {
        for at in second.step_by(7) {
            for byte in *b"\"}," {
                let mut damaged = text.clone().into_bytes();
                damaged[at] = byte;
                tells_true(&damaged, &["id-0", "id-2"]);
            }
        }
    }
}

#[test]
fn no_cut_makes_an_event_of_a_quoted_record() {
    for (text, second) in wrapped(quotations()) {
        for at in second.clone().step_by(5) {
            tells_true(&text.as_bytes()[..at], &["id-0"]);
            // The beginning is missing, or a stretch that ends in the record.
            tells_true(&text.as_bytes()[at..], &["id-2"]);
            let damaged = [&text.as_bytes()[..second.start + 30], &text.as_bytes()[at..]].concat();
            tells_true(&damaged, &["id-0", "id-2"]);
        }
    }
}

#[test]
fn no_damage_before_it_makes_an_event_of_a_record_in_a_record() {
    for (text, second) in wrapped(objects()) {
        let member = text.find("\"requestParameters\"").unwrap();
        for at in second.start..member {
            let mut damaged = text.clone().into_bytes();
            damaged.remove(at);
            tells_true(&damaged, &["id-0", "id-2"]);
        }
    }
}
