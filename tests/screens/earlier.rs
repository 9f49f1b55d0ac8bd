//! Earlier filters: walked with the arrows, searched with C-r, and given to the next run.

use trailsift::tui::app::Focus;
use trailsift::tui::message::Msg;
use trailsift::tui::start::FirstView;

use crate::same_text;
use crate::screen::Screen;

fn with_history() -> Screen {
    let mut screen = Screen::sample(100, 30);
    let texts = ["is:denied", "who:alice is:write", "eventName:PutUserPolicy", "bad\u{202e}name"];
    screen.app.filter.line_mut().start_history(texts.map(str::to_owned).to_vec());
    screen
}

#[test]
fn filters_of_earlier_runs_are_walked_and_what_is_applied_is_remembered() {
    let mut screen = with_history();
    screen.keys("/<up><up>");
    assert_eq!(screen.app.filter.text(), "eventName:PutUserPolicy");
    screen.keys("<up><up><up><up>");
    assert_eq!(screen.app.filter.text(), "is:denied", "the oldest is the last");
    screen.keys("<down><down><enter>");
    assert_eq!(screen.remembered, ["eventName:PutUserPolicy"]);
    screen.keys("/<c-u>is:failed<esc>/<c-u><esc>");
    assert_eq!(screen.remembered, ["eventName:PutUserPolicy", "is:failed"]);
}

#[test]
fn earlier_filters_are_searched_while_typing() {
    let mut screen = with_history();
    screen.keys("/<c-r>");
    same_text("earlier_100x30", &screen);
    screen.shows("bad⟨202E⟩name").keys("write").lacks("is:denied").keys("<enter>");
    assert_eq!((screen.app.focus, screen.app.filter.text()), (Focus::Filter, "who:alice is:write"));
    assert!(screen.app.overlay.is_none() && screen.remembered.is_empty(), "it is not applied yet");
    screen.keys("<enter>");
    assert_eq!(screen.remembered, ["who:alice is:write"]);
    screen.keys("/<c-r><esc>");
    assert_eq!(screen.app.focus, Focus::Filter, "the text stays");
    let mut screen = Screen::sample(100, 30);
    screen.keys("/<c-r>").shows("nothing earlier").keys("<enter>");
}

#[test]
fn the_configuration_says_what_is_shown_first_and_what_is_wrong_in_it() {
    let mut screen = Screen::sample(100, 30);
    let fields = ["principal", "errorCode"].map(|name| trailsift::record::field::field(name).unwrap());
    screen.send(Msg::Started(FirstView::Groups(fields.to_vec()), None)).shows("Groups by principal");
    screen.send(Msg::Started(FirstView::List, Some("config.toml: line 2: no".to_owned())));
    let (x, y) = screen.find("line 2: no");
    assert_eq!(screen.meaning(x, y), "warning");
    let mut screen = Screen::sample(100, 30);
    screen.send(Msg::Started(FirstView::Inventory, None)).shows("Files and coverage");
}
