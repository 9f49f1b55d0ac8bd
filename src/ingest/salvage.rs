//! Going on after damage, so that one bad byte costs one record and never its neighbours.
//!
//! A record's first member is `eventVersion` wherever AWS writes it, and `{"eventVersion"` cannot stand inside a JSON
//! string, where its quotes would be escaped: wherever it is met, a record begins. In texts of one record a line, a
//! line that begins with a bracket is as good; where others have put the members into another order, any brace before a
//! record's member.

use memchr::memmem;

use crate::json::scan::Scanner;
use crate::record::read::{RawRecord, is_record_key};

/// Where the next record may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Resume {
    /// At this opening brace.
    Object(usize),
    /// At the quote of this string, which holds a record's text.
    String(usize),
}

impl Resume {
    pub(super) fn at(self) -> usize {
        match self {
            Self::Object(at) | Self::String(at) => at,
        }
    }
}

/// The first place at or after byte `from` where reading can go on. Costs in proportion to the distance. `first_key` is
/// the key, quotes included, that the records of this text are known to begin with.
pub(super) fn resume(text: &[u8], from: usize, first_key: Option<&[u8]>) -> Option<Resume> {
    let mut window = FIRST_WINDOW;
    loop {
        let part = text.get(..from.saturating_add(window)).unwrap_or(text);
        let found = [
            plain_anchor(part, from, b"\"eventVersion\"").map(Resume::Object),
            first_key.and_then(|key| plain_anchor(part, from, key)).map(Resume::Object),
            escaped_anchor(part, from).map(Resume::String),
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

fn escaped_anchor(text: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let brace = at + memmem::find(text.get(at..)?, b"{\\\"eventVersion\\\"")?;
        if brace > from && text.get(brace - 1) == Some(&b'"') {
            return Some(brace - 1);
        }
        at = brace + 1;
    }
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
pub(super) fn damaged_object<'a>(
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
        let sorted = br#"x {"a":1}, { "awsRegion":"r","eventVersion":"1"}"#;
        assert_eq!(resume(sorted, 0, None), Some(Resume::Object(11)));
        assert_eq!(resume(sorted, 0, Some(b"\"eventVersion\"")), None);
        assert_eq!(resume(b"{\"a\"\n{\"b\":1}", 0, None), Some(Resume::Object(5)));
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
