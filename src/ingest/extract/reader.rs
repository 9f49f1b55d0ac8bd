//! Finds the objects of a text: values one after another, the list of a log file, arrays, lines with a prefix.
//!
//! What an object is, `classify` decides; after damage `resync` finds the place to go on.

use std::sync::atomic::AtomicBool;

use super::findings::Findings;
use super::resync::{Resume, damaged_object, resume, torn_string};
use crate::ingest::limits::Limits;
use crate::json::scan::Scanner;
use crate::record::read::{Likeness, RawRecord};
use crate::store::batch::Collector;

/// Texts within strings are opened no deeper than this.
pub(in crate::ingest) const MAX_LAYERS: usize = 4;
/// Logs are not nested so deep: such brackets are damage themselves, and what follows them is not within them.
const DEEPEST_DAMAGE: usize = 3;
/// A line of a log may carry a timestamp and a host before its JSON, no longer than this.
const MAX_LINE_PREFIX: usize = 200;
/// Bytes that may be read in vain in any text, before its length counts.
const MIN_EFFORT: usize = 64 << 20;
/// What each attempt costs besides the bytes that it reads.
const EFFORT_OF_ATTEMPT: usize = 256;

/// The limits that apply to a text.
#[derive(Clone, Copy)]
pub(in crate::ingest) struct Rules<'a> {
    pub(in crate::ingest) limits: &'a Limits,
    pub(in crate::ingest) stop: &'a AtomicBool,
}

/// One text: the file's own, or that of a string within it.
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
    /// The last issue, and where the stretch begins that could not be read on its account.
    pub(in crate::ingest) unread: Option<(usize, usize)>,
    /// Where the first record is that holds bytes which are not UTF-8, and how many do.
    pub(in crate::ingest) not_text: Option<(usize, usize)>,
    /// How many objects were skipped or are in a form that is not read.
    pub(in crate::ingest) skipped: usize,
    /// Bytes read without result so far.
    pub(in crate::ingest) effort: usize,
    /// The first key of the first record, quotes included: others of the same file begin with it too.
    pub(in crate::ingest) first_key: Option<Vec<u8>>,
}

impl Reader<'_> {
    /// Values one after another, with or without anything between them.
    pub(in crate::ingest) fn values(&mut self, layer: TextLayer<'_>, start: usize) {
        let mut scanner = Scanner::new(layer.text, start);
        let mut damaged = false;
        while let Some(byte) = scanner.skip_space() {
            let at = scanner.at();
            if self.is_stopped(layer, at) {
                return;
            }
            let next = match byte {
                b'{' => self.object(layer, at, 0),
                b'[' => self.array(layer, at, 0),
                b'"' => self.top_level_string(layer, at),
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

    /// A log line may begin with a timestamp; anything else that is not JSON is reported, once a stretch.
    fn after_line_prefix(&mut self, layer: TextLayer<'_>, at: usize) -> usize {
        let rest = layer.text.get(at..).unwrap_or_default();
        let mut line = rest.iter().take(MAX_LINE_PREFIX).take_while(|&&byte| byte != b'\n');
        let brace = line.position(|&byte| byte == b'{').map(|length| at + length);
        let next = self.next_record(layer, at);
        if let Some(brace) = brace.filter(|&brace| next.is_none_or(|next| brace <= next.at())) {
            return brace;
        }
        if self.findings.is_json || next.is_some() {
            let end = next.map_or(layer.text.len(), Resume::at);
            self.damage(layer, at..at, "this is not JSON");
            self.lost_until(layer, end);
        }
        next.map_or(layer.text.len(), Resume::at)
    }

    /// One object. `Ok` is its end; after damage, which has been reported, `Err` is where nothing has been read yet.
    pub(in crate::ingest) fn object(
        &mut self,
        layer: TextLayer<'_>,
        at: usize,
        depth: usize,
    ) -> Result<usize, usize> {
        if let Some(list) = records_list(layer.text, at) {
            return self.log_file(layer, list, depth);
        }
        let fault = match RawRecord::read_knowing(layer.text, at, &mut self.collector.known) {
            Ok(record) => {
                self.findings.is_json = true;
                self.classify(layer, at, &record, depth);
                return Ok(at + record.text.len());
            }
            Err(fault) => fault,
        };
        self.findings.is_json |= Scanner::new(layer.text, at + 1).key().is_ok();
        self.wasted(fault.at - at);
        self.damage(layer, at..fault.at, fault.reason);
        match damaged_object(layer.text, at, self.first_key.as_deref()) {
            Some(record) => {
                self.unread = self.unread.map(|(issue, _)| (issue, fault.at));
                self.lost_until(layer, at + record.text.len());
                if record.likeness() == Likeness::Record {
                    self.add(layer, at, &record);
                }
                Ok(at + record.text.len())
            }
            None => Err(at + 1),
        }
    }

    /// The items of `Records`, and what follows them to the end of the wrapper.
    fn log_file(&mut self, layer: TextLayer<'_>, list: usize, depth: usize) -> Result<usize, usize> {
        // An empty list is a log file of a quiet hour, not a stranger.
        self.findings.is_log |= Scanner::new(layer.text, list + 1).skip_space() == Some(b']');
        let mut end = self.array(layer, list, depth)?;
        let mut scanner = Scanner::new(layer.text, end);
        while scanner.skip_space() == Some(b',') {
            scanner.eat(b',');
            match scanner.key().and_then(|_| scanner.value()) {
                Ok(value) => {
                    let events = self.findings.events;
                    self.member(layer, value, depth);
                    // What gave no event may be a string that has swallowed the brace of a record.
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

    /// One array, looked into item by item, so that damage to one item costs that item only.
    fn array(&mut self, layer: TextLayer<'_>, at: usize, depth: usize) -> Result<usize, usize> {
        let mut scanner = Scanner::new(layer.text, at + 1);
        let mut damaged = false;
        let of_log = is_called_records(layer.text, at);
        loop {
            let start = scanner.at();
            if self.is_stopped(layer, start) {
                return Err(layer.text.len());
            }
            let events = self.findings.events;
            let recognized = self.recognized();
            let first = scanner.skip_space();
            let first_at = scanner.at();
            let item = match first {
                Some(b']') => {
                    self.findings.is_json = true;
                    return Ok(scanner.at() + 1);
                }
                Some(b',' | b'}') if damaged => Ok(scanner.at() + 1),
                Some(b'{') if depth < self.rules.limits.depth.into() => {
                    self.object(layer, scanner.at(), depth + 1)
                }
                Some(b'[') if depth < self.rules.limits.depth.into() => {
                    self.array(layer, scanner.at(), depth + 1)
                }
                _ => match scanner.value() {
                    Ok(place) => {
                        let end = place.end;
                        self.findings.is_json = true;
                        self.unsearched(layer, place.clone());
                        self.string(layer, place, depth);
                        Ok(end)
                    }
                    Err(fault) => {
                        self.wasted(fault.at - start);
                        self.damage(layer, start..fault.at, fault.reason);
                        Err(if first == Some(b'"') { first_at } else { start + 1 })
                    }
                },
            };
            let item = item.and_then(|end| {
                if of_log && self.recognized() == recognized {
                    self.unrecognized(layer, first_at);
                }
                scanner.seek(end);
                let before = (self.issue_count(), events);
                let next = self.comma(layer, &mut scanner, damaged);
                self.behind(layer, first_at..end, before, next)
            });
            if let Err(unread) = item {
                if depth > DEEPEST_DAMAGE {
                    return Err(unread);
                }
                damaged = true;
                scanner.seek(self.resume(layer, unread));
                if scanner.peek().is_none() {
                    return Err(layer.text.len());
                }
            }
        }
    }

    /// Skips what is between two items. After damage that may be anything.
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
        self.damage(layer, fault.at..fault.at, fault.reason);
        if matches!(follows, Some(b',' | b'{')) { Ok(()) } else { Err(fault.at) }
    }

    /// The place at or after `unread` where reading goes on after damage; the end of the text if there is none.
    fn resume(&mut self, layer: TextLayer<'_>, unread: usize) -> usize {
        let (place, end) = self.look_for_record(layer, unread);
        self.lost_until(layer, place);
        end
    }

    /// Where reading goes on, and from where: a string that holds a record's text is read at once.
    fn look_for_record(&mut self, layer: TextLayer<'_>, mut unread: usize) -> (usize, usize) {
        loop {
            // A text made so that each attempt reads far and fails would take time in the square of its length.
            if self.over_budget(layer) {
                self.damage(
                    layer,
                    unread..unread,
                    "too much damage; nothing after this was searched for events",
                );
                return (layer.text.len(), layer.text.len());
            }
            match self.next_record(layer, unread) {
                None => return (layer.text.len(), layer.text.len()),
                Some(Resume::Object(at)) => return (at, at),
                Some(Resume::String(at)) => {
                    let place = torn_string(layer.text, at);
                    let (end, open) = (place.end, self.unread);
                    let before = (self.findings.events, self.issue_count());
                    self.lost_until(layer, at);
                    self.string(layer, place, 0);
                    if self.findings.events > before.0 {
                        return (at, end);
                    }
                    // It holds no record, and may have swallowed the brace of one. What is reported already covers it.
                    self.retract_damage(before.1);
                    self.unread = open;
                    unread = self.again(at, end);
                }
            }
        }
    }

    pub(in crate::ingest) fn next_record(&self, layer: TextLayer<'_>, from: usize) -> Option<Resume> {
        resume(layer.text, from, self.first_key.as_deref())
    }

    /// Where to look for a record in what was taken for a string.
    pub(in crate::ingest) fn again(&mut self, at: usize, end: usize) -> usize {
        self.wasted(end - at);
        at + 1
    }

    /// Whether so much was read in vain that a text is not worth more.
    pub(in crate::ingest) fn over_budget(&self, layer: TextLayer<'_>) -> bool {
        self.effort > MIN_EFFORT + 4 * layer.text.len()
    }

    /// Counts bytes that were read in vain, and a little for each attempt.
    pub(in crate::ingest) fn wasted(&mut self, bytes: usize) {
        self.effort = self.effort.saturating_add(bytes + EFFORT_OF_ATTEMPT);
    }

    fn top_level_string(&mut self, layer: TextLayer<'_>, at: usize) -> Result<usize, usize> {
        match Scanner::new(layer.text, at).string() {
            Ok(place) => {
                let end = place.end;
                let events = self.findings.events;
                self.string(layer, place, 0);
                let ends_in_word = layer.text.get(end).is_some_and(u8::is_ascii_alphanumeric);
                if ends_in_word && self.findings.events == events {
                    self.damage(layer, at..end, "a string is followed by a word");
                    return Err(self.again(at, end));
                }
                Ok(end)
            }
            Err(fault) => {
                self.wasted(fault.at.saturating_sub(at));
                self.damage(layer, at..fault.at.max(at), fault.reason);
                Err(at)
            }
        }
    }
}

/// Whether the list at `at` is the value of a member called `Records`.
pub(in crate::ingest) fn is_called_records(text: &[u8], at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default().trim_ascii_end();
    before.strip_suffix(b":").is_some_and(|key| key.trim_ascii_end().ends_with(b"\"Records\""))
}

/// Where the list begins if the object at `at` begins with `"Records":[`.
fn records_list(text: &[u8], at: usize) -> Option<usize> {
    let mut scanner = Scanner::new(text, at + 1);
    let key = scanner.key().ok()?;
    let is_records = text.get(key) == Some(b"\"Records\"");
    (is_records && scanner.peek() == Some(b'[')).then_some(scanner.at())
}
