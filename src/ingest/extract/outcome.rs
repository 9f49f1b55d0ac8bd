//! What became of a file, from what was found in it and what its name promises.

use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;

use super::Findings;
use crate::plural::{agree, counted};
use crate::store::file::{FileState, Issue, beginning};

/// How CloudTrail names the log files that it delivers to S3.
static LOG_NAME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let kind = "CloudTrail(?:-Insight|-NetworkActivity|-Aggregated)?";
    let region = r"[a-z]{2}(?:-[a-z]+)+-\d+";
    let name = format!(r"^\d{{12}}_{kind}_{region}_\d{{8}}T\d{{4}}Z_?[A-Za-z0-9]{{12,20}}\.json(?:\.gz)?$");
    Regex::new(&name).ok()
});

/// Whether a file is named as CloudTrail names the log files of a trail, whose bytes its digests sign.
pub(in crate::ingest) fn is_log_name(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    name.is_some_and(|name| LOG_NAME.as_ref().is_some_and(|pattern| pattern.is_match(name)))
}

/// What became of a file with these findings and with `problems` on the way to its text.
pub(in crate::ingest) fn verdict(
    findings: &mut Findings,
    problems: Vec<Issue>,
    text: &[u8],
) -> (FileState, Vec<Issue>) {
    let mut issues = problems;
    if !findings.is_log {
        if let Some(form) = findings.not_read.first() {
            return (FileState::Unreadable, vec![Issue::new(form.kind, form.advice)]);
        }
        if issues.is_empty() && text.trim_ascii().is_empty() {
            return (FileState::NotLog, vec![Issue::new("empty", "the file is empty")]);
        }
        if issues.is_empty() && !findings.is_json {
            let reason = format!("the file begins with {}", beginning(text));
            return (FileState::NotLog, vec![Issue::new("not JSON", reason)]);
        }
        if issues.is_empty() && findings.issues.is_empty() {
            let issue = match findings.set_aside.take() {
                Some((kind, reason)) => Issue::new(kind, reason),
                None => Issue::new("no records", "JSON without CloudTrail records"),
            };
            return (FileState::NotLog, vec![issue]);
        }
    }
    issues.append(&mut findings.issues);
    let passed_over = passed_over(findings);
    if !passed_over.is_empty() {
        issues.extend(passed_over);
        issues.sort_by_key(|issue| issue.offset);
    }
    if findings.more_issues > 0 {
        issues.push(Issue::new(
            "damaged",
            format!("{} not listed", counted(findings.more_issues, "more damaged place")),
        ));
    }
    let state = if issues.is_empty() { FileState::Read } else { FileState::Damaged };
    (state, issues)
}

/// What stands among the events of a log and was not read.
fn passed_over(findings: &Findings) -> Vec<Issue> {
    let objects = |count: usize| counted(count, "object") + agree(count, "", ", the first here");
    let forms = findings
        .not_read
        .iter()
        .map(|form| Issue::at(form.kind, form.at, format!("{}: {}", objects(form.objects), form.advice)));
    let strange = findings.strange.filter(|_| findings.events > 0).map(|(at, items)| {
        let subject =
            format!("{} of Records{}", counted(items, "item"), agree(items, "", ", the first here,"));
        let verb = agree(items, "is not a CloudTrail record", "are not CloudTrail records");
        let reason = format!("{subject} {verb} and not of another known form");
        Issue::at("not a record", at, reason)
    });
    forms.chain(strange).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn log_files_of_a_trail_are_known_by_name() {
        for name in [
            "111122223333_CloudTrail_eu-west-1_20260801T0005Z_abcdefghijklmnop.json.gz",
            "a/111122223333_CloudTrail-Insight_us-gov-east-1_20260801T0005Z_abcdefghijklmnop.json",
            "111122223333_CloudTrail_us-east-1_20140801T0005Zabcdefghijklmnop.json.gz",
        ] {
            assert!(is_log_name(Path::new(name)), "{name}");
        }
        for name in [
            "events.json.gz",
            "111122223333_CloudTrail-Digest_eu-west-1_x_eu-west-1_20260801T000500Z.json.gz",
        ] {
            assert!(!is_log_name(Path::new(name)), "{name}");
        }
    }
}
