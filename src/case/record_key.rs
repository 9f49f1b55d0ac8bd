//! What a mark is bound to: the `eventID` and the SHA-256 of the record's text. Files can move, be packed or be
//! indented in another way, and the mark still finds its event; another text under the same ID is noticed.

use std::fmt;

use sha2::{Digest as _, Sha256};

use super::limits::MAX_ID;
use crate::json::print::one_line;
use crate::store::record_reader::RecordReader;
use crate::store::{Event, Store};

/// The SHA-256 of a record's text on one line: without white space outside strings, as `list --format jsonl`
/// prints it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RecordHash([u8; 32]);

/// Identifies a record wherever its file is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct RecordKey {
    /// Its `eventID`; empty if it has none.
    pub event_id: String,
    /// The hash of its text.
    pub hash: RecordHash,
}

impl RecordHash {
    /// Hashes the text of a record.
    pub fn of(record: &[u8]) -> Self {
        Self(Sha256::digest(one_line(record)).into())
    }

    /// Reads 64 hexadecimal digits, in lower case.
    pub fn parse(text: &str) -> Option<Self> {
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let digit = |byte: u8| char::from(byte).to_digit(16).filter(|_| !byte.is_ascii_uppercase());
        let mut hash = [0; 32];
        if pairs.len() != hash.len() || !rest.is_empty() {
            return None;
        }
        for (&[high, low], byte) in pairs.iter().zip(&mut hash) {
            *byte = u8::try_from(digit(high)? * 16 + digit(low)?).ok()?;
        }
        Some(Self(hash))
    }
}

impl fmt::Display for RecordHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl RecordKey {
    /// Reads the record of an event and makes its key.
    pub fn read(store: &Store, event: Event, reader: &mut RecordReader) -> Self {
        Self { event_id: id_of(store, event), hash: RecordHash::of(reader.record(store, event)) }
    }
}

/// Returns the `eventID` of an event as it identifies it; empty if it has none, or one that AWS would not make.
pub(super) fn id_of(store: &Store, event: Event) -> String {
    let id = store.event_id(event);
    if id.len() > MAX_ID { String::new() } else { id }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_between_tokens_does_not_count_and_everything_else_does() {
        let hash = |text: &str| RecordHash::of(text.as_bytes());
        assert_eq!(hash("{\"a\": [1,\n 2]}"), hash("{\"a\":[1,2]}"));
        for other in ["{\"a\":[1,3]}", "{\"a\":[1,2.0]}", "{\"a \":[1,2]}", "{\"a\":[1,2]"] {
            assert_ne!(hash(other), hash("{\"a\":[1,2]}"), "{other}");
        }
        // The SHA-256 of the line, by another program.
        let text = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
        assert_eq!((hash("{ }").to_string().as_str(), RecordHash::parse(text)), (text, Some(hash("{}"))));
    }

    #[test]
    fn only_sixty_four_lower_case_digits_are_a_hash() {
        for text in
            ["", "44", &"g".repeat(64), &"A".repeat(64), &"4".repeat(65), &"4".repeat(63), &"é".repeat(32)]
        {
            assert_eq!(RecordHash::parse(text), None, "{text}");
        }
    }
}
