//! The way back: what each engine returned for a query of trailsift is opened again, with every field that it has. The
//! results were written by `tests/engines/back.py`, from the records of `results/log.json`.

use crate::common::run;

/// Results that have the records themselves.
const WHOLE: [&str; 8] = [
    "duckdb.csv",
    "duckdb.tsv",
    "duckdb.json",
    "duckdb.jsonl",
    "jq.json",
    "jq.jsonl",
    "insights.csv",
    "insights.json",
];
/// Results that have columns.
const ROWS: [&str; 3] = ["athena.csv", "lake.csv", "lake.json"];

/// What tables of all engines hold, and what is computed from it.
const COLUMNS: &str = "eventID,eventTime,eventSource,eventName,awsRegion,sourceIPAddress,userAgent,errorCode,errorMessage,\
requestID,readOnly,eventType,recipientAccountId,sharedEventID,vpcEndpointId,eventCategory,sessionCredentialFromConsole,\
userIdentity.type,userIdentity.principalId,userIdentity.arn,userIdentity.accountId,userIdentity.accessKeyId,\
userIdentity.userName,userIdentity.invokedBy,userIdentity.sessionContext.attributes.mfaAuthenticated,\
userIdentity.sessionContext.attributes.creationDate,userIdentity.sessionContext.sessionIssuer.userName,\
requestParameters.key,requestParameters.x-amz-acl,requestParameters.ipPermissions.items.fromPort,\
requestParameters.ipPermissions.items.ipRanges.items.cidrIp,responseElements.credentials.accessKeyId,\
additionalEventData.bytesTransferredOut,resources.ARN,resources.type,tlsDetails.tlsVersion,principal,outcome,mfa,service,\
bytesOut";

fn result(name: &str) -> String {
    format!("{}/tests/forms/results/{name}", env!("CARGO_MANIFEST_DIR"))
}

fn rows(name: &str) -> Vec<Vec<String>> {
    let answer = run(&["list", &result(name), "--format", "csv", "--columns", COLUMNS]);
    assert_eq!(answer.code, Some(0), "{name}: {}", answer.err);
    answer.csv()
}

#[test]
fn each_result_has_the_fields_of_its_records() {
    let sent = rows("log.json");
    assert_eq!(sent.len(), 4);
    for (at, name) in sent[0].iter().enumerate() {
        assert!(sent[1..].iter().any(|row| !row[at].is_empty()), "no record has {name}");
    }
    for name in WHOLE.into_iter().chain(ROWS) {
        assert_eq!(rows(name), sent, "{name}");
    }
}

#[test]
fn records_come_back_as_they_are_and_rows_are_named() {
    let records = |name: &str| -> Vec<serde_json::Value> {
        let answer = run(&["list", &result(name), "--format", "jsonl"]);
        answer.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    for name in WHOLE {
        assert_eq!(records(name), records("log.json"), "{name}");
    }
    for name in ROWS {
        assert!(records(name).iter().all(|record| record["partialEvent"].is_object()), "{name}");
    }
}
