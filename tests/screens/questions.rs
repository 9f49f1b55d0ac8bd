//! The filter bar as a question: mistakes under their place, completion, text that only the records hold.

use crate::screen::Screen;
use crate::{same_styles, same_text};

#[test]
fn a_mistake_stands_under_its_place_and_the_last_good_answer_stays() {
    let mut screen = Screen::sample(100, 30);
    screen.keys("/is:denied").shows("87 of 714");
    // The open bracket is the first mistake: from there on the last good answer stays.
    screen.keys(" (eventNam:x").shows("^^^^^^^^ no field eventNam; eventName?").shows("87 of 714");
    same_text("filter_mistake", &screen);
    same_styles("filter_mistake", &screen);
    screen.keys("<enter>").shows("^^^^^^^^");
    screen.keys("/<bs><bs><bs>").keys("<esc><esc>").shows("714 events");
}

#[test]
fn tab_offers_names_tests_and_values_with_their_counts() {
    let mut screen = Screen::sample(100, 30);
    screen.keys("/!is:fai<tab>").shows("❯ !is:failed");
    let mut screen = Screen::sample(100, 30);
    screen.keys("/who:build-deploy err<tab>").shows("error:");
    screen.keys("acc<tab>").shows("AccessDenied").shows("events");
    same_text("filter_completion", &screen);
    let first = screen.app.filter.text().to_owned();
    screen.keys("<tab>");
    assert_ne!(screen.app.filter.text(), first);
    screen.keys("<esc>");
    assert_eq!(screen.app.filter.text(), "who:build-deploy error:acc");
    screen.keys("<tab><enter>");
    assert_eq!(screen.app.filter.text(), first);
    assert!(screen.app.completion.is_none() && !screen.app.list.events().is_empty());
}

#[test]
fn text_that_only_records_hold_is_found_however_it_is_spelt() {
    for (filter, found) in [
        ("\"AKIAV2BACKUP4EXAMPLE\"", true),
        ("requestParameters.policyDocument.Statement.Effect=Allow", true),
        ("/Delete(Trail|FlowLogs)/", true),
        ("\"nowhere to be found\"", false),
    ] {
        let mut screen = Screen::sample(100, 30);
        screen.keys(&format!("/{filter}<enter>"));
        assert_eq!(!screen.app.list.events().is_empty(), found, "{filter}");
        assert!(!screen.app.is_waiting());
    }
}
