//! Each shape that a text with records may have, and each kind of damage, as a table of cases.

mod containers;
mod damage;
mod held_back;
mod phantom;
mod quoted;
mod rows;
mod strings;

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
