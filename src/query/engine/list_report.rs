//! Reports on the lists of a filter once it is answered: how many of their values are in the loaded events, and
//! which lines cannot be used.

use crate::query::language::expr::{Expr, Target};
use crate::query::language::list::file::ListReport;
use crate::record::field::Column;
use crate::record::targets::list::names;
use crate::store::Store;

/// Reports on each list of a filter. Matches are counted over all loaded events, but not for paths, whose
/// values are only in the texts of records.
pub fn list_reports(store: &Store, expr: &Expr) -> Vec<ListReport> {
    let mut reports: Vec<ListReport> = Vec::new();
    for (target, list) in expr.lists() {
        let report = match target {
            Target::Column(Column::Principal) => {
                let labels = store.dict(Column::PrincipalLabel).iter();
                list.report_on(store.dict(Column::Principal).iter().chain(labels))
            }
            // The column is a list of names; a value may be one of the names or the whole list.
            Target::Column(Column::Resource) => {
                let all = store.dict(Column::Resource).iter();
                list.report_on(all.flat_map(|list| names(list).chain([list.into()])))
            }
            Target::Column(column) => list.report_on(store.dict(*column).iter()),
            Target::EventId => list.report_on(store.order().iter().map(|&event| store.event_id(event))),
            Target::Path(_) | Target::Written(_) => list.report(),
        };
        if !reports.contains(&report) {
            reports.push(report);
        }
    }
    reports
}
