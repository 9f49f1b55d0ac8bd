//! The bytes of a file as they came, and the way from them to text.
//!
//! Nothing is read from disk twice: what was loaded is what is searched, shown and copied, even when the folder has
//! been changed or unmounted since. Packed files stay packed; their text is made again whenever it is needed.

use std::borrow::Cow;
use std::io::{self, Read};

use flate2::bufread::MultiGzDecoder;

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

/// The kept bytes of a file.
#[derive(Debug)]
pub struct Source {
    bytes: Vec<u8>,
    codings: Vec<Coding>,
    limit: usize,
}

impl Source {
    /// Keeps `bytes`, from which `codings`, applied in order, lead to the text. No step makes more than `limit` bytes.
    pub fn new(bytes: Vec<u8>, codings: Vec<Coding>, limit: usize) -> Self {
        Self { bytes, codings, limit }
    }

    /// How many bytes are kept.
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether the file was empty.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The whole text, as it was when the file was read.
    pub fn text(&self) -> Cow<'_, [u8]> {
        self.text_until(self.limit)
    }

    /// The text up to byte `end`, or a little more: unpacking stops there.
    pub fn text_until(&self, end: usize) -> Cow<'_, [u8]> {
        let mut text = Cow::Borrowed(self.bytes.as_slice());
        for (step, &coding) in self.codings.iter().enumerate() {
            let last = step + 1 == self.codings.len();
            // A decoder may stop up to four bytes, one character, before its limit.
            let limit = if last { end.saturating_add(4).min(self.limit) } else { self.limit };
            text = Cow::Owned(decode(coding, &text, limit).text);
        }
        text
    }
}

/// What a decoder made of some bytes.
#[derive(Debug)]
pub struct Decoded {
    /// Everything that could be read, also before an error.
    pub text: Vec<u8>,
    /// Why it ended early.
    pub error: Option<io::Error>,
    /// Whether it was cut at the limit.
    pub cut: bool,
}

/// Applies one coding, making at most `limit` bytes.
pub fn decode(coding: Coding, bytes: &[u8], limit: usize) -> Decoded {
    match coding {
        Coding::Gzip => inflate(bytes, limit),
        Coding::Utf16Le => utf16(bytes, u16::from_le_bytes, limit),
        Coding::Utf16Be => utf16(bytes, u16::from_be_bytes, limit),
    }
}

fn inflate(bytes: &[u8], limit: usize) -> Decoded {
    let mut text = Vec::with_capacity(expected_size(bytes).min(limit));
    let mut reader = MultiGzDecoder::new(bytes).take(limit as u64 + 1);
    let error = reader.read_to_end(&mut text).err();
    let cut = text.len() > limit;
    text.truncate(limit);
    Decoded { text, error, cut }
}

/// The size that the last member states, believed only as far as deflate can reach in practice.
fn expected_size(bytes: &[u8]) -> usize {
    let stated = bytes.last_chunk::<4>().map_or(0, |size| u32::from_le_bytes(*size) as usize);
    // One byte more, so that reading to the end finds it without growing.
    stated.min(bytes.len().saturating_mul(32)) + 1
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16, limit: usize) -> Decoded {
    let units = bytes.as_chunks::<2>().0.iter().map(|&pair| unit(pair));
    let mut text = String::with_capacity(bytes.len() / 2);
    for char in char::decode_utf16(units) {
        if text.len() + 4 > limit {
            return Decoded { text: text.into_bytes(), error: None, cut: true };
        }
        text.push(char.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    Decoded { text: text.into_bytes(), error: None, cut: false }
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

    #[test]
    fn every_member_is_read() {
        let two = [gzip(b"one "), gzip(b"two")].concat();
        let decoded = decode(Coding::Gzip, &two, 100);
        assert_eq!((decoded.text.as_slice(), decoded.cut), (&b"one two"[..], false));
        assert!(decoded.error.is_none());
    }

    #[test]
    fn what_stands_before_damage_or_garbage_is_kept() {
        let mut cut = gzip(b"hello world");
        cut.truncate(cut.len() - 4);
        let decoded = decode(Coding::Gzip, &cut, 100);
        assert_eq!(decoded.text, b"hello world");
        assert!(decoded.error.is_some());
        let garbage = [gzip(b"hello").as_slice(), b"garbage"].concat();
        let decoded = decode(Coding::Gzip, &garbage, 100);
        assert_eq!(decoded.text, b"hello");
        assert!(decoded.error.is_some());
    }

    #[test]
    fn the_limit_holds() {
        let bomb = gzip(&vec![b' '; 1 << 20]);
        let decoded = decode(Coding::Gzip, &bomb, 1000);
        assert_eq!((decoded.text.len(), decoded.cut), (1000, true));
    }

    #[test]
    fn utf16_becomes_utf8() {
        let little: Vec<u8> = "aé😀".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(Coding::Utf16Le, &little, 100).text, "aé😀".as_bytes());
        let big: Vec<u8> = "aé😀".encode_utf16().flat_map(u16::to_be_bytes).collect();
        let twice = Source::new(gzip(&big), vec![Coding::Gzip, Coding::Utf16Be], 100);
        assert_eq!(&*twice.text(), "aé😀".as_bytes());
        assert!(twice.text_until(4).starts_with("aé".as_bytes()));
        assert!(twice.text_until(7).starts_with("aé😀".as_bytes()));
    }
}
