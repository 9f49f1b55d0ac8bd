//! A report with pseudonyms: every text of it is replaced before it is written in any form, and the result is searched
//! for every original. If one is left, nothing is written.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use super::facts::{ReportFacts, ReportRow};
use super::part::ReportPart;
use super::parts::parts_with;
use crate::case::model::{AboutEvent, Case, CaseMark, SourceFile};
use crate::export::redacted::Pseudonyms;
use crate::redact::Redactor;
use crate::store::Store;
use crate::store::record_reader::RecordReader;

/// Returns the parts with pseudonyms, and the table of these: CSV with kind, value and pseudonym.
pub fn parts(case: &Case, store: &Store, facts: ReportFacts) -> io::Result<(Vec<ReportPart>, Vec<u8>)> {
    let mut texts = Vec::new();
    for_each_text(case, &facts, &mut |text| texts.push(text.to_owned()));
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let pseudonyms = Pseudonyms::of(store, &texts, &|| false)
        .ok_or_else(|| io::Error::other("the records are too many"))?;
    let shown = pseudonyms.shown(store);
    let mut reader = RecordReader::default();
    let records: Vec<Vec<u8>> =
        facts.events.iter().map(|&event| reader.record(&shown, event).to_vec()).collect();
    let facts = redacted_facts(pseudonyms.redactor(), &shown, facts);
    let case = redacted_case(pseudonyms.redactor(), case);
    let parts = parts_with(&case, &shown, &facts, &records)?;
    for part in &parts {
        pseudonyms.check(&part.bytes).map_err(|error| io::Error::other(format!("{}: {error}", part.name)))?;
    }
    let mut table = Vec::new();
    pseudonyms.write_table(&mut table)?;
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

fn redacted_facts(redactor: &Redactor, shown: &Store, facts: ReportFacts) -> ReportFacts {
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
        changes: facts.meaning.changes(shown),
        chain: facts.meaning.chain(shown),
        meaning: facts.meaning,
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
