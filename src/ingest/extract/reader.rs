//! Finds the objects of a text: values one after another, the list of a log file, arrays.
//!
//! `lines` reads text between them that is not JSON; `classify` decides what an object is; `torn` resumes after
//! damage.

use std::sync::atomic::AtomicBool;

use super::findings::{Findings, Half, QuotedPlace};
use super::nesting::Torn;
use crate::ingest::extract::damage::resync::{Items, damaged_object};
use crate::ingest::extract::lines::line_start::{KnownLine, is_first_in_line};
use crate::ingest::limits::Limits;
use crate::ingest::memory::EventRoom;
use crate::json::scan::Scanner;
use crate::record::read::{Likeness, RawRecord};
use crate::store::batch::Collector;

/// Maximum depth at which texts inside strings are opened.
pub(in crate::ingest) const MAX_LAYERS: usize = 4;
/// Log files are not nested deeper: more brackets are damage themselves, and what follows is not inside them.
const DEEPEST_DAMAGE: usize = 3;

/// The limits that apply to a text.
#[derive(Clone, Copy)]
pub(in crate::ingest) struct Rules<'a> {
    pub(in crate::ingest) limits: &'a Limits,
    pub(in crate::ingest) stop: &'a AtomicBool,
    /// The memory that events may take; unlimited if `None`.
    pub(in crate::ingest) room: Option<&'a EventRoom>,
    /// Whether records that are quoted in strings are loaded too.
    pub(in crate::ingest) loads_quoted: bool,
    /// Where the texts of gzip members after the first begin in the file's own text, sorted.
    pub(in crate::ingest) members: &'a [usize],
    /// Whether the text was made of a Parquet file.
    pub(in crate::ingest) is_parquet: bool,
}

/// One text: the file's own, or that of a string inside it.
#[derive(Clone, Copy)]
pub(in crate::ingest) struct TextLayer<'a> {
    pub(in crate::ingest) text: &'a [u8],
    pub(in crate::ingest) number: u32,
    pub(in crate::ingest) depth: usize,
}

pub(in crate::ingest) struct Reader<'c> {
    pub(in crate::ingest) collector: &'c mut Collector,
    pub(in crate::ingest) file: u32,
    pub(in crate::ingest) rules: Rules<'c>,
    pub(in crate::ingest) findings: Findings,
    /// Where the current text was first damaged.
    pub(in crate::ingest) damaged_from: Option<usize>,
    /// The last issue, and the start of the stretch that could not be read because of it.
    pub(in crate::ingest) unread: Option<(usize, usize)>,
    /// The place of the first record with bytes that are not UTF-8, and the number of such records.
    pub(in crate::ingest) not_text: Option<(usize, usize)>,
    /// The place of the first record with raw control characters in strings, and the number of such records.
    pub(in crate::ingest) raw_controls: Option<(usize, usize)>,
    /// The last text of an envelope that was cut short, to find its second half.
    pub(in crate::ingest) cut_text: Option<(Half, Vec<u8>)>,
    /// The layer and the place of the string that an envelope carries.
    pub(in crate::ingest) original_at: Option<(u32, usize)>,
    /// The start of the envelope whose string is being read.
    pub(in crate::ingest) item_at: usize,
    /// Stretches that quote records, to be loaded at the end.
    pub(in crate::ingest) quoted: Vec<QuotedPlace>,
    /// The line that was examined last.
    pub(in crate::ingest) line: KnownLine,
    /// The layer and the place of the last damage.
    pub(in crate::ingest) damaged_at: (u32, usize),
    /// Whether there is no memory for more events.
    pub(in crate::ingest) is_full: bool,
    /// How many objects were skipped or have a format that is not read.
    pub(in crate::ingest) skipped: usize,
    /// Bytes read without result so far.
    pub(in crate::ingest) effort: usize,
    /// The first key of the first record, quotes included; others in the same file begin with it too.
    pub(in crate::ingest) first_key: Option<Vec<u8>>,
    /// The torn record, until reading continues after it.
    pub(in crate::ingest) torn: Option<Torn>,
    /// Whether what comes next may be a part of a torn record. Then only records are read, and what begins a
    /// line, or begins like its neighbours in a list.
    pub(in crate::ingest) is_distrusted: bool,
    /// The `eventID`s, quotes included, of records that may have copies beside them.
    pub(in crate::ingest) originals: Originals,
}

impl Reader<'_> {
    /// Reads values one after another, with or without anything between them.
    pub(in crate::ingest) fn values(&mut self, layer: TextLayer<'_>, start: usize) {
        let mut scanner = Scanner::new(layer.text, start);
        let mut damaged = false;
        while let Some(byte) = scanner.skip_space() {
            let at = scanner.at();
            self.is_distrusted &= !is_first_in_line(layer.text, at);
            if self.is_stopped(layer, at) {
                return;
            }
            let next = match byte {
                b'{' => self.object(layer, at, 0),
                b'[' => {
                    self.is_distrusted |= is_rest_of_another(layer.text, at);
                    self.array(layer, at, 0, true)
                }
                b'"' => self.top_level_string(layer, at),
                // The ends of containers whose beginning was damaged.
                b']' | b'}' | b',' if damaged => Ok(at + 1),
                _ => Ok(self.text_line(layer, at)),
            };
            scanner.seek(match next {
                Ok(end) => end,
                Err(unread) => {
                    damaged = true;
                    self.resume(layer, unread, &Items::Unknown)
                }
            });
        }
    }

    /// Reads one object. Returns its end or, after damage that has been reported, `Err` with the place from
    /// which nothing has been read yet.
    pub(in crate::ingest) fn object(
        &mut self,
        layer: TextLayer<'_>,
        at: usize,
        depth: usize,
    ) -> Result<usize, usize> {
        if let Some(list) = records_list(layer.text, at) {
            return self.log_file(layer, list, depth);
        }
        // By reference, because a record is large enough that moving it takes time.
        let fault = match &RawRecord::read_knowing(layer.text, at, &mut self.collector.known) {
            Ok(record) => {
                self.findings.is_json = true;
                self.classify(layer, at, record, depth);
                return Ok(at + record.text.len());
            }
            Err(fault) => *fault,
        };
        self.findings.is_json |= Scanner::new(layer.text, at + 1).key().is_ok();
        self.wasted(fault.at - at);
        if !self.is_torn_record(layer.text, at..fault.at) && depth < self.rules.limits.depth.into() {
            return self.torn_wrapper(layer, at, depth);
        }
        self.damage(layer, at..fault.at, fault.reason);
        self.is_distrusted = true;
        let Some(record) = damaged_object(layer.text, at, self.first_key.as_deref()) else {
            self.torn = Some(Torn { at, fault: fault.at });
            return Err(at + 1);
        };
        self.unread = self.unread.map(|(issue, _)| (issue, fault.at));
        self.lost_until(layer, at + record.text.len());
        if record.likeness() == Likeness::Record {
            self.add(layer, at, &record);
        }
        Ok(at + record.text.len())
    }

    /// Reads the items of `Records`, and what follows them to the end of the wrapper.
    fn log_file(&mut self, layer: TextLayer<'_>, list: usize, depth: usize) -> Result<usize, usize> {
        // An empty list is a log file of a quiet hour, not other JSON.
        self.findings.is_log |= Scanner::new(layer.text, list + 1).skip_space() == Some(b']');
        let mut end = self.array(layer, list, depth, false)?;
        let mut scanner = Scanner::new(layer.text, end);
        while scanner.skip_space() == Some(b',') {
            scanner.eat(b',');
            match scanner.key().and_then(|key| Ok((key, scanner.value()?))) {
                Ok((key, value)) => {
                    let events = self.findings.events;
                    if layer.text.get(value.start) == Some(&b'"') {
                        self.lone_string(layer, (&[], key), value, depth);
                    } else {
                        self.member(layer, value, depth);
                    }
                    // If there was no event, it may be a string that has swallowed the brace of a record.
                    if self.findings.events > events {
                        end = scanner.at();
                    }
                }
                Err(fault) => {
                    self.wasted(fault.at - end);
                    self.damage(layer, end..fault.at, fault.reason);
                    return Err(end);
                }
            }
        }
        if scanner.eat(b'}') {
            return Ok(scanner.at());
        }
        let fault = scanner.fault("expected a comma or }");
        self.damage(layer, fault.at..fault.at, fault.reason);
        Err(end)
    }

    /// Reads one array item by item, so that damage to an item affects only that item. Strings of JSON are
    /// texts of records only if there are only arrays around them (`is_bare`); elsewhere they are values.
    pub(in crate::ingest) fn array(
        &mut self,
        layer: TextLayer<'_>,
        at: usize,
        depth: usize,
        is_bare: bool,
    ) -> Result<usize, usize> {
        let mut scanner = Scanner::new(layer.text, at + 1);
        let mut damaged = false;
        let of_log = is_called_records(layer.text, at);
        let mut items = Items::Unknown;
        loop {
            let start = scanner.at();
            if self.is_stopped(layer, start) {
                return Err(layer.text.len());
            }
            let before = (self.issue_count(), self.findings.events);
            let recognized = self.recognized();
            let first = scanner.skip_space();
            let first_at = scanner.at();
            if first == Some(b']') {
                self.findings.is_json = true;
                return Ok(first_at + 1);
            }
            self.is_distrusted &=
                !(items.begin_as(layer.text, first_at) || is_first_in_line(layer.text, first_at));
            if items == Items::Unknown {
                items = Items::by_first(layer.text, first_at);
            }
            let item = match first {
                Some(b',' | b'}') if damaged => Ok(first_at + 1),
                Some(b'{') if depth < self.rules.limits.depth.into() => {
                    self.object(layer, first_at, depth + 1)
                }
                Some(b'[') if depth < self.rules.limits.depth.into() => {
                    self.array(layer, first_at, depth + 1, is_bare)
                }
                _ => self.plain_item(
                    layer,
                    start,
                    depth,
                    is_bare && items == Items::Strings && !self.is_distrusted,
                ),
            };
            let item = item.and_then(|end| {
                if of_log && self.recognized() == recognized {
                    self.unrecognized(layer, first_at);
                }
                scanner.seek(end);
                let issues = self.issue_count();
                let next = self.comma(layer, &mut scanner, damaged);
                self.is_distrusted |= self.issue_count() > issues && items.may_be_of_record();
                self.after_item(layer, first_at..end, (issues, before.1), next)
            });
            if let Err(unread) = item {
                if depth > DEEPEST_DAMAGE {
                    return Err(unread);
                }
                damaged = true;
                scanner.seek(self.resume(layer, unread, &items));
                if scanner.peek().is_none() {
                    return Err(layer.text.len());
                }
            }
        }
    }

    /// Reads an item that is neither an object nor an array to look into. It begins at `start`, with white
    /// space.
    fn plain_item(
        &mut self,
        layer: TextLayer<'_>,
        start: usize,
        depth: usize,
        holds_records: bool,
    ) -> Result<usize, usize> {
        let mut scanner = Scanner::new(layer.text, start);
        let is_string = scanner.skip_space() == Some(b'"');
        let at = scanner.at();
        match scanner.value() {
            Ok(place) => {
                let end = place.end;
                self.findings.is_json = true;
                self.unsearched(layer, place.clone());
                self.string_item(layer, place, depth, holds_records);
                Ok(end)
            }
            Err(fault) => {
                self.wasted(fault.at - start);
                self.damage(layer, start..fault.at, fault.reason);
                if holds_records && is_string {
                    return self.torn_member(layer, at, depth);
                }
                self.is_distrusted = true;
                Err(if is_string { at } else { start + 1 })
            }
        }
    }

    /// Reads the separator between two items. After damage it may be anything.
    pub(in crate::ingest) fn comma(
        &mut self,
        layer: TextLayer<'_>,
        scanner: &mut Scanner<'_>,
        damaged: bool,
    ) -> Result<(), usize> {
        let follows = scanner.skip_space();
        let fault = match follows {
            Some(b',') => {
                scanner.eat(b',');
                if damaged || scanner.skip_space() != Some(b']') {
                    return Ok(());
                }
                scanner.fault("expected a value after the comma")
            }
            Some(b']') => return Ok(()),
            Some(b'{' | b'}') if damaged => return Ok(()),
            _ => scanner.fault("expected a comma or ]"),
        };
        self.damage(layer, fault.at..fault.at, fault.reason);
        if matches!(follows, Some(b',' | b'{')) { Ok(()) } else { Err(fault.at) }
    }
}

fn first_item(text: &[u8], list: usize) -> usize {
    let mut scanner = Scanner::new(text, list + 1);
    scanner.skip_space();
    scanner.at()
}

/// Returns whether a value that seems to be on its own is part of another whose beginning is lost, from what
/// follows it.
pub(in crate::ingest) fn is_rest_of_another(text: &[u8], at: usize) -> bool {
    let is_of_wrappers =
        text.get(at) == Some(&b'{') || !matches!(Items::by_first(text, first_item(text, at)), Items::Records);
    let mut scanner = Scanner::new(text, at);
    is_of_wrappers
        && scanner.value().is_ok()
        && matches!(scanner.skip_space(), Some(b',' | b']' | b'}' | b':'))
}

/// Returns whether the list at `at` is the value of a member called `Records`.
pub(in crate::ingest) fn is_called_records(text: &[u8], at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().trim_ascii_end();
    before.strip_suffix(b":").is_some_and(|key| key.trim_ascii_end().ends_with(b"\"Records\""))
}

/// Returns where the list begins if the object at `at` begins with `"Records":[`.
fn records_list(text: &[u8], at: usize) -> Option<usize> {
    let mut scanner = Scanner::new(text, at + 1);
    let key = scanner.key().ok()?;
    let is_records = text.get(key) == Some(b"\"Records\"");
    (is_records && scanner.peek() == Some(b'[')).then_some(scanner.at())
}

/// The `eventID`s of records that were read from the text of an envelope, while that envelope is being read.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Originals {
    /// The IDs so far, quotes included; empty for a record without one.
    pub(in crate::ingest) ids: Vec<Vec<u8>>,
    /// How many envelopes are being read for their text.
    pub(in crate::ingest) gathering: usize,
    /// The index from which on they are originals of what is being read now.
    pub(in crate::ingest) copies_from: Option<usize>,
}
