//! One fault in a file affects only the record that it is in. Intact files are damaged in every way, anywhere,
//! and every record that the fault does not touch must be found, byte for byte.
//!
//! `TRAILSIFT_TRIALS` sets how many faults of each kind are tried.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "a test that fails should stop with its values"
)]

use std::collections::HashMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use common::{corpus, load, regular_files, unpacked};
use trailsift::store::Store;
use trailsift::store::file::FileState;
use trailsift::store::record_reader::RecordReader;

#[path = "common/files.rs"]
#[expect(dead_code, reason = "shared with other tests")]
mod common;

/// A text that is read without errors, and the places of its records.
struct Sound {
    text: Vec<u8>,
    records: Vec<Range<usize>>,
}

/// Files larger than this take too long for thousands of trials.
const LARGEST: usize = 200 << 10;

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-logs")
}

fn sound_files(folder: &Path) -> Vec<Sound> {
    let mut sounds = Vec::new();
    for path in regular_files(folder) {
        let text = unpacked(&path);
        if text.len() > LARGEST {
            continue;
        }
        let store = load(&[path], 1);
        let file = store.files().next().unwrap();
        let places: Vec<_> = store.order().iter().map(|&event| store.place(event).unwrap()).collect();
        let plain = places.iter().all(|place| place.layer == 0) && file.state == FileState::Read;
        if plain && places.len() > 1 {
            let range = |start: u32, length: u32| start as usize..(start + length) as usize;
            let mut records: Vec<_> = places.iter().map(|place| range(place.start, place.length)).collect();
            records.sort_by_key(|record| record.start);
            sounds.push(Sound { text, records });
        }
    }
    sounds
}

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % bound
    }
}

/// A damaged copy, and what of the original was touched.
fn damage(kind: usize, text: &[u8], random: &mut Random) -> (Vec<u8>, Range<usize>) {
    let at = random.below(text.len());
    let mut bytes = text.to_vec();
    match kind {
        0 => {
            bytes[at] ^= 1 << random.below(8);
            (bytes, at..at + 1)
        }
        1 => {
            bytes.remove(at);
            (bytes, at..at + 1)
        }
        2 => {
            bytes.insert(at, b"\"\\{}[],:\n\0a"[random.below(11)]);
            (bytes, at..at)
        }
        3 => {
            bytes[at] = 0xff;
            (bytes, at..at + 1)
        }
        4 => {
            bytes.truncate(at);
            (bytes, at..text.len())
        }
        _ => {
            let end = (at + 64).min(bytes.len());
            bytes[at..end].fill(0);
            (bytes, at..end)
        }
    }
}

const KINDS: [&str; 6] =
    ["one bit", "one byte deleted", "one byte inserted", "one byte 0xFF", "cut", "64 bytes zeroed"];

#[test]
fn no_neighbour_of_damage_is_lost() {
    loses_no_neighbour(&sound_files(&samples()));
}

#[test]
#[ignore = "needs TRAILSIFT_CORPUS"]
fn no_neighbour_of_damage_is_lost_in_the_corpus() {
    loses_no_neighbour(&sound_files(&corpus()));
}

fn trials(usual: usize) -> usize {
    std::env::var("TRAILSIFT_TRIALS").map_or(usual, |trials| trials.parse().unwrap())
}

#[track_caller]
fn loses_no_neighbour(sounds: &[Sound]) {
    let trials = trials(60);
    assert!(sounds.len() > 3);
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for (kind, name) in KINDS.iter().enumerate() {
        let mut expected_in_all = 0;
        for batch in 0..trials.div_ceil(500) {
            let folder = tempfile::tempdir().unwrap();
            let mut wanted = HashMap::new();
            for trial in 0..500.min(trials - batch * 500) {
                let sound = &sounds[random.below(sounds.len())];
                let (bytes, touched) = damage(kind, &sound.text, &mut random);
                let path = folder.path().join(format!("{trial:03}.json"));
                std::fs::write(&path, bytes).unwrap();
                let apart =
                    |record: &&Range<usize>| record.end <= touched.start || touched.end <= record.start;
                let records: Vec<&[u8]> =
                    sound.records.iter().filter(apart).map(|record| &sound.text[record.clone()]).collect();
                expected_in_all += records.len();
                wanted.insert(path, (records, touched));
            }
            all_there(&load(&[folder.path().to_owned()], 2), wanted, name);
        }
        eprintln!("{name}: {trials} trials, {expected_in_all} records expected, none lost");
    }
}

/// Several damaged places: whatever is read from such a text, no byte of it belongs to two events.
#[test]
fn much_damage_makes_no_event_of_another_s_bytes() {
    keeps_events_apart(&sound_files(&samples()));
}

#[test]
#[ignore = "needs TRAILSIFT_CORPUS"]
fn much_damage_to_the_corpus_makes_no_event_of_another_s_bytes() {
    keeps_events_apart(&sound_files(&corpus()));
}

#[track_caller]
fn keeps_events_apart(sounds: &[Sound]) {
    let trials = trials(300);
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    for batch in 0..trials.div_ceil(500) {
        let folder = tempfile::tempdir().unwrap();
        for trial in 0..500.min(trials - batch * 500) {
            let sound = &sounds[random.below(sounds.len())];
            // Most of a text occurs in it only once, so that records are torn into each other.
            let mut bytes = sound.text.clone();
            for _ in 0..2 + random.below(6) {
                let (from, length) = (random.below(bytes.len()), random.below(700));
                match random.below(3) {
                    0 => drop(bytes.drain(from..(from + length).min(bytes.len()))),
                    1 => {
                        let part = bytes[from..(from + length).min(bytes.len())].to_vec();
                        let at = random.below(bytes.len());
                        bytes.splice(at..at, part);
                    }
                    _ => bytes = damage(random.below(KINDS.len()), &bytes, &mut random).0,
                }
                if bytes.is_empty() {
                    break;
                }
            }
            std::fs::write(folder.path().join(format!("{trial:03}.json")), bytes).unwrap();
        }
        apart(&load(&[folder.path().to_owned()], 2));
    }
}

fn apart(store: &Store) {
    let mut places: Vec<_> = store.order().iter().map(|&event| store.place(event).unwrap()).collect();
    places.sort_unstable_by_key(|place| (place.file, place.layer, place.start));
    for pair in places.windows(2) {
        let same = (pair[0].file, pair[0].layer) == (pair[1].file, pair[1].layer);
        if same && pair[0].start + pair[0].length > pair[1].start {
            let kept = std::env::temp_dir().join("trailsift-overlap.json");
            std::fs::copy(&store.file(pair[0].file).unwrap().path, &kept).unwrap();
            panic!("two events overlap: {pair:?} in {}", kept.display());
        }
    }
}

fn all_there(store: &Store, wanted: HashMap<PathBuf, (Vec<&[u8]>, Range<usize>)>, name: &str) {
    apart(store);
    let mut found: HashMap<&Path, HashMap<Vec<u8>, usize>> = HashMap::new();
    let mut reader = RecordReader::default();
    for &event in store.order() {
        let path = store.file_of(event).unwrap().path.as_path();
        *found.entry(path).or_default().entry(reader.record(store, event).to_vec()).or_default() += 1;
    }
    for (path, (records, touched)) in wanted {
        for record in records {
            let count = found.get_mut(path.as_path()).and_then(|records| records.get_mut(record));
            let Some(count) = count.filter(|count| **count > 0) else {
                let kept = std::env::temp_dir().join("trailsift-lost.json");
                std::fs::copy(&path, &kept).unwrap();
                panic!("{name} at {touched:?} lost {} in {}", record.escape_ascii(), kept.display());
            };
            *count -= 1;
        }
    }
}
