//! Where JSON values begin and end, byte by byte, without building anything.
//!
//! The strict scanner follows RFC 8259, except that it does not check the bytes inside strings: a record with
//! invalid UTF-8 or raw control characters must still be shown. Nesting is counted on the heap, so that no
//! input can exhaust the stack. Callers decide what to do about damage.

use std::ops::Range;

use memchr::memchr2;

use super::nest::Nest;
use super::plain::{end_of_plain_string, end_of_plain_value};

/// Why and where a text stopped being JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// Byte offset in the scanned text.
    pub at: usize,
    /// What was wrong, as the end of a sentence: "expected a comma".
    pub reason: &'static str,
}

/// The type of a value, known from its first byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ValueKind {
    /// `{…}`
    Object,
    /// `[…]`
    Array,
    /// `"…"`
    String,
    /// `-1.5e3`
    Number,
    /// `true` or `false`
    Bool,
    /// `null`
    Null,
}

impl ValueKind {
    /// Returns the type of the value whose first byte is `byte`; `None` if no value can begin with it.
    pub fn from_first_byte(byte: u8) -> Option<Self> {
        match byte {
            b'{' => Some(Self::Object),
            b'[' => Some(Self::Array),
            b'"' => Some(Self::String),
            b'-' | b'0'..=b'9' => Some(Self::Number),
            b't' | b'f' => Some(Self::Bool),
            b'n' => Some(Self::Null),
            _ => None,
        }
    }
}

/// A position in a text, moving forward over values.
#[derive(Debug, Clone)]
pub struct Scanner<'a> {
    text: &'a [u8],
    at: usize,
    spaced: bool,
}

impl<'a> Scanner<'a> {
    /// Makes a scanner over `text` that starts at byte `at`.
    pub fn new(text: &'a [u8], at: usize) -> Self {
        Self { text, at, spaced: false }
    }

    /// Returns the byte offset of the next unread byte.
    pub fn at(&self) -> usize {
        self.at
    }

    /// Continues at byte `at`.
    pub fn seek(&mut self, at: usize) {
        self.at = at;
    }

    /// Returns whether there was white space outside strings since the last [`Self::forget_spaces`].
    pub fn spaced(&self) -> bool {
        self.spaced
    }

    /// Forgets that there was white space.
    pub fn forget_spaces(&mut self) {
        self.spaced = false;
    }

    /// Returns the next byte without moving.
    pub fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    /// Moves over white space and returns the byte after it.
    #[inline]
    pub fn skip_space(&mut self) -> Option<u8> {
        match self.text.get(self.at) {
            // Trails have no white space outside strings, so this is nearly always the case.
            Some(&byte) if byte > b' ' => Some(byte),
            _ => self.skip_spaces(),
        }
    }

    #[cold]
    fn skip_spaces(&mut self) -> Option<u8> {
        while let Some(&byte) = self.text.get(self.at) {
            if !matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
                return Some(byte);
            }
            self.spaced = true;
            self.at += 1;
        }
        None
    }

    /// Moves over `byte` if it comes next.
    pub fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// Makes a fault at the current position.
    #[cold]
    pub fn fault(&self, reason: &'static str) -> Fault {
        let reason = if self.at >= self.text.len() { "the JSON is truncated" } else { reason };
        Fault { at: self.at, reason }
    }

    /// Moves over a string, quotes included, and returns its place.
    #[inline]
    pub fn string(&mut self) -> Result<Range<usize>, Fault> {
        let start = self.at;
        match end_of_plain_string(self.text, start) {
            Some(end) => {
                self.at = end;
                Ok(start..end)
            }
            None => self.any_string(),
        }
    }

    #[inline(never)]
    fn any_string(&mut self) -> Result<Range<usize>, Fault> {
        let start = self.at;
        if !self.eat(b'"') {
            return Err(self.fault("expected a string"));
        }
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let Some(step) = memchr2(b'"', b'\\', rest) else {
                self.at = self.text.len();
                return Err(Fault { at: start, reason: "unterminated string" });
            };
            self.at += step;
            if self.eat(b'"') {
                return Ok(start..self.at);
            }
            self.escape()?;
        }
    }

    fn escape(&mut self) -> Result<(), Fault> {
        let length = match self.text.get(self.at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 2,
            Some(b'u') => {
                let digits = self.text.get(self.at + 2..self.at + 6).unwrap_or_default();
                if digits.len() != 4 || !digits.iter().all(u8::is_ascii_hexdigit) {
                    return Err(self.fault("a \\u escape needs four hexadecimal digits"));
                }
                6
            }
            _ => return Err(self.fault("not a JSON escape")),
        };
        self.at += length;
        Ok(())
    }

    fn number(&mut self) -> Result<(), Fault> {
        let digits = |scanner: &mut Self| {
            let start = scanner.at;
            while scanner.peek().is_some_and(|byte| byte.is_ascii_digit()) {
                scanner.at += 1;
            }
            scanner.at - start
        };
        self.eat(b'-');
        let leading_zero = self.peek() == Some(b'0');
        let whole = digits(self);
        if whole == 0 || (leading_zero && whole > 1) {
            return Err(self.fault("malformed number"));
        }
        if self.eat(b'.') && digits(self) == 0 {
            return Err(self.fault("malformed number"));
        }
        if self.eat(b'e') || self.eat(b'E') {
            if !self.eat(b'+') {
                self.eat(b'-');
            }
            if digits(self) == 0 {
                return Err(self.fault("malformed number"));
            }
        }
        Ok(())
    }

    fn literal(&mut self, word: &'static [u8]) -> Result<(), Fault> {
        if self.text.get(self.at..).unwrap_or_default().starts_with(word) {
            self.at += word.len();
            Ok(())
        } else {
            Err(self.fault("expected a value"))
        }
    }

    #[inline(never)]
    fn number_or_word(&mut self) -> Result<(), Fault> {
        match self.peek() {
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.literal(b"true"),
            Some(b'f') => self.literal(b"false"),
            Some(b'n') => self.literal(b"null"),
            _ => Err(self.fault("expected a value")),
        }
    }

    /// Moves over a key, its colon and the white space around them; returns the key's place, quotes included.
    #[inline]
    pub fn key(&mut self) -> Result<Range<usize>, Fault> {
        let start = self.at;
        if let Some(end) = end_of_plain_string(self.text, start)
            && let Some([b':', next]) = self.text.get(end..).and_then(<[u8]>::first_chunk)
            && *next > b' '
        {
            self.at = end + 1;
            return Ok(start..end);
        }
        self.any_key()
    }

    #[inline(never)]
    fn any_key(&mut self) -> Result<Range<usize>, Fault> {
        if self.skip_space() != Some(b'"') {
            return Err(self.fault("expected a name in quotes"));
        }
        let key = self.string()?;
        if self.skip_space() != Some(b':') {
            return Err(self.fault("expected a colon"));
        }
        self.at += 1;
        self.skip_space();
        Ok(key)
    }

    /// Moves over one whole value of any type and returns its place. White space before it is skipped.
    #[inline]
    pub fn value(&mut self) -> Result<Range<usize>, Fault> {
        #[cfg(test)]
        VALUES.set(VALUES.get() + 1);
        let start = self.at;
        match end_of_plain_value(self.text, start) {
            Some(end) => {
                self.at = end;
                Ok(start..end)
            }
            None => self.any_value(),
        }
    }

    /// Does the same without the fast path.
    #[cfg(test)]
    pub(super) fn value_in_steps(&mut self) -> Result<Range<usize>, Fault> {
        self.any_value()
    }

    #[inline(never)]
    fn any_value(&mut self) -> Result<Range<usize>, Fault> {
        let first = self.skip_space();
        let start = self.at;
        if !matches!(first, Some(b'{' | b'[' | b'"')) {
            self.number_or_word()?;
            return Ok(start..self.at);
        }
        let mut nest = Nest::default();
        loop {
            match self.peek() {
                Some(open @ (b'{' | b'[')) => {
                    self.at += 1;
                    let in_object = open == b'{';
                    nest.push(in_object);
                    if self.skip_space() != Some(if in_object { b'}' } else { b']' }) {
                        if in_object {
                            self.key()?;
                        }
                        continue;
                    }
                }
                Some(b'"') => {
                    self.string()?;
                }
                _ => self.number_or_word()?,
            }
            if !self.close(&mut nest)? {
                return Ok(start..self.at);
            }
        }
    }

    /// Moves over a bracketed value by counting brackets outside strings only, for text that is not quite JSON.
    pub fn brackets(&mut self) -> Result<Range<usize>, Fault> {
        let start = self.at;
        let mut depth = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                b'"' => self.loose_string()?,
                _ => {}
            }
            if byte != b'"' {
                self.at += 1;
            }
            if depth == 0 {
                return Ok(start..self.at);
            }
        }
        Err(self.fault("unclosed bracket"))
    }

    /// Moves over a string whatever its escapes are; to the end of the text if it does not end.
    pub fn loose_string(&mut self) -> Result<(), Fault> {
        self.at += 1;
        while let Some(step) = memchr2(b'"', b'\\', self.text.get(self.at..).unwrap_or_default()) {
            self.at += step;
            if self.eat(b'"') {
                return Ok(());
            }
            self.at += 2;
        }
        self.at = self.text.len();
        Err(self.fault("unterminated string"))
    }

    /// Closes, after a value, the containers that end here. Returns `false` when the outermost value is
    /// complete.
    #[inline]
    fn close(&mut self, nest: &mut Nest) -> Result<bool, Fault> {
        while let Some(in_object) = nest.top() {
            match self.skip_space() {
                Some(b'}') if in_object => nest.pop(),
                Some(b']') if !in_object => nest.pop(),
                Some(b',') => {
                    // Directly after an opening bracket there is no value before a comma. `value` has already
                    // looked for the closing bracket and moved on to a key or value.
                    self.at += 1;
                    if in_object {
                        self.key()?;
                    } else {
                        self.skip_space();
                    }
                    return Ok(true);
                }
                _ if in_object => return Err(self.fault("expected a comma or }")),
                _ => return Err(self.fault("expected a comma or ]")),
            }
            self.at += 1;
        }
        Ok(false)
    }
}

#[cfg(test)]
thread_local! {
    /// How many values this thread has scanned, without the values inside them: for tests of the cost of
    /// reading.
    pub(crate) static VALUES: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

#[cfg(test)]
mod tests;
