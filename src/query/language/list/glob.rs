//! Patterns of `*` and `?` for whole values, many at once: one look at a value finds those that may match, and
//! only these are compared. None is compiled, except those beyond ASCII.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::pieces::PieceFinder;
use crate::query::language::term::pattern::Pattern;

/// A pattern of `*` and `?` for a whole value, ignoring case.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::query::language) struct Glob {
    /// In lower case, if it is ASCII.
    text: Box<str>,
    /// For letters beyond ASCII, a regular expression handles case.
    pattern: Option<Box<Pattern>>,
}

impl Glob {
    /// Reads a pattern; the error is a few words.
    pub(in crate::query::language) fn read(text: &str) -> Result<Self, &'static str> {
        if text.is_ascii() {
            return Ok(Self { text: text.to_ascii_lowercase().into(), pattern: None });
        }
        let pattern = Pattern::glob(text).map_err(|_| "the pattern is too long")?;
        Ok(Self { text: text.into(), pattern: Some(Box::new(pattern)) })
    }

    /// Returns it as it is written, in lower case if it is ASCII.
    pub(in crate::query::language) fn written(&self) -> &str {
        &self.text
    }

    /// Returns whether a value matches; `folded` is the value as [`folded`] makes it.
    fn is_match(&self, value: &str, folded: &str) -> bool {
        self.pattern
            .as_ref()
            .map_or_else(|| matches(&self.text, folded), |pattern| pattern.is_match(value.as_bytes()))
    }

    /// Returns the parts that every matching value contains.
    fn pieces(&self) -> impl Iterator<Item = &str> {
        let text = if self.pattern.is_some() { "" } else { &*self.text };
        text.split(['*', '?']).filter(|piece| !piece.is_empty())
    }
}

/// Many patterns.
#[derive(Debug)]
pub(in crate::query::language) struct Globs {
    all: Vec<Glob>,
    /// Finds a piece of each pattern, the one that the fewest others have.
    pieces: Option<PieceFinder>,
    /// By piece: the patterns that need it.
    needing: Vec<Vec<u32>>,
    /// The patterns without parts, tried one after another.
    open: Vec<u32>,
}

impl Globs {
    /// Makes one matcher of all patterns.
    pub(in crate::query::language) fn new(all: Vec<Glob>) -> Self {
        let mut counts: HashMap<&str, u32, RandomState> = HashMap::default();
        all.iter().flat_map(Glob::pieces).for_each(|piece| *counts.entry(piece).or_default() += 1);
        let rarest = |glob: &'_ Glob| {
            let rank = |piece: &&str| (counts.get(piece).copied(), usize::MAX - piece.len());
            glob.pieces().min_by_key(rank).map(str::to_owned)
        };
        let (mut needing, mut open, mut pieces) = (Vec::<Vec<u32>>::new(), Vec::new(), Vec::new());
        let mut numbers: HashMap<String, usize, RandomState> = HashMap::default();
        for (number, glob) in (0..).zip(&all) {
            let Some(piece) = rarest(glob) else {
                open.push(number);
                continue;
            };
            let at = *numbers.entry(piece).or_insert_with_key(|piece| {
                pieces.push(piece.clone());
                needing.push(Vec::new());
                needing.len() - 1
            });
            needing.get_mut(at).into_iter().for_each(|needing| needing.push(number));
        }
        let pieces = (!pieces.is_empty()).then(|| PieceFinder::new(&pieces));
        Self { all, pieces, needing, open }
    }

    /// Returns whether there are no patterns.
    pub(in crate::query::language) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Returns whether any matches; `steps` counts what was compared.
    pub(in crate::query::language) fn any(&self, value: &str, steps: &mut u64) -> bool {
        let folded = folded(value);
        self.candidates(&folded, steps).into_iter().any(|number| {
            *steps += 1;
            self.all.get(number as usize).is_some_and(|glob| glob.is_match(value, &folded))
        })
    }

    /// Returns, for each pattern, whether it matches any of the values.
    pub(in crate::query::language) fn matched(&self, values: &[&str]) -> Vec<bool> {
        let mut matched = vec![false; self.all.len()];
        for value in values {
            let folded = folded(value);
            for number in self.candidates(&folded, &mut 0) {
                let (glob, is_matched) = (self.all.get(number as usize), matched.get_mut(number as usize));
                let (Some(glob), Some(is_matched)) = (glob, is_matched) else { continue };
                *is_matched = *is_matched || glob.is_match(value, &folded);
            }
        }
        matched
    }

    /// The patterns that may match.
    fn candidates(&self, folded: &str, steps: &mut u64) -> Vec<u32> {
        let pieces = self.pieces.as_ref().map(|pieces| pieces.found(folded, steps)).unwrap_or_default();
        let needing = pieces.into_iter().filter_map(|piece| self.needing.get(piece)).flatten();
        needing.chain(&self.open).copied().collect()
    }
}

/// Returns whether a lower-case value matches a lower-case ASCII pattern.
fn matches(glob: &str, value: &str) -> bool {
    let (mut glob, mut value) = (glob.chars(), value.chars());
    // The position of the last star, and the text after what it matched.
    let mut star: Option<(std::str::Chars<'_>, std::str::Chars<'_>)> = None;
    loop {
        let (mut next_glob, mut next_value) = (glob.clone(), value.clone());
        match (next_glob.next(), next_value.next()) {
            (None, None) => return true,
            (Some('*'), _) => {
                star = Some((next_glob.clone(), value.clone()));
                glob = next_glob;
            }
            (Some(sign), Some(char)) if sign == '?' || sign == char => {
                (glob, value) = (next_glob, next_value);
            }
            _ => {
                let Some((behind, taken)) = &mut star else { return false };
                if taken.next().is_none() {
                    return false;
                }
                (glob, value) = (behind.clone(), taken.clone());
            }
        }
    }
}

/// Lower-cases a text as patterns do that ignore case: two characters beyond ASCII are other cases of ASCII
/// letters.
fn folded(text: &str) -> String {
    text.chars()
        .map(|char| match char {
            '\u{212a}' => 'k',
            '\u{17f}' => 's',
            char => char.to_ascii_lowercase(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_pattern_matches_what_its_regular_expression_matches(
            glob in "[abkS*?é]{0,6}", value in "[abkKsSſKéÉ\n]{0,6}",
        ) {
            let expected = Pattern::glob(&glob).unwrap().is_match(value.as_bytes());
            let read = Glob::read(&glob).unwrap();
            prop_assert_eq!(read.is_match(&value, &folded(&value)), expected);
            let globs = Globs::new(vec![Glob::read("x*").unwrap(), read]);
            prop_assert_eq!(globs.any(&value, &mut 0), expected);
            prop_assert_eq!(globs.matched(&[&value]), [false, expected]);
        }
    }
}
