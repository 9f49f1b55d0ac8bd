//! Gathers the values of many texts and records, in any order and on any number of threads: the same texts give the
//! same values with the same numbers.

use std::collections::{BTreeMap, HashSet};
use std::hash::BuildHasher as _;
use std::ops::Range;

use foldhash::fast::FixedState;

use super::find::find;
use super::kind::RedactedKind;
use super::names::of_text;
use super::{arns, resources};
use crate::json::strings::{StringAt, strings};
use crate::json::text::{decode, percent_decode};

/// Maximum number of texts that are remembered so that none is searched twice.
const MOST_SEEN: usize = 1 << 16;

/// What follows the name of a filter or a tag, in lower case.
const PAIRS: [&str; 3] = ["value", "values", "valueset"];

/// Values that were found.
#[derive(Debug, Default)]
pub struct Gathered {
    /// By value in lower case: what it is, and the first of its spellings.
    pub(super) values: BTreeMap<String, (RedactedKind, String)>,
    /// Hashes of the texts that were searched, with the names of their members.
    seen: HashSet<u64, FixedState>,
}

/// Returns which of two readings of a value counts. Sessions have their role as userName, so this says least.
fn rank(found: &(RedactedKind, String)) -> (u8, RedactedKind, &str) {
    let class = match found.0 {
        RedactedKind::Resource("name") => 3,
        RedactedKind::Resource(_) => 2,
        RedactedKind::User => 1,
        _ => 0,
    };
    (class, found.0, &found.1)
}

impl Gathered {
    /// Gathers the values of a text.
    pub fn text(&mut self, text: &str) {
        self.member("", text, (false, false));
    }

    /// Gathers the values of a record: of its strings, and the names that only their members tell.
    pub fn record(&mut self, record: &[u8]) {
        let bytes = |place: &Range<usize>| record.get(place.clone()).unwrap_or_default();
        // Elsewhere, `key` is that of a tag.
        let is_object = memchr::memmem::find(record, b"\"s3.amazonaws.com\"").is_some();
        let mut all = strings(record).peekable();
        while let Some(string) = all.next() {
            let member = if string.is_name { &[] } else { bytes(&string.member) };
            let raw = bytes(&string.place);
            let is_value = |next: &StringAt| {
                next.is_name
                    && PAIRS.iter().any(|pair| pair.as_bytes().eq_ignore_ascii_case(bytes(&next.member)))
            };
            let is_pair = all.peek().is_some_and(is_value);
            let hash = FixedState::default().hash_one((raw, member, is_object, is_pair));
            if self.seen.contains(&hash) {
                continue;
            }
            if self.seen.len() < MOST_SEEN {
                self.seen.insert(hash);
            }
            self.member(&String::from_utf8_lossy(member), &decode(raw), (is_object, is_pair));
        }
    }

    /// Gathers the values of a text as it is, and as it reads if it is percent-encoded, as policies are.
    fn member(&mut self, member: &str, text: &str, context: (bool, bool)) {
        self.plain(member, text, context);
        if let Some(decoded) = percent_decode(text) {
            self.plain(member, &decoded, context);
        }
    }

    fn plain(&mut self, member: &str, text: &str, context: (bool, bool)) {
        find(text, &mut |kind, value| self.add(kind, value));
        arns::of_text(text, &mut |kind, value| self.add(kind, value));
        resources::of_member(member, text, context, &mut |kind, value| self.add(kind, value));
        of_text(text, member, &mut |kind, value| self.add(kind, value));
    }

    fn add(&mut self, kind: RedactedKind, value: &str) {
        let found = (kind, value.to_owned());
        match self.values.get_mut(&value.to_ascii_lowercase()) {
            Some(known) if rank(known) <= rank(&found) => {}
            Some(known) => *known = found,
            None => {
                self.values.insert(value.to_ascii_lowercase(), found);
            }
        }
    }

    /// Returns roughly how much memory the values take, in bytes.
    pub fn held_bytes(&self) -> u64 {
        let bytes = |(key, (_, value)): (&String, &(_, String))| key.len() + value.len() + 96;
        self.values.iter().map(bytes).sum::<usize>() as u64
    }

    /// Adds what another has found.
    pub fn add_all(&mut self, other: Self) {
        for (kind, value) in other.values.into_values() {
            self.add(kind, &value);
        }
    }
}
