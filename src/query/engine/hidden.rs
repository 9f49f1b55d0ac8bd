//! Invisible and deceptive characters in a record, and bytes that are not UTF-8. Attackers use them; others
//! rarely do.
//!
//! It counts what the screen escapes ([`is_hidden`]), in keys and values, as a raw character or as a `\\u`
//! escape, and also lone surrogates and bytes that are not UTF-8. Tabs and line breaks do not count, because
//! policies and scripts are full of them. JSON inside a string is a text: its own escapes are not decoded.

use crate::json::text::{Part, parts};
use crate::text::is_hidden;

/// Counts such characters and bytes in a record.
pub fn count(record: &[u8]) -> usize {
    if !may_have(record) {
        return 0;
    }
    let of_bytes = |bytes: &[u8]| -> usize {
        let chunks = bytes.utf8_chunks();
        chunks.map(|chunk| in_text(chunk.valid()) + chunk.invalid().len()).sum()
    };
    let parts = parts(record).into_iter().map(|part| match part {
        Part::Bytes(bytes) => of_bytes(&bytes),
        Part::Surrogate(_) => 1,
    });
    parts.sum()
}

/// Counts such raw characters in a text.
pub fn in_text(text: &str) -> usize {
    text.chars().filter(|&char| counts(char)).count()
}

fn counts(char: char) -> bool {
    is_hidden(char) && !matches!(char, '\t' | '\n' | '\r')
}

/// Tests quickly whether a record may have some, so that only few have to be parsed.
fn may_have(record: &[u8]) -> bool {
    let is_odd = |byte: &u8| matches!(byte, 0..=8 | 11 | 12 | 14..=31 | 127..);
    let is_escape = |at: usize| matches!(record.get(at + 1), Some(b'u' | b'b' | b'f'));
    record.iter().any(is_odd) || memchr::memchr_iter(b'\\', record).any(is_escape)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_is_counted() {
        for (record, expected) in [
            (&br#"{"a":"plain \n \t \r \" \\ text"}"#[..], 0),
            ("{\r\n\t\"a\":\"é漢😀\"}".as_bytes(), 0),
            (br#"{"a":"caf\u00e9 \u005c"}"#, 0),
            (br#"{"a":"C:\\bin \\u202e"}"#, 0),
            (br#"{"a":"x\u202ey\u001b"}"#, 2),
            (br#"{"k\u200b":1}"#, 1),
            (br#"{"a":"\b\f"}"#, 2),
            (br#"{"a":"\ud800 \ud83d\ude00"}"#, 1),
            ("{\"a\":\"x\u{202e}y\u{e0041}\"}".as_bytes(), 2),
            (b"{\"a\":\"\xff\xfe\"}", 2),
            (b"{\"a\":\"\x1b\x7f\"}", 2),
        ] {
            assert_eq!(count(record), expected, "{}", record.escape_ascii());
        }
    }
}
