//! How a JSON string encodes a text inside it, and how to decode that text.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::allowance::UpTo;
use super::inflate::Inflater;
use crate::json::text;

/// How a JSON string encodes a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// With JSON escapes only.
    Plain,
    /// As base64.
    Base64,
    /// As base64 of gzip data, of which this many bytes were decompressed.
    Base64Gzip(u32),
    /// In two strings, with other things between them.
    Halves {
        /// The length of the first string, quotes included.
        first: u32,
        /// The length of the last.
        last: u32,
    },
}

/// Decodes the text in `string`, quotes included; `None` if it is not encoded like this.
pub fn decode_string(spelling: Spelling, string: &[u8]) -> Option<Vec<u8>> {
    let mut inner = Vec::with_capacity(string.len());
    text::unescape_into(text::inside(string), &mut inner);
    let limit = match spelling {
        Spelling::Plain => return Some(inner),
        Spelling::Base64 => return STANDARD.decode(inner).ok(),
        Spelling::Base64Gzip(limit) => limit as usize,
        Spelling::Halves { first, last } => {
            let last = string.len().checked_sub(last as usize)?;
            inner.clear();
            for half in [string.get(..first as usize)?, string.get(last..)?] {
                text::unescape_into(text::inside(half), &mut inner);
            }
            return Some(inner);
        }
    };
    let packed = STANDARD.decode(inner).ok()?;
    let mut made = Vec::new();
    Inflater::default().unpack(&packed, &mut made, &mut UpTo(limit));
    Some(made)
}
