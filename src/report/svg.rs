//! The marked events over time, as a picture in the HTML: one line for each event, at its time.

use std::fmt::Write as _;

use super::facts::ReportFacts;
use super::html::text::escaped;
use crate::record::time::Time;

/// Width and height of the picture, in its own units.
const WIDTH: i64 = 900;
const HEIGHT: i64 = 74;
/// Blank at the left and the right.
const MARGIN: i64 = 20;

/// Returns the picture; nothing if no event has a time.
pub(super) fn timeline(facts: &ReportFacts) -> String {
    let moment = |row: &super::facts::ReportRow| Time::parse(&row.event_time)?.millis();
    let times: Vec<i64> = facts.rows.iter().filter_map(moment).collect();
    let (Some(&first), Some(&last)) = (times.iter().min(), times.iter().max()) else { return String::new() };
    let span = last.saturating_sub(first).max(1);
    let place = |at: i64| MARGIN + at.saturating_sub(first).saturating_mul(WIDTH - 2 * MARGIN) / span;
    let mut svg = format!(
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"marked events over time\">\
         <line class=\"axis\" x1=\"{MARGIN}\" y1=\"50\" x2=\"{}\" y2=\"50\"/>",
        WIDTH - MARGIN
    );
    for row in &facts.rows {
        let Some(at) = moment(row) else { continue };
        let (x, class) = (place(at), if is_failed(&row.outcome) { "failed" } else { "ok" });
        let title = escaped(&format!("{} {} {}", row.event_time, row.event_name, row.principal));
        // Writing into a String cannot fail.
        let _ = write!(
            svg,
            "<line class=\"{class}\" x1=\"{x}\" y1=\"14\" x2=\"{x}\" y2=\"50\"><title>{title}</title></line>"
        );
    }
    let label = |at: i64, anchor: &str| {
        format!(
            "<text x=\"{}\" y=\"66\" text-anchor=\"{anchor}\">{}</text>",
            place(at),
            Time::from_millis(at)
        )
    };
    svg.push_str(&label(first, "start"));
    if last > first {
        svg.push_str(&label(last, "end"));
    }
    if facts.rows.iter().any(|row| is_failed(&row.outcome)) {
        let _ =
            write!(svg, "<text x=\"{}\" y=\"66\" text-anchor=\"middle\">dashed: failed</text>", WIDTH / 2);
    }
    svg.push_str("</svg>");
    svg
}

/// Returns whether an outcome is an error.
pub(super) fn is_failed(outcome: &str) -> bool {
    !matches!(outcome, "" | "ok" | "succeeded" | "success")
}
