//! What a term that no event passes may have meant: another case, another operator, a pattern of another
//! language, or a value that was pasted with marks around it. Whether events pass these is for the engine to ask.

use crate::query::language::expr::{Target, Test};
use crate::query::language::list::entry::plain;
use crate::query::language::syntax::{quote, written_name};
use crate::query::language::term::compare::bytes_of;
use crate::record::field::Column;
use crate::record::on_demand::field_of;

/// A term, and the terms that it may have meant, the likeliest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::query) struct NearTerms {
    pub(in crate::query) term: String,
    pub(in crate::query) near: Vec<String>,
}

impl NearTerms {
    /// Returns the neighbours of a term with `=` or `:` and one value; `None` for other terms.
    pub(in crate::query) fn of(target: &Target, test: &Test) -> Option<Self> {
        let name = name_of(target)?;
        let (sign, value) = match test {
            Test::Equals(value) | Test::Call(value) => ('=', value),
            Test::Contains(value) => (':', value),
            _ => return None,
        };
        let mut near = Vec::new();
        if let (Target::Column(Column::Service), Some(service)) =
            (target, value.strip_suffix(".amazonaws.com"))
        {
            near.push(format!("{name}{sign}{}", quote(service)));
        }
        if value.starts_with(['<', '>']) {
            near.push(format!("{name}{value}"));
        }
        near.extend(pattern(value).map(|pattern| format!("{name}~{pattern}")));
        near.extend(glob(value).map(|glob| format!("{name}:{glob}")));
        let bare =
            plain(value.trim_matches(['“', '”', '‘', '’', '`', ',', ';', '[', ']', '{', '}', '(', ')']));
        if bare != *value && !bare.is_empty() {
            near.push(format!("{name}{sign}{}", quote(&bare)));
        }
        near.extend(parts(value).map(|parts| format!("{name}{sign}{parts}")));
        if let Some(digits) = ungrouped(value) {
            near.push(format!("{name}{sign}{digits}"));
        }
        if let Some(bytes) = bytes_of(value) {
            near.extend([format!("{name}={bytes}"), format!("{name}>={value}")]);
        }
        if sign == '=' {
            near.push(format!("{name}:{}", quote(value)));
        }
        let is_empty = value.is_empty();
        (!is_empty).then(|| Self { term: format!("{name}{sign}{}", quote(value)), near })
    }
}

/// Returns how what a term asks for is called.
pub(in crate::query) fn name_of(target: &Target) -> Option<String> {
    match target {
        Target::Column(column) => field_of(*column).map(|field| field.name.to_owned()),
        Target::EventId => Some("eventID".to_owned()),
        Target::Path(path) => Some(path.to_string()),
        Target::Written(path) => Some(written_name(path)),
    }
}

/// Returns the parts of a value that another sign than a comma divides.
fn parts(value: &str) -> Option<String> {
    let sign = [';', '|'].into_iter().find(|sign| value.contains(*sign))?;
    let parts: Vec<&str> = value.split(sign).map(str::trim).collect();
    let are_plain = parts.iter().all(|part| !part.is_empty() && *quote(part) == **part);
    are_plain.then(|| parts.join(","))
}

/// Returns the digits of a number that is written in groups: `4444-5555-6666`, as the console shows accounts.
fn ungrouped(value: &str) -> Option<String> {
    let is_grouped =
        value.contains(['-', ' ']) && value.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'-' | b' '));
    let digits: String = value.chars().filter(char::is_ascii_digit).collect();
    (is_grouped && !digits.is_empty()).then_some(digits)
}

/// Returns the regular expression in `/…/` or `/…/i`.
fn pattern(value: &str) -> Option<String> {
    let inside = value.strip_prefix('/')?;
    let (source, flags) = inside.rsplit_once('/')?;
    match flags {
        "" if !source.is_empty() => Some(quote(source)),
        "i" if !source.is_empty() => Some(quote(&format!("(?i){source}"))),
        _ => None,
    }
}

/// Returns the glob in a pattern of SQL, or in quotes, where `*` is an ordinary character.
fn glob(value: &str) -> Option<String> {
    let is_glob = value.contains(['%', '*']) && value.chars().any(char::is_alphanumeric);
    let is_one_word = !value.contains(|char: char| char.is_whitespace() || "\"',|()".contains(char));
    (is_glob && is_one_word).then(|| value.replace('%', "*"))
}
