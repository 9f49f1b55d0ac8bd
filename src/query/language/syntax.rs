//! What the parts of the language share: errors with their position, files of lines, and quotes.

use std::net::IpAddr;

use super::list::file::ListFile;
use super::time::clock::ClockUnit;
use super::time::range::TIME_NAMES;
use crate::insight::meaning;
use crate::json::path::{Path, Step};
use crate::record::field::field;
use crate::record::read::key::is_record_key;

/// A mistake in a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What is wrong, as a sentence without a full stop.
    pub message: String,
}

/// Reads the lines of a file named in a filter (`@file`); the error is a sentence.
pub type ReadLines<'r> = &'r dyn Fn(&str) -> Result<ListFile, String>;

/// Returns the length of the quoted text that `text` begins with, quotes included.
pub(in crate::query) fn quoted_length(text: &str) -> Option<usize> {
    let mut escaped = false;
    let mut chars = text.char_indices().skip(1);
    let end = chars.find(|&(_, char)| {
        let closes = char == '"' && !escaped;
        escaped = char == '\\' && !escaped;
        closes
    });
    end.map(|(at, _)| at + 1)
}

/// Returns the text between the quotes of `quoted`.
pub(in crate::query) fn unquote(quoted: &str) -> String {
    let Some(inside) = quoted.strip_prefix('"').and_then(|text| text.strip_suffix('"')) else {
        return quoted.to_owned();
    };
    let mut out = String::with_capacity(inside.len());
    let mut chars = inside.chars().peekable();
    while let Some(char) = chars.next() {
        match (char, chars.peek()) {
            ('\\', Some(&next @ ('"' | '\\'))) => {
                chars.next();
                out.push(next);
            }
            _ => out.push(char),
        }
    }
    out
}

/// Quotes `text` if a filter would not take it literally.
pub fn quote(text: &str) -> String {
    let plain =
        !text.is_empty() && text.chars().all(|char| char.is_alphanumeric() || "-_./:@+#$%&".contains(char));
    // Files and networks match more than one text; a malformed network is an error.
    let network = text.split_once('/').is_some_and(|(begun, _)| begun.parse::<IpAddr>().is_ok());
    let plain = plain && !text.starts_with('@') && !network;
    if plain { text.to_owned() } else { format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"")) }
}

/// What the name of a value as it is written begins with: `raw.requestParameters.bucketName`.
const WRITTEN: &str = "raw";

/// Returns the path of a name for a value as it is written.
pub(in crate::query) fn written_path(name: &str) -> Option<Path> {
    let path = Path::parse(name)?;
    match path.steps() {
        [Step::Name(first), rest @ ..] if first == WRITTEN && matches!(rest, [Step::Name(_), ..]) => {
            Some(Path::of(rest.to_vec()))
        }
        _ => None,
    }
}

/// Returns the name for a value at a path as it is written.
pub(in crate::query) fn written_name(path: &Path) -> String {
    let steps = [Step::Name(WRITTEN.to_owned())].into_iter().chain(path.steps().iter().cloned());
    Path::of(steps.collect()).to_string()
}

/// Returns whether a text is a name whose value can be tested: a field, a time, or a path that begins with a
/// member of records.
pub(in crate::query) fn is_known(name: &str) -> bool {
    let first = || match Path::parse(name)?.steps().first() {
        Some(Step::Name(first)) => Some(is_record_key(first)),
        _ => None,
    };
    field(name).is_some()
        || TIME_NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
        || ClockUnit::named(name).is_some()
        || meaning::named(name).is_some()
        || written_path(name).is_some()
        || first().unwrap_or(false)
}
