//! JSON on its way to a terminal: what could drive it or deceive a reader is written as an escape of JSON, which means
//! the same. Files and pipes get the records' own bytes.

use std::io::{self, Write};

use crate::json::text::push_escape;
use crate::text::is_hidden;

/// Passes lines on, made safe.
#[derive(Debug)]
pub struct TerminalWriter<W: Write> {
    inner: W,
    line: Vec<u8>,
}

impl<W: Write> TerminalWriter<W> {
    /// A writer in front of a terminal.
    pub fn new(inner: W) -> Self {
        Self { inner, line: Vec::new() }
    }

    fn pass_on(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.line);
        let mut safe = String::with_capacity(line.len());
        for char in String::from_utf8_lossy(&line).chars() {
            if is_hidden(char) && char != '\n' {
                push_escape(char, &mut safe);
            } else {
                safe.push(char);
            }
        }
        self.inner.write_all(safe.as_bytes())
    }
}

impl<W: Write> Write for TerminalWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A whole line at a time, so that no character is cut in two.
        for part in bytes.split_inclusive(|&byte| byte == b'\n') {
            self.line.extend_from_slice(part);
            if part.ends_with(b"\n") {
                self.pass_on()?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pass_on()?;
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_escaped_and_lines_stay() {
        let mut out = Vec::new();
        let mut writer = TerminalWriter::new(&mut out);
        writer.write_all("{\"a\":\"\u{202e}".as_bytes()).unwrap();
        writer.write_all("\u{1b}[31m\"}\nnext".as_bytes()).unwrap();
        writer.flush().unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "{\"a\":\"\\u202e\\u001b[31m\"}\nnext");
    }
}
