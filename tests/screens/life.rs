//! The life of a key, session, principal or address as a card: from an event, from a group, and from there to the events.

use crate::same_text;
use crate::screen::Screen;

const KEY: &str = "AKIAV2BACKUP4EXAMPLE";

#[test]
fn the_life_of_a_key_says_what_the_command_says() {
    for (columns, rows) in [(120, 40), (80, 24)] {
        let mut screen = Screen::sample(columns, rows);
        screen.keys(&format!("/key={KEY}<enter>I"));
        same_text(&format!("life_{columns}x{rows}"), &screen);
    }
    let mut screen = Screen::sample(120, 40);
    screen.keys(&format!("/key={KEY}<enter>I"));
    screen.shows(&format!("access key {KEY}")).shows("12 events").shows("Issued by").shows("switched off by");
}

#[test]
fn a_line_leads_to_its_events_whatever_the_filter() {
    let mut screen = Screen::sample(120, 40);
    screen.keys(&format!("/key={KEY}<enter>I/first use<enter>"));
    assert_eq!(screen.app.list.events().len(), 1, "{}", screen.app.filter.text());
    // The call that issued it was made with another key.
    let mut screen = Screen::sample(120, 40);
    screen.keys(&format!("/key={KEY}<enter>I/issued by<enter>")).shows("CreateAccessKey");
    assert_eq!(screen.app.list.events().len(), 1, "{}", screen.app.filter.text());
    let mut screen = Screen::sample(120, 40);
    screen.keys(&format!("/key={KEY}<enter>"));
    let before = screen.app.list.events().len();
    screen.keys("I/first use<enter>").keys("u").keys("I/first use").keys("<esc>");
    assert_eq!(screen.app.list.events().len(), before);
    screen.keys("j-");
    assert_eq!(screen.app.list.events().len(), before - 1, "{}", screen.app.filter.text());
}

#[test]
fn the_numbers_of_a_card_are_those_of_its_filters() {
    let mut screen = Screen::sample(160, 60);
    screen.keys(&format!("/key={KEY}<enter>I"));
    let mut at = 0;
    let mut seen = 0;
    loop {
        let steps = "j".repeat(at);
        let mut screen = Screen::sample(160, 60);
        screen.keys(&format!("/key={KEY}<enter>I{steps}"));
        let Some(trailsift::tui::app::Overlay::Card(card)) = &screen.app.overlay else { panic!("no card") };
        let line = card.current().unwrap().clone();
        let (cursor, total) = (card.sections.window.cursor(), card.sections.window.total());
        screen.keys("<enter>");
        let counted = line
            .text
            .split_once(": ")
            .map_or(line.text.as_str(), |(_, rest)| rest)
            .split_once(" event")
            .and_then(|(number, _)| number.parse::<usize>().ok());
        if let Some(counted) = counted {
            assert_eq!(screen.app.list.events().len(), counted, "{}: {}", line.text, line.filter);
            seen += 1;
        }
        assert!(!screen.app.list.events().is_empty(), "{}: {}", line.text, line.filter);
        if cursor + 1 == total {
            break;
        }
        at += 1;
    }
    assert!(seen >= 3, "a sum, an address and a program");
}

#[test]
fn tab_shows_the_next_value_of_the_event() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/ip=203.0.113.77<enter>I").shows("access key");
    screen.keys("<tab>").shows("· tab: ").lacks("access key AKIA");
    let mut screen = Screen::sample(120, 40);
    screen
        .keys("/ip=203.0.113.77<enter>bsourceIPAddress<enter>I")
        .shows("address 203.0.113.77")
        .shows("Used by");
    screen.keys("<enter>");
    assert!(screen.app.filter.text().contains("ip=203.0.113.77"), "{}", screen.app.filter.text());
}

#[test]
fn a_group_of_other_values_says_so() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("eI").shows("choose an event, or a group by key");
    let empty = tempfile::tempdir().unwrap();
    let mut screen = Screen::of(
        &crate::screen::Loaded::of(&[empty.path()]),
        trailsift::tui::theme::ThemeName::default(),
        (80, 24),
    );
    screen.keys("I").shows("choose an event");
}
