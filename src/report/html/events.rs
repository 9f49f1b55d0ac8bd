//! The marked events as a table in the HTML: one row for each, in the order of time, each day below its date, with what
//! was said about an event right below it.

use std::fmt::Write as _;

use super::text::escaped;
use crate::report::facts::{ReportFacts, ReportRow};
use crate::report::svg::is_failed;

/// The columns: class, heading, width in hundredths.
const COLUMNS: [(&str, &str, u32); 8] = [
    ("n", "#", 4),
    ("t", "time", 8),
    ("", "who", 15),
    ("", "from", 12),
    ("", "call", 19),
    ("", "target", 20),
    ("", "outcome", 11),
    ("", "account, Region", 11),
];

/// Writes the table.
pub(super) fn events(out: &mut String, facts: &ReportFacts) {
    out.push_str("<table class=\"events\"><colgroup>");
    for (.., width) in COLUMNS {
        let _ = write!(out, "<col style=\"width:{width}%\">");
    }
    out.push_str("</colgroup><thead><tr>");
    for (class, heading, _) in COLUMNS {
        // Writing into a String cannot fail.
        let _ = write!(out, "<th class=\"{class}\">{heading}</th>");
    }
    out.push_str("</tr></thead><tbody>\n");
    let mut day = None;
    for (number, row) in (1..).zip(&facts.rows) {
        let (date, time) = row.event_time.split_once('T').unwrap_or(("no date", &row.event_time));
        if day != Some(date) {
            let _ = writeln!(
                out,
                "<tr class=\"day\"><td colspan=\"{}\">{}</td></tr>",
                COLUMNS.len(),
                escaped(date)
            );
            day = Some(date);
        }
        event(out, number, row, time.strip_suffix('Z').unwrap_or(time));
        said(out, row);
    }
    out.push_str("</tbody></table>\n");
}

fn event(out: &mut String, number: usize, row: &ReportRow, time: &str) {
    let class = if has_words(row) { " class=\"noted\"" } else { "" };
    let service = row.event_source.strip_suffix(".amazonaws.com").unwrap_or(&row.event_source);
    let failed = if is_failed(&row.outcome) { "failed" } else { "" };
    let cells = [
        ("n", number.to_string()),
        ("t", escaped(time)),
        ("", lines(&row.principal, &row.session)),
        ("", escaped(&row.source_ip_address)),
        ("", lines(&row.event_name, service)),
        ("", escaped(&row.resource)),
        (failed, escaped(&row.outcome)),
        ("", lines(&row.account, &row.aws_region)),
    ];
    let _ = write!(out, "<tr{class} id=\"event-{number}\">");
    for (class, cell) in cells {
        let _ = write!(out, "<td class=\"{class}\">{cell}</td>");
    }
    out.push_str("</tr>\n");
}

/// Returns a value, and below it in a smaller type a second one, if that differs.
fn lines(first: &str, second: &str) -> String {
    if second.is_empty() || second == first {
        return escaped(first);
    }
    format!("{}<br><small>{}</small>", escaped(first), escaped(second))
}

fn has_words(row: &ReportRow) -> bool {
    !row.notes.is_empty() || !row.labels.is_empty() || !row.state.words().is_empty()
}

/// Writes what was said about an event, with its ID, so that it can be looked up.
fn said(out: &mut String, row: &ReportRow) {
    if !has_words(row) {
        return;
    }
    let _ = write!(out, "<tr class=\"note\"><td></td><td colspan=\"{}\">", COLUMNS.len() - 1);
    for label in &row.labels {
        let _ = write!(out, "<span class=\"label\">{}</span>", escaped(label));
    }
    if !row.state.words().is_empty() {
        let _ = writeln!(out, "<span class=\"remark\">{}</span>", escaped(row.state.words()));
    }
    for note in &row.notes {
        let lines: Vec<String> = note.lines().map(escaped).collect();
        let _ = writeln!(out, "{}", lines.join("\n"));
    }
    let _ = writeln!(out, "<small>event {}</small></td></tr>", escaped(&row.key.event_id));
}
