//! What the targets share: reads a text as the program reads a file, but without a file.

use trailsift::ingest::extract::{self, Findings};
use trailsift::ingest::files::decode;
use trailsift::store::Store;
use trailsift::store::batch::Collector;
use trailsift::store::builder::Builder;
use trailsift::store::file::{FileState, Issue, LogFile};
use trailsift::store::issue_kind::IssueKind;
use trailsift::store::source::Source;

/// Maximum size of the result of each decompression step.
const LIMIT: usize = 1 << 22;

/// What was read, and the text that it was read from.
pub struct Read {
    pub store: Store,
    pub findings: Findings,
    pub text: Vec<u8>,
}

impl Read {
    /// The places of all events in the file's own text, in its order; events of texts within strings are left out.
    pub fn places(&self) -> Vec<std::ops::Range<usize>> {
        let places = self.store.order().iter().filter_map(|&event| self.store.place(event));
        let own = places.filter(|place| place.layer == 0);
        let mut own: Vec<_> =
            own.map(|at| at.start as usize..at.start as usize + at.length as usize).collect();
        own.sort_by_key(|place| place.start);
        own
    }

    /// Returns whether the events of the file's own text contain the bytes at `place`, possibly as a part of
    /// another event.
    pub fn covers(&self, place: &std::ops::Range<usize>) -> bool {
        self.places().iter().any(|found| found.start <= place.start && place.end <= found.end)
    }
}

/// Reads the bytes of a file; `None` if their format is recognised and not read.
pub fn read_bytes(bytes: &[u8]) -> Option<Read> {
    let text = decode::text(bytes, LIMIT).ok()?;
    Some(read(text.of(bytes), Source::new(bytes, text.steps.as_slice()), false))
}

/// Reads a text.
pub fn read_text(text: &[u8]) -> Read {
    read(text, Source::new(text, []), false)
}

/// Reads a text with the records that were held back, because they may be a part of what is around them.
pub fn read_quoted(text: &[u8]) -> Read {
    read(text, Source::new(text, []), true)
}

fn read(text: &[u8], source: Source, loads_quoted: bool) -> Read {
    let mut builder = Builder::default();
    let mut collector = builder.collector();
    let findings = add(&mut collector, 0, "fuzzed", (text, source), loads_quoted);
    builder.append(collector.take());
    Read { store: builder.publish(), findings, text: text.to_vec() }
}

/// Texts as files with these names.
pub fn store_of(files: &[(&str, &[u8])]) -> Store {
    let mut builder = Builder::default();
    let mut collector = builder.collector();
    for (number, (name, text)) in (0..).zip(files) {
        add(&mut collector, number, name, (text, Source::new(*text, [])), false);
    }
    builder.append(collector.take());
    builder.publish()
}

fn add(
    collector: &mut Collector,
    number: u32,
    name: &str,
    (text, source): (&[u8], Source),
    loads_quoted: bool,
) -> Findings {
    let findings = extract::read_with(text, number, collector, loads_quoted);
    let mut file =
        LogFile::without_events(name.into(), FileState::Read, Issue::new(IssueKind::NoRecords, ""));
    file.events = findings.events;
    file.source = Some(source);
    file.layers = findings.layers.clone();
    file.table = findings.table.clone();
    file.partial_events = findings.partial;
    collector.add_file(number, file);
    findings
}
