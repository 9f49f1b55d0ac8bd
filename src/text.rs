//! The only way for log text to a terminal: escapes what would be invisible or would control the terminal.
//!
//! Logs are partly written by attackers. Control characters, zero-width and bidirectional marks, tags and
//! broken UTF-8 are never passed on and never dropped, because `r\0oot` must not look like `root`. They are
//! escaped, and the escapes have a style of their own, so that log text which merely looks like an escape can
//! be told apart.

pub mod ascii;
pub mod paint;

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr as _};

use self::ascii::{bracketed, escape, is_ascii_only};

/// A part of a text that is safe to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece<'a> {
    /// The text to show.
    pub text: Cow<'a, str>,
    /// Whether it is an escape for something that cannot be shown.
    pub spelled: bool,
    /// How many characters of the original text it represents.
    pub chars: usize,
}

/// A base letter may carry this many combining marks; more are escaped instead of stacked over other lines.
const MAX_MARKS: usize = 4;

/// Returns whether a character is invisible, looks like a blank but is not one, moves other characters, is a
/// control character, or has no defined look, as private-use characters do.
///
/// Variation selectors are hidden after an emoji too: many terminals show it the same with and without one, but
/// in a different width.
pub fn is_hidden(char: char) -> bool {
    matches!(char,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{a0}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}'
        | '\u{1680}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{2000}'..='\u{200f}'
        | '\u{2028}'..='\u{202f}' | '\u{205f}'..='\u{206f}' | '\u{2800}' | '\u{3000}' | '\u{3164}'
        | '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}' | '\u{13430}'..='\u{1343f}'
        | '\u{13441}'..='\u{13442}' | '\u{16fe4}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d159}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..='\u{10ffff}')
        || u32::from(char) & 0xfffe == 0xfffe
}

fn is_mark(char: char) -> bool {
    char.width() == Some(0)
}

/// Returns whether a text is printable ASCII, as nearly all are, and therefore safe unchanged.
fn is_printable_ascii(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Splits `text` into pieces that are safe on one line of a terminal. On a thread that shows ASCII only, all other
/// characters are escaped.
pub fn visible(text: &str) -> Vec<Piece<'_>> {
    if !text.is_empty() && is_printable_ascii(text) {
        return vec![Piece { text: Cow::Borrowed(text), spelled: false, chars: text.len() }];
    }
    if is_ascii_only() {
        return visible_ascii(text);
    }
    let mut pieces = Vec::new();
    let mut plain_from = 0;
    // A mark without a base letter would be drawn over whatever is to its left, or be dropped.
    let mut marks = MAX_MARKS;
    let mut chars = text.char_indices().peekable();
    let plain = |pieces: &mut Vec<Piece<'_>>, from: usize, to: usize| {
        if let Some(part) = text.get(from..to).filter(|part| !part.is_empty()) {
            push_plain(pieces, part);
        }
    };
    while let Some((at, char)) = chars.next() {
        let (hidden, mark) = (is_hidden(char), is_mark(char));
        let joins = !mark || marks < MAX_MARKS;
        if !hidden && joins {
            marks = if mark { marks + 1 } else { 0 };
            continue;
        }
        plain(&mut pieces, plain_from, at);
        marks = MAX_MARKS;
        let mut more = vec![char];
        while let Some((_, next)) = chars.next_if(|&(_, next)| !hidden && is_mark(next) && !is_hidden(next)) {
            more.push(next);
        }
        let spelled = if hidden { spell(char) } else { spell_marks(&more) };
        pieces.push(Piece { text: Cow::Owned(spelled), spelled: true, chars: more.len() });
        plain_from = chars.peek().map_or(text.len(), |&(next, _)| next);
    }
    if plain_from == 0 && !text.chars().any(is_mark) {
        let whole = Piece { text: Cow::Borrowed(text), spelled: false, chars: text.chars().count() };
        return if text.is_empty() { pieces } else { vec![whole] };
    }
    plain(&mut pieces, plain_from, text.len());
    pieces
}

/// Splits `text` into printable ASCII and escapes.
fn visible_ascii(text: &str) -> Vec<Piece<'_>> {
    let is_plain = |char: char| matches!(char, ' '..='~');
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (plain, after) = rest.split_at(rest.find(|char| !is_plain(char)).unwrap_or(rest.len()));
        if !plain.is_empty() {
            pieces.push(Piece { text: Cow::Borrowed(plain), spelled: false, chars: plain.len() });
        }
        let mut chars = after.chars();
        if let Some(char) = chars.next() {
            let text = Cow::Owned(escape(char));
            pieces.push(Piece { text, spelled: true, chars: 1 });
        }
        rest = chars.as_str();
    }
    pieces
}

/// Returns whether an escape is that of a line break.
pub fn is_line_break(escape: &str) -> bool {
    matches!(escape, "⏎" | "<000A>")
}

/// Adds text without hidden characters. Terminals drop characters that have no width and join no letter, such
/// as a lone Hangul vowel; these are escaped.
fn push_plain(pieces: &mut Vec<Piece<'_>>, part: &str) {
    let mut add = |text: String, spelled| {
        let chars = if spelled { 1 } else { text.chars().count() };
        if !text.is_empty() {
            pieces.push(Piece { text: Cow::Owned(text), spelled, chars });
        }
    };
    if !part.chars().any(is_mark) {
        return add(part.to_owned(), false);
    }
    let mut joined = String::new();
    for grapheme in part.graphemes(true) {
        if grapheme.width() > 0 {
            joined.push_str(grapheme);
            continue;
        }
        add(std::mem::take(&mut joined), false);
        grapheme.chars().for_each(|char| add(spell_marks(&[char]), true));
    }
    add(joined, false);
}

/// Splits bytes that should be UTF-8 into pieces that are safe on one line of a terminal.
pub fn visible_bytes(bytes: &[u8]) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    for chunk in bytes.utf8_chunks() {
        pieces.extend(visible(chunk.valid()));
        for byte in chunk.invalid() {
            pieces.push(Piece {
                text: Cow::Owned(bracketed(&format!("\\x{byte:02X}"))),
                spelled: true,
                chars: 1,
            });
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

/// Writes `⟨0301×37⟩`: marks by their codes, with the number of repetitions, so that different runs of marks
/// look different.
fn spell_marks(marks: &[char]) -> String {
    let runs = marks.chunk_by(|one, two| one == two).map(|run| {
        let code = run.first().map_or(0, |&mark| u32::from(mark));
        if run.len() == 1 { format!("{code:04X}") } else { format!("{code:04X}×{}", run.len()) }
    });
    format!("⟨{}⟩", runs.collect::<Vec<_>>().join(" "))
}

/// Makes `text` safe where styles are not available: for messages, text tables and titles.
pub fn plain(text: &str) -> Cow<'_, str> {
    if is_printable_ascii(text) {
        return Cow::Borrowed(text);
    }
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

/// Makes `text` safe as [`plain`] does, and different for different texts: characters that `plain` uses in
/// escapes are escaped where the text itself has them.
pub fn distinct(text: &str) -> Cow<'_, str> {
    let is_sign = |char| matches!(char, '→' | '⏎' | '⟨' | '⟩' | '␀'..='␟' | '␡');
    if is_printable_ascii(text) {
        return Cow::Borrowed(text);
    }
    if !text.contains(is_sign) {
        return plain(text);
    }
    let mut out = String::new();
    for piece in visible(text) {
        for char in piece.text.chars() {
            if !piece.spelled && is_sign(char) {
                // Writing into a String cannot fail.
                let _ = write!(out, "⟨{:04X}⟩", u32::from(char));
            } else {
                out.push(char);
            }
        }
    }
    Cow::Owned(out)
}

/// Shows a lone surrogate (half of a character), which JSON can write but text cannot hold.
pub fn half_character(unit: u16) -> Piece<'static> {
    Piece { text: Cow::Owned(bracketed(&format!("{unit:04X}"))), spelled: true, chars: 1 }
}

impl Piece<'_> {
    /// Makes a piece that does not borrow from the original text.
    pub fn into_owned(self) -> Piece<'static> {
        Piece { text: Cow::Owned(self.text.into_owned()), ..self }
    }
}

/// Breaks a sentence into lines of at most `width` cells between words; a longer word gets a line of its own.
pub fn wrap_words(sentence: &str, width: usize) -> Vec<String> {
    wrap_words_by(sentence, width, unicode_width::UnicodeWidthStr::width)
}

/// Breaks a sentence like [`wrap_words`], with a width of words that is not that of their characters.
pub fn wrap_words_by(sentence: &str, width: usize, width_of: impl Fn(&str) -> usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in sentence.split(' ') {
        match lines.last_mut() {
            Some(line) if width_of(line) + 1 + width_of(word) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Makes a path safe for messages; bytes that are not UTF-8 are escaped.
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
        shows(&format!("a{}b", "\u{301}".repeat(41)), &format!("a{}⟨0301×37⟩b", "\u{301}".repeat(4)));
        shows(
            "\u{301}a\u{302}\u{302}\u{302}\u{302}\u{302}\u{301}",
            "⟨0301⟩a\u{302}\u{302}\u{302}\u{302}⟨0302 0301⟩",
        );
        shows("a\u{a0}b\u{3000}c\u{e000}", "a⟨00A0⟩b⟨3000⟩c⟨E000⟩");
    }

    #[test]
    fn a_thread_can_show_ascii_only() {
        ascii::show_ascii_only(true);
        for (text, expected) in [
            ("", ""),
            ("a<b", "a<b"),
            ("a ← b", "a <- b"),
            ("é漢\u{202e}\n", "<00E9><6F22><202E><000A>"),
            ("a\u{301}\u{1b}b", "a<0301><001B>b"),
        ] {
            shows(text, expected);
        }
        assert_eq!(plain("é"), "<00E9>");
        assert_eq!(visible_bytes(b"a\xFF").get(1).map(|piece| piece.text.as_ref()), Some("<\\xFF>"));
        assert_eq!(half_character(0xd800).text, "<D800>");
        assert!(visible("é").iter().all(|piece| piece.spelled), "its style shows that it is not text");
        ascii::show_ascii_only(false);
        shows("é", "é");
    }

    #[test]
    fn all_that_is_invisible_is_hidden() {
        let listed = [
            0..=0x1f,
            0x7f..=0x9f,
            0xad..=0xad,
            0x61c..=0x61c,
            0x115f..=0x1160,
            0x17b4..=0x17b5,
            0x180b..=0x180e,
            0x200b..=0x200f,
            0x2028..=0x202e,
            0x2060..=0x206f,
            0x3164..=0x3164,
            0xfe00..=0xfe0f,
            0xfeff..=0xfeff,
            0xffa0..=0xffa0,
            0xfff9..=0xfffb,
            0x1_d159..=0x1_d159,
            0x1_d173..=0x1_d17a,
            0x1_3441..=0x1_3442,
            0x1_6fe4..=0x1_6fe4,
            0xe_0000..=0xe_0fff,
            0xfdd0..=0xfdef,
            0xfffe..=0xffff,
            0x1_fffe..=0x1_ffff,
            0xa_fffe..=0xa_ffff,
            0x10_fffe..=0x10_ffff,
        ];
        for code in listed.into_iter().flatten() {
            let char = char::from_u32(code).unwrap();
            assert!(is_hidden(char), "{code:04X}");
            assert!(visible(&format!("a{char}b")).iter().any(|piece| piece.spelled), "{code:04X}");
        }
        let blank = |char: &char| char.is_whitespace() && *char != ' ';
        assert!((char::MIN..=char::MAX).filter(blank).all(is_hidden), "no blank but the blank");
        assert!(!"aé漢😀\u{301}א\u{5d0}ß¿€".chars().any(is_hidden));
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
        fn different_texts_are_told_apart_without_styles(one in "[a\\x00-\\x1f\u{7f}\u{200b}⟨⟩20B␀␡→⏎×\u{301}\u{302}]{0,8}", two in "[a\\x00-\\x1f\u{7f}\u{200b}⟨⟩20B␀␡→⏎×\u{301}\u{302}]{0,8}") {
            prop_assert_eq!(one == two, distinct(&one) == distinct(&two));
        }

        #[test]
        fn different_texts_look_different(one in "[a\\x00-\\x1f\u{200b}⟨⟩20B␀×\u{301}\u{302}]{0,12}", two in "[a\\x00-\\x1f\u{200b}⟨⟩20B␀×\u{301}\u{302}]{0,12}") {
            prop_assert_eq!(one == two, joined(&one) == joined(&two));
        }
    }

    /// Joins pieces into one text, keeping whether each character is escaped.
    fn joined(text: &str) -> Vec<(char, bool)> {
        visible(text)
            .iter()
            .flat_map(|piece| piece.text.chars().map(|char| (char, piece.spelled)).collect::<Vec<_>>())
            .collect()
    }
}
