//! The first line: what was lost, altered or not recorded, each with its number.

use trailsift::tui::theme::ThemeName;

use crate::same_text;
use crate::screen::{Loaded, Screen};

/// A call to CloudTrail about a trail.
fn call(name: &str, time: &str, trail: &str, error: &str) -> String {
    let error = if error.is_empty() { String::new() } else { format!(r#""errorCode":"{error}","#) };
    format!(
        r#"{{"eventVersion":"1.08","eventTime":"{time}","eventSource":"cloudtrail.amazonaws.com","eventName":"{name}",{error}"requestParameters":{{"name":"{trail}"}},"recipientAccountId":"111122223333","awsRegion":"us-east-1","eventID":"{name}-{time}"}}"#
    )
}

fn open(calls: &[String], size: (u16, u16)) -> Screen {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("calls.jsonl"), calls.join("\n")).unwrap();
    Screen::of(&Loaded::of(&[folder.path()]), ThemeName::Terminal, size)
}

/// It said "1 problem" while two digests were INVALID, a file was missing and nothing had been logged for an
/// hour.
#[test]
fn each_trouble_has_its_number() {
    let mut screen = Screen::sample(200, 60);
    screen.shows("1 file damaged · logging stopped 03-11 ").shows("digests not validated (i)");
    screen.keys("i").lacks("digests not validated");
    let badges = screen.app.integrity.badges();
    assert!(badges.invalid + badges.missing > 0, "the sample has what digests tell against");
    // Files that nothing signs were counted as INVALID here, and apart from those in the account.
    let (invalid, unsigned) = (badges.invalid + badges.missing, badges.unsigned);
    screen.shows(&format!("Digests {invalid} INVALID · {unsigned} unsigned"));
    for (count, word) in
        [(badges.invalid, "INVALID"), (badges.missing, "missing"), (badges.unsigned, "unsigned")]
    {
        let line = screen.keys("<esc>").line(0);
        assert_eq!(line.contains(&format!("{count} {word}")), count > 0, "{line}");
    }
    same_text("header_of_the_sample", &screen);
    // The least important parts are left out first; warnings stay.
    let narrow = Screen::sample(80, 24).line(0);
    assert!(narrow.contains("1 damaged · logging stopped (i)"), "{narrow}");
}

#[test]
fn a_trail_was_stopped_from_a_call_that_succeeded_to_the_next_start_of_the_same() {
    let arn = "arn:aws:cloudtrail:us-east-1:111122223333:trail/main";
    let mut screen = open(
        &[
            call("StopLogging", "2026-05-05T06:00:00Z", "main", "AccessDenied"),
            call("StopLogging", "2026-05-05T07:40:00Z", arn, ""),
            call("StartLogging", "2026-05-05T07:50:00Z", "other", ""),
            call("StartLogging", "2026-05-05T08:36:00Z", "main", ""),
        ],
        (120, 24),
    );
    screen.shows(" · logging stopped 07:40–08:36 (i)");
    open(&[call("StopLogging", "2026-05-05T07:40:00Z", "main", "")], (120, 24))
        .shows("logging stopped 07:40, not started again (i)");
    open(&[call("StopLogging", "2026-05-05T07:40:00Z", "main", "AccessDenied")], (120, 24))
        .lacks("logging stopped");
    let twice = ["01", "02", "03", "04"].map(|hour| {
        let name = if ["01", "03"].contains(&hour) { "StopLogging" } else { "StartLogging" };
        call(name, &format!("2026-05-05T{hour}:00:00Z"), "main", "")
    });
    open(&twice, (120, 24)).shows("logging stopped 2 times (i)");
}

/// The name of a long file pushed every warning off the line.
#[test]
fn a_long_name_gives_way_to_what_is_said_about_it() {
    for name in ["n".repeat(300), "漢".repeat(90), "\u{202e}\u{1b}[31m".repeat(40)] {
        for columns in 60..130 {
            let mut screen = Screen::sample(columns, 20);
            screen.app.name.clone_from(&name);
            let first = screen.resize(columns, 20).line(0);
            assert!(first.contains("714 events") && first.contains("logging stopped"), "{columns}: {first}");
            assert!(first.contains('…') && !first.contains(&name), "{columns}: {first}");
        }
    }
}

/// At 60x20 the warning of a stop in logging ended in the middle of a word, without a mark.
#[test]
fn a_warning_is_whole_or_ends_with_a_mark() {
    for columns in 20..130 {
        let screen = Screen::sample(columns, 20);
        let text = screen.text();
        let first = text.lines().next().unwrap().trim_end();
        let is_whole = ["logging stopped (i)", "(i)", "merged", "UTC", "damaged (i)"]
            .iter()
            .any(|end| first.ends_with(end));
        assert!(is_whole || first.ends_with('…'), "{columns}: {first}");
        assert!(columns < 60 || first.contains("logging stopped"), "{columns}: {first}");
    }
}
