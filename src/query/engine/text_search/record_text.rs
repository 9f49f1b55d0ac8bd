//! The text of one record, for the terms that only it can decide.

use std::borrow::Cow;
use std::cell::OnceCell;

use crate::json::embedded::json_in_string;
use crate::json::path::Path;
use crate::json::scan::Scanner;
use crate::json::text::{percent_decode, unescape_into};
use crate::json::written::written_values;
use crate::query::engine::value_cache::items_pass;
use crate::query::language::expr::{Pattern, Test};
use crate::record::on_demand::{ColumnRule, write_path};
use crate::record::read::RawRecord;
use crate::record::read::value::text_of;

/// The text of a record. Derived texts are made once, and only when needed.
pub(in crate::query) struct RecordText<'t> {
    record: &'t [u8],
    /// The record with all escapes decoded.
    plain: OnceCell<Vec<u8>>,
    /// What its strings contain in another form: JSON inside JSON, URL-encoded text.
    inner: OnceCell<Vec<Vec<u8>>>,
}

impl<'t> RecordText<'t> {
    pub(in crate::query) fn new(record: &'t [u8]) -> Self {
        Self { record, plain: OnceCell::new(), inner: OnceCell::new() }
    }

    /// Returns the unchanged text.
    pub(in crate::query) fn record(&self) -> &'t [u8] {
        self.record
    }

    /// Returns whether it contains a pattern: unchanged, with its escapes decoded, or inside its strings.
    pub(in crate::query) fn contains(&self, pattern: &Pattern) -> bool {
        pattern.is_match(self.record)
            || (escapes_matter(self.record, pattern) && pattern.is_match(self.plain()))
            || (inner_matters(self.record, pattern) && self.inner().iter().any(|text| pattern.is_match(text)))
    }

    /// Returns whether a value at a path matches. An array represents its items: one match is enough.
    pub(in crate::query) fn has_value(&self, path: &Path, test: &Test) -> bool {
        let mut value = String::new();
        write_path(path, self.record, &mut value);
        items_pass(test, &value)
    }

    /// Returns whether a value at a path, as it is written, matches.
    pub(in crate::query) fn has_written(&self, path: &Path, test: &Test) -> bool {
        written_passes(&written_values(path, self.record), test)
    }

    /// Returns whether the paths lead to equal values, ignoring case.
    pub(in crate::query) fn has_same(&self, one: &Path, other: &Path) -> bool {
        let lower = |path: &Path| -> Vec<String> {
            written_values(path, self.record).iter().map(|value| value.to_lowercase()).collect()
        };
        let others = lower(other);
        lower(one).iter().any(|value| others.contains(value))
    }

    /// Returns whether a value that a rule computes matches.
    pub(in crate::query) fn has_computed(&self, rule: &ColumnRule, test: &Test) -> bool {
        let mut value = String::new();
        rule.write(self.record, &mut value);
        items_pass(test, &value)
    }

    /// Returns whether the event's time was converted from another form.
    pub(in crate::query) fn has_converted_time(&self) -> bool {
        RawRecord::read(self.record, 0).is_ok_and(|record| record.has_converted_time())
    }

    fn plain(&self) -> &[u8] {
        self.plain.get_or_init(|| {
            let mut plain = Vec::with_capacity(self.record.len());
            unescape_into(self.record, &mut plain);
            plain
        })
    }

    fn inner(&self) -> &[Vec<u8>] {
        self.inner.get_or_init(|| {
            let mut found = Vec::new();
            decoded_strings(self.record, MOST_WITHIN, &mut found);
            found
        })
    }
}

/// Tests the values at a path. Without one, only the test for a missing value passes, which is that for nothing at all.
fn written_passes(values: &[Cow<'_, str>], test: &Test) -> bool {
    values.iter().any(|value| test.passes_text(value))
}

/// Maximum depth at which texts inside texts are opened, as in the tree.
const MOST_WITHIN: usize = 4;

/// Adds the decoded strings of a JSON text if they differ from the text with its escapes decoded: JSON inside
/// them, with its own escapes decoded, and URL-decoded text.
fn decoded_strings(json: &[u8], left: usize, found: &mut Vec<Vec<u8>>) {
    let Some(left) = left.checked_sub(1) else { return };
    let mut rest = json;
    while let Some(at) = memchr::memchr(b'"', rest) {
        rest = rest.get(at..).unwrap_or_default();
        let mut scanner = Scanner::new(rest, 0);
        let Ok(place) = scanner.value() else { return };
        let string = rest.get(place.clone()).unwrap_or_default();
        let is_key = scanner.skip_space() == Some(b':');
        if is_key {
            // Names of members are not decoded.
        } else if let Some(inner) = json_in_string(string) {
            let mut plain = Vec::with_capacity(inner.len());
            unescape_into(&inner, &mut plain);
            decoded_strings(&inner, left, found);
            found.push(inner);
            found.push(plain);
        } else if let Some(decoded) = percent_decode(&text_of(string)) {
            found.push(decoded.into_bytes());
        }
        rest = rest.get(place.end..).unwrap_or_default();
    }
}

/// Returns whether a pattern could match records in this text, although the unchanged text does not contain it.
pub(in crate::query) fn may_be_hidden(text: &[u8], pattern: &Pattern) -> bool {
    pattern.finds(text) || escapes_matter(text, pattern) || inner_matters(text, pattern)
}

/// Returns whether the content of strings could match a pattern that the record with its escapes decoded does
/// not: there is JSON with its own escapes, or URL encoding of a character of the pattern or of one beside it.
fn inner_matters(text: &[u8], pattern: &Pattern) -> bool {
    let hex = |digit: Option<&u8>| digit.and_then(|&digit| char::from(digit).to_digit(16));
    let is_looked_for = |byte: u8| {
        pattern.as_literal().is_none_or(|literal| {
            // Case beyond ASCII is not considered; a blank may be encoded as a plus.
            !byte.is_ascii()
                || literal.contains(' ')
                || literal.bytes().any(|of| of.eq_ignore_ascii_case(&byte))
        })
    };
    let mut encoded = memchr::memchr_iter(b'%', text)
        .filter_map(|at| u8::try_from(hex(text.get(at + 1))? * 16 + hex(text.get(at + 2))?).ok())
        .peekable();
    memchr::memmem::find(text, br"\\").is_some()
        || (encoded.peek().is_some() && is_beside_escapes(text, pattern))
        || encoded.any(is_looked_for)
}

/// Returns whether the whole word was found, and the characters beside it may be a part of an escape.
fn is_beside_escapes(text: &[u8], pattern: &Pattern) -> bool {
    pattern.is_whole() && pattern.finds(text)
}

/// Returns whether decoding the escapes of a text could make it match a pattern that it does not match
/// unchanged. A literal pattern must have a character that an escape represented.
pub(in crate::query) fn escapes_matter(text: &[u8], pattern: &Pattern) -> bool {
    let mut rest = text;
    if memchr::memchr(b'\\', text).is_some() && is_beside_escapes(text, pattern) {
        return true;
    }
    while let Some(at) = memchr::memchr(b'\\', rest) {
        let escaped = rest.get(at + 1).copied();
        let stands_for = match escaped {
            Some(b'"' | b'\\' | b'/') => escaped,
            Some(b'n') => Some(b'\n'),
            Some(b't') => Some(b'\t'),
            Some(b'r') => Some(b'\r'),
            Some(b'b') => Some(8),
            Some(b'f') => Some(12),
            // A number, or an escape that no JSON writer produces: it may be any character.
            _ => None,
        };
        match (stands_for, pattern.as_literal()) {
            (Some(byte), Some(literal)) if !literal.as_bytes().contains(&byte) => {}
            _ => return true,
        }
        rest = rest.get(at + 2..).unwrap_or_default();
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn escapes_that_do_not_matter_hide_nothing(
            record in r#"[aAbn"u0/\\]{0,12}"#, text in r#"[aAb"/n\\\n]{1,3}"#, ignore_case: bool,
        ) {
            let pattern = Pattern::literal(&text, ignore_case).unwrap();
            let mut plain = Vec::new();
            unescape_into(record.as_bytes(), &mut plain);
            let expected = pattern.is_match(record.as_bytes()) || pattern.is_match(&plain);
            prop_assert_eq!(RecordText::new(record.as_bytes()).contains(&pattern), expected);
        }
    }
}
