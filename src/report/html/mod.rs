//! The report as one HTML file without scripts and without anything from outside; a browser prints it.

mod events;
mod style;
pub(super) mod text;

use std::fmt::Write as _;

use events::events;
use style::STYLE;
use text::escaped;

use super::facts::ReportFacts;
use super::markdown::{CHAIN, CHAIN_CAVEAT, CHANGES, COVERAGE, FILTERS, INDICATORS, INTEGRITY, PARTS};
use super::summary::{by_verdict, changes, common_folder, lines};
use super::svg::timeline;

/// Returns the report.
pub(super) fn report(facts: &ReportFacts) -> String {
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>Report on AWS CloudTrail events</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<h1>Report on AWS CloudTrail events</h1>\n"
    );
    let _ = writeln!(out, "<p class=\"dim\">{PARTS}</p>\n<dl>");
    for line in lines(facts) {
        // Writing into a String cannot fail.
        let _ = writeln!(out, "<dt>{}</dt><dd>{}</dd>", line.label, escaped(&line.text));
    }
    out.push_str("</dl>\n<h2>Timeline</h2>\n");
    out.push_str(&timeline(facts));
    events(&mut out, facts);
    section(&mut out, CHANGES, &changes(facts));
    chain(&mut out, facts);
    indicators(&mut out, facts);
    section(&mut out, COVERAGE, &facts.coverage);
    integrity(&mut out, facts);
    section(&mut out, FILTERS, &facts.filters);
    out.push_str("</body>\n</html>\n");
    out
}

/// Writes the indicators, each kind below its name.
fn indicators(out: &mut String, facts: &ReportFacts) {
    let _ = writeln!(out, "<h2>Indicators</h2>\n<p>{INDICATORS}</p>");
    out.push_str("<table><thead><tr><th>value</th><th class=\"n\">events</th><th class=\"t\">first</th><th class=\"t\">last</th></tr></thead><tbody>\n");
    let mut kind = None;
    for one in &facts.indicators {
        if kind != Some(one.kind) {
            let _ =
                writeln!(out, "<tr class=\"day\"><td colspan=\"4\">{}</td></tr>", escaped(one.kind.name()));
            kind = Some(one.kind);
        }
        let [value, first, last] = [&one.value, &one.first, &one.last].map(|text| escaped(text));
        let _ = writeln!(
            out,
            "<tr><td>{value}</td><td class=\"n\">{}</td><td class=\"t\">{first}</td><td class=\"t\">{last}</td></tr>",
            one.events
        );
    }
    out.push_str("</tbody></table>\n");
}

/// Writes the files that the events come from, each verdict above its files.
fn integrity(out: &mut String, facts: &ReportFacts) {
    let _ = writeln!(out, "<h2>{INTEGRITY}</h2>");
    let folder = common_folder(facts);
    if !folder.is_empty() {
        let _ = writeln!(out, "<p>The files are in {}</p>", escaped(&folder));
    }
    for (verdict, paths) in by_verdict(facts) {
        let _ = writeln!(out, "<h3>{}</h3>", escaped(verdict));
        let paths: Vec<String> =
            paths.iter().map(|path| path.strip_prefix(&folder).unwrap_or(path).to_owned()).collect();
        list(out, &paths);
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
