//! What is said of a filter that finds nothing: where its words are, what each term finds alone, which path or value was
//! meant.

use trailsift::query::engine::filter::Filter;
use trailsift::query::engine::near_miss::{Answered, NearMiss};
use trailsift::query::language::parse::{Typing, parse, read};
use trailsift::store::Store;

use crate::false_nothing::{finds, store};

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
        ("'Kalix", "'Kalix", 0, "\"Kalix\""),
        ("203.0.113 (kali | xyz)", "kali xyz", 2, "203.0.113 (\"kali\" | \"xyz\")"),
        ("kali !nothing", "kali", 3, "\"kali\" !nothing"),
    ] {
        let elsewhere = missed(&store, filter).elsewhere.unwrap();
        assert_eq!((elsewhere.words.join(" ").as_str(), elsewhere.events), (words, events), "{filter}");
        assert_eq!(elsewhere.filter, wider, "{filter}");
    }
    for (filter, words) in
        [("203 eu-west", "203 (2), eu-west (1)"), ("'Kali eu-west", "\"Kali\" (1), eu-west (1)")]
    {
        let words = format!("no event has all of {words}");
        assert_eq!(missed(&store, filter).apart.unwrap().words(), words, "{filter}");
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
        r#""requestParameters":{"odd":{"aws:ip":"x"}}"#,
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
        ("requestParameters.tags.0.Key=a.b", "requestParameters.tags[0].Key"),
        ("requestParameters.odd.aws:ip=x", "requestParameters.odd.\"aws:ip\""),
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
        ("service=iam.amazonaws.com", "service=iam.amazonaws.com", "service=iam"),
        ("eventName=GetObjct", "eventName=GetObjct", "eventName=GetObject"),
        ("eventName:getobjects", "eventName:getobjects", "eventName=GetObject"),
        ("region=eu-west1", "awsRegion=eu-west1", "awsRegion=eu-west-1"),
        ("error=AccesDenied", "errorCode=AccesDenied", "errorCode=AccessDenied"),
        ("account=4444-5555-6666", "account=4444-5555-6666", "account=444455556666"),
        ("account:'4444 5555 6666'", "account:\"4444 5555 6666\"", "account:444455556666"),
    ] {
        let absent = missed(&store, filter).absent;
        let [term] = &absent[..] else { panic!("{filter}: {absent:?}") };
        assert_eq!((term.path.as_str(), term.near.join(" ").as_str()), (said, meant), "{filter}");
        let found = Filter::default().answer(&store, &parse(meant).unwrap(), false, &|| false);
        assert!(found.is_some_and(|found| !found.is_empty()), "{filter}");
    }
    assert_eq!(missed(&store, "outcome=success").absent[0].near, ["outcome=failed", "outcome=ok"]);
    let null = missed(&store, "requestParameters.none=x").absent;
    assert!(null.iter().all(|path| !path.near.contains(&path.path)), "{null:?}");
    for silent in ["eventName=GetObject eventName=PutObject", "eventName=Nothing", "!eventName=getobject"] {
        assert_eq!(missed(&store, silent).absent, [], "{silent}");
    }
}

/// A day or a time of day without an event was answered with nothing, though the JSON has it.
#[test]
fn a_time_that_no_event_has_is_looked_for_in_the_json() {
    let store = store(&[
        r#""eventTime":"2026-05-09T10:00:00Z","apiVersion":"2012-06-01","requestParameters":{"at":"03:33"}"#,
        r#""eventTime":"2026-05-09T10:00:00Z","requestParameters":{"since":"2012-06-01T00:00:00Z"}"#,
    ]);
    for (filter, events, wider) in [
        ("2012-06-01", 2, "\"2012-06-01\""),
        ("03:33", 1, "\"03:33\""),
        ("2012-06-01 !apiVersion:*", 1, "\"2012-06-01\" !apiVersion:*"),
        ("2026-05-10", 0, "\"2026-05-10\""),
    ] {
        let elsewhere = missed(&store, filter).elsewhere.unwrap();
        assert_eq!((elsewhere.events, elsewhere.filter.as_str()), (events, wider), "{filter}");
        assert_eq!(elsewhere.place(), "at this time");
    }
    // A text of several words, some of which are in the columns of other events.
    let store = crate::false_nothing::store(&[
        r#""eventTime":"2026-05-09T10:00:00Z","responseElements":{"createDate":"Jul 19, 2023 9:29:12 PM"}"#,
        r#""eventTime":"2026-05-09T10:00:00Z","requestParameters":{"name":"PM 19, 2023"}"#,
        r#""eventTime":"2026-05-09T10:00:00Z","requestParameters":{"description":"web server of the PM"}"#,
    ]);
    for (filter, wider) in [
        ("Jul 19, 2023 9:29:12 PM", "\"Jul\" \"19,\" \"2023\" \"9:29:12\" \"PM\""),
        ("web server", "\"web\" \"server\""),
    ] {
        let elsewhere = missed(&store, filter).elsewhere.unwrap();
        assert_eq!((elsewhere.events, elsewhere.filter.as_str()), (1, wider), "{filter}");
    }
    for silent in ["2026-05-09", "!2012-06-01", "10:00"] {
        assert_eq!(missed(&store, silent).elsewhere, None, "{silent}");
    }
}

/// Two identifiers on one line, or two values of one field, found nothing without a word.
#[test]
fn terms_that_no_event_has_together_are_counted_alone() {
    let store = store(&[
        r#""eventName":"GetObject","sourceIPAddress":"203.0.113.9","errorCode":"AccessDenied""#,
        r#""eventName":"PutObject","sourceIPAddress":"198.51.100.4""#,
        r#""eventName":"PutObject","sourceIPAddress":"198.51.100.5""#,
    ]);
    for (filter, terms, any) in [
        (
            "203.0.113.9 198.51.100.4",
            "203.0.113.9 (1), 198.51.100.4 (1)",
            Some((2, "203.0.113.9 | 198.51.100.4")),
        ),
        ("GetObject PutObject", "GetObject (1), PutObject (2)", Some((3, "GetObject | PutObject"))),
        ("GetObject,PutObject", "GetObject (1), PutObject (2)", Some((3, "GetObject | PutObject"))),
        (
            "eventName=GetObject eventName=PutObject",
            "eventName=GetObject (1), eventName=PutObject (2)",
            Some((3, "eventName=GetObject | eventName=PutObject")),
        ),
        ("eventName=PutObject is:failed", "eventName=PutObject (2), is:failed (1)", None),
        // One of them that no event has is told with the others.
        ("eventName=PutObject 203.0.113.77", "eventName=PutObject (2), 203.0.113.77 (0)", None),
        ("xyz GetObject", "\"xyz\" (0), GetObject (1)", Some((1, "\"xyz\" | GetObject"))),
    ] {
        let apart = missed(&store, filter).apart.unwrap_or_else(|| panic!("{filter}"));
        assert_eq!(apart.words(), format!("no event has all of {terms}"), "{filter}");
        assert_eq!(apart.any, any.map(|(events, any)| (events, any.to_owned())), "{filter}");
        if let Some((events, any)) = apart.any {
            let found = Filter::default().answer(&store, &parse(&any).unwrap(), false, &|| false);
            assert_eq!(found.map(|found| found.len()), Some(events), "{any}");
        }
    }
    for silent in ["eventName=PutObject !is:failed", "Put | Get", "xyz zyx", "192.0.2.1 192.0.2.2"] {
        assert_eq!(missed(&store, silent).apart, None, "{silent}");
    }
}

/// A path was read as a regular expression and a word.
#[test]
fn a_path_that_begins_with_a_slash_is_a_word() {
    let store = store(&[
        r#""eventSource":"ssm.amazonaws.com","requestParameters":{"name":"/prod/db/password"}"#,
        r#""requestParameters":{"device":"/dev/xvda","note":"prod and db/password"}"#,
        r#""eventName":"dev","requestParameters":{"device":"xvda"}"#,
    ]);
    finds(&store, "\"/prod/db/password\"", &[1]);
    finds(&store, "/prod/ \"db/password\"", &[1, 2]);
    finds(&store, "/PROD/i", &[1, 2]);
    finds(&store, "(/xvda/|/password/)", &[1, 2, 3]);
    let elsewhere = missed(&store, "/dev/xvda").elsewhere.unwrap();
    assert_eq!((elsewhere.events, elsewhere.filter.as_str()), (1, "\"/dev/xvda\""));
    for mistake in ["/prod/g", "/Delete(User|Role)/x", "/prod"] {
        assert!(parse(mistake).is_err_and(|error| error.message.contains("in quotes")), "{mistake}");
    }
}

/// An IPv6 address was found only in the spelling that was typed.
#[test]
fn an_address_is_found_in_each_of_its_spellings() {
    let store = store(&[
        r#""errorMessage":"from 2001:0DB8:0000:0000:0000:0000:0000:0009 denied""#,
        r#""requestParameters":{"cidrIpv6":"2001:DB8:0::9/128"}"#,
        r#""sourceIPAddress":"2001:db8::9""#,
        r#""requestParameters":{"cidrIpv6":"2001:db8::9:0/128","text":"{\"ip\":\"2001:db8:0:0::90\"}"}"#,
        r#""requestParameters":{"text":"{\"ip\":\"2001:db8:0:0::0009\"}"}"#,
        r#""requestParameters":{"peer":"::ffff:203.0.113.40"}"#,
        r#""sourceIPAddress":"203.0.113.40, 10.0.0.1""#,
    ]);
    for filter in ["2001:db8::9", "2001:0db8:0:0:0:0:0:9", "[2001:DB8::0:9]:443"] {
        finds(&store, filter, &[1, 2, 3, 5]);
    }
    for filter in ["203.0.113.40", "::ffff:203.0.113.40"] {
        finds(&store, filter, &[6, 7]);
    }
}
