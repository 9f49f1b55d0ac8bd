//! Sessions that their role denies: a soft end of a credential that is valid after the newest event.

use serde_json::{Value, json};
use trailsift::insight::ledger::Ledger;
use trailsift::insight::run::Run;

use crate::common::load;

fn record(minute: usize, name: &str, (account, source): (&str, &str), rest: &Value) -> Value {
    let mut record = json!({
        "eventVersion": "1.08",
        "eventTime": format!("2026-01-01T00:{minute:02}:00Z"),
        "eventID": format!("00000000-0000-0000-0000-{minute:012}"),
        "eventSource": source,
        "eventName": name,
        "awsRegion": "us-east-1",
        "recipientAccountId": account,
        "userIdentity": {"type": "IAMUser", "userName": "ann", "arn": "arn:aws:iam::1:user/ann"},
    });
    record.as_object_mut().unwrap().extend(rest.as_object().unwrap().clone());
    record
}

fn grant(minute: usize, account: &str, role: &str) -> Value {
    let key = format!("ASIA{minute:016}");
    let rest = json!({
        "requestParameters": {"roleArn": format!("arn:aws:iam::{account}:role/{role}"), "roleSessionName": "me"},
        "responseElements": {
            "credentials": {"accessKeyId": key, "expiration": "Jan 1, 2026, 2:00:00 AM"},
            "assumedRoleUser": {"arn": format!("arn:aws:sts::{account}:assumed-role/{role}/me")},
        },
    });
    record(minute, "AssumeRole", (account, "sts.amazonaws.com"), &rest)
}

fn policy(minute: usize, name: &str, role: &str, before: Option<&str>) -> Value {
    let condition = json!({"DateLessThan": {"aws:TokenIssueTime": before}});
    let statement = json!({"Effect": "Deny", "Action": ["*"], "Resource": ["*"], "Condition": condition});
    let document = json!({"Version": "2012-10-17", "Statement": [statement]}).to_string();
    let mut request = json!({"roleName": role, "policyName": "AWSRevokeOlderSessions"});
    if name == "PutRolePolicy" && before.is_some() {
        request["policyDocument"] = json!(document);
    }
    record(minute, name, ("1", "iam.amazonaws.com"), &json!({"requestParameters": request}))
}

/// The minutes of the grants whose credentials are denied.
fn revoked(records: &[Value]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let lines: Vec<String> = records.iter().map(Value::to_string).collect();
    std::fs::write(folder.path().join("x.jsonl"), lines.join("\n")).unwrap();
    let store = load(&[folder.path().to_owned()], 1);
    let ledger = Ledger::of(&store, Run::QUIET).unwrap();
    let grants = records.iter().filter(|record| record["eventName"] == "AssumeRole").count();
    assert_eq!(ledger.live.len(), grants, "all are valid still");
    let denied = ledger.live.iter().filter(|live| live.revoked.is_some());
    denied.map(|live| live.key.trim_start_matches("ASIA").trim_start_matches('0').to_owned()).collect()
}

#[test]
fn a_role_denies_the_sessions_that_were_opened_before() {
    let grants = [grant(1, "1", "ops"), grant(5, "1", "ops"), grant(2, "1", "other"), grant(3, "2", "ops")];
    let with = |more: &[Value]| revoked(&[&grants[..], more].concat());
    let put = |minute, before| policy(minute, "PutRolePolicy", "ops", before);
    let time = "2026-01-01T00:04:00.000Z";
    assert!(with(&[]).is_empty());
    assert_eq!(with(&[put(6, Some(time))]), ["1"], "only of that role and account, and only the older");
    // Without a text the time of the call holds.
    assert_eq!(with(&[put(6, None)]), ["1", "5"]);
    // Taken back, they may act again.
    assert!(with(&[put(6, Some(time)), policy(7, "DeleteRolePolicy", "ops", None)]).is_empty());
    assert_eq!(
        with(&[
            put(6, Some(time)),
            policy(7, "DeleteRolePolicy", "ops", None),
            put(8, Some("2026-01-01T00:08:00Z"))
        ]),
        ["1", "5"]
    );
}
