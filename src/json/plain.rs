//! Where values end that are written as AWS writes them: strings without escapes, and objects and arrays without
//! white space, escapes and fractions. Nearly all are.
//!
//! Whatever is different gives `None`, and `scan` reads it step by step and says what is wrong. That saves a
//! twentieth of the instructions of a load.

use wide::u8x16;

/// Deeper nesting is left to the scanner.
const DEEPEST: u32 = 62;

/// Returns the end of the string that begins at `start`, if it has no escapes and does not end at the very end
/// of the text. In few instructions and sixteen bytes at a time.
#[inline]
pub(super) fn end_of_plain_string(text: &[u8], start: usize) -> Option<usize> {
    const STEP: usize = 16;
    const QUOTES: u8x16 = u8x16::new([b'"'; STEP]);
    const BACKSLASHES: u8x16 = u8x16::new([b'\\'; STEP]);
    let (b'"', mut rest) = text.get(start..)?.split_first()? else { return None };
    loop {
        let (step, after) = rest.split_first_chunk::<STEP>()?;
        let bytes = u8x16::new(*step);
        let quotes = bytes.cmp_eq(QUOTES).move_mask();
        let found = quotes | bytes.cmp_eq(BACKSLASHES).move_mask();
        if found != 0 {
            let first = found.trailing_zeros();
            let end = text.len() - rest.len() + first as usize + 1;
            return (quotes >> first & 1 == 1).then_some(end);
        }
        rest = after;
    }
}

/// Returns the end of the value that begins at `start`, if it is a plain object, array, string or word.
#[inline]
pub(super) fn end_of_plain_value(text: &[u8], start: usize) -> Option<usize> {
    match text.get(start)? {
        b'"' => end_of_plain_string(text, start),
        b'{' | b'[' => end_of_plain_container(text, start),
        _ => end_of_word(text, start),
    }
}

/// Returns the end of `true`, `false` or `null` at `start`.
#[inline]
fn end_of_word(text: &[u8], start: usize) -> Option<usize> {
    match text.get(start..)?.first_chunk::<4>()? {
        b"null" | b"true" => Some(start + 4),
        b"fals" if text.get(start + 4) == Some(&b'e') => Some(start + 5),
        _ => None,
    }
}

/// Returns the end of the digits at `start`, if they are a number that continues with neither a fraction nor an
/// exponent.
#[inline]
fn end_of_digits(text: &[u8], start: usize) -> Option<usize> {
    let rest = text.get(start..)?;
    let length = rest.iter().position(|byte| !byte.is_ascii_digit())?;
    let is_number = length == 1 || (length > 1 && rest.first() != Some(&b'0'));
    let ends = matches!(rest.get(length), Some(b',' | b'}' | b']'));
    (is_number && ends).then_some(start + length)
}

/// Returns where the value of the key at `start` begins.
#[inline]
fn end_of_key(text: &[u8], start: usize) -> Option<usize> {
    let end = end_of_plain_string(text, start)?;
    (text.get(end) == Some(&b':')).then_some(end + 1)
}

#[inline(never)]
fn end_of_plain_container(text: &[u8], start: usize) -> Option<usize> {
    // One bit for each open container, the innermost lowest: whether it is an object.
    let (mut at, mut objects, mut depth) = (start, 0_u64, 0_u32);
    loop {
        match *text.get(at)? {
            b'"' => at = end_of_plain_string(text, at)?,
            open @ (b'{' | b'[') => {
                at += 1;
                if *text.get(at)? != open + 2 {
                    if depth == DEEPEST {
                        return None;
                    }
                    depth += 1;
                    objects = objects << 1 | u64::from(open == b'{');
                    if open == b'{' {
                        at = end_of_key(text, at)?;
                    }
                    continue;
                }
                at += 1;
            }
            b'0'..=b'9' => at = end_of_digits(text, at)?,
            _ => at = end_of_word(text, at)?,
        }
        loop {
            if depth == 0 {
                return Some(at);
            }
            let in_object = objects & 1 == 1;
            match *text.get(at)? {
                b',' => {
                    at += 1;
                    if in_object {
                        at = end_of_key(text, at)?;
                    }
                    break;
                }
                b'}' if in_object => {}
                b']' if !in_object => {}
                _ => return None,
            }
            at += 1;
            depth -= 1;
            objects >>= 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::json::scan::Scanner;

    /// Whatever is taken for plain ends where the scanner says, and has no white space.
    fn is_same(text: &[u8], start: usize) -> Result<bool, TestCaseError> {
        let Some(end) = end_of_plain_value(text, start) else { return Ok(false) };
        let mut scanner = Scanner::new(text, start);
        prop_assert_eq!(scanner.value_in_steps().map(|place| place.end), Ok(end), "{}", text.escape_ascii());
        prop_assert!(!scanner.spaced());
        Ok(true)
    }

    #[test]
    fn what_aws_writes_is_plain() {
        for value in [
            r#"{"bucketName":"logs","Host":"s3.amazonaws.com","list":[{"a":1},{"b":[]},{}],"n":null}"#,
            r#"[true,false,0,12,"x",[[]]]"#,
            "{}",
            "null",
            "false",
        ] {
            let text = format!("{value},\"and\":\"more of the record\"");
            assert!(is_same(text.as_bytes(), 0).unwrap(), "{value}");
        }
    }

    fn value() -> impl Strategy<Value = String> {
        let word = prop::sample::select(vec![
            "null", "true", "0", "-1.5", "17", "1e3", "01", "\"\"", "\"a\\n\"", " 1 ",
        ]);
        word.prop_map(str::to_owned).prop_recursive(4, 40, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(|items| format!("[{}]", items.join(","))),
                prop::collection::vec(inner, 0..5).prop_map(|items| {
                    let members: Vec<String> = items.iter().map(|item| format!("\"key\":{item}")).collect();
                    format!("{{{}}}", members.join(","))
                }),
            ]
        })
    }

    proptest! {
        #[test]
        fn plain_values_end_where_the_scanner_says(value in value(), at in any::<prop::sample::Index>(), byte in prop::sample::select(b"{}[]\",:0 x\\".to_vec())) {
            let mut text = format!("{value},\"and\":\"more of the record\"").into_bytes();
            is_same(&text, 0)?;
            let at = at.index(value.len());
            text[at] = byte;
            is_same(&text, 0)?;
            text.remove(at);
            is_same(&text, 0)?;
            text.truncate(at);
            is_same(&text, 0)?;
        }
    }
}
