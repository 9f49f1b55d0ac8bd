//! Records as nobody should write them: escapes, repeated and odd names, JSON in strings in strings, times of all forms.

use crate::ask::{Ask, When};
use crate::files::load;
use crate::trail::Trail;

/// Members of a record, besides its version; each is made one record.
const ODD: [&str; 40] = [
    r#""eventName":"H","userAgent":"a\u202eb","errorMessage":"two\nlines\tand \u00e9""#,
    r#""eventName":"H","requestParameters":{"k\u200b":1,"policy":"{\"a\":\"\\u202e\"}"}"#,
    r#""eventName":"A","errorMessage":"C:\\Users\\adm\\x.txt \"quoted\" \/slash\/ \ttab \u00e9\u00E9 \ud83d\ude00""#,
    r#""eventName":"A","eventName":"B","EventName":"C","errorCode":"X","errorCode":null"#,
    r#""EventName":"Attach","RequestParamters":{"policy":"p"},"ErrorCode":"","SourceIPAddress":"10.1.2.3""#,
    r#""eventName":"Stra\u00dfe","userAgent":"\u0130stanbul ΑΣ Σας","awsRegion":"É-École""#,
    r#""eventName":{"a":[1]},"errorCode":5,"awsRegion":true,"eventSource":["x"],"eventID":7"#,
    r#""eventName":"P","requestParameters":{"policyDocument":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:*\",\"a\\\"b\"]}]}"}"#,
    r#""eventName":"P","requestParameters":{"policyDocument":"%7B%22Statement%22%3A%5B%7B%22Effect%22%3A%22Deny+all%22%7D%5D%7D"}"#,
    r#""eventName":"P","requestParameters":{"policyDocument":"%5b%7B%22Effect%22%3A%22Low%22%7D%5d"}"#,
    r#""eventName":"P","requestParameters":{"a":"{\"b\":\"{\\\"c\\\":[1,{\\\"d\\\":\\\"deep\\\"}]}\"}"}"#,
    r#""eventName":"P","requestParameters":{"a":" \n{\"b\":1}","c":"\n {\"d\":2}","e":"[1,2] ","f":"{no}"}"#,
    r#""eventName":"N","requestParameters":{"n":[1.0,1e5,12345678901234567890,-0],"t":true,"e":[],"o":{},"z":null,"s":""}"#,
    r#""eventName":"N","requestParameters":{"n":[[1,[2,{"x":3}]],{"x":4},{"x":null},{"x":""}],"N":5,"n":6}"#,
    r#""eventName":"K","requestParameters":{"odd.key":1,"b c":"two","[x]":3,"a\u002fb":{"a\\b":4},"":5}"#,
    r#""eventName":"T","eventTime":"2023-07-10T11:54:47.123456789Z""#,
    r#""eventName":"T","eventTime":"2021-11-18T23:41:02-08:00""#,
    r#""eventName":"T","eventTime":"2021-11-18 00:41:02+0530""#,
    r#""eventName":"T","eventTime":"20131102T010628Z""#,
    r#""eventName":"T","eventTime":"2024-02-29T23:59:59Z""#,
    r#""eventName":"T","eventTime":"2023-02-29T00:00:00Z""#,
    r#""eventName":"T","eventTime":null,"timeWindow":{"windowStart":"2025-11-20T10:00:00Z"}"#,
    r#""eventName":"T","eventTime":"","timeWindow":"x""#,
    r#""insightDetails":{"eventName":"RunInstances","eventSource":"ec2.amazonaws.com","insightType":"Rate"},"eventCategory":"Insight""#,
    r#""eventName":"C","sessionCredentialFromConsole":"true""#,
    r#""eventName":"C","sessionCredentialFromConsole":true"#,
    r#""eventName":"C","sessionCredentialFromConsole":false"#,
    r#""eventName":"C","sessionCredentialFromConsole":"false""#,
    r#""eventName":"ConsoleLogin","eventType":"AwsConsoleSignIn","responseElements":{"ConsoleLogin":"Failure"},"additionalEventData":{"MFAUsed":"No"}"#,
    r#""eventName":"ConsoleLogin","responseElements":{"a":{"b":"Failure"}},"additionalEventData":{"MFAUsed":"Yes"}"#,
    r#""eventName":"M","responseElements":{"Message":"fine","message":"access denied"}"#,
    r#""eventName":"M","errorCode":"Bad","responseElements":{"message":"Bad."}"#,
    r#""eventName":"M","responseElements":"{\"message\":\"access denied\"}""#,
    r#""eventName":"I","userIdentity":"somebody","readOnly":"false","sourceIPAddress":"2001:db8::1""#,
    r#""eventName":"I","userIdentity":null,"readOnly":false,"sourceIPAddress":"::ffff:10.1.2.3""#,
    r#""eventName":"I","userIdentity":{"type":"","invokedBy":"ec2.amazonaws.com"},"sourceIPAddress":"10.1.2.3:80""#,
    r#""eventName":"I","userIdentity":{"invokedBy":{"serviceAccountId":"111122223333"},"TYPE":"Root"},"sourceIPAddress":"AWS Internal""#,
    r#""eventName":"I","userIdentity":{"type":"IAMUser","userName":"HIDDEN_DUE_TO_SECURITY_REASONS","accountId":"1"},"sourceIPAddress":"010.1.2.3""#,
    r#""eventName":"I","userIdentity":{"type":"IAMUser","userName":"a","userName":null,"arn":"arn:aws:iam::1:user/a"}"#,
    r#""eventName":"S","eventSource":"s3.amazonaws.com.cn","eventID":"0E4D136E-25d4-4d92-b2b2-8a9fe1e3f1af""#,
];

#[test]
fn filters_over_odd_records_answer_what_the_oracle_answers() {
    crate::agree(&mut odd_trail(), 5, crate::filters() * 2 / 5);
}

#[test]
fn times_of_day_that_end_just_before_they_begin_go_round_the_clock() {
    let mut trail = odd_trail();
    for (from, to) in [("11:55", "11:54"), ("11:54", "11:54"), ("00:00", "23:59"), ("23:59", "00:00")] {
        let ask = Ask::Time(When::Daily(from.to_owned(), to.to_owned()));
        let passed = trail.asks(&ask);
        assert_eq!(crate::disagreement(&mut trail, &ask, &passed, 0), None);
    }
}

pub(crate) fn odd_trail() -> Trail {
    let folder = tempfile::tempdir().unwrap();
    let records: Vec<String> = (ODD.iter().enumerate())
        .map(|(at, members)| {
            let id = if at % 3 > 0 { format!("\"eventID\":\"odd-{at}\",") } else { String::new() };
            format!(r#"{{"eventVersion":"1.08",{id}"userAgent":"x\\y",{members}}}"#)
        })
        .collect();
    let file = |name: &str, text: String| std::fs::write(folder.path().join(name), text).unwrap();
    file("a.json", format!("{{\"Records\":[{}]}}", records.join(",")));
    // The same records again, one after another and with white space, and with half a record at the end.
    file("b.jsonl", records[..9].join("\n"));
    file("c.json", format!("[{}]", records[5..20].join(" , ").replace("\",\"", "\" ,\n \"")));
    file("d.json", format!("{{\"Records\":[{},{}", records[30], &records[0][..60]));
    // Some from another source: the version last, nulls written, one repeated.
    let turned = |record: &String| {
        let rest = record.strip_prefix(r#"{"eventVersion":"1.08","#).unwrap().strip_suffix('}').unwrap();
        format!(r#"{{{rest},"resources":null,"eventVersion":"1.08"}}"#)
    };
    let turned: Vec<String> = records[20..30].iter().map(turned).collect();
    file("e.jsonl", [&turned[..], &turned[2..5]].concat().join("\n"));
    let paths: Vec<_> =
        ["c.json", "e.jsonl", "a.json", "d.json", "b.jsonl"].map(|name| folder.path().join(name)).into();
    let stores = vec![
        ("one thread", load(&[folder.path().to_owned()], 1)),
        ("five threads", load(&[folder.path().to_owned()], 5)),
        ("another order", load(&paths, 2)),
    ];
    let trail = Trail::loaded(stores);
    assert!(trail.facts.len() >= ODD.len() + 9);
    trail
}
