//! The strings of envelopes, and records that CloudWatch Logs cut in two because they were too long for one of its events.
//!
//! Halves are joined where nothing else is possible: neighbours in one list, of one log stream, that make exactly one record.
//! Everything else is reported.

use std::ops::Range;

use crate::ingest::extract::envelope::{ends_a_record, members_of, quoted_records};
use crate::ingest::extract::findings::Half;
use crate::ingest::extract::lines::log_prefix::brace_behind_prefix;
use crate::ingest::extract::reader::{Reader, TextLayer};
use crate::json::scan::Scanner;
use crate::json::text;
use crate::record::read::{Likeness, RawRecord};
use crate::store::codec::spelling::decode_string;
use crate::store::file::{IssueKind, Layer, Spelling};

impl Reader<'_> {
    /// The string of an envelope: what it carries is a text with records of its own.
    pub(in crate::ingest) fn string(&mut self, layer: TextLayer<'_>, place: Range<usize>, depth: usize) {
        let Some(string) = layer.text.get(place.clone()).filter(|string| string.first() == Some(&b'"'))
        else {
            return;
        };
        let head = self.cut_text.take();
        let first = text::inside(string).iter().find(|byte| !byte.is_ascii_whitespace());
        let is_json = matches!(first, Some(b'{' | b'['));
        if let Some((half, text)) = head
            && self.second_half(layer, place.clone(), (half, text), is_json)
        {
            return;
        }
        if is_json || self.is_log_line(string) {
            self.carried(layer, place, depth, Spelling::Plain);
        } else if quoted_records(string) > 0 {
            self.quoted(layer, place);
        } else if is_likely_end(string)
            && decode_string(Spelling::Plain, string).is_some_and(|text| ends_a_record(&text))
        {
            self.lone_end(layer, place);
        }
    }

    /// Reports the second half of a record whose first half is not in front of it.
    pub(in crate::ingest) fn lone_end(&mut self, layer: TextLayer<'_>, place: Range<usize>) {
        self.lost_string(layer, place, "the end of a record without its beginning");
    }

    /// Reports a string that is lost. The JSON around it is valid, so what follows is not recovered from damage.
    fn lost_string(&mut self, layer: TextLayer<'_>, place: Range<usize>, reason: &str) {
        let (outer, remembered) = (self.damaged_from, self.quoted.len());
        self.damage(layer, place.start..place.start, reason);
        self.lost_until(layer, place.end);
        self.damaged_from = outer;
        // While quoted records are loaded, this is the string that they are loaded from: it would be read without end.
        if self.collector.is_quoting {
            self.quoted.truncate(remembered);
        }
    }

    /// Returns whether a string is a line that a logger wrote before the JSON of a record.
    fn is_log_line(&self, string: &[u8]) -> bool {
        let is_likely = quoted_records(string) > 0 && string.len() <= self.rules.limits.record_bytes as usize;
        is_likely
            && decode_string(Spelling::Plain, string)
                .is_some_and(|line| brace_behind_prefix(&line, 0).is_some())
    }

    /// What follows a text that was cut short. Returns whether that explains it.
    fn second_half(
        &mut self,
        layer: TextLayer<'_>,
        place: Range<usize>,
        (half, mut whole): (Half, Vec<u8>),
        is_json: bool,
    ) -> bool {
        let string = layer.text.get(place.clone()).unwrap_or_default();
        text::unescape_into(text::inside(string), &mut whole);
        let record = RawRecord::read(&whole, 0).ok().filter(|record| record.likeness() == Likeness::Record);
        let Some(record) = record else {
            if !is_json {
                self.lost_string(layer, place, "text that follows a record that was cut short");
            }
            return !is_json;
        };
        let is_all = whole.get(record.text.len()..).is_some_and(|behind| behind.trim_ascii().is_empty());
        if is_all && half.layer == layer.number && is_next(layer.text, half.item_at, self.item_at) {
            self.join(layer, &half, &place, &record);
        } else {
            let reason = "the second half of a record that was cut in two; the halves were not joined";
            self.lost_string(layer, place, reason);
        }
        true
    }

    /// Adds a record whose halves are in two strings, marked as recovered.
    fn join(&mut self, layer: TextLayer<'_>, half: &Half, second: &Range<usize>, record: &RawRecord<'_>) {
        let lengths = [half.string.start, second.end - half.string.start, half.string.len(), second.len()];
        let [Ok(start), Ok(length), Ok(first), Ok(last)] = lengths.map(u32::try_from) else { return };
        self.retract_damage(half.issues);
        let spelling = Spelling::Halves { first, last };
        self.findings.layers.push(Layer { parent: layer.number, start, length, spelling });
        let number = u32::try_from(self.findings.layers.len()).unwrap_or(u32::MAX);
        let joined = TextLayer { text: record.text, number, depth: layer.depth + 1 };
        self.add(joined, 0, record);
        self.recovered(number, 0..record.text.len());
        let reason = "a record was cut in two; its halves are next to each other and were joined";
        self.note(layer, half.string.start, IssueKind::Damaged, reason);
    }
}

/// Returns whether the last letter inside a string closes an object; asked before a string is decoded.
fn is_likely_end(string: &[u8]) -> bool {
    let inside = text::inside(string);
    inside.trim_ascii_end().last() == Some(&b'}') || inside.ends_with(b"}\\n")
}

/// Returns whether the objects at two places are neighbours in one list, and of one log stream.
fn is_next(text: &[u8], one: usize, other: usize) -> bool {
    let stream = |at: usize| {
        let stream = members_of(text, at).into_iter().find(|(name, _)| *name == b"logStreamName");
        stream.and_then(|(_, value)| text.get(value))
    };
    let end = Scanner::new(text, one).value().map_or(usize::MAX, |place| place.end);
    let between = text.get(end..other).map(<[u8]>::trim_ascii);
    between == Some(b",") && stream(one) == stream(other)
}
