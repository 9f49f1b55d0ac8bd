//! Formats that may hold events but are not read, each with what to do. They are named, so that such a file is
//! not mistaken for one without events.

use memchr::memmem;

use crate::json::text::start_of_text;

/// A format that is recognised but not read: its name and what to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Foreign {
    /// Name of the format.
    pub kind: &'static str,
    /// Advice to the user.
    pub advice: &'static str,
}

const PARQUET: &str = "Parquet";

const FOREIGN: [(&[u8], Foreign); 8] = [
    (
        b"7z\xbc\xaf\x27\x1c",
        Foreign { kind: "7z", advice: "7z archives are not supported; extract this one with 7z x" },
    ),
    (
        b"Rar!\x1a\x07",
        Foreign { kind: "rar", advice: "rar archives are not supported; extract this one with unrar x" },
    ),
    (b"Obj\x01", Foreign { kind: "Avro", advice: "Avro is not supported; export the events as JSON" }),
    (
        b"\x04\x22\x4d\x18",
        Foreign { kind: "lz4", advice: "lz4 files are not supported; decompress this one with lz4 -d" },
    ),
    (
        b"\xff\x06\0\0sNaPpY",
        Foreign { kind: "snappy", advice: "snappy files are not supported; decompress this one first" },
    ),
    (
        b"LZIP",
        Foreign { kind: "lzip", advice: "lzip files are not supported; decompress this one with lzip -d" },
    ),
    // Read, unless it was left out of the program.
    (b"PAR1", Foreign { kind: PARQUET, advice: "Parquet is not supported; export the events as JSON" }),
    (b"ORC", Foreign { kind: "ORC", advice: "ORC is not supported; export the events as JSON" }),
];

const CSV: Foreign =
    Foreign { kind: "CSV", advice: "a table after other data is not read; put it into a file of its own" };

/// Returns the names of the formats that are named and not read.
pub(in crate::ingest) fn named() -> impl Iterator<Item = &'static str> {
    let kinds = FOREIGN.iter().map(|(_, foreign)| foreign.kind);
    kinds.filter(|kind| !cfg!(feature = "parquet") || *kind != PARQUET)
}

/// Returns the format of a text or an archive that is not read; `None` if the format is unknown.
pub(super) fn foreign(bytes: &[u8]) -> Option<Foreign> {
    if let Some((_, foreign)) = FOREIGN.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Some(*foreign);
    }
    None
}

/// Returns the form of a gzip member after the first that is not read: an unknown form is none.
pub(super) fn foreign_member(bytes: &[u8]) -> Option<Foreign> {
    foreign(bytes).or_else(|| is_event_table(bytes).then_some(CSV))
}

/// Maximum length of a heading in bytes.
const MAX_HEADING: usize = 10_000;
/// Number of bytes that are searched for a cell with a record.
const MAX_SEARCHED: usize = 1 << 20;

/// Returns whether a text is a table of CloudTrail events: an export of Event history, Athena or Lake, whose
/// heading has AWS's names, or one of Splunk or Logs Insights, whose cells have whole records with doubled
/// quotes.
pub(super) fn is_event_table(text: &[u8]) -> bool {
    let text = text.get(start_of_text(text)..).unwrap_or_default();
    let heading =
        text.get(..MAX_HEADING).unwrap_or(text).split(|&byte| byte == b'\n').next().unwrap_or_default();
    let has_delimiter = |delimiter: u8| heading.len() < MAX_HEADING && is_event_heading(heading, delimiter);
    let searched = text.get(..MAX_SEARCHED).unwrap_or(text);
    [b',', b';', b'\t', b'|'].into_iter().any(has_delimiter)
        || memmem::find(searched, b"\"\"eventVersion\"\"").is_some()
}

/// Returns whether a line is the heading of an export of events, with cells separated by `delimiter`.
fn is_event_heading(line: &[u8], delimiter: u8) -> bool {
    let cells = line.split(|&byte| byte == delimiter).map(|cell| {
        cell.iter().filter(|byte| byte.is_ascii_alphabetic()).map(u8::to_ascii_lowercase).collect::<Vec<_>>()
    });
    let cells: Vec<Vec<u8>> = cells.collect();
    let has = |name: &str| cells.iter().any(|cell| cell == name.as_bytes());
    has("eventname") && (has("eventtime") || has("eventsource") || has("eventid"))
}
