//! How a JSON string spells a text within it, and the way back to that text.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::allowance::UpTo;
use super::inflate::Inflater;
use crate::json::text;

/// How a JSON string spells a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// As it is, escaped as JSON asks.
    Plain,
    /// As base64.
    Base64,
    /// As the base64 of gzip data, of which so many bytes were unpacked.
    Base64Gzip(u32),
}

/// The text that `string`, quotes included, spells; `None` when it is not spelled so.
pub fn decode_string(spelling: Spelling, string: &[u8]) -> Option<Vec<u8>> {
    let mut inner = Vec::with_capacity(string.len());
    text::unescape_into(text::inside(string), &mut inner);
    let limit = match spelling {
        Spelling::Plain => return Some(inner),
        Spelling::Base64 => return STANDARD.decode(inner).ok(),
        Spelling::Base64Gzip(limit) => limit as usize,
    };
    let packed = STANDARD.decode(inner).ok()?;
    let mut made = Vec::new();
    Inflater::default().unpack(&packed, &mut made, &mut UpTo(limit));
    Some(made)
}
