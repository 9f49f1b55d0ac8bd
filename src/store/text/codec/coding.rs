//! One step from bytes to text: gzip, zstd, xz, bzip2, UTF-16 and Parquet.

use super::allowance::{Allowance, Cut};
#[cfg(feature = "parquet")]
use super::columnar;
use super::inflate::{Flaw, Inflater, Unpacking};
use super::stream;

/// One step from bytes to text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coding {
    /// gzip, one or more members.
    Gzip,
    /// zstd, one or more frames.
    Zstd,
    /// xz, one or more streams.
    Xz,
    /// bzip2, one or more streams.
    Bzip2,
    /// UTF-16, little-endian.
    Utf16Le,
    /// UTF-16, big-endian.
    Utf16Be,
    /// Parquet, to a table as CSV.
    #[cfg(feature = "parquet")]
    Parquet,
}

/// A step that was taken when the file was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// What was done.
    pub coding: Coding,
    /// How many bytes it produced; repeating it produces the same ones, even if it was cut short.
    pub made: usize,
}

/// Applies one coding to `bytes`; `text` is overwritten with the result.
pub fn decode(
    coding: Coding,
    bytes: &[u8],
    text: &mut Vec<u8>,
    inflater: &mut Inflater,
    allowance: &mut dyn Allowance,
) -> Unpacking {
    match coding {
        Coding::Gzip => inflater.unpack(bytes, text, allowance),
        Coding::Zstd => stream::zstd(bytes, text, allowance),
        Coding::Xz => stream::xz(bytes, text, allowance),
        Coding::Bzip2 => stream::bzip2(bytes, text, allowance),
        Coding::Utf16Le => utf16(bytes, u16::from_le_bytes, text, allowance),
        Coding::Utf16Be => utf16(bytes, u16::from_be_bytes, text, allowance),
        #[cfg(feature = "parquet")]
        Coding::Parquet => columnar::table(bytes, text, allowance),
    }
}

/// Number of UTF-16 units between two checks of the limits.
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
    // A unit becomes three bytes at most.
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

/// Encodes a lone surrogate as UTF-8 would if that were allowed, so that different texts stay different.
fn half_character(unit: u16) -> [u8; 3] {
    let [high, low] = unit.to_be_bytes();
    [0xe0 | high >> 4, 0x80 | (high & 0xf) << 2 | low >> 6, 0x80 | low & 0x3f]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::codec::allowance::UpTo;

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
        assert_eq!(decoded(Coding::Utf16Be, &big, 100).0, "aé😀".as_bytes());
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
}
