//! What the bar says about a filter: what words were taken for, where else they occur, and paths that no event
//! has.

use trailsift::tui::message::Msg;

use crate::screen::Screen;

/// The line of the bar, and the one under it.
fn bar(screen: &Screen) -> String {
    screen.lines().iter().skip(1).take(2).cloned().collect::<Vec<_>>().join("\n")
}

fn paste(screen: &mut Screen, text: &str) {
    screen.send(Msg::Paste(text.to_owned()));
}

/// A word that only user agents have was answered with "0 of 705", and nothing more.
#[test]
fn a_word_that_no_column_has_is_counted_elsewhere_and_enter_shows_the_events() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/kali");
    let line = bar(&screen);
    assert!(
        line.contains("kali  0 in the columns · ") && line.contains("elsewhere: enter shows them"),
        "{line}"
    );
    let told: usize = line.split("columns · ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    screen.keys("<enter>");
    assert_eq!(screen.app.filter.text(), "\"kali\"");
    assert_eq!(screen.app.list.events().len(), told);
    screen.keys("<enter>u");
    assert_eq!(screen.app.filter.text(), "kali", "it can be undone");
}

#[test]
fn a_word_that_no_event_has_is_said_to_be_nowhere() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/xyzzyx");
    assert!(bar(&screen).contains("xyzzyx  0 in the columns · 0 elsewhere"), "{}", bar(&screen));
    screen.keys("<enter>");
    assert_eq!(screen.app.filter.text(), "xyzzyx");
}

/// Two calls on one line were answered with "0 of 714", and nothing more.
#[test]
fn terms_that_no_event_has_together_are_counted_and_enter_shows_any_of_them() {
    let mut screen = Screen::sample(120, 40);
    let counts = ["GetObject", "PutObject", "GetObject | PutObject"].map(|filter| {
        screen.keys(&format!("/{filter}<enter>"));
        let count = screen.app.list.events().len();
        screen.keys("u");
        count
    });
    screen.keys("/GetObject PutObject");
    let [gets, puts, any] = &counts;
    let line = bar(&screen);
    assert!(line.contains(&format!("no event has all of GetObject ({gets}), PutObject ({puts})")), "{line}");
    assert!(line.contains(&format!("{any} have any: enter shows them")), "{line}");
    screen.keys("<enter>");
    assert_eq!(screen.app.filter.text(), "GetObject | PutObject");
    assert_eq!(screen.app.list.events().len(), *any);
}

/// A day that no event is of was answered with nothing, though the JSON has it.
#[test]
fn a_time_that_no_event_has_is_counted_elsewhere() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/2024-01-15");
    assert!(bar(&screen).contains("2024-01-15  0 at this time · "), "{}", bar(&screen));
}

#[test]
fn what_a_pasted_identifier_is_taken_for_is_said() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/");
    paste(&mut screen, "AKIAQ7LKSPRBDEXAMPLE\n");
    assert!(bar(&screen).contains("taken for: access key (anywhere in the event)"), "{}", bar(&screen));
    assert!(!screen.app.list.events().is_empty());
    screen.keys("<enter>");
    assert!(bar(&screen).contains("taken for: access key"), "{}", bar(&screen));
}

/// It was answered with all events, as if the path were there.
#[test]
fn a_path_that_no_event_has_is_said_with_the_nearest() {
    let mut screen = Screen::sample(160, 40);
    screen.keys("/");
    paste(&mut screen, "requestParameters.bucketNam!=x");
    let line = bar(&screen);
    assert!(
        line.contains("no event has requestParameters.bucketNam; did you mean requestParameters.bucketName"),
        "{line}"
    );
    paste(&mut screen, "ff");
    assert!(bar(&screen).contains("no event has"), "{}", bar(&screen));
}

/// While `who:` was typed, the list was empty or an error was shown under the bar.
#[test]
fn an_unfinished_term_leaves_the_answer_as_it_was() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/");
    paste(&mut screen, "is:denied");
    let denied = screen.app.list.events().len();
    assert!(denied > 0);
    for typed in [" ", "w", "h", "o", ":"] {
        paste(&mut screen, typed);
        if typed != "w" && typed != "h" {
            assert_eq!(screen.app.list.events().len(), denied, "{typed:?}");
            assert!(screen.app.filter.mistake().is_none(), "{typed:?}");
        }
    }
    paste(&mut screen, "\"zzz");
    assert!(screen.app.list.events().is_empty() && screen.app.filter.mistake().is_none());
    screen.keys("<enter>");
    assert_eq!(screen.app.filter.text(), "is:denied who:\"zzz\"", "an open quote is closed");
}

#[test]
fn a_term_that_stays_unfinished_is_a_mistake_when_typing_ends() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/");
    paste(&mut screen, "is:denied who:");
    screen.keys("<enter>");
    assert!(screen.app.filter.mistake().is_some_and(|mistake| mistake.message.contains("who:*")));
}

/// Each of a thousand words was looked for again at every key, and marked in every cell of the list.
#[test]
fn the_same_word_again_is_no_more_work() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/");
    paste(&mut screen, &"ab ".repeat(1000));
    assert_eq!(screen.app.filter.words().len(), 1);
    let others: Vec<String> = (0..1000).map(|number| format!("ab{number}")).collect();
    paste(&mut screen, &others.join(" "));
    assert!(screen.app.filter.words().len() <= 32, "{}", screen.app.filter.words().len());
}

/// What completion offered was counted among all events where a text had narrowed them.
#[test]
fn completion_behind_a_text_has_no_counts_of_other_events() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/");
    paste(&mut screen, "\"198.51.100\" region=");
    screen.keys("<tab>");
    let notes: Vec<String> = screen
        .app
        .filter
        .completion()
        .unwrap()
        .candidates
        .iter()
        .map(|candidate| candidate.note.clone())
        .collect();
    assert!(!notes.is_empty() && notes.iter().all(String::is_empty), "{notes:?}");
}
