//! Runs of like events: one row each, opened and closed, and what every other key does with them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use trailsift::tui::panes::list::run_rows::RunRow;

use crate::screen::Screen;
use crate::{same_styles, same_text};

/// A log with a run of five reads, one of them of another bucket, a failed run of three, and single events.
const EVENTS: [(&str, u32, &str, &str); 12] = [
    ("ListBuckets", 1, "", "alice"),
    ("GetObject", 2, "", "bob"),
    ("GetObject", 3, "", "bob"),
    ("GetObject", 4, "", "bob"),
    ("GetObject", 5, "", "bob"),
    ("GetObject", 9, "", "bob"),
    ("PutBucketPolicy", 10, "", "bob"),
    ("GetObject", 11, "AccessDenied", "bob"),
    ("GetObject", 12, "AccessDenied", "bob"),
    ("GetObject", 13, "AccessDenied", "bob"),
    ("GetObject", 14, "AccessDenied", "eve"),
    ("DeleteBucket", 15, "", "eve"),
];

fn write_log(path: &Path, events: &[(&str, u32, &str, &str)]) {
    let mut records = Vec::new();
    for (name, minute, error, who) in events {
        let mut record = format!(
            r#"{{"eventVersion":"1.08","eventTime":"2026-03-10T02:{minute:02}:00Z","eventSource":"s3.amazonaws.com",
            "eventName":"{name}","eventID":"id-{minute:02}","sourceIPAddress":"192.0.2.7","awsRegion":"us-east-1",
            "userIdentity":{{"type":"IAMUser","arn":"arn:aws:iam::1:user/{who}"}},
            "requestParameters":{{"bucketName":"{}"}}"#,
            if *minute == 4 { "other" } else { "logs" }
        );
        if !error.is_empty() {
            write!(record, r#","errorCode":"{error}""#).unwrap();
        }
        records.push(record + "}");
    }
    fs::write(path, format!("{{\"Records\":[{}]}}", records.join(","))).unwrap();
}

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write_log(&folder.path().join("a.json"), &EVENTS);
    folder
}

fn current(screen: &Screen) -> String {
    screen.app.store.event_id(screen.app.list.current().unwrap())
}

fn row(screen: &Screen) -> usize {
    screen.app.list.window.cursor()
}

#[test]
fn like_neighbours_are_one_row_with_count_and_span() {
    let folder = folder();
    for (columns, rows) in [(120, 40), (80, 24), (60, 20)] {
        let mut screen = Screen::load(folder.path(), columns, rows);
        screen.keys("R").shows("one row: same event, who, from, error");
        screen.keys("j").lacks("neighbours").shows("2–6 of 12").shows("▸ 5").shows("▸ 3").shows("various");
        if columns < 120 {
            same_text(&format!("runs_{columns}x{rows}"), &screen);
        } else {
            screen.shows("7m 00s").shows("6 rows: same event, who, from, error ─").shows("12 events");
        }
        screen.keys("<enter>").shows("▾ 5");
        screen.keys("R").shows("every event has a row again").shows("2 of 12");
        assert_eq!(current(&screen), "id-02");
    }
}

#[test]
fn a_run_is_opened_and_closed_from_its_row_and_from_inside() {
    let folder = folder();
    let mut screen = Screen::load(folder.path(), 120, 40);
    screen.keys("Rj<enter>jjj");
    assert_eq!((current(&screen).as_str(), row(&screen)), ("id-04", 4));
    screen.shows("4 of 12");
    screen.keys("<enter>").shows("other");
    screen.keys("<esc>").keys("<space>");
    assert_eq!((current(&screen).as_str(), row(&screen)), ("id-02", 1), "the run is closed");
    screen.shows("▸ 5").keys("<space>").shows("▾ 5").keys("<space>").shows("▸ 5");
    screen.keys("k<space>").shows("this event is not in a run");
    screen.keys("R<space>").shows("R shows runs of like events in one row");
}

#[test]
fn opened_runs_and_the_cursor_survive_order_filter_and_reload() {
    let folder = folder();
    let mut screen = Screen::load(folder.path(), 120, 40);
    screen.keys("Rj<enter>jj");
    assert_eq!(current(&screen), "id-03");
    screen.keys("S").shows("newest first").shows("▾ 5");
    assert_eq!(current(&screen), "id-03");
    screen.keys("S").keys("/GetObject<enter>").shows("▾ 5");
    assert_eq!(current(&screen), "id-03");
    screen.keys("u").shows("▾ 5");
    write_log(&folder.path().join("b.json"), &[("GetObject", 7, "", "bob"), ("GetObject", 6, "", "bob")]);
    screen.keys("<f5>").shows("2 new events").shows("▾ 7");
    assert_eq!(current(&screen), "id-03");
    screen.keys("sj<enter>").shows("▾");
    assert_eq!(current(&screen), "id-03");
}

#[test]
fn what_a_key_does_to_a_run_it_does_to_all_of_its_events() {
    let folder = folder();
    let mut screen = Screen::load(folder.path(), 120, 40);
    screen.keys("Rjy");
    let copied = screen.copied.last().unwrap().text.clone();
    assert_eq!(copied.lines().count(), 5, "{copied}");
    screen.keys("x").shows("5 events of this run").keys("<esc>");
    screen.keys("v").keys("j").shows("6 selected").keys("jx").shows("9 selected events").keys("<esc>y");
    assert_eq!(screen.copied.last().unwrap().text.lines().count(), 9);
    screen.keys("<esc>j").keys("y");
    assert_eq!(screen.copied.last().unwrap().what, "JSON", "one event is copied as such");
    // An event that is read is copied alone, though its run has the cursor of the list.
    screen.keys("gj<tab>y");
    assert_eq!(screen.copied.last().unwrap().what, "JSON");
}

#[test]
fn moves_by_what_is_sought_and_by_time_go_to_the_run() {
    let folder = folder();
    let mut screen = Screen::load(folder.path(), 120, 40);
    screen.keys("R.");
    assert_eq!((current(&screen).as_str(), row(&screen)), ("id-11", 3));
    screen.keys(".");
    assert_eq!(current(&screen), "id-14");
    screen.keys(",g;");
    assert_eq!(current(&screen), "id-10");
    screen.keys("@02:04").shows("4 of 12 · GetObject").keys("<enter>");
    assert_eq!((current(&screen).as_str(), row(&screen)), ("id-02", 1));
    screen.keys("<enter>@02:04<enter>");
    assert_eq!((current(&screen).as_str(), row(&screen)), ("id-04", 4));
    screen.keys("G");
    assert_eq!(current(&screen), "id-15");
}

#[test]
fn every_row_of_the_sample_is_of_its_run() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("R");
    let total = screen.app.list.events().len();
    let mut events = 0;
    for row in 0..screen.app.list.row_count() {
        match screen.app.list.row(row).0 {
            RunRow::Run(places, false) => events += places.len(),
            RunRow::Event => events += 1,
            other => panic!("nothing was opened, but {other:?}"),
        }
    }
    assert_eq!(events, total);
    assert!(screen.app.list.row_count() < total);
    let first_run =
        (0..screen.app.list.row_count()).find(|&row| screen.app.list.run_in(row).is_some()).unwrap();
    screen.keys(&"j".repeat(first_run)).keys("<enter>j");
    same_text("runs_sample_120x40", &screen);
    same_styles("runs_sample_120x40", &screen);
}

/// The second line of what `R` says went over the row under the cursor.
#[test]
fn a_long_notice_leaves_the_row_under_the_cursor_on_the_screen() {
    for (columns, rows) in [(60, 20), (80, 24)] {
        let mut screen = Screen::sample(columns, rows);
        let cursor = |screen: &Screen| (0..rows).any(|row| screen.line(row).starts_with('▌'));
        screen.keys("GR").shows("neighbours are one row");
        assert!(cursor(&screen), "{columns}x{rows}");
        screen.keys("k");
        assert!(cursor(&screen), "{columns}x{rows}");
    }
}
