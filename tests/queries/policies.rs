//! What events do to policies: each is compared with the version before it of the same owner.

use std::fmt::Write as _;

use serde_json::{Value, json};
use trailsift::insight::policy::said::policy_lines;
use trailsift::store::Store;
use trailsift::store::record_reader::RecordReader;

use crate::files::{answer, load};

const OWN: &str = "111122223333";

/// Loads calls, one a second.
fn trail(calls: &[(&str, Value, Option<&str>)]) -> Store {
    let mut records = String::new();
    for (at, (call, request, error)) in calls.iter().enumerate() {
        let (service, name) = call.split_once(':').unwrap();
        let mut record = json!({
            "eventVersion": "1.11", "eventTime": format!("2026-03-01T00:00:{at:02}Z"), "eventID": format!("p-{at}"),
            "eventSource": format!("{service}.amazonaws.com"), "eventName": name, "recipientAccountId": OWN,
            "userIdentity": {"type": "IAMUser", "arn": format!("arn:aws:iam::{OWN}:user/lena"), "userName": "lena", "accountId": OWN},
            "requestParameters": request, "responseElements": null,
        });
        if let Some(error) = error {
            record["errorCode"] = json!(error);
        }
        writeln!(records, "{record}").unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("policies.jsonl"), records).unwrap();
    load(&[folder.path().to_owned()], 1)
}

/// The lines of the event with an ID.
fn lines(store: &Store, id: &str) -> Vec<String> {
    let event = answer(store, &format!("id={id}"))[0];
    let mut reader = RecordReader::for_steps();
    let record = reader.record(store, event).to_vec();
    let lines = policy_lines(store, event, &record, &mut reader);
    lines.iter().map(|line| format!("{}|{}|{}", line.label, line.main, line.more)).collect()
}

fn bucket(name: &str, statements: &Value) -> Value {
    json!({"bucketName": name, "bucketPolicy": {"Version": "2012-10-17", "Statement": statements}})
}

fn allow(principal: &str, action: &str) -> Value {
    json!({"Effect": "Allow", "Principal": {"AWS": principal}, "Action": action, "Resource": "arn:aws:s3:::b/*"})
}

#[test]
fn a_policy_is_compared_with_the_version_before() {
    let (own, get) = (allow(OWN, "s3:GetObject"), allow("*", "s3:GetObject"));
    let foreign = allow("444455556666", "s3:PutObject");
    let store = trail(&[
        ("s3:PutBucketPolicy", bucket("b", &json!([own])), None),
        ("s3:PutBucketPolicy", bucket("other", &json!([foreign])), None),
        ("s3:PutBucketPolicy", bucket("b", &json!([foreign])), Some("AccessDenied")),
        ("s3:PutBucketPolicy", bucket("b", &json!([get, own])), None),
        ("s3:DeleteBucketPolicy", json!({"bucketName": "b"}), None),
        ("s3:PutBucketPolicy", bucket("b", &json!([foreign])), None),
        (
            "iam:AttachUserPolicy",
            json!({"userName": "lena", "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}),
            None,
        ),
        ("iam:CreateUser", json!({"userName": "lena"}), None),
    ]);
    assert_eq!(
        lines(&store, "p-0"),
        [
            "policy|policy of bucket b|",
            "|this account (111122223333) may s3:GetObject on arn:aws:s3:::b/*|",
            "changed|no earlier version in these files: what changed cannot be told|",
        ]
    );
    assert_eq!(
        lines(&store, "p-2"),
        [
            "policy|policy of bucket b|the call failed: nothing changed",
            "|account 444455556666 may s3:PutObject on arn:aws:s3:::b/*|",
        ]
    );
    assert_eq!(
        lines(&store, "p-3"),
        [
            "policy|policy of bucket b|",
            "|anybody may s3:GetObject on arn:aws:s3:::b/*|opens: anyone",
            "|this account (111122223333) may s3:GetObject on arn:aws:s3:::b/*|",
            "changed|1 added, 0 removed, 1 kept|since 2026-03-01T00:00:00Z by lena",
            "added|anybody may s3:GetObject on arn:aws:s3:::b/*|opens: anyone",
        ]
    );
    assert_eq!(lines(&store, "p-4"), ["policy|policy of bucket b|removed"]);
    assert_eq!(
        lines(&store, "p-5")[2],
        "changed|the policy before was removed by DeleteBucketPolicy|2026-03-01T00:00:04Z by lena"
    );
    assert_eq!(
        lines(&store, "p-6"),
        ["policy|AdministratorAccess (AWS managed) allows every action on every resource|opens: admin"]
    );
    assert!(lines(&store, "p-7").is_empty());
    let count = |filter: &str| answer(&store, filter).len();
    assert_eq!(
        [count("opens:anyone"), count("opens:foreign"), count("opens:admin"), count("opens:*")],
        [1, 2, 1, 4]
    );
    assert_eq!(count("opens=anyone_if | opens:wide | opens:not | opens:federated"), 0);
}
