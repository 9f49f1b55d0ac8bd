//! Questions that were answered with nothing although there were matches: each with its right answer.

use std::fs;

use trailsift::query::engine::filter::Filter;
use trailsift::query::engine::near_miss::{Answered, NearMiss};
use trailsift::query::language::parse::{Typing, parse, read};
use trailsift::store::Store;

use crate::files::load;

/// A store of records with these members, besides a version and an eventID that is their number.
fn store(records: &[&str]) -> Store {
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
fn finds(store: &Store, filter: &str, expected: &[u32]) {
    let expr = parse(filter).unwrap_or_else(|error| panic!("{filter}: {error:?}"));
    let found = Filter::default().answer(store, &expr, false, &|| false).unwrap();
    let number = |event| store.event_id(event)[1..].parse().unwrap();
    let mut numbers: Vec<u32> = found.into_iter().map(number).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, expected, "{filter}");
}

fn missed(store: &Store, filter: &str) -> NearMiss {
    let reading = read(filter, Typing::Done, &|_| Ok(Vec::new().into())).unwrap();
    let found = Filter::default().answer(store, &reading.expr, false, &|| false).unwrap().len();
    let filter = filter.to_owned();
    let answered = Answered {
        store: store.clone(),
        filter,
        reading,
        unfolded: false,
        twins_merged: false,
        scope: Vec::new(),
        found,
        columns: Vec::new(),
        searched: Vec::new(),
    };
    answered.look(&|_| Ok(Vec::new().into()), &|| false).unwrap()
}

/// A word that no column has was answered with nothing, though the JSON has it.
#[test]
fn a_word_that_no_column_has_is_looked_for_in_the_json() {
    let store = store(&[
        r#""userAgent":"aws-cli/2.1 linux kali","sourceIPAddress":"203.0.113.1""#,
        r#""userAgent":"aws-cli/2.1 Kali","sourceIPAddress":"203.0.113.2""#,
        r#""userAgent":"kalimba","awsRegion":"eu-west-1""#,
    ]);
    for (filter, words, events, wider) in [
        ("kali", "kali", 3, "\"kali\""),
        ("'Kali eu-west", "'Kali", 0, "\"Kali\" eu-west"),
        ("203.0.113 (kali | xyz)", "kali xyz", 2, "203.0.113 (\"kali\" | \"xyz\")"),
        ("203 eu-west", "203 eu-west", 0, "\"203\" \"eu-west\""),
        ("kali !nothing", "kali", 3, "\"kali\" !nothing"),
    ] {
        let elsewhere = missed(&store, filter).elsewhere.unwrap();
        assert_eq!((elsewhere.words.join(" ").as_str(), elsewhere.events), (words, events), "{filter}");
        assert_eq!(elsewhere.filter, wider, "{filter}");
    }
    for found in ["eu-west", "kali | eu-west", "!kali", "\"nothing\"", ""] {
        assert_eq!(missed(&store, found), NearMiss::default(), "{found}");
    }
}

/// A mistyped path found nothing, or with `!=` everything, and nothing was said.
#[test]
fn a_path_that_no_event_has_is_said_with_the_nearest_that_exist() {
    let store = store(&[
        r#""requestParameters":{"groupId":"sg-0aa","tags":[{"Key":"a.b"}],"doc":"{\"Statement\":[{\"Effect\":1}]}"}"#,
        r#""responseElements":{"group":{"groupId":"sg-0bb"}}"#,
    ]);
    for (filter, near) in [
        ("requestParameters.grupId!=sg-0aa", "requestParameters.groupId"),
        ("requestParameters.grupId=x", "requestParameters.groupId"),
        (
            "responseElements.groupId=x",
            "responseElements.group.groupId requestParameters.groupId responseElements.group",
        ),
        ("requestParameters.tags[0].Kay=x", "requestParameters.tags.Key"),
        ("!requestParameters.doc.Statement.Efect=1", "requestParameters.doc.Statement.Effect"),
        ("additionalEventData.nothing=x", ""),
    ] {
        let absent = missed(&store, filter).absent;
        let [path] = &absent[..] else { panic!("{filter}: {absent:?}") };
        assert_eq!(path.near.join(" "), near, "{filter}");
        assert!(path.words().starts_with("no event has "), "{filter}");
    }
    for there in
        ["requestParameters.groupId=nothing", "requestParameters.GROUPID!=x", "requestParameters.tags.key:*"]
    {
        assert_eq!(missed(&store, there).absent, [], "{there}");
    }
}

/// A comparison of what has no size was empty without a word.
#[test]
fn a_comparison_of_values_without_a_size_is_said_to_be_one() {
    let store = store(&[
        r#""awsRegion":"eu-west-1","additionalEventData":{"bytesTransferredOut":2048}"#,
        r#""awsRegion":"us-east-1","requestParameters":{"path":"/db","since":"2026-03-10"}"#,
    ]);
    for (filter, said) in [
        ("region>5", "a number in awsRegion"),
        ("region<2026-03-10", "a time in awsRegion"),
        ("requestParameters.path>=10M", "a number in requestParameters.path"),
        (
            "additionalEventData.bytesTransferredOut>2026-03-10",
            "a time in additionalEventData.bytesTransferredOut",
        ),
        ("eventName:* region>5", "a number in awsRegion"),
    ] {
        let absent = missed(&store, filter).absent;
        let [term] = &absent[..] else { panic!("{filter}: {absent:?}") };
        assert_eq!((term.path.as_str(), term.near.len()), (said, 0), "{filter}");
    }
    for filter in [
        "additionalEventData.bytesTransferredOut>1G",
        "requestParameters.since<2020-01-01",
        "eventTime<2020-01-01",
    ] {
        assert_eq!(missed(&store, filter).absent, [], "{filter}");
    }
}

/// A value in another case, or a pattern of another language, found nothing, and nothing was said.
#[test]
fn a_term_that_no_event_has_is_said_with_the_one_that_was_meant() {
    let store = store(&[
        r#""eventName":"GetObject","awsRegion":"eu-west-1","errorCode":"AccessDenied","additionalEventData":{"bytesTransferredOut":2048},"recipientAccountId":"444455556666""#,
        r#""eventName":"PutObject","requestParameters":{"enabled":true,"path":"/Prod/db","none":null}"#,
    ]);
    for (filter, said, meant) in [
        ("eventName=getobject", "eventName=getobject", "eventName:getobject"),
        ("errorCode=accessdenied", "errorCode=accessdenied", "errorCode:accessdenied"),
        ("region=EU-WEST-1 eventName=PutObject", "awsRegion=EU-WEST-1", "awsRegion:EU-WEST-1"),
        (
            "requestParameters.enabled=True",
            "requestParameters.enabled=True",
            "requestParameters.enabled:True",
        ),
        (
            "requestParameters.path=/prod/db",
            "requestParameters.path=/prod/db",
            "requestParameters.path:/prod/db",
        ),
        ("eventName=Nothing,putobject", "eventName=putobject", "eventName:putobject"),
        ("eventName=Get%", "eventName=Get%", "eventName:Get*"),
        ("eventName:%ject", "eventName:%ject", "eventName:*ject"),
        ("eventName=\"*Object\"", "eventName=\"*Object\"", "eventName:*Object"),
        ("eventName=/^get/i", "eventName=\"/^get/i\"", "eventName~\"(?i)^get\""),
        ("eventName:“GetObject”", "eventName:\"“getobject”\"", "eventName:getobject"),
        (
            "additionalEventData.bytesTransferredOut:>1000",
            "additionalEventData.bytesTransferredOut:\">1000\"",
            "additionalEventData.bytesTransferredOut>1000",
        ),
        (
            "additionalEventData.bytesTransferredOut=2KiB",
            "additionalEventData.bytesTransferredOut=2KiB",
            "additionalEventData.bytesTransferredOut=2048",
        ),
        ("eventName=[GetObject]", "eventName=\"[GetObject]\"", "eventName=GetObject"),
        (
            "eventName=GetObject;PutObject",
            "eventName=\"GetObject;PutObject\"",
            "eventName=GetObject,PutObject",
        ),
        ("account=4444-5555-6666", "account=4444-5555-6666", "account=444455556666"),
        ("account:'4444 5555 6666'", "account:\"4444 5555 6666\"", "account:444455556666"),
    ] {
        let absent = missed(&store, filter).absent;
        let [term] = &absent[..] else { panic!("{filter}: {absent:?}") };
        assert_eq!((term.path.as_str(), term.near.join(" ").as_str()), (said, meant), "{filter}");
        let found = Filter::default().answer(&store, &parse(meant).unwrap(), false, &|| false);
        assert!(found.is_some_and(|found| !found.is_empty()), "{filter}");
    }
    let null = missed(&store, "requestParameters.none=x").absent;
    assert!(null.iter().all(|path| !path.near.contains(&path.path)), "{null:?}");
    for silent in ["eventName=GetObject eventName=PutObject", "eventName=Nothing", "!eventName=getobject"] {
        assert_eq!(missed(&store, silent).absent, [], "{silent}");
    }
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
