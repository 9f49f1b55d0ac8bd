//! Finds the records in a text, whatever wraps them.
//!
//! - `reader` finds the objects of a text: log files (`{"Records":[…]}`), arrays, values one after another.
//!   `lines` reads the prefixes of log lines.
//! - `classify` decides what an object is: an event, a wrapper, or other JSON, which is skipped by name.
//!   `wrapper` looks into wrappers; `envelope` knows which of them carry records as text.
//! - `torn` resumes after damage at the places that `resync` finds and `nesting` allows; `damage` reports it
//!   and marks the events after it.
//! - `json_line` tells lines of JSON from lines of text, `log_prefix` what loggers write before it.
//! - `halves` reads the strings of envelopes, and joins what was cut in two.
//! - `quoted` counts the records that are quoted in strings, and loads them where that is asked for.
//! - `rows` reads tables, `lake` and `athena` rows in JSON; `aws_output` names what the AWS CLI prints in other forms than JSON.
//! - `findings` is what was found besides events, `outcome` the state of the file.

use std::sync::atomic::AtomicBool;

mod athena;
pub(in crate::ingest) mod aws_output;
mod classify;
mod damage;
mod envelope;
mod findings;
mod lake;
mod lines;
mod nesting;
pub(in crate::ingest) mod outcome;
mod quoted;
mod reader;
mod rows;
mod wrapper;

use super::limits::Limits;
use crate::json::text::{looks_like_json, start_of_text};
use crate::store::batch::Collector;
pub use findings::{Findings, NotRead};
use lines::line_start::KnownLine;
pub(in crate::ingest) use reader::Rules;
use reader::{Originals, Reader, TextLayer};

/// Reads every record of `text`, which is the text of file number `file`, into `collector`, with the default
/// limits.
pub fn read(text: &[u8], file: u32, collector: &mut Collector) -> Findings {
    read_with(text, file, collector, false)
}

/// As [`read`], and if `loads_quoted` also the records that are quoted.
pub fn read_with(text: &[u8], file: u32, collector: &mut Collector, loads_quoted: bool) -> Findings {
    let limits = Limits { memory: 0, ..Limits::USUAL };
    let rules = Rules {
        limits: &limits,
        stop: &AtomicBool::new(false),
        room: None,
        loads_quoted,
        members: &[],
        is_parquet: false,
    };
    read_within(text, file, collector, rules)
}

pub(in crate::ingest) fn read_within(
    text: &[u8],
    file: u32,
    collector: &mut Collector,
    rules: Rules<'_>,
) -> Findings {
    let mut reader = Reader {
        collector,
        file,
        rules,
        findings: Findings::default(),
        effort: 0,
        first_key: None,
        torn: None,
        is_distrusted: false,
        originals: Originals::default(),
        damaged_from: None,
        unread: None,
        not_text: None,
        raw_controls: None,
        cut_text: None,
        original_at: None,
        item_at: 0,
        quoted: Vec::new(),
        line: KnownLine::default(),
        damaged_at: (u32::MAX, 0),
        is_full: false,
        skipped: 0,
    };
    let layer = TextLayer { text, number: 0, depth: 0 };
    let start = start_of_text(text);
    // JSON is never taken for another form, whatever is in its strings.
    let is_json = looks_like_json(text);
    let form = text.get(start..).filter(|_| !is_json).and_then(aws_output::form_of);
    if let Some(form) = form {
        reader.not_read(layer, start, form);
    } else if is_json || !reader.table(layer, start) {
        reader.values(layer, start);
    }
    reader.close_layer(0);
    reader.report_not_text();
    reader.report_raw_controls();
    reader.load_quoted(text);
    let mut findings = reader.findings;
    findings.quoted_places.sort_unstable_by_key(|stretch| (stretch.layer, stretch.start));
    findings.recovered.sort_unstable_by_key(|stretch| (stretch.layer, stretch.start));
    findings
}

#[cfg(test)]
mod tests;
