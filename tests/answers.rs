//! Answers into files, groups within groups, and mistakes in filters, as a shell sees them.
#![expect(
    clippy::unwrap_used,
    dead_code,
    reason = "a test that fails should stop with its values; the helpers serve several tests"
)]

use common::{Folder, run, sample_logs};

#[path = "common/binary.rs"]
mod common;

#[test]
fn an_answer_goes_into_a_file_whole_and_never_where_it_is_read() {
    let folder = Folder::new();
    let out = format!("{}/out.json", folder.text());
    let logs = sample_logs();
    let first = run(&["list", logs, "-f", "name=StopLogging", "--format", "json", "-o", &out]);
    assert_eq!((first.code, first.text()), (Some(3), ""), "{}", first.err);
    assert!(std::fs::read_to_string(&out).unwrap().contains("StopLogging"));
    let again = run(&["list", logs, "-o", &out]);
    assert!(again.code == Some(2) && again.err.contains("--force"), "{}", again.err);
    assert_eq!(run(&["summary", logs, "-o", &out, "--force"]).code, Some(3));
    assert!(std::fs::read_to_string(&out).unwrap().starts_with("Files"));
    let inside = format!("{logs}/out.json");
    assert_eq!(run(&["list", logs, "-o", &inside]).code, Some(2));
    assert!(!std::path::Path::new(&inside).exists());
}

#[test]
fn groups_within_groups_come_with_both_values() {
    let by = ["--by", "errorFamily,errorCode"];
    let rows = run(&["group", sample_logs(), by[0], by[1], "-f", "is:denied", "--format", "json"]).json();
    let rows = rows.as_array().unwrap();
    assert!(rows.len() > 2 && rows.iter().all(|row| row["values"]["errorFamily"] == "denied"));
    assert!(rows.iter().any(|row| row["values"]["errorCode"] == "AccessDenied"));
    assert!(rows.is_sorted_by(|one, two| one["events"].as_u64() >= two["events"].as_u64()));
    let markdown = run(&["group", sample_logs(), "--by", "errorCode", "--format", "md"]);
    assert!(markdown.text().starts_with("| errorCode | events |"), "{}", markdown.text());
}

#[test]
fn a_mistake_in_a_filter_is_shown_at_its_place() {
    let answer = run(&["list", sample_logs(), "-f", "a eventNam:x"]);
    assert_eq!(answer.code, Some(2));
    assert!(
        answer.err.contains("\n    ^^^^^^^^ no field eventNam; did you mean eventName?"),
        "{}",
        answer.err
    );
}
