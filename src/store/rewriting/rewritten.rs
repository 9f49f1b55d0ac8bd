//! A copy of a snapshot in which texts are others: its values, the paths of its files, what was wrong with them, and
//! the texts of records as they are read one by one. Numbers, counts and orders stay.
//!
//! What reads the whole texts of files (searches, columns on demand, models) gets the originals: it has to be asked
//! before.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

use crate::record::field::Column;
use crate::store::columns::chunked::Chunked;
use crate::store::columns::dict::Dict;
use crate::store::file::{Issue, LogFile, Lost};
use crate::store::rewriting::Rewriting;
use crate::store::snapshot::Store;

impl Store {
    /// Returns a copy in which every text is written in another way. What was computed from all events stays as it is;
    /// texts of it go through [`Self::rewrite`].
    #[must_use]
    pub fn rewritten(&self, rewriting: &Arc<dyn Rewriting>) -> Self {
        let mut store = self.clone();
        let dict = |column: Column, dict: &Dict| {
            let mut rewritten = Dict::default();
            for text in dict.iter() {
                rewritten.push(&rewriting.value(column, text));
            }
            rewritten
        };
        for (column, values) in Column::KEPT.into_iter().zip(&mut store.dicts) {
            *values = dict(column, values);
        }
        for (number, derived) in &mut store.on_demand {
            let values = dict(Column::OnDemand(*number), derived.dict());
            *derived = Arc::new(derived.with_dict(values));
        }
        let mut files = Chunked::default();
        for file in store.file_slots() {
            files.push(file.map(|file| Arc::new(rewritten_file(file, &**rewriting))));
        }
        store.files = files;
        store.rewriting = Some(Arc::clone(rewriting));
        store
    }

    /// Returns a text that does not come from a column, as this snapshot writes it.
    pub fn rewrite<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match &self.rewriting {
            Some(rewriting) => Cow::Owned(rewriting.text(text)),
            None => Cow::Borrowed(text),
        }
    }

    /// Returns the row of a table as this snapshot writes it.
    pub(in crate::store) fn rewrite_row(&self, row: &[u8]) -> Vec<u8> {
        match &self.rewriting {
            Some(rewriting) => rewriting.text(&String::from_utf8_lossy(row)).into_bytes(),
            None => row.to_vec(),
        }
    }

    /// Returns a record as this snapshot writes it.
    pub(in crate::store) fn rewrite_record<'t>(&self, record: &'t [u8]) -> Cow<'t, [u8]> {
        match &self.rewriting {
            Some(rewriting) => Cow::Owned(rewriting.record(record)),
            None => Cow::Borrowed(record),
        }
    }
}

fn rewritten_file(file: &LogFile, rewriting: &dyn Rewriting) -> LogFile {
    let text = |text: &str| rewriting.text(text);
    let issue = |issue: &Issue| Issue {
        reason: text(&issue.reason),
        lost: issue.lost.as_ref().map(|lost| Lost { begins: text(&lost.begins), ..lost.clone() }),
        ..issue.clone()
    };
    LogFile {
        path: PathBuf::from(text(&file.path.to_string_lossy())),
        member: file.member.as_deref().map(|member| text(member).into()),
        issues: file.issues.iter().map(issue).collect(),
        ..file.clone()
    }
}
