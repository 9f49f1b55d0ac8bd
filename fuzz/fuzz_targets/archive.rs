//! Any bytes as an archive, behind the beginning of each kind. Nothing fails, every file has a state, and nothing is
//! written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use trailsift::ingest::{self, Options};

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().unwrap();
    for head in [&b""[..], b"PK\x03\x04", b"BZh9"] {
        let path = folder.path().join("archive");
        std::fs::write(&path, [head, bytes].concat()).unwrap();
        let store = ingest::load(Options { threads: 1, ..Options::new(vec![path.clone()]) }).unwrap();
        let events: usize = store.files().map(|file| file.events as usize).sum();
        assert_eq!(events, store.len());
        for file in store.files() {
            assert!(file.issues.iter().all(|issue| issue.kind.label() != "internal error"), "{:?}", file.issues);
        }
        std::fs::remove_file(&path).unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
});
