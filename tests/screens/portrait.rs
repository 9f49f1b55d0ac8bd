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
    small.keys("p").lacks(" Group ").keys("<tab>").shows(" Group ").lacks(" Groups by");
    same_text("group_alone_80x24", &small);
    small.keys("<tab>").shows(" Groups by").lacks(" Group  ");
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

#[test]
fn z_goes_from_groups_and_group_to_one_of_them_and_the_border_moves() {
    let mut screen = Screen::sample(120, 40);
    let panes = |screen: &Screen| {
        let areas = screen.app.areas();
        (!areas.list.is_empty(), !areas.detail.is_empty())
    };
    screen.keys("pj");
    let group = screen.app.groups.as_ref().unwrap().current().unwrap().path();
    assert_eq!(panes(&screen), (true, true));
    screen.keys("z");
    assert_eq!(panes(&screen), (true, false));
    screen.keys("z<tab>z");
    assert_eq!(panes(&screen), (false, true));
    screen.keys("j<down>").shows("principal");
    assert_eq!(screen.app.groups.as_ref().unwrap().current().unwrap().path(), group, "the group stays");
    screen.keys("z");
    assert_eq!(panes(&screen), (true, true));
    assert!(screen.app.groups.as_ref().unwrap().portrait.is_focused, "the keys stay where they are");
    screen.keys("z<esc>");
    assert_eq!(panes(&screen), (true, true), "escape leaves what z enlarged");
    let width = screen.app.areas().list.width;
    screen.keys(">>").keys("<lt>");
    assert_eq!(screen.app.areas().list.width, width + 2);
    screen.keys("|");
    let areas = screen.app.areas();
    assert_eq!((areas.list.width, areas.detail.width), (120, 120));
    same_text("groups_below_120x40", &screen);
    // The list and the event keep a layout of their own.
    screen.keys("<enter>");
    assert_eq!(screen.app.areas().list.width, 78);
    screen.keys("<esc>");
    assert_eq!(screen.app.areas().list.width, 120);
    screen.keys("<tab>z<enter>");
    assert!(!screen.app.shows_groups(), "enter in the group alone opens what is under its cursor");
    let mut small = Screen::sample(80, 24);
    small.keys("pz");
    assert_eq!(panes(&small), (true, true), "both fit below each other");
    same_text("groups_below_80x24", &small);
    small.keys("/zzzzzz<enter>z").lacks(" Group ");
}
