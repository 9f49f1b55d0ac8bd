//! Coverage in the summary: as members of its JSON, and as a map and sentences in its text.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value};

use crate::export::field_text;
use crate::plural::{agree, counted};
use crate::query::summary::coverage::{self, Cell, Coverage, LEGEND, MapColumns, date};
use crate::record::field::field;
use crate::record::time::Time;
use crate::record::time::zone::Zone;
use crate::store::Store;
use crate::text;
use crate::text::paint::{Paint, Tone};

/// Accounts × Regions × days.
#[derive(Debug, Clone, Default, Serialize)]
#[expect(missing_docs, reason = "the names are the members of the JSON output")]
pub struct CoverageOf {
    pub first_day: Option<String>,
    pub last_day: Option<String>,
    pub files_without_place: usize,
    pub rows: Vec<RowOf>,
    pub notes: Vec<String>,
}

/// One account in one Region.
#[derive(Debug, Clone, Default, Serialize)]
#[expect(missing_docs, reason = "the names are the members of the JSON output")]
pub struct RowOf {
    pub account: String,
    pub region: String,
    /// Regions in which the account has nothing, if they share this row.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<String>,
    pub events: usize,
    pub without_time: usize,
    pub log_files: usize,
    pub digests: usize,
    pub only_global_services: bool,
    pub missing: Vec<MissingDays>,
    pub days: Vec<DayOf>,
}

/// Days without events and log files, between days that have some.
#[derive(Debug, Clone, Default, Serialize)]
#[expect(missing_docs, reason = "the names are the members of the JSON output")]
pub struct MissingDays {
    pub from: String,
    pub to: String,
    pub days: i64,
}

/// One day of a row.
#[derive(Debug, Clone, Default, Serialize)]
#[expect(missing_docs, reason = "the names are the members of the JSON output")]
pub struct DayOf {
    pub day: String,
    pub events: u32,
    pub log_files: u32,
    pub digests: u32,
    pub troubled_files: u32,
    pub logging_changes: u32,
}

/// Whether data events were recorded.
#[derive(Debug, Clone, Default, Serialize)]
#[expect(missing_docs, reason = "the names are the members of the JSON output")]
pub struct DataEvents {
    pub events: usize,
    pub by_service: BTreeMap<String, usize>,
    /// Counted by event name, from records without eventCategory.
    pub by_call_name: BTreeMap<String, usize>,
}

impl CoverageOf {
    pub(in crate::export) fn of(coverage: &Coverage) -> Self {
        let rows = coverage.rows.iter().map(|row| RowOf {
            account: row.account.clone(),
            region: row.region.clone(),
            regions: row.folded.clone(),
            events: row.events,
            without_time: row.without_time,
            log_files: row.files,
            digests: row.digests,
            only_global_services: row.only_global,
            missing: (row.gaps().into_iter())
                .map(|(from, to)| MissingDays { from: date(from), to: date(to), days: to - from + 1 })
                .collect(),
            days: (row.days.iter())
                .map(|&(number, day)| DayOf {
                    day: date(number),
                    events: day.events,
                    log_files: day.files,
                    digests: day.digests,
                    troubled_files: day.troubled,
                    logging_changes: day.changes,
                })
                .collect(),
        });
        Self {
            first_day: coverage.days.map(|(first, _)| date(first)),
            last_day: coverage.days.map(|(_, last)| date(last)),
            files_without_place: coverage.unnamed_files,
            rows: rows.collect(),
            notes: coverage.recorded.sentences().into_iter().map(|sentence| sentence.text).collect(),
        }
    }
}

impl DataEvents {
    pub(in crate::export) fn of(coverage: &Coverage) -> Self {
        let recorded = &coverage.recorded;
        Self {
            events: recorded.data_events(),
            by_service: recorded.data.clone(),
            by_call_name: recorded.data_by_name.clone(),
        }
    }
}

/// Fields that are printed for a logging change.
const CHANGE_FIELDS: [&str; 10] = [
    "eventTime",
    "eventName",
    "account",
    "awsRegion",
    "principal",
    "sourceIPAddress",
    "outcome",
    "errorCode",
    "resource",
    "eventID",
];

pub(in crate::export) fn logging_changes(store: &Store, coverage: &Coverage) -> Vec<Map<String, Value>> {
    let one = |&event: &_| {
        let value = |text: String| if text.is_empty() { Value::Null } else { Value::String(text) };
        let fields = CHANGE_FIELDS.iter().filter_map(|name| field(name));
        fields.map(|field| (field.name.to_owned(), value(field_text(store, event, field)))).collect()
    };
    coverage.changes.iter().map(one).collect()
}

/// Widest map, in characters.
const MAP: usize = 62;
/// Longest line of a sentence, in characters.
const LINE: usize = 100;
/// Maximum number of rows and changes that are printed; the JSON has all of them.
const MOST: usize = 40;

pub(in crate::export) fn write(
    coverage: &Coverage,
    changes: &[Map<String, Value>],
    (zone, paint): (&Zone, &Paint),
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "\n{}", paint.paint("What was recorded", Tone::Heading))?;
    for sentence in coverage.recorded.sentences() {
        let mark = if sentence.is_absence { "?" } else { " " };
        for (line, words) in text::wrap_words(&sentence.text, LINE).iter().enumerate() {
            let tone = if sentence.is_absence { Tone::Write } else { Tone::Plain };
            let words = paint.paint(&text::plain(words), tone);
            writeln!(out, "      {} {words}", if line == 0 { mark } else { " " })?;
        }
    }
    if let Some(columns) = coverage.columns(MAP) {
        write_map(coverage, columns, (zone, paint), out)?;
    }
    if coverage.unnamed_files > 0 {
        let files = counted(coverage.unnamed_files, "file");
        let have = agree(coverage.unnamed_files, "has", "have");
        writeln!(out, "        {files} {have} no account, Region and day in the name")?;
    }
    if !changes.is_empty() {
        let words = format!("Logging changes, failed ones included ({})", changes.len());
        writeln!(out, "\n{}", paint.paint(&words, Tone::Heading))?;
    }
    for change in changes.iter().take(MOST) {
        let value = |name: &str| change.get(name).and_then(Value::as_str).unwrap_or("-");
        let names = ["eventTime", "eventName", "awsRegion", "principal", "sourceIPAddress"];
        let time = Time::parse(value("eventTime")).map(|time| zone.local(time).to_string());
        let mut words: Vec<&str> = names.map(value).to_vec();
        if let (Some(first), Some(time)) = (words.first_mut(), &time) {
            *first = time;
        }
        let failed = value("outcome") == "failed";
        words.push(if failed { value("errorCode") } else { "ok" });
        let tone = if failed { Tone::Failed } else { Tone::Write };
        writeln!(out, "        {}", paint.paint(&text::plain(&words.join("  ")), tone))?;
    }
    more(changes.len(), out)
}

fn write_map(
    coverage: &Coverage,
    columns: MapColumns,
    (zone, paint): (&Zone, &Paint),
    out: &mut dyn Write,
) -> io::Result<()> {
    let (first, last) = coverage.days.unwrap_or_default();
    let step = columns.step_words();
    let days = if zone.is_utc() { "" } else { ", days in UTC" };
    let title = format!("Coverage, {} → {}, {step} a column", date(first), date(last)) + days;
    writeln!(out, "\n{}", paint.paint(&title, Tone::Heading))?;
    let cells = coverage.cells(columns);
    let name = |text: &str| text::plain(if text.is_empty() { "(none)" } else { text }).into_owned();
    let width = |of: fn(&coverage::Row) -> Cow<'_, str>| {
        coverage.rows.iter().take(MOST).map(|row| name(&of(row)).chars().count()).max().unwrap_or(0).min(24)
    };
    let (account, region) = (width(|row| Cow::Borrowed(&row.account)), width(coverage::Row::region_label));
    for (row, cells) in coverage.rows.iter().zip(&cells).take(MOST) {
        let symbols: String = cells.iter().map(Cell::symbol).collect();
        let files = format!("{}, {}", counted(row.events, "event"), counted(row.files, "file"));
        let line = format!(
            "  {:account$}  {:region$}  {files:>24}  {symbols}  {}",
            name(&row.account),
            name(&row.region_label()),
            paint.paint(&row.words(), Tone::Write)
        );
        writeln!(out, "{}", line.trim_end())?;
    }
    more(coverage.rows.len(), out)?;
    let shown: String = cells.iter().flatten().map(Cell::symbol).collect();
    for (symbols, about) in
        LEGEND.iter().filter(|(symbols, _)| shown.contains(|symbol| is_of(symbols, symbol)))
    {
        writeln!(out, "        {}", paint.paint(&format!("{symbols:4} {about}"), Tone::Dim))?;
    }
    Ok(())
}

fn is_of(marks: &str, mark: char) -> bool {
    marks.contains(mark) || (mark == 'x' && marks == "×")
}

fn more(all: usize, out: &mut dyn Write) -> io::Result<()> {
    if all > MOST {
        writeln!(out, "        and {} more; --format json lists all", all - MOST)?;
    }
    Ok(())
}
