//! What calls touch, according to the table and to the rule for the rest.

use super::*;

#[track_caller]
fn touches(text: &str, expected: Option<&str>) {
    let record = RawRecord::read(text.as_bytes(), 0).unwrap();
    let call = |key: Key| record.text(key).unwrap_or_default();
    let rule = rule_of(&call(Key::EventSource), &call(Key::EventName));
    let message = record.text(Key::ErrorMessage);
    let mut names = String::new();
    targets(&record, rule.as_ref(), message.as_deref(), &mut names);
    assert_eq!(Some(names.as_str()).filter(|names| !names.is_empty()), expected, "{text}");
}

#[track_caller]
fn call_touches(call: &str, members: &str, expected: Option<&str>) {
    let (service, name) = call.split_once(':').unwrap();
    let text = format!(r#"{{"eventSource":"{service}.amazonaws.com","eventName":"{name}",{members}}}"#);
    touches(&text, expected);
}

#[test]
fn the_table_says_what_a_call_touches() {
    for (call, members, expected) in [
        ("iam:AttachUserPolicy", r#""requestParameters":{"policyArn":"arn:p","userName":"u"}"#, "u ← arn:p"),
        ("lambda:DeleteFunction20150331", r#""requestParameters":{"functionName":"f"}"#, "f"),
        ("s3:GetObject", r#""requestParameters":{"key":"k/1","bucketName":"b"}"#, "b/k/1"),
        (
            "eks:AssociateAccessPolicy",
            r#""requestParameters":{"name":"apps","principalArn":"arn%3Aaws%3Aiam%3A%3A1%3Auser%2Fx%2By"}"#,
            "apps ← arn:aws:iam::1:user/x+y",
        ),
        ("s3:DeleteObjects", r#""requestParameters":{"bucketName":"b","delete":""}"#, "b"),
        (
            "ec2:TerminateInstances",
            r#""requestParameters":{"instancesSet":{"items":[{"instanceId":"i-1"},{"instanceId":"i-2"}]}}"#,
            "i-1, i-2",
        ),
        (
            "ec2:RunInstances",
            r#""requestParameters":{"instancesSet":{"items":[{"imageId":"ami-1"}]}},"responseElements":{"instancesSet":{"items":[{"instanceId":"i-1"}]}}"#,
            "i-1 ← ami-1",
        ),
        (
            "ec2:RunInstances",
            r#""requestParameters":{"instancesSet":{"items":[{"imageId":"ami-1"}]}}"#,
            "ami-1",
        ),
        (
            "ec2:DeleteFlowLogs",
            r#""requestParameters":{"DeleteFlowLogsRequest":{"FlowLogId":{"content":"fl-1","tag":1}}}"#,
            "fl-1",
        ),
        (
            "ec2:AuthorizeSecurityGroupIngress",
            r#""requestParameters":{"groupId":"sg-1","ipPermissions":{"items":[{"ipRanges":{"items":[{"cidrIp":"0.0.0.0/0"}]}}]}}"#,
            "sg-1 ← 0.0.0.0/0",
        ),
        (
            "iam:CreateAccessKey",
            r#""requestParameters":null,"responseElements":{"accessKey":{"userName":"mara","accessKeyId":"AKIAEXAMPLE"}}"#,
            "mara ← AKIAEXAMPLE",
        ),
        ("iam:DeleteLoginProfile", r#""userIdentity":{"userName":"mara"},"requestParameters":null"#, "mara"),
        ("sts:AssumeRoot", r#""requestParameters":{"targetPrincipal":"111122223333"}"#, "111122223333"),
        ("kms:RotateKey", r#""serviceEventDetails":{"keyId":"k-1"}"#, "k-1"),
        (
            "ssm:SendCommand",
            r#""requestParameters":{"documentName":"d","targets":[{"key":"InstanceIds","values":["i-1"]}]}"#,
            "i-1 ← d",
        ),
    ] {
        call_touches(call, members, Some(expected));
    }
}

#[test]
fn other_calls_are_read_by_the_names_of_their_members() {
    for (call, members, expected) in [
        ("x:DeleteHostedZone", r#""requestParameters":{"name":"n","hostedZoneId":"Z1"}"#, Some("Z1 ← n")),
        ("x:UpdateThing", r#""requestParameters":{"clientToken":"t","thingName":"a"}"#, Some("a")),
        ("x:BatchGetThings", r#""requestParameters":{"thingNames":["a","b"]}"#, Some("a, b")),
        ("x:Do", r#""requestParameters":{"maxResults":5}"#, None),
        ("x:Do", r#""requestParameters":"text""#, None),
        ("x:Do", r#""requestParameters":{"name":{}}"#, None),
        ("x:Do", r#""requestParameters":{"name":"HIDDEN_DUE_TO_SECURITY_REASONS"}"#, None),
        ("x:MakeIt", r#""requestParameters":{"MakeItRequest":{"Name":"n"}}"#, Some("n")),
    ] {
        call_touches(call, members, expected);
    }
}

#[test]
fn what_aws_lists_what_was_refused_and_what_was_omitted_counts() {
    touches(
        r#"{"resources":[{"type":"x"},{"ARN":"arn:a"}],"requestParameters":{"userName":"u"}}"#,
        Some("u ← arn:a"),
    );
    touches(
        r#"{"resources":[{"ARN":"arn:aws:iam::1:user/u"}],"requestParameters":{"userName":"u"}}"#,
        Some("arn:aws:iam::1:user/u"),
    );
    touches(r#"{"errorMessage":"no: s3:Get on resource: arn:x because"}"#, Some("arn:x"));
    touches(r#"{"errorMessage":"no: iam:ListUsers on resource: * because"}"#, None);
    touches(
        r#"{"requestParameters":{"reason":"requestParameters too large","omitted":"true","originalSize":"149893"}}"#,
        Some("? (omitted request; bytes: 149893)"),
    );
    touches(
        r#"{"insightDetails":{"insightType":"ApiCallRateInsight","state":"Start"}}"#,
        Some("ApiCallRateInsight Start"),
    );
}

#[test]
fn names_nested_without_end_are_given_up() {
    let depth = 3000;
    let nested = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    call_touches("iam:CreateUser", &format!(r#""requestParameters":{{"userName":{nested}}}"#), None);
}
