//! Writes the report of a case into a new folder; with pseudonyms, their table beside it.

use std::path::PathBuf;

use crate::case::model::Case;
use crate::plural::counted;
use crate::report::facts::ReportFacts;
use crate::report::{folder, parts, redacted};
use crate::tui::case_message::ReportOrder;
use crate::tui::platform::typed_paths::path_of;

/// Writes it, never inside `inputs`; returns what was done, or why not.
pub(super) fn write(case: &Case, order: &ReportOrder, inputs: &[PathBuf]) -> Result<String, String> {
    if case.marks.is_empty() {
        return Err("there is nothing to report yet; m marks an event".to_owned());
    }
    let store = &order.store;
    let facts = ReportFacts::of(case, store, &order.keys, &|| false);
    let facts = facts.ok_or("the files are too many for a report")?;
    let words = |error: std::io::Error| format!("no report was written: {error}");
    let (parts, table) = if order.redacts {
        let (parts, table) = redacted::parts(case, store, facts).map_err(words)?;
        (parts, Some(table))
    } else {
        (parts(case, store, &facts).map_err(words)?, None)
    };
    let written = folder::write(&path_of(&order.typed), &parts, inputs).map_err(words)?;
    let mut remark = String::new();
    if let Some(table) = table {
        folder::write_table(&written, &table, inputs).map_err(|error| error.to_string())?;
        ", redacted; who is who is in the file beside it, .pseudonyms.csv".clone_into(&mut remark);
    }
    let (files, path) = (counted(parts.len(), "file"), crate::text::path(&written));
    Ok(format!("report written: {files} in {path}{remark}"))
}
