//! One raw JSON value: whether it is present, and its text.

use std::borrow::Cow;

use crate::json::members::member;
use crate::json::text;

/// `null` and `""` mean "absent" in CloudTrail.
pub fn is_present(value: &[u8]) -> bool {
    value != b"null" && value != b"\"\""
}

/// Returns the text of a raw value: a string decoded, anything else unchanged.
pub fn text_of(raw: &[u8]) -> Cow<'_, str> {
    if raw.first() == Some(&b'"') { text::decode(raw) } else { String::from_utf8_lossy(raw) }
}

/// Returns the text between the quotes of a string without escapes; `None` for any other value.
pub fn plain(raw: &[u8]) -> Option<&[u8]> {
    let inside = raw.strip_prefix(b"\"")?.strip_suffix(b"\"")?;
    memchr::memchr(b'\\', inside).is_none().then_some(inside)
}

/// Returns the text of a member of an object, if it is present.
pub fn member_text<'a>(object: &'a [u8], name: &str) -> Option<Cow<'a, str>> {
    member(object, name).filter(|value| is_present(value)).map(text_of)
}
