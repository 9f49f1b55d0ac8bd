//! The only door for log text to a terminal: spells out what would be invisible or would drive the terminal.
//!
//! Logs are partly written by attackers. Control characters, zero-width and bidirectional marks, tags and broken
//! UTF-8 are never passed on and never dropped, because `r\0oot` must not look like `root`: they are spelled out, and
//! the spelled part is told apart from text that happens to look the same by a style of its own.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr as _};

/// A part of a text that is safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece<'a> {
    /// What to show.
    pub text: Cow<'a, str>,
    /// Whether it stands for something that cannot be shown.
    pub spelled: bool,
    /// How many characters of the original text it stands for.
    pub chars: usize,
}

/// A base letter may carry this many combining marks; more are counted instead of stacked over other lines.
const MAX_MARKS: usize = 4;

/// Whether a character is invisible, moves others about, or is a control.
pub fn is_hidden(char: char) -> bool {
    matches!(char,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}'
        | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
        || u32::from(char) & 0xfffe == 0xfffe
}

fn is_mark(char: char) -> bool {
    char.width() == Some(0)
}

/// `text` in pieces that are safe on one line of a terminal.
pub fn visible(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut plain_from = 0;
    let mut marks = 0;
    let mut chars = text.char_indices().peekable();
    let plain = |pieces: &mut Vec<Piece<'_>>, from: usize, to: usize| {
        if let Some(part) = text.get(from..to).filter(|part| !part.is_empty()) {
            let chars = part.chars().count();
            pieces.push(Piece { text: Cow::Owned(part.to_owned()), spelled: false, chars });
        }
    };
    while let Some((at, char)) = chars.next() {
        let hidden = is_hidden(char);
        marks = if !hidden && is_mark(char) { marks + 1 } else { 0 };
        if !hidden && marks <= MAX_MARKS {
            continue;
        }
        plain(&mut pieces, plain_from, at);
        let mut more = 1;
        let spelled = if hidden {
            spell(char)
        } else {
            while chars.next_if(|&(_, next)| is_mark(next) && !is_hidden(next)).is_some() {
                more += 1;
            }
            marks = 0;
            format!("⟨+{more}⟩")
        };
        pieces.push(Piece { text: Cow::Owned(spelled), spelled: true, chars: more });
        plain_from = chars.peek().map_or(text.len(), |&(next, _)| next);
    }
    if plain_from == 0 {
        let whole = Piece { text: Cow::Borrowed(text), spelled: false, chars: text.chars().count() };
        return if text.is_empty() { pieces } else { vec![whole] };
    }
    plain(&mut pieces, plain_from, text.len());
    pieces
}

/// Bytes that should be UTF-8, in pieces that are safe on one line of a terminal.
pub fn visible_bytes(bytes: &[u8]) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    for chunk in bytes.utf8_chunks() {
        pieces.extend(visible(chunk.valid()));
        for byte in chunk.invalid() {
            pieces.push(Piece { text: Cow::Owned(format!("⟨\\x{byte:02X}⟩")), spelled: true, chars: 1 });
        }
    }
    pieces
}

fn spell(char: char) -> String {
    match char {
        '\t' => "→".to_owned(),
        '\n' => "⏎".to_owned(),
        '\u{7f}' => "␡".to_owned(),
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(char)).unwrap_or('␀').to_string(),
        _ => format!("⟨{:04X}⟩", u32::from(char)),
    }
}

/// `text` made safe where styles are not to be had: for messages, tables in text and titles.
pub fn plain(text: &str) -> Cow<'_, str> {
    let mut pieces = visible(text);
    match (pieces.len(), pieces.pop()) {
        (_, None) => Cow::Borrowed(""),
        (1, Some(piece)) if !piece.spelled => piece.text,
        (_, Some(last)) => {
            let mut out = String::new();
            for piece in pieces.iter().chain([&last]) {
                // Writing into a String cannot fail.
                let _ = out.write_str(&piece.text);
            }
            Cow::Owned(out)
        }
    }
}

/// Half of a character (a lone surrogate), which JSON can spell but text cannot hold.
pub fn half_character(unit: u16) -> Piece<'static> {
    Piece { text: Cow::Owned(format!("⟨{unit:04X}⟩")), spelled: true, chars: 1 }
}

impl Piece<'_> {
    /// The same piece, independent of the text it was made from.
    pub fn into_owned(self) -> Piece<'static> {
        Piece { text: Cow::Owned(self.text.into_owned()), ..self }
    }
}

/// A sentence in lines of at most `width` cells, broken between words; a longer word has a line of its own.
pub fn wrap_words(sentence: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in sentence.split(' ') {
        match lines.last_mut() {
            Some(line) if line.width() + 1 + word.width() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A path made safe for messages; bytes that are not UTF-8 are spelled out.
pub fn path(path: &std::path::Path) -> String {
    visible_bytes(path.as_os_str().as_encoded_bytes()).iter().map(|piece| piece.text.as_ref()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn shows(text: &str, expected: &str) {
        assert_eq!(plain(text), expected, "{text:?}");
    }

    #[test]
    fn attacks_are_spelled_out() {
        shows("", "");
        shows("plain é 漢 😀", "plain é 漢 😀");
        shows("a\x1b[31mred", "a␛[31mred");
        shows("a\x1b]52;c;eA==\x07b", "a␛]52;c;eA==␇b");
        shows("r\0oot\u{7f}", "r␀oot␡");
        shows("ad\u{200b}min", "ad⟨200B⟩min");
        shows("\u{202e}gpj.exe", "⟨202E⟩gpj.exe");
        shows("\u{9b}31m", "⟨009B⟩31m");
        shows("line\r\n\ttab", "line␍⏎→tab");
        shows("\u{e0041}tag", "⟨E0041⟩tag");
        shows(&format!("a{}b", "\u{301}".repeat(41)), &format!("a{}⟨+37⟩b", "\u{301}".repeat(4)));
    }

    #[test]
    fn what_looks_the_same_is_told_apart_by_style() {
        assert_ne!(visible("⟨200B⟩"), visible("\u{200b}"));
        assert_eq!(visible_bytes(b"a\xFFb").iter().filter(|piece| piece.spelled).count(), 1);
        assert_eq!(visible_bytes(b"a\xFFb").len(), 3);
    }

    proptest! {
        #[test]
        fn nothing_hidden_is_left_and_nothing_is_lost(text in any::<String>(), more in "[\\x00-\\x1f\u{200b}-\u{202f}\u{301}a]{0,40}") {
            for text in [text, more] {
                let shown = plain(&text).into_owned();
                prop_assert!(!shown.chars().any(is_hidden), "{:?}", shown);
                let visible: String = text.chars().filter(|&char| !is_hidden(char) && !is_mark(char)).collect();
                let mut rest = shown.chars();
                prop_assert!(visible.chars().all(|char| rest.any(|other| other == char)));
            }
        }

        #[test]
        fn different_texts_look_different(one in "[a\\x00-\\x1f\u{200b}⟨⟩20B␀]{0,12}", two in "[a\\x00-\\x1f\u{200b}⟨⟩20B␀]{0,12}") {
            prop_assert_eq!(one == two, joined(&one) == joined(&two));
        }
    }

    /// Pieces as one text in which style is kept.
    fn joined(text: &str) -> Vec<(char, bool)> {
        visible(text)
            .iter()
            .flat_map(|piece| piece.text.chars().map(|char| (char, piece.spelled)).collect::<Vec<_>>())
            .collect()
    }
}
