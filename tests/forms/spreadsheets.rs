//! Tables that a spreadsheet saved again, and tables beside the log files of the same events.

use std::fs;

use serde_json::{Value, json};

use crate::common::{Answer, run};
use crate::{HISTORY, folder, record, row};

/// Lists a table of Event history with these times, in its order of rows.
fn times(times: &[&str]) -> (Answer, Vec<Vec<String>>) {
    let folder = tempfile::tempdir().unwrap();
    let rows: Vec<String> =
        times.iter().enumerate().map(|(at, time)| row(&format!("Call{at}"), time)).collect();
    let path = folder.path().join("history.csv");
    fs::write(&path, format!("{HISTORY}\n{}\n", rows.join("\n"))).unwrap();
    let path = path.to_str().unwrap();
    let answer = run(&["list", path, "--format", "csv", "--columns", "eventID,eventTime"]);
    let mut rows = answer.csv();
    rows.remove(0);
    rows.sort();
    (answer, rows)
}

#[test]
fn other_rows_tell_day_from_month() {
    for (day_first, expected) in [
        (["5/9/2026 14:00", "25/09/2026 2:00:07 PM"], ["2026-09-05T14:00:00Z", "2026-09-25T14:00:07Z"]),
        (["5/9/2026 14:00", "9/25/2026 14:00"], ["2026-05-09T14:00:00Z", "2026-09-25T14:00:00Z"]),
    ] {
        let (answer, rows) = times(&day_first);
        assert_eq!(answer.code, Some(0), "{}", answer.err);
        let found: Vec<&str> = rows.iter().map(|row| row[1].as_str()).collect();
        assert_eq!(found, expected);
    }
}

#[test]
fn days_that_may_be_months_are_told_and_never_guessed() {
    for unclear in [["5/9/2026 14:00", "6/9/2026 14:00"], ["25/9/2026 14:00", "9/25/2026 14:00"]] {
        let (answer, rows) = times(&unclear);
        assert_eq!(answer.code, Some(3), "{}", answer.err);
        assert!(
            answer.err.contains("2 rows have times") && answer.err.contains("day and month"),
            "{}",
            answer.err
        );
        assert!(rows.len() == 2 && rows.iter().all(|row| row[1].is_empty()), "{rows:?}");
    }
    let (answer, rows) = times(&["5/9/2026 14:00", "2026-03-10T12:00:00Z"]);
    assert_eq!(answer.code, Some(3), "one time is not read: {}", answer.err);
    assert_eq!(rows[1][1], "2026-03-10T12:00:00Z");
}

#[test]
fn marks_of_a_spreadsheet_are_not_in_the_values() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.csv");
    let marked = row("Call", "2026-03-10T12:00:00Z")
        .replace("AKIAIOSFODNN7EXAMPLE", "\"=\"\"AKIAIOSFODNN7EXAMPLE\"\"\"")
        .replace("111122223333", "'111122223333");
    fs::write(&path, format!("{HISTORY}\n{marked}\n")).unwrap();
    let path = path.to_str().unwrap();
    for filter in ["key=AKIAIOSFODNN7EXAMPLE", "account=111122223333"] {
        let found = run(&["list", path, "--format", "jsonl", "-f", filter]);
        assert_eq!(found.text().lines().count(), 1, "{filter}: {}", found.err);
    }
}

/// An account that a spreadsheet rounded was shown as an account, and a filter by the true one passed over it in silence.
#[test]
fn numbers_that_a_spreadsheet_changed_are_not_known() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("history.csv");
    let sound = row("Sound", "2026-03-10T12:00:00Z");
    let rounded = row("Rounded", "2026-03-10T12:00:01Z").replace("111122223333", "1.11122E+11");
    let short = row("Short", "2026-03-10T12:00:02Z")
        .replace("111122223333", "11122223333")
        .replace("Short,false", "1.5E+20,false");
    fs::write(&path, format!("{HISTORY}\n{sound}\n{rounded}\n{short}\n")).unwrap();
    let path = path.to_str().unwrap();
    let all = run(&[
        "list",
        path,
        "--format",
        "csv",
        "--columns",
        "eventName,account,eventID,userIdentity.accessKeyId",
    ]);
    assert_eq!(all.code, Some(3), "{}", all.err);
    assert!(
        all.err.contains("2 rows have values, the first here, that a spreadsheet changed"),
        "{}",
        all.err
    );
    let key = "AKIAIOSFODNN7EXAMPLE";
    assert_eq!(
        all.csv()[1..],
        [["Sound", "111122223333", "Sound", key], ["Rounded", "", "Rounded", key], ["Short", "", "", key]]
    );
    for (filter, events) in [
        ("account=111122223333", 1),
        ("account:1.11122E+11", 0),
        ("\"changedBySpreadsheet\"", 2),
        ("\"1.11122E+11\"", 1),
        ("!account:* \"1.5E+20\"", 1),
    ] {
        let found = run(&["list", path, "--format", "jsonl", "-f", filter]);
        assert_eq!(found.text().lines().count(), events, "{filter}: {}", found.err);
        assert!(found.err.contains("a spreadsheet changed"), "{filter}: {}", found.err);
    }
}

/// One event over two roads: its row and its record have one eventID.
#[test]
fn a_row_beside_its_record_is_told() {
    let folder = folder();
    let both = record("CreateUser").replace("of-CreateUser", "CreateUser");
    fs::write(folder.path().join("same.json"), format!("{{\"Records\":[{both}]}}")).unwrap();
    let path = folder.path().to_str().unwrap();
    let answer = run(&["list", path, "--format", "jsonl"]);
    assert_eq!(answer.text().lines().count(), 4);
    assert!(answer.err.contains("1 of them repeats a record with the same eventID"), "{}", answer.err);
    let summary: Value = run(&["summary", path, "--format", "json"]).json();
    assert_eq!(summary["events"]["rows_of_records"], json!(1));
    let summary = run(&["summary", path]);
    assert!(summary.text().contains("1 of them repeats a record that is shown too"), "{}", summary.text());
    let found = run(&["list", path, "--format", "jsonl", "-f", "is:twin !is:partial"]);
    assert_eq!(found.text().lines().count(), 1, "{}", found.err);
}

/// An empty object is a value, and not a cell without one.
#[test]
fn an_empty_object_in_a_cell_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("athena.csv");
    let table = "eventname,eventsource,awsregion,eventid,requestparameters,responseelements\n\
                 A,iam.amazonaws.com,us-east-1,e,{},\n";
    fs::write(&path, table).unwrap();
    let columns = ["--columns", "requestParameters,responseElements"];
    let answer = run(&[&["list", path.to_str().unwrap(), "--format", "csv"], &columns[..]].concat());
    assert_eq!(answer.csv()[1], ["{}", ""], "{}", answer.err);
}
