//! What is noted about a record while it is scanned, so that nothing has to be scanned again: the members of
//! `requestParameters`, and the ARNs in `resources`, or the names that Event history has there.
//!
//! Only a few of each are noted, so that notes need no allocation. If there are more, or if a record was read
//! differently, they are read from its text.

use std::ops::Range;

use crate::json::members::{each_item, each_member, members};
use crate::json::scan::{Fault, Scanner};
use crate::record::read::value::is_present;

/// Maximum number of members of an object that are noted.
const MOST_MEMBERS: usize = 8;
/// Maximum number of ARNs that are noted.
const MOST_ARNS: usize = 4;

/// The name of a member without quotes, and its value.
pub(in crate::record) type MemberText<'a> = (&'a [u8], &'a [u8]);

/// A few notes. A `SmallVec` would force all lifetimes inside to be the same.
#[derive(Debug, Clone)]
struct Notes<T, const MOST: usize> {
    notes: [T; MOST],
    count: usize,
}

impl<T: Copy + Default, const MOST: usize> Default for Notes<T, MOST> {
    fn default() -> Self {
        Self { notes: [T::default(); MOST], count: 0 }
    }
}

impl<T, const MOST: usize> Notes<T, MOST> {
    fn all(&self) -> &[T] {
        self.notes.get(..self.count).unwrap_or_default()
    }

    /// Adds a note if there is room. The count continues.
    #[inline]
    fn add(&mut self, note: T) {
        if let Some(place) = self.notes.get_mut(self.count) {
            *place = note;
        }
        self.count += 1;
    }
}

/// The members of an object, or nothing.
#[derive(Debug, Clone, Default)]
pub(in crate::record) struct NotedMembers<'a>(Notes<MemberText<'a>, MOST_MEMBERS>);

impl<'a> NotedMembers<'a> {
    /// Moves over the next value in `text`, and notes its members.
    #[inline]
    pub(in crate::record) fn read(
        &mut self,
        scanner: &mut Scanner<'a>,
        text: &'a [u8],
    ) -> Result<Range<usize>, Fault> {
        self.0.count = 0;
        if scanner.peek() != Some(b'{') {
            return scanner.value();
        }
        each_member(scanner, |key, value| {
            let member = text.get(key.start + 1..key.end - 1).zip(text.get(value));
            self.0.add(member.unwrap_or_default());
        })
    }
}

/// Returns the members of the object `raw`, from the notes or from its text.
#[inline]
pub(in crate::record) fn noted_members<'a>(
    noted: Option<&NotedMembers<'a>>,
    raw: &'a [u8],
) -> impl Iterator<Item = MemberText<'a>> {
    let noted = noted.map_or(&[][..], |noted| noted.0.all());
    let unnoted = Some(raw).filter(|_| noted.is_empty());
    noted.iter().copied().chain(unnoted.into_iter().flat_map(members))
}

/// The ARNs of the items of a list, or nothing.
#[derive(Debug, Clone, Default)]
pub(in crate::record) struct NotedArns<'a>(Notes<&'a [u8], MOST_ARNS>);

impl<'a> NotedArns<'a> {
    /// Moves over the next value in `text`, and notes its ARNs.
    #[inline]
    pub(in crate::record) fn read(
        &mut self,
        scanner: &mut Scanner<'a>,
        text: &'a [u8],
    ) -> Result<Range<usize>, Fault> {
        self.0.count = 0;
        if scanner.peek() != Some(b'[') {
            return scanner.value();
        }
        each_item(scanner, |scanner| {
            item_arn(scanner, text)?.into_iter().for_each(|arn| self.0.add(arn));
            Ok(())
        })
    }

    /// Passes on the ARNs of the list `raw`, of which these are noted, in order.
    pub(in crate::record) fn each_of(&self, raw: &'a [u8], mut tell: impl FnMut(&'a [u8])) {
        if !self.0.all().is_empty() {
            return self.0.all().iter().for_each(|arn| tell(arn));
        }
        // ARNs before a fault have been passed on.
        let _ = each_item(&mut Scanner::new(raw, 0), |scanner| {
            item_arn(scanner, raw)?.into_iter().for_each(&mut tell);
            Ok(())
        });
    }
}

/// Moves over an item and returns its ARN, otherwise the beginning that the ARNs of several things share, otherwise the
/// name that a row of Event history has.
fn item_arn<'a>(scanner: &mut Scanner<'a>, text: &'a [u8]) -> Result<Option<&'a [u8]>, Fault> {
    if scanner.peek() != Some(b'{') {
        return scanner.value().map(|_| None);
    }
    let (mut arn, mut prefix, mut named) = (None, None, None);
    each_member(scanner, |key, value| {
        let value = text.get(value).filter(|value| is_present(value));
        match text.get(key.start + 1..key.end - 1) {
            Some(name) if arn.is_none() && name.eq_ignore_ascii_case(b"arn") => arn = value,
            Some(b"ARNPrefix") => prefix = value,
            Some(b"resourceName") => named = value,
            _ => {}
        }
    })?;
    Ok(arn.or(prefix).or(named))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::json::members::{items, member};

    /// Reads one value with `read`, and compares the end with the scanner's.
    fn same_end<'a>(
        text: &'a [u8],
        read: impl FnOnce(&mut Scanner<'a>) -> Result<Range<usize>, Fault>,
    ) -> Result<(), TestCaseError> {
        let (mut plain, mut noting) = (Scanner::new(text, 0), Scanner::new(text, 0));
        prop_assert_eq!(read(&mut noting), plain.value());
        prop_assert_eq!((noting.at(), noting.spaced()), (plain.at(), plain.spaced()));
        Ok(())
    }

    fn expected_arns(raw: &[u8]) -> Vec<&[u8]> {
        let arn = |item| {
            let named =
                |(name, value): &MemberText<'_>| name.eq_ignore_ascii_case(b"arn") && is_present(value);
            let arn = members(item).find(named).map(|(_, value)| value);
            let other = |name| member(item, name).filter(|value| is_present(value));
            arn.or_else(|| other("ARNPrefix")).or_else(|| other("resourceName"))
        };
        items(raw).filter_map(arn).collect()
    }

    const NAMES: [&str; 6] = ["ARN", "arn", "ARNPrefix", "type", "a", "Arn"];
    const VALUES: [&str; 7] =
        ["\"x\"", "\"\"", "null", "{\"ARN\":\"in\"}", "[1, {}]", "-1.5", " \"\\u0041\" "];

    fn object() -> impl Strategy<Value = String> {
        let pair = (0..NAMES.len(), 0..VALUES.len());
        let pair = pair.prop_map(|(name, value)| format!("\"{}\":{}", NAMES[name], VALUES[value]));
        prop::collection::vec(pair, 0..12).prop_map(|pairs| format!("{{{}}}", pairs.join(",")))
    }

    fn list() -> impl Strategy<Value = String> {
        let item =
            prop_oneof![object(), object(), (0..VALUES.len()).prop_map(|value| VALUES[value].to_owned())];
        prop::collection::vec(item, 0..8).prop_map(|items| format!("[{}]", items.join(" , ")))
    }

    proptest! {
        /// With any byte lost, and with any value in place of the expected one.
        #[test]
        fn noting_changes_nothing_about_where_a_value_ends(
            text in prop_oneof![object(), list(), Just("null".to_owned())],
            lost in any::<prop::sample::Index>(),
        ) {
            let at = lost.index(text.len());
            let damaged = [&text.as_bytes()[..at], &text.as_bytes()[at + 1..]].concat();
            for text in [text.as_bytes(), damaged.as_slice(), &text.as_bytes()[..at]] {
                same_end(text, |scanner| NotedMembers::default().read(scanner, text))?;
                same_end(text, |scanner| NotedArns::default().read(scanner, text))?;
            }
        }

        #[test]
        fn what_is_noted_is_what_is_there(request in object(), resources in list()) {
            let (request, resources) = (request.as_bytes(), resources.as_bytes());
            let (mut noted, mut arns) = (NotedMembers::default(), NotedArns::default());
            // Of a repeated member, the last one is noted.
            for before in [&b"{\"b\":1}"[..], b"null", request] {
                noted.read(&mut Scanner::new(before, 0), before).unwrap();
            }
            for before in [&b"[{\"arn\":1}]"[..], b"null", resources] {
                arns.read(&mut Scanner::new(before, 0), before).unwrap();
            }
            for noted in [Some(&noted), None] {
                let found: Vec<_> = noted_members(noted, request).collect();
                prop_assert_eq!(found, members(request).collect::<Vec<_>>());
            }
            for arns in [arns, NotedArns::default()] {
                let mut told = Vec::new();
                arns.each_of(resources, |arn| told.push(arn));
                prop_assert_eq!(told, expected_arns(resources));
            }
        }
    }
}
