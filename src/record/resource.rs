//! What an event touched, in one text: the first resource that AWS lists, else the best-known name in the request.

use std::borrow::Cow;

use super::outcome::denied_resource;
use super::read::RawRecord;
use super::request::RequestParameters;
use crate::json::members::{items, members};
use crate::record::key::Key;
use crate::record::value::{is_present, member_text, text_of};

/// The resource of a record. `message` is the text of its error: a denial without parameters still names one.
pub fn resource<'a>(record: &RawRecord<'a>, message: Option<&str>) -> Option<Cow<'a, str>> {
    listed(record)
        .or_else(|| request(record)?.touched())
        .or_else(|| insight(record))
        .or_else(|| message.and_then(denied_resource).map(|name| Cow::Owned(name.to_owned())))
}

/// What the request names: gathered when the record was read, or now, from a damaged one.
fn request<'a>(record: &RawRecord<'a>) -> Option<RequestParameters<'a>> {
    record.request.or_else(|| record.raw(Key::RequestParameters).and_then(RequestParameters::of))
}

fn listed<'a>(record: &RawRecord<'a>) -> Option<Cow<'a, str>> {
    let raw = record.raw(Key::Resources).filter(|raw| raw.first() == Some(&b'['))?;
    items(raw).find_map(|item| {
        let arn = members(item).find(|(key, value)| key.eq_ignore_ascii_case(b"arn") && is_present(value));
        arn.map(|(_, value)| text_of(value)).or_else(|| member_text(item, "ARNPrefix"))
    })
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
