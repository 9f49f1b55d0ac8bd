//! Two events beside each other: which, what differs, going through it, copying it.

use std::fmt::Write as _;

use trailsift::tui::theme::ThemeName;

use crate::screen::{Loaded, Screen};
use crate::{same_styles, same_text};

/// Calls of two users: time, call, user, bucket.
const CALLS: [(&str, &str, &str, &str); 6] = [
    ("12:00:00", "PutObject", "alice", "one"),
    ("12:00:01", "PutObject", "bob", "two"),
    ("12:00:02", "GetObject", "alice", "one"),
    ("12:00:03", "PutObject", "alice", "three"),
    ("12:00:04", "PutObject", "alice", "three"),
    ("12:00:05", "ListBuckets", "carol", ""),
];

fn calls() -> (tempfile::TempDir, Loaded) {
    let folder = tempfile::tempdir().unwrap();
    let mut lines = String::new();
    for (at, (time, call, user, bucket)) in CALLS.iter().enumerate() {
        let event = serde_json::json!({"eventVersion": "1.08", "eventTime": format!("2026-04-02T{time}Z"),
            "eventSource": "s3.amazonaws.com", "eventName": call, "sourceIPAddress": "192.0.2.7",
            "userIdentity": {"type": "IAMUser", "userName": user, "arn": format!("arn:aws:iam::111122223333:user/{user}"),
                "principalId": format!("AIDA{user}")},
            "requestParameters": {"bucketName": bucket}, "eventID": format!("id-{at}")});
        writeln!(lines, "{event}").unwrap();
    }
    std::fs::write(folder.path().join("calls.jsonl"), lines).unwrap();
    let loaded = Loaded::of(&[folder.path()]);
    (folder, loaded)
}

fn on(row: usize, loaded: &Loaded) -> Screen {
    let mut screen = Screen::of(loaded, ThemeName::Terminal, (100, 24));
    screen.keys(&"j".repeat(row));
    screen
}

#[test]
fn an_event_is_compared_with_the_one_before_it() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("jj~").shows("Two events").shows("same call by the same principal");
    same_text("compare_120x40", &screen);
    same_styles("compare_120x40", &screen);
    screen.keys("h");
    same_text("compare_all_120x40", &screen);
    let mut screen = Screen::sample(80, 24);
    screen.keys("/putuserpolicy<enter>j~");
    same_text("compare_80x24", &screen);
}

#[test]
fn the_other_event_is_of_the_same_call_if_possible_by_the_same_principal() {
    let (_folder, loaded) = calls();
    let header = |screen: &Screen| (screen.line(1)[..60].to_owned(), screen.line(2)[..60].to_owned());
    let times = |screen: &Screen| {
        let (left, right) = header(screen);
        let time = |line: &str| line.split('T').nth(1).unwrap()[..8].to_owned();
        (time(&left), time(&right))
    };
    for (row, left, basis) in [
        (0, "12:00:03", "same principal"),
        (1, "12:00:00", "another principal"),
        (3, "12:00:00", "same principal"),
        (4, "12:00:03", "same principal"),
    ] {
        let mut screen = on(row, &loaded);
        screen.keys("~").shows(basis);
        assert_eq!(times(&screen), (left.to_owned(), CALLS[row].0.to_owned()));
    }
    let mut screen = on(4, &loaded);
    screen.keys("~[");
    assert_eq!(times(&screen).0, "12:00:00");
    screen.keys("]");
    assert_eq!(times(&screen).0, "12:00:03");
    on(5, &loaded).keys("~").shows("no other event of this call").lacks("Two events");
}

#[test]
fn a_picked_event_is_compared_until_it_is_dropped() {
    let (_folder, loaded) = calls();
    let mut screen = on(2, &loaded);
    screen
        .keys("%")
        .shows("picked for comparison")
        .keys("G~")
        .shows("picked")
        .shows("GetObject")
        .shows("ListBuckets");
    screen.keys("qgjj%").shows("no event is picked").keys("jj~").shows("same principal");
}

#[test]
fn differences_are_gone_through_and_copied() {
    let (_folder, loaded) = calls();
    let mut screen = on(3, &loaded);
    screen.keys("~").shows("1 of 3 differences").shows("≠");
    let first = screen.bar();
    screen.keys("n").shows("2 of 3 differences");
    assert!(screen.bar() > first);
    screen.keys("nn").shows("1 of 3 differences").keys("N").shows("3 of 3 differences");
    screen.keys("y");
    let text = &screen.copied[0].text;
    assert!(
        text.contains(
            "- \"requestParameters.bucketName\": \"one\"\n+ \"requestParameters.bucketName\": \"three\"\n"
        ),
        "{text}"
    );
    assert!(text.ends_with("equal\n") && text.starts_with("--- "), "{text}");
    screen.keys("<esc>").lacks("Two events");
}
