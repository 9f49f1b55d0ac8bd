//! Resumes reading in a damaged text: after a torn record at its neighbours, and in a torn wrapper at what is
//! intact.

use std::ops::Range;

use memchr::memmem;

use crate::ingest::extract::damage::resync::{
    Items, KINESIS_KEY, Known, LOOKUP_KEY, is_record_name, resume, torn_string,
};
use crate::ingest::extract::lines::line_start::is_first_in_line;
use crate::ingest::extract::nesting::is_inside;
use crate::ingest::extract::reader::{Reader, TextLayer};
use crate::ingest::extract::wrapper::carries_text;
use crate::json::scan::Scanner;
use crate::plural::counted;
use crate::record::read::key::Key;
use crate::record::read::{Likeness, RawRecord};

/// Bytes that may be read without success in any text, before the limit depends on its length.
const MIN_EFFORT: usize = 64 << 20;
/// Number of bytes that are searched for a damaged first key.
const LONGEST_FIRST_KEY: usize = 16;
/// Effort of each attempt, in addition to the bytes that it reads.
const EFFORT_OF_ATTEMPT: usize = 256;

impl Reader<'_> {
    /// Returns the place at or after `unread` where reading resumes after damage; the end of the text if there
    /// is none.
    pub(in crate::ingest) fn resume(&mut self, layer: TextLayer<'_>, unread: usize, items: &Items) -> usize {
        // In a crafted text, each attempt could read far and fail, which would take time quadratic in its
        // length.
        let place = if self.over_budget(layer) {
            let rest = layer.text.len().saturating_sub(unread);
            let reason =
                format!("too much damage; no events were searched for in the last {}", counted(rest, "byte"));
            self.damage(layer, unread..unread, &reason);
            None
        } else {
            self.next_record(layer, unread, items)
        };
        let place = place.unwrap_or(layer.text.len());
        self.torn = None;
        self.lost_until(layer, place);
        place
    }

    /// Returns the next place outside of the torn record where something may be read. Nothing inside its values
    /// is.
    pub(in crate::ingest) fn next_record(
        &mut self,
        layer: TextLayer<'_>,
        from: usize,
        items: &Items,
    ) -> Option<usize> {
        let none = Items::Records;
        // Wrappers may be values of a torn record, with strings that its caller chose.
        let items = if self.torn.is_some() { &none } else { items };
        let mut at = from;
        loop {
            at = resume(layer.text, at, Known { first_key: self.first_key.as_deref(), items })?;
            if layer.text.get(at) != Some(&b'{')
                || is_first_in_line(layer.text, at)
                || self.begins_member(layer, at)
            {
                return Some(at);
            }
            if !self.is_in_text(layer, at) {
                if !is_inside(layer.text, self.torn, from, at) {
                    return Some(at);
                }
                self.wasted(at - self.torn.map_or(from, |torn| torn.at));
            }
            // What may be part of a value is not an event, and not silently passed either.
            at = self.pass_quoted(layer, at);
            if self.over_budget(layer) {
                return None;
            }
        }
    }

    /// Returns whether a gzip member begins at `at`: nothing in one is part of what is in another.
    fn begins_member(&self, layer: TextLayer<'_>, at: usize) -> bool {
        layer.number == 0 && self.rules.members.binary_search(&at).is_ok()
    }

    /// Returns whether more was read without success than is allowed for the text.
    pub(in crate::ingest) fn over_budget(&self, layer: TextLayer<'_>) -> bool {
        self.effort > MIN_EFFORT + 4 * layer.text.len()
    }

    /// Counts bytes that were read without success, and a little for each attempt.
    pub(in crate::ingest) fn wasted(&mut self, bytes: usize) {
        self.effort = self.effort.saturating_add(bytes + EFFORT_OF_ATTEMPT);
    }

    /// Searches for a record in what was taken for a string.
    pub(in crate::ingest) fn retry_inside(&mut self, string: Range<usize>) -> usize {
        self.wasted(string.len());
        string.start + 1
    }

    /// Returns whether an object that could be read up to the end of `read` is a record, and not a wrapper of
    /// one.
    pub(in crate::ingest) fn is_torn_record(&self, text: &[u8], read: Range<usize>) -> bool {
        let mut scanner = Scanner::new(text, read.start + 1);
        let Some(first) = scanner.key().ok().and_then(|key| text.get(key)) else {
            let begins = text.get(read.start..read.start + LONGEST_FIRST_KEY).unwrap_or_default();
            return memmem::find(begins, b"event").is_some();
        };
        if first == LOOKUP_KEY || first == KINESIS_KEY {
            return false;
        }
        let part = RawRecord::read_damaged(text.get(read).unwrap_or_default());
        let is_envelope = part.raw(Key::CloudTrailEvent).or(part.raw(Key::SplunkRaw)).is_some();
        let is_record = is_record_name(first)
            || self.first_key.as_deref() == Some(first)
            || part.raw(Key::EventVersion).is_some()
            || part.likeness() == Likeness::Record;
        is_record && !is_envelope && part.likeness() != Likeness::Notification
    }

    /// Reads the members of a damaged wrapper one by one, so that damage affects only what it touches. `Err` is
    /// the place from which nothing has been read yet.
    pub(in crate::ingest) fn torn_wrapper(
        &mut self,
        layer: TextLayer<'_>,
        at: usize,
        depth: usize,
    ) -> Result<usize, usize> {
        let mut scanner = Scanner::new(layer.text, at + 1);
        let mut seen = Vec::new();
        loop {
            let member_at = scanner.at();
            let key = match scanner.key() {
                Ok(key) => key,
                Err(fault) => {
                    self.damage(layer, member_at..fault.at, fault.reason);
                    self.is_distrusted |= !seen.is_empty();
                    return Err(member_at);
                }
            };
            let value_at = scanner.at();
            let before = (self.issue_count(), self.findings.events);
            let end = match scanner.peek() {
                Some(b'{') => self.object(layer, value_at, depth + 1)?,
                Some(b'[') => self.array(layer, value_at, depth + 1, false)?,
                _ => match scanner.value() {
                    Ok(value) => {
                        let end = value.end;
                        self.lone_string(layer, (&seen, key.clone()), value, depth);
                        end
                    }
                    Err(fault) => {
                        self.damage(layer, value_at..fault.at, fault.reason);
                        if self.is_distrusted || !carries_text(layer.text, (&seen, &key), value_at) {
                            self.is_distrusted = true;
                            return Err(value_at);
                        }
                        self.torn_member(layer, value_at, depth)?
                    }
                },
            };
            seen.push(key);
            scanner.seek(end);
            match scanner.skip_space() {
                Some(b',') => drop(scanner.eat(b',')),
                Some(b'}') => return Ok(scanner.at() + 1),
                _ => {
                    let fault = scanner.fault("expected a comma or }");
                    self.damage(layer, fault.at..fault.at, fault.reason);
                    self.is_distrusted = true;
                    // A string without its last quote has swallowed the brace of what follows it.
                    let is_string = layer.text.get(value_at) == Some(&b'"');
                    let unread = if is_string { torn_string(layer.text, value_at).end } else { fault.at };
                    self.after_item(layer, value_at..end, before, Err(unread))?;
                }
            }
        }
    }

    /// Reads a string of an envelope that is cut short or has invalid characters, as far as it is intact.
    pub(in crate::ingest) fn torn_member(
        &mut self,
        layer: TextLayer<'_>,
        at: usize,
        depth: usize,
    ) -> Result<usize, usize> {
        let place = torn_string(layer.text, at);
        let end = place.end;
        let (events, issues, open) = (self.findings.events, self.issue_count(), self.unread);
        self.lost_until(layer, at);
        self.string(layer, place, depth);
        if self.findings.events == events {
            // It holds no record, and may have swallowed the brace of one. An earlier report already covers it.
            self.retract_damage(issues);
            self.unread = open;
            return Err(self.retry_inside(at..end));
        }
        Ok(end)
    }
}
