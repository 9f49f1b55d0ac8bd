//! The report as Markdown, for people: what happened, by whom, from where, how it is known, and what is not known.

use std::fmt::Write as _;

use super::facts::{ReportFacts, ReportRow, RowState};
use super::summary::{by_verdict, changes, common_folder, lines};
use crate::export::markdown_text as cell;

/// Returns the report.
pub(super) fn report(facts: &ReportFacts) -> String {
    let mut out = format!("# Report on AWS CloudTrail events\n\n{}\n\n", cell(PARTS));
    for line in lines(facts) {
        line_of(&mut out, &format!("- **{}:** {}", line.label, cell(&line.text)));
    }
    out.push_str("\n## Timeline\n\n");
    out.push_str(
        "| # | time | account | Region | who | session | from | call | target | outcome | labels |\n",
    );
    out.push_str("|---|---|---|---|---|---|---|---|---|---|---|\n");
    for (number, row) in (1..).zip(&facts.rows) {
        let cells = [
            &row.event_time,
            &row.account,
            &row.aws_region,
            &row.principal,
            &row.session,
            &row.source_ip_address,
            &row.event_name,
            &row.resource,
            &row.outcome,
            &row.labels.join(" "),
        ];
        let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
        line_of(&mut out, &format!("| {number} | {} |", cells.join(" | ")));
    }
    out.push_str("\n## Notes\n");
    for (number, row) in (1..).zip(&facts.rows) {
        note(&mut out, number, row);
    }
    list(&mut out, CHANGES, &changes(facts), "No marked event is among the open files.");
    chain(&mut out, facts);
    indicators(&mut out, facts);
    list(&mut out, COVERAGE, &facts.coverage, "Nothing is known about what the files cover.");
    integrity(&mut out, facts);
    list(&mut out, FILTERS, &facts.filters, "None was noted.");
    out
}

/// Writes the files that the events come from, each verdict above its files.
fn integrity(out: &mut String, facts: &ReportFacts) {
    let _ = write!(out, "\n## {INTEGRITY}\n\n");
    let folder = common_folder(facts);
    if !folder.is_empty() {
        line_of(out, &format!("The files are in {}", cell(&folder)));
    }
    for (verdict, paths) in by_verdict(facts) {
        let _ = write!(out, "\n**{}**\n\n", cell(verdict));
        for path in paths {
            line_of(out, &format!("- {}", cell(path.strip_prefix(&folder).unwrap_or(path))));
        }
    }
    if facts.integrity.is_empty() {
        line_of(out, "No event comes from an open file.");
    }
}

fn line_of(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}

fn note(out: &mut String, number: usize, row: &ReportRow) {
    if row.notes.is_empty() && row.state == RowState::Same {
        return;
    }
    // Writing into a String cannot fail.
    let _ = write!(
        out,
        "\n**{number}** · {} · {} · `{}`\n\n",
        cell(&row.event_time),
        cell(&row.event_name),
        id(row)
    );
    if !row.state.words().is_empty() {
        line_of(out, &format!("- ({})", row.state.words()));
    }
    for note in &row.notes {
        let mut lines = note.lines();
        line_of(out, &format!("- {}", cell(lines.next().unwrap_or_default())));
        for line in lines {
            line_of(out, &format!("  <br>{}", cell(line)));
        }
    }
}

/// Returns the event ID, which is in a code span: anything but the signs of an ID would end it.
fn id(row: &ReportRow) -> String {
    row.key.event_id.chars().filter(|char| char.is_ascii_alphanumeric() || *char == '-').collect()
}

fn indicators(out: &mut String, facts: &ReportFacts) {
    let _ = write!(out, "\n## Indicators\n\n{INDICATORS}\n\n");
    out.push_str("| kind | value | events | first | last |\n|---|---|---|---|---|\n");
    for one in &facts.indicators {
        let (kind, value) = (one.kind.name(), cell(&one.value));
        line_of(
            out,
            &format!("| {kind} | {value} | {} | {} | {} |", one.events, cell(&one.first), cell(&one.last)),
        );
    }
}

/// What is beside the report.
pub(super) const PARTS: &str = "records.json has the marked records as CloudTrail wrote them; manifest.json has the SHA-256 \
                                of every part of this report and of every source file.";
/// What indicators are.
pub(super) const INDICATORS: &str =
    "What occurs in the marked events. Whether it is hostile is for the reader to judge.";
/// The heading of the coverage.
pub(super) const COVERAGE: &str = "What the files cover";
/// The heading of the verdicts.
pub(super) const INTEGRITY: &str = "Integrity of the files of these events";
/// The heading of the filters.
pub(super) const FILTERS: &str = "Filters under which events were marked";
/// The heading of the changes.
pub(super) const CHANGES: &str = "What the marked events changed and still stands";
/// The heading of the chain.
pub(super) const CHAIN: &str = "Where the credentials of the marked events came from";
/// What every chain depends on.
pub(super) const CHAIN_CAVEAT: &str =
    "As far as these files tell: a credential whose origin is not in them may have one elsewhere.";

fn chain(out: &mut String, facts: &ReportFacts) {
    let _ = write!(out, "\n## {CHAIN}\n\n");
    for (depth, line) in &facts.chain {
        line_of(out, &format!("{}- {}", "  ".repeat(*depth), cell(line)));
    }
    line_of(out, if facts.chain.is_empty() { "No marked event was made with a credential." } else { "" });
    line_of(out, CHAIN_CAVEAT);
}

fn list(out: &mut String, heading: &str, lines: &[String], none: &str) {
    let _ = write!(out, "\n## {heading}\n\n");
    for line in lines {
        line_of(out, &format!("- {}", cell(line)));
    }
    if lines.is_empty() {
        line_of(out, none);
    }
}
