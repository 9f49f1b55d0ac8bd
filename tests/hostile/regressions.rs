//! Twelve faults that a similar program had and fixed, each as a test.

use std::fs;
use std::path::Path;

use serde_json::json;
use trailsift::query::groups::group;
use trailsift::query::language::parse::parse;
use trailsift::record::field::Column;
use trailsift::store::Store;
use trailsift::store::file::FileState;
use trailsift::tui::theme::ThemeName;

use crate::binary::{Answer, run as program};
use crate::files::{answer, load};
use crate::packed::gzip;
use crate::screen::{Loaded, Screen};

fn event(members: &serde_json::Value) -> String {
    let mut event = json!({"eventVersion": "1.08", "eventName": "Call", "eventTime": "2026-03-10T12:00:00Z"});
    event.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    event.to_string()
}

fn folder_of(files: &[(&str, String)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn loaded(folder: &Path) -> Store {
    load(&[folder.to_owned()], 2)
}

fn list(folder: &tempfile::TempDir, more: &[&str]) -> Answer {
    program(&[&["list", folder.path().to_str().unwrap()], more].concat())
}

/// A name was cut by bytes in the middle of a letter, after everything had been read.
#[test]
fn a_name_of_wide_letters_is_cut_between_letters() {
    for text in ["漢字".repeat(60), "é".repeat(201), "😀".repeat(99), "a\u{301}".repeat(130)] {
        let folder = folder_of(&[(
            &format!("{}.json", &text.chars().take(40).collect::<String>()),
            event(&json!({"eventName": text, "userAgent": text, "awsRegion": text})),
        )]);
        for columns in 1..60 {
            let mut screen = Screen::open(&[folder.path()], columns, 12);
            screen.keys("<enter>9G<esc>p<esc>i");
        }
        assert_eq!(list(&folder, &[]).code, Some(0));
    }
}

/// A file name that is not UTF-8 ended the whole run; later it was counted and not read.
#[test]
#[cfg(unix)]
fn a_file_whose_name_is_not_utf_8_is_read() {
    use std::os::unix::ffi::OsStrExt as _;
    let folder = folder_of(&[("good.json", event(&json!({})))]);
    let odd = folder.path().join(std::ffi::OsStr::from_bytes(b"\xff\xfe.json"));
    fs::write(odd, event(&json!({"eventName": "Odd"}))).unwrap();
    let store = loaded(folder.path());
    assert_eq!((answer(&store, "Odd").len(), store.len()), (1, 2));
    let names = list(&folder, &["--format", "jsonl"]);
    assert_eq!((names.code, names.text().lines().count()), (Some(0), 2));
}

/// Files that could not be read were silently left out, so that coverage looked complete.
#[test]
fn what_cannot_be_read_is_told_and_counted() {
    let folder = folder_of(&[
        ("good.json", event(&json!({}))),
        ("torn.json", "{\"Records\":[{\"eventVersion\":".to_owned()),
    ]);
    #[cfg(unix)]
    std::os::unix::fs::symlink("nowhere", folder.path().join("gone.json")).unwrap();
    let answer = list(&folder, &[]);
    assert_eq!(answer.code, Some(3));
    assert!(
        answer.err.contains("torn.json") && (cfg!(windows) || answer.err.contains("gone.json")),
        "{}",
        answer.err
    );
    let files =
        program(&["summary", folder.path().to_str().unwrap(), "--format", "json"]).json()["files"].clone();
    let count = |name: &str| files[name].as_u64().unwrap();
    assert_eq!(count("seen"), count("read") + count("not_logs") + count("damaged") + count("unreadable"));
    assert!(count("damaged") == 1 && count("read") == 1);
}

/// Records on separate lines were dropped as "no events".
#[test]
fn records_on_lines_are_events() {
    let lines = format!("{}\n{}\n", event(&json!({"eventID": "1"})), event(&json!({"eventID": "2"})));
    let folder = folder_of(&[("a.jsonl", lines.clone()), ("b.log", lines.replace("Call", "Other"))]);
    assert_eq!(loaded(folder.path()).len(), 4);
}

/// A time that was not understood gave an empty timeline and no error.
#[test]
fn a_time_that_is_not_understood_is_an_error() {
    let folder = folder_of(&[("a.json", event(&json!({})))]);
    for filter in ["after:yesterday", "time:2026-13-01", "before:2026-03-10T25:00", "last:soon", "around:x~y"]
    {
        assert!(parse(filter).is_err(), "{filter}");
        let answer = list(&folder, &["-f", filter]);
        assert!(answer.code == Some(2) && answer.err.contains('^') && answer.out.is_empty(), "{filter}");
    }
}

/// A pattern that does not compile ended the run with a panic.
#[test]
fn a_pattern_that_does_not_compile_is_an_error() {
    for filter in [
        "/(/",
        "userAgent~[",
        "/a{99999999}/",
        "/(?P<x>a)(?P<x>b)/",
        "/\\p{Nowhere}/",
        "userAgent~(a{1000}){1000}",
    ] {
        assert!(parse(filter).is_err(), "{filter}");
        let mut screen = Screen::sample(100, 20);
        screen.keys("/");
        screen.send(trailsift::tui::message::Msg::Paste(filter.to_owned()));
    }
}

/// Counters ran below zero and showed 18446744073709551615.
#[test]
fn sums_never_run_below_zero() {
    let twice = event(&json!({"eventID": "one"}));
    let folder =
        folder_of(&[("a.json", twice.clone()), ("b.json", twice.clone()), ("c.json", format!("{twice}{{"))]);
    for filter in ["", "eventName:nothing", "is:duplicate", "!is:duplicate"] {
        let events = program(&["summary", folder.path().to_str().unwrap(), "-f", filter, "--format", "json"])
            .json()["events"]
            .clone();
        let count = |name: &str| events[name].as_u64().unwrap();
        assert_eq!(count("found"), count("shown") + count("duplicates"), "{filter}");
        assert!(
            events.as_object().unwrap().values().all(|value| value.as_u64().unwrap() <= 3),
            "{filter}: {events}"
        );
    }
}

/// The first and the last time were those of the first and the last file.
#[test]
fn first_and_last_are_by_time() {
    let at = |time: &str| event(&json!({"eventTime": time, "eventID": time}));
    let texts = ["2026-03-11T00:00:00Z", "2026-03-09T00:00:00Z", "not a time", "2026-03-10T00:00:00Z"];
    let files: Vec<_> = texts
        .iter()
        .zip(["a.json", "b.json", "c.json", "d.json"])
        .map(|(time, name)| (name, at(time)))
        .collect();
    let folder = folder_of(&files);
    let span =
        program(&["summary", folder.path().to_str().unwrap(), "--format", "json"]).json()["span"].clone();
    assert_eq!(span, json!({"first": "2026-03-09T00:00:00Z", "last": "2026-03-11T00:00:00Z"}));
    let store = loaded(folder.path());
    let groups = group(&store, &answer(&store, ""), Column::EventName);
    assert_eq!(groups.len(), 1);
    assert_eq!(
        (groups[0].first.to_string(), groups[0].last.to_string()),
        ("2026-03-09T00:00:00Z".to_owned(), "2026-03-11T00:00:00Z".to_owned())
    );
}

/// A source address that is the name of a service was written over other columns.
#[test]
fn an_address_that_is_none_stays_in_its_column() {
    let names =
        ["cloudtrail.amazonaws.com", "AWS Internal", "", "10.0.0.1, 10.0.0.2", "x,y\"z\n", "fe80::1%eth0"];
    let lines: Vec<String> = names
        .iter()
        .map(|name| event(&json!({"sourceIPAddress": name, "userAgent": "agent", "awsRegion": "region"})))
        .collect();
    let folder = folder_of(&[("a.jsonl", lines.join("\n"))]);
    let rows = list(&folder, &["--format", "csv", "--columns", "awsRegion,sourceIPAddress,userAgent"]).csv();
    assert_eq!(rows.len(), names.len() + 1);
    for row in &rows[1..] {
        assert_eq!((row.len(), row[0].as_str(), row[2].as_str()), (3, "region", "agent"), "{row:?}");
    }
    // Two addresses in one value are both addresses of the event.
    assert_eq!(answer(&loaded(folder.path()), "ip:10.0.0.0/8").len(), 1);
}

/// A damaged log file ended the summary with a panic.
#[test]
fn a_damaged_file_does_not_end_the_summary() {
    let text = format!("{{\"Records\":[{},{{\"eventVersion\":\"1.0\u{0}", event(&json!({})));
    let packed = gzip(text.as_bytes());
    let folder = folder_of(&[("a.json", text)]);
    fs::write(folder.path().join("b.json.gz"), &packed[..packed.len() - 9]).unwrap();
    for format in ["text", "json"] {
        let answer = program(&["summary", folder.path().to_str().unwrap(), "--format", format]);
        assert_eq!(answer.code, Some(3));
    }
    assert!(loaded(folder.path()).files().all(|file| file.state == FileState::Damaged && file.events == 1));
}

/// Cells that a spreadsheet takes for formulas were written as they were.
#[test]
fn no_cell_is_a_formula() {
    let formulas =
        ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", " =1", "＝1", "＋1", "－1", "＠x", "=cmd|' /C calc'!A0"];
    let lines: Vec<String> = formulas
        .iter()
        .map(|text| event(&json!({"userAgent": text, "errorCode": text, "eventName": text})))
        .collect();
    let folder = folder_of(&[("a.jsonl", lines.join("\n"))]);
    let path = folder.path().to_str().unwrap();
    let lists = list(&folder, &["--format", "csv", "--columns", "userAgent,errorCode,eventName"]).csv();
    let groups = program(&["group", path, "--by", "userAgent", "--format", "csv"]).csv();
    assert_eq!((lists.len(), groups.len()), (formulas.len() + 1, formulas.len() + 1));
    for cell in lists[1..].iter().flatten().chain(groups[1..].iter().map(|row| &row[0])) {
        assert!(
            !cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r']),
            "{cell:?}"
        );
    }
    let json = list(&folder, &["--format", "jsonl"]);
    assert_eq!(json.text().lines().collect::<Vec<_>>(), lines, "JSON is left as it is");
}

/// A small compressed file was decompressed until the memory was full.
#[test]
fn a_bomb_is_stopped_and_its_neighbours_load() {
    let folder = folder_of(&[("good.json", event(&json!({})))]);
    let bomb = [event(&json!({"eventName": "Before"})).as_bytes(), &vec![b' '; 8 << 20]].concat();
    fs::write(folder.path().join("bomb.json.gz"), gzip(&bomb)).unwrap();
    let answer = list(&folder, &["--max-file-size", "1000000", "--format", "jsonl"]);
    assert_eq!((answer.code, answer.text().lines().count()), (Some(3), 2));
    assert!(answer.err.contains("bomb.json.gz"), "{}", answer.err);
    let loaded = Loaded::of(&[folder.path()]);
    Screen::of(&loaded, ThemeName::Terminal, (80, 20)).shows("Before");
}
