//! `requestParameters` → the names in it that may tell what the call touched.
//!
//! They are gathered while the record is read, so that its parameters are passed over once. An empty string and `null`
//! count as missing, the last of duplicate members counts.

use std::borrow::Cow;
use std::ops::Range;

use crate::json::members::{items, member, members};
use crate::json::scan::{Fault, Scanner};
use crate::record::value::{is_present, member_text, text_of};

/// How telling a name in `requestParameters` is: the most telling first, by length so that few are compared.
fn rank(name: &[u8]) -> Option<u8> {
    let ranked: &[(&[u8], u8)] = match name.len() {
        2 => &[(b"id", 31)],
        4 => &[(b"name", 28), (b"Name", 29)],
        5 => &[(b"keyId", 9)],
        7 => &[(b"roleArn", 0), (b"groupId", 10), (b"imageId", 14), (b"modelId", 26)],
        8 => &[
            (b"secretId", 4),
            (b"userName", 5),
            (b"roleName", 6),
            (b"volumeId", 13),
            (b"topicArn", 23),
            (b"queueUrl", 24),
        ],
        9 => &[
            (b"policyArn", 1),
            (b"groupName", 7),
            (b"trailName", 11),
            (b"tableName", 17),
            (b"stackName", 22),
            (b"alarmName", 30),
        ],
        10 => &[(b"instanceId", 2), (b"policyName", 8), (b"snapshotId", 12), (b"streamName", 18)],
        11 => &[(b"clusterName", 20), (b"resourceArn", 25)],
        12 => &[(b"functionName", 3), (b"logGroupName", 19), (b"documentName", 27)],
        14 => &[(b"repositoryName", 21)],
        20 => &[(b"dBInstanceIdentifier", 15), (b"dBSnapshotIdentifier", 16)],
        _ => &[],
    };
    ranked.iter().find(|(known, _)| *known == name).map(|&(_, rank)| rank)
}

/// The raw values of the names that may tell what a call touched.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RequestParameters<'a> {
    /// The most telling of them, and how telling it is.
    best: Option<(u8, &'a [u8])>,
    bucket: Option<&'a [u8]>,
    key: Option<&'a [u8]>,
    instances: Option<&'a [u8]>,
}

impl<'a> RequestParameters<'a> {
    /// Moves over the object that comes next in `text` and gathers its names on the way.
    pub(super) fn read(scanner: &mut Scanner<'a>, text: &'a [u8]) -> Result<(Range<usize>, Self), Fault> {
        let start = scanner.at();
        let mut request = Self::default();
        if !scanner.eat(b'{') {
            return Err(scanner.fault("expected an object"));
        }
        if scanner.skip_space() != Some(b'}') {
            loop {
                let key = scanner.key()?;
                let value = scanner.value()?;
                let name = text.get(key.start + 1..key.end - 1).unwrap_or_default();
                request.note(name, text.get(value).unwrap_or_default());
                match scanner.skip_space() {
                    Some(b',') => scanner.eat(b','),
                    Some(b'}') => break,
                    _ => return Err(scanner.fault("expected a comma or }")),
                };
            }
        }
        scanner.eat(b'}');
        Ok((start..scanner.at(), request))
    }

    /// Gathers the names of an object up to its first fault.
    pub(super) fn of(object: &'a [u8]) -> Option<Self> {
        let mut request = Self::default();
        members(object).for_each(|(name, value)| request.note(name, value));
        (object.first() == Some(&b'{')).then_some(request)
    }

    fn note(&mut self, name: &[u8], value: &'a [u8]) {
        let slot = match name {
            b"bucketName" => &mut self.bucket,
            b"key" => &mut self.key,
            b"instancesSet" => &mut self.instances,
            _ => {
                if let Some(rank) = rank(name)
                    && self.best.is_none_or(|(other, _)| rank < other)
                    && !matches!(value.first(), Some(b'{' | b'['))
                    && is_present(value)
                {
                    self.best = Some((rank, value));
                }
                return;
            }
        };
        if is_present(value) {
            *slot = Some(value);
        }
    }

    /// The best-known name.
    pub(super) fn touched(&self) -> Option<Cow<'a, str>> {
        match (self.bucket, self.key) {
            (Some(bucket), Some(key)) => Some(Cow::Owned([&text_of(bucket), "/", &text_of(key)].concat())),
            (Some(bucket), None) => Some(text_of(bucket)),
            (None, _) => {
                self.best.map(|(_, value)| text_of(value)).or_else(|| self.instances.and_then(first_instance))
            }
        }
    }
}

fn first_instance(set: &[u8]) -> Option<Cow<'_, str>> {
    let list = member(set, "items")?;
    items(list).find_map(|item| member_text(item, "instanceId"))
}

#[cfg(test)]
#[path = "request_tests.rs"]
mod tests;
