//! Parquet as other programs write it: the files are made by `parquet/make.py`.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::common::run;

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/forms/parquet").join(name)
}

/// The rows of all events in a file, the heading first.
fn rows(path: &Path, columns: &str) -> Vec<Vec<String>> {
    let answer = run(&["list", path.to_str().unwrap(), "--format", "csv", "--columns", columns]);
    assert_eq!(answer.code, Some(0), "{}: {}", path.display(), answer.err);
    answer.csv()
}

/// Columns that every form has.
const COLUMNS: &str = "eventID,eventTime,eventSource,eventName,awsRegion,sourceIPAddress,userAgent,errorCode,requestID,\
readOnly,eventType,recipientAccountId,eventVersion,managementEvent,eventCategory,userIdentity.type,\
userIdentity.principalId,userIdentity.arn,userIdentity.accountId,userIdentity.accessKeyId,\
userIdentity.sessionContext.sessionIssuer.arn,userIdentity.sessionContext.attributes.mfaAuthenticated,\
requestParameters.bucketName,requestParameters.Host,who,account,key,role";

#[test]
fn events_are_those_of_the_records_whoever_wrote_the_file() {
    let expected = rows(&sample("records.json"), COLUMNS);
    assert_eq!(expected.len(), 4);
    for name in ["lake.parquet", "athena.parquet", "delta.parquet", "security_lake.parquet", "raw.parquet"] {
        assert_eq!(rows(&sample(name), COLUMNS), expected, "{name}");
    }
    for name in ["lake.parquet", "athena.parquet", "delta.parquet", "raw.parquet"] {
        let columns = "resource,resources.ARN";
        assert_eq!(rows(&sample(name), columns), rows(&sample("records.json"), columns), "{name}");
    }
}

#[test]
fn rows_are_events_with_less_and_a_record_in_a_cell_is_one() {
    for (name, partial) in [("lake.parquet", 3), ("security_lake.parquet", 3), ("raw.parquet", 0)] {
        let path = sample(name);
        let summary = run(&["summary", path.to_str().unwrap(), "--format", "json"]).json();
        assert_eq!(summary["events"]["partial"], json!(partial), "{name}");
        let found = run(&[
            "list",
            path.to_str().unwrap(),
            "--format",
            "jsonl",
            "-f",
            "requestParameters.bucketName:logs is:denied",
        ]);
        let lines: Vec<Value> =
            found.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(lines.len(), 1, "{name}: {}", found.err);
        let row = &lines[0]["partialEvent"]["row"];
        assert_eq!(
            row.as_str().is_some_and(|row| row.contains("DeleteBucket")),
            partial > 0,
            "{name}: {row}"
        );
    }
}

#[test]
fn what_is_no_table_of_events_is_named() {
    let other = run(&["summary", sample("other.parquet").to_str().unwrap(), "--format", "json"]).json();
    let problem = &other["files"]["problems"][0];
    assert_eq!((&problem["kind"], &other["files"]["not_logs"]), (&json!("no records"), &json!(1)), "{other}");
    assert!(problem["reason"].as_str().unwrap().contains("\"id,name\""), "{problem}");
    let folder = tempfile::tempdir().unwrap();
    let sound = fs::read(sample("lake.parquet")).unwrap();
    for (name, bytes) in
        [("cut", &sound[..sound.len() / 2]), ("empty", b"PAR1"), ("tail", &sound[..sound.len() - 1])]
    {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let answer = run(&["list", path.to_str().unwrap()]);
        assert_eq!(answer.code, Some(3), "{name}: {}", answer.err);
        assert!(answer.err.contains("has no footer"), "{name}: {}", answer.err);
    }
    // The first group of rows is damaged; the second is read.
    let mut damaged = sound;
    damaged[4..40].fill(0xff);
    let path = folder.path().join("damaged.parquet");
    fs::write(&path, damaged).unwrap();
    let answer = run(&["list", path.to_str().unwrap(), "--format", "csv", "--columns", "eventName"]);
    assert_eq!(
        (answer.code, answer.csv().concat().join(" ")),
        (Some(3), "eventName DeleteBucket".to_owned())
    );
    let summary = run(&["summary", path.to_str().unwrap(), "--format", "json"]).json();
    let told = summary["files"]["problems"].to_string();
    assert!(told.contains("2 rows of the Parquet file could not be read"), "{told}");
}
