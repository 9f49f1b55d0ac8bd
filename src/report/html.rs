//! The report as one HTML file without scripts and without anything from outside; a browser prints it.

use std::fmt::Write as _;

use super::facts::{ReportFacts, RowState};
use super::html_text::escaped;
use super::markdown::{CHAIN, CHAIN_CAVEAT, CHANGES, summary};
use super::svg::{is_failed, timeline};

/// The style, for the screen and for paper.
const STYLE: &str = "body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:1100px;padding:0 1rem;color:#1b1b1b;background:#fff}\
h1,h2{line-height:1.2}h2{margin-top:2rem;border-bottom:1px solid #ccc}\
table{border-collapse:collapse;width:100%;font-size:13px}th,td{text-align:left;vertical-align:top;padding:.3rem .5rem;border-bottom:1px solid #e2e2e2;overflow-wrap:anywhere}\
th{background:#f4f4f4}td.failed{color:#a40000;font-weight:600}.note{white-space:pre-wrap;margin:.2rem 0 .2rem 1rem}\
.remark{color:#7a4b00}.chain{margin:.2rem 0;overflow-wrap:anywhere}.label{border:1px solid #888;border-radius:3px;padding:0 .3rem;font-size:12px}\
svg{width:100%;height:auto;margin:1rem 0}svg .axis{stroke:#888}svg .ok{stroke:#1f5fa8;stroke-width:2}svg .failed{stroke:#a40000;stroke-width:2;stroke-dasharray:3 2}svg text{font-size:11px;fill:#444}\
@media print{body{margin:0;max-width:none}tr{break-inside:avoid}}";

/// Returns the report.
pub(super) fn report(facts: &ReportFacts) -> String {
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>Report</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>Report</h1>\n"
    );
    list(&mut out, &summary(facts));
    out.push_str("<h2>Timeline</h2>\n<p>Times are UTC.</p>\n");
    out.push_str(&timeline(facts));
    events(&mut out, facts);
    notes(&mut out, facts);
    out.push_str("<h2>Indicators</h2>\n<p>What occurs in the marked events. Whether it is hostile is for the reader to judge.</p>\n");
    out.push_str("<table><thead><tr><th>kind</th><th>value</th><th>events</th><th>first</th><th>last</th></tr></thead><tbody>\n");
    for one in &facts.indicators {
        let cells = [one.kind.name(), &one.value, &one.events.to_string(), &one.first, &one.last];
        row(&mut out, &cells.map(|cell| format!("<td>{}</td>", escaped(cell))));
    }
    out.push_str("</tbody></table>\n");
    section(&mut out, CHANGES, &facts.changes);
    chain(&mut out, facts);
    section(&mut out, "What the files cover", &facts.coverage);
    let verdicts: Vec<String> =
        facts.integrity.iter().map(|(path, verdict)| format!("{path}: {verdict}")).collect();
    section(&mut out, "Integrity of the files of these events", &verdicts);
    section(&mut out, "Filters under which events were marked", &facts.filters);
    out.push_str("</body>\n</html>\n");
    out
}

fn events(out: &mut String, facts: &ReportFacts) {
    const HEADINGS: [&str; 11] =
        ["#", "time", "account", "Region", "who", "session", "from", "call", "target", "outcome", "labels"];
    out.push_str("<table><thead>");
    row(out, &HEADINGS.map(|heading| format!("<th>{heading}</th>")));
    out.push_str("</thead><tbody>\n");
    for (number, event) in (1_usize..).zip(&facts.rows) {
        let number = number.to_string();
        let plain = [
            &number,
            &event.event_time,
            &event.account,
            &event.aws_region,
            &event.principal,
            &event.session,
            &event.source_ip_address,
            &event.event_name,
            &event.resource,
        ];
        let mut cells: Vec<String> = plain.iter().map(|cell| format!("<td>{}</td>", escaped(cell))).collect();
        let class = if is_failed(&event.outcome) { " class=\"failed\"" } else { "" };
        cells.push(format!("<td{class}>{}</td>", escaped(&event.outcome)));
        let labels =
            event.labels.iter().map(|label| format!("<span class=\"label\">{}</span>", escaped(label)));
        cells.push(format!("<td>{}</td>", labels.collect::<Vec<_>>().join(" ")));
        row(out, &cells);
    }
    out.push_str("</tbody></table>\n");
}

fn notes(out: &mut String, facts: &ReportFacts) {
    out.push_str("<h2>Notes</h2>\n");
    for (number, event) in (1..).zip(&facts.rows) {
        if event.notes.is_empty() && event.state == RowState::Same {
            continue;
        }
        let (time, name) = (escaped(&event.event_time), escaped(&event.event_name));
        // Writing into a String cannot fail.
        let _ = writeln!(
            out,
            "<p><b>{number}</b> · {time} · {name} · <code>{}</code></p>",
            escaped(&event.key.event_id)
        );
        if !event.state.words().is_empty() {
            let _ = writeln!(out, "<p class=\"remark\">{}</p>", escaped(event.state.words()));
        }
        for note in &event.notes {
            let lines: Vec<String> = note.lines().map(escaped).collect();
            let _ = writeln!(out, "<p class=\"note\">{}</p>", lines.join("\n"));
        }
    }
}

fn chain(out: &mut String, facts: &ReportFacts) {
    let _ = writeln!(out, "<h2>{CHAIN}</h2>");
    for (depth, line) in &facts.chain {
        let _ =
            writeln!(out, "<p class=\"chain\" style=\"margin-left:{}em\">{}</p>", depth * 2, escaped(line));
    }
    let _ = writeln!(out, "<p class=\"remark\">{CHAIN_CAVEAT}</p>");
}

fn row(out: &mut String, cells: &[String]) {
    let _ = writeln!(out, "<tr>{}</tr>", cells.concat());
}

fn section(out: &mut String, heading: &str, lines: &[String]) {
    let _ = writeln!(out, "<h2>{heading}</h2>");
    list(out, lines);
}

fn list(out: &mut String, lines: &[String]) {
    if lines.is_empty() {
        out.push_str("<p>None.</p>\n");
        return;
    }
    out.push_str("<ul>\n");
    for line in lines {
        let _ = writeln!(out, "<li>{}</li>", escaped(line));
    }
    out.push_str("</ul>\n");
}
