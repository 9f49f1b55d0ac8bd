//! Tables of the records of a trail, as the console and Splunk export them.

use std::collections::HashSet;
use std::io::Read;

use flate2::read::GzDecoder;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::TrailFile;
use crate::base::output::Outcome;

/// The columns of Event history, and where a record has their values.
const HISTORY: [(&str, &str); 16] = [
    ("User name", ""),
    ("AWS access key", "/userIdentity/accessKeyId"),
    ("Event time", "/eventTime"),
    ("Event source", "/eventSource"),
    ("Event name", "/eventName"),
    ("AWS region", "/awsRegion"),
    ("Source IP address", "/sourceIPAddress"),
    ("User agent", "/userAgent"),
    ("Error code", "/errorCode"),
    ("Resources", "/resources"),
    ("Request ID", "/requestID"),
    ("Event ID", "/eventID"),
    ("Read-only", "/readOnly"),
    ("Event type", "/eventType"),
    ("Recipient Account Id", "/recipientAccountId"),
    ("Event category", "/eventCategory"),
];

#[derive(Deserialize)]
struct LogFile<'a> {
    #[serde(borrow, rename = "Records")]
    records: Vec<&'a RawValue>,
}

/// Writes each event once, the newest first, as the console does.
pub(super) fn history(files: &[TrailFile]) -> Outcome<Vec<u8>> {
    let mut events: Vec<Value> = Vec::new();
    let mut known = HashSet::new();
    for record in records(files)? {
        let event: Value = serde_json::from_str(&record)?;
        if known.insert(cell(&event, "/eventID")) {
            events.push(event);
        }
    }
    events.sort_by_cached_key(|event| std::cmp::Reverse(cell(event, "/eventTime")));
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    table.write_record(HISTORY.map(|(name, _)| name))?;
    for event in &events {
        table.write_record(HISTORY.map(|(_, place)| match place {
            "" => user(event),
            place => cell(event, place),
        }))?;
    }
    Ok(table.into_inner().map_err(|error| error.to_string())?)
}

/// Writes all records, with what Splunk writes beside them.
pub(super) fn raw(files: &[TrailFile]) -> Outcome<Vec<u8>> {
    let mut table = csv::WriterBuilder::new().from_writer(Vec::new());
    table.write_record(["_time", "host", "sourcetype", "_raw"])?;
    for record in records(files)? {
        let event: Value = serde_json::from_str(&record)?;
        let time = cell(&event, "/eventTime");
        table.write_record([time.as_str(), "collector", "aws:cloudtrail", &record])?;
    }
    Ok(table.into_inner().map_err(|error| error.to_string())?)
}

/// Returns the texts of all records.
pub(super) fn records(files: &[TrailFile]) -> Outcome<Vec<String>> {
    let mut all = Vec::new();
    for text in texts(files)? {
        let log: LogFile<'_> = serde_json::from_str(&text)?;
        all.extend(log.records.iter().map(|record| record.get().to_owned()));
    }
    Ok(all)
}

fn texts(files: &[TrailFile]) -> Outcome<Vec<String>> {
    let text = |(name, bytes): &TrailFile| {
        let mut text = String::new();
        match GzDecoder::new(bytes.as_slice()).read_to_string(&mut text) {
            Ok(_) => Ok(text),
            Err(error) => Err(format!("{name}: {error}").into()),
        }
    };
    files.iter().map(text).collect()
}

/// Returns a value as the text of a cell.
pub(super) fn cell(event: &Value, place: &str) -> String {
    match event.pointer(place) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

/// The name of a user, or that of a session.
fn user(event: &Value) -> String {
    let name = cell(event, "/userIdentity/userName");
    if !name.is_empty() {
        return name;
    }
    let principal = cell(event, "/userIdentity/principalId");
    principal.split_once(':').map_or_else(String::new, |(_, session)| session.to_owned())
}
