//! JSON strings in pieces that are safe to show: decoded, with anything that text cannot hold as an escape.

use crate::json::text::{Part, parts};
use crate::text::{Piece, half_character, visible_bytes};

/// Returns the content of a JSON string, given without its quotes.
pub fn string_pieces(inside: &[u8]) -> Vec<Piece<'static>> {
    let mut pieces = Vec::new();
    for part in parts(inside) {
        match part {
            Part::Bytes(bytes) => pieces.extend(visible_bytes(&bytes).into_iter().map(Piece::into_owned)),
            Part::Surrogate(unit) => pieces.push(half_character(unit)),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_replaced_or_lost() {
        let shown = |inside: &[u8]| {
            string_pieces(inside).iter().map(|piece| piece.text.to_string()).collect::<String>()
        };
        assert_eq!(shown(br"a\ud800b\u001b\u00e9"), "a⟨D800⟩b␛é");
        assert_eq!(shown(b"a\xFF"), "a⟨\\xFF⟩");
    }
}
