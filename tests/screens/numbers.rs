//! A number before a key: how many rows, to which row, for how many events.

use crate::screen::Screen;

/// The row under the cursor, from 1.
fn row(screen: &Screen) -> usize {
    screen.app.list.window.cursor() + 1
}

#[test]
fn a_number_says_how_many_rows_a_move_goes_and_to_which_row() {
    let mut screen = Screen::sample(120, 40);
    let total = screen.app.list.window.total();
    assert!(total > 700);
    for (keys, expected) in [
        ("g5j", 6),
        ("2k", 4),
        ("10<down>", 14),
        ("120G", 120),
        ("7g", 7),
        ("3j", 10),
        ("99999999j", total),
        ("2<up>", total - 2),
        // The first digit is not 0, and a later one may be.
        ("g0j", 2),
        ("20j", 22),
        // Escape ends the number and nothing else.
        ("g12<esc>j", 2),
        // A key without a meaning ends it.
        ("g5%j", 2),
        ("g999999999999j", total),
    ] {
        screen.keys(keys);
        assert_eq!(row(&screen), expected, "{keys}");
    }
    screen.keys("g12").shows("12 · a move, g, m, # or y takes it, esc ends it").keys("0").shows("120 ·");
    screen.keys("j").lacks("takes it");
    assert_eq!(row(&screen), 121);
    // As many steps as single keys make.
    let seek = |keys: &str| {
        let mut screen = Screen::sample(120, 40);
        screen.keys(keys);
        row(&screen)
    };
    for (number, steps) in
        [("g3.", "g..."), ("g2d", "gdd"), ("g4]", "g]]]]"), ("G3;", "G;;;"), ("5,", ",,,,,")]
    {
        assert_eq!(seek(number), seek(steps), "{number}");
    }
}

#[test]
fn a_number_says_how_many_events_are_marked_noted_and_copied() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("g3m").shows("3 events marked").lacks("selected");
    assert_eq!((screen.app.case.shown().marks().len(), row(&screen)), (3, 3));
    screen.keys("j1m").shows("1 event marked").keys("j12#").shows("12 events");
    screen.keys("same<esc>").shows("12 events noted");
    assert_eq!(screen.app.case.shown().marks().len(), 3 + 1 + 12);
    // A range that was begun is the range.
    screen.keys("gvj5m").shows("2 events unmarked");
    // At the end there are fewer.
    screen.keys("G2k9m").shows("3 events marked");
    screen.keys("g4yy");
    assert_eq!(screen.copied.last().unwrap().text.lines().count(), 4);
}

#[test]
fn groups_take_numbers_for_moves() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("p");
    let cursor = |screen: &Screen| screen.app.groups.as_ref().unwrap().window.cursor() + 1;
    for (keys, expected) in [("g4j", 5), ("2k", 3), ("6G", 6)] {
        screen.keys(keys);
        assert_eq!(cursor(&screen), expected, "{keys}");
    }
    screen.keys("3").shows("3 · a move or g takes it");
    // In the event, digits are levels; in the filter they are text.
    screen.keys("<esc><esc><enter>3/12").shows("12").lacks("takes it");
}
