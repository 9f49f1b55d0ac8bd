//! The mouse, and paste.

use crossterm::event::{MouseButton, MouseEventKind};
use trailsift::record::field::Column;
use trailsift::tui::app::Focus;
use trailsift::tui::message::{Effect, Msg};

use crate::screen::Screen;

#[test]
fn a_click_selects_and_a_second_one_opens() {
    let mut screen = Screen::sample(80, 24);
    let y = screen.bar() + 5;
    screen.click(20, y);
    assert_eq!((screen.bar(), screen.app.list.window.cursor(), screen.app.focus), (y, 5, Focus::List));
    screen.click(30, y - 2);
    assert_eq!((screen.bar(), screen.app.focus), (y - 2, Focus::List));
    screen.click(20, y - 2);
    assert_eq!(screen.app.focus, Focus::Detail);
    assert_eq!(screen.app.detail.event(), screen.app.list.current());
}

#[test]
fn groups_open_by_click() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("e");
    let (x, y) = screen.find("AccessDenied");
    screen.click(x, y);
    assert!(screen.app.shows_groups() && screen.bar() == y);
    screen.click(x, y);
    assert_eq!((screen.app.shows_groups(), screen.app.list.events().len()), (false, 37));
}

#[test]
fn clicks_where_nothing_is_do_nothing() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("/putuserpol<enter>");
    let before = screen.app.list.current();
    for (x, y) in [(5, 20), (79, 23), (0, 0), (5, 4), (79, 4), (200, 100)] {
        screen.click(x, y);
    }
    assert_eq!((screen.app.list.current(), screen.app.focus), (before, Focus::List));
}

#[test]
fn the_wheel_scrolls_what_is_under_it() {
    let mut screen = Screen::sample(120, 40);
    let list = |screen: &Screen| screen.app.list.window.offset();
    screen.wheel(10, 10, true).wheel(10, 10, true);
    assert!(list(&screen) > 0 && screen.app.detail.window.offset() == 0);
    let scrolled = list(&screen);
    screen.wheel(100, 20, true);
    assert!(
        screen.app.detail.window.offset() > 0 && list(&screen) == scrolled && screen.app.focus == Focus::List
    );
    screen.wheel(10, 10, false).wheel(10, 10, false).wheel(10, 10, false);
    assert_eq!(list(&screen), 0);
    screen.keys("?").wheel(10, 10, true).wheel(10, 10, true).lacks("open the event");
    assert_eq!(list(&screen), 0, "the page has the wheel");
}

#[test]
fn the_tree_is_folded_by_its_marks() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("<enter>");
    let rows = screen.app.detail.lines().len();
    let (x, y) = screen.find("▾ userIdentity");
    screen.click(x, y);
    assert!(screen.app.detail.lines().len() < rows);
    screen.shows("▸ userIdentity").click(x, y);
    assert_eq!(screen.app.detail.lines().len(), rows);
    let (x, y) = screen.find("eventTime  ");
    screen.click(x, y);
    assert_eq!((screen.bar(), screen.app.detail.lines().len()), (y, rows), "a leaf is only selected");
}

#[test]
fn menus_pages_and_the_filter_take_clicks() {
    let mut screen = Screen::sample(80, 24);
    screen.click(10, 1);
    assert_eq!(screen.app.focus, Focus::Filter);
    screen.keys("<esc>Y");
    let (x, y) = screen.find("compact");
    screen.click(x, y);
    assert_eq!(screen.copied[0].what, "compact JSON");
    screen.keys("b").click(0, 23).lacks("Group by").keys("?").click(40, 10);
    assert!(screen.app.overlay.is_some(), "a click in the help is a choice, or nothing");
    screen.click(0, 23);
    assert!(screen.app.overlay.is_none());
    // A key of the help is pressed by the second click.
    screen.keys("?/newest");
    let (x, y) = screen.find("sort newest first");
    screen.click(x, y);
    assert!(screen.app.overlay.is_none() && screen.app.list.is_reversed());
    screen.keys("M").shows("press M to use the mouse here again").keys("M");
    assert!(
        matches!(screen.effects[..], [Effect::Mouse(false), Effect::Mouse(true)]),
        "{:?}",
        screen.effects
    );
}

#[test]
fn pasted_text_is_filter_text_and_nothing_else() {
    let mut screen = Screen::sample(80, 24);
    screen.send(Msg::Paste("qqq\n".to_owned()));
    assert!(
        screen.effects.is_empty() && screen.app.filter.text().is_empty(),
        "outside of a line it is nothing"
    );
    screen.keys("/").send(Msg::Paste("putuser\u{1b}[2Jpolicy\n".to_owned()));
    assert_eq!(screen.app.filter.text(), "putuser [2Jpolicy", "the end of the line is no blank");
    assert_eq!(screen.app.focus, Focus::Filter);
}

#[test]
fn keys_of_the_last_line_and_the_first_line_take_clicks() {
    let mut screen = Screen::sample(120, 40);
    let (x, y) = screen.find("by error");
    screen.click(x, y).shows("Groups by error");
    let (x, y) = screen.find(" events  s sort");
    screen.click(x + 1, y);
    assert!(!screen.app.shows_groups(), "enter was clicked");
    let (x, y) = screen.find("q quit");
    screen.click(x, y).shows("q quits");
    assert!(screen.effects.is_empty(), "nobody quits by a slip of the hand");
    screen.click(x, y);
    screen.keys("<esc><esc>").click(20, 0).shows("Files");
    let (x, y) = screen.find("close");
    screen.click(x, y);
    assert!(screen.app.overlay.is_none(), "hints of overlays act, too");
}

#[test]
fn the_right_button_offers_what_can_be_followed() {
    let mut screen = Screen::sample(120, 40);
    let (x, y) = screen.find("CreateSnapshot");
    screen.mouse(MouseEventKind::Down(MouseButton::Right), x, y).shows("Follow");
    assert_eq!(
        screen.app.store.value(screen.app.list.current().unwrap(), Column::EventName),
        "CreateSnapshot"
    );
    screen.mouse(MouseEventKind::Down(MouseButton::Right), x, y).lacks("Follow");
}
