//! A report with pseudonyms: every text of it is replaced before it is written in any form, and the result is searched
//! for every original. If one is left, nothing is written.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use super::facts::{ReportFacts, ReportRow};
use super::part::ReportPart;
use super::parts::parts_with;
use crate::case::model::{AboutEvent, Case, CaseMark, SourceFile};
use crate::plural::counted;
use crate::redact::Redactor;
use crate::store::Store;
use crate::store::record_reader::RecordReader;

/// Returns the parts with pseudonyms, and the table of these: CSV with kind, value and pseudonym.
pub fn parts(case: &Case, store: &Store, facts: ReportFacts) -> io::Result<(Vec<ReportPart>, Vec<u8>)> {
    let mut redactor = Redactor::default();
    let mut reader = RecordReader::default();
    for &event in &facts.events {
        redactor.gather_record(reader.record(store, event));
    }
    for_each_text(case, &facts, &mut |text| redactor.gather_text(text));
    redactor.finish();
    let records: Vec<Vec<u8>> =
        facts.events.iter().map(|&event| redactor.record(reader.record(store, event))).collect();
    let facts = redacted_facts(&redactor, facts);
    let case = redacted_case(&redactor, case);
    let parts = parts_with(&case, &facts, &records)?;
    for part in &parts {
        let left = redactor.left(&String::from_utf8_lossy(&part.bytes));
        if !left.is_empty() {
            let reason =
                format!("{} left in {}: {}", counted(left.len(), "value"), part.name, left.join(", "));
            return Err(io::Error::other(reason));
        }
    }
    let mut table = Vec::new();
    {
        let mut writer = csv::Writer::from_writer(&mut table);
        writer.write_record(["kind", "value", "pseudonym"]).map_err(io::Error::other)?;
        for row in redactor.table() {
            writer.write_record(row).map_err(io::Error::other)?;
        }
        writer.flush()?;
    }
    Ok((parts, table))
}

/// Calls `each` with the texts of a report that do not come from its records.
fn for_each_text(case: &Case, facts: &ReportFacts, each: &mut dyn FnMut(&str)) {
    for mark in case.marks.values() {
        for text in mark
            .notes
            .iter()
            .chain(&mark.labels)
            .map(String::as_str)
            .chain(mark.about.fields().map(|(_, value)| value))
        {
            each(text);
        }
    }
    for (name, text) in &case.filters {
        each(name);
        each(text);
    }
    for file in case.files.iter().chain(&facts.files) {
        each(&file.path);
        each(&file.member);
    }
    for text in &facts.coverage {
        each(text);
    }
    for text in facts.rows.iter().flat_map(ReportRow::cells) {
        each(&text);
    }
}

fn redacted_facts(redactor: &Redactor, facts: ReportFacts) -> ReportFacts {
    let text = |text: &String| redactor.text(text);
    let row = |row: ReportRow| ReportRow {
        account: text(&row.account),
        principal: text(&row.principal),
        session: text(&row.session),
        access_key: text(&row.access_key),
        source_ip_address: text(&row.source_ip_address),
        resource: text(&row.resource),
        notes: row.notes.iter().map(text).collect(),
        labels: row.labels.iter().map(text).collect(),
        file: text(&row.file),
        ..row
    };
    let mut indicators = facts.indicators;
    for one in &mut indicators {
        one.value = text(&one.value);
    }
    ReportFacts {
        rows: facts.rows.into_iter().map(row).collect(),
        indicators,
        coverage: facts.coverage.iter().map(text).collect(),
        integrity: facts
            .integrity
            .iter()
            .map(|(path, verdict)| (text(path), text(verdict)))
            .collect::<BTreeMap<_, _>>(),
        filters: facts.filters.iter().map(text).collect(),
        files: redacted_files(redactor, &facts.files),
        events: facts.events,
        difference: facts.difference,
    }
}

fn redacted_files(redactor: &Redactor, files: &BTreeSet<SourceFile>) -> BTreeSet<SourceFile> {
    let file = |file: &SourceFile| SourceFile {
        path: redactor.text(&file.path),
        member: redactor.text(&file.member),
        ..file.clone()
    };
    files.iter().map(file).collect()
}

fn redacted_case(redactor: &Redactor, case: &Case) -> Case {
    let text = |text: &String| redactor.text(text);
    let mark = |mark: &CaseMark| CaseMark {
        about: AboutEvent {
            principal: text(&mark.about.principal),
            source_ip_address: text(&mark.about.source_ip_address),
            account: text(&mark.about.account),
            ..mark.about.clone()
        },
        notes: mark.notes.iter().map(text).collect(),
        labels: mark.labels.iter().map(text).collect(),
    };
    Case {
        marks: case.marks.iter().map(|(key, of)| (key.clone(), Arc::new(mark(of)))).collect(),
        filters: case.filters.iter().map(|(name, filter)| (text(name), text(filter))).collect(),
        view: None,
        files: redacted_files(redactor, &case.files),
    }
}
