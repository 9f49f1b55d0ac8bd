//! Completion: names at once, values counted behind the screen, and what comes too late.

use std::collections::BTreeMap;

use trailsift::query::engine::completion::CompletionRequest;
use trailsift::record::field::Column;
use trailsift::tui::message::{Effect, Msg};

use crate::screen::{Loaded, Screen, parse};

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

/// What a key brings, without names of paths and counts, which are handed out.
fn press_key(screen: &mut Screen, keys: &str) -> Vec<Effect> {
    let mut asked = Vec::new();
    for key in parse(keys) {
        let effects = screen.tell(Msg::Key(key));
        let is_asked = |effect: &Effect| matches!(effect, Effect::GatherPaths(_) | Effect::Complete(_));
        let (those, others): (Vec<Effect>, Vec<Effect>) = effects.into_iter().partition(is_asked);
        screen.carry_out(others);
        asked.extend(those);
    }
    asked
}

fn offered(screen: &Screen) -> Vec<(String, String)> {
    let completion = screen.app.filter.completion();
    let candidates = completion.map(|completion| completion.candidates.as_slice()).unwrap_or_default();
    candidates.iter().map(|candidate| (candidate.text.clone(), candidate.note.clone())).collect()
}

#[test]
fn paths_that_were_never_named_are_completed_with_how_many_events_have_them() {
    let mut screen = Screen::sample(120, 40);
    let asked = press_key(&mut screen, "/requestParameters.buck<tab>");
    assert!(matches!(asked[..], [Effect::GatherPaths(_)]), "{asked:?}");
    screen.shows("reading names of paths …");
    assert_eq!(screen.app.filter.text(), "requestParameters.buck", "nothing is taken before they are there");
    screen.carry_out(asked).lacks("reading names of paths …");
    assert_eq!(screen.app.filter.text(), "requestParameters.bucketName:");
    let offers = offered(&screen);
    let counted = |path: &str| {
        let mut screen = Screen::sample(120, 40);
        screen.keys(&format!("/{path}*"));
        screen.app.list.events().len()
    };
    for (path, note) in offers.iter().take(3) {
        let events = counted(path);
        assert_eq!(*note, format!("{events} event{}", if events == 1 { "" } else { "s" }), "{path}");
    }
    // Gathered once: from now on they are there at once.
    screen.keys("<esc>");
    let asked = press_key(&mut screen, "<c-u>responseEl<tab>");
    assert!(asked.is_empty() && screen.app.filter.text().starts_with("responseElements."), "{asked:?}");
}

/// A name within a path, and fields before paths.
#[test]
fn paths_are_found_by_their_later_names_and_stand_behind_fields() {
    for (typed, expected) in [
        ("bucketNa", "requestParameters.bucketName:"),
        ("REQUESTPARAMETERS.BUCKETNA", "requestParameters.bucketName:"),
        ("!requestParameters.bucketNa", "!requestParameters.bucketName:"),
        ("is:failed (requestParameters.bucketNa", "is:failed (requestParameters.bucketName:"),
        ("useridentity.ar", "userIdentity.arn:"),
    ] {
        let mut screen = Screen::sample(120, 40);
        screen.keys(&format!("/{typed}<tab>"));
        assert_eq!(screen.app.filter.text(), expected, "{typed}\n{}", screen.text());
    }
    let mut screen = Screen::sample(120, 40);
    screen.keys("/userIdentity.<tab>");
    let texts: Vec<String> = offered(&screen).into_iter().map(|(text, _)| text).collect();
    let place = |text: &str| texts.iter().position(|offered| offered == text);
    assert_eq!(texts.iter().filter(|text| *text == "userIdentity.arn:").count(), 1, "{texts:?}");
    assert!(
        place("userIdentity.arn:") < place("userIdentity.sessionContext.attributes.creationDate:"),
        "{texts:?}"
    );
    screen.keys("<esc>zz.nosuch<tab>").shows("nothing to complete here");
}

#[test]
fn values_of_a_path_are_read_behind_the_screen_and_counted() {
    for sign in ["=", ":"] {
        let mut screen = Screen::sample(120, 40);
        let typed = format!("requestParameters.bucketName{sign}larks");
        let asked = press_key(&mut screen, &format!("/{typed}<tab>"));
        assert!(matches!(asked[..], [Effect::Complete(_)]), "{asked:?}");
        assert_eq!(screen.app.filter.text(), typed);
        screen.carry_out(asked).lacks("reading values");
        let first = screen.app.filter.text().to_owned();
        assert!(first.starts_with("requestParameters.bucketName=larkspur-"), "{first}");
        let offers = offered(&screen);
        for (text, note) in &offers {
            let mut other = Screen::sample(120, 40);
            // Typed at once: each key on its own would count what the path says so far.
            other.send(Msg::Keys(parse(&format!("/{text}"))));
            let events = other.app.list.events().len();
            assert_eq!(*note, format!("{events} event{}", if events == 1 { "" } else { "s" }), "{text}");
        }
        // The column is there from now on: its values are offered before they are counted.
        screen.keys("<esc>");
        press_key(&mut screen, "<tab>");
        assert_eq!(offered(&screen).len(), offers.len());
        screen.shows("counting …");
    }
}

/// One item of an array is enough for a filter, so each is offered.
#[test]
fn each_item_of_a_list_is_a_value_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let record = |items: &str| {
        format!(
            r#"{{"eventVersion":"1.08","eventName":"X","requestParameters":{{"a:b":{{"names":[{items}]}}}}}}"#
        )
    };
    let records = [r#""one","two, three""#, r#""one""#, r#""four","one""#].map(record).join("\n");
    std::fs::write(folder.path().join("x.json"), records).unwrap();
    let mut screen = Screen::open(&[folder.path()], 120, 30);
    screen.keys("/requestParameters.\"a:b\".names:<tab>");
    let name = "requestParameters.\"a:b\".names=";
    let expected = [("one", "3 events"), ("four", "1 event"), ("\"two, three\"", "1 event")];
    assert_eq!(offered(&screen), expected.map(|(value, note)| (format!("{name}{value}"), note.to_owned())));
    screen.keys("<tab><tab><enter>");
    assert_eq!(screen.app.list.events().len(), 1, "{}", screen.text());
    screen.keys("/<c-u>requestParameters.\"a:<tab>");
    assert_eq!(screen.app.filter.text(), "requestParameters.\"a:b\".names:");
}

/// The objects of a record are different in each: their texts are nothing to choose from.
#[test]
fn whole_objects_are_no_values() {
    for object in ["requestParameters", "userIdentity", "responseElements"] {
        let mut screen = Screen::sample(120, 40);
        screen.keys(&format!("/{object}:<tab>")).shows("nothing to complete here");
    }
}

/// While a trail loads, the paths of what was there before are offered, and it is said that they are a sample.
#[test]
fn paths_of_a_part_are_offered_as_a_sample_and_gathered_again() {
    let folder = tempfile::tempdir().unwrap();
    let records = r#"{"eventVersion":"1","eventName":"A","requestParameters":{"bucketName":"x","old":1}}
        {"eventVersion":"1","eventName":"B","requestParameters":{"bucketName":"y"}}"#;
    std::fs::write(folder.path().join("x.json"), records).unwrap();
    let mut screen = Screen::open(&[folder.path()], 120, 30);
    screen.keys("/requestParameters.<tab>").shows("2 events").lacks("a sample of");
    screen.send(Loaded::sample().report());
    screen.keys("<c-u>");
    let asked = press_key(&mut screen, "requestParameters.<tab>");
    assert!(matches!(asked[..], [Effect::GatherPaths(_)]), "{asked:?}");
    screen.shows("2 event names").shows("paths from a sample of 2 of 714 events");
    screen.carry_out(asked).keys("<c-u>");
    let asked = press_key(&mut screen, "requestParameters.<tab>");
    assert!(asked.is_empty(), "{asked:?}");
    screen.lacks("a sample of").shows("136 events").shows(" paths");
}

/// The counts were those of the events that have the word in one of the first columns.
#[test]
fn counts_are_of_the_events_that_the_list_shows_whatever_its_columns() {
    for (column, word) in
        [("userAgent", "kali"), ("os", "linux"), ("requestParameters.bucketName", "exports")]
    {
        let mut screen = Screen::sample(160, 40);
        screen.keys("c").keys(column).keys(" <esc>").keys(&format!("/'{word}<esc>"));
        let listed = screen.app.list.events().len();
        let names = screen
            .app
            .list
            .events()
            .iter()
            .map(|&event| screen.app.store.value(event, Column::AwsRegion).to_owned());
        let mut counts = BTreeMap::<String, usize>::new();
        names.for_each(|name| *counts.entry(name).or_default() += 1);
        assert!(listed > 0 && !counts.is_empty(), "{column} {word}");
        screen.keys("/ region=<tab>");
        for (region, events) in counts.iter().filter(|(region, _)| !region.is_empty()) {
            let is_offer =
                |line: &String| !line.contains("of 714") && line.contains(&format!("region={region} "));
            let row = (0..40).map(|y| screen.line(y)).find(is_offer);
            let row = row.unwrap_or_else(|| panic!("{column} {word}: {region} is not offered"));
            assert!(row.contains(&format!(" {events} event")), "{column} {word}: {row}");
        }
    }
}
