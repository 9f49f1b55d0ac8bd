//! The search in one event: which rows match, which of them is under the cursor, and where the letters are. Without a
//! searched text, the matches are those of the filter.

use crate::json::find::find;
use crate::json::tree::Tree;
use crate::query::marks::RowMark;
use crate::query::matcher::fuzzy::Word;
use crate::text::Piece;

/// The searched text, and the rows that have it.
#[derive(Debug, Default)]
pub struct Search {
    needle: String,
    rows: Vec<usize>,
    /// What the filter matched, with the rows of it, and the texts that it searches for.
    marks: Vec<RowMark>,
    marked: Vec<usize>,
    texts: Vec<String>,
}

impl Search {
    /// Returns the searched text.
    pub fn needle(&self) -> &str {
        &self.needle
    }

    /// Searches for another text.
    pub fn set(&mut self, tree: &Tree, needle: &str) {
        needle.clone_into(&mut self.needle);
        self.rows = find(tree, needle);
    }

    /// Searches another tree for the same text.
    pub fn look_again(&mut self, tree: &Tree) {
        self.rows = find(tree, &self.needle);
    }

    /// Takes what the filter matched in the tree, and the texts that it searches for.
    pub fn mark(&mut self, marks: Vec<RowMark>, texts: Vec<String>) {
        self.marked = marks.iter().map(|mark| mark.row).collect();
        (self.marks, self.texts) = (marks, texts);
    }

    /// Returns the letters of a row that the filter matched.
    pub fn mark_of(&self, row: usize) -> Option<&RowMark> {
        self.marks.get(self.marked.binary_search(&row).ok()?)
    }

    /// Returns whether the filter matched something in the tree.
    pub fn is_marked(&self) -> bool {
        !self.marks.is_empty()
    }

    /// Returns the texts to look for in the record as it was written: the searched one, or those of the filter.
    pub fn texts(&self) -> Vec<&str> {
        match self.needle.as_str() {
            "" => self.texts.iter().map(String::as_str).collect(),
            needle => vec![needle],
        }
    }

    /// Returns the rows that the keys go through: those of the search, or else those of the filter.
    fn steps(&self) -> &[usize] {
        if self.needle.is_empty() { &self.marked } else { &self.rows }
    }

    /// Returns whether a row matches the searched text.
    pub fn is_match(&self, row: usize) -> bool {
        self.rows.binary_search(&row).is_ok()
    }

    /// Returns the nearest match after a row, or before it, wrapping around at the end.
    pub fn next(&self, from: usize, backwards: bool) -> Option<usize> {
        let rows = self.steps();
        let before = rows.partition_point(|&row| row < from);
        let after = rows.partition_point(|&row| row <= from);
        let next = if backwards { before.checked_sub(1) } else { Some(after) };
        let round = if backwards { rows.last() } else { rows.first() };
        next.and_then(|at| rows.get(at)).or(round).copied()
    }

    /// Returns `2 of 5` on a match and `5 matches` elsewhere; an empty text without a search, unless the filter
    /// matched something.
    pub fn words(&self, row: Option<usize>) -> String {
        let rows = self.steps();
        let (all, is_of_filter) = (rows.len(), self.needle.is_empty());
        match row.and_then(|row| rows.binary_search(&row).ok()) {
            _ if is_of_filter && all == 0 => String::new(),
            Some(place) if is_of_filter => format!("filter {} of {all}", place + 1),
            None if is_of_filter => format!("filter {}", crate::plural::counted(all, "match")),
            Some(place) => format!("{} of {all}", place + 1),
            None if all == 0 => "no match".to_owned(),
            None => crate::plural::counted(all, "match"),
        }
    }
}

/// Returns the positions of all matching letters in pieces, counted in characters of the original text.
pub fn positions<'p>(needle: &str, pieces: impl Iterator<Item = &'p Piece<'p>>) -> Vec<usize> {
    // An escape represents as many characters as it hides; nobody can search for those.
    let text: String = pieces
        .map(|piece| if piece.spelled { "\0".repeat(piece.chars) } else { piece.text.to_string() })
        .collect();
    Word::new(needle).all_positions(&text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::visible;

    #[test]
    fn matches_are_counted_and_gone_through_round_about() {
        let tree = Tree::new(br#"{"alpha":"x","b":{"c":"ALPHA"},"d":"\u0061lpha"}"#.to_vec(), 1);
        let mut search = Search::default();
        assert_eq!((search.next(0, false), search.words(Some(1)).as_str()), (None, ""));
        search.set(&tree, "alpha");
        assert_eq!([0, 1, 3, 4].map(|from| search.next(from, false)), [1, 3, 4, 1].map(Some));
        assert_eq!([0, 1, 2, 4].map(|from| search.next(from, true)), [4, 4, 1, 3].map(Some));
        assert_eq!(
            (search.words(Some(3)), search.words(Some(2))),
            ("2 of 3".to_owned(), "3 matches".to_owned())
        );
        search.set(&tree, "ALPHA");
        assert_eq!((search.next(0, false), search.is_match(1)), (Some(3), false));
        search.set(&tree, "nothing");
        assert_eq!((search.next(0, false), search.words(Some(1)).as_str()), (None, "no match"));
    }

    #[test]
    fn all_letters_that_match_are_found() {
        let found = |needle, text| positions(needle, visible(text).iter());
        assert_eq!(found("ab", "ab\u{202e}xAB"), [0, 1, 4, 5]);
        assert_eq!(found("aa", "aaaaa"), [0, 1, 2, 3]);
        assert_eq!(found("", "aaaaa"), [] as [usize; 0]);
        assert_eq!(found("漢", "a漢漢"), [1, 2]);
    }
}
