//! Any bytes as a file. Every event is counted once, is at its stated position, overlaps no other and is
//! unchanged. Whatever comes before or after an intact record in a text, that record is found.
#![no_main]

use libfuzzer_sys::fuzz_target;
use trailsift::store::record_reader::RecordReader;
use trailsift_fuzz::{read_bytes, read_text};

const SOUND: &[u8] = br#"{"eventVersion":"1.08","eventTime":"2026-03-10T12:00:00Z","eventSource":"s3.amazonaws.com","eventName":"GetObject","eventID":"sound"}"#;

fuzz_target!(|bytes: &[u8]| {
    if let Some(read) = read_bytes(bytes) {
        assert_eq!(read.findings.events as usize, read.store.len());
        for issue in &read.findings.issues {
            assert!(issue.offset.is_none_or(|at| at <= read.text.len() as u64), "{issue:?}");
        }
        let places = read.places();
        for pair in places.windows(2) {
            assert!(pair[0].end <= pair[1].start, "two events overlap: {pair:?}");
        }
        for place in &places {
            assert!(place.end <= read.text.len());
        }
        for &event in read.store.order() {
            let (place, record) = (read.store.place(event).unwrap(), RecordReader::once(&read.store, event));
            assert_eq!(record.len(), place.length as usize);
            // A damaged record may end anywhere: with the wrong bracket, or where the next one begins.
            assert!(record.starts_with(b"{"));
            let own = place.start as usize..place.start as usize + place.length as usize;
            assert!(place.layer > 0 || read.text[own] == record);
        }
    }
    let before = [SOUND, b"\n", bytes].concat();
    assert!(read_text(&before).covers(&(0..SOUND.len())), "a record at the beginning is lost");
    let after = [bytes, b"\n", SOUND].concat();
    let place = after.len() - SOUND.len()..after.len();
    assert!(read_text(&after).covers(&place), "a record at the end is lost");
});
