//! JSON on its way to a terminal. Files and pipes get the records' own bytes.

use std::cell::Cell;
use std::io::{self, Write};
use std::rc::Rc;

use super::safe;

/// Writes escaped lines.
#[derive(Debug)]
pub struct TerminalWriter<W: Write> {
    inner: W,
    line: Vec<u8>,
    not_text: Rc<Cell<usize>>,
}

impl<W: Write> TerminalWriter<W> {
    /// A writer in front of a terminal. It counts in `not_text` the bytes that were no text and had to be spelled out.
    pub fn new(inner: W, not_text: Rc<Cell<usize>>) -> Self {
        Self { inner, line: Vec::new(), not_text }
    }

    fn pass_on(&mut self) -> io::Result<()> {
        let line = safe::json(&std::mem::take(&mut self.line));
        self.not_text.set(self.not_text.get() + line.not_text);
        self.inner.write_all(line.text.as_bytes())
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
        let not_text = Rc::default();
        let mut writer = TerminalWriter::new(&mut out, Rc::clone(&not_text));
        writer.write_all("{\"a\":\"\u{202e}".as_bytes()).unwrap();
        writer.write_all("\u{1b}[31m\"}\nnext".as_bytes()).unwrap();
        writer.write_all(b"\xff").unwrap();
        writer.flush().unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "{\"a\":\"\\u202e\\u001b[31m\"}\nnext⟨\\\\xFF⟩");
        assert_eq!(not_text.get(), 1);
    }
}
