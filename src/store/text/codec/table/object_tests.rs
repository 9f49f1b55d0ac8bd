//! What rows of each product's tables become.

use proptest::prelude::*;

use super::*;
use crate::record::identity::cache::IdentityCache;
use crate::record::read::RawRecord;
use crate::record::read::key::Key;
use crate::store::codec::table::RowReader;
use crate::store::codec::table::spreadsheet::without_marks;

/// What is known of an object when it is written is what reading it shows.
#[track_caller]
fn assert_made(made: &MadeRecord) {
    let text = String::from_utf8_lossy(&made.text);
    assert!(serde_json::from_str::<serde_json::Value>(&text).is_ok(), "{text}");
    let record = RawRecord::read_made(made, &mut IdentityCache::default()).unwrap();
    let scanned = RawRecord::read_knowing(&made.text, 0, &mut IdentityCache::default()).unwrap();
    assert_eq!((record.text, record.spaced), (scanned.text, scanned.spaced), "{text}");
    for (key, name) in Key::ALL.map(|key| (key, key.name())) {
        assert_eq!(record.raw(key), scanned.raw(key), "{name} in {text}");
    }
}

fn objects(text: &str, delimiter: u8) -> Vec<String> {
    let mut reader = RowReader::new(delimiter);
    let heading = reader.row(text.as_bytes(), 0).unwrap();
    let mut at = heading.next;
    let table = TableHeading::of(&heading, b"", delimiter).expect("a heading of events");
    let mut objects = Vec::new();
    let mut out = MadeRecord::default();
    while let Some(row) = reader.row(text.as_bytes(), at) {
        at = row.next;
        table.object(&row, &mut out);
        assert_made(&out);
        objects.push(String::from_utf8(out.text.clone()).unwrap());
    }
    objects
}

const HISTORY: &str = "User name,AWS access key,Event time,Event source,Event name,AWS region,Source IP address,User \
agent,Error code,Resources,Request ID,Event ID,Read-only,Event type,Recipient Account Id,Event category";

#[test]
fn a_row_of_event_history_has_the_names_of_a_record() {
    let row = r#"alice,AKIAEXAMPLE,2024-08-18T11:48:43Z,iam.amazonaws.com,CreateUser,us-east-1,192.0.2.1,"a ""b"", c",,"[{""resourceType"":null,""resourceName"":""bob""}]",r0,e0,false,AwsApiCall,111122223333,Management"#;
    assert_eq!(
        objects(&format!("{HISTORY}\r\n{row}\r\n"), b','),
        [
            r#"{"userIdentity":{"accessKeyId":"AKIAEXAMPLE","userName":"alice"},"eventTime":"2024-08-18T11:48:43Z","eventSource":"iam.amazonaws.com","eventName":"CreateUser","awsRegion":"us-east-1","sourceIPAddress":"192.0.2.1","userAgent":"a \"b\", c","requestID":"r0","eventID":"e0","readOnly":false,"resources":[{"resourceType":null,"resourceName":"bob"}],"eventType":"AwsApiCall","recipientAccountId":"111122223333","eventCategory":"Management"}"#
        ]
    );
    // An empty object is a value.
    assert_eq!(
        objects("eventname,awsregion,useridentity,requestparameters\nA,x,{},{}", b','),
        [r#"{"userIdentity":{},"eventName":"A","awsRegion":"x","requestParameters":{}}"#]
    );
    let nobody = ",,2024-08-18T11:48:43Z,s3.amazonaws.com,X,,,,,[],,,,,,";
    assert_eq!(
        objects(&format!("{HISTORY}\n{nobody}"), b','),
        [
            r#"{"eventTime":"2024-08-18T11:48:43Z","eventSource":"s3.amazonaws.com","eventName":"X","resources":[]}"#
        ]
    );
}

#[test]
fn rows_of_other_products_too() {
    for (table, delimiter, object) in [
        (
            "eventid;eventname;eventsource;requestparameters;useridentity\n1;A;s3.amazonaws.com;\"{\"\"a\"\":1}\";{type=Root, arn=x}",
            b';',
            r#"{"userIdentity":{"type":"Root","arn":"x"},"eventSource":"s3.amazonaws.com","eventName":"A","requestParameters":{"a":1},"eventID":"1"}"#,
        ),
        (
            "TimeGenerated\tEventName\tUserIdentityArn\tSessionIssuerArn\tAwsRequestId_\n2026-01-02T03:04:05Z\tA\tx\ty\tr",
            b'\t',
            r#"{"userIdentity":{"arn":"x","sessionContext":{"sessionIssuer":{"arn":"y"}}},"eventTime":"2026-01-02T03:04:05Z","eventName":"A","requestID":"r"}"#,
        ),
        (
            "@timestamp,event.action,event.provider,aws.cloudtrail.user_identity.arn,source.ip,host\nt,A,s3.amazonaws.com,x,192.0.2.1,h",
            b',',
            r#"{"userIdentity":{"arn":"x"},"eventTime":"t","eventSource":"s3.amazonaws.com","eventName":"A","sourceIPAddress":"192.0.2.1","host":"h"}"#,
        ),
        (
            "Event name,Event source,Resource type,Resource name,Note\nA,s3.amazonaws.com,AWS::S3::Bucket,b,\"x\ny\"",
            b',',
            r#"{"eventSource":"s3.amazonaws.com","eventName":"A","resources":[{"resourceType":"AWS::S3::Bucket","resourceName":"b"}],"Note":"x\ny"}"#,
        ),
    ] {
        assert_eq!(objects(table, delimiter), [object], "{table}");
    }
}

/// Both versions of AWS's mapping: the second gave the place of the principal to the ARN.
#[test]
fn rows_of_security_lake_have_what_is_certain() {
    let heading = "metadata,time,cloud,api,actor,class_uid,src_endpoint,unmapped,accountid";
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    let api = r#"{"operation":"CreateUser","service":{"name":"iam.amazonaws.com"},"request":{"uid":"r","data":"{\"userName\":\"bob\"}"},"response":{"error":"AccessDenied"}}"#;
    for user in [
        r#"{"type":"IAMUser","uid":"AIDAEXAMPLE","uuid":"arn:aws:iam::111122223333:user/a","account_uid":"111122223333"}"#,
        r#"{"type":"IAMUser","uid_alt":"AIDAEXAMPLE","uid":"arn:aws:iam::111122223333:user/a","account":{"uid":"111122223333"}}"#,
    ] {
        let row = [
            r#"{"uid":"e","product":{"name":"CloudTrail","version":"1.08"}}"#,
            "1773144000000",
            r#"{"region":"us-east-1","account":null}"#,
            api,
            &format!(r#"{{"user":{user}}}"#),
            "3001",
            r#"{"domain":"iam.amazonaws.com"}"#,
            r#"{"readOnly":"false","recipientAccountId":"111122223333"}"#,
            "111122223333",
        ];
        let object = objects(&format!("{heading}\n{}", row.map(quoted).join(",")), b',').remove(0);
        let known = r#"{"eventVersion":"1.08","userIdentity":{"type":"IAMUser","principalId":"AIDAEXAMPLE","arn":"arn:aws:iam::111122223333:user/a","accountId":"111122223333"},"eventTime":"2026-03-10T12:00:00Z","eventSource":"iam.amazonaws.com","eventName":"CreateUser","awsRegion":"us-east-1","sourceIPAddress":"iam.amazonaws.com","errorCode":"AccessDenied","requestParameters":{"userName":"bob"},"requestID":"r","eventID":"e","readOnly":false,"recipientAccountId":"111122223333","metadata":{"#;
        assert!(object.starts_with(known), "{object}");
        assert!(object.ends_with(r#""accountid":"111122223333"}"#), "{object}");
    }
}

/// They vanished from columns that no record has, and fractions and lower case were taken for accounts.
#[test]
fn rounded_numbers_are_missing_only_where_no_number_is() {
    for (cells, expected) in [
        ("111122223333,1.5E+10,b", r#""recipientAccountId":"111122223333","bytes":"1.5E+10"}"#),
        (
            "1.11122e+11,7,1E+10",
            r#""bytes":"7","changedBySpreadsheet":{"recipientAccountId":"1.11122e+11","Resource name":"1E+10"}}"#,
        ),
        ("111122223333.0,7,", r#""recipientAccountId":"111122223333","bytes":"7"}"#),
        ("11122223333.0,,b", r#""changedBySpreadsheet":{"recipientAccountId":"11122223333.0"}}"#),
        ("1.5,,b", r#""recipientAccountId":"1.5"#),
    ] {
        let heading = "Event name,Event source,recipientAccountId,bytes,Resource name";
        let object = objects(&format!("{heading}\nA,s3.amazonaws.com,{cells}"), b',').remove(0);
        let resource = r#""resources":[{"resourceName":"b"}],"#;
        assert!(object.replace(resource, "").contains(expected), "{cells}: {object}");
    }
}

/// Rows that no spreadsheet wrote have no marks of one.
#[test]
fn marks_are_left_in_rows_of_other_programs() {
    let text = "eventName,eventSource,userAgent\nA,s3.amazonaws.com,'=1+1";
    let mut reader = RowReader::new(b',');
    let heading = reader.row(text.as_bytes(), 0).unwrap();
    let at = heading.next;
    let mut table = TableHeading::of(&heading, b"", b',').unwrap();
    let mut out = MadeRecord::default();
    let row = reader.row(text.as_bytes(), at).unwrap();
    for (has_marks, agent) in [(true, "\"=1+1\""), (false, "\"'=1+1\"")] {
        table.has_marks = has_marks;
        table.object(&row, &mut out);
        assert!(memmem::find(&out.text, agent.as_bytes()).is_some(), "{agent}");
    }
}

/// The first event may have no service, and China's has another ending.
#[test]
fn tables_of_security_lake_are_known_by_any_of_their_rows() {
    let is_ours = |metadata: &str, service: &str| {
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let api = format!(r#"{{"operation":"A","service":{service}}}"#);
        let text = format!("metadata,class_uid,api\n{},1,{}", quoted(metadata), quoted(&api));
        let mut reader = RowReader::new(b',');
        let heading = reader.row(text.as_bytes(), 0).unwrap();
        let at = heading.next;
        let table = TableHeading::of(&heading, b"", b',').unwrap();
        table.is_of_cloudtrail(&reader.row(text.as_bytes(), at).unwrap())
    };
    assert!(is_ours(r#"{"product":{"name":"CloudTrail"}}"#, "null"));
    assert!(is_ours("{}", r#"{"name":"s3.amazonaws.com.cn"}"#));
    assert!(is_ours("{}", r#"{"name":"s3.amazonaws.com"}"#));
    assert!(!is_ours(r#"{"product":{"name":"Route 53"}}"#, "null"));
    assert!(!is_ours("{}", r#"{"name":"example.com"}"#));
}

#[test]
fn headings_of_other_tables_are_none_of_events() {
    for heading in [
        "host,raw",
        "eventName,eventTime,userId",
        "event.action,source.ip,host",
        "User name,Event time",
        "EVENTNAME",
        "",
    ] {
        let mut reader = RowReader::new(b',');
        let table = reader.row(heading.as_bytes(), 0).and_then(|row| TableHeading::of(&row, b"", b','));
        assert_eq!(table, None, "{heading}");
    }
}

proptest! {
    /// Whatever is in the cells, the object is JSON and has them.
    #[test]
    fn objects_are_json(name in "\\PC{0,12}|[\\x00-\\x1f\"\\\\]{1,4}", request in "[{}\\[\\]\"=, :a1]{0,12}", extra in "\\PC{0,8}") {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["Event name", "Event source", "requestParameters", "useridentity", "x"]).unwrap();
        writer.write_record(["A", &name, &request, &request, &extra]).unwrap();
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let object = objects(&text, b',').remove(0);
        let object: serde_json::Value = serde_json::from_str(&object).unwrap();
        let text = |name: &str| object.get(name).and_then(serde_json::Value::as_str).unwrap_or_default();
        // An apostrophe that a spreadsheet writes before a text is not a part of it.
        let of = |cell: &str| String::from_utf8(without_marks(cell.as_bytes()).to_vec()).unwrap();
        prop_assert_eq!((text("eventName"), text("eventSource"), text("x")), ("A", &*of(&name), &*of(&extra)));
    }

    /// Also with columns of the same name, structures in a column beside their members, and rows that are too short.
    #[test]
    fn what_is_written_need_not_be_scanned_again(
        names in prop::collection::vec(prop::sample::select(vec![
            "eventname", "eventName", "EVENT NAME", "event source", "userIdentity", "useridentity.type", "user name",
            "sessionissuerarn", "requestParameters", "responseelements", "resources", "Resource type", "Resource name",
            "Read-only", "recipientaccountid", "eventtime", "other", "eventVersion", "a\\b", "timeWindow", "metadata",
            "class_uid", "api", "actor", "time", "unmapped",
        ]), 0..10),
        cells in prop::collection::vec(prop::sample::select(vec![
            "", "a", "true", "null", "1.5E+10", "11122223333", "'=1", "{type=IAMUser, arn=a}", "[]", " {\"a\": [1, 2]} ",
            "{\"type\":\"Root\",\"arn\":\"arn:x\"}", "[{\"ARN\":\"arn:aws:s3:::b\"},{\"resourceName\":\"b\"}]\t", "\u{1}\"",
            "1773144000000", "{\"user\":{\"uid\":\"arn:x\",\"type\":\"A\"},\"operation\":\"B\"}", "{\"a\":", "a long text with é in it \\",
        ]), 0..12),
    ) {
        let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
        writer.write_record(["eventname", "eventsource"].into_iter().chain(names)).unwrap();
        writer.write_record(["A", "B"].into_iter().chain(cells)).unwrap();
        objects(&String::from_utf8(writer.into_inner().unwrap()).unwrap(), b',');
    }
}
