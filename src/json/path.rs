//! Paths into JSON, as the tree shows them: `requestParameters.items[0].name`, `resources[*].ARN`, `["odd.key"]`.
//!
//! A name steps into an object, ignoring ASCII case; met with an array, it steps into each of its items, so that
//! `resources.ARN` works too. Where a string holds JSON, the path goes on in it.

use std::borrow::Cow;

use super::embedded::json_in_string;
use super::members::{items, members};
use super::text;

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Into the members of that name.
    Name(String),
    /// Into the item at that place.
    Item(usize),
    /// Into each item.
    Each,
}

/// A path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    steps: Vec<Step>,
}

impl Path {
    /// Reads a path; `None` when it is not one.
    pub fn parse(text: &str) -> Option<Self> {
        let mut steps = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            if let Some(inside) = rest.strip_prefix("[\"") {
                let (name, after) = inside.split_once("\"]")?;
                steps.push(Step::Name(name.to_owned()));
                rest = after;
            } else if let Some(inside) = rest.strip_prefix('[') {
                let (place, after) = inside.split_once(']')?;
                steps.push(if place == "*" { Step::Each } else { Step::Item(place.parse().ok()?) });
                rest = after;
            } else {
                let name = if steps.is_empty() { rest } else { rest.strip_prefix('.')? };
                let end = name.find(['.', '[']).unwrap_or(name.len());
                let (name, after) = name.split_at(end);
                steps.push(Step::Name((!name.is_empty()).then(|| name.to_owned())?));
                rest = after;
            }
        }
        (!steps.is_empty()).then_some(Self { steps })
    }

    /// The steps.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// The raw JSON of every value at this path, in source order.
    pub fn values(&self, json: &[u8]) -> Vec<Vec<u8>> {
        let mut found = Vec::new();
        walk(Cow::Borrowed(json), &self.steps, &mut found);
        found
    }
}

/// The number of steps bounds the recursion: each call takes one, or opens an array or a string for the same step, and
/// what is opened is smaller than what it stands in.
fn walk(json: Cow<'_, [u8]>, steps: &[Step], found: &mut Vec<Vec<u8>>) {
    let Some((step, rest)) = steps.split_first() else {
        found.push(json.into_owned());
        return;
    };
    match (json.first(), step) {
        (Some(b'"'), _) => {
            if let Some(inner) = json_in_string(&json) {
                walk(Cow::Owned(inner), steps, found);
            }
        }
        (Some(b'{'), Step::Name(name)) => {
            for (key, value) in members(&json) {
                if is_key(key, name) {
                    walk(Cow::Borrowed(value), rest, found);
                }
            }
        }
        (Some(b'['), Step::Name(_)) => {
            items(&json).filter(|item| item.first() == Some(&b'{')).for_each(|item| {
                walk(Cow::Borrowed(item), steps, found);
            });
        }
        (Some(b'['), Step::Each) => items(&json).for_each(|item| walk(Cow::Borrowed(item), rest, found)),
        (Some(b'['), Step::Item(place)) => {
            if let Some(item) = items(&json).nth(*place) {
                walk(Cow::Borrowed(item), rest, found);
            }
        }
        _ => {}
    }
}

fn is_key(key: &[u8], name: &str) -> bool {
    if memchr::memchr(b'\\', key).is_none() {
        return key.eq_ignore_ascii_case(name.as_bytes());
    }
    let mut plain = Vec::new();
    text::unescape_into(key, &mut plain);
    plain.eq_ignore_ascii_case(name.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn finds(path: &str, json: &str, expected: &[&str]) {
        let values = Path::parse(path).expect(path).values(json.as_bytes());
        let values: Vec<_> = values.iter().map(|value| String::from_utf8_lossy(value).into_owned()).collect();
        assert_eq!(values, expected, "{path}");
    }

    #[test]
    fn paths_lead_into_objects_arrays_and_strings() {
        let json = r#"{"a":{"b":[{"c":1},{"c":2},[{"c":3}]],"B":4},"s":"{\"x\":[5]}","odd.key":6,"n":null}"#;
        finds("a.b.c", json, &["1", "2"]);
        finds("a.b[1].c", json, &["2"]);
        finds("a.b[*].c", json, &["1", "2", "3"]);
        finds("A.b[2][0].c", json, &["3"]);
        finds("a.B", json, &[r#"[{"c":1},{"c":2},[{"c":3}]]"#, "4"]);
        finds("s.x[0]", json, &["5"]);
        finds("[\"odd.key\"]", json, &["6"]);
        finds("n", json, &["null"]);
        finds("a.z", json, &[]);
        finds("n.z", json, &[]);
    }

    #[test]
    fn what_is_no_path_is_none() {
        for text in ["", ".a", "a..b", "a[", "a[x]", "a.b.", "[\"a"] {
            assert_eq!(Path::parse(text), None, "{text}");
        }
    }
}
