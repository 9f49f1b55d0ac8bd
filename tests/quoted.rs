//! `--quoted`: records that are quoted in other text, as the program answers with and without them.

#![expect(clippy::unwrap_used, reason = "a test that fails should stop with its values")]

use std::fs;

use common::{Answer, run};
use serde_json::json;

#[path = "common/binary.rs"]
#[expect(dead_code, reason = "shared with tests that use the rest")]
mod common;

fn record(name: &str) -> String {
    json!({
        "eventVersion": "1.08", "eventTime": "2026-03-10T12:00:00Z", "eventSource": "cloudtrail.amazonaws.com",
        "eventName": name, "awsRegion": "us-east-1", "recipientAccountId": "111122223333", "eventID": name,
    })
    .to_string()
}

/// A log file, and a log of an application that quotes one of its records and two that nobody logged.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("log.json"), format!("{{\"Records\":[{}]}}", record("ListTrails"))).unwrap();
    let lines = ["ListTrails", "StopLogging", "DeleteTrail"]
        .map(|name| json!({"level": "info", "message": record(name)}).to_string());
    fs::write(folder.path().join("app.log"), lines.join("\n")).unwrap();
    folder
}

#[track_caller]
fn exits(command: &str, folder: &tempfile::TempDir, more: &[&str], code: i32) -> Answer {
    let answer = run(&[&[command, folder.path().to_str().unwrap()], more].concat());
    assert_eq!(answer.code, Some(code), "{more:?}: {} {}", answer.err, answer.text());
    answer
}

#[test]
fn quoted_records_are_loaded_on_request_and_marked() {
    let folder = folder();
    let without = exits("list", &folder, &["--format", "jsonl"], 3);
    assert_eq!(without.text().lines().count(), 1);
    assert!(without.err.contains("3 records quoted in other text were not loaded (--quoted loads them)"));
    let with = exits("list", &folder, &["--quoted", "--format", "jsonl"], 0);
    assert_eq!(with.text().lines().count(), 4);
    assert!(with.err.contains("3 events are quoted (is:quoted)"), "{}", with.err);
    let quoted =
        exits("list", &folder, &["--quoted", "--format", "jsonl", "-f", "is:quoted name=StopLogging"], 0);
    assert_eq!(quoted.text().trim_end(), record("StopLogging"));
    let own = exits("list", &folder, &["--quoted", "--format", "jsonl", "-f", "!is:quoted"], 0);
    assert_eq!((own.text().trim_end(), own.err.as_str()), (record("ListTrails").as_str(), ""));
    let grouped = exits("group", &folder, &["--quoted", "--by", "eventName", "--format", "json"], 0);
    assert!(grouped.err.contains("are quoted"), "{}", grouped.err);
}

#[test]
fn the_summary_counts_them_and_adds_up() {
    let folder = folder();
    let summary = exits("summary", &folder, &["--quoted", "--format", "json"], 0).json();
    let events = &summary["events"];
    assert_eq!(
        (events["found"].as_u64(), events["shown"].as_u64(), events["quoted"].as_u64()),
        (Some(4), Some(4), Some(3))
    );
    assert_eq!(summary["files"]["read"], json!(2));
    // What is only quoted is no change of logging, and covers no day.
    assert_eq!(summary["logging_changes"], json!([]));
    assert_eq!(summary["coverage"]["rows"][0]["events"], json!(1));
    let text = exits("summary", &folder, &["--quoted"], 0);
    assert!(text.text().contains("3 are quoted in other text (is:quoted)"), "{}", text.text());
    let without = exits("summary", &folder, &["--format", "json"], 3).json();
    assert_eq!(
        (without["events"]["found"].clone(), without["events"]["quoted"].clone()),
        (json!(1), json!(0))
    );
    assert_eq!(without["files"]["unreadable"], json!(1));
}
