//! Costs that must not grow unnoticed, counted without a clock: allocations for each record that is read, and
//! memory for each event that is held.
#![expect(clippy::unwrap_used, reason = "a test that fails should stop with its values")]

use std::fmt::Write as _;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use trailsift::ingest::{Options, extract, load};
use trailsift::query::groups::group::GroupOrder;
use trailsift::query::groups::sorted::Groups;
use trailsift::query::matcher::fuzzy::Word;
use trailsift::record::field::{Column, FIELDS, Field};
use trailsift::record::identity::cache::IdentityCache;
use trailsift::record::read::RawRecord;
use trailsift::store::builder::Builder;
use trailsift::store::record_reader::RecordReader;
use trailsift::text::{distinct, plain};

const RECORDS: usize = 1000;

/// Makes a log file of one busy session, with a different parameter and ID in each record.
fn log_file() -> String {
    let mut text = String::from("{\"Records\":[");
    for number in 0..RECORDS {
        let comma = if number == 0 { "" } else { "," };
        write!(
            text,
            r#"{comma}{{"eventVersion":"1.11","userIdentity":{{"type":"AssumedRole","principalId":"AROAEXAMPLE:backup","arn":"arn:aws:sts::111122223333:assumed-role/backup/backup","accountId":"111122223333","accessKeyId":"ASIAEXAMPLE","sessionContext":{{"attributes":{{"creationDate":"2026-03-11T06:40:12Z","mfaAuthenticated":"false"}}}}}},"eventTime":"2026-03-11T07:03:{:02}Z","eventSource":"kms.amazonaws.com","eventName":"Decrypt","awsRegion":"eu-central-1","sourceIPAddress":"198.51.100.23","userAgent":"aws-cli/2","requestParameters":{{"keyId":"{}"}},"responseElements":null,"eventID":"68d5b4c7-f3b4-46bd-a124-{number:012x}","readOnly":true,"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"111122223333","eventCategory":"Management"}}"#,
            number % 60,
            number % 10,
        )
        .unwrap();
    }
    text + "]}"
}

#[test]
fn taking_a_record_apart_allocates_nothing() {
    let text = log_file();
    let start = text.find('[').unwrap() + 1;
    let mut known = IdentityCache::default();
    RawRecord::read_knowing(text.as_bytes(), start, &mut known).unwrap();
    let counted = allocation_counter::measure(|| {
        let mut at = start;
        let mut records = 0;
        while let Ok(record) = RawRecord::read_knowing(text.as_bytes(), at, &mut known) {
            at += record.text.len() + 1;
            records += 1;
        }
        assert_eq!(records, RECORDS);
    });
    assert_eq!(counted.count_total, 0);
}

/// The ledger reads half a million records alone; each made and filled a cache for itself.
#[test]
fn a_record_that_is_read_alone_allocates_nothing() {
    let text = log_file();
    let start = text.find('[').unwrap() + 1;
    let counted = allocation_counter::measure(|| {
        assert!(RawRecord::read(text.as_bytes(), start).is_ok());
    });
    assert_eq!(counted.count_total, 0);
}

#[test]
fn an_event_like_others_allocates_nothing_of_its_own() {
    let text = log_file();
    let mut collector = Builder::default().collector();
    extract::read(text.as_bytes(), 0, &mut collector);
    // Its rows stay, so that the second run shows what a row costs besides its place in a list.
    let counted = allocation_counter::measure(|| {
        assert_eq!(extract::read(text.as_bytes(), 1, &mut collector).events as usize, RECORDS);
    });
    assert!(counted.count_total < 20, "{counted:?}");
}

/// Each cell was cut out of its row twice, with buffers of its own.
#[test]
fn a_record_in_a_cell_is_copied_once() {
    let text = log_file();
    let records: Vec<String> = text
        .get(12..text.len() - 2)
        .unwrap()
        .split("},{\"eventVersion\"")
        .enumerate()
        .map(|(at, part)| {
            let begin = if at == 0 { "" } else { "{\"eventVersion\"" };
            let end = if at == RECORDS - 1 { "" } else { "}" };
            format!("{begin}{part}{end}")
        })
        .collect();
    let rows: Vec<String> =
        records.iter().map(|record| format!("t,\"{}\"\n", record.replace('"', "\"\""))).collect();
    let table = format!("_time,_raw\n{}", rows.concat());
    let mut collector = Builder::default().collector();
    extract::read(table.as_bytes(), 0, &mut collector);
    let counted = allocation_counter::measure(|| {
        assert_eq!(extract::read(table.as_bytes(), 1, &mut collector).events as usize, RECORDS);
    });
    assert!(counted.count_total < 2 * RECORDS as u64, "{counted:?}");
    assert!(counted.bytes_total < 2 * table.len() as u64, "{counted:?}");
}

/// Makes a table of Event history of this many rows, with another ID in each row.
fn event_history(rows: usize) -> String {
    let mut table = String::from(
        "User name,AWS access key,Event time,Event source,Event name,AWS region,Source IP address,User agent,Error code,\
         Resources,Request ID,Event ID,Read-only,Event type,Recipient Account Id,Event category\n",
    );
    for number in 0..rows {
        writeln!(
            table,
            "alice,AKIAIOSFODNN7EXAMPLE,2026-03-11T07:03:{:02}Z,s3.amazonaws.com,GetBucketAcl,eu-central-1,198.51.100.23,\"[aws-cli/2, x]\",,\"[{{\"\"resourceType\"\":\"\"AWS::S3::Bucket\"\",\"\"resourceName\"\":\"\"logs\"\"}}]\",R{number},68d5b4c7-f3b4-46bd-a124-{number:012x},true,AwsApiCall,111122223333,Management",
            number % 60
        )
        .unwrap();
    }
    table
}

/// Rows of Event history: cells are not copied out of a row, and its object is made in a buffer that is used again.
#[test]
fn a_row_of_a_table_allocates_nothing_of_its_own() {
    let mut collector = Builder::default().collector();
    let mut read = |rows: usize| {
        let table = event_history(rows);
        extract::read(table.as_bytes(), 0, &mut collector);
        let counted = allocation_counter::measure(|| {
            assert_eq!(extract::read(table.as_bytes(), 1, &mut collector).events as usize, rows);
        });
        (counted.count_total, counted.bytes_total < table.len() as u64)
    };
    let (few, is_less_than_table) = read(RECORDS);
    assert!(is_less_than_table);
    // The heading costs some; lists that double as they grow, a few more.
    let (many, _) = read(RECORDS * 4);
    assert!(few < 250 && many < few + 20, "{few} {many}");
}

/// Each step through the events of a merged export decompressed it from its beginning, and twenty steps took
/// seconds.
#[test]
fn the_next_event_of_a_large_file_does_not_unpack_it_again() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["one", "two"] {
        let record = |number: usize| {
            let time = format!("2026-03-11T07:{:02}:{:02}Z", number / 60 % 60, number % 60);
            let padding = "x".repeat(250);
            format!(
                r#"{{"eventVersion":"1.11","eventName":"A","eventTime":"{time}","eventID":"{name}-{number}","a":"{padding}"}}"#
            )
        };
        let records: Vec<String> = (0..4000).map(record).collect();
        // Some are in a text inside a string.
        let inner = serde_json::to_string(&format!("[{},{}]", record(4000), record(4001))).unwrap();
        let text = format!("{{\"Records\":[{}]}}\n{{\"message\":{inner}}}", records.join(","));
        assert!(text.len() > 1 << 20);
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(text.as_bytes()).unwrap();
        std::fs::write(folder.path().join(format!("{name}.json.gz")), packed.finish().unwrap()).unwrap();
    }
    let store = load(Options::new(vec![folder.path().to_owned()])).unwrap();
    assert_eq!(store.len(), 8004);
    let mut texts = RecordReader::for_steps();
    let mut steps = 0;
    for (step, &event) in store.order().iter().enumerate().step_by(41) {
        let counted = allocation_counter::measure(|| drop(texts.record(&store, event).to_vec()));
        // Both files have been decompressed by then.
        assert!(step < 200 || counted.bytes_total < 100_000, "{step}: {counted:?}");
        assert_eq!(texts.record(&store, event), RecordReader::once(&store, event));
        steps += 1;
    }
    assert!(steps > 190);
}

#[test]
fn scoring_a_value_allocates_nothing() {
    let list = "svc-assets ← arn:aws:iam::aws:policy/AmazonSSMFullAccess";
    let values = ["arn:aws:s3:::assets/sales/summer", "AssumeRoleWithSAML", "a b c", "assessment", list, ""];
    for word in ["ass", "asums", "a", "zzz", "AssSAML"].map(Word::new) {
        let ask = || values.iter().filter(|value| word.matches(value)).count();
        let before = ask();
        let counted = allocation_counter::measure(|| assert_eq!(ask(), before));
        assert_eq!(counted.count_total, 0, "{word:?}");
    }
}

/// A table looks at each of its cells several times, and nearly all of them are plain.
#[test]
fn a_plain_value_is_shown_as_it_stands_without_memory_of_its_own() {
    for value in ["arn:aws:iam::111122223333:role/team/ci-deploy", "aws-cli/2.15 (x; y)", ""] {
        let counted = allocation_counter::measure(|| {
            assert_eq!((plain(value), distinct(value)), (value.into(), value.into()));
        });
        assert_eq!(counted.count_total, 0, "{value}");
    }
}

#[test]
fn an_event_in_a_group_allocates_nothing() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("log.json"), log_file()).unwrap();
    let store = load(Options::new(vec![folder.path().to_owned()])).unwrap();
    let count = |columns: &[Column]| {
        allocation_counter::measure(|| {
            drop(Groups::count(&store, store.order(), columns, GroupOrder::Count));
        })
    };
    for column in FIELDS.iter().map(Field::column) {
        let counted = count(&[column]);
        assert!(counted.count_total < 100, "{column:?}: {counted:?}");
    }
}

#[test]
fn an_event_takes_a_bounded_place_in_memory() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("log.json"), log_file()).unwrap();
    let store = load(Options::new(vec![folder.path().to_owned()])).unwrap();
    assert_eq!(store.len(), RECORDS);
    let bytes = store.held_bytes();
    let of_events = bytes - log_file().len() as u64;
    assert!(of_events < 160 * RECORDS as u64, "{of_events} bytes for {RECORDS} events");
}
