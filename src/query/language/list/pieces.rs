//! Many parts of text, searched in one text at once. A few make an automaton. Many are looked up by their first
//! bytes and then as a whole: the automaton of a million took 18 seconds and 1.1 GB, this takes one second and
//! 230 MB. For a few parts, an automaton is faster.

use std::collections::HashMap;

use aho_corasick::AhoCorasick;
use foldhash::fast::RandomState;
use smallvec::SmallVec;

/// Maximum number of parts in an automaton.
const FEW: usize = 1 << 15;
/// Number of first bytes that are looked up.
const FIRST: usize = 8;

/// Finds parts of text, all different and not empty.
#[derive(Debug)]
pub(in crate::query::language) struct PieceFinder(FinderKind);

#[derive(Debug)]
enum FinderKind {
    Few(AhoCorasick),
    Many(Box<PieceIndex>),
}

#[derive(Debug)]
struct PieceIndex {
    /// By the first bytes of longer parts: the lengths of those parts.
    lengths: HashMap<[u8; FIRST], SmallVec<[u32; 2]>, RandomState>,
    /// By the first byte of shorter parts: their lengths, one bit each.
    short: [u8; 256],
    numbers: HashMap<Box<[u8]>, usize, RandomState>,
}

impl PieceFinder {
    /// Makes a finder of these; they are numbered by their place in the list.
    pub(in crate::query::language) fn new(pieces: &[impl AsRef<str> + AsRef<[u8]>]) -> Self {
        if pieces.len() <= FEW
            && let Ok(automaton) = AhoCorasick::new(pieces)
        {
            return Self(FinderKind::Few(automaton));
        }
        Self(FinderKind::Many(Box::new(PieceIndex::new(pieces))))
    }

    /// Returns whether any of them is in a text; `steps` counts comparisons.
    pub(in crate::query::language) fn any(&self, text: &str, steps: &mut u64) -> bool {
        match &self.0 {
            FinderKind::Few(automaton) => {
                *steps += text.len() as u64;
                automaton.is_match(text)
            }
            FinderKind::Many(index) => index.found(text.as_bytes(), steps).next().is_some(),
        }
    }

    /// Returns those that are in a text, each once.
    pub(in crate::query::language) fn found(&self, text: &str, steps: &mut u64) -> Vec<usize> {
        let mut found: Vec<usize> = match &self.0 {
            FinderKind::Few(automaton) => {
                *steps += text.len() as u64;
                automaton.find_overlapping_iter(text).map(|found| found.pattern().as_usize()).collect()
            }
            FinderKind::Many(index) => index.found(text.as_bytes(), steps).collect(),
        };
        found.sort_unstable();
        found.dedup();
        found
    }
}

impl PieceIndex {
    fn new(pieces: &[impl AsRef<[u8]>]) -> Self {
        let mut index = Self { lengths: HashMap::default(), short: [0; 256], numbers: HashMap::default() };
        index.numbers.reserve(pieces.len());
        for (number, piece) in pieces.iter().map(AsRef::as_ref).enumerate() {
            index.numbers.insert(piece.into(), number);
            if let (Some(first), Ok(length)) = (piece.first_chunk(), u32::try_from(piece.len())) {
                let lengths = index.lengths.entry(*first).or_default();
                if !lengths.contains(&length) {
                    lengths.push(length);
                }
            } else if let Some(short) = piece.first().and_then(|&first| index.short.get_mut(first as usize)) {
                *short |= 1 << piece.len();
            }
        }
        index
    }

    /// Returns those that are in a text, some more than once.
    fn found<'t>(&'t self, text: &'t [u8], steps: &'t mut u64) -> impl Iterator<Item = usize> + 't {
        (0..text.len()).flat_map(move |at| {
            let rest = text.get(at..).unwrap_or_default();
            let long = rest.first_chunk().and_then(|first| self.lengths.get(first));
            let long = long.into_iter().flatten().map(|&length| length as usize);
            let short = rest.first().and_then(|&first| self.short.get(first as usize)).copied().unwrap_or(0);
            let short = (1..FIRST).filter(|length| short >> length & 1 == 1);
            let lengths: SmallVec<[usize; 4]> = long.chain(short).collect();
            *steps += 1 + lengths.len() as u64;
            lengths.into_iter().filter_map(move |length| self.numbers.get(rest.get(..length)?).copied())
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn many_are_found_as_few_are(
            pieces in proptest::collection::hash_set("[abé]{1,3}|[ab]{7,12}", 0..30), text in "[abé]{0,40}",
        ) {
            let pieces: Vec<String> = pieces.into_iter().collect();
            let expected: Vec<usize> =
                (0..pieces.len()).filter(|&at| text.contains(pieces[at].as_str())).collect();
            let ways = [
                FinderKind::Few(AhoCorasick::new(&pieces).unwrap()), FinderKind::Many(Box::new(PieceIndex::new(&pieces))),
            ];
            for finder in ways.map(PieceFinder) {
                prop_assert_eq!(&finder.found(&text, &mut 0), &expected);
                prop_assert_eq!(finder.any(&text, &mut 0), !expected.is_empty());
            }
        }
    }
}
