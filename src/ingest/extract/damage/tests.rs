//! What is reported about damage, and which events are marked, as tables of small texts.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use crate::ingest::extract::{Findings, Rules, read_within};
use crate::ingest::limits::Limits;
use crate::ingest::memory::{EventRoom, Memory};
use crate::store::builder::Builder;
use crate::store::file::{FileState, LogFile};
use crate::store::segment::Place;

const A: &str = r#"{"eventVersion":"1.08","eventName":"A"}"#;
const B: &str = r#"{"eventVersion":"1.08","eventName":"B"}"#;

fn findings(text: &[u8], limits: Limits) -> Findings {
    let mut collector = Builder::default().collector();
    read_within(
        text,
        0,
        &mut collector,
        Rules {
            limits: &limits,
            stop: &AtomicBool::new(false),
            room: None,
            loads_quoted: false,
            members: &[],
            is_parquet: false,
        },
    )
}

/// Returns which of the records that begin with `{"eventVersion"` in a text are marked as recovered.
fn marks(text: &[u8]) -> Vec<bool> {
    let findings = findings(text, Limits::USUAL);
    let recovered = findings.recovered;
    let file = LogFile { recovered, ..LogFile::empty("x".into(), FileState::Damaged) };
    let starts = memchr::memmem::find_iter(text, b"{\"eventVersion\"");
    let length = u32::try_from(A.len()).unwrap();
    let place = |at: usize| Place { file: 0, layer: 0, start: u32::try_from(at).unwrap(), length };
    starts.map(|at| file.is_recovered(place(at))).collect()
}

#[test]
fn what_stands_behind_damage_is_recovered() {
    assert_eq!(marks(format!("{{\"Records\":[{A},{B}]}}").as_bytes()), [false, false]);
    assert_eq!(marks(format!("{{\"Records\":[{A},x,{B},{A}]}}").as_bytes()), [false, true, true]);
    assert_eq!(
        marks(format!("{{\"Records\":[{A},{{\"eventVersion\":x{B},{A}]}}").as_bytes())[2..],
        [true, true]
    );
    assert_eq!(marks(format!("{{\"Records\":[{A},{B}").as_bytes()), [false, false], "cut between records");
}

#[test]
fn what_is_not_text_is_marked_alone() {
    let mut text = format!("{{\"Records\":[{A},{B},{A}]}}").into_bytes();
    let name = text.iter().position(|&byte| byte == b'B').unwrap();
    text[name] = 0xff;
    assert_eq!(marks(&text), [false, true, false]);
    let findings = findings(&text, Limits::USUAL);
    let issue = &findings.issues[0];
    assert_eq!((findings.events, issue.kind.label(), findings.issues.len()), (3, "not UTF-8", 1));
    assert_eq!(issue.offset, Some(13 + A.len() as u64));
}

#[test]
fn damage_in_a_string_marks_what_the_string_holds() {
    let inner = |text: &str| serde_json::to_string(text).unwrap();
    let bad = inner(&format!("[{A},x,{B}]"));
    let text = format!(r#"{{"Events":[{{"CloudTrailEvent":{bad}}},{{"CloudTrailEvent":{}}}]}}"#, inner(A));
    let findings = findings(text.as_bytes(), Limits::USUAL);
    assert_eq!((findings.events, findings.recovered.len()), (3, 1));
    assert_eq!(findings.recovered[0].layer, 1);
}

#[test]
fn the_lost_stretch_is_told() {
    let bad = r#"{"eventVersion":"1.08","eventName":"#;
    let text = format!("{{\"Records\":[{A},{bad},{B}]}}");
    let findings = findings(text.as_bytes(), Limits::USUAL);
    let lost = findings.issues[0].lost.clone().unwrap();
    let start = 13 + A.len();
    assert_eq!((lost.start, lost.length), (start as u64, bad.len() as u64 + 1));
    assert_eq!(lost.begins, "\"{\\\"eventVersion\\\":\\\"1.08\\\",\\\"eventName\\\":,\"");
    assert_eq!(findings.issues[0].offset, Some((start + bad.len()) as u64));
}

#[test]
fn a_record_that_is_too_large_costs_itself_only() {
    let large = format!(r#"{{"eventVersion":"1.08","eventName":"{}"}}"#, "x".repeat(1000));
    let limits = Limits { record_bytes: 500, ..Limits::USUAL };
    let findings = findings(format!("{{\"Records\":[{A},{large},{B}]}}").as_bytes(), limits);
    assert_eq!((findings.events, findings.issues.len(), findings.recovered.len()), (2, 1, 0));
    let issue = &findings.issues[0];
    assert_eq!(
        (issue.kind.label(), issue.lost.as_ref().map(|lost| lost.length)),
        ("too large", Some(large.len() as u64))
    );
    let string = serde_json::to_string(&format!("{large}{large}{A}")).unwrap();
    let findings = self::findings(format!("{{\"message\":{string}}}").as_bytes(), limits);
    assert_eq!((findings.events, findings.issues[0].kind.label()), (0, "too large"));
}

#[test]
fn wrappers_are_opened_as_deeply_as_is_allowed() {
    let wrap = |text: &str| format!(r#"{{"a":{text}}}"#);
    let text = (0..20).fold(A.to_owned(), |text, _| wrap(&text));
    let usual = findings(text.as_bytes(), Limits::USUAL);
    assert_eq!((usual.events, usual.issues[0].kind.label()), (0, "nested too deeply"));
    let deep = findings(text.as_bytes(), Limits { depth: 64, ..Limits::USUAL });
    assert_eq!((deep.events, deep.issues.len()), (1, 0));
}

#[test]
fn reading_ends_when_it_is_to() {
    let mut collector = Builder::default().collector();
    let rules = Rules {
        limits: &Limits::USUAL,
        stop: &AtomicBool::new(true),
        room: None,
        loads_quoted: false,
        members: &[],
        is_parquet: false,
    };
    let findings = read_within(format!("[{A},{B}]").as_bytes(), 0, &mut collector, rules);
    assert_eq!((findings.events, findings.issues[0].kind.label()), (0, "not read"));
}

/// One file of tiny records took three times the memory that all files together may take.
#[test]
fn events_beyond_the_memory_of_a_load_are_reported_and_left_out() {
    let text = "{\"eventVersion\":\"1\",\"eventName\":\"a\"}\n".repeat(30_000);
    let memory = Arc::new(Memory::new(6 << 20));
    let room = EventRoom::new(&memory);
    let rules = Rules {
        limits: &Limits::USUAL,
        stop: &AtomicBool::new(false),
        room: Some(&room),
        loads_quoted: false,
        members: &[],
        is_parquet: false,
    };
    let mut collector = Builder::default().collector();
    let findings = read_within(text.as_bytes(), 0, &mut collector, rules);
    let kinds: Vec<_> = findings.issues.iter().map(|issue| issue.kind.label()).collect();
    assert_eq!(kinds, ["not read to its end"]);
    assert!((8000..30_000).contains(&findings.events), "{}", findings.events);
    assert!(memory.held() > 3 << 20 && memory.held() <= 6 << 20);
    room.keep(findings.events as usize);
    memory.events_arrived(findings.events as usize);
    assert_eq!(memory.held(), collector.held_by_values());
}
