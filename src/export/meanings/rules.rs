//! What rules found, as text, Markdown, CSV or JSON: the author beside every match, and each rule that was refused with
//! its reason.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use crate::export::cell::spreadsheet_cell;
use crate::export::meanings::ledger::CAVEAT;
use crate::export::table::Unfitted;
use crate::export::terminal::paint::TableForm;
use crate::export::{io_error, table};
use crate::plural::{agree, counted};
use crate::query::rules::set::{RefusedRule, Rule, RuleHead, RuleSet};
use crate::store::{Event, Store};
use crate::text::plain;

/// Output formats of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum RulesFormat {
    /// Tables.
    Text,
    /// The same in Markdown.
    Md,
    /// Columns for a spreadsheet, one row a rule.
    Csv,
    /// An array of rules.
    Json,
}

#[derive(Serialize)]
struct RuleRow<'r> {
    id: Option<&'r str>,
    title: &'r str,
    author: Option<&'r str>,
    level: Option<&'r str>,
    tags: &'r [String],
    file: &'r str,
    /// Absent if the rule was refused.
    filter: Option<&'r str>,
    events: usize,
    first: Option<String>,
    last: Option<String>,
    #[serde(rename = "eventIDs")]
    event_ids: Vec<String>,
    /// Why the rule could not be asked.
    refused: Option<&'r str>,
}

/// Writes what rules found: `matches` are the events of each rule that was asked, in order. Returns what did not fit into
/// the width of a terminal.
pub fn write(
    store: &Store,
    (rules, matches): (&RuleSet, &[Vec<Event>]),
    format: RulesFormat,
    form: TableForm<'_>,
    out: &mut dyn Write,
) -> io::Result<Unfitted> {
    let rows: Vec<RuleRow<'_>> = rows(store, rules, matches);
    match format {
        RulesFormat::Text => return write_text(rules, &rows, form, out),
        RulesFormat::Md => write_markdown(rules, &rows, out)?,
        RulesFormat::Csv => write_csv(&rows, out)?,
        RulesFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, &rows)?;
            out.write_all(b"\n")?;
        }
    }
    Ok(Unfitted::default())
}

/// The rules with events first, the fewest first; then those without, then the refused ones.
fn rows<'r>(store: &Store, rules: &'r RuleSet, matches: &[Vec<Event>]) -> Vec<RuleRow<'r>> {
    let mut rows: Vec<RuleRow<'r>> =
        rules.rules.iter().zip(matches).map(|(rule, events)| asked(store, rule, events)).collect();
    rows.sort_by_key(|row| (row.events == 0, row.events));
    rows.extend(rules.refused.iter().map(refused));
    rows
}

fn asked<'r>(store: &Store, rule: &'r Rule, events: &[Event]) -> RuleRow<'r> {
    let timed = events.get(..store.timed(events)).unwrap_or_default();
    let time = |event: Option<&Event>| event.map(|&event| store.time(event).to_string());
    RuleRow {
        filter: Some(&rule.filter),
        events: events.len(),
        first: time(timed.first()),
        last: time(timed.last()),
        event_ids: events.iter().map(|&event| store.event_id(event)).collect(),
        ..row(&rule.head, &rule.file)
    }
}

fn refused(rule: &RefusedRule) -> RuleRow<'_> {
    RuleRow { refused: Some(&rule.reason), ..row(&rule.head, &rule.file) }
}

fn row<'r>(head: &'r RuleHead, file: &'r str) -> RuleRow<'r> {
    let RuleHead { title, id, author, level, tags } = head;
    RuleRow {
        id: id.as_deref(),
        title,
        author: author.as_deref(),
        level: level.as_deref(),
        tags,
        file,
        filter: None,
        events: 0,
        first: None,
        last: None,
        event_ids: Vec::new(),
        refused: None,
    }
}

/// Returns how many rules there are, found something, and were refused.
fn headline(rules: &RuleSet, rows: &[RuleRow<'_>]) -> String {
    let found = rows.iter().filter(|row| row.events > 0).count();
    let rule = |count| counted(count, "rule");
    let (asked, refused) = (rule(rules.rules.len()), rule(rules.refused.len()));
    format!("{asked} asked, {} with something found, {CAVEAT}; {refused} refused.", rule(found))
}

const HEADING: [&str; 8] = ["events", "level", "title", "author", "first", "last", "id", "filter"];

fn cells(row: &RuleRow<'_>) -> Vec<String> {
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    vec![
        row.events.to_string(),
        text(row.level),
        row.title.to_owned(),
        text(row.author),
        row.first.clone().unwrap_or_default(),
        row.last.clone().unwrap_or_default(),
        text(row.id),
        text(row.filter),
    ]
}

fn found(rows: &[RuleRow<'_>]) -> Vec<Vec<String>> {
    rows.iter().filter(|row| row.events > 0).map(cells).collect()
}

/// Returns the reasons of refusal, each with the rules; many rules are for other logs.
fn reasons<'r>(rows: &'r [RuleRow<'r>]) -> BTreeMap<&'r str, Vec<&'r RuleRow<'r>>> {
    let mut reasons: BTreeMap<&str, Vec<&RuleRow<'_>>> = BTreeMap::new();
    for row in rows {
        if let Some(reason) = row.refused {
            reasons.entry(reason).or_default().push(row);
        }
    }
    reasons
}

/// At most this many rules that were refused for the same reason are named in text.
const MOST_NAMED: usize = 5;

fn name(row: &RuleRow<'_>) -> String {
    if row.title.is_empty() { row.file.to_owned() } else { format!("{} ({})", row.title, row.file) }
}

fn refused_words(reason: &str, rows: &[&RuleRow<'_>]) -> String {
    let names: Vec<String> = rows.iter().take(MOST_NAMED).map(|row| name(row)).collect();
    let more = match rows.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!("; and {more} more, all in --format json"),
    };
    format!("{reason}: {}{more}", names.join("; "))
}

fn without<'r>(rows: &[RuleRow<'r>]) -> Vec<&'r str> {
    rows.iter().filter(|row| row.events == 0 && row.refused.is_none()).map(|row| row.title).collect()
}

fn write_text(
    rules: &RuleSet,
    rows: &[RuleRow<'_>],
    form: TableForm<'_>,
    out: &mut dyn Write,
) -> io::Result<Unfitted> {
    let mut unfitted = Unfitted::default();
    writeln!(out, "{}", headline(rules, rows))?;
    let found = found(rows);
    if !found.is_empty() {
        writeln!(out)?;
        table::write_one(&HEADING, &found, form, &mut unfitted, out)?;
    }
    let without = without(rows);
    if !without.is_empty() {
        let (count, find) = (counted(without.len(), "rule"), agree(without.len(), "finds", "find"));
        writeln!(out, "\n{count} {find} nothing here: {}.", plain(&without.join("; ")))?;
    }
    if !rules.refused.is_empty() {
        writeln!(out, "\nrefused ({})", rules.refused.len())?;
    }
    for (reason, rows) in reasons(rows) {
        writeln!(out, "  {}", plain(&refused_words(reason, &rows)))?;
    }
    Ok(unfitted)
}

fn write_markdown(rules: &RuleSet, rows: &[RuleRow<'_>], out: &mut dyn Write) -> io::Result<()> {
    use crate::export::markdown::{escape, write};
    writeln!(out, "# Rules\n\n{}", escape(&headline(rules, rows)))?;
    let found = found(rows);
    if !found.is_empty() {
        writeln!(out)?;
        write(&HEADING.map(str::to_owned), &|each| found.iter().try_for_each(|row| each(row)), out)?;
    }
    let without = without(rows);
    if !without.is_empty() {
        writeln!(out, "\n## Nothing found\n")?;
    }
    without.iter().try_for_each(|title| writeln!(out, "- {}", escape(title)))?;
    if !rules.refused.is_empty() {
        writeln!(out, "\n## Refused\n")?;
    }
    rows.iter().filter(|row| row.refused.is_some()).try_for_each(|row| {
        writeln!(out, "- {}: {}", escape(&name(row)), escape(row.refused.unwrap_or_default()))
    })
}

fn write_csv(rows: &[RuleRow<'_>], out: &mut dyn Write) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    let heading = HEADING.iter().copied().chain(["tags", "file", "eventIDs", "refused"]);
    csv.write_record(heading).map_err(io_error)?;
    for row in rows {
        let further = [
            row.tags.join(" "),
            row.file.to_owned(),
            row.event_ids.join(" "),
            row.refused.unwrap_or_default().to_owned(),
        ];
        let cells = cells(row);
        csv.write_record(cells.iter().chain(&further).map(|cell| spreadsheet_cell(cell)))
            .map_err(io_error)?;
    }
    csv.flush()
}
