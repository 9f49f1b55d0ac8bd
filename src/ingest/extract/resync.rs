//! Resynchronization after damage, so that one bad byte costs one record and never its neighbours.
//!
//! A record's first member is `eventVersion` wherever AWS writes it, and `{"eventVersion"` cannot stand inside a JSON
//! string, where its quotes would be escaped: wherever it is met, a record begins. In texts of one record a line, a
//! line that begins with a bracket is as good; where others have put the members into another order, any brace before a
//! record's member.

use std::ops::Range;

use memchr::memmem;

use crate::json::scan::Scanner;
use crate::record::key::is_record_key;
use crate::record::read::RawRecord;

/// A place where the next record may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) enum Resume {
    /// At this opening brace.
    Object(usize),
    /// At the quote of this string, which holds a record's text.
    String(usize),
}

impl Resume {
    pub(in crate::ingest) fn at(self) -> usize {
        match self {
            Self::Object(at) | Self::String(at) => at,
        }
    }
}

/// The first place at or after byte `from` where reading can go on. Costs in proportion to the distance. `first_key` is
/// the key, quotes included, that the records of this text are known to begin with.
pub(in crate::ingest) fn resume(text: &[u8], from: usize, first_key: Option<&[u8]>) -> Option<Resume> {
    let mut window = FIRST_WINDOW;
    loop {
        let part = text.get(..from.saturating_add(window)).unwrap_or(text);
        let found = [
            plain_anchor(part, from, b"\"eventVersion\"").map(Resume::Object),
            first_key.and_then(|key| plain_anchor(part, from, key)).map(Resume::Object),
            escaped_anchor(part, from, first_key).map(Resume::String),
            line_start(part, from).map(Resume::Object),
            in_other_order(first_key).then(|| record_key(part, from)).flatten().map(Resume::Object),
        ];
        let nearest = found.into_iter().flatten().min_by_key(|resume| resume.at());
        if nearest.is_some() || part.len() == text.len() {
            return nearest;
        }
        window = window.saturating_mul(4);
    }
}

/// How far to look first; four times as far at each further attempt.
const FIRST_WINDOW: usize = 256;

/// `{`, white space, the key.
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

/// A quote that opens a string, and in it a brace and a key that begins a record or a log file.
fn escaped_anchor(text: &[u8], from: usize, first_key: Option<&[u8]>) -> Option<usize> {
    let first_key = first_key.unwrap_or_default().trim_ascii_end();
    let own = first_key.strip_suffix(b"\"").map(|key| [b"\\", key, b"\\\""].concat());
    let keys = [&b"\\\"eventVersion\\\""[..], b"\\\"Records\\\""];
    let keys = keys.into_iter().chain(own.as_deref());
    keys.filter_map(|key| string_before(text, from, key)).min()
}

/// The opening quote of the first string that begins with a brace, perhaps in a bracket, and `key`, in which quotes are
/// escaped.
fn string_before(text: &[u8], from: usize, key: &[u8]) -> Option<usize> {
    let mut at = from;
    loop {
        let name = at + memmem::find(text.get(at..)?, key)?;
        let before = trim_escaped_space(text.get(from..name)?);
        let before = before.strip_suffix(b"{").map(trim_escaped_space).unwrap_or_default();
        let before = before.strip_suffix(b"[").map_or(before, trim_escaped_space);
        if let Some(quote) = before.strip_suffix(b"\"").filter(|before| !before.ends_with(b"\\")) {
            return Some(from + quote.len());
        }
        at = name + 1;
    }
}

/// Without the white space at its end, be it escaped.
fn trim_escaped_space(text: &[u8]) -> &[u8] {
    let mut rest = text.trim_ascii_end();
    while let Some(before) =
        [&b"\\n"[..], b"\\r", b"\\t"].into_iter().find_map(|space| rest.strip_suffix(space))
    {
        rest = before.trim_ascii_end();
    }
    rest
}

/// The string at `at`, which may be cut short or hold what no string may. One that lost its last quote ends at the first
/// quote of what follows it, and the brace before that is a record's.
pub(in crate::ingest) fn torn_string(text: &[u8], at: usize) -> Range<usize> {
    let mut scanner = Scanner::new(text, at);
    if scanner.string().is_err() {
        scanner.seek(at);
        // Its end is where the scanner stops, whether there is a quote or not.
        let _ = scanner.loose_string();
    }
    let end = scanner.at();
    let inside = text.get(at..end).and_then(|string| string.strip_suffix(b"\""));
    let before = inside.and_then(|inside| inside.trim_ascii_end().strip_suffix(b"{"));
    at..before.map_or(end, |before| at + before.len())
}

/// Whether the records of a text are not known to begin as AWS writes them. Where keys are sorted, one record begins
/// with `additionalEventData` and the next with `awsRegion`.
fn in_other_order(first_key: Option<&[u8]>) -> bool {
    first_key != Some(b"\"eventVersion\"")
}

/// `{`, white space, any key of a record.
fn record_key(text: &[u8], from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    let begins_record = |&brace: &usize| {
        let inside = rest.get(brace + 1..).unwrap_or_default().trim_ascii_start();
        let name = inside.strip_prefix(b"\"").unwrap_or_default();
        let end = name.iter().take(LONGEST_KEY).position(|&byte| byte == b'"');
        let name = end.and_then(|end| std::str::from_utf8(name.get(..end)?).ok());
        name.is_some_and(is_record_key)
    };
    memchr::memchr_iter(b'{', rest).find(begins_record).map(|brace| from + brace)
}

/// No key of a record is longer.
const LONGEST_KEY: usize = 40;

fn line_start(text: &[u8], from: usize) -> Option<usize> {
    Some(from + memmem::find(text.get(from..)?, b"\n{")? + 1)
}

/// The object at `at` that is not quite JSON but whose brackets and quotes hold, with what could be read of it. What
/// follows must be what follows a record, and no other record may begin inside.
pub(in crate::ingest) fn damaged_object<'a>(
    text: &'a [u8],
    at: usize,
    first_key: Option<&[u8]>,
) -> Option<RawRecord<'a>> {
    let next = resume(text, at + 1, first_key).map_or(text.len(), Resume::at);
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

    #[test]
    fn a_record_is_recognised_by_its_first_member() {
        let text = br#"xx "eventVersion" {"a":1} { "eventVersion":"1" }"#;
        assert_eq!(resume(text, 0, None), Some(Resume::Object(26)));
        assert_eq!(resume(text, 27, None), None);
        assert_eq!(resume(br#"x,"{\"eventVersion\":1}""#, 0, None), Some(Resume::String(2)));
        let log_file = br#"{"m": "[ \n { \r\t\"Records\":[{\"eventVersion\":1"#;
        assert_eq!(resume(log_file, 0, None), Some(Resume::String(6)));
        let inner = br#"x,"{\"m\":\"{\\\"eventVersion\\\":1}\"}""#;
        assert_eq!(resume(inner, 0, None), None, "a string within a string is found with the first");
        let other = br#"x,"{\"awsRegion\":1}""#;
        assert_eq!(resume(other, 0, Some(b"\"awsRegion\"")), Some(Resume::String(2)));
        let sorted = br#"x {"a":1}, { "awsRegion":"r","eventVersion":"1"}"#;
        assert_eq!(resume(sorted, 0, None), Some(Resume::Object(11)));
        assert_eq!(resume(sorted, 0, Some(b"\"eventVersion\"")), None);
        assert_eq!(resume(b"{\"a\"\n{\"b\":1}", 0, None), Some(Resume::Object(5)));
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
        // A lost quote turns strings inside out and would swallow the neighbour.
        let text = br#"{"eventVersion":"1.08,"eventName":"A"}, {"eventVersion":"1.08","a":"}"}"#;
        assert!(damaged_object(text, 0, None).is_none());
    }
}
