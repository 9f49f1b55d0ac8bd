//! The text of a record, for the terms that only it can answer.

use std::cell::OnceCell;

use crate::json::path::Path;
use crate::json::text::unescape_into;
use crate::query::language::expr::{Pattern, Test};
use crate::record::value::{is_present, text_of};

/// The text of a record. What must be made of it is made once, and only when it is needed.
pub(in crate::query) struct RecordText<'t> {
    record: &'t [u8],
    /// The record with all escapes undone.
    plain: OnceCell<Vec<u8>>,
}

impl<'t> RecordText<'t> {
    pub(in crate::query) fn new(record: &'t [u8]) -> Self {
        Self { record, plain: OnceCell::new() }
    }

    /// The text as it stands.
    pub(in crate::query) fn record(&self) -> &'t [u8] {
        self.record
    }

    /// Whether a pattern is found in it, as it stands or with its escapes undone.
    pub(in crate::query) fn contains(&self, pattern: &Pattern) -> bool {
        pattern.is_match(self.record)
            || (escapes_matter(self.record, pattern) && pattern.is_match(self.plain()))
    }

    /// Whether a value at a path passes.
    pub(in crate::query) fn has_value(&self, path: &Path, test: &Test) -> bool {
        let values = path.values(self.record);
        let mut present = values.iter().filter(|value| is_present(value)).peekable();
        if present.peek().is_none() {
            return test.passes(None);
        }
        present.any(|value| test.passes(Some(&text_of(value))))
    }

    fn plain(&self) -> &[u8] {
        self.plain.get_or_init(|| {
            let mut plain = Vec::with_capacity(self.record.len());
            unescape_into(self.record, &mut plain);
            plain
        })
    }
}

/// Whether undoing the escapes of a text could let a pattern be found that is not found in it as it stands. A text that
/// is looked for as it is must hold a character that an escape stood for.
pub(in crate::query) fn escapes_matter(text: &[u8], pattern: &Pattern) -> bool {
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        let escaped = rest.get(at + 1).copied();
        let stands_for = match escaped {
            Some(b'"' | b'\\' | b'/') => escaped,
            Some(b'n') => Some(b'\n'),
            Some(b't') => Some(b'\t'),
            Some(b'r') => Some(b'\r'),
            Some(b'b') => Some(8),
            Some(b'f') => Some(12),
            // A number, or what no writer of JSON writes: anything.
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
