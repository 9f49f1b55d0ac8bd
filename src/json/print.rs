//! Prints a record's JSON with different white space between the tokens; every token stays as in the source.
//!
//! Key order, number text, duplicate keys and escapes are kept. Text that is not JSON is copied unchanged.

/// Number of columns by which each level is indented.
const INDENT: usize = 2;

/// Appends `text` without white space outside strings.
pub fn without_spaces(text: &[u8], out: &mut Vec<u8>) {
    let mut rest = text;
    while let Some(quote) = memchr::memchr(b'"', rest) {
        let (before, string) = rest.split_at(quote);
        out.extend(before.iter().filter(|byte| !is_space(**byte)));
        let (string, after) = string.split_at(string_length(string));
        out.extend_from_slice(string);
        rest = after;
    }
    out.extend(rest.iter().filter(|byte| !is_space(**byte)));
}

/// Returns `text` on one line.
pub fn compact(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    without_spaces(text, &mut out);
    out
}

/// Returns `text` on one line, whatever its strings contain. Raw line breaks inside strings are not valid JSON, but
/// some files have them; they become escapes, which mean the same.
pub fn one_line(text: &[u8]) -> Vec<u8> {
    let compact = compact(text);
    if memchr::memchr2(b'\n', b'\r', &compact).is_none() {
        return compact;
    }
    let mut line = Vec::with_capacity(compact.len() + 8);
    for byte in compact {
        match byte {
            b'\n' => line.extend_from_slice(b"\\n"),
            b'\r' => line.extend_from_slice(b"\\r"),
            byte => line.push(byte),
        }
    }
    line
}

/// Returns `text` on many lines, two columns for each level, empty containers on one line.
pub fn pretty(text: &[u8]) -> Vec<u8> {
    let compact = compact(text);
    let mut out = Vec::with_capacity(compact.len() * 2);
    let mut depth = 0_usize;
    let mut rest = compact.as_slice();
    while let Some((&byte, tail)) = rest.split_first() {
        let mut length = 1;
        match byte {
            b'"' => length = string_length(rest),
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if !matches!(out.last(), Some(b'{' | b'[')) {
                    new_line(&mut out, depth);
                }
            }
            _ => {}
        }
        out.extend_from_slice(rest.get(..length).unwrap_or(rest));
        match (byte, tail.first()) {
            (b'{' | b'[', next) => {
                depth += 1;
                if !matches!(next, Some(b'}' | b']')) {
                    new_line(&mut out, depth);
                }
            }
            (b',', _) => new_line(&mut out, depth),
            (b':', _) => out.push(b' '),
            _ => {}
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}

/// Maximum indentation, so that a hostile record does not become gigabytes when printed.
const MAX_INDENT: usize = 200;

fn new_line(out: &mut Vec<u8>, depth: usize) {
    out.push(b'\n');
    out.resize(out.len() + (depth * INDENT).min(MAX_INDENT), b' ');
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Returns the length of the string that `text` begins with, quotes included; all of it if the string does not
/// end.
fn string_length(text: &[u8]) -> usize {
    let mut at = 1;
    while let Some(step) = text.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        at += step;
        if text.get(at) == Some(&b'"') {
            return at + 1;
        }
        at += 2;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn tokens_stay_as_they_are() {
        let text = "{ \"b\" : 1.50e+1,\n \"a\":[ ],\"b\":{\"x\":\"a, : \\\" {\"} , \"n\":[1,\t2] }";
        assert_eq!(compact(text.as_bytes()), br#"{"b":1.50e+1,"a":[],"b":{"x":"a, : \" {"},"n":[1,2]}"#);
        let expected = "{\n  \"b\": 1.50e+1,\n  \"a\": [],\n  \"b\": {\n    \"x\": \"a, : \\\" {\"\n  },\n  \"n\": [\n    1,\n    2\n  ]\n}";
        assert_eq!(String::from_utf8(pretty(text.as_bytes())).unwrap(), expected);
    }

    #[test]
    fn raw_line_breaks_become_escapes_and_are_not_lost() {
        assert_eq!(one_line(b"{\"a\": \"x\ny\r\"}"), br#"{"a":"x\ny\r"}"#);
        assert_eq!(one_line(b"{\"a\":\n 1}"), b"{\"a\":1}");
    }

    #[test]
    fn an_unfinished_string_is_copied() {
        assert_eq!(compact(b"{\"a b"), b"{\"a b");
        assert_eq!(compact(b"{\"a\\"), b"{\"a\\");
    }

    proptest! {
        #[test]
        fn white_space_is_all_that_changes(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(compact(&pretty(&bytes)), compact(&bytes));
        }
    }
}
