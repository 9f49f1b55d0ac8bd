//! The ledger of changes as text, a Markdown checklist, CSV or JSON: what was made or opened and still stands, each
//! line with the events that it rests on.

use std::borrow::Cow;
use std::io::{self, Write};

use serde::Serialize;

use super::cell::spreadsheet_cell;
use super::io_error;
use super::paint::TableForm;
use super::table::{self, Unfitted};
use crate::insight::ledger::{ChangeKind, Ledger, LedgerLine, LineState, LiveCredential, UndoneBefore};
use crate::plural::{agree, counted};
use crate::record::field::Column;
use crate::store::{Event, Store};
use crate::text;

/// Output formats of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LedgerFormat {
    /// Tables by kind of change.
    Text,
    /// A checklist in Markdown.
    Md,
    /// Columns for a spreadsheet.
    Csv,
    /// One object.
    Json,
}

/// A line of the ledger with its texts.
#[derive(Serialize)]
struct ChangeRow {
    state: &'static str,
    kind: &'static str,
    call: &'static str,
    what: Vec<String>,
    account: String,
    /// Absent for what is the same in all Regions.
    region: Option<String>,
    time: String,
    by: String,
    via: Option<String>,
    event: String,
    /// How often it was made again while it was there.
    again: usize,
    last_event: String,
    ended: Option<EndingEvent>,
    file: String,
}

/// The event that undid a change or switched it off.
#[derive(Serialize)]
struct EndingEvent {
    event: String,
    call: String,
    time: String,
    by: String,
    /// Seconds from the last making to it; absent if one has no time.
    after_seconds: Option<i64>,
    /// Whether both have the same second, or one has no time.
    order_unknown: bool,
}

#[derive(Serialize)]
struct LiveRow<'l> {
    key: Cow<'l, str>,
    acts_as: Cow<'l, str>,
    expires: String,
    by: String,
    by_service: bool,
    event: String,
    file: String,
}

#[derive(Serialize)]
struct UndoneRow {
    kind: &'static str,
    call: &'static str,
    what: Vec<String>,
    undone_by: EndingEvent,
    file: String,
}

#[derive(Serialize)]
struct LedgerDocument<'l> {
    says: &'static str,
    made: usize,
    standing: usize,
    changes: Vec<ChangeRow>,
    live_credentials: Vec<LiveRow<'l>>,
    grants_without_expiration: usize,
    undone_but_made_before: Vec<UndoneRow>,
}

/// What every answer of the ledger depends on.
pub const CAVEAT: &str = "as far as these files tell";

/// Writes a ledger; with `all`, also what was undone. Returns what did not fit into the width of a terminal.
pub fn write(
    store: &Store,
    ledger: &Ledger,
    (format, all): (LedgerFormat, bool),
    form: TableForm<'_>,
    out: &mut dyn Write,
) -> io::Result<Unfitted> {
    let lines: Vec<&LedgerLine> =
        ledger.lines.iter().filter(|line| all || line.state.is_standing()).collect();
    match format {
        LedgerFormat::Text => return write_text(store, ledger, &lines, form, out),
        LedgerFormat::Md => write_checklist(store, ledger, &lines, out)?,
        LedgerFormat::Csv => write_csv(store, &lines, out)?,
        LedgerFormat::Json => {
            let whole = LedgerDocument {
                says: CAVEAT,
                made: ledger.lines.len(),
                standing: ledger.standing(),
                changes: lines.iter().map(|line| row(store, line)).collect(),
                live_credentials: ledger.live.iter().map(|live| live_row(store, live)).collect(),
                grants_without_expiration: ledger.without_expiration,
                undone_but_made_before: ledger
                    .before
                    .iter()
                    .map(|before| before_row(store, before))
                    .collect(),
            };
            serde_json::to_writer_pretty(&mut *out, &whole)?;
            out.write_all(b"\n")?;
        }
    }
    Ok(Unfitted::default())
}

/// Returns the first sentence of a ledger: how many changes were made, and how many stand.
pub fn headline(ledger: &Ledger) -> String {
    let (made, standing) = (ledger.lines.len(), ledger.standing());
    let mut line = match made {
        0 => "No change that the ledger follows".to_owned(),
        _ => format!("{}, {standing} {}", counted(made, "change"), agree(standing, "stands", "stand")),
    };
    line = format!("{line}, {CAVEAT}");
    let unknown = ledger.lines.iter().filter(|line| line.state == LineState::NotIdentified).count();
    if unknown > 0 {
        let are = agree(unknown, "is", "are");
        line = format!("{line}; {unknown} of them {are} not identified by the record");
    }
    format!("{line}.")
}

/// Returns who made an event, as lists show it.
pub fn actor(store: &Store, event: Event) -> String {
    store.value(event, Column::PrincipalLabel).to_owned()
}

/// Returns what became of a line, with the event that led to it.
pub fn state_words(store: &Store, line: &LedgerLine) -> String {
    let again = line.made.len().saturating_sub(1);
    let mut words = line.state.name().to_owned();
    if let Some(by) = line.state.by() {
        let (call, time, actor) = (store.value(by, Column::EventName), store.time(by), actor(store, by));
        words = format!("{words}: {call} at {time} by {actor}");
    }
    if let LineState::Undone { order_unknown: true, .. } = line.state {
        words.push_str(", the order of the two is not known");
    }
    if again > 0 {
        let last = line.made.last().map(|&last| format!(", last {}", store.time(last))).unwrap_or_default();
        words = format!("{words}, made again {}{last}", counted(again, "time"));
    }
    words
}

fn row(store: &Store, line: &LedgerLine) -> ChangeRow {
    let (first, last) = (line.first().unwrap_or_default(), line.made.last().copied().unwrap_or_default());
    let present = |column| Some(store.value(first, column).to_owned()).filter(|text| !text.is_empty());
    ChangeRow {
        state: line.state.name(),
        kind: line.pair.kind.name(),
        call: line.pair.make,
        what: rewritten(store, &line.what),
        account: store.value(first, Column::Account).to_owned(),
        region: present(Column::AwsRegion).filter(|_| !line.pair.is_global()),
        time: store.time(first).to_string(),
        by: actor(store, first),
        via: present(Column::InvokedBy),
        event: store.event_id(first),
        again: line.made.len().saturating_sub(1),
        last_event: store.event_id(last),
        ended: line.state.by().map(|by| {
            let order_unknown = matches!(line.state, LineState::Undone { order_unknown: true, .. });
            ended(store, Some(last), by, order_unknown)
        }),
        file: file(store, first),
    }
}

fn ended(store: &Store, made: Option<Event>, by: Event, order_unknown: bool) -> EndingEvent {
    let millis = |event: Event| store.time(event).millis();
    let after = made.and_then(|made| Some((millis(by)? - millis(made)?) / 1000));
    EndingEvent {
        event: store.event_id(by),
        call: store.value(by, Column::EventName).to_owned(),
        time: store.time(by).to_string(),
        by: actor(store, by),
        after_seconds: after,
        order_unknown,
    }
}

fn live_row<'l>(store: &Store, live: &'l LiveCredential) -> LiveRow<'l> {
    LiveRow {
        key: store.rewrite(&live.key),
        acts_as: store.rewrite(&live.acts_as),
        expires: live.expires.to_string(),
        by: actor(store, live.event),
        by_service: live.by_service,
        event: store.event_id(live.event),
        file: file(store, live.event),
    }
}

fn before_row(store: &Store, before: &UndoneBefore) -> UndoneRow {
    UndoneRow {
        kind: before.pair.kind.name(),
        call: before.pair.make,
        what: rewritten(store, &before.what),
        undone_by: ended(store, None, before.by, false),
        file: file(store, before.by),
    }
}

fn rewritten(store: &Store, what: &[String]) -> Vec<String> {
    what.iter().map(|part| store.rewrite(part).into_owned()).collect()
}

fn file(store: &Store, event: Event) -> String {
    store.file_of(event).map(|file| text::path(&file.name())).unwrap_or_default()
}

fn write_text(
    store: &Store,
    ledger: &Ledger,
    lines: &[&LedgerLine],
    form: TableForm<'_>,
    out: &mut dyn Write,
) -> io::Result<Unfitted> {
    let mut unfitted = Unfitted::default();
    writeln!(out, "{}", headline(ledger))?;
    for kind in ChangeKind::ALL {
        let of_kind: Vec<&&LedgerLine> = lines.iter().filter(|line| line.pair.kind == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        writeln!(out, "\n{} ({}): {}", kind.name(), of_kind.len(), kind.about())?;
        let heading = ["time", "call", "what", "by", "account", "region", "state", "event"];
        let rows = of_kind.iter().map(|line| {
            let row = row(store, line);
            let region = row.region.unwrap_or_default();
            let what = store.rewrite(&line.what_words()).into_owned();
            let state = state_words(store, line);
            vec![row.time, row.call.to_owned(), what, row.by, row.account, region, state, row.event]
        });
        table::write_one(&heading, &rows.collect::<Vec<_>>(), form, &mut unfitted, out)?;
    }
    if ledger.live.is_empty() {
        writeln!(out, "\nNo temporary credential is valid after the newest event, {CAVEAT}.")?;
    } else {
        writeln!(out, "\ncredentials that are valid after the newest event ({})", ledger.live.len())?;
        let heading = ["expires", "key", "acts as", "given to", "event"];
        let rows = ledger.live.iter().map(|live| {
            let row = live_row(store, live);
            let by = if live.by_service { format!("{} (service)", row.by) } else { row.by };
            vec![row.expires, row.key.into_owned(), row.acts_as.into_owned(), by, row.event]
        });
        table::write_one(&heading, &rows.collect::<Vec<_>>(), form, &mut unfitted, out)?;
    }
    if ledger.without_expiration > 0 {
        let do_not = agree(ledger.without_expiration, "does", "do");
        let grants = counted(ledger.without_expiration, "grant");
        writeln!(out, "{grants} of temporary credentials {do_not} not say until when.")?;
    }
    if !ledger.before.is_empty() {
        writeln!(out, "\nundone here, but not made in these files ({})", ledger.before.len())?;
        let heading = ["time", "call", "what", "by", "event"];
        let rows = ledger.before.iter().map(|before| {
            let ended = ended(store, None, before.by, false);
            let what = store.rewrite(&before.what_words()).into_owned();
            vec![ended.time, ended.call, what, ended.by, ended.event]
        });
        table::write_one(&heading, &rows.collect::<Vec<_>>(), form, &mut unfitted, out)?;
    }
    Ok(unfitted)
}

/// Returns each change that stands, and each credential that is still valid, as a sentence with its event.
pub fn standing_words(store: &Store, ledger: &Ledger) -> Vec<String> {
    let standing = ledger.lines.iter().filter(|line| line.state.is_standing());
    let changes = standing.map(|line| format!("{}: {}", line.pair.kind.name(), change_words(store, line)));
    changes.chain(ledger.live.iter().map(|live| live_words(store, live))).collect()
}

fn change_words(store: &Store, line: &LedgerLine) -> String {
    let row = row(store, line);
    let place = row.region.as_ref().map_or(row.account.clone(), |region| format!("{} {region}", row.account));
    format!(
        "{} {} ({place}), {} by {}; {}; event {} in {}",
        row.call,
        store.rewrite(&line.what_words()),
        row.time,
        row.by,
        state_words(store, line),
        row.event,
        row.file
    )
}

fn live_words(store: &Store, live: &LiveCredential) -> String {
    let row = live_row(store, live);
    format!(
        "{} until {}, acts as {}, given to {}; event {} in {}",
        row.key, row.expires, row.acts_as, row.by, row.event, row.file
    )
}

/// Writes one item a line, with its event and file, so that each can be checked and ticked off.
fn write_checklist(
    store: &Store,
    ledger: &Ledger,
    lines: &[&LedgerLine],
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "# What still stands\n\n{}", super::markdown::escape(&headline(ledger)))?;
    let item = |out: &mut dyn Write, done: bool, words: &str| {
        let mark = if done { 'x' } else { ' ' };
        writeln!(out, "- [{mark}] {}", super::markdown::escape(words))
    };
    for kind in ChangeKind::ALL {
        let mut of_kind = lines.iter().filter(|line| line.pair.kind == kind).peekable();
        if of_kind.peek().is_some() {
            writeln!(out, "\n## {}: {}\n", kind.name(), kind.about())?;
        }
        for line in of_kind {
            item(out, !line.state.is_standing(), &change_words(store, line))?;
        }
    }
    if !ledger.live.is_empty() {
        writeln!(out, "\n## Credentials that are valid after the newest event\n")?;
    }
    for live in &ledger.live {
        item(out, false, &live_words(store, live))?;
    }
    Ok(())
}

fn write_csv(store: &Store, lines: &[&LedgerLine], out: &mut dyn Write) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    let heading = [
        "state",
        "kind",
        "call",
        "what",
        "account",
        "region",
        "time",
        "by",
        "via",
        "event",
        "again",
        "endedBy",
        "endedTime",
        "endedByWhom",
        "file",
    ];
    csv.write_record(heading).map_err(io_error)?;
    for line in lines {
        let row = row(store, line);
        let ended = row.ended.as_ref();
        let of = |part: fn(&EndingEvent) -> &String| ended.map(part).cloned().unwrap_or_default();
        let cells = [
            row.state.to_owned(),
            row.kind.to_owned(),
            row.call.to_owned(),
            store.rewrite(&line.what_words()).into_owned(),
            row.account,
            row.region.unwrap_or_default(),
            row.time,
            row.by,
            row.via.unwrap_or_default(),
            row.event,
            row.again.to_string(),
            of(|ended| &ended.event),
            of(|ended| &ended.time),
            of(|ended| &ended.by),
            row.file,
        ];
        csv.write_record(cells.iter().map(|cell| spreadsheet_cell(cell))).map_err(io_error)?;
    }
    csv.flush()
}
