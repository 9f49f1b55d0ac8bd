//! The inventory of what is loaded: it adds up, every list opens, missing coverage is visible, and it leads
//! back to events.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use trailsift::tui::panes::Overlay;
use trailsift::tui::theme::ThemeName;

use crate::screen::{Loaded, Screen};
use crate::{same_styles, same_text};

/// Moves the cursor to the first line with a text.
fn go_to<'s>(screen: &'s mut Screen, text: &str) -> &'s mut Screen {
    screen.keys("g");
    for _ in 0..200 {
        let Some(Overlay::Inventory(pane)) = &screen.app.overlay else { panic!("{}", screen.text()) };
        let line = pane.window.cursor() - pane.window.offset() + 1;
        if screen.line(u16::try_from(line).unwrap()).contains(text) {
            return screen;
        }
        screen.keys("j");
    }
    panic!("no line with {text:?}:\n{}", screen.text());
}

#[test]
fn everything_is_accounted_for() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("i").shows("113 seen = 90 read + 22 not logs + 1 damaged + 0 unreadable");
    screen.shows("723 found = 714 shown + 9 duplicates").shows("6 recovered from damaged files");
    same_text("accounting_120x40", &screen);
    same_styles("accounting_120x40", &screen);
    screen.keys("G").shows("A trail records data events only").keys("q").lacks("recovered from");
    for (name, size) in [("accounting_80x24", (80, 24)), ("accounting_40x16", (40, 16))] {
        let mut screen = Screen::sample(size.0, size.1);
        screen.keys("i");
        go_to(&mut screen, "eu-west-1");
        same_text(name, &screen);
    }
}

#[test]
fn lists_open_and_tell_their_reasons() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("i").shows("at byte 9,854: expected a comma or }").lacks(".DS_Store");
    go_to(&mut screen, "set aside").keys("<enter>").shows("digest  ").shows("empty.json.gz");
    go_to(&mut screen, "s3-event.json").shows("which are not CloudTrail records");
    screen.keys("gjjjjj").shows("the damaged parts are lost");
    screen.keys("<enter>").lacks("at byte");
    go_to(&mut screen, "read completely").keys("<enter>").keys("G").keys("<esc>").lacks("recovered from");
}

#[test]
fn what_the_digests_say_stands_beside_each_file() {
    let mut screen = Screen::sample(160, 40);
    screen.keys("i").shows("Digests 2 INVALID · ").shows(" in unbroken chain").shows("! ");
    // The damaged file is the altered one; it is the first that is listed.
    go_to(&mut screen, "damaged; what could be read").keys("j").shows("INVALID: hash value doesn't match");
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("x.json"), "{\"Records\":[]}").unwrap();
    let loaded = Loaded::of(&[folder.path()]);
    let mut screen = Screen::of(&loaded, ThemeName::Terminal, (120, 40));
    screen.keys("i").shows("no digest files here: these files cannot be validated");
}

#[test]
fn what_is_listed_and_not_here_can_be_named() {
    let mut screen = Screen::sample(240, 40);
    screen.keys("i");
    go_to(&mut screen, "1 listed in digests, not found here").shows("Deleted, or never downloaded");
    screen.keys("j").shows("s3://larkspur-org-logs/AWSLogs/o-exampleorgid/444455556666/CloudTrail/");
    screen.shows("listed in s3://larkspur-org-logs/").shows("_CloudTrail-Digest_eu-central-1_");
    screen.keys("k<enter>").lacks("s3://larkspur-org-logs/");
}

#[test]
fn files_named_for_another_account_stand_out() {
    let folder = tempfile::tempdir().unwrap();
    let name = "111122223333_CloudTrail_eu-west-1_20260301T0235Z_9FXISIucSZqvhm01.json";
    let record = r#"{"eventVersion":"1.08","eventName":"A","recipientAccountId":"44\u202e5"}"#;
    fs::write(folder.path().join(name), format!("{{\"Records\":[{record}]}}")).unwrap();
    let mut screen = Screen::of(&Loaded::of(&[folder.path()]), ThemeName::Terminal, (160, 40));
    screen.keys("i").shows("1 seen = 1 read + 0 not logs + 0 damaged");
    screen.shows("1 the account in the path differs from the account in the events");
    screen
        .shows("the account in its name is 111122223333, but 1 event was delivered to 44")
        .lacks("\u{202e}");
    go_to(&mut screen, "1 the account in the path").shows("their events are shown").keys("q").shows("1 of 1");
    let mut screen = Screen::sample(120, 40);
    screen.keys("i").lacks("the account in the path");
}

#[test]
fn a_day_of_the_map_and_a_change_of_logging_lead_to_their_events() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("i");
    go_to(&mut screen, "us-east-1").shows("6 logging changes").keys("<enter>");
    assert_eq!(
        screen.app.filter.text(),
        "account=111122223333 region=us-east-1 time:2026-03-11T00:00:00..2026-03-11T23:59:59"
    );
    screen.lacks("recovered from").keys("i");
    go_to(&mut screen, "us-east-1").keys("h").shows("2026-03-10: ");
    screen.keys("i").keys("i");
    go_to(&mut screen, "444455556666 eu-west-1").shows("unknown: no event").keys("<enter>");
    screen.shows("there is no event to show").shows("recovered from");
    go_to(&mut screen, "StopLogging  ").keys("<enter>");
    assert!(screen.app.filter.text().starts_with("id="), "{}", screen.app.filter.text());
    screen.shows("StopLogging").shows("1 of 1");
}

/// A trail in which days, log files and everything else are missing.
fn with_gaps() -> (tempfile::TempDir, Loaded) {
    let folder = tempfile::tempdir().unwrap();
    let name = |region: &str, day: u32, number: u32| {
        format!("111122223333_CloudTrail_{region}_202603{day:02}T0235Z_9FXISIucSZqvhm{number:02}.json")
    };
    let record = |region: &str, day: u32| {
        format!(
            r#"{{"eventVersion":"1.08","eventTime":"2026-03-{day:02}T02:00:00Z","eventName":"DescribeInstances","eventSource":"ec2.amazonaws.com","awsRegion":"{region}","readOnly":false,"recipientAccountId":"111122223333","eventCategory":"Management","eventID":"{region}-{day}"}}"#
        )
    };
    for day in [1, 2, 5, 6, 20] {
        let mut records = String::new();
        write!(records, "{{\"Records\":[{}]}}", record("eu-west-1", day)).unwrap();
        fs::write(folder.path().join(name("eu-west-1", day, 1)), records).unwrap();
    }
    fs::write(folder.path().join(name("us-east-1", 3, 1)), "{\"Records\":[]}").unwrap();
    let digest = "111122223333_CloudTrail-Digest_us-east-1_t_us-east-1_20260304T023501Z.json";
    fs::write(folder.path().join(digest), "{\"awsAccountId\":\"111122223333\",\"logFiles\":[]}").unwrap();
    fs::write(folder.path().join(name("us-east-1", 6, 2)), "{\"Records\":[{\"eventVersion\":\"1.08\",")
        .unwrap();
    let loaded = Loaded::of(&[Path::new(folder.path())]);
    (folder, loaded)
}

fn marks(screen: &Screen, row: &str) -> String {
    let (_, y) = screen.find(row);
    screen.line(y).chars().filter(|mark| "█×·□◇~".contains(*mark)).collect()
}

#[test]
fn what_is_missing_stands_out() {
    let (_folder, loaded) = with_gaps();
    for theme in [ThemeName::Terminal, ThemeName::Mono] {
        let mut screen = Screen::of(&loaded, theme, (100, 40));
        screen
            .keys("i")
            .shows("▸")
            .shows("These files contain no data events")
            .shows("no read-only management");
        go_to(&mut screen, "eu-west-1").shows("days missing in 2 gaps");
        assert_eq!(marks(&screen, "111122223333 eu-west-1"), "██××██×××××××××××××█");
        assert_eq!(marks(&screen, "111122223333 us-east-1"), "··□◇×~··············");
    }
}

/// `StopConfigurationRecorder` and the error code were cut at every width.
#[test]
fn logging_changes_have_whole_names_where_there_is_room() {
    let mut screen = Screen::sample(120, 60);
    screen.keys("i").shows("StopConfigurationRecorder").shows("AccessDeniedException");
}
