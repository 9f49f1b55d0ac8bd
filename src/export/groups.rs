//! Events counted by the values of a field.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::cell::spreadsheet_cell;
use super::io_error;
use super::table::{self, EachRow, Unfitted};
use crate::query::groups::group::Group;
use crate::record::field::{Column, Field};
use crate::record::time::Time;
use crate::store::{MISSING, Store};

/// Output formats of groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum GroupFormat {
    /// Aligned columns.
    Table,
    /// Columns for a spreadsheet.
    Csv,
    /// A Markdown table.
    Md,
    /// An array of objects.
    Json,
}

#[derive(Serialize)]
struct GroupRow<'a> {
    values: BTreeMap<&'a str, Option<&'a str>>,
    events: usize,
    failed: usize,
    first: Option<String>,
    last: Option<String>,
}

/// Writes the innermost groups by `fields`, whose columns are `columns`, in the order given.
pub fn write(
    store: &Store,
    groups: &[Group],
    (fields, columns): (&[&Field], &[Column]),
    format: GroupFormat,
    out: &mut dyn Write,
) -> io::Result<()> {
    let rows = GroupRows { store, groups, columns, missing: "" };
    match format {
        GroupFormat::Table => write_table(store, groups, (fields, columns), None, out).map(drop),
        GroupFormat::Md => super::markdown::write(&heading(fields), &|each| rows.each(each), out),
        GroupFormat::Json => {
            let rows = rows.innermost().map(|group| GroupRow {
                values: fields.iter().map(|field| field.name).zip(rows.values(group)).collect(),
                events: group.events,
                failed: group.failed,
                first: time(group.first),
                last: time(group.last),
            });
            serde_json::to_writer_pretty(&mut *out, &rows.collect::<Vec<_>>())?;
            out.write_all(b"\n")
        }
        GroupFormat::Csv => {
            let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
            writer.write_record(heading(fields)).map_err(io_error)?;
            rows.each(&mut |row| {
                writer.write_record(row.iter().map(|cell| spreadsheet_cell(cell))).map_err(io_error)
            })?;
            writer.flush()
        }
    }
}

/// Writes groups as a table, for a terminal of `width` cells where one is given.
pub fn write_table(
    store: &Store,
    groups: &[Group],
    (fields, columns): (&[&Field], &[Column]),
    width: Option<usize>,
    out: &mut dyn Write,
) -> io::Result<Unfitted> {
    let rows = GroupRows { store, groups, columns, missing: "(none)" };
    table::write(&heading(fields), &|each| rows.each(each), width, out)
}

fn heading(fields: &[&Field]) -> Vec<String> {
    let counted = ["events", "failed", "addresses", "event names", "first", "last"];
    fields.iter().map(|field| field.name).chain(counted).map(str::to_owned).collect()
}

/// The innermost groups as rows of text, made one at a time.
struct GroupRows<'r> {
    store: &'r Store,
    groups: &'r [Group],
    columns: &'r [Column],
    /// What stands where events have no value.
    missing: &'r str,
}

impl<'r> GroupRows<'r> {
    fn innermost(&self) -> impl Iterator<Item = &'r Group> {
        let depth = self.columns.len();
        self.groups.iter().filter(move |group| group.within.len() + 1 == depth)
    }

    fn values(&self, group: &Group) -> Vec<Option<&'r str>> {
        let value = |column: Column, id: u32| (id != MISSING).then(|| self.store.dict(column).get(id));
        self.columns.iter().zip(group.path()).map(|(&column, id)| value(column, id)).collect()
    }

    fn each(&self, each: EachRow<'_>) -> io::Result<()> {
        self.innermost().try_for_each(|group| {
            let names = self.values(group).into_iter().map(|value| value.unwrap_or(self.missing).to_owned());
            let counts =
                [group.events, group.failed, group.addresses, group.calls].map(|count| count.to_string());
            let row: Vec<String> =
                names.chain(counts).chain([group.first.to_string(), group.last.to_string()]).collect();
            each(&row)
        })
    }
}

/// The innermost groups of all, largest first, then by value.
pub fn largest_first(store: &Store, columns: &[Column], groups: &mut Vec<Group>) {
    groups.retain(|group| group.within.len() + 1 == columns.len());
    let key = |group: &Group| -> Vec<String> {
        columns.iter().zip(group.path()).map(|(&column, id)| store.dict(column).get(id).to_owned()).collect()
    };
    groups.sort_by_cached_key(|group| (std::cmp::Reverse(group.events), key(group)));
}

fn time(time: Time) -> Option<String> {
    time.millis().map(|_| time.to_string())
}
