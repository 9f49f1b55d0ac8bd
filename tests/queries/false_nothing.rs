//! Questions that were answered with nothing although there were matches: each with its right answer.

use std::fs;

use trailsift::query::engine::filter::Filter;
use trailsift::query::language::parse::parse;
use trailsift::store::Store;

use crate::files::load;

/// A store of records with these members, besides a version and an eventID that is their number.
pub(crate) fn store(records: &[&str]) -> Store {
    let folder = tempfile::tempdir().unwrap();
    let lines: Vec<String> = (1..)
        .zip(records)
        .map(|(number, members)| format!(r#"{{"eventVersion":"1.11","eventName":"Call","eventSource":"iam.amazonaws.com","eventID":"e{number}",{members}}}"#))
        .collect();
    fs::write(folder.path().join("a.jsonl"), lines.join("\n")).unwrap();
    load(&[folder.path().to_owned()], 1)
}

/// The numbers of the records that a filter finds.
#[track_caller]
pub(crate) fn finds(store: &Store, filter: &str, expected: &[u32]) {
    let expr = parse(filter).unwrap_or_else(|error| panic!("{filter}: {error:?}"));
    let found = Filter::default().answer(store, &expr, false, &|| false).unwrap();
    let number = |event| store.event_id(event)[1..].parse().unwrap();
    let mut numbers: Vec<u32> = found.into_iter().map(number).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, expected, "{filter}");
}

/// A path to an array was compared with the whole array, so that no item was ever found.
#[test]
fn an_array_at_the_end_of_a_path_stands_for_its_items() {
    let store = store(&[
        r#""eventName":"SendCommand","requestParameters":{"instanceIds":["i-0aaa","i-0bbb"],"deep":[["x"],[["y",7]]]}"#,
        r#""eventName":"SendCommand","requestParameters":{"instanceIds":["i-0ccc"],"deep":[{"n":["p","q"]},{"n":"r"}]}"#,
        r#""eventName":"SendCommand","requestParameters":{"instanceIds":[]}"#,
        r#""eventName":"SendCommand","requestParameters":{"instanceIds":null}"#,
    ]);
    finds(&store, "requestParameters.instanceIds=i-0bbb", &[1]);
    finds(&store, "requestParameters.instanceIds!=i-0bbb", &[2, 3, 4]);
    finds(&store, "!requestParameters.instanceIds:0A", &[2, 3, 4]);
    finds(&store, "requestParameters.instanceIds:*a,*c", &[1, 2]);
    finds(&store, "requestParameters.instanceIds~^i-0b+$", &[1]);
    finds(&store, "requestParameters.instanceIds=i-0c*", &[2]);
    finds(&store, "requestParameters.instanceIds:*", &[1, 2, 3]);
    finds(&store, "requestParameters.instanceIds=\"\"", &[4]);
    finds(&store, "requestParameters.deep=y", &[1]);
    finds(&store, "requestParameters.deep>=7", &[1]);
    finds(&store, "requestParameters.deep.n=q", &[2]);
    finds(&store, "requestParameters.deep.n:p,r", &[2]);
}

/// Tags `Owner` and `owner` were mixed up; a name with dots was never found.
#[test]
fn names_in_paths_mean_one_member() {
    let store = store(&[
        r#""requestParameters":{"tag":"low","Tag":"up","team.example/app":"web","aws:ip":"a","q\"x":"b"}"#,
        r#""requestParameters":{"TAG":"low"}"#,
    ]);
    finds(&store, "requestParameters.tag=low", &[1, 2]);
    finds(&store, "requestParameters.Tag=low", &[2]);
    finds(&store, "requestParameters.team.example/app=web", &[1]);
    finds(&store, "requestParameters.\"team.example/app\"=web", &[1]);
    finds(&store, "requestParameters.\"aws:ip\"=a requestParameters.\"q\\\"x\"=b", &[1]);
}

/// `>=` was a word that no event has.
#[test]
fn values_are_compared_by_size() {
    let port =
        |port: &str| format!(r#""requestParameters":{{"ranges":{{"items":[{{"fromPort":{port}}}]}}}}"#);
    let data =
        r#""eventTime":"2026-03-10T12:30:00Z","additionalEventData":{"bytesTransferredOut":20971520.0}"#;
    let (low, text, high) = (port("22"), port("\"3389\""), port("-1"));
    let store = store(&[&low, &text, &high, data]);
    finds(&store, "requestParameters.ranges.items.fromPort>=22", &[1, 2]);
    finds(&store, "requestParameters.ranges.items.fromPort<22", &[3]);
    finds(&store, "!requestParameters.ranges.items.fromPort>22", &[1, 3, 4]);
    finds(&store, "additionalEventData.bytesTransferredOut>10M", &[4]);
    finds(&store, "additionalEventData.bytesTransferredOut>20Mi", &[]);
    finds(&store, "eventTime>=2026-03-10", &[4]);
    finds(&store, "time<2026-03-10 12:31", &[4]);
    finds(&store, "time>2026-03-10T12:30", &[]);
}

/// Identifiers were looked for in the shown columns only.
#[test]
fn a_pasted_identifier_is_found_wherever_it_stands() {
    let store = store(&[
        r#""userIdentity":{"accessKeyId":"AKIAQ7LKSPRBDEXAMPLE","principalId":"AIDAQ7LKSPRBDEXAMPLE"},"requestID":"4b1d1f3c-8a52-4a0f-9a4e-0c1d2e3f4a5b""#,
        r#""responseElements":{"accessKey":{"accessKeyId":"AKIAQ7LKSPRBDEXAMPLE"}},"sharedEventID":"4B1D1F3C-8A52-4A0F-9A4E-0C1D2E3F4A5B""#,
        r#""requestParameters":{"accessKeyId":"AKIAQ7LKSPRBDEXAMPLE","text":"{\"id\":\"AIDAQ7LKSPRBDEXAMPLE\"}"}"#,
        r#""errorMessage":"no user with id\nAIDAQ7LKSPRBDEXAMPLE","requestParameters":{"cidrIp":"203.0.113.9/32","instanceId":"i-0abc1234def567890"}"#,
        r#""sourceIPAddress":"203.0.113.9","recipientAccountId":"111122223333","eventTime":"2026-03-11T23:14:30Z""#,
        r#""sourceIPAddress":"203.0.113.90","requestParameters":{"bucketName":"x203.0.113.9","key":"i-0abc1234def5678901","mail":"Kim@Example.org"}"#,
        r#""sourceIPAddress":"2001:DB8:0:0::9","requestParameters":{"principal":"arn%3Aaws%3Aiam%3A%3A111122223333%3Auser%2Fghost","n":"1111222233334"}"#,
    ]);
    finds(&store, "AKIAQ7LKSPRBDEXAMPLE", &[1, 2, 3]);
    finds(&store, "AIDAQ7LKSPRBDEXAMPLE", &[1, 3, 4]);
    finds(&store, "!AIDAQ7LKSPRBDEXAMPLE", &[2, 5, 6, 7]);
    finds(&store, "4b1d1f3c-8a52-4a0f-9a4e-0c1d2e3f4a5b", &[1, 2]);
    finds(&store, "203.0.113.9", &[4, 5]);
    finds(&store, "203[.]0[.]113[.]9:443", &[4, 5]);
    finds(&store, "203.0.113.0/24", &[5, 6]);
    finds(&store, "203.0.113.9/32", &[4, 5]);
    finds(&store, "2001:db8::9", &[7]);
    finds(&store, "1111-2222-3333", &[5, 7]);
    finds(&store, "i-0abc1234def567890", &[4, 6]);
    finds(&store, "111122223333", &[5, 7]);
    finds(&store, "arn:aws:iam::111122223333:user/ghost", &[7]);
    finds(&store, "kim@example.org", &[6]);
    finds(&store, "2026-03-11", &[5]);
    finds(&store, "23:14", &[5]);
    finds(&store, "\"203.0.113.9\",", &[4, 5, 6]);
    finds(&store, "hxxp://203[.]0[.]113[.]9/x", &[4, 5]);
    finds(&store, "<kim@example.org>", &[6]);
    finds(&store, "[2001:db8::9]", &[7]);
    finds(&store, "{4B1D1F3C-8A52-4A0F-9A4E-0C1D2E3F4A5B};", &[1, 2]);
    finds(&store, "23:00..23:13", &[]);
}

/// The tree shows such text decoded; it could not be found.
#[test]
fn text_that_is_shown_decoded_is_found() {
    let store = store(&[
        r#""responseElements":{"role":{"document":"%7B%22Principal%22%3A%7B%22AWS%22%3A%22arn%3Aaws%3Aiam%3A%3A999988887777%3Auser%2Fghost%22%7D%7D"}}"#,
        r#""requestParameters":{"principalArn":"arn%3Aaws%3Aiam%3A%3A111122223333%3Auser%2Fghost.user"}"#,
        r#""requestParameters":{"message":"{\"inner\":\"{\\\"path\\\":\\\"say \\\\\\\"hi\\\\\\\" to ghost\\\"}\"}"}"#,
        r#""requestParameters":{"key":"100%25+sure"}"#,
    ]);
    finds(&store, "\"arn:aws:iam::999988887777:user/ghost\"", &[1]);
    finds(&store, "/user\\/ghost(\\.user)?\\b/", &[1, 2]);
    finds(&store, "responseElements.role.document.Principal.AWS=arn:aws:iam::999988887777:user/ghost", &[1]);
    finds(&store, "requestParameters.principalArn=arn:aws:iam::111122223333:user/ghost.user", &[2]);
    finds(&store, "requestParameters.principalArn:user%2Fghost", &[2]);
    finds(&store, "\"say \\\"hi\\\" to ghost\"", &[3]);
    finds(&store, "\"100% sure\"", &[4]);
    finds(&store, "\"100%25+sure\"", &[4]);
}

/// As exact texts these found nothing.
#[test]
fn what_is_plainly_meant_is_found() {
    let store = store(&[
        r#""eventName":"DeleteTrail","sourceIPAddress":"203.0.113.7""#,
        r#""eventName":"GetObject","sourceIPAddress":"198.51.100.7","eventTime":"2026-05-09T14:30:20Z""#,
        r#""eventName":"CreateFunction20150331","eventTime":"2026-05-09T13:59:59Z""#,
        r#""eventName":"UpdateFunctionCode20150331v2""#,
        r#""eventName":"CreateDistribution2020_05_31""#,
    ]);
    finds(&store, "eventName=Delete*", &[1]);
    finds(&store, "ip=203.0.113.*", &[1]);
    finds(&store, "ip=203.0.113.1-203.0.113.9", &[1]);
    finds(&store, "ip:198.51.100.0..203.0.113.9", &[1, 2]);
    finds(&store, "ip=203.0.113.8-203.0.113.9", &[]);
    finds(&store, "eventName='GetObject'", &[2]);
    finds(&store, "eventName=GetObject, DeleteTrail", &[1, 2]);
    finds(&store, "time:2026-05-09T16:30+02:00", &[2]);
    finds(&store, "after:2026-05-09 14:00", &[2]);
    finds(&store, "eventName=CreateFunction", &[3]);
    finds(&store, "eventName=CreateFunction20150331", &[3]);
    finds(&store, "eventName=\"CreateFunction\"", &[]);
    finds(&store, "eventName=UpdateFunctionCode,CreateDistribution", &[4, 5]);
    finds(&store, "eventName!=CreateFunction", &[1, 2, 4, 5]);
}

/// Older records do not say whether they write; they were neither writes nor reads.
#[test]
fn writes_that_do_not_say_so_are_known_by_their_verb() {
    let store = store(&[
        r#""eventName":"AttachUserPolicy""#,
        r#""eventName":"DescribeInstances""#,
        r#""eventName":"GetObject","readOnly":false"#,
        r#""eventName":"SomethingElse""#,
        r#""eventName":"DeleteTrail","readOnly":"false""#,
    ]);
    finds(&store, "is:write", &[1, 3, 5]);
    finds(&store, "is:read", &[2]);
    finds(&store, "is:byname", &[1, 2]);
    finds(&store, "readOnly:*", &[3, 5]);
}

/// Federated sign-ins always say No, and were counted as sign-ins without a second factor; failed ones, too.
#[test]
fn whether_a_second_factor_was_used_is_yes_no_or_not_knowable() {
    let login = |identity: &str, used: &str, result: &str| {
        format!(
            r#""eventName":"ConsoleLogin","userIdentity":{identity},"additionalEventData":{{"MFAUsed":"{used}"}},"responseElements":{{"ConsoleLogin":"{result}"}}"#
        )
    };
    let user = r#"{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ola"}"#;
    let role = r#"{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/OktaAdmin/rui"}"#;
    let session = |arn: &str, used: &str| {
        format!(
            r#""userIdentity":{{"type":"AssumedRole","arn":"{arn}","sessionContext":{{"attributes":{{"mfaAuthenticated":"{used}"}}}}}}"#
        )
    };
    let sso = "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/pia";
    let records = [
        login(user, "No", "Success"),
        login(user, "Yes", "Success"),
        login(user, "No", "Failure"),
        login(role, "No", "Success"),
        session(sso, "false"),
        session("arn:aws:sts::111122223333:assumed-role/Ops/x", "false"),
        session("arn:aws:sts::111122223333:assumed-role/Ops/x", "true"),
        r#""eventName":"ListUsers""#.to_owned(),
    ];
    let store = store(&records.each_ref().map(String::as_str));
    finds(&store, "mfa=no", &[1, 3, 6]);
    finds(&store, "mfa=yes", &[2, 7]);
    finds(&store, "mfa=\"not knowable\"", &[4, 5]);
    finds(&store, "!mfa:*", &[8]);
    finds(&store, "is:nomfa", &[1, 3, 6]);
    finds(&store, "eventName=ConsoleLogin mfa=no !is:failed", &[1]);
}

/// An Insights event was found under neither the error nor the identity that it is about.
#[test]
fn insights_are_found_by_their_error_and_their_identity() {
    let store = store(&[
        r#""eventName":null,"eventSource":null,"eventType":"AwsCloudTrailInsight","eventCategory":"Insight","insightDetails":{"state":"End","eventSource":"ec2.amazonaws.com","eventName":"DescribeRegions","errorCode":"Client.RequestLimitExceeded","insightContext":{"attributions":[{"attribute":"userAgent","insight":[{"value":"x"}]},{"attribute":"userIdentityArn","insight":[{"value":"arn:aws:sts::111122223333:assumed-role/Scanner/x","average":3.5}]}]}}"#,
        r#""eventName":"DescribeRegions""#,
    ]);
    finds(&store, "errorCode:RequestLimit", &[1]);
    finds(&store, "errorFamily=throttled", &[1]);
    finds(&store, "is:insight", &[1]);
    // It is no call: none was refused, and none succeeded.
    for filter in ["is:throttled", "is:denied", "is:failed", "outcome=failed"] {
        finds(&store, filter, &[]);
    }
    finds(&store, "outcome=ok", &[2]);
    finds(&store, "!outcome:*", &[1]);
    finds(&store, "who:scanner", &[1]);
    // The principal is that of the calls of the same role.
    finds(&store, "principal=arn:aws:iam::111122223333:role/Scanner", &[1]);
    finds(&store, "sessionName=x", &[1]);
    finds(&store, "assumerole", &[]);
    finds(&store, "userIdentity.arn:Scanner", &[1]);
}

/// `Success` counted as an error.
#[test]
fn an_error_code_that_says_success_is_no_failure() {
    let store = store(&[
        r#""errorCode":"Success""#,
        r#""errorCode":"""#,
        r#""errorCode":"AccessDenied""#,
        r#""errorCode":"Success","errorMessage":"OK""#,
    ]);
    finds(&store, "is:failed", &[3]);
    finds(&store, "errorCode=Success", &[1, 4]);
    finds(&store, "errorFamily:*", &[3]);
}

/// Such events were listed without a time, after all others.
#[test]
fn times_in_other_spellings_are_read_and_marked() {
    let store = store(&[
        r#""eventTime":1767323045"#,
        r#""eventTime":"1767323045000""#,
        r#""eventTime":{"$date":"2026-01-02T03:04:05Z"}"#,
        r#""eventTime":"2026-01-02 03:04:05 UTC""#,
        r#""eventTime":"2026-01-02T03:04:05Z""#,
        r#""eventTime":"01/02/2026 03:04""#,
    ]);
    finds(&store, "time:2026-01-02T03:04:05", &[1, 2, 3, 4, 5]);
    finds(&store, "is:converted", &[1, 2, 3, 4]);
}
