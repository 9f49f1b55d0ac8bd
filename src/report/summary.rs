//! What a reader wants to know first: when, who, from where, what, what still stands, and how it is known. Each is one
//! line, made from the marked events alone.

use std::collections::BTreeMap;

use super::facts::{ReportFacts, ReportRow, RowState};
use super::svg::is_failed;
use crate::plural::{agree, counted, counted_with_commas};

/// How many values of a line are named; the others are counted.
const NAMED: usize = 6;

/// A line: what it is about, and what it says.
pub(super) struct SummaryLine {
    pub(super) label: &'static str,
    pub(super) text: String,
}

/// Returns the lines.
pub(super) fn lines(facts: &ReportFacts) -> Vec<SummaryLine> {
    let mut lines = Vec::new();
    let mut say = |label: &'static str, text: String| {
        if !text.is_empty() {
            lines.push(SummaryLine { label, text });
        }
    };
    say("Events", events(facts));
    if let Some((first, last)) = facts.span() {
        say("When", format!("From {first} to {last}. All times are UTC."));
    }
    say("Who", most(&facts.rows, |row| &row.principal));
    say("Keys", most(&facts.rows, |row| &row.access_key));
    say("From", most(&facts.rows, |row| &row.source_ip_address));
    say("Accounts", most(&facts.rows, |row| &row.account));
    say("Calls", most(&facts.rows, |row| &row.event_name));
    say("Outcome", outcome(&facts.rows));
    say("Still stands", facts.changes.first().cloned().unwrap_or_default());
    say("Integrity", integrity(facts));
    say("Missing", missing(facts));
    lines
}

fn events(facts: &ReportFacts) -> String {
    let files = counted(facts.files.len(), "file");
    let count = counted_with_commas(facts.rows.len(), "event");
    let noted = facts.rows.iter().filter(|row| !row.notes.is_empty()).count();
    let are = agree(facts.rows.len(), "is", "are");
    format!("{count} {are} marked in the data of {files}; {noted} with a note.")
}

/// Returns the values that most rows have, each with its number of events.
fn most(rows: &[ReportRow], value: fn(&ReportRow) -> &String) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows.iter().filter(|row| !value(row).is_empty()) {
        *counts.entry(value(row)).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|&(value, count)| (std::cmp::Reverse(count), value));
    let more = counts.len().saturating_sub(NAMED);
    let named = counts.into_iter().take(NAMED).map(|(value, count)| format!("{value} ({count})"));
    let named = named.collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{named}, and {more} more") } else { named }
}

fn outcome(rows: &[ReportRow]) -> String {
    let failed = rows.iter().filter(|row| is_failed(&row.outcome)).count();
    let unknown = rows.iter().filter(|row| row.outcome.is_empty()).count();
    let known = format!("{} succeeded, {failed} failed", rows.len() - failed - unknown);
    if unknown > 0 { format!("{known}, {unknown} without a known outcome") } else { known }
}

/// Returns how many of the files that the events come from have each verdict.
fn integrity(facts: &ReportFacts) -> String {
    let parts: Vec<String> = by_verdict(facts)
        .into_iter()
        .map(|(verdict, paths)| format!("{verdict} ({})", counted(paths.len(), "file")))
        .collect();
    parts.join("; ")
}

/// Returns the files that the events come from by their verdicts.
pub(super) fn by_verdict(facts: &ReportFacts) -> BTreeMap<&str, Vec<&str>> {
    let mut verdicts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (path, verdict) in &facts.integrity {
        verdicts.entry(verdict).or_default().push(path);
    }
    verdicts
}

/// Returns what is not as it was when the events were marked.
fn missing(facts: &ReportFacts) -> String {
    let mut parts = Vec::new();
    for state in [RowState::Absent, RowState::Changed] {
        let count = facts.count(state);
        if count > 0 {
            parts.push(format!("{}: {}", counted(count, "event"), state.words()));
        }
    }
    if let Some(difference) = &facts.difference {
        parts.push(format!("compared with the files that the case was made from, {difference}"));
    }
    parts.join("; ")
}

/// Returns the folder that all files are in, with its last slash; empty if there is none.
pub(super) fn common_folder(facts: &ReportFacts) -> String {
    let mut paths = facts.integrity.keys().chain(facts.rows.iter().map(|row| &row.file));
    let mut common = paths.next().cloned().unwrap_or_default();
    for path in paths.filter(|path| !path.is_empty()) {
        let same = common.char_indices().zip(path.chars()).take_while(|((_, one), other)| one == other);
        let end = same.last().map_or(0, |((at, char), _)| at + char.len_utf8());
        common.truncate(end);
    }
    common.truncate(common.rfind('/').map_or(0, |at| at + 1));
    common
}

/// Returns the changes of the marked events, with the paths of files below the folder that all are in.
pub(super) fn changes(facts: &ReportFacts) -> Vec<String> {
    let folder = common_folder(facts);
    let shorter = |line: &String| line.replace(&format!(" in {folder}"), " in ");
    facts.changes.iter().map(shorter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(rows: &[(&str, &str, &str)]) -> ReportFacts {
        let row = |&(principal, outcome, file): &(&str, &str, &str)| ReportRow {
            event_time: "2026-03-10T09:05:08Z".to_owned(),
            principal: principal.to_owned(),
            outcome: outcome.to_owned(),
            file: file.to_owned(),
            ..ReportRow::default()
        };
        ReportFacts { rows: rows.iter().map(row).collect(), ..ReportFacts::default() }
    }

    #[test]
    fn values_are_counted_and_what_is_not_named_is_said() {
        let many: Vec<String> = (0..8).map(|number| format!("user-{number}")).collect();
        let mut rows: Vec<(&str, &str, &str)> =
            many.iter().map(|name| (name.as_str(), "ok", "/a/b/c")).collect();
        rows.extend([("user-7", "AccessDenied", "/a/b/d"), ("", "", "/a/x")]);
        let facts = facts(&rows);
        let of = |label| lines(&facts).into_iter().find(|line| line.label == label).unwrap().text;
        assert_eq!(
            of("Who"),
            "user-7 (2), user-0 (1), user-1 (1), user-2 (1), user-3 (1), user-4 (1), and 2 more"
        );
        assert_eq!(of("Outcome"), "8 succeeded, 1 failed, 1 without a known outcome");
        assert_eq!(of("When"), "From 2026-03-10T09:05:08Z to 2026-03-10T09:05:08Z. All times are UTC.");
        assert!(lines(&facts).iter().all(|line| line.label != "Missing"));
        assert_eq!(common_folder(&facts), "/a/");
    }

    #[test]
    fn files_without_a_common_folder_keep_their_paths() {
        for (paths, folder) in [(["a/é", "a/è"], "a/"), (["x", "y"], ""), (["/a/b", ""], "/a/")] {
            assert_eq!(common_folder(&facts(&paths.map(|path| ("", "", path)))), folder, "{paths:?}");
        }
    }
}
