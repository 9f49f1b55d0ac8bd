//! Damage: what is reported about a text while it is read, which bytes were lost, and which events were
//! recovered.

pub(in crate::ingest::extract) mod halves;
pub(in crate::ingest::extract) mod resync;
pub(in crate::ingest::extract) mod torn;

use std::ops::Range;
use std::sync::atomic::Ordering;

use super::envelope::quoted_records;
use super::reader::{Reader, TextLayer};
use crate::plural::{agree, counted};
use crate::store::file::{Issue, IssueKind, Lost, MAX_ISSUES, Stretch};

impl Reader<'_> {
    /// Reports damage, found at the end of `place`, because of which nothing was read from its beginning on.
    /// Everything after it is read by resuming after damage.
    pub(in crate::ingest) fn damage(&mut self, layer: TextLayer<'_>, place: Range<usize>, reason: &str) {
        self.damaged_from.get_or_insert(place.end);
        self.unread = Some((self.findings.issues.len(), place.start));
        self.damaged_at = (layer.number, place.end);
        self.note(layer, place.end, IssueKind::Damaged, reason);
    }

    /// Reports something that damages nothing else.
    pub(in crate::ingest) fn note(
        &mut self,
        layer: TextLayer<'_>,
        at: usize,
        kind: IssueKind,
        reason: impl Into<String>,
    ) {
        let at = self.outer_place(layer, at);
        if self.findings.issues.len() < MAX_ISSUES {
            self.findings.issues.push(Issue::at(kind, at, reason));
        } else {
            self.findings.more_issues += 1;
        }
    }

    /// Completes the last damage: reading continues at `end`. Records that are quoted in the lost part are
    /// counted.
    pub(in crate::ingest) fn lost_until(&mut self, layer: TextLayer<'_>, end: usize) {
        let Some((number, start)) = self.unread.take().filter(|(_, start)| *start < end) else { return };
        let mut lost = Lost::new(layer.text, start..end);
        let quoted = layer.text.get(start..end).map_or(0, quoted_records);
        if layer.number != 0 {
            lost.start = self.outer_start(layer.number) as u64;
        }
        if let Some(issue) = self.findings.issues.get_mut(number) {
            issue.lost = Some(lost);
            if quoted > 0 {
                let were = agree(quoted, "was", "were");
                let quoted = counted(quoted, "record");
                issue.reason = if self.rules.loads_quoted {
                    format!("{}; {quoted} {were} quoted in it (is:quoted)", issue.reason)
                } else {
                    format!("{}; {quoted} quoted in it {were} not loaded (--quoted loads them)", issue.reason)
                };
            }
        }
        if quoted > 0 {
            self.keep_quoted(layer, start..end, Some(number));
        }
    }

    /// Reports a record that was not read because of its size.
    pub(in crate::ingest) fn too_large(&mut self, layer: TextLayer<'_>, place: Range<usize>) {
        let limit = self.rules.limits.record_bytes;
        let reason = format!(
            "a record of {} was not read; the limit is {limit} (--max-record-size)",
            counted(place.len(), "byte")
        );
        self.unread = Some((self.findings.issues.len(), place.start));
        self.note(layer, place.start, IssueKind::TooLarge, reason);
        self.lost_until(layer, place.end);
        self.findings.is_log = true;
    }

    /// Reports a record with bytes that are not UTF-8. It is shown, but what these bytes meant is unknown.
    pub(in crate::ingest) fn not_text(&mut self, layer: TextLayer<'_>, place: Range<usize>) {
        let at = self.outer_place(layer, place.start);
        self.not_text.get_or_insert((at, 0)).1 += 1;
        if self.damaged_from.is_none() {
            self.recovered(layer.number, place);
        }
    }

    /// Marks a record whose strings have raw control characters. It is shown, and is not valid JSON when
    /// written.
    pub(in crate::ingest) fn not_json(&mut self, layer: TextLayer<'_>, place: Range<usize>) {
        // After damage all records are marked.
        if self.damaged_from.is_none() {
            let at = self.outer_place(layer, place.start);
            self.raw_controls.get_or_insert((at, 0)).1 += 1;
            self.recovered(layer.number, place);
        }
    }

    /// Undoes [`Self::not_json`] for the last record, which is not an event after all.
    pub(in crate::ingest) fn json_after_all(&mut self, layer: TextLayer<'_>, place: Range<usize>) {
        let is_own = |mark: &Stretch| (mark.layer, mark.start as usize) == (layer.number, place.start);
        if self.findings.recovered.pop_if(|mark| is_own(mark)).is_some() {
            self.raw_controls =
                self.raw_controls.filter(|(_, records)| *records > 1).map(|(at, records)| (at, records - 1));
        }
    }

    /// Undoes [`Self::not_text`] for the last record, which is not an event after all.
    pub(in crate::ingest) fn text_after_all(&mut self, layer: TextLayer<'_>, place: Range<usize>) {
        self.not_text =
            self.not_text.filter(|(_, records)| *records > 1).map(|(at, records)| (at, records - 1));
        let is_own = |mark: &Stretch| (mark.layer, mark.start as usize) == (layer.number, place.start);
        self.findings.recovered.pop_if(|mark| is_own(mark));
    }

    /// Removes the last report, because something else explains it.
    pub(in crate::ingest) fn retract(&mut self) {
        if let Some(more) = self.findings.more_issues.checked_sub(1) {
            self.findings.more_issues = more;
        } else {
            self.findings.issues.pop();
            self.forget_quoted(self.findings.issues.len());
        }
    }

    /// Removes the last reports of damage, until `issues` are left.
    pub(in crate::ingest) fn retract_damage(&mut self, issues: usize) {
        while self.issue_count() > issues
            && self.findings.issues.last().is_some_and(|issue| issue.kind == IssueKind::Damaged)
        {
            self.retract();
        }
    }

    /// Reports, once for each file, how many records are not UTF-8.
    pub(in crate::ingest) fn report_not_text(&mut self) {
        let Some((at, records)) = self.not_text.take() else { return };
        let contain = agree(records, "contains bytes", "contain bytes");
        let reason = format!("{} {contain} that are not valid UTF-8", counted(records, "record"));
        self.findings.issues.push(Issue::at(IssueKind::NotUtf8, at, reason));
        self.findings.issues.sort_by_key(|issue| issue.offset);
    }

    /// Reports, once for each file, how many records have raw control characters in their strings.
    pub(in crate::ingest) fn report_raw_controls(&mut self) {
        let Some((at, records)) = self.raw_controls.take() else { return };
        let (has, is) = (agree(records, "has", "have"), agree(records, "is", "are"));
        let reason = format!(
            "{} {has} raw control characters in strings and {is} not valid JSON",
            counted(records, "record")
        );
        self.findings.issues.push(Issue::at(IssueKind::ControlCharacters, at, reason));
        self.findings.issues.sort_by_key(|issue| issue.offset);
    }

    /// Ends a text: everything after its damage was recovered.
    pub(in crate::ingest) fn close_layer(&mut self, number: u32) {
        if let Some(from) = self.damaged_from.take() {
            self.recovered(number, from..usize::MAX);
        }
    }

    pub(in crate::ingest) fn recovered(&mut self, layer: u32, place: Range<usize>) {
        let [start, end] = [place.start, place.end].map(|at| u32::try_from(at).unwrap_or(u32::MAX));
        self.findings.recovered.push(Stretch { layer, start, end });
    }

    /// Returns whether the load was stopped, and reports that once, at byte `at`.
    pub(in crate::ingest) fn is_stopped(&mut self, layer: TextLayer<'_>, at: usize) -> bool {
        let words = match self.rules.room {
            Some(room) if self.is_full => room.words(),
            _ if self.rules.stop.load(Ordering::Relaxed) => {
                "loading was stopped; nothing after this was read".to_owned()
            }
            _ => return false,
        };
        let kind = if self.is_full { IssueKind::NotReadToItsEnd } else { IssueKind::NotRead };
        if !self.findings.issues.iter().any(|issue| issue.kind == kind) {
            self.note(layer, at, kind, words);
        }
        true
    }

    /// Returns the place for reports: an offset in the file's own text. Something inside a string is reported
    /// at the string.
    pub(in crate::ingest) fn outer_place(&self, layer: TextLayer<'_>, at: usize) -> usize {
        if layer.number == 0 { at } else { self.outer_start(layer.number) }
    }

    fn outer_start(&self, number: u32) -> usize {
        let mut number = number;
        loop {
            let layer = (number as usize).checked_sub(1).and_then(|at| self.findings.layers.get(at));
            match layer {
                Some(layer) if layer.parent == 0 => return layer.start as usize,
                Some(layer) => number = layer.parent,
                None => return 0,
            }
        }
    }
}

#[cfg(test)]
mod tests;
