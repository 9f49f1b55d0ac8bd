//! Raw control characters inside strings, which JSON does not allow but some writers leave.

use super::scan::Scanner;

/// Returns whether all bytes of a text are ASCII and none is a control character, as in nearly all records:
/// then it is valid UTF-8 without raw control characters. One pass without a branch, many bytes at a time.
pub fn is_plain(text: &[u8]) -> bool {
    const SPAN: u8 = 0x7f - b' ';
    text.iter().fold(0, |most: u8, byte| most.max(byte.wrapping_sub(b' '))) <= SPAN
}

/// Returns whether a JSON text has raw control characters inside strings, where JSON allows none. `spaced` says
/// whether there is white space outside strings.
pub fn has_raw_controls(text: &[u8], spaced: bool) -> bool {
    // Eight bytes at a time, without a branch: most texts have none.
    let any = |text: &[u8]| {
        text.chunks(64).any(|part| part.iter().fold(u8::MAX, |least, &byte| least.min(byte)) < b' ')
    };
    if !spaced || !any(text) {
        return any(text);
    }
    let mut scanner = Scanner::new(text, 0);
    while let Some(step) = memchr::memchr(b'"', text.get(scanner.at()..).unwrap_or_default()) {
        let start = scanner.at() + step;
        scanner.seek(start);
        // A string that does not end reaches the end of the text.
        let _ = scanner.loose_string();
        if any(text.get(start..scanner.at()).unwrap_or_default()) {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_text_has_neither_control_characters_nor_other_bytes_than_ascii() {
        assert!(is_plain(b""));
        for byte in 0..=u8::MAX {
            for at in [0, 15, 16, 63, 64, 99] {
                let mut text = [b'~'; 100];
                text[at] = byte;
                assert_eq!(is_plain(&text), (b' '..=0x7f).contains(&byte), "{byte} at {at}");
            }
        }
    }

    #[test]
    fn raw_controls_are_found_inside_strings_only() {
        for (text, spaced, expected) in [
            ("{\"a\":\"b\"}", false, false),
            ("{\"a\":\"b\\n\"}", false, false),
            ("{\"a\":\"b\tc\"}", false, true),
            ("{\n \"a\": \"b\"\n}", true, false),
            ("{\n \"a\": \"b\nc\"\n}", true, true),
            ("{\n \"a\": \"\\\"\u{1b}\"\n}", true, true),
        ] {
            assert_eq!(has_raw_controls(text.as_bytes(), spaced), expected, "{text}");
        }
    }
}
