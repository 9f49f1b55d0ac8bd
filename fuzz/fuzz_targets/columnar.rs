//! A Parquet file with bytes changed, three bytes of input for each: a place and a value. Nothing fails, and what is read
//! of it is read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use trailsift::ingest::{self, Options};
use trailsift::store::record_reader::RecordReader;

const FILES: [&[u8]; 4] = [
    include_bytes!("../../tests/forms/parquet/lake.parquet"),
    include_bytes!("../../tests/forms/parquet/raw.parquet"),
    include_bytes!("../../tests/forms/parquet/athena.parquet"),
    include_bytes!("../../tests/forms/parquet/delta.parquet"),
];

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table");
    for sound in FILES {
        let mut file = sound.to_vec();
        for change in bytes.as_chunks::<3>().0 {
            let at = usize::from(u16::from_le_bytes([change[0], change[1]])) % file.len();
            file[at] = change[2];
        }
        std::fs::write(&path, file).unwrap();
        let store = ingest::load(Options { threads: 1, ..Options::new(vec![path.clone()]) }).unwrap();
        let events: usize = store.files().map(|file| file.events as usize).sum();
        assert_eq!(events, store.len());
        for &event in store.order() {
            assert!(RecordReader::once(&store, event).starts_with(b"{"));
        }
    }
});
