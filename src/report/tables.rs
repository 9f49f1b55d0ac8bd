//! The tables of a report: events and indicators as CSV, events as JSON Lines, indicators one a line.

use std::io;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::facts::{ReportFacts, ReportRow};
use crate::export::spreadsheet_cell;
use crate::json::print::one_line;

/// The columns of the events, by AWS's names.
pub(super) const COLUMNS: [&str; 16] = [
    "eventTime",
    "account",
    "awsRegion",
    "principal",
    "sessionName",
    "accessKeyId",
    "sourceIPAddress",
    "eventSource",
    "eventName",
    "resource",
    "outcome",
    "labels",
    "notes",
    "eventID",
    "sha256",
    "file",
];

impl ReportRow {
    /// Returns the cells of [`COLUMNS`].
    pub(super) fn cells(&self) -> [String; COLUMNS.len()] {
        [
            self.event_time.clone(),
            self.account.clone(),
            self.aws_region.clone(),
            self.principal.clone(),
            self.session.clone(),
            self.access_key.clone(),
            self.source_ip_address.clone(),
            self.event_source.clone(),
            self.event_name.clone(),
            self.resource.clone(),
            self.outcome.clone(),
            self.labels.join(" "),
            self.notes.join("\n\n"),
            self.key.event_id.clone(),
            self.key.hash.to_string(),
            self.file.clone(),
        ]
    }
}

/// Returns the events as CSV.
pub(super) fn events_csv(facts: &ReportFacts) -> io::Result<Vec<u8>> {
    let heading = COLUMNS.iter().map(ToString::to_string).chain(["state".to_owned()]).collect();
    let row = |row: &ReportRow| -> Vec<String> {
        row.cells().into_iter().chain([row.state.words().to_owned()]).collect()
    };
    csv(heading, facts.rows.iter().map(row))
}

/// Returns the indicators as CSV.
pub(super) fn indicators_csv(facts: &ReportFacts) -> io::Result<Vec<u8>> {
    let heading = ["kind", "value", "events", "first", "last", "eventID"].map(str::to_owned).into();
    let rows = facts.indicators.iter().map(|one| {
        let kind = one.kind.name().to_owned();
        vec![
            kind,
            one.value.clone(),
            one.events.to_string(),
            one.first.clone(),
            one.last.clone(),
            one.event_id.clone(),
        ]
    });
    csv(heading, rows)
}

/// Returns the values of the indicators, one on each line. Values with a line break are left out: a list of lines
/// cannot hold them.
pub(super) fn indicator_lines(facts: &ReportFacts) -> Vec<u8> {
    let values =
        facts.indicators.iter().map(|one| one.value.as_str()).filter(|value| !value.contains(['\n', '\r']));
    values.flat_map(|value| [value, "\n"]).collect::<String>().into_bytes()
}

fn csv(heading: Vec<String>, rows: impl Iterator<Item = Vec<String>>) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut out);
        writer.write_record(heading).map_err(io::Error::other)?;
        for row in rows {
            writer.write_record(row.iter().map(|cell| spreadsheet_cell(cell))).map_err(io::Error::other)?;
        }
        writer.flush()?;
    }
    Ok(out)
}

/// Returns the events as JSON Lines: what was said about each, then the record. A record that is not valid JSON is
/// left out of its line.
pub(super) fn events_jsonl(facts: &ReportFacts, records: &[Vec<u8>]) -> Vec<u8> {
    let mut records = records.iter();
    let mut out = Vec::new();
    for row in &facts.rows {
        let list = |texts: &[String]| Value::Array(texts.iter().cloned().map(Value::String).collect());
        let mut said = Map::new();
        let mut say = |name: &str, value: Value| drop(said.insert(name.to_owned(), value));
        say("eventID", row.key.event_id.clone().into());
        say("sha256", row.key.hash.to_string().into());
        say("labels", list(&row.labels));
        say("notes", list(&row.notes));
        say("file", row.file.clone().into());
        if !row.state.words().is_empty() {
            say("remark", row.state.words().into());
        }
        let record = row.event.and_then(|_| records.next()).map(|record| one_line(record));
        let record = record.filter(|record| serde_json::from_slice::<&RawValue>(record).is_ok());
        let said = Value::Object(said).to_string();
        match record {
            Some(record) => {
                // The line without its last bracket.
                out.extend_from_slice(said.strip_suffix('}').unwrap_or(&said).as_bytes());
                out.extend_from_slice(b",\"record\":");
                out.extend_from_slice(&record);
                out.push(b'}');
            }
            None => out.extend_from_slice(said.as_bytes()),
        }
        out.push(b'\n');
    }
    out
}
