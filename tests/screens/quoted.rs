//! Events that are only quoted: told in the first line, in the list, above the event and in the account.

use std::fs;

use trailsift::ingest::Options;
use trailsift::tui::theme::ThemeName;

use crate::screen::{Loaded, Screen};

fn open(quoted: bool, size: (u16, u16)) -> Screen {
    let folder = tempfile::tempdir().unwrap();
    let record = |name: &str| {
        format!(
            r#"{{"eventVersion":"1.08","eventTime":"2026-03-10T12:00:00Z","eventSource":"cloudtrail.amazonaws.com","eventName":"{name}","eventID":"{name}"}}"#
        )
    };
    let line = serde_json::json!({"level": "info", "message": record("StopLogging")});
    fs::write(folder.path().join("app.log"), format!("{line}\n{}\n", record("ListTrails"))).unwrap();
    let options = Options { threads: 1, quoted, ..Options::new(vec![folder.path().into()]) };
    Screen::of(&Loaded::with(options), ThemeName::Terminal, size)
}

#[test]
fn an_event_that_is_quoted_is_told_everywhere() {
    for size in [(120, 40), (80, 24)] {
        let mut screen = open(true, size);
        screen.shows("2 events").shows("1 quoted (i)").lacks("logging stopped");
        for (name, is_marked) in [("StopLogging", true), ("ListTrails", false)] {
            let (_, y) = screen.find(name);
            assert_eq!(screen.line(y).contains('"'), is_marked, "{}", screen.line(y));
        }
        screen.keys("/is:quoted<enter><enter>").shows("~ quoted ─");
        screen.shows("quoted").shows("at byte 26 of app.log");
        screen.keys("<esc><esc><esc>i").shows("1 quoted · ");
        let mut without = open(false, size);
        without.shows("1 event").lacks("quoted").keys("i").shows("quoted records at byte 26");
    }
    open(true, (200, 40))
        .keys("/is:quoted<enter><enter>")
        .shows("anybody who could write that text could have written this");
}
