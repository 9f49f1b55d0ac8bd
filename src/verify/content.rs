//! What CloudTrail hashed: the bytes of a plain file, or the decompressed first member of a gzip file. The hash
//! does not cover anything after that member, though most tools show it.

use sha2::{Digest as _, Sha256};

use crate::store::record_reader::{RecordReader, SignedFault};
use crate::store::source::Source;

/// A SHA-256 hash.
pub(super) type Hash = [u8; 32];

/// The hashed content of a file.
#[derive(Debug, Clone)]
pub(super) struct Content {
    pub(super) hash: Hash,
    /// Bytes after the end of the first gzip member.
    pub(super) trailing: usize,
    /// The content itself, for digests.
    pub(super) text: Vec<u8>,
}

/// Why there is no hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ContentFault {
    /// The gzip data are damaged.
    Format(String),
    /// It decompresses to more than this many bytes.
    TooLarge(usize),
}

/// Maximum decompressed size, in bytes and as a multiple of the file's size; the larger one counts. Log files
/// decompress to about ten times their size.
const MOST: (usize, usize) = (256 << 20, 300);

/// Hashes the content of a file.
pub(super) fn hashed(source: &Source) -> Result<Content, ContentFault> {
    read(source, 0)
}

/// Hashes the content of a file and returns it too; fails above `most` bytes.
pub(super) fn kept(source: &Source, most: usize) -> Result<Content, ContentFault> {
    let content = read(source, most + 1)?;
    if content.text.len() > most { Err(ContentFault::TooLarge(most)) } else { Ok(content) }
}

/// Hashes everything and keeps `keep` bytes at most.
fn read(source: &Source, keep: usize) -> Result<Content, ContentFault> {
    let most = MOST.0.max(source.len().saturating_mul(MOST.1));
    let (mut hasher, mut text) = (Sha256::new(), Vec::new());
    let signed = RecordReader::signed(source, most, &mut |part| {
        hasher.update(part);
        let room = keep.saturating_sub(text.len()).min(part.len());
        text.extend_from_slice(part.get(..room).unwrap_or_default());
    });
    match signed {
        Ok(trailing) => Ok(Content { hash: hasher.finalize().into(), trailing, text }),
        Err(SignedFault::Damaged(reason)) => Err(ContentFault::Format(reason.to_owned())),
        Err(SignedFault::TooLarge) => Err(ContentFault::TooLarge(most)),
    }
}

/// Returns a hash as CloudTrail writes it.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing into a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Returns the bytes that pairs of hexadecimal digits represent.
pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let byte = |pair: &[u8; 2]| Some(digit(pair[0])? << 4 | digit(pair[1])?);
    rest.is_empty().then(|| pairs.iter().map(byte).collect())?
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn source(bytes: &[u8]) -> Source {
        Source::new(bytes, [])
    }

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn only_the_first_member_counts_and_what_follows_is_told() {
        let plain = hashed(&source(b"abc")).unwrap();
        assert_eq!(hex(&plain.hash), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        for (after, trailing) in [(Vec::new(), false), (gzip(b"forged"), true), (vec![0; 3], true)] {
            let content = hashed(&source(&[gzip(b"abc"), after].concat())).unwrap();
            assert_eq!((content.hash, content.trailing > 0), (plain.hash, trailing));
        }
    }

    #[test]
    fn damage_and_excess_have_no_hash() {
        let mut cut = gzip(&[b'a'; 10_000]);
        cut.pop();
        assert!(matches!(hashed(&source(&cut)), Err(ContentFault::Format(_))));
        let bomb = gzip(&vec![b' '; MOST.0 + 1]);
        assert_eq!(hashed(&source(&bomb)).unwrap_err(), ContentFault::TooLarge(MOST.0));
        for bytes in [gzip(b"abcd"), b"abcd".to_vec()] {
            assert_eq!(kept(&source(&bytes), 4).unwrap().text, b"abcd");
            assert_eq!(kept(&source(&bytes), 3).unwrap_err(), ContentFault::TooLarge(3));
        }
    }

    #[test]
    fn hexadecimal_there_and_back() {
        assert_eq!(unhex("00fFa5"), Some(vec![0, 0xff, 0xa5]));
        assert_eq!(hex(&[0, 0xff, 0xa5]), "00ffa5");
        for text in ["0", "0g", "é", "+1", " 1"] {
            assert_eq!(unhex(text), None, "{text}");
        }
    }
}
