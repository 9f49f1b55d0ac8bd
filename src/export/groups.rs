//! Events counted by the values of a field.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::{io_error, spreadsheet_cell, table};
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
struct Row<'a> {
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
    let value = |column: Column, value: u32| (value != MISSING).then(|| store.dict(column).get(value));
    let values = |group: &Group| -> Vec<Option<&str>> {
        columns.iter().zip(group.path()).map(|(&column, id)| value(column, id)).collect()
    };
    let groups = groups.iter().filter(|group| group.within.len() + 1 == columns.len());
    if format == GroupFormat::Json {
        let rows = groups.map(|group| Row {
            values: fields.iter().map(|field| field.name).zip(values(group)).collect(),
            events: group.events,
            failed: group.failed,
            first: time(group.first),
            last: time(group.last),
        });
        serde_json::to_writer_pretty(&mut *out, &rows.collect::<Vec<_>>())?;
        return out.write_all(b"\n");
    }
    let missing = if format == GroupFormat::Table { "(none)" } else { "" };
    let counted = ["events", "failed", "addresses", "event names", "first", "last"];
    let heading: Vec<String> =
        fields.iter().map(|field| field.name).chain(counted).map(str::to_owned).collect();
    let rows = groups.map(|group| {
        let names = values(group).into_iter().map(|value| value.unwrap_or(missing).to_owned());
        let counts =
            [group.events, group.failed, group.addresses, group.calls].map(|count| count.to_string());
        names.chain(counts).chain([group.first.to_string(), group.last.to_string()]).collect()
    });
    let rows: Vec<Vec<String>> = rows.collect();
    match format {
        GroupFormat::Md => super::markdown::write(&heading, &rows, out),
        GroupFormat::Csv => {
            let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
            writer.write_record(&heading).map_err(io_error)?;
            for row in rows {
                writer.write_record(row.iter().map(|cell| spreadsheet_cell(cell))).map_err(io_error)?;
            }
            writer.flush()
        }
        _ => table::write(&heading, &rows, out),
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
