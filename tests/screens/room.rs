//! Where a line has no room for its text, it says so, keeps what tells it from its neighbours, or continues in
//! another line; and the footer offers only keys that have something to work on.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::screen::{Loaded, Screen};
use trailsift::tui::theme::ThemeName;

const AGENTS: usize = 6;

/// 1,200 events of programs whose names differ in one character, `before` characters from the left.
fn programs(before: usize, after: usize) -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    let mut lines = String::new();
    for number in 0..1_200 * AGENTS {
        let agent = format!("{}{}{}", "b".repeat(before), number % AGENTS, "e".repeat(after));
        let event = serde_json::json!({"eventVersion": "1.08", "eventTime": "2026-04-02T08:00:00Z",
            "eventSource": "ssm.amazonaws.com", "eventName": "GetParameter", "eventID": format!("id-{number}"),
            "userAgent": agent});
        writeln!(lines, "{event}").unwrap();
    }
    std::fs::write(folder.path().join("programs.jsonl"), lines).unwrap();
    Loaded::of(&[folder.path()])
}

/// Six programs looked the same, and thousands ran into each other.
#[test]
fn values_that_differ_in_one_character_look_different_in_the_completion() {
    for (before, after) in [(10, 100), (60, 60), (100, 0)] {
        let loaded = programs(before, after);
        for columns in [50, 80, 200] {
            let mut screen = Screen::of(&loaded, ThemeName::Terminal, (columns, 24));
            screen.keys("/userAgent=<tab>");
            let rows: BTreeSet<String> =
                screen.lines().into_iter().filter(|line| line.contains("1,200 events")).collect();
            assert_eq!(rows.len(), AGENTS, "{before} {after} {columns}:\n{}", screen.text());
        }
    }
}

/// The hint and a long filter ended within a word, at the count beside them.
#[test]
fn a_filter_line_without_room_is_marked_as_cut() {
    let letters: String = ('a'..='z').chain('A'..='Z').cycle().take(150).collect();
    for columns in (24..=60_u16).step_by(9) {
        let mut screen = Screen::sample(columns, 24);
        let hint = screen.line(1);
        assert!(hint.contains('…'), "{columns}: {hint}");
        screen.keys("/").send(trailsift::tui::message::Msg::Paste(letters.clone()));
        let is_whole = |line: &str| line.contains(&letters);
        let typed = screen.line(1);
        assert_eq!(typed.starts_with(" ❯…"), !is_whole(&typed), "{columns}: {typed}");
        assert!(typed.contains(&letters[145..]), "{columns}: {typed}");
        for key in ["<home>", "<esc>"] {
            let shown = screen.keys(key).line(1);
            assert!(shown.starts_with(" ❯ abc"), "{columns} {key}: {shown}");
            assert_eq!(shown.contains('…'), !is_whole(&shown), "{columns} {key}: {shown}");
        }
    }
}

#[test]
fn a_notice_is_whole_at_every_width() {
    let without_blanks = |text: &str| text.replace(char::is_whitespace, "");
    for columns in [20, 29, 41, 60, 80] {
        for way in ["y", ".,,,,", "/zzzzqq<enter>;", "u", "M"] {
            let mut screen = Screen::sample(columns, 24);
            screen.keys(way);
            let notice = screen.app.notice.as_ref().map(|notice| without_blanks(&notice.text));
            let notice = notice.unwrap_or_else(|| panic!("no notice after {way}"));
            assert!(without_blanks(&screen.lines().concat()).contains(&notice), "{way}:\n{}", screen.text());
        }
    }
}

#[test]
fn the_totals_of_the_files_are_whole_at_every_width() {
    for columns in [79, 100, 160] {
        let mut screen = Screen::sample(columns, 24);
        screen.keys("i");
        let whole = ["113 seen = 90 read + 22 not logs + 1 damaged + 0 unreadable", "9 duplicates"];
        let more = ["6 recovered from damaged files", "2026-03-11T10:20:55Z", " in unbroken chain"];
        for words in whole.into_iter().chain(more) {
            let text: String =
                screen.lines().iter().map(|line| line.trim_matches(['│', ' ']).to_owned() + " ").collect();
            assert!(text.contains(words.trim()), "{columns} {words}:\n{}", screen.text());
            screen.keys("j");
        }
    }
}

#[test]
fn the_footer_offers_what_the_row_can_do() {
    let mut screen = Screen::sample(200, 40);
    let footer = |screen: &Screen| screen.line(39);
    for offer in ["enter open", "+ only this", "y copy"] {
        assert!(footer(&screen).contains(offer), "{}", footer(&screen));
    }
    screen.keys("/zzzzqq<enter>");
    for offer in ["enter", "this", "follow", "copy"] {
        assert!(!footer(&screen).contains(offer), "{}", footer(&screen));
    }
    assert!(footer(&screen).contains("/ filter"));
    screen.keys("p");
    assert!(!footer(&screen).contains("enter"), "{}", footer(&screen));
    screen.keys("<esc><esc>i");
    assert!(!footer(&screen).contains("open") && !footer(&screen).contains("day"), "{}", footer(&screen));
    let mut seen = BTreeSet::new();
    for _ in 0..40 {
        let (opens, days) = (footer(&screen).contains("enter open"), footer(&screen).contains("→ day"));
        seen.insert((opens, days));
        screen.keys("j");
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), [(false, false), (true, false), (true, true)]);
}

/// The first line ended within a word, and the keys of the last one too.
#[test]
fn on_a_narrow_screen_warnings_are_counted_and_keys_are_whole() {
    for columns in 40..100_u16 {
        let mut screen = Screen::sample(columns, 24);
        screen.keys("i<esc>");
        let warnings = ["1 damaged", " INVALID", " missing", "logging stopped", " unsigned"];
        let first = screen.line(0);
        let shown = warnings.iter().filter(|words| first.contains(**words)).count();
        let left_out = first.split_once('+').and_then(|(_, rest)| rest.split_once(" more (i)"));
        let left_out = left_out.map_or(0, |(number, _)| number.parse().unwrap());
        assert_eq!(shown + left_out, warnings.len(), "{columns}: {first}");
        assert!(first.contains("(i)") && !first.contains('…'), "{columns}: {first}");
        let last = screen.keys("T").line(23);
        let keys: Vec<String> =
            screen.app.hints(usize::from(columns)).iter().map(|hint| hint.words.into()).collect();
        assert!(keys.last().is_none_or(|words| last.trim_end().ends_with(words)), "{columns}: {last}");
        assert!(columns < 60 || last.contains("help"), "{columns}: {last}");
    }
}

/// What a menu cut was nowhere whole.
#[test]
fn a_menu_shows_the_whole_description_of_the_selected_line_below() {
    for columns in [60, 80, 120] {
        let mut screen = Screen::sample(columns, 24);
        screen.keys("s").lacks("such as a policy").keys("jj");
        let text = screen.text().replace(['│', '┃'], " ");
        let words: Vec<&str> = text.split_whitespace().collect();
        assert!(words.join(" ").contains("such as a"), "{columns}:\n{}", screen.text());
        screen.keys("<esc>c");
        let text = screen.text().replace(['│', '┃'], " ");
        let words: Vec<&str> = text.split_whitespace().collect();
        assert!(words.join(" ").contains("714 listed events have it"), "{columns}:\n{}", screen.text());
    }
}

/// `ResourceConflictException` ended within the name, without a mark.
#[test]
fn the_newest_events_of_a_group_end_whole_or_with_a_mark() {
    for columns in 60..110_u16 {
        let mut screen = Screen::sample(columns, 30);
        screen.keys("pjjj<tab>");
        let lines = screen.lines();
        let failed: Vec<&String> = lines.iter().filter(|line| line.contains(" ! Update")).collect();
        assert!(!failed.is_empty(), "{columns}:\n{}", screen.text());
        for line in failed {
            let end = line.trim_end_matches(['┃', ' ']);
            let is_whole = ["ResourceConflictException", "UpdateFunctionConfiguration20150331v2"]
                .iter()
                .any(|words| end.ends_with(words));
            assert!(is_whole || end.ends_with('…'), "{columns}: {line}");
        }
    }
}
