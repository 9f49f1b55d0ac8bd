//! The filter bar as a question: mistakes under their place, completion, text that only the records hold.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use trailsift::query::engine::filter::Filter;
use trailsift::query::engine::worker::{self, Request};
use trailsift::tui::message::{Effect, Msg};
use trailsift::tui::queue::Queue;

use crate::screen::{Screen, parse};
use crate::{same_styles, same_text};

#[test]
fn a_mistake_stands_under_its_place_and_the_last_good_answer_stays() {
    let mut screen = Screen::sample(100, 30);
    screen.keys("/is:denied").shows("87 of 714");
    // The open bracket is the first mistake: from there on the last good answer stays.
    screen.keys(" (eventNam:x").shows("no field eventNam; did you mean eventName?").shows("87 of 714");
    same_text("filter_mistake", &screen);
    same_styles("filter_mistake", &screen);
    screen.keys("<enter>").shows("^^^^^^^^");
    screen.keys("/<bs><bs><bs>").keys("<esc><esc>").shows("714 events");
}

/// The end of the sentence, with the remedy, was beyond the right edge.
#[test]
fn a_mistake_is_told_to_its_end_at_every_width() {
    for columns in [24, 40, 60, 80, 100] {
        for filter in [
            "(eventNam:x",
            "user~[",
            "eventName:CreateUser after:2026-99-01",
            "is:nonsense",
            "ip:10.0.0.0/99",
        ] {
            let mut screen = Screen::sample(columns, 24);
            screen.keys(&format!("/{filter}"));
            let message = screen.app.filter.mistake().unwrap().message.clone();
            let below = (2..20).map(|y| screen.line(y)).collect::<String>();
            let letters = |text: &str| text.replace([' ', '^'], "");
            assert!(
                letters(&below).contains(&letters(&message)),
                "{columns} {filter}: {message}\n{}",
                screen.text()
            );
            assert!(below.contains('^'), "{}", screen.text());
        }
    }
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
    assert!(screen.app.filter.completion().is_none() && !screen.app.list.events().is_empty());
}

/// Behind a minus or an open bracket, and within a group, all events were counted.
#[test]
fn what_is_offered_is_counted_in_what_the_rest_of_the_filter_leaves() {
    let note = |keys: &str| {
        let mut screen = Screen::sample(100, 30);
        screen.keys(keys);
        let completion =
            screen.app.filter.completion().unwrap_or_else(|| panic!("{keys}\n{}", screen.text()));
        completion.candidates.iter().map(|one| one.note.clone()).collect::<Vec<_>>()
    };
    let counted = note("/who:build-deploy error:acc<tab>");
    assert_ne!(counted, note("/error:acc<tab>"));
    for keys in ["/who:build-deploy !error:acc<tab>", "/who:build-deploy -error:acc<tab>"] {
        assert_eq!(note(keys), counted, "{keys}");
    }
    assert_eq!(note("/(who:build-deploy error:acc<tab>"), counted);
    let mut screen = Screen::sample(100, 30);
    screen.keys("p");
    assert!(screen.text().contains("user/build-deploy"));
    assert_eq!(note("p<enter>/error:acc<tab>"), note("/principal:user/build-deploy error:acc<tab>"));
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

/// Nothing answers while thirty keys are pressed: each must show at once, and of all answers only the newest counts.
#[test]
fn every_key_shows_at_once_and_the_newest_answer_wins() {
    let mut screen = Screen::sample(100, 30);
    screen.keys("/");
    let typed = "accessdenied who:build-deploy !";
    let mut asked = Vec::new();
    for (count, char) in (1..).zip(typed.chars().take(30)) {
        let key = KeyEvent::new(KeyCode::Char(char), KeyModifiers::NONE);
        for effect in screen.app.update(Msg::Key(key)) {
            if let Effect::Ask(request) = effect {
                asked.push(request);
            }
        }
        assert_eq!(screen.app.filter.text(), &typed[..count]);
        assert_eq!(screen.app.list.events().len(), 714, "the last answer stays");
    }
    assert!(asked.len() > 20 && screen.app.is_waiting());
    let last = asked.pop().unwrap();
    for request in asked.into_iter().rev().take(5) {
        answer(&mut screen, &request);
        assert!(screen.app.is_waiting() && screen.app.list.events().len() == 714, "an old answer is dropped");
    }
    answer(&mut screen, &last);
    assert!(!screen.app.is_waiting() && screen.app.list.events().len() < 714);
}

fn answer(screen: &mut Screen, request: &Request) {
    let mut answers = Vec::new();
    worker::answer(&mut Filter::default(), request, &|| false, &mut |answer| answers.push(answer));
    for answer in answers {
        screen.app.update(Msg::Answered(Box::new(answer)));
    }
}

#[test]
fn enter_pressed_while_groups_are_counted_opens_the_first() {
    let mut screen = Screen::sample(100, 30);
    let key = |code| Msg::Key(KeyEvent::new(code, KeyModifiers::NONE));
    let mut asked = screen.app.update(key(KeyCode::Char('p')));
    asked.extend(screen.app.update(key(KeyCode::Enter)));
    let Some(Effect::Ask(request)) = asked.pop() else { panic!("a question is asked") };
    answer(&mut screen, &request);
    assert!(screen.app.opened_group().is_some());
}

/// Sends keys that were pressed faster than they are handled; returns the numbers of the requests.
fn send_together(screen: &mut Screen, keys: Vec<KeyEvent>) -> Vec<u64> {
    let mut queue = Queue::default();
    queue.extend(keys.into_iter().map(Msg::Key));
    let mut asked = Vec::new();
    while let Some(msg) = queue.take() {
        let effects = screen.tell(msg);
        asked.extend(effects.iter().filter_map(|effect| match effect {
            Effect::Ask(request) => Some(request.number),
            _ => None,
        }));
        screen.carry_out(effects);
    }
    asked
}

fn typed(text: &str) -> Vec<KeyEvent> {
    text.chars().map(|char| KeyEvent::new(KeyCode::Char(char), KeyModifiers::NONE)).collect()
}

/// Text pasted without bracketed paste was read from its beginning at each of its letters: the square of its length.
#[test]
fn text_that_comes_as_keys_is_read_once_for_all_that_wait() {
    for (letters, readings) in [(30, 1), (300, 1), (3000, 3), (9000, 9)] {
        let mut screen = Screen::sample(100, 30);
        screen.keys("/");
        let before = send_together(&mut screen, typed("a"))[0];
        let text = "ab ".repeat(letters / 3);
        let asked = send_together(&mut screen, typed(&text));
        // Each reading takes a number: none is missing, so none was in vain.
        assert_eq!(asked, (before + 1..=before + readings).collect::<Vec<_>>(), "{letters} letters");
        assert_eq!(screen.app.filter.text(), format!("a{text}"));
        assert!(!screen.app.is_waiting());
    }
}

/// The bar is opened, typed into, corrected and left in one go, as by a paste of several lines.
#[test]
fn keys_that_come_together_do_what_they_do_one_by_one() {
    for script in [
        "/accessdenied",
        "/accessdenied<enter>",
        "/is:denied who:<bs><bs><bs><bs><bs><enter>jj",
        "/x<esc>jjk",
        "jjj/get<enter>kk/ !list<enter>g",
        "/\"unfinished<enter>/<bs><bs>",
        "/service:<tab> <bs><tab>x",
        "jjgk",
        "/(get | list) !<bs><left>x<bs>",
    ] {
        let mut one_by_one = Screen::sample(100, 30);
        one_by_one.keys(script);
        let mut together = Screen::sample(100, 30);
        send_together(&mut together, parse(script));
        // How wide columns are depends on the answers in between; what was done and is shown does not.
        let done = |screen: &Screen| {
            let app = &screen.app;
            let mistake = app.filter.mistake().map(|mistake| mistake.message.clone());
            (app.filter.text().to_owned(), mistake, app.context(), app.list.events().to_vec(), app.current())
        };
        assert_eq!(done(&together), done(&one_by_one), "{script}");
    }
}
