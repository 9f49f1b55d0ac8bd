//! Cases for the tests of this layer.

use std::collections::BTreeSet;
use std::sync::Arc;

use proptest::prelude::*;

use super::model::{AboutEvent, Case, CaseMark, CaseView, SourceFile};
use super::record_key::{RecordHash, RecordKey};

/// A case with this number of marks, some with notes and labels.
pub(crate) fn case_of(count: usize) -> Case {
    let mut case = Case::default();
    for number in 0..count {
        let key = RecordKey { event_id: format!("id-{number}"), hash: RecordHash::of(b"01") };
        let mut mark = CaseMark::default();
        mark.about.event_time = format!("2026-03-11T12:{:02}:00Z", 59 - number % 60);
        mark.about.event_name = "GetObject".to_owned();
        if number % 2 == 0 {
            mark.set_note(&format!("note {number}\nwith two lines"));
            mark.set_labels("exfil");
        }
        case.marks.insert(key, Arc::new(mark));
    }
    case
}

fn text() -> impl Strategy<Value = String> {
    "[a-c \n\"\\\\\u{202e}\u{1b}é💥\u{e0041}\u{a0}]{0,4}"
}

fn texts() -> impl Strategy<Value = BTreeSet<String>> {
    proptest::collection::btree_set(text(), 0..3)
}

fn key() -> impl Strategy<Value = RecordKey> {
    (0_u8..4, 0_u8..3)
        .prop_map(|(id, hash)| RecordKey { event_id: id.to_string(), hash: RecordHash::of(&[hash]) })
}

fn mark() -> impl Strategy<Value = Arc<CaseMark>> {
    (text(), text(), texts(), texts()).prop_map(|(event_time, principal, notes, labels)| {
        let about = AboutEvent { event_time, principal, ..AboutEvent::default() };
        Arc::new(CaseMark { about, notes, labels })
    })
}

/// Small cases with all kinds of characters, whose records are often equal.
pub(crate) fn any_case() -> impl Strategy<Value = Case> {
    let marks = proptest::collection::btree_map(key(), mark(), 0..5);
    let filters = proptest::collection::btree_set((text(), text()), 0..3);
    let columns = proptest::collection::vec(text(), 0..3);
    let view = (text(), columns, proptest::option::of(key()))
        .prop_map(|(filter, columns, cursor)| CaseView { filter, tabs: columns.clone(), columns, cursor });
    let file = (text(), 0_u64..3).prop_map(|(path, size)| SourceFile {
        path,
        member: String::new(),
        size,
        sha256: RecordHash::of(&[]).to_string(),
    });
    let files = proptest::collection::btree_set(file, 0..3);
    (marks, filters, proptest::option::of(view), files).prop_map(|(marks, filters, view, files)| Case {
        marks,
        filters,
        view,
        files,
    })
}
