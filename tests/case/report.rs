//! The report: the same case gives the same bytes, each part says what it should, and nothing of the log is markup.

use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use trailsift::case::model::Case;
use trailsift::case::opened::{Marked, Marking, OpenCase};
use trailsift::report::facts::ReportFacts;
use trailsift::report::{ReportPart, folder, parts, redacted};
use trailsift::store::Store;
use trailsift::verify::Keys;

use super::files::{answer, corpus, load};
use super::{log_file, record};

fn sample() -> Store {
    load(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-logs")], 1)
}

/// A case of the events that a filter finds, the first of which has a note.
fn case_of(store: &Store, filter: &str) -> Case {
    let mut open = OpenCase::default();
    let events = answer(store, filter);
    open.mark(store, &Marked::Events(events.clone()), &Marking::Labels("incident".to_owned())).unwrap();
    let note = Marking::Note(
        "The first call with the leaked key.\n<script>alert(1)</script> | # [x](http://y)".to_owned(),
    );
    open.mark(store, &Marked::Events(events[..1].to_vec()), &note).unwrap();
    open.case_mut().add_filter(filter);
    open.case().clone()
}

fn report(store: &Store, case: &Case) -> Vec<ReportPart> {
    let facts = ReportFacts::of(case, store, &Keys::default(), &|| false).unwrap();
    parts(case, store, &facts).unwrap()
}

fn part<'p>(parts: &'p [ReportPart], name: &str) -> &'p [u8] {
    &parts.iter().find(|part| part.name == name).expect(name).bytes
}

fn text<'p>(parts: &'p [ReportPart], name: &str) -> &'p str {
    std::str::from_utf8(part(parts, name)).unwrap()
}

const LEAKED: &str = "key:AKIAQ7LKSPRBDEXAMPLE is:write";

#[test]
fn the_report_of_the_sample_incident_is_the_same_each_time_and_complete() {
    let store = sample();
    let case = case_of(&store, LEAKED);
    let parts = report(&store, &case);
    assert_eq!(parts, report(&sample(), &case), "the same bytes");
    let (md, html) = (text(&parts, "report.md"), text(&parts, "report.html"));
    for (text, markup) in [(md, "\n<script"), (html, "<script")] {
        assert!(!text.contains(markup) && text.contains("The first call with the leaked key."));
    }
    assert!(!html.contains("href") && !html.contains("src=") && html.contains("default-src 'none'"));
    assert!(md.contains("\\<script\\>") && md.contains("What the files cover") && html.contains("<svg"));
    // The records byte for byte, which open again with the marks on them.
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("records.json"), part(&parts, "records.json")).unwrap();
    let again = load(&[folder.path().to_owned()], 1);
    let mut open = OpenCase::new(case.clone());
    assert!(open.look(&again, &|| false));
    assert_eq!((again.len(), open.shown().counts().absent), (case.marks.len(), 0));
    // The manifest is right, and a JSON line is an object with its record.
    let manifest: Value = serde_json::from_slice(part(&parts, "manifest.json")).unwrap();
    for one in manifest["parts"].as_array().unwrap() {
        let bytes = part(&parts, one["name"].as_str().unwrap());
        assert_eq!(one["sha256"].as_str().unwrap(), format!("{:x}", Sha256::digest(bytes)));
    }
    assert!(manifest["sourceFiles"].as_array().unwrap().len() > 10);
    let source = &manifest["sourceFiles"][0];
    let bytes = std::fs::read(source["path"].as_str().unwrap()).unwrap();
    assert_eq!(source["sha256"].as_str().unwrap(), format!("{:x}", Sha256::digest(bytes)));
    for line in text(&parts, "events.jsonl").lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        assert_eq!(line["record"]["eventID"], line["eventID"]);
    }
    let stix: Value = serde_json::from_slice(part(&parts, "indicators.stix.json")).unwrap();
    assert!(stix["objects"].as_array().unwrap().iter().any(|object| object["type"] == "ipv4-addr"));
    assert!(text(&parts, "indicators.txt").lines().any(|line| line == "203.0.113.77"));
    assert_eq!(text(&parts, "events.csv").matches("\r\n").count(), case.marks.len() + 1);
}

#[test]
fn marks_whose_files_are_not_open_are_named_and_not_dropped() {
    let store = sample();
    let case = case_of(&store, LEAKED);
    let parts = report(&Store::default(), &case);
    let md = text(&parts, "report.md");
    assert!(md.contains("not among the opened files"), "{md}");
    assert_eq!(text(&parts, "events.csv").matches("not among").count(), case.marks.len());
}

#[test]
fn a_folder_appears_whole_and_never_over_another_or_inside_the_data() {
    let store = sample();
    let parts = report(&store, &case_of(&store, LEAKED));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new").join("report");
    let written = folder::write(&path, &parts, &[]).unwrap();
    assert_eq!(std::fs::read_dir(&written).unwrap().count(), parts.len());
    assert_eq!(std::fs::read_dir(written.parent().unwrap()).unwrap().count(), 1);
    assert!(folder::write(&path, &parts, &[]).is_err());
    let inside = folder.path().join("other");
    assert!(folder::write(&inside, &parts, &[folder.path().to_owned()]).is_err() && !inside.exists());
}

#[test]
fn a_redacted_report_is_written_with_its_table_or_not_at_all() {
    let store = sample();
    let parts = report(&store, &case_of(&store, LEAKED));
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report");
    let written = folder::write_redacted(&path, &parts, b"kind", &[]).unwrap();
    assert_eq!(std::fs::read(folder.path().join("report.pseudonyms.csv")).unwrap(), b"kind");
    std::fs::remove_dir_all(&written).unwrap();
    assert!(folder::write_redacted(&path, &parts, b"other", &[]).is_err() && !path.exists());
}

/// Values of a customer in every place where they can be.
fn telling() -> Vec<String> {
    // In two parts, so that nobody takes it for a real key.
    let identity = concat!(
        r#""userIdentity":{"type":"AssumedRole","principalId":"AROAQ7LKSPRBDABCDEFGH:carol.smith","arn":"arn:aws:sts::210987654321:assumed-role/deployer/carol.smith","accountId":"210987654321","accessKeyId":"ASIA"#,
        r#"Q7LKSPRBDABCDEFG"},"sourceIPAddress":"8.8.4.4","userAgent":"x (210987654321; ip-10-1-2-3.ec2.internal)","requestParameters":{"userName":"bob.jones","tags":{"210987654321":"bob.jones@corp.test"},"policy":"{\"AWS\":\"arn:aws:iam::210987654321:user/b\u006fb.jones\"}","cidr":"2a02:8071::1"},"#
    );
    let telling = |id: &str, minute| {
        record(id, "CreateUser", minute).replace(r#""userIdentity":{"type":"Root"},"#, identity)
    };
    vec![telling("one", 1), telling("two", 2)]
}

const ORIGINALS: [&str; 9] = [
    "210987654321",
    "AROAQ7LKSPRBDABCDEFGH",
    concat!("ASIA", "Q7LKSPRBDABCDEFG"),
    "carol.smith",
    "deployer",
    "8.8.4.4",
    "bob.jones",
    "10-1-2-3",
    "2a02:8071::1",
];

#[test]
fn redaction_leaves_no_original_in_any_part_and_keeps_kinds() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("AWSLogs").join("210987654321");
    std::fs::create_dir_all(&place).unwrap();
    std::fs::write(place.join("a.json"), log_file(&telling())).unwrap();
    let store = load(&[place], 1);
    let mut open = OpenCase::default();
    let all = Marked::Events(store.order().to_vec());
    open.mark(&store, &all, &Marking::Note("bob.jones came from 8.8.4.4, see 210987654321".to_owned()))
        .unwrap();
    let facts = ReportFacts::of(open.case(), &store, &Keys::default(), &|| false).unwrap();
    let (parts, table) = redacted::parts(open.case(), &store, facts).unwrap();
    for part in &parts {
        let text = String::from_utf8_lossy(&part.bytes).replace("\\u006f", "o");
        for original in ORIGINALS {
            assert!(!text.contains(original), "{original} in {}: {text}", part.name);
        }
    }
    let table = String::from_utf8(table).unwrap();
    for original in ORIGINALS {
        assert!(table.contains(original), "{original} is in the table");
    }
    // What remains is a log whose events mean the same with other names.
    let again = tempfile::tempdir().unwrap();
    std::fs::write(again.path().join("records.json"), part(&parts, "records.json")).unwrap();
    let again = load(&[again.path().to_owned()], 1);
    assert_eq!(again.len(), 2);
    assert_eq!(answer(&again, "ip:240.0.0.0/8 name:CreateUser account:9").len(), 2);
}

/// Hashes and IDs have digits like those of accounts, and sentences have words like names.
#[test]
fn a_report_of_every_event_of_the_sample_can_be_redacted() {
    let store = sample();
    let case = case_of(&store, "");
    let facts = ReportFacts::of(&case, &store, &Keys::default(), &|| false).unwrap();
    let (parts, _) = redacted::parts(&case, &store, facts).unwrap();
    assert_eq!(text(&parts, "events.jsonl").lines().count(), case.marks.len());
    for name in ["report.md", "report.html", "events.csv", "records.json", "chain.json", "case.jsonl"] {
        for original in ["larkspur-warehouse", "larkspur-customer-exports", "svc-backup", "build-deploy"] {
            assert!(!text(&parts, name).contains(original), "{original} in {name}");
        }
    }
}

/// Replaces all values of a store's events, and searches the result for each by an independent, plain search.
fn nothing_is_left(store: &Store, filter: &str) -> usize {
    let mut redactor = trailsift::redact::Redactor::default();
    let mut reader = trailsift::store::record_reader::RecordReader::default();
    let events = answer(store, filter);
    for &event in &events {
        redactor.gather_record(reader.record(store, event));
    }
    redactor.finish();
    let mut all = String::new();
    for &event in &events {
        let redacted = redactor.record(reader.record(store, event));
        all.push_str(&String::from_utf8_lossy(&redacted));
        all.push('\n');
    }
    for [kind, value, _] in redactor.table() {
        if ["key or principal ID", "IPv4 address", "mail address", "account"].contains(&kind.as_str()) {
            let is_digit = |char: Option<char>| char.is_some_and(|char| char.is_ascii_alphanumeric());
            let found = all.match_indices(&value).find(|(at, _)| {
                let after = all[at + value.len()..].chars().next();
                !is_digit(all[..*at].chars().next_back()) && !is_digit(after)
            });
            assert!(found.is_none(), "{kind} {value}: {}", &all[found.unwrap().0.saturating_sub(40)..][..80]);
        }
    }
    redactor.len()
}

#[test]
fn in_the_sample_all_values_are_those_of_documentation_or_replaced() {
    assert!(nothing_is_left(&sample(), "") > 5);
}

#[test]
#[ignore = "needs TRAILSIFT_CORPUS"]
fn nothing_is_left_in_the_corpus() {
    let folders = [
        "invictus-ir_aws_dataset",
        "flosell_trailscraper",
        "DataDog_stratus-red-team",
        "umccr_cloudtrail-parquet-lambda",
    ];
    for name in folders {
        let folder: PathBuf = corpus().join(name);
        assert!(folder.is_dir());
        nothing_is_left(&load(&[folder], 2), "");
    }
}
