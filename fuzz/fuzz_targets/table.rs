//! Any bytes as the rows of a table of events. Every event is JSON, has its own row, and rows do not overlap.
#![no_main]

use libfuzzer_sys::fuzz_target;
use trailsift::store::record_reader::RecordReader;
use trailsift_fuzz::read_text;

const HEADINGS: [&str; 4] = [
    "User name,Event time,Event source,Event name,AWS region,Resources,Read-only\n",
    "useridentity;eventname;eventsource;requestparameters\n",
    "_raw\t_time\n",
    "Event name;Event source;Event time;AWS region\nA;iam.amazonaws.com;5/9/2026 14:00;us-east-1\n",
];

fuzz_target!(|bytes: &[u8]| {
    for heading in HEADINGS {
        let read = read_text(&[heading.as_bytes(), bytes].concat());
        assert_eq!(read.findings.events as usize, read.store.len());
        let mut reader = RecordReader::default();
        let mut rows = Vec::new();
        for &event in read.store.order() {
            if let Some(row) = reader.row(&read.store, event) {
                let object = RecordReader::once(&read.store, event);
                assert!(object.starts_with(b"{") && object.ends_with(b"}"));
                assert_eq!(object.len(), read.store.place(event).unwrap().length as usize);
                let file = read.store.file_of(event).unwrap();
                let start = file.outermost_start(read.store.place(event).unwrap()) as usize;
                assert_eq!(&read.text[start..start + row.len()], row);
                rows.push(start..start + row.len());
            }
        }
        rows.sort_by_key(|row| row.start);
        for pair in rows.windows(2) {
            assert!(pair[0].end <= pair[1].start, "two rows overlap: {pair:?}");
        }
    }
});
