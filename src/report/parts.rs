//! The files of a report, as bytes.

use std::io;

use super::facts::ReportFacts;
use super::part::ReportPart;
use super::{html, manifest, markdown, stix, tables};
use crate::case::model::Case;
use crate::case::written as case_written;
use crate::export::evidence::written;
use crate::store::Store;
use crate::store::record_reader::RecordReader;

/// Returns all files of a report, the manifest last.
pub fn parts(case: &Case, store: &Store, facts: &ReportFacts) -> io::Result<Vec<ReportPart>> {
    let mut reader = RecordReader::default();
    let records: Vec<Vec<u8>> =
        facts.events.iter().map(|&event| written(store, event, &mut reader).into_owned()).collect();
    // What the screen showed last is no part of what was found.
    parts_with(&Case { view: None, ..case.clone() }, store, facts, &records)
}

/// Returns all files of a report with these texts of the records, one for each event of `facts`, and with the values
/// of this snapshot.
pub(super) fn parts_with(
    case: &Case,
    store: &Store,
    facts: &ReportFacts,
    records: &[Vec<u8>],
) -> io::Result<Vec<ReportPart>> {
    let part = |name, bytes| ReportPart { name, bytes };
    let mut parts = vec![
        part("report.md", markdown::report(facts).into_bytes()),
        part("report.html", html::report(facts).into_bytes()),
        part("events.csv", tables::events_csv(facts)?),
        part("events.jsonl", tables::events_jsonl(facts, records)),
        part("records.json", log_file(records)),
        part("changes.json", facts.meaning.changes_json(store)?),
        part("chain.json", facts.meaning.chain_json(store)?),
        part("indicators.txt", tables::indicator_lines(facts)),
        part("indicators.csv", tables::indicators_csv(facts)?),
        part("indicators.stix.json", stix::bundle(facts)),
        part("case.jsonl", case_written::write(case).into_bytes()),
    ];
    parts.push(part("manifest.json", manifest::manifest(&parts, &facts.files)));
    Ok(parts)
}

/// Returns a log file of records, each byte for byte.
fn log_file(records: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"{\"Records\":[\n".to_vec();
    out.extend_from_slice(&records.join(b",\n".as_slice()));
    out.extend_from_slice(b"\n]}\n");
    out
}
