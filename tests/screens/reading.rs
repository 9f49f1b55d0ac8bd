//! Reading one event: values wrapped or on one line, the record as it was written, and the search in both.

use std::fs;

use trailsift::tui::theme::ThemeName;

use crate::screen::{Loaded, Screen};
use crate::{same_styles, same_text};

const ARN: &str =
    "arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_AdministratorAccess_0123456789abcdef/";

/// One record with a long ARN, a text in wide letters, a large text and an escape.
fn long_values() -> (tempfile::TempDir, Loaded) {
    let folder = tempfile::tempdir().unwrap();
    let (arn, wide, large) = (format!("{ARN}{}", "a".repeat(120)), "漢字".repeat(60), "x".repeat(9_000));
    let record = format!(
        "{{\"eventVersion\":\"1.08\",\n  \"eventName\":\"PutParameter\",\"eventSource\":\"ssm.amazonaws.com\",\"eventTime\":\"2026-03-10T12:00:00Z\",\n  \
         \"requestParameters\":{{\"arn\":\"{arn}\",\"note\":\"{wide}\",\"large\":\"{large}\",\"slash\":\"a\\/b \\u00e9\",\"number\":1.50e+1}},\n  \
         \"eventID\":\"long-1\"}}"
    );
    fs::write(folder.path().join("one.json"), record).unwrap();
    let loaded = Loaded::of(&[folder.path()]);
    (folder, loaded)
}

fn open(size: (u16, u16)) -> (tempfile::TempDir, Screen) {
    let (folder, loaded) = long_values();
    let mut screen = Screen::of(&loaded, ThemeName::Terminal, size);
    screen.keys("<enter>");
    (folder, screen)
}

/// Returns the text of all lines of the event, from the top down, without the frame of the screen.
fn all_lines(screen: &mut Screen) -> String {
    let mut lines: Vec<String> = Vec::new();
    screen.keys("g");
    let count =
        screen.app.detail.lines().len().max(screen.app.detail.raw().map_or(0, |raw| raw.window.total()));
    for _ in 0..count {
        let line = screen.line(screen.bar());
        lines.push(line.trim_end_matches('┃').trim_end().trim_start_matches('│').to_owned());
        screen.keys("j");
    }
    lines.iter().map(|line| line.trim()).collect()
}

#[test]
fn long_values_are_wrapped_and_lose_nothing() {
    for size in [(80, 24), (60, 30), (120, 40)] {
        let (_folder, mut screen) = open(size);
        let rows = screen.app.detail.lines().len();
        if size.0 == 120 {
            screen.keys("z");
        }
        screen.shows("…").keys("w").shows("long values are wrapped");
        assert!(screen.app.detail.lines().len() > rows);
        let text = all_lines(&mut screen);
        for whole in [format!("\"{ARN}{}\"", "a".repeat(120)), "漢字".repeat(60), "1.50e+1".to_owned()] {
            assert!(text.contains(&whole), "{size:?} {whole}:\n{text}");
        }
        assert!(text.contains("more; enter shows the whole text"), "{text}");
        screen.keys("w").shows("one line for each value");
        assert_eq!(screen.app.detail.lines().len(), rows);
    }
}

#[test]
fn the_wrapped_event_and_the_raw_one_look_like_this() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("/putuserpolicy<enter><enter>w/policyDocument<enter>");
    same_text("event_wrapped_80x24", &screen);
    same_styles("event_wrapped_80x24", &screen);
    screen.keys("r/policy<enter>n");
    same_text("event_raw_80x24", &screen);
    same_styles("event_raw_80x24", &screen);
}

#[test]
fn the_wrapping_stays_for_the_next_event() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("<enter>w");
    assert!(screen.app.detail.texts().wraps());
    screen.keys("J<esc><enter>");
    assert!(screen.app.detail.texts().wraps());
}

#[test]
fn the_record_is_shown_as_it_was_written() {
    let (_folder, mut screen) = open((80, 24));
    screen.keys("r").shows("as written").shows("{\"eventVersion\":\"1.08\",⏎");
    let record = String::from_utf8(screen.app.detail.record().to_vec()).unwrap();
    let text = all_lines(&mut screen).replace(' ', "");
    assert_eq!(text, record.replace('\n', "⏎").replace(' ', ""));
    screen.keys("g1").shows("r shows its tree").keys("+").shows("no value to filter by");
    screen.keys("r").lacks("as written").keys("rJ").shows("as written").keys("r");
}

#[test]
fn the_search_works_in_the_raw_record_too() {
    let (_folder, mut screen) = open((80, 24));
    screen.keys("r/arn<enter>").shows(" 1 of 2 ").keys("n").shows(" 2 of 2 ").keys("n").shows(" 1 of 2 ");
    screen.keys("N").shows(" 2 of 2 ").keys("gg").shows("2 matches");
    screen.keys("/zzqq").shows("not found in this event").keys("<esc>r").shows("no match");
    screen.keys("/number<enter>").shows(" 1 of 1 ").keys("r").shows("1 match");
}

/// Returns the letters that are underlined in the row under the cursor.
fn lit(screen: &Screen) -> String {
    let (y, width) = (screen.bar(), screen.cells().area.width);
    let is_lit = |x: &u16| screen.meaning(*x, y).contains("underlined");
    (0..width).filter(is_lit).map(|x| screen.cells()[(x, y)].symbol().to_owned()).collect()
}

#[test]
fn what_the_filter_matched_is_marked_and_gone_through() {
    let mut screen = Screen::sample(80, 24);
    screen
        .keys("/name:userpol \"Effect\"<enter><enter>")
        .shows("filter 2 matches")
        .keys("n")
        .shows("filter 1 of 2");
    assert_eq!((screen.path().as_str(), lit(&screen).as_str()), ("eventName", "UserPol"));
    screen.keys("n").shows("filter 2 of 2");
    assert_eq!(lit(&screen), "Effect", "the policy opens by itself");
    assert_eq!(screen.path(), "requestParameters.policyDocument.Statement[0].Effect");
    same_text("event_filter_marks_80x24", &screen);
    same_styles("event_filter_marks_80x24", &screen);
    screen.keys("/alice<enter>").keys("/<enter>").shows("filter ").keys("r").shows("filter 2 matches");
    screen.keys("n").shows("filter 1 of 2").keys("rw").keys("N").shows("filter 2 of 2");
    screen
        .keys("<esc>/")
        .keys("<c-u>after:2026-03-10<enter><enter>")
        .lacks("filter 1")
        .keys("n")
        .shows("no search text yet");
}

#[test]
fn a_match_of_the_filter_in_a_long_value_is_seen() {
    let (_folder, mut screen) = open((80, 24));
    screen.keys("<esc>/'0123456789abcdef<enter><enter>n");
    for keys in ["", "w"] {
        screen.keys(keys).keys("nN");
        assert!("0123456789abcdef".contains(&lit(&screen)) && !lit(&screen).is_empty(), "{}", screen.text());
    }
}
