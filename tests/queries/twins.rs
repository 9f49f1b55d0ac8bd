//! Twins: the same `eventID` in another text. Two of them are never one event, and never pass unseen.

use std::path::PathBuf;

use tempfile::TempDir;
use trailsift::export::summary::summarise;
use trailsift::store::Store;
use trailsift::tui::panes::event::facts::facts;

use crate::files::{answer, load};

/// Rotations of a key, as a trail delivered it.
const ROTATION: &str = r#"{"eventVersion":"1.11","eventTime":"2026-02-03T04:05:06Z","eventSource":"kms.amazonaws.com","eventName":"RotateKeyOnDemand","awsRegion":"eu-west-3","sourceIPAddress":"198.51.100.9","userAgent":"rotate nightly","requestParameters":{"keyId":"k-1","note":null},"responseElements":null,"eventID":"7b0c1f55-3a52-4a3e-8a46-5b1d1c0f2e01","recipientAccountId":"222233334444"}"#;

/// Texts of the same event that are other texts.
fn other_texts() -> Vec<String> {
    let members = ROTATION.trim_start_matches('{').trim_end_matches('}');
    let (first, rest) = members.split_once(',').unwrap();
    vec![
        format!("{{{rest},{first}}}"),
        ROTATION.replace(r#""responseElements":null,"#, ""),
        ROTATION.replace(r#","note":null"#, ""),
        ROTATION.replace("rotate nightly", "rotate  nightly"),
        ROTATION.replace("rotate nightly", r"rotate\u0020nightly"),
    ]
}

/// Texts that are the same text.
fn repeats() -> Vec<String> {
    vec![
        ROTATION.to_owned(),
        ROTATION.replace(':', " : ").replace(" : 05 : 06Z", ":05:06Z"),
        ROTATION.replace("},", "}\n,\t"),
    ]
}

/// Writes each record into a file of its own.
fn files(folder: &TempDir, records: &[String]) -> Vec<PathBuf> {
    let write = |(at, record): (usize, &String)| {
        let path = folder.path().join(format!("{at}.json"));
        std::fs::write(&path, format!("{{\"Records\":[{record}]}}")).unwrap();
        path
    };
    records.iter().enumerate().map(write).collect()
}

/// `found, shown, twins` of the summary, `is:twin`, `is:duplicate`, and the number of other texts of the events.
#[track_caller]
fn counts(store: &Store) -> [usize; 6] {
    let shown = answer(store, "");
    let summary = summarise(store, &shown, store.folds().count()).events;
    let others: Vec<usize> = shown.iter().map(|&event| store.twins().other_texts(event)).collect();
    let most = others.iter().copied().max().unwrap_or(0);
    for &event in &shown {
        let line = facts(store, event, None).into_iter().find(|fact| fact.label == "twin");
        let others = store.twins().other_texts(event);
        let words = format!("{} texts of this eventID", others + 1);
        assert_eq!(line.map(|fact| fact.main), (others > 0).then_some(words));
    }
    let (twins, repeated) = (answer(store, "is:twin").len(), answer(store, "is:duplicate").len());
    [summary.found, summary.shown, summary.twins, twins, repeated, most]
}

/// An event that came through a bucket and over a bus counted as two, and nothing said so.
#[test]
fn another_text_of_the_same_id_is_marked_and_never_folded() {
    for other in other_texts() {
        assert_ne!(other, ROTATION);
        let folder = TempDir::new().unwrap();
        let mut paths = files(&folder, &[ROTATION.to_owned(), other.clone()]);
        for _ in 0..2 {
            assert_eq!(counts(&load(&paths, 1)), [2, 2, 2, 2, 0, 1], "{other}");
            paths.reverse();
        }
    }
    let folder = TempDir::new().unwrap();
    let same = repeats();
    assert_eq!(counts(&load(&files(&folder, &same), 2)), [3, 1, 0, 0, 1, 0], "white space is no other text");
}

#[test]
fn repeats_of_twins_are_folded_and_are_twins_whatever_came_first() {
    let folder = TempDir::new().unwrap();
    let others = other_texts();
    let elsewhere = ROTATION.replace("5b1d1c0f2e01", "5b1d1c0f2e02");
    let no_id = ROTATION.replace(r#""eventID":"7b0c1f55-3a52-4a3e-8a46-5b1d1c0f2e01","#, "");
    let records = [&repeats()[..], &others[..2], &others[..1], &[elsewhere, no_id.clone(), no_id]].concat();
    let mut paths = files(&folder, &records);
    for turn in 0..records.len() {
        paths.rotate_left(turn);
        for threads in [1, 2, 5] {
            assert_eq!(counts(&load(&paths, threads)), [9, 6, 3, 3, 2, 2], "{turn} {threads}");
        }
    }
    let store = load(&paths, 1);
    let all = (0..9).filter(|&event| store.twins().is_twin(event)).count();
    assert_eq!(all, 6, "repeats that are folded away are twins too");
}

/// Exports that hide the id write the same one into every record.
#[test]
fn a_folder_with_one_id_in_all_records_is_read_in_time() {
    let record = |at: usize| ROTATION.replace("k-1", &format!("k-{at}"));
    let records: Vec<String> = (0..30_000).map(record).collect();
    let folder = TempDir::new().unwrap();
    let store = load(&files(&folder, &[records.join(",")]), 1);
    assert_eq!(counts(&store), [30_000, 30_000, 30_000, 30_000, 0, 29_999]);
}

/// Of two texts of one event, the first that was read counted as new, so the answer changed with the order of files.
#[test]
fn which_text_is_new_does_not_depend_on_the_order_of_files() {
    let folder = tempfile::tempdir().unwrap();
    let by_kim = |record: &str| {
        record.replacen(
            '{',
            r#"{"userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::222233334444:user/kim"},"#,
            1,
        )
    };
    let earlier = ROTATION.replace("04:05:06Z", "03:00:00Z").replace("RotateKeyOnDemand", "ListKeys");
    let earlier = earlier.replace("2e01", "2e00").replace("eu-west-3", "eu-west-1");
    let mut records = vec![by_kim(&earlier), by_kim(ROTATION)];
    records.extend(other_texts().iter().map(|text| by_kim(text)));
    let mut paths = files(&folder, &records);
    let mut answers = Vec::new();
    for _ in 0..paths.len() {
        paths.rotate_left(1);
        for paths in [paths.clone(), paths.iter().rev().cloned().collect()] {
            let store = load(&paths, 1);
            let new = answer(&store, "is:new");
            let named: Vec<PathBuf> =
                new.iter().map(|&event| store.file_of(event).unwrap().path.clone()).collect();
            answers.push(named);
        }
    }
    assert_eq!(answers[0], [folder.path().join("1.json")]);
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
}
