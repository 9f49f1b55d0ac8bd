//! Answers into files, groups within groups, and mistakes in filters, as a shell sees them.
#![expect(
    clippy::unwrap_used,
    dead_code,
    reason = "a test that fails should stop with its values; the helpers serve several tests"
)]

use std::collections::BTreeMap;

use common::{Folder, run, sample_logs};
use serde_json::Value;

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

/// The column is what the list of `is:new` says, in each form.
#[test]
fn groups_are_new_at_the_first_event_that_is_new() {
    let since = "since:2026-03-10T22:00";
    let list = run(&["list", sample_logs(), "-f", &format!("is:new {since}"), "--format", "json"]).json();
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    for record in list["Records"].as_array().unwrap() {
        let time = record["eventTime"].as_str().unwrap();
        let place = first.entry(record["eventName"].as_str().unwrap()).or_insert(time);
        *place = time.min(*place);
    }
    let group = |filter: &str, format: &str| {
        run(&["group", sample_logs(), "--by", "eventName", "-f", filter, "--format", format])
    };
    let rows = group(since, "json").json();
    let of_group = |row: &Value| {
        assert!(row.get("new_at").is_some(), "{row}");
        let name = row["values"]["eventName"].as_str()?;
        assert_eq!(row["new_at"].as_str(), first.get(name).copied(), "{row}");
        row["new_at"].as_str().map(str::to_owned)
    };
    let times: Vec<Option<String>> = rows.as_array().unwrap().iter().map(of_group).collect();
    assert!(times.iter().flatten().count() == first.len() && times.contains(&None));
    let text = group(since, "csv");
    let mut csv = csv::Reader::from_reader(text.text().as_bytes());
    assert_eq!(csv.headers().unwrap().get(7), Some("new at"));
    let cells = csv.records().map(|row| row.unwrap()[7].to_owned());
    assert!(cells.eq(times.into_iter().map(Option::unwrap_or_default)));
    assert!(!group("is:denied", "csv").text().contains("new at"));
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
