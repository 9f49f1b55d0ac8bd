//! `--redact`: every answer keeps its counts, order and columns, and no value that names a customer is left in it. What
//! such values are is decided here once more, from parsed records and with plain searches.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    dead_code,
    reason = "a test that fails should stop with its values"
)]

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use common::{Answer, run};
use serde_json::Value;
use trailsift::export::groups::{self, GroupFormat, Headings};
use trailsift::export::list::{self, ListFormat};
use trailsift::export::redacted::Pseudonyms;
use trailsift::export::summary::{self, SummaryFormat};
use trailsift::query::groups::nested;
use trailsift::record::field::{FIELDS, Field, field};
use trailsift::store::Store;
use trailsift::store::record_reader::RecordReader;

#[path = "common/binary.rs"]
mod common;
#[path = "common/files.rs"]
mod files;

/// A customer's values in places of all kinds. Keys in two parts, so that nobody takes them for real ones.
const ORIGINALS: [&str; 15] = [
    "210987654321",
    "AROAQ7LKSPRBDABCDEFGH",
    concat!("ASIA", "Q7LKSPRBDABCDEFG"),
    concat!("AKIA", "Q7LKSPRBDNEWKEY1"),
    "carol.smith",
    "deployer",
    "8.8.4.4",
    "8.8.4.0",
    "bob.jones",
    "10-1-2-3",
    "acme-exports",
    "mailer-acme",
    "crm/api-token",
    "in/jane-doe.csv",
    "acme-orders",
];

fn record(number: usize, name: &str, request: &str, response: &str) -> String {
    format!(
        concat!(
            r#"{{"eventVersion":"1.08","userIdentity":{{"type":"AssumedRole","principalId":"AROAQ7LKSPRBDABCDEFGH:carol.smith","#,
            r#""arn":"arn:aws:sts::210987654321:assumed-role/deployer/carol.smith","accountId":"210987654321","accessKeyId":"ASIA"#,
            r#"Q7LKSPRBDABCDEFG","sessionContext":{{"sessionIssuer":{{"type":"Role","arn":"arn:aws:iam::210987654321:role/deployer","userName":"deployer"}}}}}},"#,
            r#""eventTime":"2026-03-10T12:0{}:00Z","eventSource":"iam.amazonaws.com","eventName":"{}","awsRegion":"us-east-1","#,
            r#""sourceIPAddress":"8.8.4.4","userAgent":"x (210987654321; ip-10-1-2-3.ec2.internal)","requestParameters":{},"#,
            r#""responseElements":{},"eventID":"00000000-0000-4000-8000-00000000000{}","readOnly":false,"recipientAccountId":"210987654321"}}"#
        ),
        number, name, request, response, number
    )
}

/// A trail in a folder that is named for the account.
fn trail() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("AWSLogs").join("210987654321");
    std::fs::create_dir_all(&place).unwrap();
    let key =
        concat!(r#"{"accessKey":{"userName":"bob.jones","accessKeyId":"AKIA"#, r#"Q7LKSPRBDNEWKEY1"}}"#);
    let records = [
        record(1, "CreateUser", r#"{"userName":"bob.jones","ownerId":210987654321}"#, "null"),
        record(2, "CreateAccessKey", r#"{"userName":"bob.jones"}"#, key),
        record(
            4,
            "PutBucketPolicy",
            r#"{"bucketName":"acme-exports","Host":"acme-exports.s3.eu-central-1.amazonaws.com","source":"s3://acme-exports/in/jane-doe.csv","secretId":"crm/api-token"}"#,
            r#"{"policy":"{\"Resource\":[\"arn:aws:lambda:us-east-1:210987654321:function:mailer-acme\",\"arn:aws:s3:::acme-exports/*\"]}","tableName":"acme-orders","note":"acme-orders is the table of mailer-acme"}"#,
        ),
        record(3, "GetUser", r#"{"note":"for b\u006fb.jones, 210987654321"}"#, "null"),
    ];
    std::fs::write(place.join("a.json"), format!("{{\"Records\":[{}]}}", records.join(","))).unwrap();
    let path = place.to_str().unwrap().to_owned();
    (folder, path)
}

fn commands(path: &str) -> Vec<Vec<&str>> {
    let mut commands = Vec::new();
    for format in ["table", "csv", "md", "jsonl", "json"] {
        commands.push(vec!["list", path, "--format", format]);
    }
    for format in ["table", "csv", "md", "json"] {
        commands.push(vec![
            "group",
            path,
            "--by",
            "principal,sourceIPAddress,requestParameters.userName",
            "--format",
            format,
        ]);
    }
    for format in ["text", "json"] {
        commands.push(vec!["summary", path, "--format", format]);
        commands.push(vec!["chain", path, "--of", concat!("AKIA", "Q7LKSPRBDNEWKEY1"), "--format", format]);
        commands.push(vec!["chain", path, "--of", concat!("ASIA", "Q7LKSPRBDABCDEFG"), "--format", format]);
    }
    for format in ["text", "md", "csv", "json"] {
        commands.push(vec!["ledger", path, "--format", format]);
    }
    for format in ["text", "csv", "json"] {
        commands.push(vec!["new", path, "--format", format]);
        commands.push(vec!["new", path, "--since", "2026-03-10T12:02:00", "--format", format]);
    }
    commands.push(vec!["explain", "00000000-0000-4000-8000-000000000002", path]);
    commands
}

fn originals_in(text: &str) -> Vec<&'static str> {
    let text = text.replace("\\u006f", "o");
    ORIGINALS.into_iter().filter(|original| text.contains(original)).collect()
}

#[test]
fn no_answer_has_an_original_and_each_has_the_lines_that_it_had() {
    let (_folder, path) = trail();
    for command in commands(&path) {
        let plain = run(&command);
        let redacted = run(&[&command[..], &["--redact"]].concat());
        assert_eq!((redacted.code, plain.code), (Some(0), Some(0)), "{command:?}: {}", redacted.err);
        assert!(
            !originals_in(plain.text()).is_empty() || command[0] == "new",
            "{command:?}: {}",
            plain.text()
        );
        assert_eq!(originals_in(redacted.text()), Vec::<&str>::new(), "{command:?}: {}", redacted.text());
        let lines = |answer: &Answer| answer.text().lines().count();
        assert_eq!(lines(&plain), lines(&redacted), "{command:?}");
    }
}

#[test]
fn pseudonyms_are_the_same_in_all_answers_and_a_log_opens_again_with_them() {
    let (folder, path) = trail();
    let listed = run(&[
        "list",
        &path,
        "--columns",
        "principal,account,sourceIPAddress",
        "--format",
        "csv",
        "--redact",
    ]);
    let rows = listed.csv();
    assert_eq!(rows[1][1..], ["900000000001", "240.0.0.1"], "{rows:?}");
    let log = folder.path().join("log.json");
    let written = run(&["list", &path, "--format", "json", "--redact", "-o", log.to_str().unwrap()]);
    // Nothing is written inside an input; the folder above is none.
    assert_eq!(written.code, Some(0), "{}", written.err);
    let again = run(&[
        "list",
        log.to_str().unwrap(),
        "--columns",
        "principal,account,sourceIPAddress",
        "--format",
        "csv",
    ]);
    assert_eq!(again.csv(), rows);
}

#[test]
fn the_table_is_written_only_if_it_is_asked_for_and_never_over_a_file() {
    let (_folder, path) = trail();
    let elsewhere = tempfile::tempdir().unwrap();
    let at = |name: &str| elsewhere.path().join(name).to_str().unwrap().to_owned();
    let names = || std::fs::read_dir(elsewhere.path()).unwrap().count();
    assert_eq!(run(&["list", &path, "--redact", "-o", &at("a.txt")]).code, Some(0));
    assert_eq!(names(), 1);
    let with_table = ["list", &path, "--redact", "--redact-table", &at("t.csv"), "-o", &at("b.txt")];
    assert_eq!(run(&with_table).code, Some(0));
    let table = std::fs::read_to_string(at("t.csv")).unwrap();
    for original in ORIGINALS.iter().filter(|original| **original != "8.8.4.0") {
        assert!(table.contains(original), "{original}: {table}");
    }
    let again = run(&["list", &path, "--redact", "--redact-table", &at("t.csv"), "-o", &at("c.txt")]);
    assert!(again.code == Some(2) && again.err.contains("t.csv was not written"), "{}", again.err);
    assert_eq!(names(), 3, "no answer without the table that was asked for");
    assert_eq!(run(&["list", &path, "--redact-table", &at("u.csv")]).code, Some(2), "only with --redact");
}

/// What a record tells about a customer, found by its members.
fn told(value: &Value, member: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| told(value, name, found)),
        Value::Array(items) => items.iter().for_each(|item| told(item, member, found)),
        Value::String(text) => {
            let digits = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
            let id = ["AKIA", "ASIA", "AROA", "AIDA"].iter().any(|prefix| text.starts_with(prefix))
                && (16..=21).contains(&text.len())
                && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
            let named = ["userName", "roleSessionName"].contains(&member) && text.len() > 1;
            found.extend(resources(text, member));
            let address = text.parse::<IpAddr>().is_ok();
            if digits || id || named || address {
                found.insert(text.clone());
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Returns what a value tells about the names of resources: by its member, or as an ARN.
fn resources(text: &str, member: &str) -> Vec<String> {
    const NAMED: [&str; 16] = [
        "bucketName",
        "functionName",
        "tableName",
        "logGroupName",
        "secretId",
        "dBInstanceIdentifier",
        "dBSnapshotIdentifier",
        "trailName",
        "stackName",
        "changeSetName",
        "policyName",
        "queueName",
        "topicName",
        "keyName",
        "clusterName",
        "repositoryName",
    ];
    let arns = text
        .split(['"', ' ', ','])
        .filter(|word| word.starts_with("arn:aws:") && !word.contains(":aws:policy"));
    let last = arns.filter_map(|arn| {
        let mut parts = arn.splitn(6, ':').skip(2);
        let (service, _, account, rest) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
        let is_named = ["lambda", "sns", "sqs", "s3", "secretsmanager", "rds", "dynamodb"].contains(&service);
        let name = rest.split(['/', ':']).nth(usize::from(!["sns", "sqs", "s3"].contains(&service)))?;
        (is_named && account != "aws" && !name.contains(['\\', '?', '%'])).then(|| name.to_owned())
    });
    let named = NAMED.contains(&member) && !text.starts_with("arn:") && !text.contains(['/', ':', '%']);
    let all = last.chain(named.then(|| text.to_owned()));
    all.filter(|name| !is_of_nobody(name)).collect()
}

/// Returns whether a name is an ID, too short, a plain word that may be said for other reasons, or given by AWS.
fn is_of_nobody(name: &str) -> bool {
    let lower = name.to_lowercase();
    let hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    name.len() < 3
        || (name.len() <= 12 && name.bytes().all(|byte| byte.is_ascii_alphabetic()))
        || ["aws", "amazon", "default", "cloudtrail"].iter().any(|start| lower.starts_with(start))
        || hex(name)
        || lower.rsplit_once('-').is_some_and(|(_, id)| id.len() >= 8 && hex(id) && !lower.contains("team"))
}

/// Returns whether documentation, AWS or this program use a value, so that it tells nothing.
fn is_public(value: &str, words: &BTreeSet<String>) -> bool {
    let lower = value.to_lowercase();
    let documented = match value.parse() {
        Ok(IpAddr::V4(v4)) => {
            v4.is_documentation() || v4.is_unspecified() || v4.is_loopback() || v4.is_broadcast()
        }
        Ok(IpAddr::V6(v6)) => {
            v6.is_unspecified() || v6.is_loopback() || v6.segments()[..2] == [0x2001, 0xdb8]
        }
        Err(_) => false,
    };
    let accounts = [
        "000000000000",
        "111111111111",
        "111122223333",
        "123456789012",
        "222222222222",
        "333333333333",
        "444455556666",
        "555555555555",
        "777788889999",
    ];
    let aws = ["awsservicerolefor", "aws-", "awsreservedsso_", "amazon"];
    let usual = [
        "root",
        "organizationaccountaccessrole",
        "organizationaccountaccess",
        "administrator",
        "anonymous",
        "hidden_due_to_security_reasons",
    ];
    documented
        || accounts.contains(&value)
        || value.contains("EXAMPLE")
        || lower.contains("example.")
        || aws.iter().any(|prefix| lower.starts_with(prefix))
        || usual.contains(&lower.as_str())
        || lower.ends_with(".amazonaws.com")
        || words.contains(&lower)
        // Redacted before, also where an ID of the event would be.
        || lower.bytes().all(|byte| byte == b'x')
        || value.contains(['*', '$', '{', ' ', '/', '"'])
        || (value.bytes().all(|byte| byte.is_ascii_digit()) && value.len() != 12)
}

/// Counts the originals that stand whole in a text.
fn left<'o>(text: &str, originals: &'o BTreeSet<String>) -> Vec<&'o str> {
    let stands = |original: &&String| {
        let is_address = original.parse::<IpAddr>().is_ok();
        let part = |char: Option<char>| {
            char.is_some_and(|char| char.is_alphanumeric() || (is_address && char == ':'))
        };
        text.match_indices(original.as_str()).any(|(at, _)| {
            let before = text[..at].chars().next_back();
            let after = text[at + original.len()..].chars().next();
            let in_uuid = original.len() == 12 && text[..at].ends_with('-') && at >= 24 && {
                let uuid = &text.as_bytes()[at - 24..at];
                uuid.iter().enumerate().all(|(at, byte)| match at {
                    8 | 13 | 18 | 23 => *byte == b'-',
                    _ => byte.is_ascii_hexdigit(),
                })
            };
            !part(before) && !part(after) && !in_uuid
        })
    };
    originals.iter().filter(stands).map(String::as_str).collect()
}

/// Fails if pseudonyms changed what AWS says in its own words: its types, services, calls, Regions and errors.
fn words_stay(plain: &Value, redacted: &Value, member: &str) {
    const WORDS: [&str; 8] = [
        "type",
        "eventSource",
        "eventName",
        "awsRegion",
        "eventType",
        "resourceType",
        "errorCode",
        "invokedBy",
    ];
    match (plain, redacted) {
        (Value::Object(plain), Value::Object(redacted)) => {
            assert_eq!(plain.len(), redacted.len(), "{plain:?} became {redacted:?}");
            // Names of tags may be replaced.
            for (name, one) in plain {
                redacted.get(name).into_iter().for_each(|other| words_stay(one, other, name));
            }
        }
        (Value::Array(plain), Value::Array(redacted)) => {
            assert_eq!(plain.len(), redacted.len(), "{plain:?} became {redacted:?}");
            plain.iter().zip(redacted).for_each(|(one, other)| words_stay(one, other, member));
        }
        (Value::String(plain), Value::String(redacted)) if WORDS.contains(&member) => {
            let is_service = member != "invokedBy" || plain.ends_with(".amazonaws.com");
            assert!(!is_service || plain == redacted, "{member}: {plain} became {redacted}");
        }
        _ => {}
    }
}

/// Makes answers of all kinds from a store with pseudonyms and searches each for the originals. Returns how many of
/// these there are.
fn nothing_is_left(store: &Store) -> usize {
    let pseudonyms = Pseudonyms::of(store, &[], &|| false).unwrap();
    let words: BTreeSet<String> = pseudonyms.redactor().words().map(str::to_owned).collect();
    let mut found = BTreeSet::new();
    let mut reader = RecordReader::default();
    for &event in store.order() {
        if let Ok(record) = serde_json::from_slice::<Value>(reader.record(store, event)) {
            told(&record, "", &mut found);
        }
    }
    found.retain(|value| !is_public(value, &words));
    let shown = pseudonyms.shown(store);
    let mut of_shown = RecordReader::default();
    for &event in store.order() {
        let plain = serde_json::from_slice::<Value>(reader.record(store, event));
        let redacted = serde_json::from_slice::<Value>(of_shown.record(&shown, event));
        if let (Ok(plain), Ok(redacted)) = (plain, redacted) {
            words_stay(&plain, &redacted, "");
        }
    }
    let events = store.order();
    let columns: Vec<&Field> = FIELDS.iter().filter(|field| store.has(field.column())).collect();
    let by: Vec<&'static Field> = ["principal", "sourceIPAddress"].into_iter().filter_map(field).collect();
    let by_columns: Vec<_> = by.iter().map(|field| field.column()).collect();
    let rows = nested(store, events, &by_columns);
    let headings = Headings { fields: &by, columns: &by_columns, sums: &[], new_at: None };
    let mut answers: Vec<Vec<u8>> = Vec::new();
    let mut plain = Vec::new();
    for format in [ListFormat::Table, ListFormat::Csv, ListFormat::Md, ListFormat::Jsonl] {
        let mut out = Vec::new();
        list::write(&shown, events, &columns, format, &mut out).unwrap();
        answers.push(out);
        list::write(store, events, &columns, format, &mut plain).unwrap();
    }
    for format in [GroupFormat::Table, GroupFormat::Json] {
        let mut out = Vec::new();
        groups::write(&shown, &rows, headings, format, &mut out).unwrap();
        answers.push(out);
    }
    let mut out = Vec::new();
    let look = (&trailsift::record::time::zone::Zone::default(), &trailsift::text::paint::Paint::default());
    let summary = summary::summarise(&shown, events, 0);
    summary::write(&summary, SummaryFormat::Json, look, &mut out).unwrap();
    answers.push(out);
    let plain = String::from_utf8_lossy(&plain);
    let seen: BTreeSet<&str> = left(&plain, &found).into_iter().collect();
    let unseen: Vec<&String> = found.iter().filter(|value| !seen.contains(value.as_str())).collect();
    assert!(unseen.is_empty(), "the search finds what is there, but not {unseen:?}");
    for answer in &answers {
        pseudonyms.check(answer).unwrap();
        let text = String::from_utf8_lossy(answer);
        let left = left(&text, &found);
        let place = left.first().and_then(|first| text.find(first));
        let around = place.map(|at| text[at.saturating_sub(80)..].chars().take(200).collect::<String>());
        assert!(left.is_empty(), "{left:?}: {around:?}");
    }
    found.len()
}

#[test]
fn nothing_is_left_of_the_sample() {
    let sample = files::load(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-logs")], 2);
    assert!(nothing_is_left(&sample) > 5);
}

#[test]
#[ignore = "needs TRAILSIFT_CORPUS"]
fn nothing_is_left_of_the_corpus() {
    let folder = files::corpus();
    let mut trails: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    trails.sort();
    let mut originals = 0;
    for trail in trails {
        let store = files::load(std::slice::from_ref(&trail), 2);
        originals += nothing_is_left(&store);
    }
    assert!(originals > 200, "{originals}");
}
