//! What people write who come from SQL, other searches or a shell. Taken for words it would quietly find nothing, so it is
//! a mistake that says what to write instead.

use super::term::TIME_NAMES;
use crate::record::field::field;

/// What to write instead of a token that would be taken for a word. It does not depend on what stands around it, so that
/// what is added to a filter never makes a mistake of it.
pub(in crate::query) fn instead(token: &str) -> Option<String> {
    match token.to_ascii_lowercase().as_str() {
        "or" => return Some(format!("or is written | here; '{token} looks for the word")),
        "and" => return Some(format!("blanks mean and; '{token} looks for the word")),
        "not" => return Some(format!("not is written ! here; '{token} looks for the word")),
        "&&" => return Some("blanks mean and; leave out &&".to_owned()),
        _ => {}
    }
    let at = token.find(['=', '~', '<', '>', '!', ':'])?;
    let (name, rest) = token.split_at(at);
    if name.is_empty() && (rest == ":" || rest.starts_with(['=', '~'])) {
        let sign = rest.get(..1)?;
        return Some(format!("write name{sign}value without blanks"));
    }
    let is_time = TIME_NAMES.iter().any(|known| known.eq_ignore_ascii_case(name));
    let is_alone = name.is_empty() && matches!(rest, "<" | ">" | "<=" | ">=" | "<>");
    if rest.starts_with(['<', '>']) && (is_alone || is_time || field(name).is_some()) {
        let what = if is_time { "write after: and before: for times" } else { "there are : = != and ~" };
        return Some(format!("nothing is compared by size; {what}"));
    }
    if rest.starts_with("!~") || rest.starts_with("!:") {
        let sign = rest.get(1..2)?;
        return Some(format!("write !{name}{sign}… for what does not match"));
    }
    None
}

/// What to write instead of a value behind `=` or `!=` that begins with one more sign.
pub(in crate::query) fn doubled(raw: &str) -> Option<&'static str> {
    match raw.as_bytes() {
        [b'=', ..] => Some("one = is enough; a value that begins with = is put in quotes"),
        [b'~', ..] => {
            Some("a regular expression is asked for with ~ alone; a value that begins with it is quoted")
        }
        _ => None,
    }
}
