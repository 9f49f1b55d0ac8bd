//! Reports on the lists of a filter once it is answered: how many of their values are in the loaded events, and
//! which lines cannot be used.

use std::collections::HashSet;

use crate::query::language::expr::{Expr, Target};
use crate::query::language::list::file::ListReport;
use crate::record::field::{Column, OnDemand};
use crate::record::own::{self, OwnColumn};
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

/// Reports on the user's own lists of indicators, once their column has been read: how many of their lines any event has.
pub fn indicator_report(store: &Store) -> Option<ListReport> {
    let column = Column::OnDemand(OnDemand::IOC);
    let values = own::files().filter(|files| files.has(OwnColumn::Ioc))?.indicator_lines();
    let found: HashSet<_> = store.dict(column).iter().flat_map(names).collect();
    let matched = store.has(column).then_some(found.len())?;
    let name = "indicators".to_owned();
    Some(ListReport {
        name,
        is_json: false,
        values,
        matched: Some(matched),
        unusable: Vec::new(),
        fault: None,
    })
}
