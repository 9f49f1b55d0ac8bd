//! Sets of numbers, such as matching IDs or matching events, with one bit for each number.

/// A set of numbers below some bound; larger numbers are never in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bits {
    words: Vec<u64>,
}

/// How many numbers one word holds.
pub const WORD: usize = u64::BITS as usize;

impl Bits {
    /// Makes an empty set with room for numbers below `bound`.
    pub fn none(bound: usize) -> Self {
        Self { words: vec![0; bound.div_ceil(WORD)] }
    }

    /// Makes room for numbers below `bound`.
    pub fn grow(&mut self, bound: usize) {
        self.words.resize(bound.div_ceil(WORD).max(self.words.len()), 0);
    }

    /// Returns whether a number is in the set.
    pub fn has(&self, number: u32) -> bool {
        self.bit(number) != 0
    }

    /// Returns 1 if a number is in the set, otherwise 0.
    pub fn bit(&self, number: u32) -> u64 {
        let number = number as usize;
        self.words.get(number / WORD).map_or(0, |word| word >> (number % WORD) & 1)
    }

    /// Adds a number; ignores one beyond its bound.
    pub fn insert(&mut self, number: u32) {
        let number = number as usize;
        if let Some(word) = self.words.get_mut(number / WORD) {
            *word |= 1 << (number % WORD);
        }
    }

    /// Adds numbers.
    pub fn extend(&mut self, numbers: impl IntoIterator<Item = u32>) {
        for number in numbers {
            self.insert(number);
        }
    }

    /// Removes a number.
    pub fn remove(&mut self, number: u32) {
        let number = number as usize;
        if let Some(word) = self.words.get_mut(number / WORD) {
            *word &= !(1 << (number % WORD));
        }
    }

    /// Returns whether the set is empty.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    /// Returns how many numbers it holds.
    pub fn count(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Returns whether every number in it is in `other` too.
    pub fn is_within(&self, other: &Self) -> bool {
        let others = other.words.iter().copied().chain(std::iter::repeat(0));
        self.words.iter().zip(others).all(|(word, other)| word & !other == 0)
    }

    /// Iterates over its numbers in ascending order.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        (0..)
            .zip(&self.words)
            .flat_map(|(place, &word): (u32, _)| ones(word).map(move |bit| place * u64::BITS + bit))
    }

    /// Returns the words, of 64 numbers each.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// Returns the words for changing them.
    pub fn words_mut(&mut self) -> &mut [u64] {
        &mut self.words
    }
}

/// Iterates over the positions of the bits that are set, in ascending order.
pub fn ones(mut word: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        let bit = (word != 0).then(|| word.trailing_zeros());
        word &= word.wrapping_sub(1);
        bit
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_in_is_in() {
        let numbers = [0, 1, 63, 64, 127, 130];
        let mut bits = Bits::none(131);
        bits.extend(numbers);
        assert!(bits.iter().eq(numbers));
        assert_eq!((bits.count(), bits.has(64), bits.has(65), bits.has(9999)), (6, true, false, false));
        bits.insert(9999);
        bits.remove(64);
        assert_eq!((bits.count(), bits.has(64)), (5, false));
    }

    #[test]
    fn a_part_is_within_the_whole() {
        let (mut part, mut whole) = (Bits::none(200), Bits::none(64));
        assert!(part.is_within(&whole) && part.is_empty());
        part.insert(3);
        whole.insert(3);
        whole.insert(4);
        assert!(part.is_within(&whole) && !whole.is_within(&part));
        part.insert(150);
        assert!(!part.is_within(&whole));
        whole.grow(200);
        whole.insert(150);
        assert!(part.is_within(&whole));
    }
}
