//! What commands of the AWS CLI print for the records of a trail.

use std::io::Write;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use super::TrailFile;
use super::tables::{cell, records};
use crate::base::output::Outcome;

/// The columns of a row of CloudTrail Lake.
pub(super) const OF_LAKE: [&str; 24] = [
    "eventVersion",
    "userIdentity",
    "eventTime",
    "eventSource",
    "eventName",
    "awsRegion",
    "sourceIPAddress",
    "userAgent",
    "errorCode",
    "errorMessage",
    "requestParameters",
    "responseElements",
    "additionalEventData",
    "requestID",
    "eventID",
    "readOnly",
    "resources",
    "eventType",
    "managementEvent",
    "recipientAccountId",
    "sharedEventID",
    "vpcEndpointId",
    "eventCategory",
    "tlsDetails",
];

/// One record in each line.
pub(super) fn lines(files: &[TrailFile]) -> Outcome<Vec<u8>> {
    Ok((records(files)?.join("\n") + "\n").into_bytes())
}

/// `aws cloudtrail lookup-events`
pub(super) fn lookup(files: &[TrailFile]) -> Outcome<Vec<u8>> {
    let event = |text: &String| -> Outcome<Value> {
        let record: Value = serde_json::from_str(text)?;
        Ok(json!({
            "EventId": record.get("eventID"), "EventName": record.get("eventName"), "EventTime": record.get("eventTime"),
            "EventSource": record.get("eventSource"), "Resources": [], "CloudTrailEvent": text,
        }))
    };
    let events: Vec<Value> = records(files)?.iter().map(event).collect::<Outcome<_>>()?;
    printed(&json!({"Events": events}))
}

/// `aws logs filter-log-events`
pub(super) fn log_events(files: &[TrailFile]) -> Outcome<Vec<u8>> {
    let event = |(at, text): (usize, &String)| json!({"logStreamName": "stream", "timestamp": 0, "message": text, "ingestionTime": 0, "eventId": at.to_string()});
    let events: Vec<Value> = records(files)?.iter().enumerate().map(event).collect();
    printed(&json!({"events": events, "searchedLogStreams": []}))
}

/// `aws logs get-query-results`, for a query of Logs Insights
pub(super) fn insights(files: &[TrailFile]) -> Outcome<Vec<u8>> {
    let row = |text: &String| -> Outcome<Value> {
        let record: Value = serde_json::from_str(text)?;
        let time = cell(&record, "/eventTime");
        Ok(json!([{"field": "@timestamp", "value": time}, {"field": "@message", "value": text}]))
    };
    let rows: Vec<Value> = records(files)?.iter().map(row).collect::<Outcome<_>>()?;
    printed(&json!({"results": rows, "statistics": {"recordsMatched": rows.len()}, "status": "Complete"}))
}

/// `aws cloudtrail get-query-results`, for a query of CloudTrail Lake
pub(super) fn lake(files: &[TrailFile]) -> Outcome<Vec<u8>> {
    let row = |text: &String| -> Outcome<Value> {
        let record: Value = serde_json::from_str(text)?;
        let cells = OF_LAKE.map(|name| {
            let text = cell(&record, &format!("/{name}"));
            let text = if name == "eventTime" { text.replace('T', " ").replace('Z', ".000") } else { text };
            json!({name: text})
        });
        Ok(json!(cells))
    };
    let rows: Vec<Value> = records(files)?.iter().map(row).collect::<Outcome<_>>()?;
    printed(&json!({
        "QueryStatus": "FINISHED", "QueryStatistics": {"ResultsCount": rows.len()}, "QueryResultRows": rows,
    }))
}

/// `aws athena get-query-results`
pub(super) fn athena(files: &[TrailFile]) -> Outcome<Vec<u8>> {
    let data = |text: String| if text.is_empty() { json!({}) } else { json!({"VarCharValue": text}) };
    let row = |text: &String| -> Outcome<Value> {
        let record: Value = serde_json::from_str(text)?;
        Ok(json!({"Data": OF_LAKE.map(|name| data(cell(&record, &format!("/{name}"))))}))
    };
    let names = OF_LAKE.map(str::to_lowercase);
    let mut rows = vec![json!({"Data": names.clone().map(data)})];
    rows.extend(records(files)?.iter().map(row).collect::<Outcome<Vec<_>>>()?);
    let columns = names.map(|name| json!({"Name": name, "Type": "varchar"}));
    printed(
        &json!({"UpdateCount": 0, "ResultSet": {"Rows": rows, "ResultSetMetadata": {"ColumnInfo": columns}}}),
    )
}

/// Events of CloudWatch Logs from Kinesis
pub(super) fn kinesis(files: &[TrailFile]) -> Outcome<Vec<u8>> {
    const IN_ONE: usize = 100;
    let item = |texts: &[String]| -> Outcome<Value> {
        let events: Vec<Value> = texts
            .iter()
            .enumerate()
            .map(|(at, text)| json!({"id": at.to_string(), "timestamp": 0, "message": text}))
            .collect();
        let message = json!({
            "messageType": "DATA_MESSAGE", "owner": "111122223333", "logGroup": "trail", "logStream": "stream",
            "subscriptionFilters": ["all"], "logEvents": events,
        });
        let mut packed = GzEncoder::new(Vec::new(), Compression::default());
        packed.write_all(message.to_string().as_bytes())?;
        Ok(json!({"eventSource": "aws:kinesis", "kinesis": {"data": STANDARD.encode(packed.finish()?)}}))
    };
    let items: Vec<Value> = records(files)?.chunks(IN_ONE).map(item).collect::<Outcome<_>>()?;
    printed(&json!({"Records": items}))
}

fn printed(answer: &Value) -> Outcome<Vec<u8>> {
    Ok((serde_json::to_string_pretty(answer)? + "\n").into_bytes())
}
