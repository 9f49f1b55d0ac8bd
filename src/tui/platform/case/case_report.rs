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
    let path = path_of(&order.typed);
    let written = match &table {
        Some(table) => folder::write_redacted(&path, &parts, table, inputs),
        None => folder::write(&path, &parts, inputs),
    };
    let written = written.map_err(words)?;
    let remark = match table {
        Some(_) => ", redacted; who is who is in the file beside it, .pseudonyms.csv",
        None => "",
    };
    let (files, path) = (counted(parts.len(), "file"), crate::text::path(&written));
    Ok(format!("report written: {files} in {path}{remark}"))
}
