//! Habits from SQL, other search languages and the shell. Read as plain words they would silently find nothing,
//! so each is an error whose message says what to write instead.

use crate::query::language::syntax::is_known;
use crate::query::language::time::range::TIME_NAMES;
use crate::record::field::field;
use crate::record::read::key::is_record_key;

/// What the names of lists end with. Other words after `@` are the hosts of email addresses.
const LIST_ENDINGS: [&str; 5] = [".txt", ".csv", ".tsv", ".json", ".lst"];

/// Returns what to write instead of a token that would be taken for a word. It does not depend on what follows,
/// so adding to a filter never turns the earlier part into an error.
pub(in crate::query) fn instead(token: &str) -> Option<String> {
    match token.to_ascii_lowercase().as_str() {
        "or" => return Some(format!("write | for OR; '{token} searches for the word itself")),
        "and" => return Some(format!("a space means AND; '{token} searches for the word itself")),
        "not" => return Some(format!("write ! for NOT; '{token} searches for the word itself")),
        "&&" => return Some("a space means AND; leave out &&".to_owned()),
        _ => {}
    }
    let is_list = |file: &&str| LIST_ENDINGS.iter().any(|ending| file.to_ascii_lowercase().ends_with(ending));
    if let Some(file) = token.strip_prefix('@').filter(is_list) {
        return Some(format!("write the field before the list, such as ip=@{file}"));
    }
    let at = token.find(['=', '~', '<', '>', '!', ':'])?;
    let (name, rest) = token.split_at(at);
    if name == "_exists_" && rest.len() > 1 {
        return Some(format!("write {}:*", rest.trim_start_matches(':')));
    }
    if let Some(plain) = name.strip_prefix('+').filter(|name| is_known(name)) {
        return Some(format!("every term must match already; write {plain}{rest}"));
    }
    if let Some(message) = inside_record(name) {
        return Some(message);
    }
    if name.is_empty() && (rest == ":" || rest.starts_with(['=', '~'])) {
        let sign = rest.get(..1)?;
        return Some(format!("write name{sign}value without spaces"));
    }
    let is_time = TIME_NAMES.iter().any(|known| known.eq_ignore_ascii_case(name));
    let is_known = is_time || field(name).is_some();
    if rest.starts_with("<>") && (is_known || name.is_empty()) {
        return Some(format!("write {name}!=value for a value that differs"));
    }
    if name.is_empty() && matches!(rest, "<" | ">" | "<=" | ">=") {
        return Some(format!("write name{rest}value without spaces"));
    }
    if rest.starts_with("!~") || rest.starts_with("!:") {
        let sign = rest.get(1..2)?;
        return Some(format!("write !{name}{sign}… to exclude what matches"));
    }
    None
}

/// Returns what to write instead of a value after `=` or `!=` that begins with another sign.
pub(in crate::query) fn doubled(raw: &str) -> Option<&'static str> {
    match raw.as_bytes() {
        [b'=', ..] => Some("write a single =; put a value that begins with = in quotes"),
        [b'~', ..] => {
            Some("write ~ alone for a regular expression; put a value that begins with ~ in quotes")
        }
        _ => None,
    }
}

/// Members that contain records, in files and in other programs. Paths here begin inside the record.
const ENVELOPES: [&str; 8] =
    ["Records", "record", "detail", "event", "_source", "CloudTrailEvent", "json", "$"];

/// Returns whether a path with this first name begins outside of the record.
pub(in crate::query) fn is_envelope(name: &str) -> bool {
    ENVELOPES.iter().any(|envelope| envelope.eq_ignore_ascii_case(name))
}

/// Returns what to write instead of a name with such members before it: `$.eventName`, `Records[0].eventName`.
pub(in crate::query) fn inside_record(name: &str) -> Option<String> {
    let mut rest = name;
    while let Some((envelope, inner)) = rest.split_once('.') {
        let envelope = envelope.split('[').next().unwrap_or_default();
        if !envelope.is_empty() && !is_envelope(envelope) {
            break;
        }
        rest = inner;
    }
    let first = rest.split(['.', '[']).next().unwrap_or_default();
    let is_member = is_record_key(first) || field(first).is_some();
    (rest.len() < name.len() && is_member).then(|| format!("paths begin inside the record: write {rest}"))
}

/// Returns what to write instead of a word between a name and a value: `eventName LIKE Auth*`, `errorCode
/// exists`.
pub(in crate::query) fn between(name: &str, word: &str) -> Option<String> {
    let word = word.split('(').next().unwrap_or(word).to_ascii_lowercase();
    let write = match word.as_str() {
        "like" | "ilike" => format!("{name}:part or {name}:begin*"),
        "in" => format!("{name}=one,other"),
        "is" => format!("{name}=value, or !{name}:* if it is absent"),
        "exists" | "present" => format!("{name}:*"),
        "contains" | "has" | "includes" => format!("{name}:part"),
        "startswith" | "starts" | "beginswith" => format!("{name}:begin*"),
        "endswith" | "ends" => format!("{name}:*end"),
        "matches" | "regex" | "rlike" | "regexp" => format!("{name}~pattern"),
        "between" => format!("{name}>=low {name}<=high"),
        "equals" | "eq" => format!("{name}=value"),
        "ne" | "neq" => format!("{name}!=value"),
        "gt" => format!("{name}>value"),
        "gte" | "ge" => format!("{name}>=value"),
        "lt" => format!("{name}<value"),
        "lte" | "le" => format!("{name}<=value"),
        _ => return None,
    };
    is_known(name).then(|| format!("{word} is not an operator here; write {write}"))
}
