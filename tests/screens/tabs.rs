//! Tabs: each keeps its filter, its groups and its cursor.

use ratatui::layout::Position;
use trailsift::tui::view::filter_bar;

use crate::same_text;
use crate::screen::Screen;

fn cursor(screen: &Screen) -> Position {
    filter_bar::cursor(&screen.app, &screen.app.areas()).unwrap()
}

#[test]
fn a_tab_brings_back_filter_groups_and_cursor() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("}").shows("there is only this tab").keys("/is:failed<enter>jjjj");
    let (failed, event) = (screen.app.list.events().len(), screen.app.list.current());
    screen.keys("<c-t>").shows("2/2 ❯").shows("is:failed");
    same_text("tabs", &screen);
    screen.keys("/<c-u>is:write<enter>p").keys("<c-t><esc>/<c-u>is:root<enter>").shows("3/3 ❯");
    screen.keys("}").shows("1/3 ❯ is:failed");
    screen.shows("tabs: [1 is:failed] · 2 is:write by principal · 3 is:root");
    assert_eq!((screen.app.list.events().len(), screen.app.list.current()), (failed, event));
    screen.keys("}").shows("2/3 ❯ is:write").shows("[2 is:write by principal]");
    assert!(screen.app.shows_groups());
    screen.keys("{{").shows("3/3 ❯ is:root").keys("<c-w>").shows("2/2 ❯ is:write");
    screen.keys("<c-w>").lacks("1/1").shows("is:failed").keys("<c-w>").shows("there is only this tab");
    assert_eq!(screen.app.list.current(), event);
}

/// The cursor of the terminal stands behind the text also when the prompt has a number.
#[test]
fn the_prompt_with_a_number_moves_the_cursor() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("/abc");
    let before = cursor(&screen);
    screen.keys("<esc><c-t>/");
    let after = cursor(&screen);
    assert_eq!((after.x, after.y), (before.x + 4, before.y));
}
