//! Completion: names at once, values counted behind the screen, and what comes too late.

use trailsift::query::engine::completion::CompletionRequest;
use trailsift::tui::message::{Effect, Msg};

use crate::screen::{Screen, parse};

/// Presses keys; what is to be counted for completion is handed out and not counted.
fn press(screen: &mut Screen, keys: &str) -> Vec<CompletionRequest> {
    let mut requests = Vec::new();
    for key in parse(keys) {
        let effects = screen.tell(Msg::Key(key));
        let (counts, others): (Vec<Effect>, Vec<Effect>) =
            effects.into_iter().partition(|effect| matches!(effect, Effect::Complete(_)));
        screen.carry_out(others);
        requests.extend(counts.into_iter().filter_map(|effect| match effect {
            Effect::Complete(request) => Some(*request),
            _ => None,
        }));
    }
    requests
}

fn count(screen: &mut Screen, request: CompletionRequest) {
    screen.carry_out(vec![Effect::Complete(Box::new(request))]);
}

/// The text after these keys, counted at once.
fn at_once(keys: &str) -> String {
    let mut screen = Screen::sample(100, 30);
    screen.keys(keys);
    screen.app.filter.text().to_owned()
}

#[test]
fn values_are_offered_at_once_and_taken_when_they_are_counted() {
    for (keys, value) in
        [("/error:acc", "AccessDenied"), ("/who:build", "build-deploy"), ("/region=", "us-east-1")]
    {
        let mut screen = Screen::sample(100, 30);
        let mut requests = press(&mut screen, &format!("{keys}<tab>"));
        assert_eq!(requests.len(), 1, "{keys}");
        screen.shows(value).shows("counting …");
        assert_eq!(screen.app.filter.text(), &keys[1..], "nothing is taken before the counts are there");
        count(&mut screen, requests.remove(0));
        screen.lacks("counting …").shows("events");
        assert_eq!(screen.app.filter.text(), at_once(&format!("{keys}<tab>")));
    }
}

/// As many steps are gone as Tab was pressed, also where they were pressed before the counts came.
#[test]
fn tab_goes_as_far_before_the_counts_as_after() {
    for tabs in 1..6 {
        for key in ["<tab>", "<s-tab>"] {
            let keys = format!("/region=<tab>{}", key.repeat(tabs));
            let mut screen = Screen::sample(100, 30);
            let mut requests = press(&mut screen, &keys);
            assert_eq!(requests.len(), 1, "{keys}");
            count(&mut screen, requests.remove(0));
            assert_eq!(screen.app.filter.text(), at_once(&keys), "{keys}");
        }
    }
}

#[test]
fn any_other_key_gives_up_what_is_not_counted_yet() {
    for (key, text) in [
        ("x", "region=x"),
        ("<left>", "region="),
        ("<bs>", "region"),
        ("<esc>", "region="),
        ("<enter>", "region="),
        ("<c-l>", "region="),
    ] {
        let mut screen = Screen::sample(100, 30);
        let mut requests = press(&mut screen, "/region=<tab>");
        screen.keys(key);
        let given_up = |effect: &Effect| matches!(effect, Effect::StopCompleting(1));
        assert!(screen.effects.iter().any(given_up), "{key}: {:?}", screen.effects);
        count(&mut screen, requests.remove(0));
        assert_eq!(screen.app.filter.text(), text, "{key}");
        assert!(screen.app.filter.completion().is_none(), "{key}");
    }
    // Escape gave up the completion only.
    let mut screen = Screen::sample(100, 30);
    press(&mut screen, "/region=<tab><esc>");
    screen.keys("us-w<tab>");
    assert_eq!(screen.app.filter.text(), at_once("/region=us-w<tab>"));
}

#[test]
fn what_was_counted_for_an_earlier_completion_is_dropped() {
    let mut screen = Screen::sample(100, 30);
    let mut first = press(&mut screen, "/region=<tab>");
    let mut second = press(&mut screen, "<bs>=us-w<tab>");
    count(&mut screen, first.remove(0));
    assert_eq!(screen.app.filter.text(), "region=us-w");
    count(&mut screen, second.remove(0));
    assert_eq!(screen.app.filter.text(), at_once("/region=us-w<tab>"));
}

#[test]
fn pasted_text_and_other_places_give_up_completion() {
    let mut screen = Screen::sample(100, 30);
    let mut requests = press(&mut screen, "/region=<tab>");
    screen.send(Msg::Paste("eu".into()));
    count(&mut screen, requests.remove(0));
    assert_eq!(screen.app.filter.text(), "region=eu");
    let mut screen = Screen::sample(100, 30);
    let mut requests = press(&mut screen, "/region=<tab>");
    screen.click(10, 10);
    count(&mut screen, requests.remove(0));
    assert_eq!(screen.app.filter.text(), "region=");
}

#[test]
fn where_no_value_fits_it_is_said_after_the_count() {
    let mut screen = Screen::sample(100, 30);
    let mut requests = press(&mut screen, "/region=nosuch<tab>");
    screen.shows("counting …");
    count(&mut screen, requests.remove(0));
    screen.lacks("counting …").shows("nothing to complete here");
    assert_eq!(screen.app.filter.text(), "region=nosuch");
}
