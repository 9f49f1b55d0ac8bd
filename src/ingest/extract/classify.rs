//! What a whole object is: an event, a wrapper to look into, or other JSON, which is skipped by name. `reader`
//! finds objects, `wrapper` looks into wrappers, `torn` resumes after damage.

use crate::store::file::IssueKind;
use std::borrow::Cow;
use std::ops::Range;

use super::findings::Form;
use super::findings::NotRead;
use super::nesting::is_inside_parsed;
use super::reader::{Reader, TextLayer, is_rest_of_another};
use super::wrapper::{KINESIS_EVENT, Within};
use crate::ingest::extract::damage::resync::{Items, Known, resume};
use crate::ingest::memory::EventRoom;
use crate::json::members::members_at;
use crate::json::raw_controls::{has_raw_controls, is_plain};
use crate::record::read::key::Key;
use crate::record::read::{Likeness, RawRecord};
use crate::store::segment::Place;

impl Reader<'_> {
    /// Classifies an intact object: an event, a wrapper, or something to set aside.
    pub(in crate::ingest) fn classify(
        &mut self,
        layer: TextLayer<'_>,
        at: usize,
        record: &RawRecord<'_>,
        depth: usize,
    ) {
        let before = self.findings.events;
        let likeness = record.likeness();
        if likeness == Likeness::Record && record.raw(Key::EventVersion).is_some() {
            self.is_distrusted = false;
        }
        // If the original text is present, the members beside it are a lossy copy.
        let has_original = record.raw(Key::CloudTrailEvent).or(record.raw(Key::SplunkRaw)).is_some();
        // An envelope may have enough of CloudTrail's members to look like a record.
        let is_sure = likeness == Likeness::Record && record.raw(Key::EventVersion).is_some();
        // An object with an eventVersion is a record, even with few members: its strings are values.
        let is_poor = likeness == Likeness::Other && record.raw(Key::EventVersion).is_some();
        self.is_distrusted |= is_poor;
        if has_original || !(is_sure || is_poor) {
            self.is_distrusted |= depth == 0 && is_rest_of_another(layer.text, at);
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
        } else if is_poor && !has_original {
            self.hold_back(layer, at + 1..at + record.text.len());
        }
        if likeness == Likeness::Notification && self.findings.events == before {
            self.skip_notification(layer, at, record);
        }
    }

    /// Returns where reading continues after an item on its own; `before` are the counts of issues and events
    /// before it.
    pub(in crate::ingest) fn after_item(
        &mut self,
        layer: TextLayer<'_>,
        item: Range<usize>,
        before: (usize, u32),
        next: Result<(), usize>,
    ) -> Result<(), usize> {
        match layer.text.get(item.start) {
            // An extra quote turns strings inside out, so this string may contain the brace of a record.
            Some(b'"') if self.findings.events == before.1 => {
                next.map_err(|_| self.retry_inside(item.clone()))
            }
            Some(b'{') if self.issue_count() > before.0 => self.swallowed(layer, item).map_or(next, Err),
            _ => next,
        }
    }

    /// Finds the first record inside a record that is followed by damage. If a bracket is lost, a record
    /// swallows those that follow it. The torn record ends where the first of them begins, so that nothing is
    /// counted twice. The content of wrappers has been read already.
    fn swallowed(&mut self, layer: TextLayer<'_>, object: Range<usize>) -> Option<usize> {
        let is_itself = |place: Place| {
            (place.file, place.layer, place.start as usize) == (self.file, layer.number, object.start)
        };
        let is_added = self.collector.last_place().is_some_and(is_itself);
        // A record with few members may have been cut off before the others.
        let is_poor = || self.is_torn_record(layer.text, object.clone());
        if !is_added && !is_poor() {
            return None;
        }
        let inside = layer.text.get(..object.end)?;
        let known = Known { first_key: self.first_key.as_deref(), items: &Items::Records };
        let mut inner = object.start;
        loop {
            inner = resume(inside, inner + 1, known)?;
            let is_own = is_inside_parsed(inside, object.start, inner);
            if !is_own && RawRecord::read(inside, inner).is_ok_and(|one| one.likeness() == Likeness::Record) {
                break;
            }
            self.effort = self.effort.saturating_add(object.end - inner);
            if self.over_budget(layer) {
                return None;
            }
        }
        self.is_distrusted = true;
        if is_added {
            self.take_back(layer, object.clone());
        }
        self.retract();
        self.damaged_from = self.damaged_from.map(|from| from.min(object.start));
        self.damage(layer, object.start..inner, "another record begins before the end of this one");
        let head = inside.get(object.start..inner)?.trim_ascii_end();
        let head = RawRecord::read_damaged(head.strip_suffix(b",").unwrap_or(head));
        if head.likeness() == Likeness::Record {
            self.add(layer, object.start, &head);
        }
        Some(inner)
    }

    pub(in crate::ingest) fn issue_count(&self) -> usize {
        self.findings.issues.len() + self.findings.more_issues
    }

    pub(in crate::ingest) fn add(&mut self, layer: TextLayer<'_>, at: usize, record: &RawRecord<'_>) {
        let (Ok(start), Ok(length)) = (u32::try_from(at), u32::try_from(record.text.len())) else { return };
        let place = at..at + record.text.len();
        if record.text.len() > self.rules.limits.record_bytes as usize {
            return self.too_large(layer, place);
        }
        let is_plain = is_plain(record.text);
        if !is_plain && std::str::from_utf8(record.text).is_err() {
            self.not_text(layer, place);
        }
        if self.is_copy(record) {
            return;
        }
        if !is_plain && has_raw_controls(record.text, record.spaced) {
            self.not_json(layer, at..at + record.text.len());
        }
        self.collector.add(record, Place { file: self.file, layer: layer.number, start, length });
        self.findings.events += 1;
        self.findings.is_log = true;
        if (self.findings.events as usize).is_multiple_of(EventRoom::EVENTS)
            && let Some(room) = self.rules.room
        {
            self.is_full = !room.more(self.collector.held_by_values());
        }
        if self.first_key.is_none() {
            let key = members_at(record.text, 0).next().and_then(|(key, _)| record.text.get(key));
            self.first_key = key.map(<[u8]>::to_vec);
        }
    }

    /// Removes the record that was added last.
    fn take_back(&mut self, layer: TextLayer<'_>, place: Range<usize>) {
        self.collector.forget_since(self.collector.waiting().saturating_sub(1));
        self.findings.events = self.findings.events.saturating_sub(1);
        let record = layer.text.get(place.clone()).unwrap_or_default();
        if std::str::from_utf8(record).is_err() {
            self.text_after_all(layer, place.clone());
        }
        if has_raw_controls(record, true) {
            self.json_after_all(layer, place);
        }
    }

    /// Returns whether a record was made from another one whose text was read from the same envelope: it has
    /// the same `eventID`, or none. Remembers the `eventID` while an envelope is being read.
    fn is_copy(&mut self, record: &RawRecord<'_>) -> bool {
        let id = record.raw(Key::EventId).unwrap_or_default();
        let originals = self.originals.copies_from.and_then(|from| self.originals.ids.get(from..));
        if originals.is_some_and(|ids| id.is_empty() || ids.iter().any(|one| one == id)) {
            return true;
        }
        if self.originals.gathering > 0 {
            self.originals.ids.push(id.to_vec());
        }
        false
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
        self.skip(
            IssueKind::Notification,
            format!("{name} notifications, which are not CloudTrail records").into(),
        );
    }

    pub(in crate::ingest) fn not_read(&mut self, layer: TextLayer<'_>, at: usize, (kind, advice): Form) {
        self.skipped += 1;
        if let Some(form) = self.findings.not_read.iter_mut().find(|form| form.kind == kind) {
            form.objects += 1;
        } else {
            let at = self.outer_place(layer, at);
            self.findings.not_read.push(NotRead { kind, advice, at, objects: 1 });
        }
    }

    /// Takes back that objects of a form were not read.
    pub(in crate::ingest) fn read_after_all(&mut self, (kind, _): Form) {
        let not_read = &mut self.findings.not_read;
        if let Some(at) = not_read.iter().position(|form| form.kind == kind) {
            self.skipped = self.skipped.saturating_sub(not_read.remove(at).objects);
        }
    }

    pub(in crate::ingest) fn skip(&mut self, kind: IssueKind, reason: Cow<'static, str>) {
        self.skipped += 1;
        self.findings.skipped.get_or_insert((kind, reason));
    }

    /// Returns counts of everything that was recognized so far, to find out whether an item was recognized.
    pub(in crate::ingest) fn recognized(&self) -> (u32, usize, usize) {
        (self.findings.events, self.issue_count(), self.skipped)
    }

    /// Counts an item of `Records` in an unknown format.
    pub(in crate::ingest) fn unrecognized(&mut self, layer: TextLayer<'_>, at: usize) {
        let at = self.outer_place(layer, at);
        self.findings.unrecognized.get_or_insert((at, 0)).1 += 1;
    }
}
