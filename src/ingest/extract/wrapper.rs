//! Looks into what wraps records: objects and lists by any name, and strings in known envelopes.

use std::ops::Range;

use memchr::memmem;

use super::envelope::{Carrier, Members, carried, carrier, ends_a_record, members_of, names_a_record};
use super::findings::{Form, Half};
use super::lake::unread_result;
use super::reader::{MAX_LAYERS, Reader, TextLayer, is_called_records};
use crate::json::members::items_at;
use crate::json::scan::ValueKind;
use crate::json::text::start_of_text;
use crate::record::read::key::is_record_key;
use crate::store::codec::gzip;
use crate::store::codec::spelling::decode_string;
use crate::store::file::{IssueKind, Layer, Spelling};

/// Maximum size of a string that is opened, as a multiple of the maximum record size.
const RECORDS_IN_STRING: usize = 4;
/// Maximum ratio of decompressed text in a string to the length of the string.
const RATIO_IN_STRING: usize = 200;

/// The first bytes of compressed data other than gzip: zlib, zstd, bzip2, LZ4.
const COMPRESSED: [&[u8]; 6] =
    [b"\x78\x01", b"\x78\x9c", b"\x78\xda", b"\x28\xb5\x2f\xfd", b"BZh", b"\x04\x22\x4d\x18"];

/// Members of records that hold what callers sent. Wrappers by other names are looked into, these never.
const OF_CALLERS: [&[u8]; 5] = [
    b"requestParameters",
    b"responseElements",
    b"additionalEventData",
    b"serviceEventDetails",
    b"userIdentity",
];

impl Reader<'_> {
    /// Reads a wrapper: first the texts that it carries, then its other members, without copies of what was in
    /// those texts.
    pub(in crate::ingest) fn wrapper(
        &mut self,
        layer: TextLayer<'_>,
        at: usize,
        depth: usize,
        within: Within,
    ) {
        let members = members_of(layer.text, at);
        if self.is_distrusted {
            return self.distrusted(layer, &members, depth);
        }
        let before = self.findings.events;
        let is_ocsf = members.iter().any(|(name, _)| *name == b"class_uid");
        let carried = carried(layer.text, &members);
        let outer_original = self.original_at;
        // It may stand in an object of its own, which is looked into as all others are.
        self.original_at = carried.first().map(|(place, _)| (layer.number, place.start)).or(outer_original);
        let from = self.originals.ids.len();
        self.originals.gathering += 1;
        for (place, carrier) in &carried {
            let is_first = self.findings.events == before;
            let outer = self.originals.copies_from;
            if !is_first {
                self.originals.copies_from = Some(from);
            }
            match carrier {
                Carrier::Text => {
                    self.item_at = at;
                    self.string(layer, place.clone(), depth);
                }
                Carrier::Base64 => self.base64(layer, place.clone(), depth, members.len() > 1),
                Carrier::Repeated => {}
            }
            self.originals.copies_from = outer;
        }
        self.originals.gathering -= 1;
        let outer = self.originals.copies_from;
        if self.findings.events > before {
            self.originals.copies_from = Some(from);
        }
        if !is_ocsf {
            self.other_members(layer, &members, &carried, (depth, within));
        }
        self.originals.copies_from = outer;
        if self.originals.gathering == 0 {
            self.originals.ids.truncate(from);
        }
        for (place, _) in carried.iter().filter(|(_, carrier)| *carrier == Carrier::Repeated) {
            // The whole text is beside the members that were made from it.
            if self.findings.events == before {
                self.string(layer, place.clone(), depth);
            }
        }
        self.original_at = outer_original;
        self.name_form(layer, at, &members, before);
    }

    /// Reads a wrapper that may be part of a torn record: only the object in an EventBridge event is
    /// considered.
    fn distrusted(&mut self, layer: TextLayer<'_>, members: &Members<'_>, depth: usize) {
        for (name, value) in members {
            let is_object = layer.text.get(value.start) == Some(&b'{');
            if *name == b"detail" && is_object {
                self.member(layer, value.clone(), depth);
            } else {
                self.hold_back(layer, value.clone());
            }
        }
    }

    /// Reads the members of a wrapper that carry no text.
    fn other_members(
        &mut self,
        layer: TextLayer<'_>,
        members: &Members<'_>,
        carried: &[(Range<usize>, Carrier)],
        (depth, within): (usize, Within),
    ) {
        for (name, value) in members {
            let is_own = within == Within::Foreign && std::str::from_utf8(name).is_ok_and(is_record_key);
            if !is_own && !OF_CALLERS.contains(name) && !carried.iter().any(|(place, _)| place == value) {
                self.member(layer, value.clone(), depth);
            }
        }
    }

    /// Names the format of a wrapper in which no event was found.
    fn name_form(&mut self, layer: TextLayer<'_>, at: usize, members: &Members<'_>, events: u32) {
        let has = |name: &[u8]| members.iter().any(|(other, _)| *other == name);
        let is = |name: &[u8], value: &[u8]| {
            members
                .iter()
                .any(|(other, place)| *other == name && layer.text.get(place.clone()) == Some(value))
        };
        if has(b"logFiles") && has(b"digestS3Object") {
            self.skip(IssueKind::Digest, "a CloudTrail digest file: hashes of log files, no events".into());
        }
        if is(b"messageType", b"\"CONTROL_MESSAGE\"") {
            self.skip(
                IssueKind::ControlMessage,
                "a CloudWatch Logs control message; it contains no events".into(),
            );
        }
        let is_object = |name: &[u8]| {
            members.iter().any(|(other, place)| *other == name && layer.text.get(place.start) == Some(&b'{'))
        };
        let begins = |start: &[u8]| members.iter().any(|(name, _)| name.starts_with(start));
        let is_renamed = (has(b"EventName") && (begins(b"UserIdentity") || begins(b"Aws")))
            || ((is_object(b"event") || has(b"event.action")) && begins(b"aws"));
        let form = match () {
            () if self.findings.events > events => None,
            () if is_renamed && self.renamed(layer, at) => None,
            () if is_renamed && is_object(b"event") => Some(ELASTIC),
            () if has(b"class_uid") => Some(OCSF),
            () if has(b"awslogs") => Some(LAMBDA_EVENT),
            () if is_object(b"kinesis") => Some(KINESIS_EVENT),
            () if has(b"partialEvent") => Some(ROW),
            () if has(b"ResultSet") && self.athena_result(layer, at, members) => return,
            () if has(b"QueryResultRows") => return self.lake_result(layer, at, members),
            () => unread_result(layer.text, members),
        };
        if let Some(form) = form {
            self.not_read(layer, at, form);
        }
    }

    /// Reads a member of a wrapper. The whole wrapper is valid, so nothing in it can fail.
    pub(in crate::ingest) fn member(&mut self, layer: TextLayer<'_>, value: Range<usize>, depth: usize) {
        match layer.text.get(value.start).copied().and_then(ValueKind::from_first_byte) {
            Some(ValueKind::Object) => drop(self.object(layer, value.start, depth + 1)),
            Some(ValueKind::Array) if depth + 1 >= usize::from(self.rules.limits.depth) => {
                self.unsearched(layer, value);
            }
            Some(ValueKind::Array) => {
                let of_log = is_called_records(layer.text, value.start);
                for item in items_at(layer.text, value.start) {
                    let (at, before) = (item.start, self.recognized());
                    self.member(layer, item, depth + 1);
                    if of_log && self.recognized() == before {
                        self.unrecognized(layer, at);
                    }
                }
            }
            Some(ValueKind::String) => self.string_item(layer, value, depth, false),
            _ => {}
        }
    }

    /// Reports that something that was not looked into seems to hold records.
    pub(in crate::ingest) fn unsearched(&mut self, layer: TextLayer<'_>, place: Range<usize>) {
        let text = layer.text.get(place.clone()).unwrap_or_default();
        let is_container = matches!(text.first(), Some(b'{' | b'['));
        if is_container && memmem::find(text, b"\"eventVersion\"").is_some() {
            self.note(
                layer,
                place.start,
                IssueKind::NestedTooDeeply,
                "records nested too deeply were not read (--max-depth)",
            );
        }
    }

    /// Reads a string that is not known to carry records: records in it are quoted, unless `holds_records`.
    pub(in crate::ingest) fn string_item(
        &mut self,
        layer: TextLayer<'_>,
        place: Range<usize>,
        depth: usize,
        holds_records: bool,
    ) {
        if holds_records {
            return self.string(layer, place, depth);
        }
        if self.original_at != Some((layer.number, place.start)) {
            self.quoted(layer, place);
        }
    }

    /// Reads a string of a damaged object, with the keys before its own.
    pub(in crate::ingest) fn lone_string(
        &mut self,
        layer: TextLayer<'_>,
        (before, key): (&[Range<usize>], Range<usize>),
        value: Range<usize>,
        depth: usize,
    ) {
        if layer.text.get(value.start) == Some(&b'"') {
            let carries = !self.is_distrusted && carries_text(layer.text, (before, &key), value.start);
            self.string_item(layer, value, depth, carries);
        }
    }

    /// Reads base64 in an envelope: of JSON or of compressed JSON.
    /// `is_sure` if other members show that it is base64.
    fn base64(&mut self, layer: TextLayer<'_>, place: Range<usize>, depth: usize, is_sure: bool) {
        let string = layer.text.get(place.clone()).unwrap_or_default();
        let Some(bytes) = decode_string(Spelling::Base64, string) else {
            if is_sure {
                self.not_read(layer, place.start, ENCODED_DATA);
            }
            return;
        };
        if gzip::is_gzip(&bytes) {
            let limit =
                (string.len().saturating_mul(RATIO_IN_STRING)).min(self.rules.limits.file_bytes as usize);
            self.carried(layer, place, depth, Spelling::Base64Gzip(u32::try_from(limit).unwrap_or(u32::MAX)));
        } else if begins_json(&bytes) || memmem::find(&bytes, b"eventVersion").is_some() {
            self.carried(layer, place, depth, Spelling::Base64);
        } else if is_sure && COMPRESSED.iter().any(|magic| bytes.starts_with(magic)) {
            self.not_read(layer, place.start, ENCODED_DATA);
        }
    }

    /// Reads the text of a string.
    pub(in crate::ingest) fn carried(
        &mut self,
        layer: TextLayer<'_>,
        place: Range<usize>,
        depth: usize,
        spelling: Spelling,
    ) {
        self.carried_as(layer, place, depth, (spelling, None));
    }

    /// The same; a text that is `known` already is not decoded again.
    pub(in crate::ingest) fn carried_as(
        &mut self,
        layer: TextLayer<'_>,
        place: Range<usize>,
        depth: usize,
        (spelling, known): (Spelling, Option<&[u8]>),
    ) {
        let Some(string) = layer.text.get(place.clone()) else { return };
        if layer.depth >= MAX_LAYERS || depth >= usize::from(self.rules.limits.depth) {
            if spelling != Spelling::Plain || memmem::find(string, b"eventVersion").is_some() {
                let reason = "records in strings nested too deeply were not read (--max-depth)";
                self.note(layer, place.start, IssueKind::NestedTooDeeply, reason);
            }
            return;
        }
        let (Ok(start), Ok(length)) = (u32::try_from(place.start), u32::try_from(place.len())) else {
            return;
        };
        if string.len() > self.rules.limits.record_bytes as usize * RECORDS_IN_STRING {
            return self.too_large(layer, place);
        }
        let known = known.map(<[u8]>::to_vec);
        let Some(inner) = known.or_else(|| decode_string(spelling, string)) else { return };
        let (events, layers) = (self.findings.events, self.findings.layers.len());
        let (issues, quoted, item_at) = (self.findings.issues.len(), self.findings.quoted, self.item_at);
        self.findings.layers.push(Layer { parent: layer.number, start, length, spelling });
        let number = u32::try_from(self.findings.layers.len()).unwrap_or(u32::MAX);
        let outer = (self.damaged_from.take(), self.torn.take(), std::mem::take(&mut self.is_distrusted));
        self.values(TextLayer { text: &inner, number, depth: layer.depth + 1 }, start_of_text(&inner));
        if self.findings.events > events {
            self.close_layer(number);
        }
        (self.damaged_from, self.torn, self.is_distrusted) = outer;
        self.unread = None;
        if self.findings.events == events {
            // It is not a record but text that looks like JSON, unless it says that it is a record, or the end of one.
            if ends_a_record(&inner) {
                self.findings.issues.truncate(issues);
                self.lone_end(layer, place);
            } else if names_a_record(&inner) {
                let half = Half { layer: layer.number, item_at, string: place, issues };
                self.cut_text = Some((half, inner));
            } else {
                self.findings.issues.truncate(issues);
                if spelling == Spelling::Plain && !self.collector.is_quoting {
                    // What it quotes is quoted by this string.
                    self.findings.quoted = quoted;
                    self.forget_quoted_above(layers);
                    self.quoted(layer, place);
                }
            }
            if !self.has_quoted_above(layers) {
                self.findings.layers.truncate(layers);
            }
        }
    }
}

/// Returns whether a member of a damaged object, whose value begins at `value`, carries text. `before` are the
/// keys before its own; those after it are unknown.
pub(in crate::ingest) fn carries_text(
    text: &[u8],
    keys: (&[Range<usize>], &Range<usize>),
    value: usize,
) -> bool {
    let name = |key: &Range<usize>| text.get(key.start + 1..key.end - 1).unwrap_or_default();
    let (before, own) = keys;
    let has = |other: &[u8]| before.iter().any(|key| name(key) == other);
    let carrier = carrier(name(own), has, true);
    text.get(value) == Some(&b'"') && matches!(carrier, Some(Carrier::Text | Carrier::Repeated))
}

/// Which members of a wrapper are searched for records.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) enum Within {
    /// In all.
    All,
    /// Those that records do not have: the others may hold text that the caller sent, which is not evidence.
    Foreign,
}

const LAMBDA_EVENT: Form = ("Lambda event", "the base64 in awslogs.data has no events that could be read");
pub(in crate::ingest) const KINESIS_EVENT: Form =
    ("Kinesis event", "the base64 in kinesis.data has no events that could be read");
/// Returns whether a text begins as JSON does, after a byte order mark and white space.
fn begins_json(text: &[u8]) -> bool {
    let text = text.get(start_of_text(text)..).unwrap_or_default();
    matches!(text.trim_ascii_start().first(), Some(b'{' | b'['))
}

const ENCODED_DATA: Form =
    ("encoded data", "it is neither base64 of text nor of gzip data; decode it and open the result");
/// What `list --format json` writes for a row of a table.
const ROW: Form = ("row of a table", "it is the copy of a row; open the table that it was copied from");
const ELASTIC: Form =
    ("Elastic event", "it has neither the original text nor the name of a call; export event.original too");
const OCSF: Form =
    ("OCSF", "OCSF records of Security Lake are not supported; open the trail's own log files");
