//! What is new, as text, CSV or JSON: new subjects, and what is new for the others, each with its first event.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use crate::export::cell::spreadsheet_cell;
use crate::export::meanings::ledger::{CAVEAT, actor};
use crate::export::table::Unfitted;
use crate::export::terminal::paint::TableForm;
use crate::export::{io_error, table};
use crate::insight::first_seen::{Dimension, NewPair, NewSubject, News, NewsSpan};
use crate::plural::{agree, counted};
use crate::record::time::Time;
use crate::store::{Event, Store};

/// Output formats of what is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum NewsFormat {
    /// Tables.
    Text,
    /// Columns for a spreadsheet.
    Csv,
    /// One object.
    Json,
}

#[derive(Serialize)]
struct NewsDocument<'n> {
    says: &'static str,
    by: &'static str,
    since: Option<String>,
    baseline: SpanRow,
    window: SpanRow,
    events_without_time: usize,
    unknown_regions: &'n [String],
    new_subjects: Vec<SubjectRow<'n>>,
    new: Vec<PairRow<'n>>,
}

#[derive(Serialize)]
struct SpanRow {
    events: usize,
    subjects: usize,
    from: Option<String>,
    to: Option<String>,
}

#[derive(Serialize)]
struct SubjectRow<'n> {
    subject: Cow<'n, str>,
    first: String,
    event: String,
    events: usize,
    failed: usize,
}

#[derive(Serialize)]
struct PairRow<'n> {
    subject: Cow<'n, str>,
    dimension: &'static str,
    value: Cow<'n, str>,
    first: String,
    event: String,
    events: usize,
    failed: usize,
    /// Events of the subject before, none of them with the value.
    before: usize,
}

/// Days of a baseline below which much is new only because little is known; the rules that others publish use five to
/// ten.
const SHORT_BASELINE: i64 = 5;

const DAY: i64 = 24 * 60 * 60 * 1000;

/// Writes what is new. Returns what did not fit into the width of a terminal.
pub fn write(
    store: &Store,
    news: &News,
    format: NewsFormat,
    form: TableForm<'_>,
    out: &mut dyn Write,
) -> io::Result<Unfitted> {
    match format {
        NewsFormat::Text => return write_text(store, news, form, out),
        NewsFormat::Csv => write_csv(store, news, out)?,
        NewsFormat::Json => {
            let whole = NewsDocument {
                says: CAVEAT,
                by: news.subject.name(),
                since: news.since.map(|time| time.to_string()),
                baseline: stretch(news.baseline),
                window: stretch(news.window),
                events_without_time: news.without_time,
                unknown_regions: &news.unknown_regions,
                new_subjects: news.subjects.iter().map(|subject| subject_row(store, subject)).collect(),
                new: news.pairs.iter().map(|pair| pair_row(store, pair)).collect(),
            };
            serde_json::to_writer_pretty(&mut *out, &whole)?;
            out.write_all(b"\n")?;
        }
    }
    Ok(Unfitted::default())
}

/// Returns what a comparison rests on, in sentences: how much came before, and what is not known.
pub fn basis(news: &News) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(since) = news.since {
        let NewsSpan { events, subjects, span } = news.baseline;
        let (kind, hours) = (news.subject.name(), span.map_or(0, hours));
        let before = match span {
            Some((first, _)) => format!(
                "{} by {} from {first}, {}",
                counted(events, "event"),
                counted(subjects, kind),
                counted(hours, "hour")
            ),
            None => "no events".to_owned(),
        };
        lines.push(format!(
            "Baseline before {since}: {before}. Window: {}.",
            counted(news.window.events, "event")
        ));
        if span.is_none_or(|(first, _)| days(first, since) < SHORT_BASELINE) {
            lines.push(format!(
                "The baseline is shorter than {}: much may be new only because little is known.",
                counted(usize::try_from(SHORT_BASELINE).unwrap_or_default(), "day")
            ));
        }
    } else {
        lines.push(format!(
            "{}; new is what a {} shows later than its first event.",
            counted(news.window.events, "event"),
            news.subject.name()
        ));
    }
    if !news.unknown_regions.is_empty() {
        lines.push(format!(
            "Not called new, because the account has no earlier events from there by anybody: {}.",
            crate::text::plain(&news.unknown_regions.join(", "))
        ));
    }
    if news.without_time > 0 {
        let are = agree(news.without_time, "is", "are");
        lines.push(format!("{} without a time {are} left out.", counted(news.without_time, "event")));
    }
    lines
}

fn days(first: Time, last: Time) -> i64 {
    last.millis().zip(first.millis()).map_or(0, |(last, first)| (last - first) / DAY)
}

fn hours((first, last): (Time, Time)) -> usize {
    let hours = last.millis().zip(first.millis()).map_or(0, |(last, first)| (last - first) / (DAY / 24));
    usize::try_from(hours).unwrap_or_default()
}

fn stretch(stretch: NewsSpan) -> SpanRow {
    let time = |pick: fn((Time, Time)) -> Time| stretch.span.map(|span| pick(span).to_string());
    SpanRow {
        events: stretch.events,
        subjects: stretch.subjects,
        from: time(|(first, _)| first),
        to: time(|(_, last)| last),
    }
}

fn first(store: &Store, event: Event) -> (String, String) {
    (store.time(event).to_string(), store.event_id(event))
}

fn subject_row<'n>(store: &Store, new: &'n NewSubject) -> SubjectRow<'n> {
    let (first, event) = first(store, new.first);
    SubjectRow { subject: store.rewrite(&new.subject), first, event, events: new.events, failed: new.failed }
}

fn pair_row<'n>(store: &Store, new: &'n NewPair) -> PairRow<'n> {
    let (first, event) = first(store, new.first);
    let NewPair { subject, dimension, value, events, failed, before, .. } = new;
    PairRow {
        subject: store.rewrite(subject),
        dimension: dimension.name(),
        value: match dimension {
            Dimension::Call | Dimension::Service | Dimension::Region | Dimension::Error => value.into(),
            Dimension::Address | Dimension::Agent => store.rewrite(value),
        },
        first,
        event,
        events: *events,
        failed: *failed,
        before: *before,
    }
}

fn write_text(store: &Store, news: &News, form: TableForm<'_>, out: &mut dyn Write) -> io::Result<Unfitted> {
    let mut unfitted = Unfitted::default();
    basis(news).iter().try_for_each(|line| writeln!(out, "{line}"))?;
    if news.since.is_some() {
        write_subjects(store, news, form, &mut unfitted, out)?;
    }
    if news.pairs.is_empty() {
        writeln!(out, "\nNothing is new for a known {}, {CAVEAT}.", news.subject.name())?;
        return Ok(unfitted);
    }
    writeln!(out, "\nnew for a known {} ({})", news.subject.name(), news.pairs.len())?;
    let heading = ["first", "what", "value", news.subject.name(), "events", "failed", "before", "event"];
    let rows = news.pairs.iter().map(|pair| {
        let row = pair_row(store, pair);
        let dimension = if pair.failed == pair.events {
            format!("{} (only refused)", row.dimension)
        } else {
            row.dimension.to_owned()
        };
        vec![
            row.first,
            dimension,
            row.value.into_owned(),
            row.subject.into_owned(),
            row.events.to_string(),
            row.failed.to_string(),
            format!("0 of {}", row.before),
            row.event,
        ]
    });
    table::write_one(&heading, &rows.collect::<Vec<_>>(), form, &mut unfitted, out)?;
    Ok(unfitted)
}

fn write_subjects(
    store: &Store,
    news: &News,
    form: TableForm<'_>,
    unfitted: &mut Unfitted,
    out: &mut dyn Write,
) -> io::Result<()> {
    let kind = news.subject.name();
    if news.subjects.is_empty() {
        return writeln!(out, "\nNo {kind} is new, {CAVEAT}.");
    }
    writeln!(out, "\n{} not in the baseline", counted(news.subjects.len(), kind))?;
    let heading = ["first", kind, "events", "failed", "shown as", "event"];
    let rows = news.subjects.iter().map(|subject| {
        let row = subject_row(store, subject);
        let (events, failed) = (row.events.to_string(), row.failed.to_string());
        vec![row.first, row.subject.into_owned(), events, failed, actor(store, subject.first), row.event]
    });
    table::write_one(&heading, &rows.collect::<Vec<_>>(), form, unfitted, out)
}

fn write_csv(store: &Store, news: &News, out: &mut dyn Write) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    let heading = ["subject", "dimension", "value", "first", "event", "events", "failed", "before"];
    csv.write_record(heading).map_err(io_error)?;
    for subject in &news.subjects {
        let row = subject_row(store, subject);
        let (events, failed) = (row.events.to_string(), row.failed.to_string());
        let cells =
            [&*row.subject, news.subject.name(), &row.subject, &row.first, &row.event, &events, &failed, "0"];
        csv.write_record(cells.map(spreadsheet_cell)).map_err(io_error)?;
    }
    for pair in &news.pairs {
        let row = pair_row(store, pair);
        let numbers = [row.events, row.failed, row.before].map(|number| number.to_string());
        let texts = [&*row.subject, row.dimension, &row.value, &row.first, &row.event];
        let cells = texts.into_iter().chain(numbers.iter().map(String::as_str));
        csv.write_record(cells.map(spreadsheet_cell)).map_err(io_error)?;
    }
    csv.flush()
}
