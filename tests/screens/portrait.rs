//! The pane beside the groups: what it says about the selected group, and what its rows do.

use crate::screen::Screen;
use crate::{same_styles, same_text};

#[test]
fn the_selected_group_has_a_pane_of_its_own() {
    for (columns, rows) in [(120, 40), (100, 30), (80, 44)] {
        let mut screen = Screen::sample(columns, rows);
        screen.keys("p");
        same_text(&format!("group_pane_{columns}x{rows}"), &screen);
    }
    let mut screen = Screen::sample(120, 40);
    screen.keys("pjjj").shows(" Group ").shows("newest");
    let count = screen.app.groups.as_ref().unwrap().current().unwrap().events;
    screen.shows(&format!(" {count} events"));
    screen.keys("<tab>j");
    same_text("group_pane_focused_120x40", &screen);
    same_styles("group_pane_focused_120x40", &screen);
    // The value of the group is whole there.
    let value = screen.app.groups.as_ref().unwrap().whole_value().len();
    assert!(value > 0);
    let mut small = Screen::sample(80, 24);
    small.keys("p<tab>").shows("has a pane of its own on screens of").lacks(" Group ");
}

#[test]
fn enter_on_a_value_shows_the_events_of_the_group_with_it() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("p<tab>j<enter>");
    let app = &screen.app;
    assert!(!app.shows_groups());
    let term = app.filter.text().to_owned();
    assert!(term.starts_with("eventName="), "{term}");
    let listed = app.list.events().len();
    // The count of the row was the number of these events.
    screen.keys("<esc>u<tab>").shows("principal");
    let portrait = screen.app.groups.as_ref().unwrap().portrait.shown().unwrap();
    let row = portrait.top.iter().find(|top| term == format!("eventName={}", top.value)).unwrap();
    assert_eq!(row.events, listed);
    // Another group is another pane.
    let before = portrait.clone();
    screen.keys("<esc>j");
    assert_ne!(screen.app.groups.as_ref().unwrap().portrait.shown().unwrap(), &before);
}

#[test]
fn enter_on_an_event_opens_the_group_there_and_escape_returns() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("p<tab>G");
    let portrait = screen.app.groups.as_ref().unwrap().portrait.shown().unwrap().clone();
    screen.keys("<enter>");
    assert_eq!(screen.app.list.current(), portrait.newest.last().copied());
    assert_eq!(screen.app.list.events().len(), portrait.events);
    screen.keys("<esc>");
    assert!(screen.app.shows_groups());
    screen.keys("<tab><esc>").shows(" Group ");
    assert!(screen.app.shows_groups(), "the first escape leaves the pane only");
    // A click selects a row, a second one opens it.
    let (x, y) = screen.find("newest");
    screen.click(x, y).click(x, y);
    assert_eq!(screen.app.list.current(), portrait.newest.first().copied());
}

/// Sums and figures of the group stand in its pane.
#[test]
fn sums_of_the_group_are_in_its_pane() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("pSo").shows("bytesOut  sum ").shows("median");
}
