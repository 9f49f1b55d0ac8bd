//! Habits from SQL, other search languages and the shell. Read as plain words they would find nothing without a
//! warning, so each is a mistake whose message says what to write instead.

use super::term::TIME_NAMES;
use crate::record::field::field;

/// What to write instead of a token that would be taken for a word. It does not depend on what stands around it, so that
/// what is added to a filter never makes a mistake of it.
pub(in crate::query) fn instead(token: &str) -> Option<String> {
    match token.to_ascii_lowercase().as_str() {
        "or" => return Some(format!("write | for OR; '{token} searches for the word itself")),
        "and" => return Some(format!("a space means AND; '{token} searches for the word itself")),
        "not" => return Some(format!("write ! for NOT; '{token} searches for the word itself")),
        "&&" => return Some("a space means AND; leave out &&".to_owned()),
        _ => {}
    }
    let at = token.find(['=', '~', '<', '>', '!', ':'])?;
    let (name, rest) = token.split_at(at);
    if name.is_empty() && (rest == ":" || rest.starts_with(['=', '~'])) {
        let sign = rest.get(..1)?;
        return Some(format!("write name{sign}value without spaces"));
    }
    let is_time = TIME_NAMES.iter().any(|known| known.eq_ignore_ascii_case(name));
    let is_alone = name.is_empty() && matches!(rest, "<" | ">" | "<=" | ">=" | "<>");
    if rest.starts_with(['<', '>']) && (is_alone || is_time || field(name).is_some()) {
        let what =
            if is_time { "for times, write after: or before:" } else { "the operators are : = != and ~" };
        return Some(format!("{token} is not an operator here; {what}"));
    }
    if rest.starts_with("!~") || rest.starts_with("!:") {
        let sign = rest.get(1..2)?;
        return Some(format!("write !{name}{sign}… to exclude what matches"));
    }
    None
}

/// What to write instead of a value behind `=` or `!=` that begins with one more sign.
pub(in crate::query) fn doubled(raw: &str) -> Option<&'static str> {
    match raw.as_bytes() {
        [b'=', ..] => Some("write a single =; put a value that begins with = in quotes"),
        [b'~', ..] => {
            Some("write ~ alone for a regular expression; put a value that begins with ~ in quotes")
        }
        _ => None,
    }
}
