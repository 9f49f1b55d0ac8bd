//! Records on their way to a terminal or a clipboard. Characters that could control it or deceive a reader are
//! written as JSON escapes, which mean the same. Bytes that are not UTF-8 are escaped and counted, never
//! silently replaced.

use std::fmt::Write as _;

use crate::json::text::{Part, inside, parts, push_escape};
use crate::plural::{agree, counted};
use crate::text::is_hidden;

/// A text that is safe to paste and to print.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Safe {
    /// The text.
    pub text: String,
    /// How many bytes were not UTF-8; they are written as `⟨\xFF⟩`.
    pub not_text: usize,
    /// How many characters were escaped because shells act on them.
    pub escaped: usize,
}

/// Escapes hidden characters in JSON. The result is JSON with the same meaning and the same lines.
pub fn json(json: &[u8]) -> Safe {
    let mut safe = Safe::default();
    safe.push(json, |char| char != '\n' && is_hidden(char), "\\\\");
    safe
}

/// Returns the content of a JSON string, given with its quotes, with hidden characters as JSON escapes.
pub fn string(raw: &[u8]) -> Safe {
    let mut safe = Safe::default();
    for part in parts(inside(raw)) {
        match part {
            Part::Bytes(bytes) => safe.push(&bytes, is_hidden, "\\"),
            Part::Surrogate(unit) => {
                // Writing into a String cannot fail.
                let _ = write!(safe.text, "\\u{unit:04x}");
            }
        }
    }
    safe
}

/// Returns text with hidden characters as JSON escapes.
pub fn text(text: &str) -> String {
    let mut safe = Safe::default();
    safe.push(text.as_bytes(), is_hidden, "\\");
    safe.text
}

/// Returns bytes as they are, including hidden characters; only bytes that are not UTF-8 are escaped.
pub fn raw(bytes: &[u8]) -> Safe {
    let mut safe = Safe::default();
    safe.push(bytes, |_| false, "\\");
    safe
}

impl Safe {
    fn push(&mut self, bytes: &[u8], hidden: impl Fn(char) -> bool, backslash: &str) {
        for chunk in bytes.utf8_chunks() {
            for char in chunk.valid().chars() {
                if hidden(char) {
                    push_escape(char, &mut self.text);
                } else {
                    self.text.push(char);
                }
            }
            for byte in chunk.invalid() {
                // Writing into a String cannot fail.
                let _ = write!(self.text, "⟨{backslash}x{byte:02X}⟩");
            }
            self.not_text += chunk.invalid().len();
        }
    }
}

/// Says how many bytes were escaped: `3 bytes are not valid UTF-8 and are written as ⟨\xFF⟩`.
pub fn not_text_words(bytes: usize) -> String {
    let verb = agree(bytes, "is not valid UTF-8 and is", "are not valid UTF-8 and are");
    format!("{} {verb} written as ⟨\\xFF⟩", counted(bytes, "byte"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_escaped_and_no_byte_is_lost() {
        assert_eq!(text("a\u{1b}]52\u{202e}\n"), r"a\u001b]52\u202e\u000a");
        let json = super::json(b"{\n  \"a\": \"\xc2\x9b \xff\xfe\"\n}");
        assert_eq!((json.text.as_str(), json.not_text), ("{\n  \"a\": \"\\u009b ⟨\\\\xFF⟩⟨\\\\xFE⟩\"\n}", 2));
        let read: serde_json::Value = serde_json::from_str(&json.text).unwrap();
        assert_eq!(read["a"], "\u{9b} ⟨\\xFF⟩⟨\\xFE⟩");
        let value = string(b"\"a\\u001b\\ud800\\n\xff\"");
        assert_eq!((value.text.as_str(), value.not_text), (r"a\u001b\ud800\u000a⟨\xFF⟩", 1));
        assert_eq!(raw("a\u{202e}\u{1b}".as_bytes()).text, "a\u{202e}\u{1b}");
    }
}
