//! The event list, the filter over it, and the pages that open from it.

use trailsift::record::field::Column;
use trailsift::store::Event;

use crate::screen::Screen;
use crate::{same_styles, same_text};

fn current(screen: &Screen) -> Event {
    screen.app.list.current().unwrap()
}

#[test]
fn first_screens() {
    for (columns, rows) in [(120, 40), (80, 24), (200, 60), (40, 12)] {
        let mut screen = Screen::sample(columns, rows);
        screen.shows("sample-logs").shows("714 events").shows("GetBucketAcl");
        assert_eq!(screen.cells()[(0, screen.bar())].symbol(), "▌", "the bar is seen without colour, too");
        same_text(&format!("first_{columns}x{rows}"), &screen);
    }
    same_styles("first_80x24", &Screen::sample(80, 24));
}

#[test]
fn a_filter_is_answered_as_it_is_typed_and_kept_with_enter() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/accden").shows("❯ accden").shows("67 of 714");
    same_text("filter_typing", &screen);
    screen.keys("<enter>").shows("❯ accden").shows("67 of 714");
    same_text("filter_kept", &screen);
    screen.keys("<esc>").lacks("accden").lacks("67 of 714");
}

#[test]
fn errors_are_failed_and_matched_letters_are_marked() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("/accden<enter>");
    let (column, heading) = screen.find("error");
    for y in heading + 1..heading + 12 {
        let line = screen.line(y);
        assert!(line.chars().skip(usize::from(column)).collect::<String>().starts_with("AccessD"), "{line}");
        assert_eq!(screen.cells()[(1, y)].symbol(), "!", "a failed call has its mark: {line}");
        let expected = if y == screen.bar() {
            ["selected underlined", "selected", "selected underlined"]
        } else {
            ["matched", "failed", "matched"]
        };
        assert_eq!([0, 4, 6].map(|at| screen.meaning(column + at, y)), expected, "{line}");
    }
    same_styles("filter_kept_80x24", &screen);
}

#[test]
fn nothing_matches() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("/zzzzqq<enter>").shows("No event matches").shows("esc").shows("0 of 714");
    same_text("nothing_matches", &screen);
    screen.keys("<enter><tab>jkGyYy").shows("zzzzqq");
    screen.keys("<esc><esc><esc>").shows("GetBucketAcl");
}

#[test]
fn help_tells_the_keys_of_the_pane_first() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("?").shows("open the event");
    same_text("help_in_list", &screen);
    screen.keys("<esc><enter>?").shows("expand to this many levels");
    same_text("help_in_detail", &screen);
    screen.keys("G").lacks("expand to this many levels").shows("damaged file");
    screen.keys("q").lacks("damaged file");
    assert!(screen.effects.is_empty(), "q closes the page and nothing else");
}

#[test]
fn reversed_the_cursor_stays_on_its_event() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("jjjjjjj");
    let (event, bar) = (current(&screen), screen.bar());
    screen.keys("S").shows("newest first");
    assert_eq!(current(&screen), event);
    screen.keys("S").shows("oldest first");
    assert_eq!((current(&screen), screen.bar()), (event, bar));
    let mut untouched = Screen::sample(80, 24);
    let oldest = current(&untouched);
    untouched.keys("S");
    assert!(
        untouched.app.store.order_key(current(&untouched)) > untouched.app.store.order_key(oldest),
        "the newest"
    );
}

/// They stood above the newest, and `list --reverse -n 20` gave them for it.
#[test]
fn events_without_a_time_are_last_whichever_way_the_list_is_turned() {
    let folder = tempfile::tempdir().unwrap();
    let record = |name: &str, time: &str| {
        format!(
            r#"{{"eventVersion":"1.08","eventTime":"{time}","eventSource":"s3.amazonaws.com","eventName":"{name}"}}"#
        )
    };
    let times = ["2026-03-10T12:00:00Z", "2026-03-11T12:00:00Z", "2026-03-12T12:00:00Z", "some day", "soon"];
    let records: Vec<String> =
        ["A", "B", "C", "X", "Y"].into_iter().zip(times).map(|(a, b)| record(a, b)).collect();
    std::fs::write(folder.path().join("events.jsonl"), records.join("\n")).unwrap();
    let mut screen = Screen::open(&[folder.path()], 80, 24);
    let names = |screen: &Screen| {
        let name = |row| {
            let event = screen.app.list.event_at(row).unwrap();
            screen.app.store.value(event, Column::EventName).to_owned()
        };
        (0..5).map(name).collect::<String>()
    };
    assert_eq!(names(&screen), "ABCXY");
    screen.keys("S");
    assert_eq!((names(&screen), screen.app.list.window.cursor()), ("CBAXY".to_owned(), 0));
    // From day to day downwards, and back.
    let mut rows = Vec::new();
    for key in ["d", "d", "d", "d", "D", "D", "D", "D"] {
        screen.keys(key);
        rows.push(screen.app.list.window.cursor());
    }
    assert_eq!(rows, [1, 2, 3, 3, 2, 1, 0, 0]);
    screen.keys("Gk");
    let event = current(&screen);
    screen.keys("S");
    assert_eq!((names(&screen), current(&screen)), ("ABCXY".to_owned(), event));
}

#[test]
fn the_cursor_stays_on_its_event_when_the_filter_changes() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("/accden<enter>jjjjjjj");
    let (event, line) = (current(&screen), screen.bar());
    for script in ["/<bs>", "<bs><bs>", "<bs><bs><bs>", "<esc>"] {
        screen.keys(script);
        assert_eq!((current(&screen), screen.bar()), (event, line), "{script}");
    }
    screen.keys("/accden<enter>");
    assert_eq!(current(&screen), event);
}

#[test]
fn a_cursor_whose_event_is_gone_goes_to_the_next_in_time() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("/createpolicyver<enter>j<esc>k");
    let key = |screen: &Screen| screen.app.store.order_key(current(screen));
    let before = key(&screen);
    screen.keys("/putuserpol<enter>");
    assert!(key(&screen) > before);
    screen.shows("1 of 2");
}

#[test]
fn an_untouched_cursor_stays_at_the_top_of_every_answer() {
    let mut screen = Screen::sample(80, 24);
    let top = screen.bar();
    screen.keys("/den");
    assert_eq!((screen.app.list.window.cursor(), screen.bar()), (0, top));
    screen.keys("<bs><bs><bs>");
    assert_eq!((screen.app.list.window.cursor(), screen.bar()), (0, top));
}

#[test]
fn repeated_deliveries_can_be_shown() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("U").shows("723 events");
    screen.keys("U").shows("714 events").lacks("723 events");
}

/// The cursor went on to the next event, and a copy was then of another record.
#[test]
fn the_cursor_goes_to_the_delivery_that_stands_for_a_folded_one() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("U");
    let all = screen.app.list.events().clone();
    let folds = screen.app.store.folds().clone();
    let mut folded = 0;
    for &event in all.iter().filter(|&&event| folds.is_folded(event)) {
        while screen.app.list.current() != Some(event) {
            screen.keys("j");
        }
        screen.keys("U");
        let current = screen.app.list.current().unwrap();
        assert!(folds.copies(event).contains(&current), "{event} {current}");
        screen.keys("U");
        folded += 1;
    }
    assert_eq!(folded, 9);
}

#[test]
fn earlier_filters_come_back() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("/accden<enter><esc>/putuser<enter><esc>/<up>").shows("❯ putuser");
    screen.keys("<up>").shows("❯ accden").shows("67 of 714");
    screen.keys("<down>").shows("❯ putuser").shows("2 of 714");
}
