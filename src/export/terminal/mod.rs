//! Answers on their way to a terminal: characters that could control it are escaped, and reports are aligned
//! and wrapped between words. Files and pipes get the unchanged bytes.

pub(in crate::export) mod paint;
pub mod safe;

use std::cell::Cell;
use std::io::{self, Write};
use std::rc::Rc;

use crate::text::paint::painted_width;
use crate::text::wrap_words_by;

/// What is written to a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputForm {
    /// Lines that are not wrapped: JSON, tables and CSV.
    Lines,
    /// A table whose cells are escaped and painted already: it is written unchanged.
    Painted,
    /// Sentences, and lists with columns separated by tabs, for lines of this many cells.
    Report(usize),
    /// The same, escaped and painted already.
    PaintedReport(usize),
}

impl OutputForm {
    /// Returns the width of the lines of a report.
    fn width(self) -> Option<usize> {
        match self {
            Self::Report(width) | Self::PaintedReport(width) => Some(width),
            Self::Lines | Self::Painted => None,
        }
    }

    /// Returns how a report is written: painted if it has colours, in lines of a terminal if it goes to one.
    pub fn of_report(width: Option<usize>, is_painted: bool) -> Self {
        match (width, is_painted) {
            (Some(width), true) => Self::PaintedReport(width),
            (Some(width), false) => Self::Report(width),
            (None, true) => Self::Painted,
            (None, false) => Self::Lines,
        }
    }
}

/// Writes escaped lines.
#[derive(Debug)]
pub struct TerminalWriter<W: Write> {
    inner: W,
    form: OutputForm,
    line: Vec<u8>,
    /// Lines with tabs that are not written yet. Their columns are as wide as the widest value in them.
    list: Vec<Vec<String>>,
    not_text: Rc<Cell<usize>>,
}

/// At most this many lines of a list are aligned together, because none is written before all are read.
const LONGEST_LIST: usize = 1000;

/// Blanks between two columns, and before the continuation of a line.
const GAP: usize = 2;

impl<W: Write> TerminalWriter<W> {
    /// Makes a writer for a terminal. It counts in `not_text` the bytes that were not UTF-8 and had to be
    /// escaped.
    pub fn new(inner: W, form: OutputForm, not_text: Rc<Cell<usize>>) -> Self {
        Self { inner, form, line: Vec::new(), list: Vec::new(), not_text }
    }

    fn pass_on(&mut self) -> io::Result<()> {
        let mut line = std::mem::take(&mut self.line);
        // The carriage return at the end of a CSV line would be shown as a hidden character.
        if line.ends_with(b"\r\n") {
            line.truncate(line.len() - 2);
            line.push(b'\n');
        }
        let Some(width) = self.form.width() else {
            let line = self.safe(&line);
            return self.inner.write_all(line.as_bytes());
        };
        if line.is_empty() {
            return Ok(());
        }
        let line = line.strip_suffix(b"\n").unwrap_or(&line).to_vec();
        let cells: Vec<String> = line.split(|&byte| byte == b'\t').map(|cell| self.safe(cell)).collect();
        if cells.len() > 1 {
            self.list.push(cells);
            return if self.list.len() == LONGEST_LIST { self.write_list(width) } else { Ok(()) };
        }
        self.write_list(width)?;
        let line = cells.concat();
        let indent = line.len() - line.trim_start_matches(' ').len();
        write_wrapped(&mut self.inner, line.trim_start_matches(' '), indent, width)
    }

    fn safe(&self, bytes: &[u8]) -> String {
        if matches!(self.form, OutputForm::PaintedReport(_)) {
            return String::from_utf8_lossy(bytes).into_owned();
        }
        let safe = safe::json(bytes);
        self.not_text.set(self.not_text.get() + safe.not_text);
        safe.text
    }

    /// Writes the lines with tabs. If they all fit, they are aligned; otherwise everything after the second
    /// column gets a line of its own. Nothing is cut.
    fn write_list(&mut self, width: usize) -> io::Result<()> {
        let list = std::mem::take(&mut self.list);
        let widest = |column: usize| {
            let heads = list.iter().filter(|cells| cells.first().is_some_and(|first| !first.is_empty()));
            heads.filter_map(|cells| cells.get(column)).map(|cell| painted_width(cell)).max().unwrap_or(0)
        };
        let (first, second) = (widest(0), widest(1));
        let fits = first + second + widest(2) + 2 * GAP <= width;
        for cells in &list {
            let [head, name, rest @ ..] = cells.as_slice() else { continue };
            if head.is_empty() {
                write_wrapped(&mut self.inner, name, first + GAP, width)?;
                continue;
            }
            let rest = rest.join("  ");
            let head =
                format!("{head}{}{name}", " ".repeat((first + GAP).saturating_sub(painted_width(head))));
            if fits {
                let blanks = " ".repeat(if rest.is_empty() {
                    0
                } else {
                    (second + GAP).saturating_sub(painted_width(name))
                });
                writeln!(self.inner, "{head}{blanks}{rest}")?;
            } else {
                writeln!(self.inner, "{head}")?;
                write_wrapped(&mut self.inner, &rest, first + GAP, width)?;
            }
        }
        Ok(())
    }
}

/// Writes a sentence wrapped between words, with each line indented by `indent` blanks.
fn write_wrapped(out: &mut impl Write, sentence: &str, indent: usize, width: usize) -> io::Result<()> {
    let blanks = " ".repeat(if sentence.is_empty() { 0 } else { indent });
    if painted_width(sentence) + indent <= width {
        return writeln!(out, "{blanks}{sentence}");
    }
    let lines = wrap_words_by(sentence, width.saturating_sub(indent), painted_width);
    lines.iter().try_for_each(|line| writeln!(out, "{blanks}{line}"))
}

impl<W: Write> Write for TerminalWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Writes whole lines, so that no character is cut in two.
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
        if let Some(width) = self.form.width() {
            self.write_list(width)?;
        }
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
        let mut writer = TerminalWriter::new(&mut out, OutputForm::Lines, Rc::clone(&not_text));
        writer.write_all("{\"a\":\"\u{202e}".as_bytes()).unwrap();
        writer.write_all("\u{1b}[31m\"}\nnext".as_bytes()).unwrap();
        writer.write_all(b"\xff").unwrap();
        writer.flush().unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "{\"a\":\"\\u202e\\u001b[31m\"}\nnext⟨\\\\xFF⟩");
        assert_eq!(not_text.get(), 1);
    }

    #[track_caller]
    fn shows(form: OutputForm, text: &str, expected: &[&str]) {
        let mut out = Vec::new();
        let mut writer = TerminalWriter::new(&mut out, form, Rc::default());
        writer.write_all(text.as_bytes()).unwrap();
        writer.flush().unwrap();
        assert_eq!(String::from_utf8(out).unwrap().lines().collect::<Vec<_>>(), expected);
    }

    /// The tabs of a report were shown as six characters each.
    #[test]
    fn lists_of_a_report_are_aligned_where_they_fit_and_stacked_where_not() {
        let report = "Checked 2 files\n\nLog file\ta.json\tINVALID: hash differs\n\tlisted in d.json\n\
                      Digest file\tlonger.json\tnot checked\n    an indented sentence of words\n";
        shows(
            OutputForm::Report(60),
            report,
            &[
                "Checked 2 files",
                "",
                "Log file     a.json       INVALID: hash differs",
                "             listed in d.json",
                "Digest file  longer.json  not checked",
                "    an indented sentence of words",
            ],
        );
        shows(
            OutputForm::Report(28),
            report,
            &[
                "Checked 2 files",
                "",
                "Log file     a.json",
                "             INVALID: hash",
                "             differs",
                "             listed in",
                "             d.json",
                "Digest file  longer.json",
                "             not checked",
                "    an indented sentence of",
                "    words",
            ],
        );
    }

    #[test]
    fn a_list_at_the_end_and_the_ends_of_lines_of_csv_are_written() {
        shows(OutputForm::Report(40), "Log file\ta\tsound", &["Log file  a  sound"]);
        shows(OutputForm::Lines, "a,b\r\n1,2\r\n", &["a,b", "1,2"]);
    }
}
