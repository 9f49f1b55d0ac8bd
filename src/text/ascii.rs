//! Screens of ASCII only, for terminals without Unicode: a switch for each thread, the signs of the program in ASCII,
//! and escapes in ASCII.

use std::borrow::Cow;
use std::cell::Cell;

thread_local! {
    static ASCII: Cell<bool> = const { Cell::new(false) };
}

/// Makes this thread, which draws the screen, show ASCII only, or everything again.
pub fn show_ascii_only(on: bool) {
    ASCII.set(on);
}

/// Returns whether this thread shows ASCII only.
pub fn is_ascii_only() -> bool {
    ASCII.get()
}

/// Signs that the program draws, each with the one of ASCII that is drawn instead, which takes one cell too.
const SIGNS: [(&str, char); 25] = [
    ("─━╌═–—‐−·∙", '-'),
    ("│┃║╎▕▏", '|'),
    ("┌┐└┘╭╮╰╯├┤┬┴┼╵╷╴╶", '+'),
    ("…", '~'),
    ("❯▸▶→⟩›»►", '>'),
    ("⟨‹«◂◀←◄", '<'),
    ("▾▼↓", 'v'),
    ("▲△▴↑", '^'),
    ("×✗✕", 'x'),
    ("⚠", '!'),
    ("•●◆∗★✦", '*'),
    ("≈", '~'),
    ("≡", '='),
    // Beside `=` for what is equal.
    ("≠", '!'),
    ("✓✔", 'y'),
    ("±", '+'),
    ("□◇○", 'o'),
    ("▁", '_'),
    ("▂▃", '.'),
    ("░▄", ':'),
    ("▒▅", '='),
    ("▓▆", '%'),
    ("█▇■▌▐▊▋▍▎▉▀", '#'),
    ("“”„", '"'),
    ("’‘", '\''),
];

/// Returns what is drawn instead of a sign of the program; `None` for a character that is none.
pub fn sign(char: char) -> Option<char> {
    SIGNS.iter().find(|(signs, _)| signs.contains(char)).map(|(_, sign)| *sign)
}

/// Returns words of the program as they are shown on this thread. Text of logs is not for here: it is escaped, so
/// that different texts look different. In a sentence with both, characters that are no signs stay, to be escaped.
pub fn own_words(words: &str) -> Cow<'_, str> {
    if !is_ascii_only() || words.is_ascii() {
        return Cow::Borrowed(words);
    }
    let mut out = String::with_capacity(words.len());
    for char in words.chars() {
        if char == '…' {
            out.push_str("...");
        } else {
            out.push(sign(char).unwrap_or(char));
        }
    }
    Cow::Owned(out)
}

/// Returns the escape of a character. The arrow between a thing and what was done to it, which computed values have,
/// is readable.
pub(super) fn escape(char: char) -> String {
    match char {
        '←' => "<-".to_owned(),
        '→' => "->".to_owned(),
        _ => bracketed(&format!("{:04X}", u32::from(char))),
    }
}

/// Returns an escape with its brackets, as it is shown on this thread.
pub(super) fn bracketed(code: &str) -> String {
    if is_ascii_only() { format!("<{code}>") } else { format!("⟨{code}⟩") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_have_one_of_ascii_each_and_words_stay_words() {
        let all: Vec<char> = SIGNS.iter().flat_map(|(signs, _)| signs.chars()).collect();
        for (at, char) in all.iter().enumerate() {
            assert!(!char.is_ascii() && !all[..at].contains(char), "{char} twice");
            assert!(sign(*char).is_some_and(|sign| sign.is_ascii_graphic()), "{char}");
        }
        assert_eq!((sign('a'), sign('漢')), (None, None));
        assert_eq!(own_words("reading … · 2"), "reading … · 2");
        show_ascii_only(true);
        assert_eq!(own_words("reading … · é"), "reading ... - é");
        show_ascii_only(false);
    }
}
