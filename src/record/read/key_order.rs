//! The order in which AWS writes the members of a record, so that most keys are recognised by one comparison.
//!
//! The order is only a guess that is tried first; records with any other order are read too. Without it a load
//! takes 4.6 % more instructions; if the members are in another order than AWS's, it costs 1.6 %.

use wide::u8x16;

use crate::record::read::key::{KEYS, Key};

/// A key as written in a record: in quotes and with its colon, without white space.
#[derive(Clone, Copy)]
struct Written {
    key: Key,
    length: usize,
    text: [u8x16; 2],
}

impl Written {
    #[expect(clippy::indexing_slicing, reason = "run by the compiler: what fails does not compile")]
    const fn new(key: Key) -> Self {
        let name = key.name().as_bytes();
        let mut text = [[0; 16]; 2];
        let mut at = 0;
        while at < name.len() + 3 {
            text[at / 16][at % 16] = match at {
                0 => b'"',
                _ if at <= name.len() => name[at - 1],
                _ if at == name.len() + 1 => b'"',
                _ => b':',
            };
            at += 1;
        }
        Self { key, length: at, text: [u8x16::new(text[0]), u8x16::new(text[1])] }
    }

    #[inline]
    fn begins(&self, rest: &[u8; 32]) -> bool {
        let ([first, second], []) = rest.as_chunks::<16>() else { return false };
        let [one, two] = self.text;
        let same =
            one.cmp_eq(u8x16::new(*first)).move_mask() | two.cmp_eq(u8x16::new(*second)).move_mask() << 16;
        same.trailing_ones() as usize >= self.length && rest.get(self.length).is_some_and(|&next| next > b' ')
    }
}

/// Pairs of members that often follow one another.
const OFTEN: [(Key, Key); 28] = {
    use Key::{
        AdditionalEventData, AwsRegion, ErrorCode, ErrorMessage, EventCategory, EventId, EventName,
        EventSource, EventTime, EventType, EventVersion, ManagementEvent, ReadOnly, RecipientAccountId,
        RequestId, RequestParameters, Resources, ResponseElements, SharedEventId, SourceIpAddress,
        TlsDetails, UserAgent, UserIdentity, VpcEndpointId,
    };
    [
        (EventVersion, UserIdentity),
        (UserIdentity, EventTime),
        (EventTime, EventSource),
        (EventSource, EventName),
        (EventName, AwsRegion),
        (AwsRegion, SourceIpAddress),
        (SourceIpAddress, UserAgent),
        (UserAgent, RequestParameters),
        (UserAgent, ErrorCode),
        (ErrorCode, ErrorMessage),
        (ErrorCode, RequestParameters),
        (ErrorMessage, RequestParameters),
        (RequestParameters, ResponseElements),
        (ResponseElements, RequestId),
        (ResponseElements, AdditionalEventData),
        (AdditionalEventData, RequestId),
        (RequestId, EventId),
        (EventId, ReadOnly),
        (EventId, EventType),
        (ReadOnly, EventType),
        (ReadOnly, Resources),
        (Resources, EventType),
        (EventType, ManagementEvent),
        (ManagementEvent, RecipientAccountId),
        (RecipientAccountId, EventCategory),
        (SharedEventId, EventCategory),
        (VpcEndpointId, EventCategory),
        (EventCategory, TlsDetails),
    ]
};

/// The likeliest followers of each key, by its index.
static FOLLOWERS: [[Option<Written>; 2]; KEYS] = followers();

/// The first member of a record.
static FIRST: Written = Written::new(Key::EventVersion);

#[expect(clippy::indexing_slicing, reason = "run by the compiler: what fails does not compile")]
const fn followers() -> [[Option<Written>; 2]; KEYS] {
    let mut followers: [[Option<Written>; 2]; KEYS] = [[None; 2]; KEYS];
    let mut at = 0;
    while at < OFTEN.len() {
        let (before, key) = OFTEN[at];
        let of_key = &mut followers[before as usize];
        of_key[if of_key[0].is_none() { 0 } else { 1 }] = Some(Written::new(key));
        at += 1;
    }
    followers
}

/// Returns the key that `rest` begins with and its length including the colon, if it often follows the key
/// `before`.
#[inline]
pub(in crate::record) fn follower(before: Option<Key>, rest: &[u8]) -> Option<(Key, usize)> {
    let rest = rest.first_chunk()?;
    let Some(before) = before else { return FIRST.begins(rest).then_some((FIRST.key, FIRST.length)) };
    let written = FOLLOWERS.get(before as usize)?.iter().flatten().find(|written| written.begins(rest))?;
    Some((written.key, written.length))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str = "1,\"and\":\"more than a key is long\"}";

    #[test]
    fn each_follower_is_known_as_it_stands() {
        for (before, key) in OFTEN {
            let name = key.name();
            let found = follower(Some(before), format!("\"{name}\":{LONG}").as_bytes());
            assert_eq!(found, Some((key, name.len() + 3)), "{name}");
            for odd in [
                format!("\"{name}\": {LONG}"),
                format!("\"{name}\" :{LONG}"),
                format!("\"{name}s\":{LONG}"),
                format!(" \"{name}\":{LONG}"),
                format!("\"{}\":{LONG}", name.to_ascii_uppercase()),
                format!("\"{name}\":"),
            ] {
                assert_eq!(follower(Some(before), odd.as_bytes()), None, "{odd}");
            }
        }
        assert_eq!(follower(Some(Key::SplunkRaw), format!("\"eventTime\":{LONG}").as_bytes()), None);
    }

    #[test]
    fn no_key_has_more_followers_than_are_looked_at() {
        let followers = FOLLOWERS.iter().flatten().flatten().count();
        assert_eq!(followers, OFTEN.len());
    }
}
