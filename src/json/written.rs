//! The values at a path exactly as a record has them: names in their own case, no JSON inside strings, and an object or
//! an array at the end of the path as one text without white space.

use std::borrow::Cow;

use super::members::{items, members};
use super::path::{Path, Step};
use super::{print, text};

/// Maximum number of nested arrays that are opened.
const MAX_OPENED: usize = 40;

/// Returns the texts of all values at a path, in source order: strings decoded, `null` left out. Of members with the
/// same name the last one counts, as for other JSON readers. A name applied to an array steps into each item.
pub fn written_values<'j>(path: &Path, json: &'j [u8]) -> Vec<Cow<'j, str>> {
    let mut found = Vec::new();
    walk(json, path.steps(), MAX_OPENED, &mut found);
    found
}

/// Recursion is bounded: each call takes a step, or opens one of `left` arrays.
fn walk<'j>(json: &'j [u8], steps: &[Step], left: usize, found: &mut Vec<Cow<'j, str>>) {
    let Some((step, rest)) = steps.split_first() else {
        if json != b"null" {
            found.push(text_of(json));
        }
        return;
    };
    match (json.first(), step) {
        (Some(b'{'), Step::Name(name)) => {
            let named = members(json).filter(|(key, _)| is_named(key, name));
            if let Some((_, value)) = named.last() {
                walk(value, rest, left, found);
            }
        }
        (Some(b'['), Step::Name(_)) if left > 0 => {
            items(json).for_each(|item| walk(item, steps, left - 1, found));
        }
        (Some(b'['), Step::Each) => items(json).for_each(|item| walk(item, rest, left, found)),
        (Some(b'['), Step::Item(place)) => {
            if let Some(item) = items(json).nth(*place) {
                walk(item, rest, left, found);
            }
        }
        _ => {}
    }
}

fn is_named(key: &[u8], name: &str) -> bool {
    if memchr::memchr(b'\\', key).is_none() {
        return key == name.as_bytes();
    }
    let mut plain = Vec::new();
    text::unescape_into(key, &mut plain);
    plain == name.as_bytes()
}

fn text_of(json: &[u8]) -> Cow<'_, str> {
    match json.first() {
        Some(b'"') => text::decode(json),
        Some(b'{' | b'[') => Cow::Owned(String::from_utf8_lossy(&print::compact(json)).into_owned()),
        _ => String::from_utf8_lossy(json),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_those_of_the_text_and_no_others() {
        let json = br#"{"a":{"b":"x","B":"y"},"s":"{\"b\":1}","l":[{"b":1},{"b":null},{"b":[2, 3]},{"c":4}],
            "n":null,"e":"","d":"first","d":"last","o":{"p": [ {"q": "r s"} ]},"k\u0061":true}"#;
        for (path, expected) in [
            ("a.b", &["x"][..]),
            ("a.B", &["y"]),
            ("A.b", &[]),
            ("s.b", &[]),
            ("s", &["{\"b\":1}"]),
            ("l.b", &["1", "[2,3]"]),
            ("l[0].b", &["1"]),
            ("l[*].c", &["4"]),
            ("n", &[]),
            ("e", &[""]),
            ("d", &["last"]),
            ("o", &[r#"{"p":[{"q":"r s"}]}"#]),
            ("ka", &["true"]),
            ("none.at.all", &[]),
        ] {
            assert_eq!(written_values(&Path::parse(path).unwrap(), json), expected, "{path}");
        }
    }
}
