//! Typing to narrow the lines of a menu or of the help: the line of text, whether it is open, and the lines that
//! match it. The palette and the menu of columns have rules of their own for what comes first.

use ratatui::layout::Rect;

use crate::query::matcher::fuzzy::Word;
use crate::tui::input::action::{Action, FilterAction};
use crate::tui::layout;
use crate::tui::panes::filter::text_line::TextLine;

/// The typed text, and what matches it.
#[derive(Debug, Default)]
pub struct Narrowing {
    /// The text.
    pub line: TextLine,
    is_typing: bool,
    /// Whether typing begins with the overlay and ends only with it.
    always: bool,
    /// The positions of the lines that match, each with the letters of its name that do.
    found: Vec<(usize, Vec<usize>)>,
}

impl Narrowing {
    /// Makes one that types from the beginning, or only after `/`.
    pub fn new(always: bool) -> Self {
        Self { is_typing: always, always, ..Self::default() }
    }

    /// Returns whether letters are text.
    pub fn is_typing(&self) -> bool {
        self.is_typing
    }

    /// Returns the lines that match: their positions, and the letters of their names.
    pub fn found(&self) -> &[(usize, Vec<usize>)] {
        &self.found
    }

    /// Finds the lines that match the text, given as name and description of each. All words must match: the name
    /// by letters in order, the description literally.
    pub fn find<'t>(&mut self, lines: impl Iterator<Item = (&'t str, &'t str)>) {
        let words: Vec<Word> = self.line.text().split_whitespace().map(Word::new).collect();
        let found =
            lines.enumerate().filter_map(|(at, (name, about))| Some((at, matched(name, about, &words)?)));
        self.found = found.collect();
        let begins = self.line.text().trim().to_lowercase();
        if !begins.is_empty() {
            // A name that matches is meant sooner than a description.
            self.found.sort_by_key(|(_, letters)| letters.is_empty());
        }
    }

    /// Returns the text, while letters are text.
    pub fn typed(&mut self) -> Option<&mut TextLine> {
        self.is_typing.then_some(&mut self.line)
    }

    /// Carries out an action: opens the line, or leaves it when it was opened by a key. Returns whether it did.
    pub fn act(&mut self, action: Action) -> bool {
        let opens = action == Action::Filter(FilterAction::Type) && !self.is_typing;
        let leaves = action == Action::Back && self.is_typing && !self.always;
        if leaves {
            self.line.set("");
        }
        self.is_typing = (self.is_typing || opens) && !leaves;
        opens || leaves
    }

    /// Returns how many lines an overlay with `rows` rows has inside its borders.
    pub fn lines(&self, rows: usize) -> usize {
        if self.is_typing { layout::palette_lines(rows) } else { rows }
    }

    /// Returns the area of the rows inside an overlay.
    pub fn rows(&self, inside: Rect) -> Rect {
        if self.is_typing { layout::below_typed(inside) } else { inside }
    }
}

fn matched(name: &str, about: &str, words: &[Word]) -> Option<Vec<usize>> {
    let mut letters = Vec::new();
    for word in words {
        match word.positions(name) {
            Some(positions) => letters.extend(positions),
            None => drop(word.exact_positions(about)?),
        }
    }
    letters.sort_unstable();
    letters.dedup();
    Some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(typed: &str) -> Vec<usize> {
        let mut narrowing = Narrowing::new(true);
        narrowing.line.set(typed);
        let lines =
            [("eventName", "the call"), ("errorCode", "why the call failed"), ("userAgent", "the program")];
        narrowing.find(lines.into_iter());
        narrowing.found().iter().map(|(at, _)| *at).collect()
    }

    #[test]
    fn all_words_match_the_name_or_the_description_and_names_come_first() {
        for (typed, lines) in [
            ("", vec![0, 1, 2]),
            ("name", vec![0]),
            ("call", vec![0, 1]),
            ("err call", vec![1]),
            ("program", vec![2]),
            ("code", vec![1]),
            ("zz", vec![]),
        ] {
            assert_eq!(found(typed), lines, "{typed}");
        }
    }

    #[test]
    fn a_line_that_a_key_opened_is_left_first() {
        let mut narrowing = Narrowing::new(false);
        assert!(!narrowing.act(Action::Back), "the overlay closes");
        assert!(narrowing.act(Action::Filter(FilterAction::Type)) && narrowing.is_typing());
        assert!(narrowing.typed().is_some_and(|line| line.replace("x")));
        assert!(narrowing.act(Action::Back) && !narrowing.is_typing() && narrowing.line.text().is_empty());
        let mut always = Narrowing::new(true);
        assert!(always.is_typing() && !always.act(Action::Back));
    }
}
