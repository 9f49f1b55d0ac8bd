//! Wraps a text onto as many lines as it needs, without leaving anything out.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use crate::text::{Piece, is_line_break};

/// Wraps pieces to lines of at most `width` cells. Only a character wider than a line makes a longer one.
pub fn wrap(pieces: &[Piece<'static>], width: usize) -> Vec<Vec<Piece<'static>>> {
    let mut lines = vec![Vec::new()];
    let mut used = 0;
    for piece in pieces {
        let mut chars = piece.chars;
        for part in parts(piece, width) {
            let cells = part.width();
            if used + cells > width && used > 0 {
                lines.push(Vec::new());
                used = 0;
            }
            used += cells;
            // An escape represents all its characters at once: its first part gets them.
            let stands_for = if piece.spelled { std::mem::take(&mut chars) } else { part.chars().count() };
            let Some(line) = lines.last_mut() else { continue };
            match line.last_mut() {
                Some(Piece { text, spelled: false, chars }) if !piece.spelled => {
                    text.to_mut().push_str(part);
                    *chars += stands_for;
                }
                _ => line.push(Piece {
                    text: part.to_owned().into(),
                    spelled: piece.spelled,
                    chars: stands_for,
                }),
            }
            // After an escaped line break is a good place for a real one.
            if piece.spelled && is_line_break(part) {
                lines.push(Vec::new());
                used = 0;
            }
        }
    }
    lines
}

/// Splits a piece into parts that stay on one line: an escape, or a grapheme; or its characters, if that is
/// wider than the line.
fn parts<'p>(piece: &'p Piece<'static>, width: usize) -> Vec<&'p str> {
    let whole: Vec<&str> =
        if piece.spelled { vec![&piece.text] } else { piece.text.graphemes(true).collect() };
    whole
        .into_iter()
        .flat_map(|part| {
            if part.width() > width {
                part.split("").filter(|char| !char.is_empty()).collect()
            } else {
                vec![part]
            }
        })
        .collect()
}

/// Wraps an escaped sentence between words; a word longer than a line is broken too.
pub fn wrap_words(sentence: &str, width: usize) -> Vec<String> {
    let long = |line: String| {
        let piece = Piece { chars: line.chars().count(), text: line.into(), spelled: false };
        wrap(&[piece], width)
            .into_iter()
            .map(|pieces| pieces.iter().map(|piece| piece.text.as_ref()).collect())
    };
    crate::text::wrap_words(sentence, width).into_iter().flat_map(long).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::{plain, visible};
    use crate::tui::text_fit::fit::width_of;

    proptest! {
        #[test]
        fn broken_sentences_fit_and_keep_their_words(sentence in "[a-z漢]{0,30}( [a-z]{1,9}){0,12}", width in 2..30_usize) {
            let lines = wrap_words(&sentence, width);
            prop_assert!(lines.iter().all(|line| line.width() <= width), "{lines:?}");
            prop_assert_eq!(lines.concat().replace(' ', ""), sentence.replace(' ', ""));
        }

        #[test]
        fn wrapped_lines_lose_nothing(text in "([a-z漢\u{202e}\n\u{301} ]|\\PC){0,60}", width in 2..12_usize) {
            let pieces: Vec<_> = visible(&text).into_iter().map(Piece::into_owned).collect();
            let lines = wrap(&pieces, width);
            let joined: String = lines.concat().iter().map(|piece| piece.text.to_string()).collect();
            prop_assert_eq!(joined, plain(&text).into_owned());
            let chars: usize = lines.iter().flatten().map(|piece| piece.chars).sum();
            prop_assert_eq!(chars, text.chars().count());
            for line in lines {
                prop_assert!(width_of(&line) <= width, "{:?}", line);
            }
        }
    }
}
