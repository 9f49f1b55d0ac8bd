//! Which strings of a record are words: names of members, and AWS's vocabulary.

use std::ops::Range;

use crate::json::strings::StringAt;

/// Members whose values are AWS's vocabulary: a user called `iam` must not change the name of a service.
const VOCABULARY: [&str; 16] = [
    "eventSource",
    "eventName",
    "eventType",
    "eventCategory",
    "eventVersion",
    "eventTime",
    "eventID",
    "requestID",
    "sharedEventID",
    "awsRegion",
    "errorCode",
    "type",
    "apiVersion",
    "tlsVersion",
    "cipherSuite",
    "creationDate",
];

/// Returns the places of the strings of a JSON text, with their quotes, and whether each is a word.
pub(super) fn words(text: &[u8]) -> impl Iterator<Item = (Range<usize>, bool)> + '_ {
    crate::json::strings::strings(text).map(|string| {
        let is_word = is_word(text, &string);
        (string.place, is_word)
    })
}

fn is_word(text: &[u8], string: &StringAt) -> bool {
    let member = text.get(string.member.clone()).unwrap_or_default();
    if string.is_name {
        // Other names may be values, as in maps of tags.
        return member.iter().all(u8::is_ascii_alphanumeric);
    }
    VOCABULARY.iter().any(|word| word.as_bytes() == member)
}
