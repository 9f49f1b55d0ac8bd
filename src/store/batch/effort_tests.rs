//! What was scanned once for a record is not scanned again. Counted without a clock.

use crate::json::scan::VALUES;
use crate::record::read::RawRecord;
use crate::store::builder::Builder;
use crate::store::segment::Place;

/// Returns how many values are scanned while a record is added, after another of its kind and caller. In the
/// other record each `@` of `members` is replaced by another text.
fn values_of_second(service: &str, call: &str, members: &str) -> usize {
    let mut collector = Builder::default().collector();
    let mut counts = [0; 2];
    for (count, name) in counts.iter_mut().zip(["one", "other"]) {
        let members = members.replace('@', name);
        let text = format!(
            r#"{{"eventVersion":"1.11","userIdentity":{{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ida","userName":"ida"}},"eventTime":"2026-05-04T10:00:00Z","eventSource":"{service}.amazonaws.com","eventName":"{call}","awsRegion":"eu-north-1","sourceIPAddress":"192.0.2.7","userAgent":"aws-cli/2",{members},"eventID":"0b9f7a52-67f5-4c27-8a0b-2b8c4f5c1d11","eventType":"AwsApiCall","recipientAccountId":"111122223333"}}"#
        );
        let record = RawRecord::read_knowing(text.as_bytes(), 0, &mut collector.known).unwrap();
        let before = VALUES.get();
        collector.add(&record, Place { length: u32::try_from(text.len()).unwrap(), ..Place::default() });
        *count = VALUES.get() - before;
    }
    counts[1]
}

/// A load took a quarter longer: the target of a call was searched in its request and in `resources` again for
/// each of the members that may name it.
#[test]
fn what_a_call_touches_is_not_looked_for_in_the_text_again() {
    for (service, call, members) in [
        ("s3", "GetObject", r#""requestParameters":{"bucketName":"b","Host":"b.example.com","key":"@"}"#),
        (
            "s3",
            "PutObject",
            r#""requestParameters":{"bucketName":"b","key":"@"},"resources":[{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::b/@"},{"accountId":"111122223333","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::b"}]"#,
        ),
        (
            "kms",
            "Decrypt",
            r#""requestParameters":{"encryptionContext":{"a":"b"},"keyId":"@"},"resources":[{"ARNPrefix":"arn:@"}]"#,
        ),
        ("sts", "AssumeRole", r#""requestParameters":{"roleSessionName":"@","roleArn":"arn:r"}"#),
        (
            "ec2",
            "CreateRoute",
            r#""requestParameters":{"routeTableId":"rtb-@","destinationCidrBlock":"::/0"}"#,
        ),
        ("example", "DescribeThing", r#""requestParameters":{"thingName":"@","maxResults":4,"a":[1,2]}"#),
        (
            "example",
            "DescribeThing",
            r#""requestParameters":null,"responseElements":null,"errorMessage":"@""#,
        ),
    ] {
        assert_eq!(values_of_second(service, call, members), 0, "{service}:{call} {members}");
    }
}

const TERMINATED: &str =
    r#""requestParameters":{"instancesSet":{"items":[{"instanceId":"i-@"},{"instanceId":"i-2"}]}}"#;

/// Lists inside a request are not noted: they are scanned for each member inside them that is read.
#[test]
fn lists_in_a_request_are_passed_over_for_what_is_asked_of_them() {
    let passed = values_of_second("ec2", "TerminateInstances", TERMINATED);
    assert!((1..=5).contains(&passed), "{passed}");
}

#[test]
fn a_call_with_the_same_parameters_is_not_looked_into_again() {
    assert_eq!(values_of_second("ec2", "TerminateInstances", &TERMINATED.replace('@', "1")), 0);
}
