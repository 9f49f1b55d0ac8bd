//! The record of an event as AWS wrote it, byte for byte: wrapped to lines, with its own cursor and the matches of
//! the search in it.

use std::ops::Range;

use super::tree_text::{OPEN_BYTES, PieceLine, size_words};
use crate::plural::counted;
use crate::text::{Piece, visible_bytes};
use crate::tui::panes::search::positions;
use crate::tui::text_fit;
use crate::tui::window::Window;

/// The record as text.
#[derive(Debug, Default)]
pub struct RawText {
    /// Cursor and scroll position over the lines.
    pub window: Window,
    /// The beginning of the record; nobody reads millions of bytes here.
    pieces: PieceLine,
    /// What is said of the rest.
    more: Option<String>,
    lines: Vec<PieceLine>,
    /// The character that each line begins with.
    starts: Vec<usize>,
    /// The characters of each match.
    matches: Vec<Range<usize>>,
    /// The match that was gone to last.
    current: Option<usize>,
    width: usize,
}

impl RawText {
    /// Shows a record.
    pub fn show(&mut self, record: &[u8]) {
        let head = record.get(..OPEN_BYTES).unwrap_or(record);
        self.pieces = visible_bytes(head).into_iter().map(Piece::into_owned).collect();
        let more = record.len() - head.len();
        self.more = (more > 0).then(|| format!("… {} more; Y w copies all of it", size_words(more)));
        self.window.select(0);
        self.arrange();
    }

    /// Sets the size of the lines on the screen, in cells.
    pub fn resize(&mut self, width: usize, height: usize) {
        self.window.set_height(height);
        if self.width != width {
            self.width = width;
            let at = self.starts.get(self.window.cursor()).copied().unwrap_or(0);
            self.arrange();
            self.window.select(self.line_of(at));
        }
    }

    fn arrange(&mut self) {
        self.lines.clear();
        self.starts.clear();
        // Before it is first arranged the width is unknown.
        if self.width > 0 {
            self.lines = text_fit::wrap(&self.pieces, self.width);
        }
        let mut at = 0;
        for line in &self.lines {
            self.starts.push(at);
            at += line.iter().map(|piece| piece.chars).sum::<usize>();
        }
        if let Some(more) = &self.more {
            let remark = Piece { chars: 0, text: more.clone().into(), spelled: true };
            self.lines.push(vec![remark]);
        }
        self.window.set_total(self.lines.len());
    }

    /// Returns a line, and the places of letters in it that match.
    pub fn line(&self, at: usize) -> Option<(&[Piece<'static>], Vec<usize>)> {
        let line = self.lines.get(at)?;
        let Some(&start) = self.starts.get(at) else { return Some((line, Vec::new())) };
        let end = start + line.iter().map(|piece| piece.chars).sum::<usize>();
        let from = self.matches.partition_point(|found| found.end <= start);
        let here = self.matches.iter().skip(from).take_while(|found| found.start < end).cloned().flatten();
        Some((line, here.filter_map(|at| at.checked_sub(start)).collect()))
    }

    /// Searches for a text, from the line under the cursor on; returns whether it was found.
    pub fn search_for(&mut self, needle: &str) -> bool {
        self.look_for(&[needle]);
        let from = self.starts.get(self.window.cursor()).copied().unwrap_or(0);
        let at = self.matches.partition_point(|found| found.start < from);
        self.go_to(if at < self.matches.len() { at } else { 0 })
    }

    /// Finds the matches of some texts without going to one.
    pub fn look_for(&mut self, needles: &[&str]) {
        self.current = None;
        self.matches.clear();
        for needle in needles {
            let length = needle.chars().count();
            let found = if length == 0 { Vec::new() } else { positions(needle, self.pieces.iter()) };
            let starts = found.iter().step_by(length.max(1));
            self.matches.extend(starts.map(|&start| start..start + length));
        }
        self.matches.sort_unstable_by_key(|found| (found.start, found.end));
    }

    /// Goes to the next or previous match, wrapping around at the end; returns whether there is one.
    pub fn find(&mut self, backwards: bool) -> bool {
        let line = self.window.cursor();
        let start = self.starts.get(line).copied().unwrap_or(0);
        let count = self.matches.len().max(1);
        let next = match self.current.filter(|_| self.is_on_match()) {
            Some(at) if backwards => (at + count - 1) % count,
            Some(at) => (at + 1) % count,
            None if backwards => {
                (self.matches.partition_point(|found| found.start < start) + count - 1) % count
            }
            None => self.matches.partition_point(|found| found.start < start) % count,
        };
        self.go_to(next)
    }

    fn go_to(&mut self, at: usize) -> bool {
        let Some(found) = self.matches.get(at) else { return false };
        self.window.select(self.line_of(found.start));
        self.current = Some(at);
        true
    }

    /// Returns whether the cursor is still on the line of the match that was gone to last.
    fn is_on_match(&self) -> bool {
        let found = self.current.and_then(|at| self.matches.get(at));
        found.is_some_and(|found| self.line_of(found.start) == self.window.cursor())
    }

    fn line_of(&self, char: usize) -> usize {
        self.starts.partition_point(|&start| start <= char).saturating_sub(1)
    }

    /// Returns `2 of 5` on a match, `5 matches` elsewhere; without a searched text, those of the filter, if any.
    pub fn words(&self, needle: &str) -> String {
        let (all, is_of_filter) = (self.matches.len(), needle.is_empty());
        match self.current.filter(|_| self.is_on_match()) {
            _ if is_of_filter && all == 0 => String::new(),
            Some(at) if is_of_filter => format!("filter {} of {all}", at + 1),
            None if is_of_filter => format!("filter {}", counted(all, "match")),
            Some(at) => format!("{} of {all}", at + 1),
            None if all == 0 => "no match".to_owned(),
            None => counted(all, "match"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(record: &str, width: usize) -> RawText {
        let mut raw = RawText::default();
        raw.resize(width, 4);
        raw.show(record.as_bytes());
        raw
    }

    #[test]
    fn matches_are_found_across_the_ends_of_lines() {
        let mut raw = raw("{\"a\":\"needle\",\n\"b\":\"x needle\"}", 8);
        assert!(raw.search_for("needle"));
        assert_eq!(raw.words("needle"), "1 of 2");
        let lit = |raw: &RawText| {
            let lines = (0..).map_while(|at| raw.line(at));
            let letters = lines.flat_map(|(line, lit)| {
                let text: Vec<char> = line.iter().flat_map(|piece| piece.text.chars()).collect();
                lit.into_iter().filter_map(move |at| text.get(at).copied()).collect::<Vec<_>>()
            });
            letters.collect::<String>()
        };
        assert_eq!(lit(&raw), "needleneedle");
        let first = raw.window.cursor();
        assert!(raw.find(false) && raw.window.cursor() > first && raw.words("needle") == "2 of 2");
        assert!(raw.find(false) && raw.window.cursor() == first);
        assert!(raw.find(true) && raw.words("needle") == "2 of 2");
        raw.window.select(0);
        raw.resize(30, 4);
        assert_eq!(raw.words("needle"), "2 matches");
        assert!(!raw.search_for("none") && raw.words("none") == "no match" && raw.words("").is_empty());
    }
}
