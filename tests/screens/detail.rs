//! One event: its facts, the tree, long texts, JSON inside strings, and the search in it.

use trailsift::tui::app::Focus;

use crate::screen::Screen;
use crate::{same_styles, same_text};

/// The event that grants a user everything: its policy is URL-encoded JSON, its user agent an attack on the terminal.
const PUT_POLICY: &str = "/putuserpolicy<enter><enter>";

const EFFECT: &str = "requestParameters.policyDocument.Statement[0].Effect";

fn rows(screen: &Screen) -> usize {
    screen.app.detail.lines().len()
}

#[test]
fn an_event_opens_below_the_list_and_closes_again() {
    let mut screen = Screen::sample(80, 24);
    let before = screen.text();
    screen.keys("/accden<enter><enter>");
    assert_eq!(screen.app.focus, Focus::Detail);
    screen.shows("night-shift").shows("192.0.2.73");
    let (x, y) = screen.find("error AccessDenied");
    assert_eq!(screen.meaning(x + 6, y), "failed");
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
    screen.keys("/zzqq").shows("not in this event");
    screen.keys("<esc>n").shows("not in this event");
    assert_eq!(screen.app.focus, Focus::Detail);
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
