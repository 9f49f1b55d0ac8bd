//! The members of objects and the items of arrays, in order, as places in their text.

use std::ops::Range;

use super::scan::{Fault, Scanner};

/// Returns the members of the object in `object`, in order, duplicates included; stops at the first fault. Keys
/// come without their quotes (still escaped), values as their JSON.
pub fn members(object: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    members_at(object, 0)
        .filter_map(|(key, value)| Some((object.get(key.start + 1..key.end - 1)?, object.get(value)?)))
}

/// Returns the places of the members of the object that begins at byte `at` of `text`: keys with their quotes.
pub fn members_at(text: &[u8], at: usize) -> MemberPlaces<'_> {
    let mut scanner = Scanner::new(text, at);
    let open = scanner.skip_space() == Some(b'{');
    scanner.seek(scanner.at() + 1);
    MemberPlaces { scanner, open }
}

/// Iterator of [`members_at`].
pub struct MemberPlaces<'a> {
    scanner: Scanner<'a>,
    open: bool,
}

impl Iterator for MemberPlaces<'_> {
    type Item = (Range<usize>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        if !self.open || self.scanner.skip_space() == Some(b'}') {
            return None;
        }
        let key = self.scanner.key().ok()?;
        let value = self.scanner.value().ok()?;
        self.scanner.skip_space();
        self.open = self.scanner.eat(b',');
        Some((key, value))
    }
}

/// Returns the items of the array in `array`, in order; stops at the first fault.
pub fn items(array: &[u8]) -> impl Iterator<Item = &[u8]> {
    items_at(array, 0).filter_map(|item| array.get(item))
}

/// Returns the places of the items of the array that begins at byte `at` of `text`.
pub fn items_at(text: &[u8], at: usize) -> ItemPlaces<'_> {
    let mut scanner = Scanner::new(text, at);
    let open = scanner.skip_space() == Some(b'[');
    scanner.seek(scanner.at() + 1);
    ItemPlaces { scanner, open }
}

/// Iterator of [`items_at`].
pub struct ItemPlaces<'a> {
    scanner: Scanner<'a>,
    open: bool,
}

impl Iterator for ItemPlaces<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Self::Item> {
        if !self.open || self.scanner.skip_space() == Some(b']') {
            return None;
        }
        let value = self.scanner.value().ok()?;
        self.scanner.skip_space();
        self.open = self.scanner.eat(b',');
        Some(value)
    }
}

/// Moves over an object and reports the places of each member on the way: of its key with quotes, and of its
/// value.
#[inline]
pub fn each_member(
    scanner: &mut Scanner<'_>,
    mut tell: impl FnMut(Range<usize>, Range<usize>),
) -> Result<Range<usize>, Fault> {
    let start = scanner.at();
    if !scanner.eat(b'{') {
        return Err(scanner.fault("expected an object"));
    }
    if scanner.skip_space() != Some(b'}') {
        loop {
            let key = scanner.key()?;
            tell(key, scanner.value()?);
            match scanner.skip_space() {
                Some(b',') => scanner.eat(b','),
                Some(b'}') => break,
                _ => return Err(scanner.fault("expected a comma or }")),
            };
        }
    }
    scanner.eat(b'}');
    Ok(start..scanner.at())
}

/// Moves over an array; `pass` moves over an item.
#[inline]
pub fn each_item<'a>(
    scanner: &mut Scanner<'a>,
    mut pass: impl FnMut(&mut Scanner<'a>) -> Result<(), Fault>,
) -> Result<Range<usize>, Fault> {
    let start = scanner.at();
    if !scanner.eat(b'[') {
        return Err(scanner.fault("expected an array"));
    }
    if scanner.skip_space() != Some(b']') {
        loop {
            pass(scanner)?;
            match scanner.skip_space() {
                Some(b',') => scanner.eat(b','),
                Some(b']') => break,
                _ => return Err(scanner.fault("expected a comma or ]")),
            };
            scanner.skip_space();
        }
    }
    scanner.eat(b']');
    Ok(start..scanner.at())
}

/// Returns the value of the last member called `name`, as JSON readers do with duplicates.
pub fn member<'a>(object: &'a [u8], name: &str) -> Option<&'a [u8]> {
    members(object).filter(|(key, _)| *key == name.as_bytes()).last().map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_keep_order_and_duplicates() {
        let pairs: Vec<_> = members(b"{ \"b\": 1, \"a\": [2], \"b\": \"x\" }").collect();
        assert_eq!(pairs, [(&b"b"[..], &b"1"[..]), (b"a", b"[2]"), (b"b", b"\"x\"")]);
        assert_eq!(member(b"{\"b\":1,\"b\":2}", "b"), Some(&b"2"[..]));
        assert_eq!(items(b"[1, [2], {}]").count(), 3);
    }
}
