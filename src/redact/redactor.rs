//! Gathers values, gives each a pseudonym, and replaces them.

use std::collections::BTreeMap;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickBuilder};

use super::find::{ends_uuid, find};
use super::kind::RedactedKind;
use super::names::names;
use crate::json::text::{decode, push_escape};

/// Members whose values are AWS's vocabulary: a user called `iam` must not change the name of a service.
const VOCABULARY: [&str; 16] = [
    "eventSource",
    "eventName",
    "eventType",
    "eventCategory",
    "eventVersion",
    "eventTime",
    "eventID",
    "requestID",
    "sharedEventID",
    "awsRegion",
    "errorCode",
    "type",
    "apiVersion",
    "tlsVersion",
    "cipherSuite",
    "creationDate",
];

/// Replaces values by pseudonyms.
#[derive(Debug, Default)]
pub struct Redactor {
    /// By value in lower case: what it is, its number, and how it was written first.
    values: BTreeMap<String, (RedactedKind, usize, String)>,
    counts: BTreeMap<RedactedKind, usize>,
    finder: Option<(AhoCorasick, Vec<String>)>,
}

impl Redactor {
    /// Gathers the values of a text.
    pub fn gather_text(&mut self, text: &str) {
        find(text, &mut |kind, value| self.add(kind, value));
    }

    /// Gathers the values of a record.
    pub fn gather_record(&mut self, record: &[u8]) {
        for (place, _) in strings(record) {
            self.gather_text(&decode(record.get(place).unwrap_or_default()));
        }
        names(record, &mut |kind, value| self.add(kind, value));
    }

    fn add(&mut self, kind: RedactedKind, value: &str) {
        let key = value.to_ascii_lowercase();
        if !self.values.contains_key(&key) {
            let count = self.counts.entry(kind).or_default();
            *count += 1;
            self.values.insert(key, (kind, *count, value.to_owned()));
        }
    }

    /// Ends gathering: numbers are given again until no pseudonym is a value. Must be called before anything is replaced.
    pub fn finish(&mut self) {
        let taken: Vec<String> = self.values.keys().cloned().collect();
        let mut next: BTreeMap<RedactedKind, usize> = BTreeMap::new();
        let mut in_order: Vec<&mut (RedactedKind, usize, String)> = self.values.values_mut().collect();
        in_order.sort_by_key(|value| (value.0, value.1));
        for value in in_order {
            let number = next.entry(value.0).or_insert(1);
            while taken.binary_search(&value.0.pseudonym(*number, &value.2).to_ascii_lowercase()).is_ok() {
                *number += 1;
            }
            value.1 = *number;
            *number += 1;
        }
        let finder = AhoCorasickBuilder::new().ascii_case_insensitive(true).build(&taken).ok();
        self.finder = finder.map(|finder| (finder, taken));
    }

    /// Returns how many values are replaced.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Returns whether nothing is replaced.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Replaces the values in a text.
    pub fn text(&self, text: &str) -> String {
        self.replaced(text, true)
    }

    /// Replaces the values in a text; those that are names only if that is asked for.
    fn replaced(&self, text: &str, with_names: bool) -> String {
        let Some((finder, values)) = &self.finder else { return text.to_owned() };
        let mut matches: Vec<(usize, usize, &(RedactedKind, usize, String))> = Vec::new();
        for found in finder.find_overlapping_iter(text) {
            let value = values.get(found.pattern().as_usize()).and_then(|key| self.values.get(key));
            let is_meant = |value: &&(RedactedKind, usize, String)| {
                (with_names || !value.0.is_name()) && is_whole(text, found.start(), found.end(), value.0)
            };
            if let Some(value) = value.filter(is_meant) {
                matches.push((found.start(), found.end(), value));
            }
        }
        matches.sort_by_key(|&(start, end, _)| (start, std::cmp::Reverse(end)));
        let (mut out, mut at) = (String::with_capacity(text.len()), 0);
        for (start, end, (kind, number, value)) in matches {
            if start >= at {
                out.push_str(text.get(at..start).unwrap_or_default());
                out.push_str(&kind.pseudonym(*number, value));
                at = end;
            }
        }
        out.push_str(text.get(at..).unwrap_or_default());
        out
    }

    /// Replaces the values in the strings of a record; all else stays byte for byte.
    pub fn record(&self, record: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(record.len());
        let mut at = 0;
        for (place, is_vocabulary) in strings(record) {
            out.extend_from_slice(record.get(at..place.start).unwrap_or_default());
            at = place.end;
            let string = record.get(place).unwrap_or_default();
            let text = decode(string);
            let redacted = self.replaced(&text, !is_vocabulary);
            if redacted == *text {
                out.extend_from_slice(string);
            } else {
                out.extend_from_slice(quoted(&redacted).as_bytes());
            }
        }
        out.extend_from_slice(record.get(at..).unwrap_or_default());
        out
    }

    /// Returns the table: kind, value and pseudonym of each.
    pub fn table(&self) -> Vec<[String; 3]> {
        let mut rows: Vec<&(RedactedKind, usize, String)> = self.values.values().collect();
        rows.sort_by_key(|row| (row.0, row.1));
        let row = |(kind, number, value): &(RedactedKind, usize, String)| {
            [kind.name().to_owned(), value.clone(), kind.pseudonym(*number, value)]
        };
        rows.into_iter().map(row).collect()
    }

    /// Returns the originals that occur in a result, whole, by a plain search for each. There must be none.
    pub fn left(&self, result: &str) -> Vec<String> {
        let lower = result.to_ascii_lowercase();
        let is_left = |key: &&String| {
            let kind = self.values.get(*key).map_or(RedactedKind::User, |value| value.0);
            lower.match_indices(key.as_str()).any(|(at, _)| is_whole(&lower, at, at + key.len(), kind))
        };
        self.values.keys().filter(is_left).cloned().collect()
    }
}

/// Returns whether a value at a place of a text is not a part of something longer. The name of a service is not the
/// name of a user.
fn is_whole(text: &str, start: usize, end: usize, kind: RedactedKind) -> bool {
    let before = text.get(..start).and_then(|text| text.chars().next_back());
    let after = text.get(end..).unwrap_or_default();
    let is_part = |char: Option<char>| match kind {
        RedactedKind::Account | RedactedKind::V4 | RedactedKind::DashedV4 => {
            char.is_some_and(|char| char.is_ascii_digit())
        }
        RedactedKind::V6 => char.is_some_and(|char| char.is_ascii_hexdigit() || char == ':'),
        RedactedKind::Id
        | RedactedKind::Mail
        | RedactedKind::Host
        | RedactedKind::User
        | RedactedKind::Role
        | RedactedKind::Group
        | RedactedKind::Session => char.is_some_and(char::is_alphanumeric),
    };
    let is_service = after.starts_with(".amazonaws.com")
        || (after.starts_with(':') && text.get(..start).is_some_and(|before| before.ends_with("arn:aws:")));
    let is_uuid = kind == RedactedKind::Account && ends_uuid(text, start);
    !is_uuid && !is_part(before) && !is_part(after.chars().next()) && !is_service
}

/// Writes a text as a JSON string.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            char if char < ' ' => push_escape(char, &mut out),
            char => out.push(char),
        }
    }
    out.push('"');
    out
}

/// Returns the places of the strings of a JSON text, values and names of members, with their quotes, and whether each is a word: the
/// name of a member, or a value of AWS's vocabulary.
fn strings(text: &[u8]) -> Vec<(Range<usize>, bool)> {
    let mut strings = Vec::new();
    let mut at = 0;
    let mut name: &[u8] = b"";
    while let Some(step) = text.get(at..).and_then(|rest| memchr::memchr(b'"', rest)) {
        let start = at + step;
        let mut end = start + 1;
        while let Some(step) = text.get(end..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
            end += step;
            if text.get(end) == Some(&b'"') {
                break;
            }
            end += 2;
        }
        end = (end + 1).min(text.len());
        let string = text.get(start..end).unwrap_or_default();
        let follows = text.get(end..).unwrap_or_default().trim_ascii_start().first();
        let inside = string.get(1..string.len().saturating_sub(1)).unwrap_or_default();
        if follows == Some(&b':') {
            name = inside;
            // Names of members are words; others may be values, as in maps of tags.
            strings.push((start..end, inside.iter().all(u8::is_ascii_alphanumeric)));
        } else {
            strings.push((start..end, VOCABULARY.iter().any(|word| word.as_bytes() == name)));
        }
        at = end;
    }
    strings
}

#[cfg(test)]
mod tests {
    use super::*;

    // In two parts, so that nobody takes it for a real key.
    const RECORD: &str = concat!(
        r#"{"eventSource":"iam.amazonaws.com","userIdentity":{"userName":"alice","arn":"arn:aws:iam::210987654321:user/ops/alice","accessKeyId":"AKIA"#,
        r#"Q7LKSPRBDABCDEFG"},"sourceIPAddress":"8.8.4.4","requestParameters":{"userName":"iam","policyDocument":"{\"AWS\":\"arn:aws:iam::210987654321:role/deploy\"}","note":"al\u0069ce and Alice-key, malice"},"n": 1.50}"#
    );

    fn redacted(record: &str) -> (Redactor, String) {
        let mut redactor = Redactor::default();
        redactor.gather_record(record.as_bytes());
        redactor.finish();
        let result = String::from_utf8(redactor.record(record.as_bytes())).unwrap();
        (redactor, result)
    }

    #[test]
    fn values_become_the_same_pseudonym_everywhere_and_all_else_stays() {
        let (redactor, result) = redacted(RECORD);
        let expected = r#"{"eventSource":"iam.amazonaws.com","userIdentity":{"userName":"user-2","arn":"arn:aws:iam::900000000001:user/ops/user-2","accessKeyId":"AKIA000000001EXAMPLE"},"sourceIPAddress":"240.0.0.1","requestParameters":{"userName":"user-1","policyDocument":"{\"AWS\":\"arn:aws:iam::900000000001:role/role-1\"}","note":"user-2 and user-2-key, malice"},"n": 1.50}"#;
        assert_eq!(result, expected);
        assert_eq!(redactor.left(&result), Vec::<String>::new());
        assert!(redactor.left(RECORD).len() >= 5);
        assert_eq!(redactor.table().len(), redactor.len());
    }

    #[test]
    fn a_pseudonym_is_never_an_original() {
        let record = r#"{"userName":"user-1","x":{"userName":"bob"}}"#;
        let (_, result) = redacted(record);
        assert_eq!(result, r#"{"userName":"user-2","x":{"userName":"user-3"}}"#);
    }

    #[test]
    fn documentation_stays() {
        let record = r#"{"recipientAccountId":"111122223333","k":"AKIAIOSFODNN7EXAMPLE","ip":"192.0.2.1","m":"a@example.com"}"#;
        assert_eq!(redacted(record).1, record);
    }
}
