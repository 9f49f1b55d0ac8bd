//! The bytes of a file as they came, and the way from them to text.
//!
//! Nothing is read from disk twice: what was loaded is what is searched, shown and copied, even when the folder has
//! been changed or unmounted since. Packed files stay packed; their text is made again whenever it is needed.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use super::allowance::{Allowance, Cut, UpTo};
use super::inflate::{Flaw, Inflater, Unpacking};

/// One step from bytes to text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// gzip, one or more members.
    Gzip,
    /// UTF-16 with the less significant byte first.
    Utf16Le,
    /// UTF-16 with the more significant byte first.
    Utf16Be,
}

/// A step that was taken when the file was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What was done.
    pub coding: Coding,
    /// How many bytes it made: the same come out whenever it is done again, wherever it was cut.
    pub made: usize,
}

/// The kept bytes of a file.
#[derive(Debug)]
pub struct Source {
    bytes: Box<[u8]>,
    steps: Box<[Step]>,
}

thread_local! {
    /// The state of a decoder is larger than most files.
    static INFLATER: RefCell<Inflater> = RefCell::default();
    static UNPACKED: Cell<u64> = const { Cell::new(0) };
}

/// How many bytes this thread has made from kept bytes so far: the thread of the screen must make none.
pub fn unpacked_here() -> u64 {
    UNPACKED.get()
}

impl Source {
    /// Keeps `bytes`, from which `steps`, taken in order, lead to the text.
    pub fn new(bytes: impl Into<Box<[u8]>>, steps: impl Into<Box<[Step]>>) -> Self {
        Self { bytes: bytes.into(), steps: steps.into() }
    }

    /// How many bytes are kept.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// The bytes as they came.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The steps from the bytes to the text.
    pub(in crate::store) fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Whether the file was empty.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// How many bytes are made for the text up to byte `end`; none where the bytes are the text.
    pub(in crate::store) fn cost_until(&self, end: usize) -> usize {
        let before = self.steps.len().saturating_sub(1);
        let whole: usize = self.steps.iter().take(before).map(|step| step.made).sum();
        whole.saturating_add(self.steps.last().map_or(0, |last| last.made.min(end)))
    }

    /// The whole text, as it was when the file was read.
    pub fn text(&self) -> Cow<'_, [u8]> {
        self.text_until(usize::MAX)
    }

    /// The text up to byte `end`, or a little more: unpacking stops there.
    pub fn text_until(&self, end: usize) -> Cow<'_, [u8]> {
        let mut text = Cow::Borrowed(&*self.bytes);
        for (number, step) in self.steps.iter().enumerate() {
            let last = number + 1 == self.steps.len();
            // A decoder may stop up to four bytes, one character, before its limit.
            let limit = if last { end.min(step.made) } else { step.made }.saturating_add(4);
            let mut next = Vec::new();
            INFLATER.with_borrow_mut(|inflater| {
                decode(step.coding, &text, &mut next, inflater, &mut UpTo(limit));
            });
            UNPACKED.set(UNPACKED.get().saturating_add(next.len() as u64));
            text = Cow::Owned(next);
        }
        text
    }
}

/// Applies one coding to `bytes`; what it makes is written over `text`.
pub fn decode(
    coding: Coding,
    bytes: &[u8],
    text: &mut Vec<u8>,
    inflater: &mut Inflater,
    allowance: &mut dyn Allowance,
) -> Unpacking {
    match coding {
        Coding::Gzip => inflater.unpack(bytes, text, allowance),
        Coding::Utf16Le => utf16(bytes, u16::from_le_bytes, text, allowance),
        Coding::Utf16Be => utf16(bytes, u16::from_be_bytes, text, allowance),
    }
}

/// Units between which it is asked whether to go on.
const STEP: usize = 64 << 10;

fn utf16(
    bytes: &[u8],
    unit: fn([u8; 2]) -> u16,
    text: &mut Vec<u8>,
    allowance: &mut dyn Allowance,
) -> Unpacking {
    let mut unpacking = Unpacking::default();
    text.clear();
    let (pairs, odd) = bytes.as_chunks::<2>();
    // A unit makes three bytes at most.
    let most = pairs.len().saturating_mul(3).min(allowance.text_bytes());
    let more = most.saturating_sub(text.capacity());
    if more > 0 && !allowance.take(more) {
        return Unpacking { cut: Some(Cut::Memory), ..unpacking };
    }
    text.reserve_exact(most);
    let units = pairs.iter().map(|&pair| unit(pair));
    for (number, char) in char::decode_utf16(units).enumerate() {
        if text.len() + 4 > allowance.text_bytes() {
            return Unpacking { cut: Some(Cut::Size), ..unpacking };
        }
        match char {
            Ok(char) => text.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes()),
            Err(half) => text.extend_from_slice(&half_character(half.unpaired_surrogate())),
        }
        if number.is_multiple_of(STEP)
            && let Err(cut) = allowance.go_on(number * 2, text.len())
        {
            return Unpacking { cut: Some(cut), ..unpacking };
        }
    }
    if !odd.is_empty() {
        let reason = "the UTF-16 text ends in the middle of a character";
        unpacking.flaws.push(Flaw { packed_at: bytes.len() - 1, text_at: text.len(), length: 1, reason });
    }
    unpacking
}

/// Half a character as UTF-8 would spell it if it were allowed to, so that no two texts become the same.
fn half_character(unit: u16) -> [u8; 3] {
    let [high, low] = unit.to_be_bytes();
    [0xe0 | high >> 4, 0x80 | (high & 0xf) << 2 | low >> 6, 0x80 | low & 0x3f]
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn decoded(coding: Coding, bytes: &[u8], limit: usize) -> (Vec<u8>, Unpacking) {
        let mut text = Vec::new();
        let unpacking = decode(coding, bytes, &mut text, &mut Inflater::default(), &mut UpTo(limit));
        (text, unpacking)
    }

    #[test]
    fn utf16_becomes_utf8() {
        let little: Vec<u8> = "aé😀".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(Coding::Utf16Le, &little, 100).0, "aé😀".as_bytes());
        let big: Vec<u8> = "aé😀".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let steps = [(Coding::Gzip, big.len()), (Coding::Utf16Be, 7)];
        let steps: Vec<Step> = steps.iter().map(|&(coding, made)| Step { coding, made }).collect();
        let twice = Source::new(gzip(&big), steps);
        assert_eq!(&*twice.text(), "aé😀".as_bytes());
        assert!(twice.text_until(4).starts_with("aé".as_bytes()));
        assert!(twice.text_until(7).starts_with("aé😀".as_bytes()));
    }

    #[test]
    fn halves_of_utf16_characters_stay_apart() {
        let text = |units: &[u16]| {
            decoded(
                Coding::Utf16Le,
                &units.iter().copied().flat_map(u16::to_le_bytes).collect::<Vec<_>>(),
                99,
            )
        };
        assert_eq!(text(&[0xd83d, 0x61]).0, b"\xed\xa0\xbda");
        assert_ne!(text(&[0xd83d]).0, text(&[0xd83e]).0);
        let (cut, unpacking) = decoded(Coding::Utf16Le, b"a\0b", 99);
        assert_eq!((cut.as_slice(), unpacking.flaws.len()), (&b"a"[..], 1));
    }

    #[test]
    fn what_was_cut_is_cut_at_the_same_place_again() {
        let packed = gzip(&[b'a'; 5000]);
        let source = Source::new(packed, [Step { coding: Coding::Gzip, made: 1000 }]);
        assert!((1000..=1004).contains(&source.text().len()));
        assert!((10..=14).contains(&source.text_until(10).len()));
    }
}
