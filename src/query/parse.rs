//! What was typed into the filter bar → one tree that filter, list, groups and export share.
//!
//! Today every word is a fuzzy word and all must match; the tree is where fields, tests and operators will join.

use super::fuzzy::Word;

/// A question to each event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expr {
    /// All of them hold; with none, every event passes.
    All(Vec<Self>),
    /// The word matches within one of the shown columns.
    Fuzzy(Word),
}

/// Reads a filter.
pub fn parse(text: &str) -> Expr {
    Expr::All(text.split_whitespace().map(|word| Expr::Fuzzy(Word::new(word))).collect())
}

impl Expr {
    /// The fuzzy words in it, for highlighting.
    pub fn words(&self) -> Vec<&Word> {
        match self {
            Self::All(parts) => parts.iter().flat_map(Self::words).collect(),
            Self::Fuzzy(word) => vec![word],
        }
    }

    /// Whether every event passes.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::All(parts) if parts.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_separate_words() {
        assert!(parse("  \t ").is_empty());
        let expr = parse(" del  bucket ");
        assert_eq!(expr.words().iter().map(|word| word.text()).collect::<Vec<_>>(), ["del", "bucket"]);
    }
}
