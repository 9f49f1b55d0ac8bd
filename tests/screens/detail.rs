//! One event: its facts, the tree, long texts, JSON inside strings, and the search in it.

use std::fs;
use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use tempfile::TempDir;
use trailsift::tui::app::Focus;
use trailsift::tui::message::Effect;

use crate::screen::Screen;
use crate::{same_styles, same_text};

/// The event that grants a user everything: its policy is URL-encoded JSON, its user agent an attack on the terminal.
const PUT_POLICY: &str = "/putuserpolicy<enter><enter>";

const EFFECT: &str = "requestParameters.policyDocument.Statement[0].Effect";

fn rows(screen: &Screen) -> usize {
    screen.app.detail.lines().len()
}

#[test]
fn an_opened_event_takes_a_small_screen_and_closes_again() {
    let mut screen = Screen::sample(80, 24);
    let before = screen.text();
    screen.keys("/accden<enter><enter>");
    assert_eq!(screen.app.focus, Focus::Detail);
    screen.shows("night-shift").shows("192.0.2.73");
    let (x, y) = screen.find("error    AccessDenied");
    assert_eq!(screen.meaning(x + 9, y), "failed");
    same_text("detail_80x24", &screen);
    same_styles("detail_80x24", &screen);
    screen.keys("<esc><esc>");
    assert_eq!(screen.text(), before);
}

#[test]
fn the_tree_folds_by_row_by_siblings_and_by_level() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("<enter>");
    let first = rows(&screen);
    screen.keys("<space>");
    assert_eq!(rows(&screen), 1, "the whole record in a row");
    screen.keys("<space>");
    assert_eq!(rows(&screen), first);
    screen.keys("1");
    let members = rows(&screen);
    screen.keys("jjj9");
    let all = rows(&screen);
    assert!(1 < members && members < first && first < all, "{members} {first} {all}");
    screen.keys("1c");
    assert_eq!(rows(&screen), members);
    screen.keys("e");
    assert_eq!(rows(&screen), first);
    screen.keys("c9");
    same_text("detail_levels", &screen);
    screen.keys("1<esc>j<enter>");
    assert!(rows(&screen) < 30, "the level stays for the next event");
}

#[test]
fn left_and_right_walk_the_tree() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("<enter>1jj");
    assert_eq!(screen.path(), "userIdentity");
    let folded = rows(&screen);
    screen.keys("l");
    assert!(rows(&screen) > folded && screen.path() == "userIdentity");
    screen.keys("l");
    assert_eq!(screen.path(), "userIdentity.type");
    screen.keys("h");
    assert_eq!(screen.path(), "userIdentity");
    screen.keys("h");
    assert_eq!(rows(&screen), folded);
}

#[test]
fn json_inside_a_string_is_a_tree_of_its_own() {
    for filter in ["/createpolicyver<enter><enter>", PUT_POLICY] {
        let mut screen = Screen::sample(120, 40);
        screen.keys(filter).lacks("Effect  ").seek("policyDocument", "requestParameters.policyDocument");
        screen.shows("▸ policyDocument").keys("<space>").shows("▾ policyDocument");
        screen.seek("Effect", EFFECT).shows("Statement  ").shows("Effect  ").shows("\"Allow\"");
        if filter == PUT_POLICY {
            same_text("detail_json_in_a_string", &screen);
        }
    }
}

#[test]
fn a_long_text_opens_and_loses_nothing() {
    let mut screen = Screen::sample(80, 24);
    screen.keys(PUT_POLICY).seek("userAgent", "userAgent");
    let closed = rows(&screen);
    screen.keys("<enter>j").shows("nosj.tropxe");
    assert!(rows(&screen) > closed);
    same_text("detail_long_text", &screen);
    screen.resize(60, 24).resize(200, 60).resize(80, 24);
    screen.keys("h");
    assert_eq!((rows(&screen), screen.path().as_str()), (closed, "userAgent"));
}

#[test]
fn the_search_goes_round_in_both_directions() {
    let mut screen = Screen::sample(120, 40);
    screen.keys(PUT_POLICY).keys("/Effect").shows("search in this event");
    screen.keys("<esc>").seek("Effect", EFFECT);
    same_text("detail_search", &screen);
    same_styles("detail_search", &screen);
    screen.keys("/iam<enter>");
    let first = screen.path();
    let mut met = vec![first.clone()];
    while met.len() < 40 {
        screen.keys("n");
        if screen.path() == first {
            break;
        }
        met.push(screen.path());
    }
    assert!((3..40).contains(&met.len()), "{met:?}");
    for expected in met.iter().rev() {
        screen.keys("N");
        assert_eq!(screen.path(), *expected);
    }
    screen.keys("/zzqq").shows("not found in this event");
    screen.keys("<esc>n").shows("not found in this event");
    assert_eq!(screen.app.focus, Focus::Detail);
}

/// It was after the `…`, highlighted nothing and showed no count.
#[test]
fn a_match_in_a_long_value_is_seen_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let note = format!("{}needle{}Needle{}", "x".repeat(700), "y".repeat(900), "z".repeat(300));
    let record = format!(
        r#"{{"eventVersion":"1.08","eventName":"PutParameter","eventSource":"ssm.amazonaws.com",
        "requestParameters":{{"note":"{note}","needle":"here","other":"haystack"}},"eventID":"needle-1"}}"#
    );
    fs::write(folder.path().join("one.json"), record).unwrap();
    for size in [(80, 24), (120, 40), (60, 60)] {
        let mut screen = Screen::open(&[folder.path()], size.0, size.1);
        let is_lit = |screen: &Screen| {
            let lit = |x| screen.meaning(x, screen.bar()).contains("underlined");
            (0..size.0)
                .filter(|&x| lit(x))
                .map(|x| screen.cells()[(x, screen.bar())].symbol().to_owned())
                .collect::<String>()
        };
        screen.keys("<enter>/needle").shows(" 1 of 3 ");
        assert_eq!(
            (screen.path().as_str(), is_lit(&screen).as_str()),
            ("requestParameters.note", "needle"),
            "{}",
            screen.text()
        );
        screen.shows("xxneedleyy");
        screen.keys("<enter>").shows("1 of 3 · ");
        // Opened, the line of the match is the one under the cursor, wherever it is broken.
        screen.keys("<space>nN").shows(" 1 of 3 ");
        assert!("needle".starts_with(&is_lit(&screen)) && !is_lit(&screen).is_empty(), "{}", screen.text());
        screen.keys("n").shows(" 2 of 3 ");
        assert_eq!(is_lit(&screen), "needle");
        screen.keys("n").shows(" 3 of 3 ").keys("n").shows(" 1 of 3 ").keys("gg").shows("3 matches · ");
        screen.keys("/zzqq").shows(" no match ");
    }
}

#[test]
fn the_next_event_is_read_without_going_back() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("<enter>");
    let first = screen.app.detail.event();
    screen.keys("J");
    assert_ne!(screen.app.detail.event(), first);
    assert_eq!(screen.app.detail.event(), screen.app.list.current());
    screen.keys("K");
    assert_eq!(screen.app.detail.event(), first);
}

#[test]
fn tab_goes_to_and_fro_and_the_bar_tells_where() {
    let mut screen = Screen::sample(120, 40);
    let in_list = screen.bar();
    assert_eq!(screen.meaning(2, in_list), "selected");
    screen.keys("<tab>");
    assert_eq!(screen.app.focus, Focus::Detail);
    assert_eq!(screen.meaning(2, in_list), "selected elsewhere");
    screen.bar();
    screen.keys("<tab>");
    assert_eq!(screen.app.focus, Focus::List);
    assert_eq!(screen.meaning(2, in_list), "selected");
}

/// Makes a folder with a large compressed file of this many events, and a small file with a later one.
pub(crate) fn large_file(events: usize) -> TempDir {
    let record = |number: usize, more: &str| {
        format!(
            r#"{{"eventVersion":"1.08","eventID":"{number:08}-0000-4000-8000-000000000000","eventTime":"2026-03-10T{:02}:{:02}:{:02}Z","eventSource":"s3.amazonaws.com","eventName":"Event{number}","requestParameters":{{"key":"{more}"}}}}"#,
            number / 3600,
            number / 60 % 60,
            number % 60,
        )
    };
    let folder = tempfile::tempdir().unwrap();
    let records: Vec<String> = (0..events).map(|number| record(number, &"k".repeat(4000))).collect();
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    write!(packed, "{{\"Records\":[{}]}}", records.join(",")).unwrap();
    fs::write(folder.path().join("large.json.gz"), packed.finish().unwrap()).unwrap();
    let last = format!("{{\"Records\":[{}]}}", record(events, "small"));
    fs::write(folder.path().join("small.json"), last).unwrap();
    folder
}

/// Returns the event name in the title, and that of the JSON below it.
fn names(screen: &Screen) -> (String, Option<String>) {
    let event = screen.app.detail.event().unwrap();
    let name = serde_json::from_slice(screen.app.detail.record())
        .ok()
        .map(|record: serde_json::Value| record["eventName"].as_str().unwrap().to_owned());
    (screen.app.store.value(event, trailsift::record::field::Column::EventName).to_owned(), name)
}

/// The file was decompressed up to the event at each key, and queued keys were blocked meanwhile.
#[test]
fn events_of_a_large_file_are_read_beside_the_keys() {
    let folder = large_file(500);
    let mut screen = Screen::open(&[folder.path()], 120, 40);
    screen.held_back = Some(Vec::new());
    let held = |screen: &mut Screen| std::mem::take(screen.held_back.as_mut().unwrap());
    screen.keys("jjj");
    assert_eq!(held(&mut screen).len(), 3, "also what stands at the beginning");
    screen.keys("G");
    assert_eq!((names(&screen).1.as_deref(), held(&mut screen).len()), (Some("Event500"), 0), "a small file");
    screen.keys(&"k".repeat(20)).shows("reading this event").shows("Event480");
    assert_eq!(names(&screen).1, None);
    let asked = held(&mut screen);
    assert_eq!(asked.len(), 20);
    screen.read(&asked[19]).lacks("reading this event");
    assert_eq!(names(&screen), ("Event480".to_owned(), Some("Event480".to_owned())));
    screen.keys("<home>");
    let asked = held(&mut screen);
    assert_eq!(names(screen.read(&asked[0])).1.as_deref(), Some("Event0"));
}

#[test]
fn a_record_that_comes_too_late_is_not_shown_under_the_title_of_another() {
    let folder = large_file(500);
    let mut screen = Screen::open(&[folder.path()], 120, 40);
    screen.held_back = Some(Vec::new());
    screen.keys("Gkk");
    let asked = screen.held_back.take().unwrap();
    screen.held_back = Some(Vec::new());
    // Meanwhile the cursor has gone to an event that was read at once, and to another of the large file.
    screen.keys("G").read(&asked[0]);
    assert_eq!(names(&screen), ("Event500".to_owned(), Some("Event500".to_owned())));
    screen.keys("kkkk").shows("reading this event").read(&asked[1]).shows("reading this event");
    assert_eq!(names(&screen), ("Event496".to_owned(), None));
}

#[test]
fn while_a_record_is_read_keys_act_on_no_other() {
    let folder = large_file(500);
    let mut screen = Screen::open(&[folder.path()], 120, 40);
    screen.held_back = Some(Vec::new());
    screen
        .keys("Gk<enter>/Event<enter>n")
        .shows("still being read")
        .keys("jl<space>1c9+-Yv")
        .shows("nothing to copy here");
    let asked = screen.held_back.take().unwrap();
    screen.read(&asked[0]).keys("n");
    assert_eq!(screen.path(), "eventName");
}

/// `y` and `f` decompressed the file while the screen was blocked: half a second on the last event of 8.7 MB.
#[test]
fn copies_and_menus_of_a_packed_event_come_when_it_has_been_read() {
    let folder = large_file(300);
    let mut screen = Screen::open(&[folder.path()], 100, 30);
    screen.held_back = Some(Vec::new());
    screen.keys("Gky").shows("reading this event");
    assert!(screen.copied.is_empty());
    screen.keys("YcYoYwYf");
    let asked = std::mem::take(screen.held_back.as_mut().unwrap());
    assert_eq!(asked.len(), 5, "every one of them is made");
    // By then the cursor is on another event; the copy is of the event for which it was requested.
    screen.keys("kk");
    for request in &asked {
        screen.read(request);
    }
    let copied: Vec<(&str, bool)> =
        screen.copied.iter().map(|copied| (copied.what, copied.to_file)).collect();
    assert_eq!(
        copied,
        [("JSON", false), ("compact JSON", false), ("JSON as written", false), ("JSON", true)]
    );
    assert!(screen.copied.iter().all(|copied| copied.text.contains("Event299")));
    let written = |effect: &Effect| matches!(effect, Effect::Write { bytes, .. } if bytes.len() > 4000);
    assert!(screen.effects.iter().any(written), "{:?}", screen.effects.len());

    screen.keys("f");
    let asked = std::mem::take(screen.held_back.as_mut().unwrap());
    screen.lacks("Follow").read(&asked[0]).shows("Follow").keys("<esc>f");
    let asked = std::mem::take(screen.held_back.as_mut().unwrap());
    screen.keys("j").read(&asked[0]).lacks("Follow");
}

/// A low pane said what a call does instead of that it failed, and a narrow one had names without values.
#[test]
fn a_low_or_narrow_pane_says_who_and_that_the_call_failed() {
    let mut screen = Screen::sample(60, 20);
    screen
        .keys("/is:denied who:build-deploy<enter><enter>")
        .shows("who      build-deploy")
        .shows("error    ");
    let mut screen = Screen::sample(60, 20);
    screen.keys("/is:denied who:build-deploy<enter>|");
    let line = screen.lines().into_iter().find(|line| line.contains("│ who ")).unwrap();
    assert!(line.contains("│ who      build-deploy"), "{}", screen.text());
    screen.shows("│ error    ");
}
