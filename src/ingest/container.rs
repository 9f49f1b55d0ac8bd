//! Where the records are in a text, whatever wraps them.
//!
//! The S3 log file (`{"Records":[…]}`) is read straight through. Everything else is taken apart: `lookup-events` output,
//! EventBridge envelopes, CloudWatch Logs messages, bare records, arrays, one per line or one after another, and
//! wrappers that nobody listed, into which we look to a sensible depth, also through JSON within strings. Objects that
//! use the same words but are not CloudTrail (digests, notifications) are recognised and set aside by name.

use std::borrow::Cow;
use std::ops::Range;

use super::decode::start_of_text;
use super::salvage::{Resume, damaged_record, resume};
use crate::json::scan::{Scanner, ValueKind, items_at, members_at};
use crate::json::text;
use crate::record::read::{Key, Likeness, RawRecord};
use crate::store::batch::Collector;
use crate::store::file::{Issue, Layer, MAX_ISSUES};
use crate::store::segment::Place;

/// Wrappers within wrappers are opened no deeper than this.
const MAX_DEPTH: usize = 8;
/// Texts within strings are opened no deeper than this.
const MAX_LAYERS: usize = 4;
/// A line of a log may carry a timestamp and a host before its JSON, no longer than this.
const MAX_LINE_PREFIX: usize = 200;
/// Bytes that may be read in vain in any text, before its length counts.
const MIN_EFFORT: usize = 64 << 20;

/// What was found in one text.
#[derive(Debug, Default)]
pub struct Findings {
    /// How many events.
    pub events: u32,
    /// Strings that hold texts with records.
    pub layers: Vec<Layer>,
    /// Damage, in the order of the text.
    pub issues: Vec<Issue>,
    /// How many more there were than are kept.
    pub more_issues: usize,
    /// Whether a place for records was found, even an empty one.
    pub is_log: bool,
    /// What was set aside: the word for it and a sentence.
    pub set_aside: Option<(&'static str, Cow<'static, str>)>,
    /// Whether any JSON value was found at all.
    pub is_json: bool,
}

/// Reads every record of `text`, the text of file number `file`, into `collector`.
pub fn read(text: &[u8], file: u32, collector: &mut Collector) -> Findings {
    let mut reader = Reader { collector, file, findings: Findings::default(), effort: 0 };
    let layer = TextLayer { text, number: 0, depth: 0 };
    reader.values(layer, start_of_text(text));
    reader.findings
}

/// One text: the file's own, or that of a string within it.
#[derive(Clone, Copy)]
struct TextLayer<'a> {
    text: &'a [u8],
    number: u32,
    depth: usize,
}

struct Reader<'c> {
    collector: &'c mut Collector,
    file: u32,
    findings: Findings,
    /// Bytes read in vain so far.
    effort: usize,
}

impl Reader<'_> {
    /// Values one after another, with or without anything between them.
    fn values(&mut self, layer: TextLayer<'_>, start: usize) {
        let mut scanner = Scanner::new(layer.text, start);
        let mut damaged = false;
        while let Some(byte) = scanner.skip_space() {
            let at = scanner.at();
            let next = match byte {
                b'{' => self.object(layer, at, 0),
                b'[' => self.array(layer, at, 0),
                // The ends of containers whose beginning was damaged.
                b']' | b'}' | b',' if damaged => Ok(at + 1),
                _ => Ok(self.after_line_prefix(layer, at)),
            };
            scanner.seek(match next {
                Ok(end) => end,
                Err(unread) => {
                    damaged = true;
                    self.resume(layer, unread)
                }
            });
        }
    }

    /// A log line may begin with a timestamp; anything else that is not JSON is told, once a stretch.
    fn after_line_prefix(&mut self, layer: TextLayer<'_>, at: usize) -> usize {
        let rest = layer.text.get(at..).unwrap_or_default();
        let line = rest.iter().take(MAX_LINE_PREFIX).take_while(|&&byte| byte != b'\n');
        if let Some(length) = line.clone().position(|&byte| byte == b'{') {
            return at + length;
        }
        let next = resume(layer.text, at);
        if self.findings.is_json || next.is_some() {
            self.damage(layer, at, "this is not JSON");
        }
        next.map_or(layer.text.len(), Resume::at)
    }

    /// One object. `Ok` is its end; after damage, which has been told, `Err` is where nothing has been read yet.
    fn object(&mut self, layer: TextLayer<'_>, at: usize, depth: usize) -> Result<usize, usize> {
        if let Some(list) = records_list(layer.text, at) {
            return self.log_file(layer, list, depth);
        }
        let fault = match RawRecord::read(layer.text, at) {
            Ok(record) => {
                self.findings.is_json = true;
                self.judge(layer, at, &record, depth);
                return Ok(at + record.text.len());
            }
            Err(fault) => fault,
        };
        self.findings.is_json |= fault.at > at + 1;
        self.effort = self.effort.saturating_add(fault.at - at);
        self.damage(layer, fault.at, fault.reason);
        match damaged_record(layer.text, at) {
            Some((record, end)) => {
                self.add(layer, at, &record);
                Ok(end)
            }
            None => Err(at + 1),
        }
    }

    /// The items of `Records`, and what follows them to the end of the wrapper.
    fn log_file(&mut self, layer: TextLayer<'_>, list: usize, depth: usize) -> Result<usize, usize> {
        // An empty list is a log file of a quiet hour, not a stranger.
        self.findings.is_log |= Scanner::new(layer.text, list + 1).skip_space() == Some(b']');
        let end = self.array(layer, list, depth)?;
        let mut scanner = Scanner::new(layer.text, end);
        while scanner.skip_space() == Some(b',') {
            scanner.eat(b',');
            let value = scanner.key().and_then(|_| scanner.value());
            if let Err(fault) = value {
                self.damage(layer, fault.at, fault.reason);
                return Err(end);
            }
        }
        if scanner.eat(b'}') {
            return Ok(scanner.at());
        }
        let fault = scanner.fault("expected a comma or }");
        self.damage(layer, fault.at, fault.reason);
        Err(end)
    }

    /// One array, looked into item by item, so that damage to one item costs that item only.
    fn array(&mut self, layer: TextLayer<'_>, at: usize, depth: usize) -> Result<usize, usize> {
        self.findings.is_json = true;
        let mut scanner = Scanner::new(layer.text, at + 1);
        let mut damaged = false;
        loop {
            let start = scanner.at();
            let item = match scanner.skip_space() {
                Some(b']') => return Ok(scanner.at() + 1),
                Some(b',' | b'}') if damaged => Ok(scanner.at() + 1),
                Some(b'{') if depth < MAX_DEPTH => self.object(layer, scanner.at(), depth + 1),
                Some(b'[') if depth < MAX_DEPTH => self.array(layer, scanner.at(), depth + 1),
                _ => match scanner.value() {
                    Ok(place) => {
                        let end = place.end;
                        self.string(layer, place, depth);
                        Ok(end)
                    }
                    Err(fault) => {
                        self.damage(layer, fault.at, fault.reason);
                        Err(start + 1)
                    }
                },
            };
            let item = item.and_then(|end| {
                scanner.seek(end);
                self.comma(layer, &mut scanner, damaged)
            });
            if let Err(unread) = item {
                damaged = true;
                scanner.seek(self.resume(layer, unread));
                if scanner.peek().is_none() {
                    return Err(layer.text.len());
                }
            }
        }
    }

    /// What stands between two items. After damage anything may.
    fn comma(&mut self, layer: TextLayer<'_>, scanner: &mut Scanner<'_>, damaged: bool) -> Result<(), usize> {
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
        self.damage(layer, fault.at, fault.reason);
        if follows == Some(b',') { Ok(()) } else { Err(fault.at) }
    }

    /// The place at or after `unread` where reading goes on after damage; the end of the text if there is none.
    fn resume(&mut self, layer: TextLayer<'_>, unread: usize) -> usize {
        // A text made so that each attempt reads far and fails would take time in the square of its length.
        if self.effort > MIN_EFFORT + 4 * layer.text.len() {
            self.damage(layer, unread, "too much damage; nothing after this was searched for events");
            return layer.text.len();
        }
        match resume(layer.text, unread) {
            None => layer.text.len(),
            Some(Resume::Object(at)) => at,
            Some(Resume::String(at)) => match Scanner::new(layer.text, at).string() {
                Ok(place) => {
                    let end = place.end;
                    self.string(layer, place, 0);
                    end
                }
                Err(_) => layer.text.len(),
            },
        }
    }

    /// A sound object: an event, a wrapper, or something to be set aside.
    fn judge(&mut self, layer: TextLayer<'_>, at: usize, record: &RawRecord<'_>, depth: usize) {
        let before = self.findings.events;
        if record.raw(Key::CloudTrailEvent).is_some() {
            self.wrapper(layer, at, depth);
            if self.findings.events > before {
                return;
            }
        }
        match record.likeness() {
            Likeness::Record => self.add(layer, at, record),
            Likeness::Notification => {
                self.set_aside_notification(record);
                self.wrapper(layer, at, depth);
            }
            Likeness::Other => self.wrapper(layer, at, depth),
        }
    }

    fn wrapper(&mut self, layer: TextLayer<'_>, at: usize, depth: usize) {
        if depth >= MAX_DEPTH {
            return;
        }
        let mut digest = 0;
        for (key, value) in members_at(layer.text, at) {
            let name = layer.text.get(key.start + 1..key.end - 1).unwrap_or_default();
            match name {
                b"logFiles" | b"digestS3Object" => digest += 1,
                b"messageType" if layer.text.get(value.clone()) == Some(b"\"CONTROL_MESSAGE\"") => {
                    self.set_aside("control message", "a CloudWatch Logs control message, without events".into());
                }
                _ => {}
            }
            match layer.text.get(value.start).copied().and_then(ValueKind::from_first_byte) {
                // The whole wrapper is sound, so that nothing in it can fail.
                Some(ValueKind::Object) => drop(self.object(layer, value.start, depth + 1)),
                Some(ValueKind::Array) => self.nested_array(layer, value.start, depth),
                Some(ValueKind::String) => self.string(layer, value, depth),
                _ => {}
            }
        }
        if digest == 2 {
            self.set_aside("digest", "a CloudTrail digest file: hashes of log files, no events".into());
        }
    }

    fn nested_array(&mut self, layer: TextLayer<'_>, at: usize, depth: usize) {
        for item in items_at(layer.text, at) {
            match layer.text.get(item.start) {
                Some(b'{') => drop(self.object(layer, item.start, depth + 1)),
                Some(b'[') if depth + 1 < MAX_DEPTH => self.nested_array(layer, item.start, depth + 1),
                Some(b'"') => self.string(layer, item, depth),
                _ => {}
            }
        }
    }

    /// A string may hold a record's text: `CloudTrailEvent`, `message`, `_raw`, `Message`, `body`.
    fn string(&mut self, layer: TextLayer<'_>, place: Range<usize>, depth: usize) {
        let Some(string) = layer.text.get(place.clone()) else { return };
        let first = text::inside(string).iter().find(|byte| !byte.is_ascii_whitespace());
        if string.first() != Some(&b'"') || !matches!(first, Some(b'{' | b'[')) || layer.depth >= MAX_LAYERS || depth >= MAX_DEPTH {
            return;
        }
        let (Ok(start), Ok(length)) = (u32::try_from(place.start), u32::try_from(place.len())) else { return };
        let mut inner = Vec::with_capacity(string.len());
        text::unescape_into(text::inside(string), &mut inner);
        let (events, layers) = (self.findings.events, self.findings.layers.len());
        let issues = self.findings.issues.len();
        self.findings.layers.push(Layer { parent: layer.number, start, length });
        let number = u32::try_from(self.findings.layers.len()).unwrap_or(u32::MAX);
        self.values(TextLayer { text: &inner, number, depth: layer.depth + 1 }, 0);
        if self.findings.events == events {
            // Not a record after all, only some text that looks like JSON.
            self.findings.layers.truncate(layers);
            self.findings.issues.truncate(issues);
        }
    }

    fn add(&mut self, layer: TextLayer<'_>, at: usize, record: &RawRecord<'_>) {
        let (Ok(start), Ok(length)) = (u32::try_from(at), u32::try_from(record.text.len())) else { return };
        self.collector.add(record, Place { file: self.file, layer: layer.number, start, length });
        self.findings.events += 1;
        self.findings.is_log = true;
    }

    fn set_aside_notification(&mut self, record: &RawRecord<'_>) {
        let source = record.text(Key::EventSource).unwrap_or_default();
        let name = match source.strip_prefix("aws:").unwrap_or(&source) {
            "s3" => "S3",
            "sqs" => "SQS",
            "sns" => "SNS",
            "kinesis" => "Kinesis",
            "dynamodb" => "DynamoDB",
            _ => "AWS",
        };
        self.set_aside("notification", format!("{name} notifications, which are not CloudTrail records").into());
    }

    fn set_aside(&mut self, kind: &'static str, reason: Cow<'static, str>) {
        self.findings.set_aside.get_or_insert((kind, reason));
    }

    fn damage(&mut self, layer: TextLayer<'_>, at: usize, reason: &str) {
        // Offsets are those of the file's own text; a fault inside a string is told at the string.
        let at = if layer.number == 0 { at } else { self.outer_start(layer.number) };
        if self.findings.issues.len() >= MAX_ISSUES {
            self.findings.more_issues += 1;
            return;
        }
        self.findings.issues.push(Issue { kind: "damaged", reason: reason.to_owned(), offset: Some(at as u64) });
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

/// Where the list begins if the object at `at` begins with `"Records":[`.
fn records_list(text: &[u8], at: usize) -> Option<usize> {
    let mut scanner = Scanner::new(text, at + 1);
    let key = scanner.key().ok()?;
    let is_records = text.get(key) == Some(b"\"Records\"");
    (is_records && scanner.peek() == Some(b'[')).then_some(scanner.at())
}

#[cfg(test)]
#[path = "container_tests.rs"]
mod tests;
