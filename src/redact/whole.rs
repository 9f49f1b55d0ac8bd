//! Whether a value at a place of a text is the whole of what stands there, and how a value looks where texts are
//! percent-encoded.

use std::fmt::Write as _;
use std::ops::Range;

use super::kind::RedactedKind;

/// Returns whether a value at a place of a text is not a part of something longer. The name of a service is not the
/// name of a user.
pub(super) fn is_whole(text: &str, start: usize, end: usize, kind: RedactedKind) -> bool {
    let head = text.get(..start).unwrap_or_default();
    // The last character of `%3A` does not belong to what follows.
    let before = head.chars().next_back().filter(|_| !ends_escape(head));
    let after = text.get(end..).unwrap_or_default();
    let is_part = |char: Option<char>| match kind {
        RedactedKind::Account | RedactedKind::V4 | RedactedKind::DashedV4 => {
            char.is_some_and(|char| char.is_ascii_digit())
        }
        // `AWS::S3::Bucket` has no address.
        RedactedKind::V6
        | RedactedKind::Id
        | RedactedKind::Mail
        | RedactedKind::Host
        | RedactedKind::User
        | RedactedKind::Role
        | RedactedKind::Group
        | RedactedKind::Session
        | RedactedKind::AccountName
        | RedactedKind::Resource(_) => char.is_some_and(char::is_alphanumeric),
    };
    let joins =
        |text: Option<&str>| text.is_some_and(|text| text.starts_with(':') || is_hex(text.chars().next()));
    let is_longer = kind == RedactedKind::V6
        && (head
            .strip_suffix(':')
            .is_some_and(|head| is_hex(head.chars().next_back()) || head.ends_with(':'))
            || joins(after.strip_prefix(':')));
    if is_longer {
        return false;
    }
    // In `eks-nodegroup.amazonaws.com`, a session that is called `EKS` does not occur.
    let is_label = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '-';
    let behind_label = if after.starts_with('-') { after.trim_start_matches(is_label) } else { after };
    let is_service = behind_label.starts_with(".amazonaws.com")
        || (after.starts_with(':') && text.get(..start).is_some_and(|before| before.ends_with("arn:aws:")));
    // Nor is a number of which the first digits end an escape a value.
    let is_digits = matches!(kind, RedactedKind::Account | RedactedKind::V4 | RedactedKind::DashedV4);
    if is_digits && head.ends_with('%') {
        return false;
    }
    let is_uuid = kind == RedactedKind::Account && (ends_uuid(text, start) || is_in_hash(text, start..end));
    !is_uuid && !is_part(before) && !is_part(after.chars().next()) && !is_service
}

fn is_hex(char: Option<char>) -> bool {
    char.is_some_and(|char| char.is_ascii_hexdigit())
}

/// Returns whether what begins at a place of a text is the last part of a UUID, which may be twelve digits too.
pub(super) fn ends_uuid(text: &str, start: usize) -> bool {
    const BEFORE: usize = "00000000-0000-0000-0000-".len();
    let before = start.checked_sub(BEFORE).and_then(|from| text.as_bytes().get(from..start));
    before.is_some_and(|before| {
        before.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
    })
}

/// Returns whether a place of a text is in a hash in hexadecimal, which may have twelve digits in a row.
pub(super) fn is_in_hash(text: &str, place: Range<usize>) -> bool {
    const LENGTHS: [usize; 4] = [32, 40, 56, 64];
    let is_hex = |byte: &&u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte);
    let before = text.as_bytes().get(..place.start).unwrap_or_default();
    let after = text.as_bytes().get(place.end..).unwrap_or_default();
    let around = before.iter().rev().take_while(is_hex).count() + after.iter().take_while(is_hex).count();
    LENGTHS.contains(&(around + place.len()))
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
