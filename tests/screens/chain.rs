//! Who really did this: the chain of a credential, from an event and from a group.

use crate::same_text;
use crate::screen::Screen;
use trailsift::tui::app::Overlay;

#[test]
fn the_chain_of_a_session_is_a_tree_that_filters() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/key=ASIAX5VAULTQ7EXAMPLE<enter>a").shows("Who really did this");
    screen.shows("AKIAQ7LKSPRBDEXAMPLE").shows("AKIAV2BACKUP4EXAMPLE").shows("CreateAccessKey");
    screen.shows("2026-03-11T18:40:12Z");
    // A notice, which only repeated the first line, covered the keys.
    screen.shows("enter events").shows("+ only these");
    same_text("chain_120x40", &screen);
    // The first line is the key that everything goes back to.
    screen.keys("<enter>").shows("key=AKIAQ7LKSPRBDEXAMPLE");
    assert_eq!(screen.app.list.events().len(), 98, "{}", screen.app.filter.text());
    // With + it is added to the filter, and with - its events go.
    for (key, events) in [("+", 0), ("-", 88)] {
        let mut screen = Screen::sample(120, 40);
        screen.keys("/key=ASIAX5VAULTQ7EXAMPLE<enter>a").keys(key);
        assert_eq!(screen.app.list.events().len(), events, "{}", screen.app.filter.text());
    }
    let mut screen = Screen::sample(80, 24);
    screen.keys("/key=ASIAX5VAULTQ7EXAMPLE<enter>a");
    same_text("chain_80x24", &screen);
}

#[test]
fn a_group_of_other_values_than_credentials_says_so() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("ea").shows("choose an event, or a group by key");
}

#[test]
fn a_call_without_a_credential_says_so() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/who:service:cloudtrail.amazonaws.com<enter>a").shows("no credential is known here");
}

#[test]
fn a_group_of_keys_has_the_chain_of_its_key() {
    let mut screen = Screen::sample(120, 40);
    screen
        .keys("/key=AKIAV2BACKUP4EXAMPLE<enter>buserIdentity.accessKeyId<enter>a")
        .shows("Who really did this");
    screen.shows("AKIAQ7LKSPRBDEXAMPLE").shows("ASIAX5VAULTQ7EXAMPLE");
}

/// Lines count all events, so they show all of them: with the filter before, a line of 74 events showed none.
#[test]
fn a_line_shows_as_many_events_as_it_says_whatever_was_filtered() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/AKIAQ7LKSPRBDEXAMPLE<enter>a");
    let Some(Overlay::Card(card)) = &screen.app.overlay else { panic!("{}", screen.text()) };
    let abouts: Vec<String> = (0..).map_while(|at| card.line(at)).map(|line| line.about.clone()).collect();
    let mut counted = 0;
    for (about, row) in abouts.into_iter().zip(0..) {
        let words = about.split(" · ").find_map(|part| part.split(',').next()?.strip_suffix(" events"));
        let Some(events) = words.and_then(|number| number.parse::<usize>().ok()) else { continue };
        screen.keys("/<c-u>AKIAQ7LKSPRBDEXAMPLE<enter>a").keys("<home>").keys(&"<down>".repeat(row));
        screen.keys("<enter>");
        assert_eq!(screen.app.list.events().len(), events, "{about}: {}", screen.app.filter.text());
        counted += 1;
    }
    assert!(counted > 6, "{counted}");
}
