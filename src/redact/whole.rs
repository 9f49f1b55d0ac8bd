//! Whether a value at a place of a text is the whole of what stands there, and how a value looks where texts are
//! percent-encoded.

use std::fmt::Write as _;

use super::find::{ends_uuid, is_in_hash};
use super::kind::RedactedKind;

/// Returns whether a value at a place of a text is not a part of something longer. The name of a service is not the
/// name of a user.
pub(super) fn is_whole(text: &str, start: usize, end: usize, kind: RedactedKind) -> bool {
    let head = text.get(..start).unwrap_or_default();
    // The last of `%3A` is no part of what follows it.
    let before = head.chars().next_back().filter(|_| !ends_escape(head));
    let after = text.get(end..).unwrap_or_default();
    let is_part = |char: Option<char>| match kind {
        RedactedKind::Account | RedactedKind::V4 | RedactedKind::DashedV4 => {
            char.is_some_and(|char| char.is_ascii_digit())
        }
        RedactedKind::V6 => char.is_some_and(|char| char.is_ascii_hexdigit() || char == ':'),
        RedactedKind::Id
        | RedactedKind::Mail
        | RedactedKind::Host
        | RedactedKind::User
        | RedactedKind::Role
        | RedactedKind::Group
        | RedactedKind::Session
        | RedactedKind::AccountName
        | RedactedKind::Resource(_) => char.is_some_and(char::is_alphanumeric),
    };
    let is_service = after.starts_with(".amazonaws.com")
        || (after.starts_with(':') && text.get(..start).is_some_and(|before| before.ends_with("arn:aws:")));
    // Nor is a number of which the first digits end an escape a value.
    let is_digits = matches!(kind, RedactedKind::Account | RedactedKind::V4 | RedactedKind::DashedV4);
    if is_digits && head.ends_with('%') {
        return false;
    }
    let is_uuid = kind == RedactedKind::Account && (ends_uuid(text, start) || is_in_hash(text, start..end));
    !is_uuid && !is_part(before) && !is_part(after.chars().next()) && !is_service
}

/// Returns whether a text ends with a percent-encoded character.
fn ends_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    matches!(bytes, [.., b'%', high, low] if high.is_ascii_hexdigit() && low.is_ascii_hexdigit())
}

/// Returns a value as it is percent-encoded, if that is different.
pub(super) fn percent_encoded(value: &str) -> Option<String> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
    if value.bytes().all(is_plain) {
        return None;
    }
    let mut out = String::new();
    for byte in value.bytes() {
        if is_plain(byte) {
            out.push(char::from(byte));
        } else {
            // Writing into a String cannot fail.
            let _ = write!(out, "%{byte:02x}");
        }
    }
    Some(out)
}

/// Returns whether a name could be a word of a sentence: a table may be called `orders`.
pub(super) fn is_plain_word(name: &str) -> bool {
    name.len() <= 12 && name.bytes().all(|byte| byte.is_ascii_alphabetic())
}
