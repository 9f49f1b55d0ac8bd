//! A small generator of numbers that are the same in each run.

/// `SplitMix64`.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`; 0 when that is 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 11).unwrap() % end.max(1)
    }

    /// So many times of a hundred.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(crate) fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len())]
    }

    /// Returns a part of a text, of at least one and at most `longest` characters.
    pub(crate) fn part(&mut self, text: &str, longest: usize) -> String {
        let chars: Vec<char> = text.chars().collect();
        let start = self.below(chars.len());
        let length = 1 + self.below(longest.min(chars.len() - start));
        chars[start..start + length].iter().collect()
    }

    /// A part of a text from its beginning.
    pub(crate) fn beginning(&mut self, text: &str) -> String {
        let length = 1 + self.below(text.chars().count());
        text.chars().take(length).collect()
    }

    /// The text with the case of some letters changed.
    pub(crate) fn recased(&mut self, text: &str) -> String {
        match self.below(3) {
            0 => text.to_lowercase(),
            1 => text.to_uppercase(),
            _ => text
                .chars()
                .map(|char| if self.chance(30) { char.to_ascii_uppercase() } else { char })
                .collect(),
        }
    }
}
