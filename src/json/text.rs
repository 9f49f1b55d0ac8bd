//! The content of JSON strings: decoding and encoding escapes; and where a text begins.

use std::borrow::Cow;

/// Returns where a text begins: after a byte order mark.
pub fn start_of_text(text: &[u8]) -> usize {
    if text.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 }
}

/// Returns whether a text looks like JSON. JSON is never taken for anything else, whatever words or magic
/// numbers an attacker puts into its strings.
pub fn looks_like_json(text: &[u8]) -> bool {
    let text = text.get(start_of_text(text)..).unwrap_or_default().trim_ascii_start();
    matches!(text, [b'{' | b'[', ..] | [b'"', b'{' | b'[' | b'\\', ..])
}

/// Decodes a JSON string given with its quotes.
///
/// Bytes that are not UTF-8 and lone surrogates become U+FFFD, because columns, filters and groups need text.
/// The detail pane shows such strings from their source instead, so that nothing is hidden there.
pub fn decode(string: &[u8]) -> Cow<'_, str> {
    let inside = inside(string);
    if memchr::memchr(b'\\', inside).is_none() {
        // Checking the whole string is several times as fast as replacing bytes one by one, which is rarely
        // needed.
        return std::str::from_utf8(inside).map_or_else(|_| String::from_utf8_lossy(inside), Cow::Borrowed);
    }
    let mut out = Vec::with_capacity(inside.len());
    unescape_into(inside, &mut out);
    Cow::Owned(
        String::from_utf8(out).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
    )
}

/// Returns the bytes between the quotes of a JSON string, escapes unchanged.
pub fn inside(string: &[u8]) -> &[u8] {
    let body = string.strip_prefix(b"\"").unwrap_or(string);
    body.strip_suffix(b"\"").unwrap_or(body)
}

/// A part of a string's content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Bytes, usually UTF-8.
    Bytes(Vec<u8>),
    /// An escape of a lone surrogate.
    Surrogate(u16),
}

/// Decodes `inside` (a JSON string without quotes) into parts, with nothing replaced.
pub fn parts(inside: &[u8]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut bytes = Vec::with_capacity(inside.len());
    let mut rest = inside;
    while let Some(step) = memchr::memchr(b'\\', rest) {
        let (plain, escape) = rest.split_at(step);
        bytes.extend_from_slice(plain);
        let (text, length) = one_escape(escape);
        let unit = hex4(escape.get(2..6)).and_then(|unit| u16::try_from(unit).ok());
        match unit
            .filter(|unit| (0xD800..0xE000).contains(unit) && escape.get(1) == Some(&b'u') && length == 6)
        {
            Some(unit) => {
                parts.push(Part::Bytes(std::mem::take(&mut bytes)));
                parts.push(Part::Surrogate(unit));
            }
            None => bytes.extend_from_slice(text.encode_utf8(&mut [0; 4]).as_bytes()),
        }
        rest = escape.get(length..).unwrap_or_default();
    }
    bytes.extend_from_slice(rest);
    parts.push(Part::Bytes(bytes));
    parts
}

/// Decodes `inside` (a JSON string without quotes) and appends its bytes. Raw bytes are kept unchanged.
pub fn unescape_into(inside: &[u8], out: &mut Vec<u8>) {
    let mut rest = inside;
    while let Some(step) = memchr::memchr(b'\\', rest) {
        let (plain, escape) = rest.split_at(step);
        out.extend_from_slice(plain);
        let (text, length) = one_escape(escape);
        out.extend_from_slice(text.encode_utf8(&mut [0; 4]).as_bytes());
        rest = escape.get(length..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
}

/// Returns the character that `escape` (beginning with a backslash) represents, and the length of the escape in
/// bytes.
fn one_escape(escape: &[u8]) -> (char, usize) {
    match escape.get(1) {
        Some(b'n') => ('\n', 2),
        Some(b't') => ('\t', 2),
        Some(b'r') => ('\r', 2),
        Some(b'b') => ('\u{8}', 2),
        Some(b'f') => ('\u{c}', 2),
        Some(b'u') => unicode_escape(escape),
        Some(&own @ (b'"' | b'\\' | b'/')) => (char::from(own), 2),
        _ => AS_IT_STANDS,
    }
}

/// An unknown escape is literal text.
const AS_IT_STANDS: (char, usize) = ('\\', 1);

fn unicode_escape(escape: &[u8]) -> (char, usize) {
    let Some(first) = hex4(escape.get(2..6)) else { return AS_IT_STANDS };
    if let Some(char) = char::from_u32(first) {
        return (char, 6);
    }
    let second = match escape.get(6..8) {
        Some(b"\\u") if first < 0xDC00 => hex4(escape.get(8..12)),
        _ => None,
    };
    match second {
        Some(low @ 0xDC00..=0xDFFF) => {
            let code = 0x1_0000 + ((first - 0xD800) << 10) + (low - 0xDC00);
            (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 12)
        }
        _ => (char::REPLACEMENT_CHARACTER, 6),
    }
}

/// Returns the value of four hexadecimal digits.
pub fn hex4(digits: Option<&[u8]>) -> Option<u32> {
    let digits = digits.filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// Encodes `text` as a JSON string with quotes. Characters that could control a terminal or deceive a reader,
/// as decided by `hidden`, are written as `\u` escapes, so that the result is safe wherever it is pasted.
pub fn encode(text: &str, hidden: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for char in text.chars() {
        match char {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            char if char < ' ' || hidden(char) => push_escape(char, &mut out),
            char => out.push(char),
        }
    }
    out.push('"');
    out
}

/// Appends `char` as one or two `\u` escapes.
pub fn push_escape(char: char, out: &mut String) {
    use std::fmt::Write as _;
    for unit in char.encode_utf16(&mut [0; 2]) {
        // Writing into a String cannot fail.
        let _ = write!(out, "\\u{unit:04x}");
    }
}

/// Decodes the `%xx` escapes of `text`; `None` if there are none or the result is not UTF-8.
pub fn percent_decode(text: &str) -> Option<String> {
    let is_escape = |at: usize| {
        text.as_bytes().get(at + 1..at + 3).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    if !memchr::memchr_iter(b'%', text.as_bytes()).any(is_escape) {
        return None;
    }
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        let digits = tail.get(..2).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        match digits.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()) {
            Some(decoded) if byte == b'%' => {
                out.push(decoded);
                rest = tail.get(2..).unwrap_or_default();
            }
            _ => {
                out.push(if byte == b'+' { b' ' } else { byte });
                rest = tail;
            }
        }
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn decodes(string: &str, text: &str) {
        assert_eq!(decode(string.as_bytes()), text, "{string}");
    }

    #[test]
    fn escapes_are_undone() {
        decodes(r#""plain""#, "plain");
        decodes(r#""a\/b\\c\"d\n""#, "a/b\\c\"d\n");
        decodes(r#""\u00e9\u00E9""#, "éé");
        decodes(r#""\ud83d\ude00!""#, "😀!");
        decodes(r#""\ud83d!""#, "\u{FFFD}!");
        decodes(r#""\ude00\ud83d""#, "\u{FFFD}\u{FFFD}");
        for none in [r"\u12", r"\x", r"\é", r"\"] {
            let mut out = Vec::new();
            unescape_into(none.as_bytes(), &mut out);
            assert_eq!(out, none.as_bytes());
        }
        assert_eq!(decode(b"\"a\xFFb\""), "a\u{FFFD}b");
    }

    #[test]
    fn half_characters_are_kept_apart() {
        let half = Part::Surrogate(0xD83D);
        assert_eq!(parts(br"a\ud83db"), [Part::Bytes(b"a".to_vec()), half, Part::Bytes(b"b".to_vec())]);
        assert_eq!(parts(br"\ud83d\ude00"), [Part::Bytes("😀".into())]);
    }

    #[test]
    fn url_encoded_text_is_undone() {
        assert_eq!(percent_decode("%7B%22a%22%3A1%7D").as_deref(), Some("{\"a\":1}"));
        assert_eq!(percent_decode("a+b%20c%2").as_deref(), Some("a b c%2"));
        assert_eq!(percent_decode("plain"), None);
        assert_eq!(percent_decode("1+1 is 100%"), None);
        assert_eq!(percent_decode("%ff"), None);
    }

    proptest! {
        #[test]
        fn decode_agrees_with_serde_json(text in any::<String>()) {
            let string = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(decode(string.as_bytes()), text.as_str());
            let encoded = encode(&text, |char| !char.is_ascii());
            prop_assert!(encoded.is_ascii());
            prop_assert_eq!(decode(encoded.as_bytes()), text.as_str());
        }
    }
}
