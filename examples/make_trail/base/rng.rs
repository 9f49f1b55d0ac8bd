//! A small seeded random generator, so that the same seed gives the same bytes on every machine.

const UPPER_DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
/// IAM ids use the base-32 alphabet, which has no 0, 1, 8 or 9.
const BASE32: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const ALNUM: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const HEX: &[u8] = b"0123456789abcdef";

/// xoshiro256**, seeded through splitmix64.
#[derive(Clone)]
pub(crate) struct Rng {
    state: [u64; 4],
}

/// One step of splitmix64: also a good mixer of several numbers into a seed.
pub(crate) fn mix(value: u64) -> u64 {
    let mut z = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A number that depends on the text only (FNV-1a, then mixed).
pub(crate) fn hash_text(text: &str) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325_u64;
    mix(text.bytes().fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)))
}

impl Rng {
    pub(crate) fn new(seed: u64) -> Self {
        let first = mix(seed);
        let second = mix(first);
        let third = mix(second);
        Self { state: [first, second, third, mix(third)] }
    }

    pub(crate) fn next(&mut self) -> u64 {
        let [a, b, c, d] = self.state;
        let result = b.wrapping_mul(5).rotate_left(7).wrapping_mul(9);
        let (c2, d2) = (c ^ a, d ^ b);
        self.state = [a ^ d2, b ^ c2, c2 ^ (b << 17), d2.rotate_left(45)];
        result
    }

    /// A number from 0 to `limit - 1` (0 when `limit` is 0).
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        let wide = u128::from(self.next()) * u128::try_from(limit).unwrap_or(0);
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    pub(crate) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = usize::try_from(high.saturating_sub(low).saturating_add(1)).unwrap_or(1);
        low.saturating_add(i64::try_from(self.below(span)).unwrap_or(0))
    }

    /// A number in `0.0..1.0`.
    pub(crate) fn unit(&mut self) -> f64 {
        let top = u32::try_from(self.next() >> 32).unwrap_or(0);
        f64::from(top) / (f64::from(u32::MAX) + 1.0)
    }

    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A bell-shaped number with mean 0 and spread 1: twelve even ones added up, so no platform's `ln` matters.
    pub(crate) fn bell(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }

    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let index = self.below(items.len());
        items.get(index)
    }

    /// Picks a text; empty when the list is empty.
    pub(crate) fn word<'a>(&mut self, items: &[&'a str]) -> &'a str {
        self.pick(items).copied().unwrap_or_default()
    }

    pub(crate) fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            let other = self.below(last + 1);
            items.swap(last, other);
        }
    }

    fn letters(&mut self, alphabet: &[u8], count: usize) -> String {
        (0..count).map(|_| char::from(self.pick(alphabet).copied().unwrap_or(b'X'))).collect()
    }

    pub(crate) fn hex(&mut self, count: usize) -> String {
        self.letters(HEX, count)
    }

    pub(crate) fn upper(&mut self, count: usize) -> String {
        self.letters(UPPER_DIGITS, count)
    }

    pub(crate) fn alnum(&mut self, count: usize) -> String {
        self.letters(ALNUM, count)
    }

    /// An access key id that secret scanners know as an example: 20 characters, the last seven `EXAMPLE`.
    pub(crate) fn key(&mut self, prefix: &str) -> String {
        format!("{prefix}{}EXAMPLE", self.letters(BASE32, 9))
    }

    /// A principal id such as `AROA…EXAMPLE`, 21 characters.
    pub(crate) fn principal(&mut self, prefix: &str) -> String {
        format!("{prefix}{}EXAMPLE", self.letters(BASE32, 10))
    }

    pub(crate) fn guid(&mut self) -> String {
        let (high, low) = (self.next(), self.next());
        let (first, second) = (high >> 32, (high >> 16) & 0xffff);
        // The version (4, random) and the variant have fixed places.
        let (third, fourth) = ((high & 0x0fff) | 0x4000, ((low >> 48) & 0x3fff) | 0x8000);
        let fifth = low & 0xffff_ffff_ffff;
        format!("{first:08x}-{second:04x}-{third:04x}-{fourth:04x}-{fifth:012x}")
    }
}
