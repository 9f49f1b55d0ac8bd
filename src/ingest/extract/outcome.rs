//! The state of a file, from what was found in it.

use super::findings::Findings;
use crate::plural::{agree, counted};
use crate::store::file::{FileState, Issue, IssueKind, beginning};

/// Decides the state of a file with these findings and with `problems` on the way to its text.
pub(in crate::ingest) fn outcome(
    findings: &mut Findings,
    problems: Vec<Issue>,
    text: &[u8],
) -> (FileState, Vec<Issue>) {
    let mut issues = problems;
    if !findings.is_log {
        if let Some(form) = findings.not_read.first() {
            return (FileState::Unreadable, vec![Issue::new(IssueKind::Unsupported(form.kind), form.advice)]);
        }
        if issues.is_empty() && text.trim_ascii().is_empty() {
            return (FileState::NotLog, vec![Issue::new(IssueKind::Empty, "the file is empty")]);
        }
        if issues.is_empty()
            && (findings.issues.is_empty() || !findings.is_json)
            && let Some(place) = findings.quoted
        {
            return (FileState::Unreadable, vec![quoted(place, findings.tried_quoted)]);
        }
        if issues.is_empty() && !findings.is_json && begins_a_log(text) {
            let issue =
                Issue::at(IssueKind::Damaged, text.len(), "the JSON is truncated before its first event");
            return (FileState::Damaged, vec![issue]);
        }
        if issues.is_empty() && !findings.is_json {
            let reason = format!("the file begins with {}", beginning(text));
            return (FileState::NotLog, vec![Issue::new(IssueKind::NotJson, reason)]);
        }
        if issues.is_empty() && findings.issues.is_empty() {
            let issue = match findings.skipped.take() {
                Some((kind, reason)) => Issue::new(kind, reason),
                None => Issue::new(IssueKind::NoRecords, "JSON without CloudTrail records"),
            };
            return (FileState::NotLog, vec![issue]);
        }
    }
    issues.append(&mut findings.issues);
    let unread = unread(findings);
    if !unread.is_empty() {
        issues.extend(unread);
        issues.sort_by_key(|issue| issue.offset);
    }
    if findings.more_issues > 0 {
        issues.push(Issue::new(
            IssueKind::Damaged,
            format!("{} not listed", counted(findings.more_issues, "more damaged place")),
        ));
    }
    let state = if issues.is_empty() { FileState::Read } else { FileState::Damaged };
    (state, issues)
}

/// Returns whether a short text is all that is left of a log file that was cut: how CloudTrail begins one, and no more.
fn begins_a_log(text: &[u8]) -> bool {
    const BEGINNING: &[u8] = b"{\"Records\":[{\"eventVersion\":";
    const NAME: usize = b"{\"Records\"".len();
    const LONGEST: usize = 256;
    if text.len() >= LONGEST {
        return false;
    }
    let bare: Vec<u8> = text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    bare.len() >= NAME && BEGINNING.starts_with(&bare)
}

/// Lists what was among the events of a log file and was not read.
fn unread(findings: &Findings) -> Vec<Issue> {
    let objects = |count: usize| counted(count, "object") + agree(count, "", ", the first here");
    let forms = findings.not_read.iter().map(|form| {
        Issue::at(
            IssueKind::Unsupported(form.kind),
            form.at,
            format!("{}: {}", objects(form.objects), form.advice),
        )
    });
    let unrecognized = findings.unrecognized.filter(|_| findings.events > 0).map(|(at, items)| {
        let subject =
            format!("{} of Records{}", counted(items, "item"), agree(items, "", ", the first here,"));
        let verb = agree(items, "is not a CloudTrail record", "are not CloudTrail records");
        let have = agree(items, "has", "have");
        let reason = format!("{subject} {verb} and {have} no other known format");
        Issue::at(IssueKind::NotARecord, at, reason)
    });
    let times = findings.unread_times.map(|(at, rows)| {
        let (rows, have) = (counted(rows, "row"), agree(rows, "has a time", "have times, the first here,"));
        let reason = format!(
            "{rows} {have} that cannot be read, as where day and month cannot be told apart (5/9/2026 14:00): no filter \
             by time finds them; save the table with times such as 2026-09-05 14:00:00"
        );
        Issue::at(IssueKind::UnreadTimes, at, reason)
    });
    let changed = findings.changed_numbers.map(|(at, rows)| {
        let (rows, have) = (counted(rows, "row"), agree(rows, "has a value", "have values, the first here,"));
        let reason = format!(
            "{rows} {have} that a spreadsheet changed into numbers (1.11122E+11): accounts and IDs among them are not \
             known, and no filter by them finds them; export the table again and open it without a spreadsheet"
        );
        Issue::at(IssueKind::ChangedNumbers, at, reason)
    });
    let quoted = findings.quoted.map(|place| quoted(place, findings.tried_quoted));
    forms.chain(times).chain(changed).chain(unrecognized).chain(quoted).collect()
}

/// Reports records in strings that do not carry records. Who wrote such a string is unknown, so they are not
/// evidence. They are loaded only on request; if that was `tried`, these are the ones that could not be.
fn quoted((at, records): (usize, usize), tried: bool) -> Issue {
    let told = format!("{} quoted in other text", counted(records, "record"));
    let reason = if tried {
        format!("{told} could not be read")
    } else {
        let (were, them) = (agree(records, "was", "were"), agree(records, "it", "them"));
        format!("{told} {were} not loaded (--quoted loads {them})")
    };
    Issue::at(IssueKind::QuotedRecords, at, reason)
}
