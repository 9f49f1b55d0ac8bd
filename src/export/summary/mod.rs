//! The summary: what became of the files, the events, their span, accounts and Regions. The numbers add up:
//! `seen = read + not_logs + damaged + unreadable`, `found = shown + duplicates`.

pub mod coverage;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value};

use crate::export::meanings::triage;
use crate::export::summary::coverage::{CoverageOf, DataEvents, logging_changes};
use crate::plural::{agree, counted};
use crate::query::summary::coverage::Coverage;
use crate::query::summary::misnamed::{Misnamed, misnamed};
use crate::query::summary::totals::Totals;
use crate::query::triage::board::TriageLine;
use crate::record::field::{Column, Home};
use crate::record::time::Time;
use crate::record::time::zone::Zone;
use crate::store::file::{FileState, LogFile};
use crate::store::{Event, Store};
use crate::text;
use crate::text::paint::{Paint, Tone};

/// Output formats of a summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum SummaryFormat {
    /// Sentences and lists.
    Text,
    /// One object.
    Json,
}

/// The content of a summary.
#[derive(Debug, Clone, Default, Serialize)]
#[expect(missing_docs, reason = "the names are the members of the JSON output")]
pub struct Summary {
    pub files: Files,
    pub events: Events,
    pub span: Span,
    pub accounts: Vec<String>,
    pub regions: Vec<String>,
    pub by_category: BTreeMap<String, usize>,
    pub coverage: CoverageOf,
    pub logging_changes: Vec<Map<String, Value>>,
    pub data_events: DataEvents,
    /// The first lines of the triage board.
    pub strongest: Vec<Value>,
    /// What the field above is made from, for text output.
    #[serde(skip)]
    pub strongest_lines: Vec<TriageLine>,
    /// What coverage, logging changes and data events are made from, for text output.
    #[serde(skip)]
    pub covered: Coverage,
}

/// What became of the files.
#[derive(Debug, Clone, Default, Serialize)]
#[expect(missing_docs, reason = "the names are the members of the JSON output")]
pub struct Files {
    pub seen: usize,
    pub read: usize,
    pub not_logs: usize,
    pub damaged: usize,
    pub unreadable: usize,
    pub problems: Vec<Problem>,
    /// Files whose path has another account than their events.
    pub misnamed: Vec<Misnaming>,
}

/// A file whose path has another account than its events.
#[derive(Debug, Clone, Default, Serialize)]
#[expect(missing_docs, reason = "the names are the members of the JSON output")]
pub struct Misnaming {
    pub path: String,
    pub reason: String,
}

/// One fault of a file, or the reason why it was set aside.
#[derive(Debug, Clone, Default, Serialize)]
#[expect(missing_docs, reason = "the names are the members of the JSON output")]
pub struct Problem {
    pub path: String,
    pub kind: String,
    pub reason: String,
    pub offset: Option<u64>,
    pub events_recovered: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lost: Option<LostBytes>,
    #[serde(skip)]
    pub set_aside: bool,
}

/// A stretch of a file's text that could not be read, in bytes.
#[derive(Debug, Clone, Default, Serialize)]
#[expect(missing_docs, reason = "the names are the members of the JSON output")]
pub struct LostBytes {
    pub start: u64,
    pub length: u64,
    pub begins: String,
    #[serde(skip)]
    pub words: String,
}

/// What became of the events.
#[derive(Debug, Clone, Default, Serialize)]
#[expect(missing_docs, reason = "the names are the members of the JSON output")]
pub struct Events {
    pub found: usize,
    pub shown: usize,
    pub duplicates: usize,
    /// Shown events whose `eventID` another event with a different text has too.
    pub twins: usize,
    /// Recovered after damage.
    pub recovered: usize,
    /// Shown, and rows of tables: no request, no response, little identity.
    pub partial: usize,
    /// Of those: the record of the same `eventID` is shown too.
    pub rows_of_records: usize,
    /// Shown, and quoted in values of something else.
    pub quoted: usize,
    pub without_time: usize,
    pub failed: usize,
}

/// The times of the first and the last event.
#[derive(Debug, Clone, Default, Serialize)]
#[expect(missing_docs, reason = "the names are the members of the JSON output")]
pub struct Span {
    pub first: Option<String>,
    pub last: Option<String>,
}

/// Sums up `events`, which are sorted and without repeated deliveries; `duplicates` of those were merged. Files
/// and coverage are those of the whole load, whatever the filter was.
pub fn summarise(store: &Store, events: &[Event], duplicates: usize) -> Summary {
    let totals = Totals::of(store, events);
    let mut summary = Summary { files: files(store), ..Summary::default() };
    summary.events = Events {
        found: events.len() + duplicates,
        shown: events.len(),
        duplicates,
        twins: totals.twins,
        recovered: totals.recovered,
        partial: totals.partial,
        rows_of_records: totals.rows_of_records,
        quoted: totals.quoted,
        without_time: totals.without_time,
        failed: totals.failed,
    };
    summary.span = Span {
        first: totals.span.map(|(first, _)| first.to_string()),
        last: totals.span.map(|(_, last)| last.to_string()),
    };
    let (mut accounts, mut regions) = (BTreeSet::new(), BTreeSet::new());
    for (kind, &events) in store.kinds().iter().zip(&totals.per_kind).filter(|(_, events)| **events > 0) {
        let value = |column: Column| match column.home() {
            Home::Kind(place) => store.dict(column).get(kind.get(place).copied().unwrap_or_default()),
            _ => "",
        };
        accounts.insert(value(Column::Account));
        regions.insert(value(Column::AwsRegion));
        *summary.by_category.entry(value(Column::EventCategory).to_owned()).or_default() += events;
    }
    let named =
        |set: BTreeSet<&str>| set.into_iter().filter(|name| !name.is_empty()).map(str::to_owned).collect();
    summary.accounts = named(accounts);
    summary.regions = named(regions);
    let coverage = Coverage::of(store);
    summary.coverage = CoverageOf::of(&coverage);
    summary.logging_changes = logging_changes(store, &coverage);
    summary.data_events = DataEvents::of(&coverage);
    summary.covered = coverage;
    summary
}

impl Summary {
    /// Adds the first lines of the triage board.
    #[must_use]
    pub fn with_strongest(self, store: &Store, lines: Vec<TriageLine>) -> Self {
        let strongest =
            lines.iter().filter_map(|line| serde_json::to_value(triage::line_row(store, line)).ok());
        Self { strongest: strongest.collect(), strongest_lines: lines, ..self }
    }
}

fn files(store: &Store) -> Files {
    let mut files = Files::default();
    for file in store.files() {
        files.seen += 1;
        match file.state {
            FileState::Read => files.read += 1,
            FileState::NotLog => files.not_logs += 1,
            FileState::Damaged => files.damaged += 1,
            FileState::Unreadable => files.unreadable += 1,
        }
        files.problems.extend(file.issues.iter().enumerate().map(|(number, issue)| Problem {
            path: path_of(file),
            kind: issue.kind.label().to_owned(),
            reason: issue.reason.clone(),
            offset: issue.offset,
            // Counted once for each file, however many problems it has.
            events_recovered: if number == 0 { file.events } else { 0 },
            lost: issue.lost.as_ref().map(|lost| LostBytes {
                start: lost.start,
                length: lost.length,
                begins: lost.begins.clone(),
                words: lost.words(),
            }),
            set_aside: file.state == FileState::NotLog,
        }));
    }
    let misnaming = |file: Misnamed| Misnaming {
        path: store.file(file.file).map(|file| path_of(file)).unwrap_or_default(),
        reason: file.reason,
    };
    files.misnamed = misnamed(store).into_iter().map(misnaming).collect();
    files
}

/// Returns a path as text. JSON holds any text; only bytes that are not UTF-8 are escaped.
fn path_of(file: &LogFile) -> String {
    {
        let name = file.name();
        name.to_str().map_or_else(|| text::path(&name), str::to_owned)
    }
}

/// Writes a summary; as text with times in a zone and painted, as JSON in UTC.
pub fn write(
    summary: &Summary,
    format: SummaryFormat,
    (zone, paint): (&Zone, &Paint),
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        SummaryFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, summary)?;
            out.write_all(b"\n")
        }
        SummaryFormat::Text => write_text(summary, (zone, paint), out),
    }
}

fn write_text(summary: &Summary, (zone, paint): (&Zone, &Paint), out: &mut dyn Write) -> io::Result<()> {
    let heading = |words: &str| paint.paint(words, Tone::Heading);
    let Summary { files, events, span, .. } = summary;
    writeln!(
        out,
        "{}   {} seen = {} read + {} not logs + {} + {}",
        heading("Files"),
        files.seen,
        files.read,
        files.not_logs,
        paint.unless_zero(files.damaged, "damaged", Tone::Failed),
        paint.unless_zero(files.unreadable, "unreadable", Tone::Failed)
    )?;
    writeln!(
        out,
        "{}  {} found = {} shown + {}",
        heading("Events"),
        events.found,
        events.shown,
        counted(events.duplicates, "duplicate")
    )?;
    writeln!(
        out,
        "        {}, {}, {}",
        paint.unless_zero(events.failed, "failed", Tone::Failed),
        paint.unless_zero(events.recovered, "recovered from damaged files", Tone::Warning),
        paint.unless_zero(events.without_time, "without a time", Tone::Warning)
    )?;
    write_doubtful(events, paint, out)?;
    if let (Some(first), Some(last)) = (&span.first, &span.last) {
        let local = |time: &str| {
            Time::parse(time).map_or_else(|| time.to_owned(), |time| zone.local(time).to_string())
        };
        writeln!(out, "{}    {} to {}", heading("Span"), local(first), local(last))?;
    }
    for (name, values) in [("Account", &summary.accounts), ("Region", &summary.regions)] {
        let blanks = " ".repeat(8 - name.len());
        writeln!(out, "{}{blanks}{}", heading(name), text::plain(&values.join(", ")))?;
    }
    for (category, count) in &summary.by_category {
        let name = if category.is_empty() { "(none)" } else { category };
        writeln!(out, "        {count} {}", text::plain(name))?;
    }
    coverage::write(&summary.covered, &summary.logging_changes, (zone, paint), out)?;
    write_misnamed(&files.misnamed, paint, out)?;
    write_problems(files, paint, out)?;
    triage::write_strongest(&summary.strongest_lines, (zone, paint), out)
}

/// Writes how many events are not what they seem: twins, rows of tables, quotations.
fn write_doubtful(events: &Events, paint: &Paint, out: &mut dyn Write) -> io::Result<()> {
    if events.twins > 0 {
        let have = agree(events.twins, "has", "have");
        writeln!(
            out,
            "        {} {have} the eventID of another text (is:twin)",
            paint.paint(&counted(events.twins, "twin"), Tone::Warning)
        )?;
    }
    if events.partial > 0 {
        let are = agree(events.partial, "is a row of a table", "are rows of tables");
        let partial = paint.paint(&counted(events.partial, "event"), Tone::Warning);
        writeln!(out, "        {partial} {are}: no request, no response, little identity (is:partial)")?;
        if events.rows_of_records > 0 {
            let are = agree(events.rows_of_records, "of them repeats", "of them repeat");
            let rows = paint.paint(&events.rows_of_records.to_string(), Tone::Warning);
            writeln!(
                out,
                "        {rows} {are} a record that is shown too: the same eventID; count with !is:partial"
            )?;
        }
    }
    if events.quoted > 0 {
        let are = agree(events.quoted, "is", "are");
        let quoted = paint.paint(&events.quoted.to_string(), Tone::Warning);
        writeln!(out, "        {quoted} {are} quoted in other text (is:quoted)")?;
    }
    Ok(())
}

fn write_misnamed(files: &[Misnaming], paint: &Paint, out: &mut dyn Write) -> io::Result<()> {
    if !files.is_empty() {
        let words = "The account in the path differs from the account in the events:";
        writeln!(out, "\n{}", paint.paint(words, Tone::Warning))?;
    }
    for Misnaming { path, reason } in files.iter().take(SHOWN_MISNAMED) {
        writeln!(out, "{}\n        {}", text::plain(path), text::plain(reason))?;
    }
    if files.len() > SHOWN_MISNAMED {
        writeln!(out, "        and {} more; --format json lists all", files.len() - SHOWN_MISNAMED)?;
    }
    Ok(())
}

/// Lists damage by file, and files that were set aside by kind, because a trail has thousands of digests.
fn write_problems(files: &Files, paint: &Paint, out: &mut dyn Write) -> io::Result<()> {
    let mut aside: BTreeMap<&str, Vec<&Problem>> = BTreeMap::new();
    for problem in &files.problems {
        if problem.set_aside {
            aside.entry(&problem.kind).or_default().push(problem);
            continue;
        }
        let at = problem.offset.map(|offset| format!(" at byte {offset}")).unwrap_or_default();
        let kept = match problem.events_recovered {
            0 => String::new(),
            events => {
                let are = agree(events, "is", "are");
                format!(" ({} of this file {are} shown)", counted(events, "event"))
            }
        };
        let (path, reason) = (text::plain(&problem.path), text::plain(&problem.reason));
        let kind = paint.paint(&problem.kind, Tone::Failed);
        writeln!(out, "\n{path}\n        {kind}{at}: {reason}{kept}")?;
        if let Some(lost) = &problem.lost {
            writeln!(out, "        {}", text::plain(&lost.words))?;
        }
    }
    if !aside.is_empty() {
        writeln!(out, "\n{}", paint.paint("Set aside, no CloudTrail records:", Tone::Heading))?;
    }
    for (kind, problems) in aside {
        writeln!(out, "{:>7} {kind}", problems.len())?;
        for problem in problems.iter().take(SHOWN_PATHS) {
            writeln!(out, "          {}: {}", text::plain(&problem.path), text::plain(&problem.reason))?;
        }
        if problems.len() > SHOWN_PATHS {
            writeln!(out, "          and {} more; --format json lists all", problems.len() - SHOWN_PATHS)?;
        }
    }
    Ok(())
}

/// Maximum number of files with a different account that are listed in text.
const SHOWN_MISNAMED: usize = 20;
/// Maximum number of files of one kind that are listed in text.
const SHOWN_PATHS: usize = 3;
