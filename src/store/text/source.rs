//! The bytes of a file as they came, and the way from them to text.
//!
//! Nothing is read from disk twice: what was loaded is what is searched, shown and copied, even when the folder has
//! been changed or unmounted since. Packed files stay packed; their text is made again whenever it is needed.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use super::codec::allowance::UpTo;
use super::codec::coding::{Step, decode};
use super::codec::inflate::Inflater;

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

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::{Compression, write::GzEncoder};

    use super::*;
    use crate::store::codec::coding::Coding;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn several_steps_lead_to_the_text() {
        let big: Vec<u8> = "aé😀".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let steps = [(Coding::Gzip, big.len()), (Coding::Utf16Be, 7)];
        let steps: Vec<Step> = steps.iter().map(|&(coding, made)| Step { coding, made }).collect();
        let twice = Source::new(gzip(&big), steps);
        assert_eq!(&*twice.text(), "aé😀".as_bytes());
        assert!(twice.text_until(4).starts_with("aé".as_bytes()));
        assert!(twice.text_until(7).starts_with("aé😀".as_bytes()));
    }

    #[test]
    fn what_was_cut_is_cut_at_the_same_place_again() {
        let packed = gzip(&[b'a'; 5000]);
        let source = Source::new(packed, [Step { coding: Coding::Gzip, made: 1000 }]);
        assert!((1000..=1004).contains(&source.text().len()));
        assert!((10..=14).contains(&source.text_until(10).len()));
    }
}
