//! JSON as the oracle sees it: a tree that is built once for each record, with what strings hold inside them opened.
//! Read with serde_json, member by member, so that order, repeated names and the spelling of numbers are kept.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// One value.
pub(crate) struct Node {
    /// A string's text, otherwise the JSON unchanged; `None` for `null` and the empty string.
    pub(crate) text: Option<String>,
    pub(crate) inside: Inside,
    pub(crate) is_string: bool,
}

/// What a value holds.
pub(crate) enum Inside {
    Nothing,
    Members(Vec<(String, Node)>),
    Items(Vec<Node>),
    /// The JSON that a string holds.
    Document(Box<Node>),
}

impl Node {
    /// Reads one JSON value; `None` when serde_json cannot.
    pub(crate) fn read(raw: &str) -> Option<Self> {
        let raw = raw.trim();
        if raw.starts_with('"') {
            let text: String = serde_json::from_str(raw).ok()?;
            let inside =
                document(&text).map_or(Inside::Nothing, |document| Inside::Document(Box::new(document)));
            let text = Some(text).filter(|text| !text.is_empty());
            return Some(Self { text, inside, is_string: true });
        }
        let text = Some(raw.to_owned()).filter(|raw| raw != "null");
        let inside = match raw.chars().next()? {
            '{' => {
                let Members(members) = serde_json::from_str(raw).ok()?;
                let read = |(name, value): (String, &RawValue)| Some((name, Self::read(value.get())?));
                Inside::Members(members.into_iter().map(read).collect::<Option<_>>()?)
            }
            '[' => {
                let items: Vec<&RawValue> = serde_json::from_str(raw).ok()?;
                Inside::Items(items.into_iter().map(|item| Self::read(item.get())).collect::<Option<_>>()?)
            }
            _ => Inside::Nothing,
        };
        Some(Self { text, inside, is_string: false })
    }

    /// The last member of exactly that name, when it is there.
    pub(crate) fn member(&self, name: &str) -> Option<&Self> {
        self.last(|key| key == name)
    }

    /// The last member whose name passes, when it is not `null` or empty.
    pub(crate) fn last(&self, is_meant: impl Fn(&str) -> bool) -> Option<&Self> {
        let last = self.members().iter().rev().find(|(key, _)| is_meant(key));
        last.map(|(_, value)| value).filter(|value| value.text.is_some())
    }

    /// The text at the end of a chain of member names.
    pub(crate) fn text_at(&self, names: &[&str]) -> Option<String> {
        let end = names.iter().try_fold(self, |node, name| node.member(name));
        end.and_then(|node| node.text.clone())
    }

    pub(crate) fn members(&self) -> &[(String, Self)] {
        if let Inside::Members(members) = &self.inside { members } else { &[] }
    }
}

/// JSON objects and arrays within a string, plainly or URL-encoded.
fn document(text: &str) -> Option<Node> {
    let is_container = |text: &str| text.trim_start().starts_with(['{', '[']);
    if is_container(text) {
        return Node::read(text);
    }
    let decoded = text.starts_with('%').then(|| percent_decoded(text))?;
    is_container(&decoded).then(|| Node::read(&decoded))?
}

pub(crate) fn percent_decoded(text: &str) -> String {
    let mut out = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let digits = tail.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match (first, digits.and_then(|digits| u8::from_str_radix(digits, 16).ok())) {
            (b'%', Some(byte)) => {
                out.push(byte);
                rest = &tail[2..];
                continue;
            }
            (b'+', _) => out.push(b' '),
            _ => out.push(*first),
        }
        rest = tail;
    }
    String::from_utf8(out).unwrap_or_default()
}

struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Members<'de>;

            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}
