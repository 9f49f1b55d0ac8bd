//! A range of rows: what is selected is copied and exported, and nothing else.

use crate::same_text;
use crate::screen::Screen;

#[test]
fn the_selected_events_are_copied_from_top_to_bottom() {
    for newest_first in [false, true] {
        let mut screen = Screen::sample(120, 40);
        screen.keys(if newest_first { "S" } else { "" }).keys("jjvjjj").shows("4 selected");
        if !newest_first {
            same_text("range_120x40", &screen);
        }
        let ids: Vec<String> =
            (2..6).map(|row| screen.app.store.event_id(screen.app.list.event_at(row).unwrap())).collect();
        screen.keys("y");
        let copied = &screen.copied.last().unwrap().text;
        let lines: Vec<&str> = copied.lines().collect();
        assert_eq!(lines.len(), 4, "{copied}");
        assert!(lines.iter().zip(&ids).all(|(line, id)| line.contains(id.as_str())), "{copied}");
        screen.keys("x").shows("4 selected events").keys("<esc>");
        screen.keys("<esc>").lacks("selected").keys("y");
        assert_eq!(screen.copied.last().unwrap().what, "JSON", "without a range it is one event");
    }
}

#[test]
fn a_range_goes_up_too_and_follows_its_first_event() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("jjjjvkk").shows("3 selected").keys("v").lacks("selected");
    screen.keys("/is:write<enter>gvjj").shows("3 selected");
    let first = screen.app.list.event_at(0);
    screen.keys("/<c-u><enter>");
    let range = screen.app.list.range().unwrap();
    assert_eq!(screen.app.list.event_at(*range.start()), first, "other events came in between");
    assert!(range.count() > 3);
    screen.keys("/<c-u>!is:write<enter>").lacks("selected");
    screen.keys("gvGs<esc>").shows("selected").keys("S").lacks("selected");
}
