//! Paths into JSON, as the tree shows them: `requestParameters.items[0].name`, `resources[*].ARN`, `tags."aws:name"`.
//!
//! A name steps into an object: into the members with exactly that name, otherwise into those that differ in
//! ASCII case. Applied to an array, it steps into each of its items, so that `resources.ARN` works too. If a
//! string holds JSON, the path continues in it. A member whose own name has dots is found with and without
//! quotes.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use super::embedded::json_in_string;
use super::members::{items, members};
use super::text;

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Into the members with that name.
    Name(String),
    /// Into the item at that position.
    Item(usize),
    /// Into each item.
    Each,
}

/// A path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    steps: Vec<Step>,
}

/// Maximum number of steps; the tree shows no longer paths.
const MAX_STEPS: usize = 1000;

/// Maximum number of nested arrays and strings with JSON that are opened: each is read once more for those
/// inside it.
const MAX_OPENED: usize = 40;

impl Path {
    /// Reads a path; `None` if it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let mut steps = Vec::new();
        let mut rest = text;
        while !rest.is_empty() && steps.len() < MAX_STEPS {
            if let Some(inside) = rest.strip_prefix('[').filter(|inside| inside.starts_with('"')) {
                let (name, after) = quoted_name(inside)?;
                steps.push(Step::Name(name));
                rest = after.strip_prefix(']')?;
            } else if let Some(inside) = rest.strip_prefix('[') {
                let (place, after) = inside.split_once(']')?;
                steps.push(if matches!(place, "*" | "") {
                    Step::Each
                } else {
                    Step::Item(place.parse().ok()?)
                });
                rest = after;
            } else {
                let name = if steps.is_empty() { rest } else { rest.strip_prefix('.')? };
                let (name, after) =
                    if name.starts_with('"') { quoted_name(name)? } else { plain_name(name)? };
                steps.push(Step::Name(name));
                rest = after;
            }
        }
        (!steps.is_empty() && rest.is_empty()).then_some(Self { steps })
    }

    /// Makes a path from steps.
    pub fn of(steps: Vec<Step>) -> Self {
        Self { steps }
    }

    /// Returns the steps.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Returns the raw JSON of every value at this path, in source order. Arrays are values: see [`opened`].
    pub fn values<'j>(&self, json: &'j [u8]) -> Vec<Cow<'j, [u8]>> {
        let mut found = Vec::new();
        walk(json, &self.steps, MAX_OPENED, &mut found);
        found
    }

    /// Returns whether this path leads to the end of `names`, the names of members from the record down,
    /// without arrays.
    pub fn leads_along(&self, names: &[String]) -> bool {
        along(&self.steps, names)
    }
}

/// Writes the path so that it can be read again.
impl fmt::Display for Path {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, step) in self.steps.iter().enumerate() {
            match step {
                Step::Name(name) => out.write_str(&written_step(name, place == 0))?,
                Step::Item(item) => write!(out, "[{item}]")?,
                Step::Each => out.write_str("[*]")?,
            }
        }
        Ok(())
    }
}

/// Returns the part of a path that steps into a member with that name, with a dot before it unless it is the
/// first.
pub fn written_step(name: &str, first: bool) -> String {
    let is_plain = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-' | '$' | '@' | '/');
    let begins_well = !first || name.starts_with(|char: char| char.is_ascii_alphabetic());
    match (first, !name.is_empty() && begins_well && name.chars().all(is_plain)) {
        (true, true) => name.to_owned(),
        (true, false) => format!("[{}]", text::encode(name, |_| false)),
        (false, true) => format!(".{name}"),
        (false, false) => format!(".{}", text::encode(name, |_| false)),
    }
}

/// Returns the places of the quoted names of a path in `text`, quotes included.
pub fn quoted_names(text: &str) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut from = 0;
    while let Some(at) =
        text.get(from..).and_then(|rest| rest.find(".\"").into_iter().chain(rest.find("[\"")).min())
    {
        let start = from + at + 1;
        let Some(length) = text.get(start..).and_then(quoted_length) else { break };
        places.push(start..start + length);
        from = start + length;
    }
    places
}

/// Returns the length of the JSON string that `text` begins with, quotes included.
fn quoted_length(text: &str) -> Option<usize> {
    let mut escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    })?;
    Some(end + 2)
}

fn quoted_name(text: &str) -> Option<(String, &str)> {
    let (name, after) = text.split_at_checked(quoted_length(text)?)?;
    Some((text::decode(name.as_bytes()).into_owned(), after))
}

fn plain_name(text: &str) -> Option<(String, &str)> {
    let (name, after) = text.split_at(text.find(['.', '[', '"']).unwrap_or(text.len()));
    (!name.is_empty()).then(|| (name.to_owned(), after))
}

/// Calls `each` with a value, or with the items of an array, including those of nested arrays.
pub fn opened(value: &[u8], each: &mut dyn FnMut(&[u8])) {
    open(value, MAX_OPENED, each);
}

fn open(value: &[u8], left: usize, each: &mut dyn FnMut(&[u8])) {
    if value.first() == Some(&b'[') && left > 0 {
        items(value).for_each(|item| open(item, left - 1, each));
    } else {
        each(value);
    }
}

/// Recursion is bounded: each call takes a step, or opens an array or a string, of which `left` more may be
/// opened.
fn walk<'j>(json: &'j [u8], steps: &[Step], left: usize, found: &mut Vec<Cow<'j, [u8]>>) {
    let Some((step, rest)) = steps.split_first() else {
        found.push(Cow::Borrowed(json));
        return;
    };
    let opened = left.saturating_sub(1);
    match (json.first(), step) {
        (Some(b'"' | b'['), _) if left == 0 => {}
        (Some(b'"'), _) => {
            if let Some(inner) = json_in_string(json) {
                let mut within = Vec::new();
                walk(&inner, steps, opened, &mut within);
                found.extend(within.into_iter().map(|value| Cow::Owned(value.into_owned())));
            }
        }
        (Some(b'{'), Step::Name(_)) => {
            for (value, taken) in meant(json, steps) {
                walk(value, steps.get(taken..).unwrap_or_default(), left, found);
            }
        }
        (Some(b'['), Step::Name(_)) => items(json).for_each(|item| walk(item, steps, opened, found)),
        (Some(b'['), Step::Each) => items(json).for_each(|item| walk(item, rest, left, found)),
        (Some(b'['), Step::Item(place)) => {
            if let Some(item) = items(json).nth(*place) {
                walk(item, rest, left, found);
            }
        }
        _ => {}
    }
}

/// Returns the members of an object that the first steps name, and how many steps each name takes.
fn meant<'j>(object: &'j [u8], steps: &[Step]) -> Vec<(&'j [u8], usize)> {
    let mut exact = Vec::new();
    let mut other = Vec::new();
    for (key, value) in members(object) {
        let key = if memchr::memchr(b'\\', key).is_none() {
            Cow::Borrowed(key)
        } else {
            let mut plain = Vec::new();
            text::unescape_into(key, &mut plain);
            Cow::Owned(plain)
        };
        match steps_of(&key, steps) {
            Some((taken, true)) => exact.push((value, taken)),
            Some((taken, false)) if exact.is_empty() => other.push((value, taken)),
            _ => {}
        }
    }
    if exact.is_empty() { other } else { exact }
}

/// Returns how many of the first steps form the name `key` (one, or several joined by dots), and whether the
/// case is the same.
fn steps_of(key: &[u8], steps: &[Step]) -> Option<(usize, bool)> {
    let (mut rest, mut is_exact) = (key, true);
    for (step, taken) in steps.iter().zip(1..) {
        let Step::Name(name) = step else { return None };
        let begun = rest.get(..name.len())?;
        if !begun.eq_ignore_ascii_case(name.as_bytes()) {
            return is_same_text(rest, name).then_some((taken, is_exact));
        }
        is_exact &= begun == name.as_bytes();
        match rest.get(name.len()..)? {
            [] => return Some((taken, is_exact)),
            [b'.', after @ ..] => rest = after,
            _ => return None,
        }
    }
    None
}

/// Returns whether a key that is not UTF-8 is shown as `name`.
fn is_same_text(key: &[u8], name: &str) -> bool {
    name.contains(char::REPLACEMENT_CHARACTER) && String::from_utf8_lossy(key) == name
}

fn along(steps: &[Step], names: &[String]) -> bool {
    let steps: &[Step] = match steps.iter().position(|step| matches!(step, Step::Name(_))) {
        Some(first) => steps.get(first..).unwrap_or_default(),
        None => return true,
    };
    let Some((name, names)) = names.split_first() else { return false };
    // Array positions come between names, never within one.
    let taken = steps_of(name.as_bytes(), steps).map(|(taken, _)| taken);
    taken.is_some_and(|taken| along(steps.get(taken..).unwrap_or_default(), names))
}

#[cfg(test)]
mod tests;
