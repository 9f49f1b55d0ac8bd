//! What a whole object is: an event, a wrapper to look into, or JSON of another kind, which is skipped and named.
//! Finding objects is `reader`'s, going on after damage `resync`'s.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

use super::findings::NotRead;
use super::reader::{MAX_LAYERS, Reader, TextLayer, is_called_records};
use crate::json::members::{items_at, members_at};
use crate::json::scan::ValueKind;
use crate::json::text;
use crate::record::key::{Key, is_record_key};
use crate::record::read::{Likeness, RawRecord};
use crate::store::file::Layer;
use crate::store::segment::Place;

/// The kind of the issue about records in wrappers within wrappers.
const NOT_OPENED: &str = "nested too deeply";
/// A string is opened when it is no larger than so many of the largest records.
const RECORDS_IN_STRING: usize = 4;

impl Reader<'_> {
    /// A sound object: an event, a wrapper, or something to be set aside.
    pub(in crate::ingest) fn classify(
        &mut self,
        layer: TextLayer<'_>,
        at: usize,
        record: &RawRecord<'_>,
        depth: usize,
    ) {
        let before = self.findings.events;
        let likeness = record.likeness();
        // If the original text is here, the members beside it are a lossy copy.
        let has_original = record.raw(Key::CloudTrailEvent).or(record.raw(Key::SplunkRaw)).is_some();
        if likeness == Likeness::Notification {
            self.skip_notification(layer, at, record);
        }
        // An envelope may use so many of CloudTrail's words that it looks like a record itself.
        let is_sure = likeness == Likeness::Record && record.raw(Key::EventVersion).is_some();
        if has_original || !is_sure {
            let within =
                if likeness == Likeness::Record && !has_original { Within::Foreign } else { Within::All };
            if depth >= usize::from(self.rules.limits.depth) {
                self.unsearched(layer, at..at + record.text.len());
            } else {
                self.wrapper(layer, at, depth, within);
            }
        }
        if likeness == Likeness::Record && self.findings.events == before {
            self.add(layer, at, record);
        }
    }

    fn wrapper(&mut self, layer: TextLayer<'_>, at: usize, depth: usize, within: Within) {
        let before = self.findings.events;
        let mut digest = 0;
        let mut not_read = None;
        for (key, value) in members_at(layer.text, at) {
            let name = layer.text.get(key.start + 1..key.end - 1).unwrap_or_default();
            if within == Within::Foreign && std::str::from_utf8(name).is_ok_and(is_record_key) {
                continue;
            }
            match name {
                b"logFiles" | b"digestS3Object" => digest += 1,
                b"messageType" if layer.text.get(value.clone()) == Some(b"\"CONTROL_MESSAGE\"") => {
                    self.skip(
                        "control message",
                        "a CloudWatch Logs control message; it contains no events".into(),
                    );
                }
                b"awslogs" => not_read = Some(LAMBDA_EVENT),
                b"kinesis" if text_at(layer, &value).starts_with(b"{") => not_read = Some(KINESIS_EVENT),
                b"QueryResultRows" => not_read = Some(LAKE_RESULT),
                b"class_uid" => not_read = Some(OCSF),
                // Wazuh keeps the whole text of an event beside its parsed members.
                b"full_log" if self.findings.events > before => continue,
                _ => {}
            }
            self.member(layer, value, depth);
        }
        if digest == 2 {
            self.skip("digest", "a CloudTrail digest file: hashes of log files, no events".into());
        }
        if let Some(form) = not_read.filter(|_| self.findings.events == before) {
            self.not_read(layer, at, form);
        }
    }

    /// A member of a wrapper. The whole wrapper is sound, so that nothing in it can fail.
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
            Some(ValueKind::String) => self.string(layer, value, depth),
            _ => {}
        }
    }

    /// Where reading goes on behind an item that stands by itself, `before` which there were so many issues and events.
    pub(in crate::ingest) fn behind(
        &mut self,
        layer: TextLayer<'_>,
        item: Range<usize>,
        before: (usize, u32),
        next: Result<(), usize>,
    ) -> Result<(), usize> {
        match layer.text.get(item.start) {
            // A quote too many turns strings inside out: what was taken for one may be a record's brace.
            Some(b'"') if self.findings.events == before.1 => {
                next.map_err(|_| self.again(item.start, item.end))
            }
            Some(b'{') if self.issue_count() > before.0 => self.swallowed(layer, item).map_or(next, Err),
            _ => next,
        }
    }

    /// The first record inside a record behind which the text is damaged: with a bracket lost, a record swallows those
    /// that follow it. The torn one ends where they begin, so that nothing is counted twice. What a wrapper holds has been
    /// read.
    fn swallowed(&mut self, layer: TextLayer<'_>, object: Range<usize>) -> Option<usize> {
        let is_itself = |place: Place| {
            (place.file, place.layer, place.start as usize) == (self.file, layer.number, object.start)
        };
        if !self.collector.last_place().is_some_and(is_itself) {
            return None;
        }
        let inside = TextLayer { text: layer.text.get(..object.end)?, ..layer };
        let mut inner = object.start;
        loop {
            inner = self.next_record(inside, inner + 1)?.at();
            self.wasted(object.end - inner);
            if is_record_in_list(inside.text, inner) {
                break;
            }
            if self.over_budget(layer) {
                return None;
            }
        }
        self.take_back(layer, object.clone());
        self.retract();
        self.damaged_from = self.damaged_from.map(|from| from.min(object.start));
        self.damage(layer, object.start..inner, "another record begins before the end of this one");
        let head = inside.text.get(object.start..inner)?.trim_ascii_end();
        let head = RawRecord::read_damaged(head.strip_suffix(b",").unwrap_or(head));
        if head.likeness() == Likeness::Record {
            self.add(layer, object.start, &head);
        }
        Some(inner)
    }

    pub(in crate::ingest) fn issue_count(&self) -> usize {
        self.findings.issues.len() + self.findings.more_issues
    }

    /// Tells when something that was not looked into seems to hold records.
    pub(in crate::ingest) fn unsearched(&mut self, layer: TextLayer<'_>, place: Range<usize>) {
        let text = layer.text.get(place.clone()).unwrap_or_default();
        let is_container = matches!(text.first(), Some(b'{' | b'['));
        if is_container && memmem::find(text, b"\"eventVersion\"").is_some() {
            self.note(
                layer,
                place.start,
                NOT_OPENED,
                "records nested too deeply were not read (--max-depth)",
            );
        }
    }

    /// A string may hold a record's text: `CloudTrailEvent`, `message`, `_raw`, `Message`, `body`.
    pub(in crate::ingest) fn string(&mut self, layer: TextLayer<'_>, place: Range<usize>, depth: usize) {
        let Some(string) = layer.text.get(place.clone()) else { return };
        let first = text::inside(string).iter().find(|byte| !byte.is_ascii_whitespace());
        if string.first() != Some(&b'"') || !matches!(first, Some(b'{' | b'[')) {
            return;
        }
        if layer.depth >= MAX_LAYERS || depth >= usize::from(self.rules.limits.depth) {
            if memmem::find(string, b"eventVersion").is_some() {
                let reason = "records in strings nested too deeply were not read (--max-depth)";
                self.note(layer, place.start, NOT_OPENED, reason);
            }
            return;
        }
        let (Ok(start), Ok(length)) = (u32::try_from(place.start), u32::try_from(place.len())) else {
            return;
        };
        if string.len() > self.rules.limits.record_bytes as usize * RECORDS_IN_STRING {
            return self.too_large(layer, place);
        }
        let mut inner = Vec::with_capacity(string.len());
        text::unescape_into(text::inside(string), &mut inner);
        let (events, layers) = (self.findings.events, self.findings.layers.len());
        let issues = self.findings.issues.len();
        self.findings.layers.push(Layer { parent: layer.number, start, length });
        let number = u32::try_from(self.findings.layers.len()).unwrap_or(u32::MAX);
        let outer = self.damaged_from.take();
        self.values(TextLayer { text: &inner, number, depth: layer.depth + 1 }, 0);
        if self.findings.events > events {
            self.close_layer(number);
        }
        self.damaged_from = outer;
        self.unread = None;
        if self.findings.events == events {
            // Not a record after all, only some text that looks like JSON; unless it says that it is one.
            self.findings.layers.truncate(layers);
            if !names_a_record(&inner) {
                self.findings.issues.truncate(issues);
            }
        }
    }

    pub(in crate::ingest) fn add(&mut self, layer: TextLayer<'_>, at: usize, record: &RawRecord<'_>) {
        let (Ok(start), Ok(length)) = (u32::try_from(at), u32::try_from(record.text.len())) else { return };
        let place = at..at + record.text.len();
        if record.text.len() > self.rules.limits.record_bytes as usize {
            return self.too_large(layer, place);
        }
        if !record.text.is_ascii() && std::str::from_utf8(record.text).is_err() {
            self.not_text(layer, place);
        }
        self.collector.add(record, Place { file: self.file, layer: layer.number, start, length });
        self.findings.events += 1;
        self.findings.is_log = true;
        if self.first_key.is_none() {
            let key = members_at(record.text, 0).next().and_then(|(key, _)| record.text.get(key));
            self.first_key = key.map(<[u8]>::to_vec);
        }
    }

    /// Undoes the addition of the record that was added last.
    fn take_back(&mut self, layer: TextLayer<'_>, place: Range<usize>) {
        self.collector.forget_since(self.collector.waiting().saturating_sub(1));
        self.findings.events = self.findings.events.saturating_sub(1);
        if std::str::from_utf8(layer.text.get(place.clone()).unwrap_or_default()).is_err() {
            self.text_after_all(layer, place);
        }
    }

    fn skip_notification(&mut self, layer: TextLayer<'_>, at: usize, record: &RawRecord<'_>) {
        let source = record.text(Key::EventSource).unwrap_or_default();
        if source == "aws:kinesis" {
            return self.not_read(layer, at, KINESIS_EVENT);
        }
        let name = match source.strip_prefix("aws:").unwrap_or(&source) {
            "s3" => "S3",
            "sqs" => "SQS",
            "sns" => "SNS",
            "dynamodb" => "DynamoDB",
            _ => "AWS",
        };
        self.skip("notification", format!("{name} notifications, which are not CloudTrail records").into());
    }

    fn not_read(&mut self, layer: TextLayer<'_>, at: usize, (kind, advice): Form) {
        self.skipped += 1;
        if let Some(form) = self.findings.not_read.iter_mut().find(|form| form.kind == kind) {
            form.objects += 1;
        } else {
            let at = self.outer_place(layer, at);
            self.findings.not_read.push(NotRead { kind, advice, at, objects: 1 });
        }
    }

    fn skip(&mut self, kind: &'static str, reason: Cow<'static, str>) {
        self.skipped += 1;
        self.findings.skipped.get_or_insert((kind, reason));
    }

    /// Everything that has been recognized so far; what does not change it is unrecognized.
    pub(in crate::ingest) fn recognized(&self) -> (u32, usize, usize) {
        (self.findings.events, self.issue_count(), self.skipped)
    }

    /// Counts an item of `Records` that has no known form.
    pub(in crate::ingest) fn unrecognized(&mut self, layer: TextLayer<'_>, at: usize) {
        let at = self.outer_place(layer, at);
        self.findings.unrecognized.get_or_insert((at, 0)).1 += 1;
    }
}

/// In which members of a wrapper to look for records.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    /// In all.
    All,
    /// In those that no record has: what its caller sent in the others, a record's text perhaps, is no evidence.
    Foreign,
}

/// A form that is not read: its name and what to do.
type Form = (&'static str, &'static str);

const LAMBDA_EVENT: Form = ("Lambda event", "base64 in awslogs.data is not read; decode it with base64 -d");
const KINESIS_EVENT: Form = ("Kinesis event", "base64 in kinesis.data is not read; decode it with base64 -d");
const LAKE_RESULT: Form = ("Lake result", "CloudTrail Lake query results are not supported");
const OCSF: Form =
    ("OCSF", "OCSF records of Security Lake are not supported; open the trail's own log files");

fn text_at<'a>(layer: TextLayer<'a>, value: &Range<usize>) -> &'a [u8] {
    layer.text.get(value.clone()).unwrap_or_default()
}

/// Whether a damaged text says that it is a record: the one member that only records have, or two that others have too.
fn names_a_record(text: &[u8]) -> bool {
    const OTHERS: [&[u8]; 6] = [
        b"\"eventName\"",
        b"\"eventSource\"",
        b"\"eventTime\"",
        b"\"awsRegion\"",
        b"\"userIdentity\"",
        b"\"sourceIPAddress\"",
    ];
    let names = |name: &[u8]| memmem::find(text, name).is_some();
    names(b"\"eventVersion\"") || OTHERS.into_iter().filter(|name| names(name)).count() >= 2
}

/// Whether a sound record stands at `at` as an item of a list; as the value of a member it belongs to what it is in.
fn is_record_in_list(text: &[u8], at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().trim_ascii_end();
    matches!(before.last(), Some(b',' | b'['))
        && RawRecord::read(text, at).is_ok_and(|record| record.likeness() == Likeness::Record)
}
