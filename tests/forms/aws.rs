//! What the AWS CLI prints in other forms than JSON, and CloudTrail Lake's answers in JSON.

use std::fs;

use serde_json::{Value, json};

use crate::common::run;
use crate::record;

/// Lists what is in one file: the code, how many events, and what was said.
fn list(text: &str) -> (Option<i32>, usize, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("answer");
    fs::write(&path, text).unwrap();
    // A log beside it, so that there is something to list.
    fs::write(folder.path().join("log.json"), format!("{{\"Records\":[{}]}}", record("ListUsers"))).unwrap();
    let answer = run(&["list", folder.path().to_str().unwrap(), "--format", "jsonl"]);
    (answer.code, answer.text().lines().count() - 1, answer.err)
}

#[test]
fn yaml_and_text_are_named_with_what_gives_json() {
    let record = record("CreateUser");
    for (text, name) in [
        (format!("Events:\n- AccessKeyId: A\n  CloudTrailEvent: '{record}'\n  EventId: e\n"), "YAML"),
        (
            format!(
                "events:\n- message: \"{}\"\n",
                record.replace('"', "\\\"").replace("CreateUser", "a\\\n  b")
            ),
            "YAML",
        ),
        (format!("- '{record}'\n"), "YAML"),
        ("Records:\n- eventVersion: '1.08'\n  eventName: A\n  eventID: e\n".to_owned(), "YAML"),
        (format!("EVENTS\tA\t{record}\te\nRESOURCES\tbob\tAWS::IAM::User\n"), "text of lookup-events"),
        (
            format!("-----------\n|  LookupEvents  |\n+--------+\n||  CloudTrailEvent |  {record}  ||\n"),
            "table of the AWS CLI",
        ),
    ] {
        let (code, events, told) = list(&text);
        assert_eq!((code, events), (Some(3), 0), "{text}: {told}");
        assert!(told.contains(name) && told.contains("--output json"), "{text}: {told}");
        assert!(!told.contains("quoted") && !told.contains("damaged"), "named once: {told}");
    }
}

#[test]
fn neighbours_of_yaml_and_text_are_answered_as_before() {
    let trails = "trailList:\n- HomeRegion: us-east-1\n  Name: main\n";
    assert_eq!(list(trails).0, Some(0), "trails are no events");
    let cells = format!("{}\t{}\n", record("A"), record("B"));
    assert_eq!(list(&cells).1, 2, "records alone can be read");
    let (code, events, told) = list(&format!("EVENTS\tA\t{}\te\n", record("A")));
    assert_eq!((code, events), (Some(0), 1), "text without resources can be read: {told}");
    let quoted = json!({"Events": [{"CloudTrailEvent": record("A")}]}).to_string();
    assert_eq!((list(&quoted).0, list(&quoted).1), (Some(0), 1));
}

fn lake(more: &Value, rows: &Value) -> String {
    let mut answer =
        json!({"QueryStatus": "FINISHED", "QueryStatistics": {"ResultsCount": 2}, "QueryResultRows": rows});
    answer.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    serde_json::to_string_pretty(&answer).unwrap()
}

#[test]
fn rows_of_lake_are_events_with_less() {
    let row = |id: &str, name: &str| {
        json!([
            {"eventID": id}, {"eventTime": "2026-03-10 12:00:01.000"}, {"eventName": name},
            {"eventSource": "iam.amazonaws.com"}, {"awsRegion": "us-east-1"}, {"errorCode": ""},
            {"userIdentity": "{type=IAMUser, arn=arn:aws:iam::111122223333:user/alice, username=alice}"},
        ])
    };
    let text = lake(&json!({}), &json!([row("one", "CreateUser"), row("two", "DeleteUser")]));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("lake.json");
    fs::write(&path, &text).unwrap();
    let path = path.to_str().unwrap();
    for (filter, events) in [
        ("is:partial", 2),
        ("user=alice", 2),
        ("id=two", 1),
        ("name=CreateUser", 1),
        ("is:failed", 0),
        ("time:2026-03-10T12:00:01", 2),
    ] {
        let found = run(&["list", path, "--format", "jsonl", "-f", filter]);
        assert_eq!(found.text().lines().count(), events, "{filter}: {}", found.err);
    }
    let all = run(&["list", path, "--format", "jsonl"]);
    assert_eq!(all.code, Some(0), "{}", all.err);
    assert!(all.err.contains("2 events are rows of tables"), "{}", all.err);
}

#[test]
fn what_a_result_of_lake_lacks_is_named() {
    let whole = json!([{"eventName": "A"}, {"eventSource": "iam.amazonaws.com"}]);
    let counts = json!([{"eventName": "A"}, {"calls": "7"}]);
    for (text, code, events, words) in [
        (lake(&json!({}), &json!([whole, counts])), 3, 1, "too few of CloudTrail's columns"),
        (lake(&json!({}), &json!([counts])), 3, 0, "too few of CloudTrail's columns"),
        (lake(&json!({"NextToken": "t"}), &json!([whole])), 3, 1, "next page"),
        (lake(&json!({"QueryStatus": "RUNNING"}), &json!([])), 3, 0, "when the query is finished"),
        (lake(&json!({}), &json!([])), 0, 0, ""),
    ] {
        let (found, count, told) = list(&text);
        assert_eq!((found, count), (Some(code), events), "{text}: {told}");
        assert!(told.contains(words), "{words}: {told}");
    }
}

/// Athena's answer as JSON: it was only named.
#[test]
fn rows_of_athena_are_events_with_less() {
    let names = [
        "eventid",
        "eventtime",
        "eventname",
        "eventsource",
        "awsregion",
        "useridentity",
        "requestparameters",
    ];
    let cells = |id: &str| {
        let identity = "{type=IAMUser, principalid=null, arn=arn:aws:iam::111122223333:user/a, username=a}";
        [
            id,
            "2026-03-10T12:00:00Z",
            "CreateUser",
            "iam.amazonaws.com",
            "us-east-1",
            identity,
            "{\"userName\":\"bob\"}",
        ]
        .map(str::to_owned)
    };
    let row = |cells: [String; 7]| json!({"Data": cells.map(|cell| json!({"VarCharValue": cell}))});
    let heading = row(names.map(str::to_owned));
    let columns = json!(names.map(|name| json!({"CatalogName": "hive", "Name": name, "Type": "varchar"})));
    let answer = |rows: Value, more: Value| {
        let mut answer = json!({"UpdateCount": 0, "ResultSet": {"Rows": rows, "ResultSetMetadata": {"ColumnInfo": columns}}});
        answer.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        answer.to_string()
    };
    let empty = json!({"Data": [{"VarCharValue": "x"}, {}, {"VarCharValue": "A"}, {}, {}, {}, {}]});
    let torn = json!({"Data": [{"VarCharValue": "x"}]});
    let page = json!({"NextToken": "t"});
    for (text, code, events, words) in [
        (answer(json!([heading, row(cells("e")), empty]), json!({})), 0, 2, "2 events are rows"),
        (answer(json!([row(cells("e"))]), page.clone()), 3, 1, "next page"),
        (answer(json!([heading, row(cells("e")), torn]), json!({})), 3, 1, "too few"),
        (answer(json!([heading]), json!({})), 0, 0, ""),
        (json!({"ResultSet": {"Rows": [heading, row(cells("e"))]}}).to_string(), 0, 1, "1 event is a row"),
    ] {
        let (found, count, told) = list(&text);
        assert_eq!((found, count), (Some(code), events), "{text}: {told}");
        assert!(told.contains(words), "{words}: {told}");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("answer.json");
    fs::write(&path, answer(json!([heading, row(cells("e"))]), json!({}))).unwrap();
    let path = path.to_str().unwrap();
    for filter in
        ["requestParameters.userName=bob", "user=a arn:111122223333", "id=e time:2026-03-10", "\"bob\""]
    {
        let found = run(&["list", path, "--format", "jsonl", "-f", filter]);
        assert_eq!(found.text().lines().count(), 1, "{filter}: {}", found.err);
    }
    let all = run(&["list", path, "--format", "json"]).json();
    let partial = &all["Records"][0]["partialEvent"];
    assert_eq!(partial["heading"], names.join(","));
    assert_eq!(partial["row"], row(cells("e")).to_string());
}

/// A file that holds events is never without them in silence.
#[test]
fn results_of_other_engines_that_are_not_read_are_named() {
    let row = |cells: [&str; 2]| json!({"Data": cells.map(|cell| json!({"VarCharValue": cell}))});
    let field = |name: &str, value: &str| json!({"field": name, "value": value});
    for (answer, code, words) in [
        (
            json!({"ResultSet": {"Rows": [row(["eventname", "eventid"]), row(["A", "e"])]}}),
            3,
            "too few of CloudTrail's columns",
        ),
        (
            json!({"results": [[field("eventName", "A")]], "status": "Complete"}),
            3,
            "fields @timestamp, @message",
        ),
        (json!({"ResultSet": {"Rows": [row(["bucket", "size"]), row(["b", "7"])]}}), 0, ""),
    ] {
        let (found, events, told) = list(&answer.to_string());
        assert_eq!((found, events), (Some(code), 0), "{answer}: {told}");
        assert!(told.contains(words), "{words}: {told}");
    }
}
