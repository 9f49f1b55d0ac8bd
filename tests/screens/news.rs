//! What is new: a mark in the list and a fact of the event, once it was asked for.

use crate::screen::Screen;

#[test]
fn what_is_new_has_a_mark_and_says_in_what() {
    let mut screen = Screen::sample(120, 40);
    screen.lacks("✦").keys("/is:new who:user/build-deploy<enter>").shows("✦");
    screen.shows("new      first call CreateInvalidation");
    // The mark stays when all events are listed again.
    screen.keys("<esc>").shows("✦");
    let mut window = Screen::sample(120, 40);
    window
        .keys("/new:address since:2026-03-10T22:00 who:user/build-deploy<enter>")
        .shows("GetCallerIdentity");
    assert_eq!(window.app.list.events().len(), 1);
}
