//! Cases: marks find their events again wherever the files are, every change can be taken back, and a case on disk is
//! whole whenever the program ends.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "a test that fails should stop with its values"
)]

mod cost;
mod find;
mod killed;
mod marking;
mod report;

#[expect(dead_code, reason = "shared with tests that use the rest")]
#[path = "../common/files.rs"]
mod files;

use trailsift::case::model::Case;
use trailsift::case::opened::{Marked, Marking, OpenCase};
use trailsift::store::{Event, Store};

/// A record with an ID, a call and a time of day.
fn record(id: &str, call: &str, minute: u32) -> String {
    format!(
        r#"{{"eventVersion":"1.08","userIdentity":{{"type":"Root"}},"eventTime":"2026-03-11T12:{minute:02}:00Z","eventSource":"s3.amazonaws.com","eventName":"{call}","awsRegion":"eu-west-1","eventID":"{id}"}}"#
    )
}

fn log_file(records: &[String]) -> String {
    format!("{{\"Records\":[{}]}}", records.join(","))
}

/// The case after all events of a store were marked.
fn all_marked(store: &Store) -> Case {
    let mut open = OpenCase::default();
    open.mark(store, &Marked::Events(store.order().to_vec()), &Marking::Toggle).unwrap();
    open.case().clone()
}

/// For each mark in the order of time: the number of its events, and whether their text has changed.
fn found(case: &Case, store: &Store) -> Vec<(usize, bool)> {
    let mut open = OpenCase::new(case.clone());
    assert!(open.look(store, &|| false));
    let shown = open.shown();
    for mark in shown.marks().iter() {
        for event in &mark.found.events {
            assert_eq!(shown.of_event(*event).unwrap().key, mark.key);
        }
    }
    shown.marks().iter().map(|mark| (mark.found.events.len(), mark.found.is_changed)).collect()
}

fn first(store: &Store) -> Event {
    store.order()[0]
}
