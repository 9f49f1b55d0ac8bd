//! The members of a record in AWS's own order, each recognised by one comparison with a name that the compiler
//! knows.
//!
//! Any member may be missing. Where the order or the form is another, `read` continues with whatever follows. With this
//! and plain containers, reading a record takes a fifth fewer instructions.

use super::read::RecordParser;
use super::read::key::Key;
use crate::json::scan::Fault;

/// Defines the function that reads these members, and a list of them for its test.
macro_rules! in_order {
    ($($name:literal $key:ident $read:ident,)*) => {
        #[cfg(test)]
        const IN_ORDER: &[(&[u8], Key)] = &[$(($name, Key::$key),)*];

        impl RecordParser<'_, '_> {
            /// Moves over the members that follow in this order; returns the key of the last one.
            #[inline]
            pub(super) fn in_order(&mut self) -> Result<Option<Key>, Fault> {
                let mut last = None;
                $(if self.is_next($name) {
                    self.$read(Key::$key)?;
                    last = Some(Key::$key);
                })*
                Ok(last)
            }
        }
    };
}

in_order! {
    b"\"eventVersion\":" EventVersion value,
    b",\"userIdentity\":" UserIdentity noted,
    b",\"eventTime\":" EventTime value,
    b",\"eventSource\":" EventSource value,
    b",\"eventName\":" EventName value,
    b",\"awsRegion\":" AwsRegion value,
    b",\"sourceIPAddress\":" SourceIpAddress value,
    b",\"userAgent\":" UserAgent value,
    b",\"errorCode\":" ErrorCode value,
    b",\"errorMessage\":" ErrorMessage value,
    b",\"requestParameters\":" RequestParameters noted,
    b",\"responseElements\":" ResponseElements value,
    b",\"additionalEventData\":" AdditionalEventData value,
    b",\"requestID\":" RequestId value,
    b",\"eventID\":" EventId value,
    b",\"readOnly\":" ReadOnly value,
    b",\"resources\":" Resources noted,
    b",\"eventType\":" EventType value,
    b",\"managementEvent\":" ManagementEvent value,
    b",\"recipientAccountId\":" RecipientAccountId value,
    b",\"sharedEventID\":" SharedEventId value,
    b",\"vpcEndpointId\":" VpcEndpointId value,
    b",\"eventCategory\":" EventCategory value,
    b",\"tlsDetails\":" TlsDetails value,
}

impl RecordParser<'_, '_> {
    /// Moves over a value, of which more is noted than its place.
    fn noted(&mut self, key: Key) -> Result<(), Fault> {
        self.member(Some(key))
    }

    /// Moves over a value and keeps its place.
    #[inline]
    fn value(&mut self, key: Key) -> Result<(), Fault> {
        let value = self.scanner.value()?;
        self.keep(key, value);
        Ok(())
    }

    /// Moves over a name if it comes next, and directly before a value.
    #[inline]
    fn is_next<const LENGTH: usize>(&mut self, name: &[u8; LENGTH]) -> bool {
        let at = self.scanner.at();
        let Some((found, [next, ..])) = self.text.get(at..).and_then(<[u8]>::split_first_chunk::<LENGTH>)
        else {
            return false;
        };
        let is_next = found == name && *next > b' ';
        if is_next {
            self.scanner.seek(at + LENGTH);
        }
        is_next
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::record::read::RawRecord;
    use crate::record::read::key::KEYS;

    #[test]
    fn names_are_those_of_their_keys() {
        for (number, (written, key)) in IN_ORDER.iter().enumerate() {
            let comma = if number == 0 { "" } else { "," };
            assert_eq!(String::from_utf8_lossy(written), format!("{comma}\"{}\":", key.name()));
        }
    }

    /// All that reading a record finds: the place of each value, and where and how it ended.
    fn found(text: &[u8], is_in_order: bool) -> String {
        let place = |value: &[u8]| (value.as_ptr() as usize - text.as_ptr() as usize, value.len());
        match RawRecord::read_trying(text, 0, is_in_order) {
            Ok(record) => {
                let values: Vec<_> = (0..KEYS).map(|key| record.value_at(key).map(place)).collect();
                format!("{values:?} {} {:?}", record.spaced, place(record.text))
            }
            Err(fault) => format!("{fault:?}"),
        }
    }

    fn is_same(text: &[u8]) -> Result<(), TestCaseError> {
        prop_assert_eq!(found(text, true), found(text, false), "{}", text.escape_ascii());
        Ok(())
    }

    const VALUES: [&str; 9] = [
        "\"text\"",
        "\"a \\\"quoted\\\" text\"",
        "null",
        "true",
        "{\"a\":{\"b\":[1,\"x\"]}}",
        "[{\"ARN\":\"arn:aws:s3:::b\"}]",
        "-1.5e3",
        " { \"a\" : 1 } ",
        "\"2026-03-10T12:00:00Z\"",
    ];

    /// A record of any members in AWS's order, some of them twice or between others.
    fn record() -> impl Strategy<Value = Vec<u8>> {
        let member = (0..10_u8, 0..VALUES.len());
        let members = prop::collection::vec(member, IN_ORDER.len());
        (members, prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..3))
            .prop_map(|(members, moved)| {
                let mut written: Vec<String> = IN_ORDER
                    .iter()
                    .zip(members)
                    .filter(|(_, (missing, _))| *missing > 0)
                    .map(|((_, key), (_, value))| format!("\"{}\":{}", key.name(), VALUES[value]))
                    .collect();
                for (from, to) in moved {
                    if !written.is_empty() {
                        let member = written[from.index(written.len())].clone();
                        written.insert(to.index(written.len()), member);
                    }
                }
                format!("{{{}}}", written.join(",")).into_bytes()
            })
    }

    proptest! {
        #[test]
        fn the_same_is_found_in_any_other_way(
            record in record(), at in any::<prop::sample::Index>(), byte in prop::sample::select(b"{}[]\",: x\\\n".to_vec()), length in 0..40_usize,
        ) {
            is_same(&record)?;
            let at = at.index(record.len());
            let mut changed = record.clone();
            changed[at] = byte;
            is_same(&changed)?;
            changed.insert(at, b' ');
            is_same(&changed)?;
            is_same(&record[..at])?;
            changed.clone_from(&record);
            changed.drain(at..(at + length).min(record.len()));
            is_same(&changed)?;
        }
    }
}
