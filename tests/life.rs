//! The life of a key, session, user or address: its figures are those of a list of its events.
#![expect(clippy::unwrap_used, dead_code, reason = "a test that fails should stop with its values")]

use common::{run, sample_logs};
use serde_json::Value;

#[path = "common/binary.rs"]
mod common;

fn life(value: &str) -> Value {
    let answer = run(&["life", value, sample_logs(), "--format", "json"]);
    assert_eq!(answer.code, Some(3), "{value}: {}", answer.err);
    answer.json()
}

#[test]
fn figures_are_those_of_a_list() {
    for (value, filter) in [
        ("AKIAQ7LKSPRBDEXAMPLE", "key=AKIAQ7LKSPRBDEXAMPLE"),
        ("AKIAV2BACKUP4EXAMPLE", "key=AKIAV2BACKUP4EXAMPLE"),
        ("203.0.113.77", "ip=203.0.113.77"),
    ] {
        let life = life(value);
        let columns = ["--columns", "eventID,outcome,eventTime,eventName", "--format", "csv"];
        let listed = run(&[&["list", sample_logs(), "-f", filter][..], &columns].concat()).csv();
        let rows = &listed[1..];
        let failed: Vec<_> = rows.iter().filter(|row| row[1] == "failed").collect();
        assert_eq!(life["events"], rows.len(), "{value}");
        assert_eq!(life["failed"], failed.len(), "{value}");
        assert_eq!(life["first"]["event"], rows[0][0].as_str());
        assert_eq!(life["last_try"]["event"], rows[rows.len() - 1][0].as_str());
        let success = rows.iter().rev().find(|row| row[1] != "failed").unwrap();
        assert_eq!(life["last_success"]["event"], success[0].as_str(), "{value}");
        let places: u64 =
            life["places"].as_array().unwrap().iter().map(|part| part["events"].as_u64().unwrap()).sum();
        assert_eq!(places, rows.len() as u64);
    }
}

#[test]
fn a_life_says_where_a_credential_came_from_and_whether_it_is_valid() {
    let session = life("ASIAX5VAULTQ7EXAMPLE");
    assert_eq!(session["expires"], "2026-03-11T18:40:12Z");
    assert!(
        session["active"]
            .as_str()
            .unwrap()
            .starts_with("valid until 2026-03-11T18:40:12Z, but its role denies sessions of that age since 2026-03-11T09:02:09Z")
    );
    assert!(!session["issued_by"].as_array().unwrap().is_empty());
    let text = run(&["life", "AKIAV2BACKUP4EXAMPLE", sample_logs()]);
    for words in
        ["access key AKIAV2BACKUP4EXAMPLE", "Issued by", "CreateAccessKey", "Addresses", "Still active"]
    {
        assert!(text.text().contains(words), "{words}: {}", text.text());
    }
    assert!(text.text().contains("switched off by 2026-03-11T08:54:17Z UpdateAccessKey"), "{}", text.text());
    // What was taken from a user does not end it.
    assert_eq!(life("svc-backup")["active"], "no event ends it, as far as these files tell");
    let redacted = run(&["life", "203.0.113.77", sample_logs(), "--redact"]);
    assert!(!redacted.text().contains("build-deploy") && redacted.code == Some(3), "{}", redacted.err);
}

#[test]
fn what_no_event_has_is_refused() {
    let answer = run(&["life", "nosuch", sample_logs()]);
    assert!(answer.code == Some(2) && answer.err.contains("no event of these files"), "{}", answer.err);
}
