//! The list in the order of a column, its columns scrolled sideways, and widths that are chosen.

use crossterm::event::MouseEventKind;
use trailsift::record::field::Column;
use trailsift::store::Event;

use crate::screen::Screen;
use crate::{same_styles, same_text};

/// The events from top to bottom.
fn rows(screen: &Screen) -> Vec<Event> {
    screen.app.list.rows().iter().collect()
}

fn values(screen: &Screen, column: Column) -> Vec<String> {
    rows(screen).iter().map(|&event| screen.app.store.value(event, column).to_owned()).collect()
}

fn headings(screen: &Screen) -> Vec<&'static str> {
    screen.app.list.columns().iter().map(|column| column.heading).collect()
}

#[test]
fn the_list_is_sorted_by_a_column_and_turned_round() {
    let mut screen = Screen::sample(120, 40);
    let by_time = rows(&screen);
    screen.keys("s");
    same_text("sort_menu_120x40", &screen);
    screen.keys("<esc>s").keys("jjjjj<enter>").shows("by error ↑");
    same_text("sorted_120x40", &screen);
    same_styles("sorted_120x40", &screen);
    let codes = values(&screen, Column::ErrorCode);
    let with: Vec<&String> = codes.iter().take_while(|code| !code.is_empty()).collect();
    assert!(with.is_sorted() && !with.is_empty());
    assert!(codes[with.len()..].iter().all(String::is_empty), "those without a code are last");
    screen.shows(&format!("{} without it last", codes.len() - with.len()));
    // The cursor of the menu is on the column by which the list is sorted.
    screen.keys("s<enter>").shows("by error ↓");
    let turned = values(&screen, Column::ErrorCode);
    let turned: Vec<&String> = turned.iter().take_while(|code| !code.is_empty()).collect();
    assert!(turned.iter().rev().is_sorted() && turned.len() == with.len());
    screen.keys("S").shows("newest first");
    let newest: Vec<Event> = by_time.iter().rev().copied().collect();
    assert_eq!(rows(&screen), newest);
    screen.keys("S").shows("oldest first");
    assert_eq!(rows(&screen), by_time);
    let mut small = Screen::sample(80, 24);
    small.keys("s<enter>").shows("newest first").keys("sj<enter>");
    same_text("sorted_80x24", &small);
}

#[test]
fn the_cursor_stays_on_its_event_whatever_the_list_is_sorted_by() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("jjjjjjjjjj<c-d><c-d>");
    let event = screen.app.list.current();
    for keys in ["sjjjj<enter>", "s<enter>", "S", "S", "sj<enter>", "U", "S"] {
        screen.keys(keys);
        assert_eq!(screen.app.list.current(), event, "{keys}");
    }
    // A filter without the event leads to the nearest in time.
    screen.keys("sj<enter>/eventName=ListBuckets<enter>");
    assert!(screen.app.list.current().is_some());
    screen.keys("d").shows("not sorted by time");
}

#[test]
fn a_column_that_must_be_read_first_sorts_too() {
    let mut screen = Screen::sample(160, 40);
    screen.keys("crequestParameters.maxResults <c-s><esc>").shows("by requestParameters.maxResults ↑");
    let column = screen.app.list.columns().last().unwrap().column().unwrap();
    let numbers: Vec<u64> = values(&screen, column).iter().filter_map(|text| text.parse().ok()).collect();
    assert!(numbers.is_sorted() && numbers.len() > 3 && numbers.first() < numbers.last(), "{numbers:?}");
    screen.keys("cmaxResults<c-s><esc>").shows("maxResults ↓");
}

#[test]
fn a_click_on_a_heading_sorts_turns_and_returns() {
    let mut screen = Screen::sample(120, 40);
    let by_time = rows(&screen);
    let click = |screen: &mut Screen, heading: &str| {
        let (_, y) = screen.find("UTC");
        let x = screen.line(y).find(heading).unwrap();
        screen.click(u16::try_from(x).unwrap() + 1, y);
    };
    click(&mut screen, " who");
    screen.shows("who ↑").shows("by who ↑");
    assert!(values(&screen, Column::PrincipalLabel).is_sorted());
    click(&mut screen, " who");
    screen.shows("who ↓");
    click(&mut screen, " who");
    screen.lacks("who ↓").shows("oldest first");
    assert_eq!(rows(&screen), by_time);
    click(&mut screen, "UTC");
    screen.shows("newest first");
}

#[test]
fn the_command_line_prints_what_the_list_shows() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("sjjjjj<enter>s<enter>Yl");
    let command = &screen.copied.last().unwrap().text;
    assert!(command.ends_with(" --sort errorCode:desc"), "{command}");
}

#[test]
fn columns_that_do_not_fit_are_reached_sideways() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("cuserAgent <esc>ceventID <esc>").shows("3 of 8 columns");
    screen.keys("<s-right>").shows("columns 2–");
    same_text("columns_scrolled_80x24", &screen);
    screen.shows("UTC").lacks(" event ");
    for _ in 0..12 {
        screen.keys("L");
    }
    screen.shows("eventID").shows("this is the last column").keys("<s-left>").shows("of 8");
    let (x, y) = screen.find("UTC");
    for _ in 0..12 {
        screen.mouse(MouseEventKind::ScrollLeft, x, y + 2);
    }
    screen.shows("event ").keys("H").shows("this is the first column");
    screen.keys("j").mouse(MouseEventKind::ScrollRight, x, y + 2).shows("columns 2–");
}

#[test]
fn columns_are_moved_widened_and_sorted_in_their_menu() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("cregion<c-up>");
    assert_eq!(headings(&screen)[6..], ["region", "service"]);
    screen.keys("<c-up><c-up>");
    assert_eq!(headings(&screen)[4..6], ["region", "from"]);
    screen.keys("<esc>cwho<c-right><c-right><c-right>").shows(" wide · ");
    same_text("columns_widths_120x40", &screen);
    let chosen = screen.app.list.chosen().widths.clone();
    assert_eq!((chosen.len(), chosen[0].0.heading), (1, "who"));
    screen.keys("<c-left>");
    assert_eq!(screen.app.list.chosen().widths[0].1, chosen[0].1 - 1);
    screen.keys("<c-t>").lacks(" wide · ");
    assert!(screen.app.list.chosen().widths.is_empty());
    screen.keys("<c-s><esc>").shows("by who ↑");
    screen.keys("cos<c-up>").shows("this column is not shown");
    // What was chosen is there when the menu is opened again.
    screen.keys("<esc>c");
    assert_eq!(headings(&screen)[4], "region");
    screen.shows("[x] awsRegion");
}
