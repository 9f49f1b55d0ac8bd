//! Real and published CloudTrail files, compared with what their publisher or a person says is in them.
//!
//! The files are not part of this repository: `TRAILSIFT_CORPUS` names the folder with them, beside a
//! `manifest.json` with the number of events of each. Every test here is ignored by default:
//! `TRAILSIFT_CORPUS=… cargo test --test corpus -- --ignored`.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test that fails should stop with its values"
)]

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use common::{Expected, answer, as_log_file, corpus, load, manifest, regular_files, unpacked};
use serde_json::Value;
use trailsift::query::groups::group;
use trailsift::query::matcher::fuzzy::Word;
use trailsift::record::field::Column;
use trailsift::record::field::list_columns::SEARCHED_COLUMNS;
use trailsift::record::program::program;
use trailsift::store::file::FileState;
use trailsift::store::record_reader::RecordReader;
use trailsift::store::segment::Place;
use trailsift::store::{Event, MISSING, Store};

#[path = "common/files.rs"]
mod common;

/// A `null`, absent or empty value counts as missing.
type Counts = BTreeMap<Option<String>, usize>;

#[test]
#[ignore = "needs TRAILSIFT_CORPUS"]
fn each_file_of_the_corpus_gives_what_the_manifest_says() {
    let corpus = corpus();
    for expected in manifest(&corpus) {
        gives(&expected);
    }
}

#[track_caller]
fn gives(expected: &Expected) {
    let path = expected.path.display();
    let store = load(std::slice::from_ref(&expected.path), 1);
    let files: Vec<_> = store.files().collect();
    assert_eq!(files.len(), 1, "{path}");
    assert_eq!(files[0].path, expected.path);
    assert_eq!(store.len(), expected.events, "{path}: {:?}", files[0].issues);
    assert_eq!(files[0].events as usize, expected.events, "{path}");
    assert_eq!(store.len(), answer(&store, "").len() + store.folds().count(), "{path}");
    let state = files[0].state;
    let told = matches!(state, FileState::NotLog | FileState::Damaged) && !files[0].issues.is_empty();
    let sound = state == FileState::Read && files[0].issues.is_empty();
    let has_log = expected.events > 0 || expected.is_empty_log;
    assert!(if has_log { sound } else { told }, "{path}: {state:?} {:?}", files[0].issues);
}

#[test]
#[ignore = "needs TRAILSIFT_CORPUS"]
fn the_whole_corpus_is_accounted_for() {
    let corpus = corpus();
    let store = load(std::slice::from_ref(&corpus), 2);
    let documented = 16;
    let expected: usize = manifest(&corpus).iter().map(|file| file.events).sum();
    assert_eq!(store.len(), expected + documented);
    assert_eq!(store.len(), answer(&store, "").len() + store.folds().count());
    assert_eq!(store.len(), store.files().map(|file| file.events as usize).sum::<usize>());
    let seen: Vec<PathBuf> = store.files().map(|file| file.path.clone()).collect();
    assert_eq!(seen, regular_files(&corpus));
    let unexplained: Vec<_> =
        store.files().filter(|file| file.state != FileState::Read && file.issues.is_empty()).collect();
    assert!(unexplained.is_empty(), "{unexplained:?}");
}

#[test]
#[ignore = "needs TRAILSIFT_CORPUS"]
fn the_order_of_the_corpus_does_not_depend_on_the_threads() {
    let corpus = corpus();
    let read = |threads| {
        let store = load(std::slice::from_ref(&corpus), threads);
        let shown = answer(&store, "");
        let place = |event: &Event| {
            (store.time(*event), store.file_of(*event).unwrap().path.clone(), store.place(*event).unwrap())
        };
        (shown.iter().map(place).collect::<Vec<_>>(), as_log_file(&store, &shown))
    };
    let one = read(1);
    assert!(one.0.is_sorted_by_key(|(time, ..)| *time));
    for threads in [2, 5] {
        let (places, text) = read(threads);
        assert_eq!(places, one.0, "{threads} threads");
        assert!(text == one.1, "{threads} threads print another text");
    }
}

/// What AWS prints in its guides for Monitron, CloudWatch, IoT and Greengrass: file, name, service, who, Region,
/// outcome, message. The Monitron records have words where values belong.
#[rustfmt::skip]
const DOCUMENTED: &[[&str; 7]] = &[
    ["cloudwatch-1-PutMetricAlarm", "PutMetricAlarm", "monitoring", "root @ 123456789012", "us-east-1", "ok", ""],
    ["cloudwatch-2-PutRule", "PutRule", "events", "root @ 123456789012", "us-east-1", "ok", ""],
    ["cloudwatch-3-CreateExportTask", "CreateExportTask", "logs", "someuser", "us-east-1", "ok", ""],
    ["cloudwatch-4-ListMonitors", "ListMonitors", "internetmonitor", "Admin", "us-east-2", "ok", ""],
    ["cloudwatch-5-CreateMonitor", "CreateMonitor", "internetmonitor", "Admin", "us-east-2", "ok", ""],
    ["cloudwatch-6-DescribeCanaries", "DescribeCanaries", "synthetics", "Administrator", "us-east-1", "ok", ""],
    ["cloudwatch-7-UpdateCanary", "UpdateCanary", "synthetics", "Administrator", "us-east-1", "ok", ""],
    ["cloudwatch-8-GetCanaryRuns", "GetCanaryRuns", "synthetics", "Administrator", "us-east-1", "ok", ""],
    ["greengrass-1-AssociateServiceRoleToAccount-BadRequestException", "AssociateServiceRoleToAccount", "greengrass",
        "Mary_Major", "us-east-1", "failed", "That role ARN is invalid."],
    ["greengrass-2-GetGroupVersion", "GetGroupVersion", "greengrass", "Mary_Major via apimanager", "us-east-1", "ok", ""],
    ["greengrass-3-GetConnectivityInfo", "GetConnectivityInfo", "greengrass", "Mary_Major", "us-east-1", "ok", ""],
    ["greengrass-4-CreateFunctionDefinition", "CreateFunctionDefinition", "greengrass", "Mary_Major", "us-east-1", "ok", ""],
    ["iot-1-AttachPolicy", "AttachPolicy", "",
        "iotmonitor-us-east-1-beta-InstanceRole-1C5T1YCYMHPYT / i-35d0a4b6 via 111111111111", "", "ok", ""],
    ["monitron-1-DeleteProject", "DeleteProject", "monitron", "user name", "region", "ok", ""],
    ["monitron-2-DeleteProject-AccessDenied", "DeleteProject", "monitron", "user name", "region", "failed",
        "User: user ARN is not authorized to perform: monitron:DeleteProject on resource: resource ARN"],
    ["monitron-3-DeleteProject-ConflictException", "DeleteProject", "monitron", "user name", "region", "failed",
        "This project still has sensors associated to it and cannot be deleted."],
];

#[test]
#[ignore = "needs TRAILSIFT_CORPUS"]
fn guides_in_the_corpus_read_as_they_say() {
    let corpus = corpus();
    let folder = corpus.join("aws_documentation_examples");
    assert_eq!(regular_files(&folder).len(), DOCUMENTED.len());
    for row in DOCUMENTED {
        reads_as(&folder, row);
    }
    // Made-up IDs repeat in the guides: the same ID with another text is another event.
    let store = load(&[folder], 2);
    assert_eq!((answer(&store, "").len(), store.folds().count()), (DOCUMENTED.len(), 0));
    assert_eq!((answer(&store, "ListMonitors").len(), answer(&store, "CreateMonitor").len()), (1, 1));
    assert_eq!(answer(&store, "DeleteProject").len(), 3);
}

#[track_caller]
fn reads_as(folder: &Path, row: &[&str; 7]) {
    let store = load(&[folder.join(format!("{}.json", row[0]))], 1);
    assert_eq!(store.len(), 1, "{}", row[0]);
    let event = store.order()[0];
    let columns = [
        Column::EventName,
        Column::Service,
        Column::PrincipalLabel,
        Column::AwsRegion,
        Column::Outcome,
        Column::ErrorMessage,
    ];
    assert_eq!(columns.map(|column| store.value(event, column)), row[1..], "{}", row[0]);
    // In the guide, "..additional entries" is in the place of the next record.
    let damaged = row[0] == "cloudwatch-1-PutMetricAlarm";
    let file = store.files().next().unwrap();
    assert_eq!(file.state, if damaged { FileState::Damaged } else { FileState::Read }, "{:?}", file.issues);
}

#[test]
#[ignore = "needs TRAILSIFT_CORPUS"]
fn groups_of_the_corpus_count_what_a_few_lines_of_other_code_count() {
    let corpus = corpus();
    let folders = ["invictus-ir_aws_dataset", "DataDog_stratus-red-team"].map(|name| corpus.join(name));
    let records = distinct_records(&folders);
    let store = load(&folders, 2);
    let shown = answer(&store, "");
    assert_eq!(shown.len(), records.len());
    for (column, path) in [
        (Column::EventName, "/eventName"),
        (Column::EventSource, "/eventSource"),
        (Column::ErrorCode, "/errorCode"),
        (Column::AwsRegion, "/awsRegion"),
        (Column::SourceIpAddress, "/sourceIPAddress"),
        (Column::IdentityType, "/userIdentity/type"),
        (Column::IdentityArn, "/userIdentity/arn"),
    ] {
        let mut expected = Counts::new();
        for record in &records {
            *expected.entry(text(record.pointer(path))).or_default() += 1;
        }
        let dict = store.dict(column);
        let value = |id| (id != MISSING).then(|| dict.get(id).to_owned());
        let groups = group(&store, &shown, column);
        let counted: Counts = groups.iter().map(|group| (value(group.value), group.events)).collect();
        assert_eq!((groups.len(), counted), (expected.len(), expected), "{path}");
    }
}

fn text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
        other => Some(other.to_string()),
    }
}

/// Returns the records of plain log files and arrays, repeated deliveries once.
fn distinct_records(folders: &[PathBuf]) -> Vec<Value> {
    let mut met = HashSet::new();
    let files = folders.iter().flat_map(|folder| regular_files(folder));
    files
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .flat_map(|path| match serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap() {
            Value::Array(records) => records,
            file => file["Records"].as_array().unwrap().clone(),
        })
        .filter(|record| met.insert((record["eventID"].to_string(), record.to_string())))
        .collect()
}

/// A word, and where besides its own letters a person would look for its meaning.
const MEANT: &[(&str, Column, &str)] = &[
    ("root", Column::IdentityType, "root"),
    ("accden", Column::ErrorCode, "accessdenied"),
    ("delbuck", Column::EventName, "deletebucket"),
    ("assumerole", Column::EventName, "assumerole"),
];

#[test]
#[ignore = "needs TRAILSIFT_CORPUS"]
fn a_word_finds_in_the_corpus_what_a_person_means() {
    let corpus = corpus();
    for folder in [corpus.join("invictus-ir_aws_dataset"), corpus] {
        let store = load(&[folder], 2);
        let wrong: Misread = MEANT.iter().flat_map(|meant| misread(&store, meant)).collect();
        assert!(wrong.is_empty(), "(word, found, what the screen shows): events\n{wrong:#?}");
    }
}

type Misread = BTreeMap<(&'static str, bool, String), usize>;

/// Returns events that are found but not meant, by the matching value, and those meant but not found.
fn misread(store: &Store, &(word, column, meant): &(&'static str, Column, &str)) -> Misread {
    let shown = |event: Event| SEARCHED_COLUMNS.map(|column| store.value(event, column));
    let found: HashSet<Event> = answer(store, word).into_iter().collect();
    let is_meant = |event: Event| {
        contains(store.value(event, column), meant) || shown(event).iter().any(|value| contains(value, word))
    };
    let mut misread = Misread::new();
    for event in answer(store, "") {
        let found = found.contains(&event);
        if found != is_meant(event) {
            let mut values = shown(event).to_vec();
            values.retain(|value| !found || Word::new(word).matches(value));
            *misread.entry((word, found, values.join(" | "))).or_default() += 1;
        }
    }
    misread
}

fn contains(text: &str, lower: &str) -> bool {
    text.to_ascii_lowercase().contains(lower)
}

#[test]
#[ignore = "needs TRAILSIFT_CORPUS"]
fn records_of_the_corpus_are_kept_to_the_byte() {
    let corpus = corpus();
    let plain = manifest(&corpus).into_iter().filter(|file| file.events > 0 && !file.embedded);
    for expected in plain {
        keeps_each_byte(&expected.path);
    }
}

#[track_caller]
fn keeps_each_byte(path: &Path) {
    let file = unpacked(path);
    let store = load(&[path.to_owned()], 1);
    let mut end = 0;
    let mut events = store.order().to_vec();
    events.sort_by_key(|&event| store.place(event));
    for event in events {
        let record = RecordReader::once(&store, event);
        let Place { start, length, .. } = store.place(event).unwrap();
        let start = start as usize;
        assert_eq!(file[start..start + length as usize], record, "{} at {start}", path.display());
        assert!(start >= end, "{}: two records overlap at {start}", path.display());
        assert!(serde_json::from_slice::<Value>(&record).unwrap().is_object());
        end = start + record.len();
    }
}

#[test]
#[ignore = "needs TRAILSIFT_CORPUS"]
fn a_printed_corpus_opens_again_with_the_same_bytes() {
    let corpus = corpus();
    let store = load(&[corpus], 2);
    let shown = answer(&store, "");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("printed.json");
    std::fs::write(&path, as_log_file(&store, &shown)).unwrap();
    let again = load(&[path], 1);
    assert_eq!(again.files().next().unwrap().state, FileState::Read);
    assert_eq!((again.len(), again.folds().count()), (shown.len(), 0));
    for (&before, &after) in shown.iter().zip(again.order()) {
        assert!(
            RecordReader::once(&store, before) == RecordReader::once(&again, after),
            "{}",
            String::from_utf8_lossy(&RecordReader::once(&store, before))
        );
    }
}

/// Returns whether a write event does not say what it touched: its request, response and resources are empty,
/// and no error names anything. Such are calls on the account as a whole (`UpdateAccountPasswordPolicy` without
/// members), denied calls that were logged without the request, and sign-ins.
fn says_nothing(record: &Value) -> bool {
    let is_empty = |value: &Value| match value {
        Value::Null => true,
        Value::Object(members) => members.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::String(text) => text.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    };
    ["requestParameters", "responseElements", "resources"].iter().all(|name| is_empty(&record[*name]))
}

#[test]
#[ignore = "needs TRAILSIFT_CORPUS"]
fn nearly_all_write_events_of_the_corpus_say_what_they_touched() {
    let store = load(&[corpus()], 2);
    let (mut named, mut silent) = (0, 0);
    let mut unnamed: BTreeMap<String, usize> = BTreeMap::new();
    let mut reader = RecordReader::default();
    for event in answer(&store, "is:write") {
        if !store.value(event, Column::Resource).is_empty() {
            named += 1;
            continue;
        }
        let record = reader.record(&store, event);
        if serde_json::from_slice::<Value>(record).is_ok_and(|record| says_nothing(&record)) {
            silent += 1;
            continue;
        }
        let call =
            format!("{}:{}", store.value(event, Column::Service), store.value(event, Column::EventName));
        *unnamed.entry(call).or_default() += 1;
    }
    let missed: usize = unnamed.values().sum();
    let mut most: Vec<(usize, String)> = unnamed.into_iter().map(|(call, events)| (events, call)).collect();
    most.sort_by(|one, other| other.cmp(one));
    most.truncate(20);
    let all = named + missed;
    let measured = format!(
        "{named} of {all} write events have a resource ({} %); {silent} more have no request, response or resources; \
         without one most often: {most:?}",
        named * 100 / all
    );
    eprintln!("{measured}");
    assert!(named * 100 >= all * 95, "{measured}");
}

/// Many user agents are few programs, and those that name theirs at the beginning have that one.
#[test]
#[ignore = "needs TRAILSIFT_CORPUS"]
fn user_agents_of_the_corpus_are_a_few_programs() {
    let store = load(&[corpus()], 2);
    let agents: Vec<&str> = store.dict(Column::UserAgent).iter().filter(|agent| !agent.is_empty()).collect();
    let mut of_program: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for &agent in &agents {
        of_program.entry(program(agent).unwrap_or_default()).or_default().push(agent);
    }
    let begins = [
        ("aws-cli/", "AWS CLI"),
        ("[aws-cli/", "AWS CLI"),
        ("Boto3/", "Boto3"),
        ("[Boto3/", "Boto3"),
        ("aws-sdk-java", "AWS SDK for Java"),
        ("APN/1.0 HashiCorp/1.0 Terraform/", "Terraform"),
    ];
    // What runs in CloudShell is named after it, and a tool that drives another puts its name further behind.
    let is_within = |agent: &str| ["CloudShell", "stratus-red-team"].iter().any(|name| agent.contains(name));
    for (begin, name) in begins {
        let others: Vec<_> = agents
            .iter()
            .filter(|agent| agent.starts_with(begin) && !is_within(agent) && program(agent) != Some(name))
            .collect();
        assert!(others.is_empty(), "{begin}: {others:?}");
    }
    let measured = format!("{} user agents are {} programs", agents.len(), of_program.len());
    eprintln!("{measured}");
    assert!(agents.len() >= 100 && of_program.len() * 4 <= agents.len(), "{measured}: {of_program:#?}");
}
