//! Records that are quoted: in strings outside the known envelopes, and in what is or may be a part of a damaged record. Anybody
//! who could write such a string could have written the record. So they are counted, and loaded only on request,
//! marked as quoted.
//!
//! They are read last. Nothing that is decided about the records of the text depends on them.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

use super::damage::resync::{Items, Known, resume};
use super::envelope::{NAME_OF_QUOTED, quoted_records};
use super::findings::{Findings, QuotedPlace};
use super::nesting::opening_quote;
use super::reader::{Reader, TextLayer};
use crate::json::scan::Scanner;
use crate::record::read::{Likeness, RawRecord};
use crate::store::codec::spelling::decode_string;
use crate::store::file::{Layer, Spelling, Stretch};

impl Reader<'_> {
    /// Counts records that are quoted in a stretch of text outside the envelopes that carry records.
    pub(in crate::ingest) fn quoted(&mut self, layer: TextLayer<'_>, place: Range<usize>) {
        let records = layer.text.get(place.clone()).map_or(0, quoted_records);
        if records > 0 {
            self.count_quoted(layer, place.start, records);
            self.keep_quoted(layer, place, None);
        }
    }

    /// Counts a record that a line of text quotes.
    pub(in crate::ingest) fn quoted_object(&mut self, layer: TextLayer<'_>, at: usize) {
        self.count_quoted(layer, at, 1);
        if self.rules.loads_quoted {
            let place = at..at + 1;
            self.quoted.push(QuotedPlace { layer: layer.number, place, issue: None, is_object: true });
        }
    }

    /// Counts the records in a stretch of text that is not looked into: objects, and what strings between them quote.
    pub(in crate::ingest) fn hold_back(&mut self, layer: TextLayer<'_>, place: Range<usize>) {
        let mut passed = place.start;
        for object in self.pass_objects(layer, place.clone()) {
            self.quoted(layer, passed..object.start);
            passed = object.end;
        }
        self.quoted(layer, passed..place.end);
    }

    /// Counts the objects in a stretch of text that are records; returns where they are.
    pub(in crate::ingest) fn pass_objects(
        &mut self,
        layer: TextLayer<'_>,
        place: Range<usize>,
    ) -> Vec<Range<usize>> {
        let text = layer.text.get(..place.end).unwrap_or(layer.text);
        let mut passed = Vec::new();
        let mut at = place.start;
        loop {
            let known = Known { first_key: self.first_key.as_deref(), items: &Items::Records };
            let Some(object) = resume(text, at, known).filter(|_| !self.over_budget(layer)) else { break };
            let counted = self.skipped;
            at = self.pass_quoted(layer, object);
            if self.skipped > counted {
                passed.push(object..at);
            }
        }
        passed
    }

    /// Counts the object at `at`, which is part of something else, if it is a record; returns where to look on.
    pub(in crate::ingest) fn pass_quoted(&mut self, layer: TextLayer<'_>, at: usize) -> usize {
        let begins_record = || {
            let inside = layer.text.get(at + 1..).unwrap_or_default().trim_ascii_start();
            inside.starts_with(b"\"eventVersion\"")
        };
        let (is_record, whole, read) = match RawRecord::read(layer.text, at) {
            Ok(record) if record.likeness() == Likeness::Record => (true, Some(at + record.text.len()), 0),
            Ok(other) => (false, None, other.text.len()),
            Err(fault) => (begins_record(), None, fault.at.saturating_sub(at)),
        };
        if is_record {
            self.quoted_object(layer, at);
        }
        self.wasted(read);
        whole.unwrap_or(at + 1)
    }

    fn count_quoted(&mut self, layer: TextLayer<'_>, at: usize, records: usize) {
        let at = self.outer_place(layer, at);
        self.skipped += 1;
        self.findings.quoted.get_or_insert((at, 0)).1 += records;
    }

    /// Remembers a stretch that quotes records, where they are to be loaded.
    pub(in crate::ingest) fn keep_quoted(
        &mut self,
        layer: TextLayer<'_>,
        place: Range<usize>,
        issue: Option<usize>,
    ) {
        if self.rules.loads_quoted {
            self.quoted.push(QuotedPlace { layer: layer.number, place, issue, is_object: false });
        }
    }

    /// Forgets the stretches that belong to reports which were taken back, all but the first `issues`.
    pub(in crate::ingest) fn forget_quoted(&mut self, issues: usize) {
        self.quoted.retain(|one| one.issue.is_none_or(|issue| issue < issues));
    }

    /// Forgets the stretches of texts numbered above `layers`.
    pub(in crate::ingest) fn forget_quoted_above(&mut self, layers: usize) {
        self.quoted.retain(|one| one.layer as usize <= layers);
    }

    /// Returns whether a stretch of a text inside a string is remembered, one of those numbered above `layers`.
    pub(in crate::ingest) fn has_quoted_above(&self, layers: usize) -> bool {
        self.quoted.iter().any(|one| one.layer as usize > layers)
    }

    /// Loads what was remembered, and what is quoted in that. `text` is the file's own.
    pub(in crate::ingest) fn load_quoted(&mut self, text: &[u8]) {
        if self.quoted.is_empty() {
            return;
        }
        let mut own = std::mem::take(&mut self.findings);
        self.findings = Findings {
            layers: std::mem::take(&mut own.layers),
            recovered: std::mem::take(&mut own.recovered),
            ..Findings::default()
        };
        self.collector.is_quoting = true;
        let found = self.load_remembered(text);
        // What is quoted in strings that are quoted has been counted; layers are not without end.
        while !self.quoted.is_empty() {
            self.load_remembered(text);
        }
        self.collector.is_quoting = false;
        let quoted = std::mem::replace(&mut self.findings, own);
        let lacking = found.saturating_sub(quoted.events as usize);
        let first = self.findings.quoted.map_or(0, |(at, _)| at);
        self.findings.quoted = (lacking > 0).then_some((first, lacking));
        self.findings.tried_quoted = true;
        self.findings.quoted_events = quoted.events;
        self.findings.quoted_places = quoted.quoted_places;
        self.findings.layers = quoted.layers;
        self.findings.recovered = quoted.recovered;
        self.findings.is_log |= quoted.events > 0;
    }

    /// Loads what is remembered now; returns how many records are quoted in it.
    fn load_remembered(&mut self, text: &[u8]) -> usize {
        let places = in_order(std::mem::take(&mut self.quoted));
        let mut found = 0;
        let mut inner = (0, Cow::Borrowed(text));
        let mut read_to = 0;
        for QuotedPlace { layer, place, is_object, .. } in places {
            if inner.0 != layer {
                inner = (layer, layer_text(text, &self.findings.layers, layer));
                read_to = 0;
            }
            let depth = depth_of(&self.findings.layers, layer);
            let layer = TextLayer { text: &inner.1, number: layer, depth };
            let from = place.start.max(read_to);
            if from >= place.end || self.is_stopped(layer, from) {
                continue;
            }
            if is_object {
                found += 1;
                read_to = self.load_object(layer, from);
            } else {
                found += layer.text.get(from..place.end).map_or(0, quoted_records);
                read_to = place.end;
                self.load_strings(layer, from..place.end);
            }
        }
        found
    }

    /// Loads the object at `at` if it is a record; returns its end.
    fn load_object(&mut self, layer: TextLayer<'_>, at: usize) -> usize {
        let Ok(record) = RawRecord::read(layer.text, at) else { return at + 1 };
        let events = self.findings.events;
        if record.likeness() == Likeness::Record {
            self.add(layer, at, &record);
        }
        let end = at + record.text.len();
        if self.findings.events > events {
            self.mark(layer.number, at..end);
        }
        end
    }

    /// Loads the records in the strings of a stretch of a text.
    fn load_strings(&mut self, layer: TextLayer<'_>, place: Range<usize>) {
        let mut from = place.start;
        while let Some(string) = string_with_record(layer.text, from..place.end) {
            let (events, layers) = (self.findings.events, self.findings.layers.len());
            from = string.end.max(from + 1);
            self.carried(layer, string.clone(), 0, Spelling::Plain);
            if self.findings.events > events || self.has_quoted_above(layers) {
                self.mark(layer.number, string);
            }
        }
    }

    fn mark(&mut self, layer: u32, place: Range<usize>) {
        let [start, end] = [place.start, place.end].map(|at| u32::try_from(at).unwrap_or(u32::MAX));
        self.findings.quoted_places.push(Stretch { layer, start, end });
    }
}

/// The first string in a stretch of a text that quotes a record. Of one that begins before the stretch or ends behind it,
/// the part within.
fn string_with_record(text: &[u8], place: Range<usize>) -> Option<Range<usize>> {
    let text = text.get(..place.end)?;
    let name = place.start + memmem::find(text.get(place.start..)?, NAME_OF_QUOTED)?;
    let start = opening_quote(text.get(..name)?, place.start).unwrap_or(place.start);
    let mut scanner = Scanner::new(text, start);
    // It ends at the end of the stretch at the latest.
    let _ = scanner.loose_string();
    Some(start..scanner.at().min(place.end))
}

/// Sorts stretches, and divides those around an object in front of it: the object is a record of its own, and its strings are
/// values.
fn in_order(places: Vec<QuotedPlace>) -> Vec<QuotedPlace> {
    let mut objects: Vec<(u32, usize)> =
        places.iter().filter(|one| one.is_object).map(|one| (one.layer, one.place.start)).collect();
    objects.sort_unstable();
    let mut divided = Vec::with_capacity(places.len());
    for mut one in places {
        let from = objects.partition_point(|&object| object <= (one.layer, one.place.start));
        for &(_, at) in objects.iter().skip(from).take_while(|&&at| at < (one.layer, one.place.end)) {
            divided.push(QuotedPlace { place: one.place.start..at, ..one.clone() });
            one.place.start = at;
        }
        divided.push(one);
    }
    divided.sort_by_key(|one| (one.layer, one.place.start, !one.is_object, one.place.end));
    divided
}

/// The text of a layer; layers stand inside earlier ones.
fn layer_text<'t>(text: &'t [u8], layers: &[Layer], number: u32) -> Cow<'t, [u8]> {
    let layer = (number as usize).checked_sub(1).and_then(|at| layers.get(at)).copied();
    let Some(layer) = layer else { return Cow::Borrowed(text) };
    let outer = layer_text(text, layers, layer.parent);
    let place = layer.start as usize..layer.start as usize + layer.length as usize;
    Cow::Owned(outer.get(place).and_then(|string| decode_string(layer.spelling, string)).unwrap_or_default())
}

fn depth_of(layers: &[Layer], number: u32) -> usize {
    let parent = |number: &u32| Some(layers.get((*number as usize).checked_sub(1)?)?.parent);
    std::iter::successors(Some(number), parent).count() - 1
}
