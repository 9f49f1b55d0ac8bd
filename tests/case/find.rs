//! Marks find their events when files move, are packed, written in another way, or joined by more.

use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use trailsift::store::Store;

use super::files::{corpus, load};
use super::{all_marked, found, log_file, record};

pub(super) fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn store_of(files: &[(&str, Vec<u8>)]) -> Store {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    load(&[folder.path().to_owned()], 1)
}

/// For each mark: the number of its events, and whether their text has changed.
type Found = Vec<(usize, bool)>;

/// Names and contents.
type Files<'f> = Vec<(&'f str, Vec<u8>)>;

const GUIDS: [&str; 3] = [
    "0ebb7a84-0000-4000-8000-000000000001",
    "0ebb7a84-0000-4000-8000-000000000002",
    "0ebb7a84-0000-4000-8000-000000000003",
];

#[test]
fn marks_find_their_events_again_and_a_changed_text_is_noticed() {
    let records =
        [record(GUIDS[0], "CreateUser", 0), record("odd ID", "PutObject", 1), record("", "GetObject", 2)];
    let text = log_file(&records).into_bytes();
    let case = all_marked(&store_of(&[("a.json", text.clone())]));
    let spaced: serde_json::Value = serde_json::from_slice(&text).unwrap();
    let spaced = serde_json::to_vec_pretty(&spaced).unwrap();
    let more =
        log_file(&[record(GUIDS[1], "CreateUser", 0), record("", "GetObject", 2).replace("Root", "Other")]);
    let twice = vec![("a.json", text.clone()), ("copy/a.json.gz", gzip(&text))];
    let changed = String::from_utf8(text.clone()).unwrap().replace("CreateUser", "DeleteUser");
    let all = |count, is_changed| vec![(count, is_changed); 3];
    let cases: [(&str, Files<'_>, Found); 7] = [
        ("the same", vec![("a.json", text.clone())], all(1, false)),
        ("moved and packed", vec![("deep/folder/b.json.gz", gzip(&text))], all(1, false)),
        ("one record a line", vec![("x.jsonl", records.join("\n").into_bytes())], all(1, false)),
        ("more files", vec![("a.json", text.clone()), ("z.json", more.clone().into_bytes())], all(1, false)),
        ("twice", twice, vec![(2, false), (2, false), (2, false)]),
        ("changed", vec![("a.json", changed.into_bytes())], vec![(1, true), (1, false), (1, false)]),
        ("others", vec![("z.json", more.into_bytes())], all(0, false)),
    ];
    for (name, files, expected) in cases {
        assert_eq!(found(&case, &store_of(&files)), expected, "{name}");
    }
    // Indented by a program that also sorted the members: another text under the same ID, and nothing without one.
    assert_eq!(found(&case, &store_of(&[("a.json", spaced)])), [(1, true), (1, true), (0, false)]);
}

#[test]
fn of_two_texts_with_one_id_the_marked_one_is_found() {
    let (one, other) = (record(GUIDS[0], "CreateUser", 0), record(GUIDS[0], "DeleteUser", 0));
    let case = all_marked(&store_of(&[("a.json", log_file(std::slice::from_ref(&one)).into_bytes())]));
    let both = store_of(&[("a.json", log_file(&[other, one]).into_bytes())]);
    assert_eq!((both.len(), found(&case, &both)), (2, vec![(1, false)]));
}

#[test]
fn looking_can_be_cancelled() {
    let store = store_of(&[("a.json", log_file(&[record(GUIDS[0], "CreateUser", 0)]).into_bytes())]);
    let mut open = trailsift::case::opened::OpenCase::new(all_marked(&store));
    assert!(!open.look(&store, &|| true));
}

#[test]
fn each_event_of_the_sample_finds_itself() {
    let store = load(&[Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-logs")], 1);
    finds_itself(&store);
}

/// Every tenth event, so that there are not more than can be marked at once.
fn finds_itself(store: &Store) {
    use trailsift::case::opened::{Marked, Marking, OpenCase};
    let some: Vec<_> = store.order().iter().copied().step_by(10).collect();
    let mut open = OpenCase::default();
    for some in some.chunks(5000) {
        open.mark(store, &Marked::Events(some.to_vec()), &Marking::Note("x".to_owned())).unwrap();
    }
    let text = trailsift::case::written::write(open.case());
    let case = trailsift::case::written::read(text.as_bytes()).unwrap();
    assert_eq!(&case, open.case());
    let mut again = OpenCase::new(case);
    assert!(again.look(store, &|| false));
    let shown = again.shown();
    for event in some {
        let mark = shown.of_event(event).unwrap();
        assert!(!mark.found.is_changed && mark.mark.has_note("x"), "{}", store.event_id(event));
    }
}

#[test]
#[ignore = "needs TRAILSIFT_CORPUS"]
fn each_event_of_the_corpus_finds_itself() {
    finds_itself(&load(&[corpus()], 2));
}
