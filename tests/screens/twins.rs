//! Twins: different texts of one eventID. They are marked, and one key lets one of them stand for all.

use trailsift::tui::app::Overlay;
use trailsift::tui::panes::menus::choice::Choice;
use trailsift::tui::theme::ThemeName;

use crate::same_text;
use crate::screen::{Loaded, Screen};

/// Three texts of one event, the first delivered twice; two of another; and events without any other text.
fn twins() -> Loaded {
    let record = |id: &str, time: &str, rest: &str| {
        format!(
            r#"{{"eventVersion":"1.08","eventTime":"2026-02-03T04:05:{time}Z","eventSource":"kms.amazonaws.com","eventName":"RotateKeyOnDemand","eventID":"{id}"{rest}}}"#
        )
    };
    let records = [
        record("one", "01", r#","userAgent":"alpha""#),
        record("one", "01", r#","userAgent":"alpha""#),
        record("one", "01", r#","userAgent":"beta""#),
        record("one", "01", r#","userAgent":"gamma","errorCode":"AccessDenied""#),
        record("two", "02", ""),
        record("two", "02", r#","responseElements":null"#),
        record("three", "03", ""),
        record("four", "04", ""),
        record("four", "04", ""),
    ];
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("twins.jsonl"), records.join("\n")).unwrap();
    Loaded::of(&[folder.path()])
}

/// The selected row of the list.
fn selected(screen: &Screen) -> String {
    screen.lines().into_iter().find(|line| line.starts_with('▌')).unwrap()
}

fn listed(screen: &Screen) -> usize {
    screen.app.list.events().len()
}

#[test]
fn one_key_merges_the_texts_of_an_id_and_shows_them_again() {
    let mut screen = Screen::of(&twins(), ThemeName::Terminal, (100, 20));
    assert_eq!(listed(&screen), 7, "nobody merged them");
    screen.shows("5 twins").shows("2 duplicates merged").lacks("twins merged").shows("7 events");
    same_text("twins_100x20", &screen);
    screen.keys("E").shows("5 twins merged into 2").lacks("hidden").lacks("filtered out");
    assert_eq!((listed(&screen), screen.app.shown_without_filter()), (4, 4));
    same_text("twins_merged_100x20", &screen);
    // Repeated deliveries of the text that is shown stay its own.
    screen.keys("U");
    assert_eq!((listed(&screen), screen.app.shown_without_filter()), (6, 6));
    screen.keys("E");
    assert_eq!((listed(&screen), screen.app.shown_without_filter()), (9, 9));
    screen.keys("U");
    assert_eq!((listed(&screen), screen.app.shown_without_filter()), (7, 7));
}

/// The text that passes stands for the event: not the first one, which does not pass.
#[test]
fn a_text_that_passes_the_filter_is_never_merged_away() {
    let mut screen = Screen::of(&twins(), ThemeName::Terminal, (120, 30));
    for (filter, texts, merged) in [
        ("is:failed", 1, 1),
        ("userAgent=beta", 1, 1),
        ("id=one", 3, 1),
        ("is:twin", 5, 2),
        ("!is:twin", 2, 2),
    ] {
        screen.keys(&format!("/{filter}<enter>"));
        assert_eq!(listed(&screen), texts, "{filter}");
        screen.keys("E");
        assert_eq!(listed(&screen), merged, "{filter}");
        screen.keys("E<esc>");
    }
    // Groups count what the list shows, and a group opens into what it counts.
    screen.keys("Eb").keys("<down><enter>");
    assert_eq!(screen.app.groups.as_ref().unwrap().total(), 4);
    screen.keys("<enter>");
    assert_eq!(listed(&screen), 4);
}

#[test]
fn badges_title_facts_and_account_tell_of_texts_and_deliveries() {
    let mut screen = Screen::of(&twins(), ThemeName::Terminal, (140, 30));
    let row = selected(&screen);
    assert!(row.contains('×') && row.contains('≈'), "{row}");
    screen.keys("<enter>").shows("delivered 2 times").shows("3 texts of this eventID");
    screen.keys("<esc>G");
    let row = selected(&screen);
    assert!(row.contains('×') && !row.contains('≈'), "{row}");
    screen.keys("i").shows("5 twins (same eventID, other text)");
    screen.keys("<esc>?/").keys("<esc>:twins").shows("merge twins");
}

#[test]
fn the_other_texts_are_reached_from_the_one_that_stands_for_them() {
    let mut screen = Screen::of(&twins(), ThemeName::Terminal, (140, 30));
    screen.keys("E<enter>f").shows("all texts of this eventID");
    let is_chosen = |screen: &Screen| matches!(&screen.app.overlay, Some(Overlay::Menu(menu)) if matches!(menu.current(), Some(Choice::Texts(_))));
    while !is_chosen(&screen) {
        screen.keys("j");
    }
    screen.keys("<enter>").shows("❯ id=one");
    assert_eq!((listed(&screen), screen.app.twins_merged()), (3, false));
    // The cursor stays on the event when its text is merged into another.
    screen.keys("<esc>gjj");
    let event = screen.app.list.current().unwrap();
    assert!(screen.app.store.twins().is_twin(event));
    screen.keys("E");
    let shown = screen.app.list.current().unwrap();
    assert!(screen.app.store.twins().same_id(event).any(|other| other == shown), "{event} {shown}");
}

#[test]
fn a_trail_without_twins_says_so() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("E").shows("no eventID has more than one text");
    assert!(!screen.app.twins_merged());
    screen.lacks(" twins");
}
