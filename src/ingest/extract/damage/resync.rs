//! Resynchronization after damage, so that one bad byte affects one record and never its neighbours.
//!
//! Only places that cannot be inside a string are considered, because an unescaped quote ends a string. A
//! record begins at `{"eventVersion"`, as AWS writes it, or at a brace before any member of a record, if it
//! parses as a record. A log file begins at `{"Records"`. In texts with one value per line, a line that begins
//! with a bracket is accepted too. Wrappers of strings are recognized by the key that the wrappers before them
//! began with.

use std::ops::Range;

use memchr::memmem;

use crate::json::scan::Scanner;
use crate::record::read::key::is_record_key;
use crate::record::read::{Likeness, RawRecord};

/// What the items of a list are, judged by the first one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::ingest) enum Items {
    /// Nothing has been read yet.
    #[default]
    Unknown,
    /// Records, or other items that are not wrappers of strings.
    Records,
    /// Objects that begin with this key, quotes included.
    Keyed(Vec<u8>),
    /// Strings that hold JSON.
    Strings,
}

impl Items {
    /// Classifies the list by its first item, which begins at `at`.
    pub(in crate::ingest) fn by_first(text: &[u8], at: usize) -> Self {
        let mut scanner = Scanner::new(text, at);
        if scanner.eat(b'{') {
            return match scanner.key().ok().and_then(|key| text.get(key)) {
                Some(key) if is_record_name(key) && key != LOOKUP_KEY => Self::Records,
                Some(key) => Self::Keyed(key.to_vec()),
                None => Self::Unknown,
            };
        }
        match text.get(at) {
            Some(b'"') if begins_json_string(text.get(at..).unwrap_or_default()) => Self::Strings,
            Some(b'"' | b'[') => Self::Records,
            _ => Self::Unknown,
        }
    }
}

impl Items {
    /// Returns whether the item at `at` begins like the other wrappers in the list.
    pub(in crate::ingest) fn begin_as(&self, text: &[u8], at: usize) -> bool {
        let Self::Keyed(key) = self else { return false };
        let mut scanner = Scanner::new(text, at);
        scanner.eat(b'{') && scanner.key().ok().and_then(|key| text.get(key)) == Some(key.as_slice())
    }

    /// Returns whether damage among the items may be inside a record.
    pub(in crate::ingest) fn may_be_of_record(&self) -> bool {
        matches!(self, Self::Unknown | Self::Records)
    }
}

/// The first key of the items of `lookup-events`; records spell it differently.
pub(in crate::ingest) const LOOKUP_KEY: &[u8] = b"\"EventId\"";

/// The first key of the items that Kinesis passes to Lambda functions, which have an `eventVersion` as well.
pub(in crate::ingest) const KINESIS_KEY: &[u8] = b"\"kinesis\"";

/// What is known about a text when a place to resume is searched.
#[derive(Debug, Clone, Copy)]
pub(in crate::ingest) struct Known<'a> {
    /// The key, quotes included, that the records of this text begin with.
    pub(in crate::ingest) first_key: Option<&'a [u8]>,
    /// The items of the list that is being read.
    pub(in crate::ingest) items: &'a Items,
}

/// Returns the first place at or after byte `from` where reading can resume: an opening brace, or a quote in a
/// list of strings. Takes time in proportion to the distance.
pub(in crate::ingest) fn resume(text: &[u8], from: usize, known: Known<'_>) -> Option<usize> {
    let Known { first_key, items } = known;
    let mut window = FIRST_WINDOW;
    loop {
        let part = text.get(..from.saturating_add(window)).unwrap_or(text);
        let found = [
            plain_anchor(part, from, b"\"eventVersion\""),
            plain_anchor(part, from, b"\"Records\""),
            first_key.and_then(|key| plain_anchor(part, from, key)),
            line_start(part, from),
            record_in_any_order(part, text, from, first_key),
            match items {
                Items::Unknown => list_object(part, from),
                Items::Records => None,
                Items::Keyed(key) => plain_anchor(part, from, key),
                Items::Strings => list_string(part, from),
            },
        ];
        let nearest = found.into_iter().flatten().min();
        if nearest.is_some() || part.len() == text.len() {
            return nearest;
        }
        window = window.saturating_mul(4);
    }
}

/// Distance of the first search; each further one goes four times as far.
const FIRST_WINDOW: usize = 256;

/// Finds `{`, white space, and the key.
fn plain_anchor(text: &[u8], from: usize, key: &[u8]) -> Option<usize> {
    let mut at = from;
    loop {
        let name = at + memmem::find(text.get(at..)?, key)?;
        let before = text.get(from..name)?;
        let brace = before.iter().rposition(|byte| !byte.is_ascii_whitespace());
        if let Some(brace) = brace.filter(|&brace| before.get(brace) == Some(&b'{')) {
            return Some(from + brace);
        }
        at = name + 1;
    }
}

/// Reads the string at `at`, which may be cut short or hold invalid characters. A string that lost its last
/// quote ends at the first quote of what follows, and the brace before that belongs to a record.
pub(in crate::ingest) fn torn_string(text: &[u8], at: usize) -> Range<usize> {
    let mut scanner = Scanner::new(text, at);
    if scanner.string().is_err() {
        scanner.seek(at);
        // It ends where the scanner stops, with or without a quote.
        let _ = scanner.loose_string();
    }
    let end = scanner.at();
    let inside = text.get(at..end).and_then(|string| string.strip_suffix(b"\""));
    let before = inside.and_then(|inside| inside.trim_ascii_end().strip_suffix(b"{"));
    at..before.map_or(end, |before| at + before.len())
}

/// Finds `{`, white space, and any key of a record. If records are known to begin as AWS writes them, anything
/// else must parse as a record, because only a part of the text may have been sorted or shuffled.
fn record_in_any_order(part: &[u8], text: &[u8], from: usize, first_key: Option<&[u8]>) -> Option<usize> {
    let is_usual = first_key == Some(b"\"eventVersion\"");
    let rest = part.get(from..)?;
    let begins_record = |&brace: &usize| {
        let inside = rest.get(brace + 1..).unwrap_or_default().trim_ascii_start();
        let name = inside.strip_prefix(b"\"").unwrap_or_default();
        let end = name.iter().take(LONGEST_KEY).position(|&byte| byte == b'"');
        end.is_some_and(|end| is_record_name(inside.get(..end + 2).unwrap_or_default()))
            && (!is_usual || is_record(text, from + brace))
    };
    memchr::memchr_iter(b'{', rest).find(begins_record).map(|brace| from + brace)
}

fn is_record(text: &[u8], at: usize) -> bool {
    let text = text.get(..at.saturating_add(LONGEST_IN_OTHER_ORDER)).unwrap_or(text);
    RawRecord::read(text, at).is_ok_and(|record| record.likeness() == Likeness::Record)
}

/// Members that look like a record's but belong to an envelope.
const ENVELOPE_KEYS: [&[u8]; 2] = [b"CloudTrailEvent", b"_raw"];

/// Returns whether a key, quotes included, is one of a record's.
pub(in crate::ingest) fn is_record_name(key: &[u8]) -> bool {
    let name = key.strip_prefix(b"\"").and_then(|key| key.strip_suffix(b"\""));
    let name = name.filter(|name| !ENVELOPE_KEYS.contains(name));
    name.and_then(|name| std::str::from_utf8(name).ok()).is_some_and(is_record_key)
}

/// Maximum length of a key of a record.
const LONGEST_KEY: usize = 40;
/// CloudTrail's records have at most 256 KiB, those of event data stores 1 MiB.
const LONGEST_IN_OTHER_ORDER: usize = 1 << 20;

/// Finds an object with a first member, as an item of a list.
fn list_object(text: &[u8], from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let is_item = |&brace: &usize| {
        let before = rest.get(..brace).unwrap_or_default().trim_ascii_end();
        let mut scanner = Scanner::new(text, from + brace + 1);
        matches!(before.last(), Some(b',' | b'[')) && scanner.peek().is_some() && scanner.key().is_ok()
    };
    memchr::memchr_iter(b'{', rest).find(is_item).map(|brace| from + brace)
}

/// Finds a string that holds JSON, as an item of a list.
fn list_string(text: &[u8], from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let is_item = |&quote: &usize| {
        let before = rest.get(..quote).unwrap_or_default().trim_ascii_end();
        matches!(before.last(), Some(b',' | b'['))
            && begins_json_string(rest.get(quote..).unwrap_or_default())
    };
    memchr::memchr_iter(b'"', rest).find(is_item).map(|quote| from + quote)
}

/// Returns whether `text` begins with a string of JSON: a quote, a bracket, an escaped quote.
fn begins_json_string(text: &[u8]) -> bool {
    let Some(mut inside) = text.strip_prefix(b"\"") else { return false };
    let mut brackets = 0;
    loop {
        let space =
            [&b" "[..], b"\\n", b"\\r", b"\\t"].into_iter().find_map(|space| inside.strip_prefix(space));
        let bracket = || [&b"{"[..], b"["].into_iter().find_map(|bracket| inside.strip_prefix(bracket));
        inside = match space.or_else(|| bracket().inspect(|_| brackets += 1)) {
            Some(rest) => rest,
            None => return brackets > 0 && inside.starts_with(b"\\\""),
        };
    }
}

fn line_start(text: &[u8], from: usize) -> Option<usize> {
    let start = from.saturating_sub(1);
    Some(start + memmem::find(text.get(start..)?, b"\n{")? + 1)
}

/// Reads the object at `at`, which is not valid JSON but has balanced brackets and quotes, as far as possible.
/// It must be followed by what follows a record, and no other record may begin inside.
pub(in crate::ingest) fn damaged_object<'a>(
    text: &'a [u8],
    at: usize,
    first_key: Option<&[u8]>,
) -> Option<RawRecord<'a>> {
    let next = resume(text, at + 1, Known { first_key, items: &Items::Records }).unwrap_or(text.len());
    let mut scanner = Scanner::new(text.get(..next)?, at);
    let place = scanner.brackets().ok()?;
    let follows = Scanner::new(text, place.end).skip_space();
    if !matches!(follows, None | Some(b',' | b']' | b'}' | b'{')) {
        return None;
    }
    Some(RawRecord::read_damaged(text.get(place)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &[u8], from: usize, first_key: Option<&[u8]>) -> Option<usize> {
        resume(text, from, Known { first_key, items: &Items::Records })
    }

    #[test]
    fn a_record_is_recognised_by_its_first_member() {
        let text = br#"xx "eventVersion" {"a":1} { "eventVersion":"1" }"#;
        assert_eq!(at(text, 0, None), Some(26));
        assert_eq!(at(text, 27, None), None);
        let sorted = br#"x {"a":1}, { "awsRegion":"r","eventVersion":"1","eventName":"n"}"#;
        assert_eq!(at(sorted, 0, None), Some(11));
        assert_eq!(at(sorted, 0, Some(b"\"eventVersion\"")), Some(11), "it reads as a record");
        let resource = br#"x {"a":1}, { "awsRegion":"r","accountId":"1"}"#;
        assert_eq!(at(resource, 0, Some(b"\"eventVersion\"")), None);
        assert_eq!(at(b"{\"a\"\n{\"b\":1}", 0, None), Some(5));
        assert_eq!(at(b"x{\"Records\":[", 0, None), Some(1));
    }

    /// Text that the caller of an API had sent became an event.
    #[test]
    fn nothing_inside_a_string_is_a_place_to_go_on() {
        for text in [
            r#"x,"{\"eventVersion\":1}""#,
            r#"x,"userAgent":"{\"Records\":[{\"eventVersion\":1"#,
            r#"x","},{","eventVersion":1"#,
        ] {
            for items in [Items::Unknown, Items::Records, Items::Keyed(b"\"a\"".to_vec())] {
                let first_key = Some(&b"\"eventVersion\""[..]);
                assert_eq!(resume(text.as_bytes(), 0, Known { first_key, items: &items }), None, "{text}");
            }
        }
    }

    #[test]
    fn lists_of_wrappers_and_of_strings_are_found_again() {
        let wrappers = br#"oops"},{"id":1,"Body":"{}"},{"Body":1}]"#;
        let go_on = |items: &Items| resume(wrappers, 0, Known { first_key: None, items });
        assert_eq!(go_on(&Items::Unknown), Some(7));
        assert_eq!(go_on(&Items::Keyed(b"\"Body\"".to_vec())), Some(28));
        let strings = br#"oops,"{ \"a\":1}","b"]"#;
        let found = resume(strings, 0, Known { first_key: None, items: &Items::Strings });
        assert_eq!(found, Some(5));
        assert_eq!(Items::by_first(br#"{"MessageId":1"#, 0), Items::Keyed(b"\"MessageId\"".to_vec()));
        assert_eq!(Items::by_first(br#"{"eventID":1"#, 0), Items::Records);
        assert_eq!(Items::by_first(br#""{\n\"a"#, 0), Items::Strings);
        assert_eq!(Items::by_first(br#""{""#, 0), Items::Records);
    }

    #[test]
    fn a_torn_string_ends_before_what_follows() {
        for (text, end) in [
            (r#""ab""#, 4),
            (r#""ab"#, 3),
            (r#""a\xb","#, 6),
            (r#""a\"#, 3),
            ("\"ab}\n{\"c\"", 5),
            ("\"ab}\n{\n\"c\"", 5),
        ] {
            assert_eq!(torn_string(text.as_bytes(), 0), 0..end, "{text}");
        }
    }

    #[test]
    fn a_record_with_a_small_fault_is_kept_alone() {
        let text = br#"{"eventVersion":"1.08","eventName":"A","x":NaN}, {"eventVersion":"1.08"}"#;
        assert_eq!(damaged_object(text, 0, None).unwrap().text, &text[..47]);
        // A lost quote turns strings inside out and would swallow the next record.
        let text = br#"{"eventVersion":"1.08,"eventName":"A"}, {"eventVersion":"1.08","a":"}"}"#;
        assert!(damaged_object(text, 0, None).is_none());
    }
}
