//! Finds the records in a text, whatever wraps them.
//!
//! - `reader` finds the objects of a text: log files (`{"Records":[…]}`), arrays, values one after another.
//!   `lines` reads the prefixes of log lines.
//! - `classify` decides what an object is: an event, a wrapper, or other JSON, which is skipped by name.
//!   `wrapper` looks into wrappers; `envelope` knows which of them carry records as text.
//! - `torn` resumes after damage at the places that `resync` finds and `nesting` allows; `damage` reports it
//!   and marks the events after it.
//! - `findings` is what was found besides events, `outcome` the state of the file.

use std::sync::atomic::AtomicBool;

mod classify;
mod damage;
mod envelope;
mod findings;
mod line_start;
mod lines;
mod nesting;
pub(in crate::ingest) mod outcome;
mod reader;
mod resync;
mod torn;
mod wrapper;

use super::limits::Limits;
use crate::json::text::start_of_text;
use crate::store::batch::Collector;
pub use findings::{Findings, NotRead};
pub(in crate::ingest) use reader::Rules;
use reader::{Originals, Reader, TextLayer};

/// Reads every record of `text`, which is the text of file number `file`, into `collector`, with the default
/// limits.
pub fn read(text: &[u8], file: u32, collector: &mut Collector) -> Findings {
    let limits = Limits { memory: 0, ..Limits::USUAL };
    read_within(text, file, collector, Rules { limits: &limits, stop: &AtomicBool::new(false), room: None })
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
        is_full: false,
        skipped: 0,
    };
    let layer = TextLayer { text, number: 0, depth: 0 };
    reader.values(layer, start_of_text(text));
    reader.close_layer(0);
    reader.report_not_text();
    reader.report_raw_controls();
    let mut findings = reader.findings;
    findings.recovered.sort_unstable_by_key(|stretch| (stretch.layer, stretch.start));
    findings
}

#[cfg(test)]
#[path = "extract_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "phantom_tests.rs"]
mod phantom_tests;
