//! What an event touched, in one text: the first resource that AWS lists, else the best-known name in the request.

use std::borrow::Cow;

use super::outcome::denied_resource;
use super::read::{Key, RawRecord, is_present, member_text, text_of};
use crate::json::members::{items, member, members};

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

/// The resource of a record. `message` is the text of its error: a denial without parameters still names one.
pub fn resource<'a>(record: &RawRecord<'a>, message: Option<&str>) -> Option<Cow<'a, str>> {
    listed(record)
        .or_else(|| record.raw(Key::RequestParameters).and_then(requested))
        .or_else(|| insight(record))
        .or_else(|| message.and_then(denied_resource).map(|name| Cow::Owned(name.to_owned())))
}

fn listed<'a>(record: &RawRecord<'a>) -> Option<Cow<'a, str>> {
    let raw = record.raw(Key::Resources).filter(|raw| raw.first() == Some(&b'['))?;
    items(raw).find_map(|item| {
        let arn = members(item).find(|(key, value)| key.eq_ignore_ascii_case(b"arn") && is_present(value));
        arn.map(|(_, value)| text_of(value)).or_else(|| member_text(item, "ARNPrefix"))
    })
}

fn requested(parameters: &[u8]) -> Option<Cow<'_, str>> {
    if parameters.first() != Some(&b'{') {
        return None;
    }
    let mut best: Option<(u8, &[u8])> = None;
    let (mut bucket, mut key, mut instances) = (None, None, None);
    for (name, value) in members(parameters).filter(|(_, value)| is_present(value)) {
        match name {
            b"bucketName" => bucket = Some(value),
            b"key" => key = Some(value),
            b"instancesSet" => instances = Some(value),
            _ => {
                if let Some(rank) = rank(name)
                    && best.is_none_or(|(other, _)| rank < other)
                    && !matches!(value.first(), Some(b'{' | b'['))
                {
                    best = Some((rank, value));
                }
            }
        }
    }
    match (bucket, key) {
        (Some(bucket), Some(key)) => Some(Cow::Owned([&text_of(bucket), "/", &text_of(key)].concat())),
        (Some(bucket), None) => Some(text_of(bucket)),
        (None, _) => best.map(|(_, value)| text_of(value)).or_else(|| instances.and_then(first_instance)),
    }
}

fn first_instance(set: &[u8]) -> Option<Cow<'_, str>> {
    let list = member(set, "items")?;
    items(list).find_map(|item| member_text(item, "instanceId"))
}

/// An Insights event touches nothing; what it says is its type and whether it starts or ends.
fn insight<'a>(record: &RawRecord<'a>) -> Option<Cow<'a, str>> {
    let details = record.raw(Key::InsightDetails)?;
    let kind = member_text(details, "insightType")?;
    let state = member_text(details, "state").unwrap_or_default();
    Some(Cow::Owned(format!("{kind} {state}").trim_end().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn touches(text: &str, expected: Option<&str>) {
        let record = RawRecord::read(text.as_bytes(), 0).unwrap();
        let message = record.text(Key::ErrorMessage);
        assert_eq!(resource(&record, message.as_deref()).as_deref(), expected, "{text}");
    }

    #[test]
    fn the_resource_is_the_most_telling_name() {
        touches(
            r#"{"resources":[{"type":"x"},{"ARN":"arn:a"}],"requestParameters":{"userName":"u"}}"#,
            Some("arn:a"),
        );
        touches(r#"{"resources":[],"requestParameters":{"bucketName":"b","key":"k/1"}}"#, Some("b/k/1"));
        touches(r#"{"requestParameters":{"bucketName":"b","policyName":"p"}}"#, Some("b"));
        touches(r#"{"requestParameters":{"userName":"u","policyArn":"arn:p"}}"#, Some("arn:p"));
        touches(r#"{"requestParameters":{"instancesSet":{"items":[{"instanceId":"i-1"}]}}}"#, Some("i-1"));
        touches(r#"{"requestParameters":"text"}"#, None);
        touches(r#"{"requestParameters":{"name":{}}}"#, None);
        touches(r#"{"errorMessage":"no: s3:Get on resource: arn:x because"}"#, Some("arn:x"));
        touches(
            r#"{"insightDetails":{"insightType":"ApiCallRateInsight","state":"Start"}}"#,
            Some("ApiCallRateInsight Start"),
        );
    }
}
