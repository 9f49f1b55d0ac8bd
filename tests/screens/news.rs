//! What is new: a mark in the list once it was asked for, and a fact of each event that is new.

use crate::screen::Screen;

#[test]
fn what_is_new_has_a_mark_and_says_in_what() {
    let mut screen = Screen::sample(120, 40);
    screen.lacks("✦").keys("/is:new who:user/build-deploy<enter>").shows("✦");
    screen.shows("new      first c").shows("0 of 3 before");
    // The mark stays when all events are listed again.
    screen.keys("<esc>").shows("✦");
    let mut window = Screen::sample(100, 40);
    window
        .keys("/new:address since:2026-03-10T22:00 who:user/build-deploy<enter>")
        .shows("GetCallerIdentity");
    assert_eq!(window.app.list.events().len(), 1);
    // The event alone has room for all of it.
    window.keys("<enter>").shows("new      first call GetCallerIdentity, service sts, address 203.0.113.77");
}

#[test]
fn each_event_says_in_what_it_is_new_without_being_asked() {
    let mut screen = Screen::sample(160, 40);
    screen
        .keys("/who:user/build-deploy ip=203.0.113.77<enter>")
        .shows("new      first call, service, address  0 of 8 before");
    // Later events of the same call have nothing new.
    screen.keys("/name=GetCallerIdentity<enter>G").lacks("new      first call");
}

#[test]
fn the_selection_of_the_timeline_is_the_window() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/who:user/build-deploy is:new<enter>Tln");
    let filter = screen.app.filter.text().to_owned();
    assert!(filter.contains("is:new time:") && filter.contains(" since:"), "{filter}");
    let events = screen.app.list.events().len();
    assert!(events > 0, "{filter}");
    let mut typed = Screen::sample(120, 40);
    typed.keys(&format!("/{filter}<enter>"));
    assert_eq!(typed.app.list.events().len(), events);
    // A second one replaces it.
    screen.keys("Tn");
    assert_eq!(screen.app.filter.text().matches("since:").count(), 1, "{}", screen.app.filter.text());
    let mut low = Screen::sample(120, 16);
    low.keys("Tn").lacks("is:new");
}

#[test]
fn groups_say_when_they_are_first_new_if_the_filter_says_since_when() {
    let mut screen = Screen::sample(140, 40);
    screen.keys("p").lacks("new at");
    screen.keys("/since:2026-03-10T22:00<enter>").shows("new at: its first is:new event");
    let pane = screen.app.groups.as_ref().unwrap();
    let group = |row: usize| pane.row(row).unwrap();
    let new_at = pane.all().new_at().unwrap();
    let rows = 0..pane.all().len();
    assert!(rows.clone().any(|row| new_at.get(&group(row).path()).is_none()));
    // The filter is:new finds that event first.
    let row = rows.into_iter().find(|&row| new_at.get(&group(row).path()).is_some()).unwrap();
    let time = new_at.get(&group(row).path()).unwrap();
    let value = screen.app.store.dict(pane.columns()[0]).get(group(row).value).to_owned();
    let mut screen = Screen::sample(140, 40);
    screen.keys(&format!("/principal=\"{value}\" is:new since:2026-03-10T22:00<enter>"));
    assert_eq!(screen.app.store.time(screen.app.list.events()[0]), time, "{value}");
}
