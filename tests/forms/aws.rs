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

const OF_ATHENA: [&str; 7] =
    ["eventid", "eventtime", "eventname", "eventsource", "awsregion", "useridentity", "requestparameters"];

fn row_of_athena(cells: [&str; 7]) -> Value {
    json!({"Data": cells.map(|cell| json!({"VarCharValue": cell}))})
}

fn event_of_athena(id: &str) -> Value {
    row_of_athena([
        id,
        "2026-03-10T12:00:00Z",
        "CreateUser",
        "iam.amazonaws.com",
        "us-east-1",
        "{type=IAMUser, principalid=null, arn=arn:aws:iam::111122223333:user/a, username=a}",
        "{\"userName\":\"bob\"}",
    ])
}

/// Athena's answer with these rows, and what else is in it.
fn athena(rows: &Value, more: &Value) -> String {
    let columns =
        json!(OF_ATHENA.map(|name| json!({"CatalogName": "hive", "Name": name, "Type": "varchar"})));
    let mut answer =
        json!({"UpdateCount": 0, "ResultSet": {"Rows": rows, "ResultSetMetadata": {"ColumnInfo": columns}}});
    answer.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    answer.to_string()
}

#[track_caller]
fn lists(text: &str, code: i32, events: usize, words: &str) {
    let (found, count, told) = list(text);
    assert_eq!((found, count), (Some(code), events), "{text}: {told}");
    assert!(told.contains(words), "{words}: {told}");
}

/// Athena's answer as JSON: it was only named.
#[test]
fn rows_of_athena_are_events_with_less() {
    let (heading, event) = (row_of_athena(OF_ATHENA), event_of_athena("e"));
    let empty = json!({"Data": [{"VarCharValue": "x"}, {}, {"VarCharValue": "A"}, {}, {}, {}, {}]});
    let torn = json!({"Data": [{"VarCharValue": "x"}]});
    let none = json!({});
    lists(&athena(&json!([heading, event, empty]), &none), 0, 2, "2 events are rows");
    lists(&athena(&json!([heading, event, torn]), &none), 3, 1, "another number of cells");
    lists(&athena(&json!([heading]), &none), 0, 0, "");
    lists(&json!({"ResultSet": {"Rows": [heading, event]}}).to_string(), 0, 1, "1 event is a row");
    // Another spelling of a name, as CSV may have it too.
    let other = athena(&json!([heading, event]), &none).replace("eventname", "event_name");
    lists(&other, 0, 1, "1 event is a row");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("answer.json");
    fs::write(&path, athena(&json!([heading, event]), &none)).unwrap();
    let path = path.to_str().unwrap();
    for filter in
        ["requestParameters.userName=bob", "user=a arn:111122223333", "id=e time:2026-03-10", "\"bob\""]
    {
        let found = run(&["list", path, "--format", "jsonl", "-f", filter]);
        assert_eq!(found.text().lines().count(), 1, "{filter}: {}", found.err);
    }
    let all = run(&["list", path, "--format", "json"]).json();
    let partial = &all["Records"][0]["partialEvent"];
    assert_eq!(partial["heading"], OF_ATHENA.join(","));
    assert_eq!(partial["row"], event.to_string());
}

/// Only the last page in a file tells whether there are more.
#[test]
fn pages_of_athena_follow_one_another() {
    let heading = row_of_athena(OF_ATHENA);
    let (last, more) = (json!({}), json!({"NextToken": "t"}));
    let first = athena(&json!([heading, event_of_athena("e")]), &more);
    let next = |more: &Value| athena(&json!([event_of_athena("f")]), more);
    lists(&first, 3, 1, "next page");
    lists(&next(&more), 3, 1, "next page");
    lists(&[first.clone(), next(&last)].join("\n"), 0, 2, "2 events are rows");
    lists(&[first.clone(), next(&more)].join("\n"), 3, 2, "next page");
    // Another result is not the next page.
    let other = athena(&json!([heading, event_of_athena("g")]), &last);
    lists(&[first, other].join("\n"), 3, 2, "next page");
}

/// A mark that a spreadsheet writes is a part of a value that never was in one.
#[test]
fn values_of_athena_stay_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("answer.json");
    let rows = json!([row_of_athena(OF_ATHENA), event_of_athena("'=e")]);
    fs::write(&path, athena(&rows, &json!({}))).unwrap();
    let found =
        run(&["list", path.to_str().unwrap(), "--format", "csv", "--columns", "eventID,eventName"]).csv();
    // The list itself writes such a mark before a value that begins like one.
    assert_eq!(found[1], ["''=e", "CreateUser"]);
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
        (
            json!({"ResultSet": {"Rows": [row(["event_name", "eventid"]), row(["A", "e"])]}}),
            3,
            "too few of CloudTrail's columns",
        ),
        (json!({"ResultSet": {"Rows": [row(["bucket", "size"]), row(["b", "7"])]}}), 0, ""),
    ] {
        let (found, events, told) = list(&answer.to_string());
        assert_eq!((found, events), (Some(code), 0), "{answer}: {told}");
        assert!(told.contains(words), "{words}: {told}");
    }
}
