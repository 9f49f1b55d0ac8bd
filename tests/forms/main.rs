//! Files in other forms than CloudTrail's own, as the program answers about them.

#![expect(clippy::unwrap_used, reason = "a test that fails should stop with its values")]

use std::fs;

use common::run;
use serde_json::{Value, json};

mod archives;
mod aws;
mod back;
#[path = "../../examples/make_trail/base/mod.rs"]
#[expect(dead_code, reason = "shared with the example, which uses the rest")]
mod base;
#[path = "../../examples/make_trail/bulk/mod.rs"]
mod bulk;
#[cfg(feature = "parquet")]
mod columnar;
#[path = "../common/binary.rs"]
#[expect(dead_code, reason = "shared with tests that use the rest")]
mod common;
#[path = "../../examples/make_trail/forms/mod.rs"]
#[expect(dead_code, reason = "shared with the example, which uses the rest")]
mod forms;
mod made;
mod spreadsheets;

const HISTORY: &str = "User name,AWS access key,Event time,Event source,Event name,AWS region,Source IP address,User \
agent,Error code,Resources,Request ID,Event ID,Read-only,Event type,Recipient Account Id,Event category";

fn row(name: &str, time: &str) -> String {
    format!(
        "alice,AKIAIOSFODNN7EXAMPLE,{time},iam.amazonaws.com,{name},us-east-1,192.0.2.1,\"a, b\",AccessDenied,\"[{{\"\"resourceType\"\":null,\"\"resourceName\"\":\"\"bob\"\"}}]\",r,{name},false,AwsApiCall,111122223333,Management"
    )
}

pub(crate) fn record(name: &str) -> String {
    json!({
        "eventVersion": "1.08", "eventTime": "2026-03-10T12:00:00Z", "eventSource": "iam.amazonaws.com",
        "eventName": name, "awsRegion": "us-east-1", "recipientAccountId": "111122223333", "eventID": format!("of-{name}"),
    })
    .to_string()
}

/// A log file with one record, and a table of two events.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("log.json"), format!("{{\"Records\":[{}]}}", record("ListUsers"))).unwrap();
    let rows = [row("CreateUser", "2026-03-10T12:00:01Z"), row("DeleteUser", "2026-03-10T12:00:02Z")];
    fs::write(folder.path().join("event_history.csv"), format!("{HISTORY}\r\n{}\r\n", rows.join("\r\n")))
        .unwrap();
    folder
}

#[test]
fn a_row_is_an_event_and_no_record() {
    let folder = folder();
    let path = folder.path().to_str().unwrap();
    let all = run(&["list", path, "--format", "jsonl"]);
    assert_eq!(all.code, Some(0), "{}", all.err);
    assert!(
        all.err.contains("2 events are rows of tables (is:partial): no request, no response"),
        "{}",
        all.err
    );
    let lines: Vec<Value> = all.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["eventName"], "ListUsers");
    assert_eq!(
        lines[1],
        json!({"partialEvent": {"heading": HISTORY, "row": row("CreateUser", "2026-03-10T12:00:01Z")}})
    );
    let log = run(&["list", path, "--format", "json"]).json();
    assert_eq!(log["Records"][2]["partialEvent"]["row"], row("DeleteUser", "2026-03-10T12:00:02Z"));
    for (filter, events) in [
        ("is:partial", 2),
        ("!is:partial", 1),
        ("user=alice", 2),
        ("key=AKIAIOSFODNN7EXAMPLE", 2),
        ("is:denied", 2),
        ("resource:bob", 2),
        ("eventID=CreateUser", 1),
        ("userIdentity.userName=alice", 2),
        ("account=111122223333 region=us-east-1 ip=192.0.2.0/24", 2),
        ("\"a, b\"", 2),
        ("is:write", 2),
    ] {
        let found = run(&["list", path, "--format", "jsonl", "-f", filter]);
        assert_eq!(found.text().lines().count(), events, "{filter}: {}", found.err);
    }
    let summary = run(&["summary", path, "--format", "json"]).json();
    assert_eq!((&summary["events"]["partial"], &summary["events"]["shown"]), (&json!(2), &json!(3)));
    let summary = run(&["summary", path]);
    assert!(
        summary.text().contains("2 events are rows of tables: no request, no response"),
        "{}",
        summary.text()
    );
}

/// The copy of a row is not taken for a record when it is opened again.
#[test]
fn an_exported_row_is_named_when_it_is_opened_again() {
    let folder = folder();
    let exported = run(&["list", folder.path().to_str().unwrap(), "--format", "json"]);
    let again = tempfile::tempdir().unwrap();
    fs::write(again.path().join("exported.json"), &exported.out).unwrap();
    let read = run(&["list", again.path().to_str().unwrap(), "--format", "jsonl"]);
    assert_eq!((read.code, read.text().lines().count()), (Some(3), 1));
    assert!(read.err.contains("row of a table"), "{}", read.err);
}

/// Sentinel's rows as JSON, and Elastic's without the original text.
#[test]
fn objects_with_other_names_are_events_with_less() {
    let folder = tempfile::tempdir().unwrap();
    let sentinel = json!({
        "TimeGenerated": "2026-03-10T12:00:00Z", "EventName": "StopLogging", "EventSource": "cloudtrail.amazonaws.com",
        "AwsEventId": "one", "UserIdentityArn": "arn:aws:iam::111122223333:user/alice", "UserIdentityType": "IAMUser",
        "SourceIpAddress": "192.0.2.1", "AWSRegion": "us-east-1", "RequestParameters": "{\"name\":\"trail\"}",
    });
    let elastic = json!({"_source": {
        "@timestamp": "2026-03-10T12:00:01Z", "event": {"action": "DeleteTrail", "provider": "cloudtrail.amazonaws.com", "id": "two"},
        "aws": {"cloudtrail": {"user_identity": {"arn": "arn:aws:iam::111122223333:user/alice", "type": "IAMUser"}}},
    }});
    fs::write(folder.path().join("rows.json"), format!("{sentinel}\n{elastic}\n")).unwrap();
    let nameless = json!({"event": {"kind": "event"}, "aws": {"cloudtrail": {"event_type": "AwsApiCall"}}});
    fs::write(folder.path().join("other.json"), nameless.to_string()).unwrap();
    let path = folder.path().to_str().unwrap();
    for (filter, events) in [
        ("is:partial", 2),
        ("arn:user/alice", 2),
        ("requestParameters.name=trail", 1),
        ("id=two", 1),
        ("time:2026-03-10", 2),
    ] {
        let found = run(&["list", path, "--format", "jsonl", "-f", filter]);
        assert_eq!(found.text().lines().count(), events, "{filter}: {}", found.err);
        assert_eq!(found.code, Some(3), "the third is named: {}", found.err);
    }
    let all = run(&["list", path, "--format", "jsonl"]);
    let first: Value = serde_json::from_str(all.text().lines().next().unwrap()).unwrap();
    assert_eq!(first["partialEvent"]["row"], sentinel.to_string());
}
