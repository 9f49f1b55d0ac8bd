//! Events counted by the values of a field.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::{io_error, spreadsheet_cell, table};
use crate::query::group::Group;
use crate::record::field::{Column, Field};
use crate::record::time::Time;
use crate::store::{MISSING, Store};

/// How groups are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum GroupFormat {
    /// Aligned columns.
    Table,
    /// Columns for a spreadsheet.
    Csv,
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

/// Writes groups by `field`, whose column is `column`, in the order given.
pub fn write(
    store: &Store,
    groups: &[Group],
    (field, column): (&Field, Column),
    format: GroupFormat,
    out: &mut dyn Write,
) -> io::Result<()> {
    let dict = store.dict(column);
    let value = |group: &Group| (group.value != MISSING).then(|| dict.get(group.value));
    if format == GroupFormat::Json {
        let rows = groups.iter().map(|group| Row {
            values: BTreeMap::from([(field.name, value(group))]),
            events: group.events,
            failed: group.failed,
            first: time(group.first),
            last: time(group.last),
        });
        serde_json::to_writer_pretty(&mut *out, &rows.collect::<Vec<_>>())?;
        return out.write_all(b"\n");
    }
    let heading = [field.name, "events", "failed", "first", "last"].map(str::to_owned);
    let rows = groups.iter().map(|group| {
        let name = match (value(group), format) {
            (Some(value), _) => value.to_owned(),
            (None, GroupFormat::Csv) => String::new(),
            (None, _) => "(none)".to_owned(),
        };
        let numbers = [group.events.to_string(), group.failed.to_string()];
        std::iter::once(name)
            .chain(numbers)
            .chain([group.first.to_string(), group.last.to_string()])
            .collect()
    });
    let rows: Vec<Vec<String>> = rows.collect();
    if format == GroupFormat::Table {
        return table::write(&heading, &rows, out);
    }
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(&heading).map_err(io_error)?;
    for row in rows {
        writer.write_record(row.iter().map(|cell| spreadsheet_cell(cell))).map_err(io_error)?;
    }
    writer.flush()
}

fn time(time: Time) -> Option<String> {
    time.millis().map(|_| time.to_string())
}
