//! Whether a line is JSON, whole or damaged, or text that may quote what a caller sent. A record in the middle of a line of
//! text is quoted, whatever stands around it: only the beginning of a line is the program's own that wrote it.

use memchr::{memchr, memmem};

use crate::record::read::RawRecord;

/// What damage may leave before the first record of a log file, bytes: `{"Records":[` and a little more.
const HEAD: usize = 24;
/// Zeros are searched for in this many bytes of a line.
const ZEROS: usize = 256;
/// Maximum number of marks before a record that may be damage.
const MARKS: usize = 4;
/// Minimum number of tokens in a row that count as JSON.
const TOKENS: usize = 8;
/// What follows a value on its line is the rest of a record if its first bytes show it: this many.
const BEGINNING: usize = 4;

/// Returns whether what follows the object at `at` is what follows a record in a list or on a line.
pub(in crate::ingest) fn goes_on_behind(text: &[u8], at: usize) -> bool {
    let Ok(record) = RawRecord::read(text, at) else { return true };
    let behind = text.get(at + record.text.len()..).unwrap_or_default();
    let mut behind = behind.iter().skip_while(|byte| matches!(byte, b' ' | b'\t' | b'\r'));
    behind.next().is_none_or(|byte| b",]}{\n".contains(byte))
}

/// Returns whether what follows a value on its line is the rest of another.
pub(in crate::ingest) fn goes_on_as_json(text: &[u8]) -> bool {
    let beginning = text.get(..BEGINNING).unwrap_or(text);
    matches!(beginning.first(), Some(b':' | b',' | b']' | b'}')) || memchr(b'"', beginning).is_some()
}

/// Returns whether a line that begins with `before` is JSON, a byte or two of it perhaps damaged. The first line of a text may be the
/// rest of one that was cut, or begin with zeros.
pub(in crate::ingest) fn is_json(before: &[u8], may_be_cut: impl Fn() -> bool) -> bool {
    let before = before.strip_prefix(b"\xef\xbb\xbf").unwrap_or(before);
    let line = before.trim_ascii_start();
    let is_cut_off = |line: &[u8]| (is_rest(line, false) || is_rest(line, true)) && may_be_cut();
    let beginning = line.get(..ZEROS).unwrap_or(line);
    if let Some(zero) = memchr::memrchr(0, beginning) {
        let zeros = line.iter().skip(zero).take_while(|&&byte| byte == 0).count();
        let behind = line.get(zero + zeros..).unwrap_or_default();
        return behind.trim_ascii().is_empty() || is_cut_off(behind);
    }
    let is_mark = |byte: &u8| b"{}[],:\"".contains(byte);
    let mut marks = line.iter().filter(|byte| !byte.is_ascii_whitespace());
    let begins_with_mark = line.first().is_none_or(is_mark);
    let has_word = marks.clone().any(u8::is_ascii_alphanumeric);
    if line.len() <= 1 || (begins_with_mark && !has_word && marks.nth(MARKS).is_none()) {
        return true;
    }
    match line.first() {
        Some(b'"') => is_rest(line, false) || (is_rest(line, true) && may_be_cut()),
        Some(b']' | b'}') => is_rest(line, false) || is_cut_off(line),
        _ => line.starts_with(b"[{") || begins_as_object(line) || is_cut_off(line),
    }
}

/// Returns whether a line begins with brackets and a key, a byte more or less perhaps.
fn begins_as_object(line: &[u8]) -> bool {
    let head = line.get(..HEAD).unwrap_or(line);
    let Some(quote) = memchr(b'"', head) else { return false };
    let (lead, key) = head.split_at(quote);
    let is_bracket = |byte: &u8| matches!(byte, b'{' | b'[') || byte.is_ascii_whitespace();
    let name =
        lead.iter().position(|byte| !is_bracket(byte)).and_then(|at| lead.get(at..)).unwrap_or_default();
    let has_brace = memchr(b'{', lead).is_some();
    match name.iter().filter(|byte| !is_bracket(byte)).count() {
        0 => has_brace,
        1 => (has_brace || memmem::find(key, b"\":").is_some()) && !lead.iter().any(u8::is_ascii_whitespace),
        _ => name.iter().all(u8::is_ascii_alphanumeric) && key.starts_with(b"\":"),
    }
}

/// Returns whether a text that begins within JSON, within one of its strings perhaps, continues as JSON does: for some tokens, or to
/// its end, behind which there is an object.
fn is_rest(text: &[u8], in_string: bool) -> bool {
    let mut rest = text;
    let mut after_value = matches!(text.first(), Some(b':' | b','));
    if in_string {
        let Some(behind) = behind_string(behind_escape(rest)) else { return false };
        (rest, after_value) = (behind, true);
    } else if rest.first().is_some_and(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte)) {
        (rest, after_value) = (behind_word(rest), true);
        // Only strings are before colons.
        if rest.first() == Some(&b':') {
            return false;
        }
    }
    for _ in 0..TOKENS {
        rest = rest.trim_ascii_start();
        (rest, after_value) = match rest.split_first() {
            None => return !after_value,
            Some((b',' | b':', behind)) if after_value => (behind, false),
            Some((b']' | b'}', behind)) => (behind, true),
            Some((b'{' | b'[', behind)) if !after_value => (behind, false),
            Some((b'"', behind)) if !after_value => match behind_string(behind) {
                Some(behind) => (behind, true),
                None => return false,
            },
            Some(_) if !after_value && begins_scalar(rest) => (behind_word(rest), true),
            Some(_) => return false,
        };
    }
    true
}

/// Returns what follows an escape in which `text` begins, which may have lost its first backslash.
fn behind_escape(text: &[u8]) -> &[u8] {
    let escapes = text.iter().take_while(|&&byte| byte == b'\\').count();
    text.get(if escapes > 0 { escapes + 1 } else { 0 }..).unwrap_or_default()
}

/// Returns what follows the string in which `text` begins.
fn behind_string(text: &[u8]) -> Option<&[u8]> {
    let mut rest = text;
    loop {
        match memchr::memchr2(b'"', b'\\', rest).and_then(|at| rest.get(at..))? {
            [b'"', behind @ ..] => return Some(behind),
            [_, _, behind @ ..] => rest = behind,
            _ => return None,
        }
    }
}

fn begins_scalar(text: &[u8]) -> bool {
    let is_number = matches!(text.first(), Some(b'-' | b'0'..=b'9'));
    is_number || [&b"true"[..], b"false", b"null"].into_iter().any(|literal| text.starts_with(literal))
}

/// Returns what follows a number or a literal.
fn behind_word(text: &[u8]) -> &[u8] {
    let is_in_word = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
    let end = text.iter().position(|byte| !is_in_word(byte)).unwrap_or(text.len());
    text.get(end..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_json_are_told_from_lines_of_text() {
        for line in [
            "",
            "  ",
            "\u{feff}",
            "\0\0",
            "[",
            "x",
            "{\"Records\":[",
            "{ \"Records\": [ ",
            "\"Records\":[",
            "{Records\":[",
            "x\"Records\":[",
            "{\"Rec:[",
            "{\"a\":1} ",
            "\"detail\": ",
            "}, ",
            "],\"x\":[",
            "[{\"a\":1},",
            "{\"eventVersion\":\"1.0 what is torn, and long, ",
        ] {
            assert!(is_json(line.as_bytes(), || false), "{line}");
        }
        for line in [
            "203.0.113.9 - - ",
            "GET /?",
            "GET {\"detail\":",
            "* ",
            "* },",
            "* {\"detail\":",
            "a;b;[",
            "a;b;[{\"c\":1},",
            "a\tb\t{\"detail\":",
            "GET /?a:",
            "GET /?a,",
            "[2026-03-10 12:00:00] INFO GET /?",
            "\"2026\" GET ",
            "\"GET /?{\"a ",
            "200 ",
            "time=x msg='",
            "time=\"x\" msg=\"",
            "a,b,",
            "ab ",
            "10.0.0.1 GET /?\",",
            "nam\"},",
        ] {
            assert!(!is_json(line.as_bytes(), || false), "{line}");
        }
    }

    #[test]
    fn a_first_line_may_be_cut() {
        for cut in [
            "nam\"},",
            "e,\"x\":",
            "1}],",
            "}\",\"a\":1},",
            ":\"u1\"},",
            "long text of a string\":[{\"a\":[1,2,{\"b\":{",
            "a\\\"b\",",
        ] {
            assert!(is_json(cut.as_bytes(), || true), "{cut}");
        }
        for text in [
            "203.0.113.9 - - \"GET /?\",",
            "GET /?a,",
            "200 ",
            "10/Mar/2026 \"",
            "a b,",
            "a,b,",
            "data: ",
            "file.json:1:",
        ] {
            assert!(!is_json(text.as_bytes(), || true), "{text}");
        }
    }

    #[test]
    fn what_follows_a_value_is_the_rest_of_one_or_text() {
        for (text, expected) in
            [(":1}", true), (",{", true), ("x\"a", true), (" GET /", false), ("INFO ", false)]
        {
            assert_eq!(goes_on_as_json(text.trim_start().as_bytes()), expected, "{text}");
        }
    }
}
