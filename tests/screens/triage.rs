//! The triage board: what has an answer, what has none, of the filter or of all data; and the way into the events.

use std::sync::Arc;

use trailsift::query::rules::set::RuleSet;
use trailsift::query::summary::survey::Surveyed;
use trailsift::query::triage::board::TriageProgress;
use trailsift::tui::message::{Effect, Msg};
use trailsift::tui::start::FirstView;

use crate::screen::Screen;
use crate::{same_styles, same_text};

#[test]
fn the_board_shows_what_has_an_answer() {
    for (columns, rows) in [(120, 40), (80, 24)] {
        let mut screen = Screen::sample(columns, rows);
        screen.keys("Q");
        same_text(&format!("triage_{columns}x{rows}"), &screen);
    }
    let mut screen = Screen::sample(120, 40);
    screen.keys("Q").shows("Triage board").shows("All data").shows("still stands (7)");
    same_styles("triage_120x40", &screen);
}

#[test]
fn lines_without_an_answer_are_counted_and_opened() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("QG").shows("questions have no answer here").lacks("TLS below 1.2");
    screen.keys(" G").shows("no answer here (");
    screen.keys(" G").shows("space lists them").keys("<enter>G").shows("no answer here (");
    // What is typed is found among them too.
    screen.keys(" /tls below").shows("TLS below 1.2").keys("<enter>").shows("Triage board");
}

#[test]
fn a_line_leads_to_its_events_and_to_the_filter() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("Q<enter>").lacks("Triage board");
    assert_eq!(screen.app.list.events().len(), 2, "{}", screen.app.filter.text());
    assert!(screen.app.filter.text().contains("stands:blind"));
    let mut screen = Screen::sample(120, 40);
    screen.keys("/who:build-deploy<enter>Q").shows("This filter");
    screen.keys("/permissions granted<enter>");
    let filter = screen.app.filter.text().to_owned();
    assert!(filter.contains("who:build-deploy") && filter.contains("service=iam"), "{filter}");
    let found = screen.app.list.events().len();
    assert!(found > 0);
    screen.keys("Q+");
    assert!(screen.app.list.events().len() <= found);
    let mut screen = Screen::sample(120, 40);
    let all = screen.app.list.events().len();
    screen.keys("Q-");
    assert_eq!(screen.app.list.events().len(), all - 2);
}

#[test]
fn the_board_is_about_the_filter_or_about_all_data() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/eventName=StopLogging<enter>Q").shows("This filter").lacks("All data");
    screen.keys("X").shows("All data").shows("still stands (7)");
    screen.keys("<enter>");
    assert_eq!(screen.app.filter.text(), "stands:blind");
    let mut screen = Screen::sample(120, 40);
    screen.keys("/nobody-at-all<enter>Q").shows("0 answers").shows("have no answer here");
}

#[test]
fn it_is_made_behind_the_screen_and_cancelled_by_leaving() {
    let mut screen = Screen::sample(120, 40);
    let key = crate::screen::parse("Q").remove(0);
    let effects = screen.tell(Msg::Key(key));
    let [Effect::Survey(number, _)] = effects.as_slice() else { panic!("{effects:?}") };
    let progress = TriageProgress { done: 12, of: 80 };
    screen.send(Msg::Surveyed(*number, Surveyed::Asking(progress))).shows("Asking… 12 of 80");
    let close = crate::screen::parse("q").remove(0);
    let effects = screen.tell(Msg::Key(close));
    assert!(matches!(effects.as_slice(), [Effect::EndSurvey(_)]), "{effects:?}");
}

#[test]
fn it_may_be_shown_first_and_has_the_rules() {
    let mut screen = Screen::empty("logs", trailsift::tui::theme::ThemeName::Terminal, (120, 40));
    screen.send(Msg::Started(FirstView::Board, None)).shows("Everything is asked when the files are read");
    let mut rules = RuleSet::default();
    let rule = |title: &str, name: &str| {
        format!(
            "title: {title}\nauthor: Ada\nlogsource: {{product: aws, service: cloudtrail}}\ndetection: {{s: {{eventName: {name}}}, condition: s}}\n"
        )
    };
    rules.read(
        "own.yml",
        &format!(
            "{}---\n{}---\ntitle: Odd\n",
            rule("Logging stopped", "StopLogging"),
            rule("Never", "NoSuchCall")
        ),
    );
    let mut screen = Screen::sample(120, 40);
    screen.app.rules = Arc::new(rules);
    screen.send(Msg::Started(FirstView::Board, None)).shows("Triage board");
    screen.keys("/by ada").shows("Logging stopped (by Ada)").shows("Never (by Ada)").shows("rules (1)");
    screen.keys("<enter>");
    assert_eq!(screen.app.filter.text(), "( raw.eventName:=StopLogging )");
    screen.keys("Q/odd").shows("not asked (1)").shows("no logsource");
}

/// Who did it was cut at 200 columns, beside thirty blank cells behind the names.
#[test]
fn who_did_it_takes_the_room_that_names_leave() {
    let mut screen = Screen::sample(200, 60);
    screen
        .keys("Q")
        .shows("build-deploy, root @ 111122223333, SecurityResponse (SSO) / priya.iyer@example.com");
}
