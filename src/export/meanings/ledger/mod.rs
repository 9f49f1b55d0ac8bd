//! The ledger of changes as text, a Markdown checklist, CSV or JSON: what was made or opened and still stands, each
//! line with the events that it rests on.

mod rows;
mod words;

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde::Serialize;

pub use self::rows::actor;
use self::rows::{ChangeRow, EndingEvent, LiveRow, UndoneRow, before_row, ended, live_row, row};
use self::words::change_words;
pub use self::words::{CAVEAT, headline, maker_words, revoked_words, standing_words, state_words};
pub(in crate::export) use self::words::{live_words, standing_line};
use crate::export::cell::spreadsheet_cell;
use crate::export::io_error;
use crate::export::table::{self, Unfitted};
use crate::export::terminal::paint::TableForm;
use crate::insight::ledger::{ChangeKind, Ledger, LedgerLine};
use crate::plural::{agree, counted};
use crate::store::Store;

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
    write_makers(store, lines, out)?;
    if ledger.live.is_empty() {
        writeln!(out, "\nNo temporary credential is valid after the newest event, {CAVEAT}.")?;
    } else {
        writeln!(out, "\ncredentials that are valid after the newest event ({})", ledger.live.len())?;
        let heading = ["expires", "key", "acts as", "given to", "state", "event"];
        let rows = ledger.live.iter().map(|live| {
            let row = live_row(store, live);
            let by = if live.by_service { format!("{} (service)", row.by) } else { row.by };
            let state = if row.revoked_by.is_some() { "revoked" } else { "valid" }.to_owned();
            vec![row.expires, row.key.into_owned(), row.acts_as.into_owned(), by, state, row.event]
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

/// Says of all that made a change who made them, if that is in the ledger.
fn write_makers(store: &Store, lines: &[&LedgerLine], out: &mut dyn Write) -> io::Result<()> {
    let made = lines.iter().filter(|line| !line.actor_made.is_empty());
    let makers: BTreeSet<String> =
        made.map(|line| format!("{}{}", row(store, line).by, maker_words(store, line))).collect();
    if !makers.is_empty() {
        writeln!(
            out,
            "\nactors that were made in these files, or are named like what was ({})",
            makers.len()
        )?;
    }
    makers.iter().try_for_each(|words| writeln!(out, "{words}"))
}

/// Writes one item a line, with its event and file, so that each can be checked and ticked off.
fn write_checklist(
    store: &Store,
    ledger: &Ledger,
    lines: &[&LedgerLine],
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "# What still stands\n\n{}", crate::export::markdown::escape(&headline(ledger)))?;
    let item = |out: &mut dyn Write, done: bool, words: &str| {
        let mark = if done { 'x' } else { ' ' };
        writeln!(out, "- [{mark}] {}", crate::export::markdown::escape(words))
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
        "actorMadeBy",
        "sessionNamedLike",
        "file",
    ];
    csv.write_record(heading).map_err(io_error)?;
    for line in lines {
        let row = row(store, line);
        let ended = row.ended.as_ref();
        let of = |part: fn(&EndingEvent) -> &String| ended.map(part).cloned().unwrap_or_default();
        let ids = |events: &[EndingEvent]| {
            events.iter().map(|made| made.event.as_str()).collect::<Vec<_>>().join(" ")
        };
        let (makers, named_like) = (ids(&row.actor_made_by), ids(&row.session_named_like));
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
            makers,
            named_like,
            row.file,
        ];
        csv.write_record(cells.iter().map(|cell| spreadsheet_cell(cell))).map_err(io_error)?;
    }
    csv.flush()
}
