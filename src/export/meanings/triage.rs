//! The triage board as text, Markdown, CSV or JSON: what has an answer, with count, first, last, who and when; what has
//! none; and what could not be asked.

use std::io::{self, Write};

use serde::Serialize;

use crate::export::cell::spreadsheet_cell;
use crate::export::meanings::ledger::CAVEAT;
use crate::export::table::Unfitted;
use crate::export::terminal::paint::TableForm;
use crate::export::{io_error, table};
use crate::plural::{agree, counted};
use crate::query::triage::board::{ORDER, RefusedLine, STRONGEST, TriageBoard, TriageLine};
use crate::query::triage::figures::{LineFigures, spark};
use crate::query::triage::lines::{AskedLine, BoardSection};
use crate::record::time::Time;
use crate::record::time::zone::Zone;
use crate::store::{Event, Store};
use crate::text::paint::{Paint, Tone};
use crate::text::plain;

/// Output formats of the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum TriageFormat {
    /// Tables by section.
    Text,
    /// The same in Markdown.
    Md,
    /// Columns for a spreadsheet; lines without an answer have 0 events.
    Csv,
    /// One object.
    Json,
}

#[derive(Serialize)]
struct BoardDocument<'b> {
    says: &'static str,
    order: &'static str,
    filter: &'b str,
    events: usize,
    first: Option<String>,
    last: Option<String>,
    over_time: BarsRow,
    lines: Vec<LineRow<'b>>,
    without_answer: Vec<AskedRow<'b>>,
    refused: Vec<RefusedRow<'b>>,
}

/// The pieces of time that the numbers in `over_time` are for.
#[derive(Serialize)]
struct BarsRow {
    from: Option<String>,
    step_seconds: f64,
}

#[derive(Serialize)]
struct AskedRow<'b> {
    section: &'static str,
    name: &'b str,
    why: &'b str,
    filter: &'b str,
    tactic: Option<&'b str>,
    author: Option<&'b str>,
}

/// A line with its answer.
#[derive(Serialize)]
pub struct LineRow<'b> {
    #[serde(flatten)]
    asked: AskedRow<'b>,
    events: usize,
    failed: usize,
    first: Option<String>,
    last: Option<String>,
    first_event: Option<String>,
    who: &'b [String],
    principals: usize,
    over_time: &'b [u32],
}

#[derive(Serialize)]
struct RefusedRow<'b> {
    #[serde(flatten)]
    asked: AskedRow<'b>,
    reason: &'b str,
}

/// Writes a board; `filter` is the filter that it is about, empty for all events. Returns what did not fit into the
/// width of a terminal.
pub fn write(
    store: &Store,
    (board, filter): (&TriageBoard, &str),
    format: TriageFormat,
    form: TableForm<'_>,
    out: &mut dyn Write,
) -> io::Result<Unfitted> {
    match format {
        TriageFormat::Text => return write_text(board, filter, form, out),
        TriageFormat::Md => write_markdown(board, filter, out)?,
        TriageFormat::Csv => write_csv(store, board, out)?,
        TriageFormat::Json => {
            let document = document(store, board, filter);
            serde_json::to_writer_pretty(&mut *out, &document)?;
            out.write_all(b"\n")?;
        }
    }
    Ok(Unfitted::default())
}

/// Returns what the board is about, and how many of its lines have an answer.
pub fn headline(board: &TriageBoard, filter: &str) -> String {
    let LineFigures { events, span, .. } = &board.all;
    let which = if filter.is_empty() { "all events" } else { "the events of the filter" };
    let when = span.map(|(first, last)| format!(", {first} to {last}")).unwrap_or_default();
    let found = board.lines.len();
    let have = agree(found, "has", "have");
    format!(
        "About {which}: {}{when}. {} {have} an answer, {CAVEAT}; {ORDER}.",
        counted(*events, "event"),
        counted(found, "line")
    )
}

/// Returns the same in one short line; `whole` says whether it is about all events.
pub fn short_headline(board: &TriageBoard, whole: bool) -> String {
    let which = if whole { "All data" } else { "This filter" };
    let (events, answers) = (counted(board.all.events, "event"), counted(board.lines.len(), "answer"));
    format!("{which}, {events}: {answers}, {CAVEAT}; fewest first.")
}

/// Returns how many lines have no answer.
pub fn without_words(board: &TriageBoard) -> String {
    let count = board.without.len();
    format!("{} {} no answer here", counted(count, "question"), agree(count, "has", "have"))
}

fn document<'b>(store: &Store, board: &'b TriageBoard, filter: &'b str) -> BoardDocument<'b> {
    let (first, last) = times(&board.all);
    BoardDocument {
        says: CAVEAT,
        order: ORDER,
        filter,
        events: board.all.events,
        over_time: BarsRow {
            from: (board.scale.step > 0).then(|| Time::from_millis(board.scale.start).to_string()),
            step_seconds: std::time::Duration::from_millis(board.scale.step.unsigned_abs()).as_secs_f64(),
        },
        first,
        last,
        lines: board.lines.iter().map(|line| line_row(store, line)).collect(),
        without_answer: board.without.iter().map(asked_row).collect(),
        refused: board.refused.iter().map(refused_row).collect(),
    }
}

/// Returns a line as data.
pub fn line_row<'b>(store: &Store, line: &'b TriageLine) -> LineRow<'b> {
    let figures = &line.figures;
    let (first, last) = times(figures);
    LineRow {
        asked: asked_row(&line.asked),
        events: figures.events,
        failed: figures.failed,
        first,
        last,
        first_event: figures.first.map(|event: Event| store.event_id(event)),
        who: &figures.who,
        principals: figures.who.len() + figures.more,
        over_time: &figures.bars,
    }
}

fn asked_row(asked: &AskedLine) -> AskedRow<'_> {
    let AskedLine { section, name, why, filter, tactic, author } = asked;
    AskedRow {
        section: section.name(),
        name,
        why,
        filter,
        tactic: tactic.as_deref(),
        author: author.as_deref(),
    }
}

fn refused_row(refused: &RefusedLine) -> RefusedRow<'_> {
    RefusedRow { asked: asked_row(&refused.asked), reason: &refused.reason }
}

fn times(figures: &LineFigures) -> (Option<String>, Option<String>) {
    let time = |pick: fn((Time, Time)) -> Time| figures.span.map(|span| pick(span).to_string());
    (time(|(first, _)| first), time(|(_, last)| last))
}

/// The columns of tables: the filter last, because the narrow terminal leaves out the last ones.
const HEADING: [&str; 8] = ["events", "what", "first", "last", "who", "over time", "failed", "filter"];

/// Returns the cells of a line in a table.
pub fn cells(line: &TriageLine) -> Vec<String> {
    let figures = &line.figures;
    let (first, last) = times(figures);
    vec![
        figures.events.to_string(),
        line.asked.title(),
        first.unwrap_or_default(),
        last.unwrap_or_default(),
        figures.who_words(),
        spark(&figures.bars),
        figures.failed.to_string(),
        line.asked.filter.clone(),
    ]
}

fn write_text(
    board: &TriageBoard,
    filter: &str,
    form: TableForm<'_>,
    out: &mut dyn Write,
) -> io::Result<Unfitted> {
    let mut unfitted = Unfitted::default();
    writeln!(out, "{}", headline(board, filter))?;
    for section in BoardSection::ALL {
        let rows: Vec<Vec<String>> = board.of(section).map(cells).collect();
        if !rows.is_empty() {
            writeln!(out, "\n{} ({})", section.title(), rows.len())?;
            table::write_one(&HEADING, &rows, form, &mut unfitted, out)?;
        }
    }
    if !board.without.is_empty() {
        let names: Vec<String> = board.without.iter().map(|asked| plain(&asked.name).into_owned()).collect();
        writeln!(out, "\n{}: {}.", without_words(board), names.join("; "))?;
    }
    for refused in &board.refused {
        let (name, reason) = (plain(&refused.asked.title()).into_owned(), plain(&refused.reason));
        writeln!(out, "\nNot asked: {name}: {reason}.")?;
    }
    Ok(unfitted)
}

/// Writes the first lines of the board, for the end of a summary.
pub(in crate::export) fn write_strongest(
    lines: &[TriageLine],
    (zone, paint): (&Zone, &Paint),
    out: &mut dyn Write,
) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "\n{} ({STRONGEST}; all: trailsift triage)", paint.paint("Look first at", Tone::Heading))?;
    for line in lines {
        let LineFigures { events, span, .. } = &line.figures;
        let when = match span {
            Some((first, last)) if first == last => zone.local(*first).to_string(),
            Some((first, last)) => format!("{} to {}", zone.local(*first), zone.local(*last)),
            None => "without a time".to_owned(),
        };
        let (name, who) = (plain(&line.asked.title()).into_owned(), line.figures.who_words());
        writeln!(
            out,
            "{events:>7} {name}: {}\n        {when}, -f {}",
            plain(&who),
            plain(&quoted(&line.asked.filter))
        )?;
    }
    Ok(())
}

/// Quotes a filter as one word of a POSIX shell.
fn quoted(filter: &str) -> String {
    format!("'{}'", filter.replace('\'', "'\\''"))
}

fn write_markdown(board: &TriageBoard, filter: &str, out: &mut dyn Write) -> io::Result<()> {
    use crate::export::markdown::{escape, write};
    writeln!(out, "# Triage\n\n{}", escape(&headline(board, filter)))?;
    if !filter.is_empty() {
        writeln!(out, "\nFilter: {}", escape(filter))?;
    }
    let heading = HEADING.map(str::to_owned);
    for section in BoardSection::ALL {
        let rows: Vec<Vec<String>> = board.of(section).map(cells).collect();
        if !rows.is_empty() {
            writeln!(out, "\n## {}\n", section.title())?;
            write(&heading, &|each| rows.iter().try_for_each(|row| each(row)), out)?;
        }
    }
    if !board.without.is_empty() {
        writeln!(out, "\n## {}\n", without_words(board))?;
    }
    board.without.iter().try_for_each(|asked| writeln!(out, "- {}", escape(&asked.name)))?;
    if !board.refused.is_empty() {
        writeln!(out, "\n## not asked\n")?;
    }
    let refused = |refused: &RefusedLine| format!("{}: {}", refused.asked.title(), refused.reason);
    board.refused.iter().try_for_each(|line| writeln!(out, "- {}", escape(&refused(line))))
}

fn write_csv(store: &Store, board: &TriageBoard, out: &mut dyn Write) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    let heading = [
        "section",
        "name",
        "why",
        "filter",
        "tactic",
        "author",
        "events",
        "failed",
        "first",
        "last",
        "firstEvent",
        "who",
        "principals",
        "problem",
    ];
    csv.write_record(heading).map_err(io_error)?;
    let asked = |asked: &AskedLine| {
        let AskedLine { section, name, why, filter, tactic, author } = asked;
        let (tactic, author) = (tactic.clone().unwrap_or_default(), author.clone().unwrap_or_default());
        [section.name().to_owned(), name.clone(), why.clone(), filter.clone(), tactic, author]
    };
    let mut row = |asked: [String; 6], rest: [String; 8]| {
        let cells = asked.iter().chain(&rest).map(|cell| spreadsheet_cell(cell));
        csv.write_record(cells).map_err(io_error)
    };
    for line in &board.lines {
        let LineRow { events, failed, first, last, first_event, principals, .. } = line_row(store, line);
        let text = |text: Option<String>| text.unwrap_or_default();
        let rest = [
            events.to_string(),
            failed.to_string(),
            text(first),
            text(last),
            text(first_event),
            line.figures.who_words(),
            principals.to_string(),
            String::new(),
        ];
        row(asked(&line.asked), rest)?;
    }
    let none = || ["0", "0", "", "", "", "", "0", ""].map(str::to_owned);
    board.without.iter().try_for_each(|line| row(asked(line), none()))?;
    for refused in &board.refused {
        let rest = ["", "", "", "", "", "", "", &refused.reason].map(str::to_owned);
        row(asked(&refused.asked), rest)?;
    }
    csv.flush()
}
