//! Tables: which texts are tables of events, what each row becomes, and what damage costs.

use std::sync::atomic::AtomicBool;

use crate::ingest::extract;
use crate::ingest::extract::{Findings, Rules};
use crate::ingest::limits::Limits;
use crate::record::field::Column;
use crate::store::Store;
use crate::store::builder::Builder;
use crate::store::file::{FileState, LogFile};
use crate::store::record_reader::RecordReader;
use crate::store::source::Source;

fn read(text: &[u8]) -> (Store, Findings) {
    let mut builder = Builder::default();
    let mut collector = builder.collector();
    let mut findings = extract::read(text, 0, &mut collector);
    let file = LogFile {
        events: findings.events,
        layers: findings.layers.clone(),
        recovered: findings.recovered.clone(),
        table: findings.table.take(),
        partial_events: findings.partial,
        source: Some(Source::new(text, [])),
        ..LogFile::empty("x.csv".into(), FileState::Read)
    };
    collector.add_file(0, file);
    builder.append(collector.take());
    (builder.publish(), findings)
}

/// The names of the events, and the rows of those that are rows.
fn events(text: &str) -> Vec<(String, Option<String>)> {
    let (store, findings) = read(text.as_bytes());
    assert_eq!(findings.issues, [], "{text}");
    let mut reader = RecordReader::default();
    let mut all: Vec<_> = store.order().to_vec();
    all.sort_by_key(|&event| store.place(event));
    all.into_iter()
        .map(|event| {
            let record: serde_json::Value = serde_json::from_slice(reader.record(&store, event)).unwrap();
            let row = reader.row(&store, event).map(|row| String::from_utf8(row).unwrap());
            assert_eq!(row.is_some(), store.is_partial(event));
            (record["eventName"].as_str().unwrap_or_default().to_owned(), row)
        })
        .collect()
}

const RECORD: &str = r#"{"eventVersion":"1.08","eventTime":"2026-03-10T12:00:00Z","eventSource":"s3.amazonaws.com","eventName":"A","userAgent":"a, \"b\""}"#;

fn in_cell(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

const HISTORY: &str = "User name,AWS access key,Event time,Event source,Event name,AWS region,Source IP address,User \
agent,Error code,Resources,Request ID,Event ID,Read-only,Event type,Recipient Account Id,Event category";

fn row(name: &str) -> String {
    format!(
        "alice,,2024-08-18T11:48:43Z,iam.amazonaws.com,{name},us-east-1,192.0.2.1,\"a, b\",,[],r,{name},false,AwsApiCall,111122223333,Management"
    )
}

#[test]
fn rows_are_events_that_keep_their_own_text() {
    let (one, two) = (row("A"), row("B"));
    let both = vec![("A".to_owned(), Some(one.clone())), ("B".to_owned(), Some(two.clone()))];
    for text in [
        format!("{HISTORY}\n{one}\n{two}"),
        format!("\u{feff}{HISTORY}\r\n{one}\r\n\r\n{two}\r\n"),
        // Two tables, one after the other.
        format!("{HISTORY}\n{one}\n{HISTORY}\n{two}\n"),
        format!("sep=,\n{HISTORY}\n{one}\n{two}\n"),
    ] {
        assert_eq!(events(&text), both, "{text}");
    }
    let semicolons = format!("{HISTORY}\n{one}\n").replace("\"a, b\"", "ab").replace(',', ";");
    assert_eq!(events(&semicolons).len(), 1);
    assert_eq!(events(&format!("{HISTORY}\n")), []);
}

#[test]
fn a_cell_with_a_record_is_that_record() {
    let cell = in_cell(RECORD);
    for text in [
        format!("\"_raw\",\"_time\"\r\n{cell},\"x\"\r\n{cell},\"y\"\r\n"),
        format!("@timestamp,@message\n2026-01-02 03:04:00.000,{cell}\n2026-01-02 03:04:00.000,{cell}\n"),
        format!("anything;x\n{cell};1\n{cell};2"),
        format!("message\n{cell}\n\n{cell}\n"),
    ] {
        let found = events(&text);
        assert_eq!(found, [("A".to_owned(), None), ("A".to_owned(), None)], "{text}");
    }
    let (store, _) = read(format!("_raw,b\n{cell},x\n").as_bytes());
    assert_eq!(RecordReader::once(&store, store.order()[0]), RECORD.as_bytes(), "without loss");
}

#[test]
fn a_record_that_somebody_sent_is_no_event() {
    let log = format!("host,url,agent\nh,/,curl\nh,/,{}\n", in_cell(RECORD));
    let (store, findings) = read(log.as_bytes());
    assert_eq!((store.len(), findings.not_read.len()), (0, 1));
    let application = format!("level,message\ninfo,started\ninfo,{}\n", in_cell(RECORD));
    let (store, findings) = read(application.as_bytes());
    assert_eq!((store.len(), findings.not_read.len()), (0, 1));
}

#[test]
fn tables_that_may_hold_events_are_named_and_others_are_not() {
    for (text, named) in [
        ("eventID\teventTime\teventName\n1\t2\t3\n", true),
        ("EVENTNAME,EVENTTIME\na,b\n", true),
        ("eventName,eventTime,eventSource\nclick,2026-01-02,web\n", true),
        ("name,value\nx,y\n", false),
        ("the event was, as I said, nice\n", false),
        ("", false),
    ] {
        let (store, findings) = read(text.as_bytes());
        assert_eq!((store.len(), !findings.not_read.is_empty()), (0, named), "{text}");
    }
    let (store, _) = read(b"eventName,eventTime,eventSource\nGetObject,2026-01-02,s3.amazonaws.com\n");
    assert_eq!(store.len(), 1);
}

#[test]
fn damage_costs_its_own_row() {
    let (one, two, three) = (row("A"), row("B"), row("C"));
    for (damaged, lost) in [
        ("a,b,c", "this row has 3 cells, the heading 16"),
        ("\"not closed, in a row", "this row has"),
        (&format!("{two},more"), "this row has 17 cells"),
    ] {
        let text = format!("{HISTORY}\n{one}\n{damaged}\n{three}\n{two}\n");
        let (store, findings) = read(text.as_bytes());
        let names: Vec<String> = store.order().iter().map(|&event| store.event_id(event)).collect();
        assert_eq!(names, ["A", "C", "B"], "{damaged}");
        let issue = &findings.issues[0];
        assert!(findings.issues.len() == 1 && issue.reason.starts_with(lost), "{issue:?}");
        assert_eq!(issue.offset, Some((HISTORY.len() + one.len() + 2) as u64));
        assert!(issue.lost.is_some());
        let recovered = store.order().iter().filter(|&&event| store.is_recovered(event)).count();
        assert_eq!(recovered, 2);
    }
    let cut = format!("{HISTORY}\n{one}\n{}", two.get(..60).unwrap());
    let (store, findings) = read(cut.as_bytes());
    assert_eq!((store.len(), findings.issues.len()), (1, 1));
    let cut = format!("_raw,b\n{},x\n{}", in_cell(RECORD), in_cell(RECORD).get(..90).unwrap());
    let (store, findings) = read(cut.as_bytes());
    assert_eq!((store.len(), findings.issues.len()), (1, 1));
}

/// A record that another program appended was taken for a damaged row.
#[test]
fn a_record_below_a_table_is_read() {
    for rows in ["", &format!("{}\n", row("B"))] {
        let text = format!("{HISTORY}\n{rows}{RECORD}\n");
        let (store, findings) = read(text.as_bytes());
        assert_eq!((store.len(), findings.issues.len()), (1 + usize::from(!rows.is_empty()), 0));
        assert!(store.order().iter().any(|&event| !store.is_partial(event)));
    }
}

/// Each quote made the reader start again on the rest of the table.
#[test]
fn quotes_without_end_take_no_square_of_time() {
    let text = format!("{HISTORY}\n{}", "\"\n".repeat(1 << 19));
    let (store, findings) = read(text.as_bytes());
    assert_eq!(store.len(), 0);
    assert!(!findings.issues.is_empty());
}

/// A table with a column for each member was set aside as one without CloudTrail's columns.
#[test]
fn headings_may_be_long() {
    let columns: Vec<String> = (0..2000).map(|number| format!("requestParameters.member{number}")).collect();
    let heading = format!("{},eventName,eventSource", columns.join(","));
    assert!(heading.len() > 50_000);
    let text = format!("{heading}\n{}A,s3.amazonaws.com\n", ",".repeat(2000));
    let names: Vec<String> = events(&text).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["A"]);
}

/// It was set aside as text without records.
#[test]
fn headings_that_are_too_long_are_named() {
    let columns: Vec<String> =
        (0..50_000).map(|number| format!("requestParameters.member{number}")).collect();
    let (others, more) = (columns.join(","), ",".repeat(50_000));
    assert!(others.len() > 1 << 20);
    for (text, is_named) in [
        (format!("{others},eventName,eventSource\n{more}A,s3.amazonaws.com\n"), true),
        (format!("eventName,eventSource,{others}\n"), true),
        (format!("sep=;\neventName;eventSource;{}", others.replace(',', ";")), true),
        (format!("{others},a,b\n{more}A,s3.amazonaws.com\n"), false),
        (format!("one event, and {}", "a line of words, ".repeat(100_000)), false),
        (format!("{{\"eventName\",eventName,{others}"), false),
    ] {
        let (store, findings) = read(text.as_bytes());
        let named = findings.not_read.iter().any(|form| form.advice.contains("longer than 1 MB"));
        assert_eq!((store.len(), named), (0, is_named), "{:?}", text.get(..50));
    }
}

/// It was called CSV with too few columns, because of its first row.
#[test]
fn tables_of_security_lake_are_named_by_their_first_rows() {
    let cell = |service: &str| in_cell(&format!(r#"{{"operation":"A","service":{{"name":"{service}"}}}}"#));
    let text = |services: &[&str]| {
        let rows: Vec<String> = services.iter().map(|service| format!("{{}},1,{}", cell(service))).collect();
        format!("metadata,class_uid,api\n{}\n", rows.join("\n"))
    };
    let ours = |services: &[&str]| events(&text(services)).len();
    assert_eq!(ours(&["", "s3.amazonaws.com"]), 2);
    assert_eq!(ours(&["s3.amazonaws.com.cn"]), 1);
    let (_, findings) = read(text(&["", "example.com"]).as_bytes());
    assert_eq!((findings.events, findings.not_read[0].kind), (0, "table of Security Lake"));
}

/// They were taken off values that never were in a spreadsheet.
#[test]
fn marks_are_only_in_tables_that_are_text() {
    let text = "eventName,eventSource,awsRegion\n'=1,s3.amazonaws.com,us-east-1\n";
    for (is_parquet, name) in [(false, "=1"), (true, "'=1")] {
        let mut builder = Builder::default();
        let mut collector = builder.collector();
        let rules = Rules {
            limits: &Limits::USUAL,
            stop: &AtomicBool::new(false),
            room: None,
            loads_quoted: false,
            members: &[],
            is_parquet,
        };
        extract::read_within(text.as_bytes(), 0, &mut collector, rules);
        builder.append(collector.take());
        let store = builder.publish();
        let names: Vec<_> =
            store.order().iter().map(|&event| store.value(event, Column::EventName)).collect();
        assert_eq!(names, [name]);
    }
}
