//! Whether a place after damage is inside a value of the torn record. Anything there is part of that record,
//! never an event.
//!
//! A JSON string cannot contain unescaped quotes, so a place that begins with them is outside of every string.
//! From there the text is read backwards to the damage, by whole brackets and strings.

use std::ops::Range;

use crate::json::scan::Scanner;
use crate::record::read::key::is_record_key;

/// A record that could not be read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) struct Torn {
    /// Where it begins.
    pub(in crate::ingest) at: usize,
    /// Where reading it failed.
    pub(in crate::ingest) fault: usize,
}

/// Returns whether the object at `anchor` is part of a value of the `torn` record or, if no record is known to
/// be torn, of a record that may continue at `from`.
pub(in crate::ingest) fn is_inside(text: &[u8], torn: Option<Torn>, from: usize, anchor: usize) -> bool {
    let known_until = torn.map_or(from, |torn| last_string(text, torn));
    if let Some(torn) = torn.filter(|_| anchor < known_until) {
        return is_inside_parsed(text, torn.at, anchor);
    }
    let before = text.get(..anchor).unwrap_or_default();
    // The damage itself may be a bracket.
    let floor = torn.map_or(from, |torn| if anchor > torn.fault { torn.fault } else { known_until });
    let (opens, closes) = unmatched(before, floor);
    let list = opens.first().copied().filter(|&open| text.get(open) == Some(&b'['));
    let holder = [Some(anchor), list].into_iter().flatten().filter_map(|at| key_before(text, at));
    if holder.into_iter().any(|key| holds_records(text, key)) {
        return false;
    }
    // If only some items of a list are records, it has swallowed them, or it is the list of the log file.
    let follows_comma = before.trim_ascii_end().ends_with(b",");
    if follows_comma && !opens.first().is_some_and(|&list| begins_with_record(text, list)) {
        return false;
    }
    let outermost = opens.last().copied().unwrap_or(anchor);
    let follows = text.get(..outermost).and_then(|before| before.trim_ascii_end().last());
    let is_value = match follows {
        Some(b':') => true,
        // The colon or a quote before a value may be what was lost.
        Some(byte) => outermost != anchor && byte.is_ascii_graphic() && !b",[]}".contains(byte),
        None => false,
    };
    if !is_value {
        return false;
    }
    let key = key_before(text, outermost);
    // The next record may have lost its beginning up to the middle of `detail`.
    let is_cut = key.as_ref().is_none_or(|key| key.start < floor);
    let is_list = opens.len() == 1 && list == Some(outermost);
    let is_of_detail = || outermost == anchor && ends_as_detail(before);
    let key = key.unwrap_or_default();
    if holds_records(text, key.clone()) || (is_cut && (is_list || is_of_detail())) {
        return false;
    }
    match torn {
        Some(torn) => {
            let is_open = depth(text, torn.at, known_until) > closes;
            let wrapper = key_before(text, torn.at).and_then(|key| text.get(key));
            // A bracket of the record may be lost; the name of its member shows it.
            is_record_name(text, key.clone()) || (is_open && wrapper != text.get(key))
        }
        None => is_record_name(text, key),
    }
}

/// Does the same for a record that has been read without a fault from `start` on.
pub(in crate::ingest) fn is_inside_parsed(text: &[u8], start: usize, anchor: usize) -> bool {
    let opens = open_at(text, start, anchor);
    let Some(innermost) = opens.get(1..).and_then(<[Open]>::last) else {
        return !key_before(text, anchor).is_none_or(|key| holds_records(text, key));
    };
    if text.get(innermost.at) == Some(&b'{') {
        return !key_before(text, anchor).is_some_and(|key| holds_records(text, key));
    }
    let is_of_records = || innermost.key.clone().is_some_and(|key| holds_records(text, key));
    begins_with_record(text, innermost.at) && !is_of_records()
}

/// Returns whether a key is `detail` of EventBridge or `Records`, whose values are records everywhere.
fn holds_records(text: &[u8], key: Range<usize>) -> bool {
    let key = text.get(key).unwrap_or_default();
    let name = key.strip_prefix(b"\"").and_then(|key| key.strip_suffix(b"\"")).unwrap_or_default();
    // A cut may have left the end of the name, after the quote of another.
    name == b"Records" || (!name.is_empty() && b"detail".ends_with(name))
}

fn ends_as_detail(before: &[u8]) -> bool {
    let before = before.trim_ascii_end().strip_suffix(b":").unwrap_or(before);
    before.trim_ascii_end().ends_with(b"l\"")
}

fn is_record_name(text: &[u8], key: Range<usize>) -> bool {
    let name = text.get(key.start + 1..key.end.saturating_sub(1));
    name.and_then(|name| std::str::from_utf8(name).ok()).is_some_and(is_record_key)
}

/// Returns whether the first item of the list at `list` begins as AWS begins its records.
fn begins_with_record(text: &[u8], list: usize) -> bool {
    let inside = text.get(list..).and_then(|list| list.strip_prefix(b"["));
    let object = inside.and_then(|inside| inside.trim_ascii_start().strip_prefix(b"{"));
    object.is_some_and(|object| object.trim_ascii_start().starts_with(b"\"eventVersion\""))
}

/// Returns the key, quotes included, whose value begins at `at`.
pub(in crate::ingest) fn key_before(text: &[u8], at: usize) -> Option<Range<usize>> {
    let before = text.get(..at)?.trim_ascii_end().strip_suffix(b":")?.trim_ascii_end();
    let inside = before.strip_suffix(b"\"").filter(|inside| !inside.ends_with(b"\\"))?;
    let start = memchr::memrchr(b'"', inside)?;
    Some(start..before.len())
}

/// Returns where the string begins that ends at the fault of a torn record, or the fault: a lost quote can make
/// other text look like a string, and no byte before it is in doubt.
fn last_string(text: &[u8], torn: Torn) -> usize {
    let before = text.get(torn.at..torn.fault).unwrap_or_default().trim_ascii_end();
    let before = before.strip_suffix(b":").unwrap_or(before).trim_ascii_end();
    let Some(inside) = before.strip_suffix(b"\"") else { return torn.fault };
    let opening = opening_quote(inside, 0);
    opening.map_or(torn.fault, |at| torn.at + at)
}

/// Returns the opening quote of the string whose content `text` ends with, at or after `floor`.
pub(in crate::ingest) fn opening_quote(text: &[u8], floor: usize) -> Option<usize> {
    let mut end = text.len();
    loop {
        let quote = memchr::memrchr(b'"', text.get(floor..end)?)? + floor;
        if !is_escaped(text, quote) {
            return Some(quote);
        }
        end = quote;
    }
}

fn is_escaped(text: &[u8], at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    before.iter().rev().take_while(|&&byte| byte == b'\\').count() % 2 == 1
}

/// Reads backwards from the end of `text`, which is outside of strings, to `floor`. Returns the brackets that
/// open there and do not close, innermost first, and how many close something that opened before.
fn unmatched(text: &[u8], floor: usize) -> (Vec<usize>, usize) {
    let (mut opens, mut closes) = (Vec::new(), 0_usize);
    let mut end = text.len();
    while let Some(part) = text.get(floor..end).filter(|part| !part.is_empty()) {
        let at = end - 1;
        match part.last() {
            Some(b'"') => {
                // An escaped quote is inside a string that was opened before the damage.
                let opening = Some(()).filter(|()| !is_escaped(text, at));
                match opening.and_then(|()| opening_quote(text.get(..at)?, floor)) {
                    Some(quote) => {
                        end = quote;
                        continue;
                    }
                    None => break,
                }
            }
            Some(b'}' | b']') => closes += 1,
            Some(b'{' | b'[') if closes > 0 => closes -= 1,
            Some(b'{' | b'[') => opens.push(at),
            _ => {}
        }
        end = at;
    }
    (opens, closes)
}

/// An open bracket, and the key whose value it is.
struct Open {
    at: usize,
    key: Option<Range<usize>>,
}

/// Returns the brackets that are open at `to`, outermost first, in a text without a fault from `from` on.
fn open_at(text: &[u8], from: usize, to: usize) -> Vec<Open> {
    let mut opens = Vec::new();
    let mut scanner = Scanner::new(text.get(..to).unwrap_or(text), from);
    let (mut string, mut key) = (None, None);
    while let Some(byte) = scanner.peek() {
        let at = scanner.at();
        match byte {
            b'"' => {
                // It ends at `to` at the latest.
                let _ = scanner.loose_string();
                string = Some(at..scanner.at());
                continue;
            }
            b':' => key = string.take(),
            b',' => key = None,
            b'{' | b'[' => opens.push(Open { at, key: key.take() }),
            b'}' | b']' => drop(opens.pop()),
            _ => {}
        }
        scanner.seek(at + 1);
    }
    opens
}

fn depth(text: &[u8], from: usize, to: usize) -> usize {
    open_at(text, from, to).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `text` has `!` where reading failed and `^` before the object to test.
    #[track_caller]
    fn inside(text: &str, expected: bool) {
        let fault = text.find('!').unwrap();
        let text = text.replacen('!', "", 1);
        let anchor = text.find('^').unwrap();
        let text = text.replacen('^', "", 1);
        let start = text.find("{\"R\"").unwrap();
        let torn = Torn { at: start, fault: fault - usize::from(anchor < fault) };
        assert_eq!(is_inside(text.as_bytes(), Some(torn), start + 1, anchor), expected, "{text}");
    }

    #[test]
    fn neighbours_are_outside() {
        inside(r#"[{"R":1,"a":!x},^{"eventVersion":1}]"#, false);
        inside(r#"[{"R":1,"a":{"b":!x,"s":"]}\"{"}},^{"eventVersion":1}]"#, false);
        inside(r#"[{"R":1,"a":{"b":!x,^{"eventVersion":1}]"#, false);
        inside(r#"[{"R":1,"a":[{"b":1},{"c":!x,^{"eventVersion":1}]"#, false);
        inside(r#"[{"R":1,"a":!x},{"other":^{"eventVersion":1}}]"#, false);
        inside(r#"{"1":{"R":1,"a":!x},"2":^{"eventVersion":1}}"#, false);
        inside(r#"[{"w":{"R":1,"a":{!x},{"w":^{"eventVersion":1}}]"#, false);
        inside(r#"{"R":1,"a":"x,^{"!eventVersion":1}"#, false);
        inside(r#"{"R":1,"a":{"b":1,"detail":^{"eventVersion":1}}!"#, false);
        inside(r#"{"R":1,"list":[{"ARN":1},^{"eventVersion":1}]!"#, false);
        inside(r#"{"R":1,"a":"x!ail":^{"eventVersion":1}}"#, false);
        inside(r#"{"R":1,"a!w{"Records":[^{"eventVersion":1}]}"#, false);
    }

    #[test]
    fn values_are_inside() {
        inside(r#"[{"R":1,"a":!x,"b":^{"eventVersion":1}}]"#, true);
        inside(r#"[{"R":1,"a":!x,"b":{"c":[1,{"d":^{"eventVersion":1}}]}}]"#, true);
        inside(r#"[{"R":1,"a":!x,"b":[^{"eventVersion":1},{"eventVersion":1}]}]"#, true);
        inside(r#"[{"R":1,"a":!x,"b":[{"eventVersion":1},^{"eventVersion":1}]}]"#, true);
        inside(r#"[{"R":1,"b":[{"eventVersion":1},^{"eventVersion":1}],"a":!x}]"#, true);
        inside(r#"[{"R":1,"b":{"c":^{"eventVersion":1}},"a":!x}]"#, true);
    }

    #[test]
    fn where_no_record_is_known_its_members_tell() {
        let at = |text: &str| is_inside(text.as_bytes(), None, 0, text.rfind('{').unwrap());
        assert!(at(r#""a","requestParameters":{"b":{"eventVersion""#));
        assert!(at(r#""a","requestParameters":{"eventVersion""#));
        assert!(!at(r#""a","hits":{"b":{"eventVersion""#));
        assert!(!at(r#"a"}},{"eventVersion""#));
        assert!(!at(r#"a"}},{"requestParameters":{"eventVersion""#));
    }
}
