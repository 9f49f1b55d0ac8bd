//! Events as a table, CSV, JSON Lines or a log file that opens again.

use std::io::{self, Write};

use super::cell::spreadsheet_cell;
use super::evidence::written;
use super::table::{self, EachRow, Rows, Unfitted};
use super::{BeforeRow, field_text, io_error, markdown};
use crate::export::terminal::paint::TableForm;
use crate::json::print::one_line;
use crate::json::raw_controls::has_raw_controls;
use crate::query::write::is_write;
use crate::record::field::list_columns::{LIST_COLUMNS, ListColumn};
use crate::record::field::{Column, Field, FieldSource};
use crate::record::read::RawRecord;
use crate::record::time::zone::Zone;
use crate::store::record_reader::RecordReader;
use crate::store::{Event, Store};
use crate::text::paint::Tone;

/// Output formats of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ListFormat {
    /// Aligned columns.
    Table,
    /// Columns for a spreadsheet.
    Csv,
    /// A Markdown table.
    Md,
    /// One record per line.
    Jsonl,
    /// A log file: {"Records":[…]}
    Json,
}

/// Returns the names of the default columns: those of the list on screen.
pub fn default_columns() -> Vec<&'static str> {
    LIST_COLUMNS.iter().filter_map(ListColumn::field).map(|field| field.name).collect()
}

impl ListFormat {
    /// Returns how often each row is made: a table is as wide as its widest value, so it is made twice.
    pub fn passes(self) -> usize {
        match self {
            Self::Table => 2,
            Self::Csv | Self::Md | Self::Jsonl | Self::Json => 1,
        }
    }

    /// Returns whether it has whole records.
    pub fn is_json(self) -> bool {
        matches!(self, Self::Jsonl | Self::Json)
    }
}

/// Writes `events`.
pub fn write(
    store: &Store,
    events: &[Event],
    columns: &[&Field],
    format: ListFormat,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_watched(store, events, columns, format, &|| Ok(()), out)
}

/// Writes `events` and calls `before` for each row.
pub fn write_watched(
    store: &Store,
    events: &[Event],
    columns: &[&Field],
    format: ListFormat,
    before: BeforeRow<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let utc = Zone::default();
    let rows = rows(store, events, columns, (&utc, before));
    match format {
        ListFormat::Table => {
            table::write(&heading(columns), &rows, TableForm::default(), &|_, _| Tone::Plain, out).map(drop)
        }
        ListFormat::Md => markdown::write(&heading(columns), &rows, out),
        ListFormat::Csv => csv(&heading(columns), &rows, out),
        ListFormat::Jsonl => json_lines(store, events, before, out),
        ListFormat::Json => log_file(store, events, before, out),
    }
}

/// Writes `events` as a table with times in a zone. Colours say which calls failed and which changed something.
pub fn write_table(
    store: &Store,
    events: &[Event],
    columns: &[&Field],
    zone: &Zone,
    form: TableForm<'_>,
    out: &mut dyn Write,
) -> io::Result<Unfitted> {
    let rows = rows(store, events, columns, (zone, &|| Ok(())));
    let tone = |row: usize, column: usize| {
        let (Some(&event), Some(field)) = (events.get(row), columns.get(column)) else { return Tone::Plain };
        let failed = store.value(event, Column::Outcome) == "failed";
        match field.source.column() {
            Some(Column::ErrorCode | Column::EventName) if failed => Tone::Failed,
            Some(Column::EventName) if is_write(store, event) => Tone::Write,
            _ => Tone::Plain,
        }
    };
    table::write(&heading(columns), &rows, form, &tone, out)
}

fn heading(columns: &[&Field]) -> Vec<String> {
    columns.iter().map(|field| field.name.to_owned()).collect()
}

/// Makes the rows one at a time: a list of all would take several times the memory of the store.
fn rows(
    store: &Store,
    events: &[Event],
    columns: &[&Field],
    (zone, before): (&Zone, BeforeRow<'_>),
) -> impl Fn(EachRow<'_>) -> io::Result<()> {
    move |each| {
        events.iter().try_for_each(|&event| {
            before()?;
            each(&cells(store, event, columns, zone))
        })
    }
}

/// Counts the truncated records among `events`, which are written unchanged and are not valid JSON.
pub fn torn(store: &Store, events: &[Event]) -> usize {
    let mut reader = RecordReader::default();
    let mut is_torn = |event: Event| {
        let record = reader.record(store, event);
        RawRecord::read(record, 0).map_or(true, |whole| {
            whole.text.len() < record.len() || has_raw_controls(whole.text, whole.spaced)
        })
    };
    events.iter().filter(|&&event| store.is_recovered(event) && is_torn(event)).count()
}

fn cells(store: &Store, event: Event, columns: &[&Field], zone: &Zone) -> Vec<String> {
    let text = |field: &&Field| match field.source {
        FieldSource::Time => zone.local(store.time(event)).to_string(),
        FieldSource::EventId | FieldSource::Column(_) => field_text(store, event, field),
    };
    columns.iter().map(text).collect()
}

fn csv(heading: &[String], rows: Rows<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(heading).map_err(io_error)?;
    rows(&mut |cells| {
        writer.write_record(cells.iter().map(|cell| spreadsheet_cell(cell))).map_err(io_error)
    })?;
    writer.flush()
}

fn json_lines(store: &Store, events: &[Event], before: BeforeRow<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut reader = RecordReader::default();
    for &event in events {
        before()?;
        out.write_all(&one_line(&written(store, event, &mut reader)))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

fn log_file(store: &Store, events: &[Event], before: BeforeRow<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut reader = RecordReader::default();
    out.write_all(b"{\"Records\":[")?;
    for (position, &event) in events.iter().enumerate() {
        before()?;
        out.write_all(if position == 0 { b"\n" } else { b",\n" })?;
        out.write_all(&written(store, event, &mut reader))?;
    }
    out.write_all(b"\n]}\n")
}
