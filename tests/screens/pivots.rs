//! Keys that write filter text: keep, drop, follow, around, reductions, the hidden ones, undo.

use trailsift::record::field::Column;

use crate::same_text;
use crate::screen::Screen;

fn filter(screen: &Screen) -> &str {
    screen.app.filter.text()
}

#[test]
fn a_value_is_kept_or_dropped_from_list_groups_and_tree() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/stoplogging<enter>+").shows("Show only").keys("w");
    assert_eq!(filter(&screen), "stoplogging who=arn:aws:iam::111122223333:user/svc-backup");
    let mut screen = Screen::sample(120, 40);
    screen.keys("p+");
    assert!(filter(&screen).starts_with("principal="), "{}", filter(&screen));
    assert_eq!(screen.app.groups.as_ref().unwrap().window.total(), 1);
    screen.keys("u-");
    assert!(filter(&screen).starts_with("!principal="), "{}", filter(&screen));
    let mut screen = Screen::sample(120, 40);
    screen.keys("/putuserpol<enter><enter>/policyName<enter>+");
    assert!(
        filter(&screen).ends_with("requestParameters.policyName=BuildCachePolicy"),
        "{}",
        filter(&screen)
    );
    assert_eq!(screen.app.list.events().len(), 1);
}

#[test]
fn an_event_is_followed_where_it_leads() {
    let mut screen = Screen::sample(100, 30);
    screen.keys("/name=CreateAccessKey<enter>f").shows("the key that this call issued");
    same_text("follow_menu", &screen);
    screen.keys("b");
    assert!(filter(&screen).contains("key=AKIAV2BACKUP4EXAMPLE | "), "{}", filter(&screen));
    let count = screen.app.list.events().len();
    assert!(count > 10, "{count} events of the key, its making and its end");
    let names: Vec<&str> = screen
        .app
        .list
        .events()
        .iter()
        .map(|&event| screen.app.store.value(event, Column::EventName))
        .collect();
    assert!(names.contains(&"CreateAccessKey") && names.contains(&"UpdateAccessKey"), "{names:?}");
}

#[test]
fn the_cursor_stays_on_its_event_while_the_filter_changes_and_is_undone() {
    let mut screen = Screen::sample(100, 30);
    screen.keys("/stoplogging<enter>");
    let event = screen.app.list.current();
    screen.keys("t").shows("Around this event").keys("3");
    assert!(filter(&screen).starts_with("around:2026-03-11T07:40:"), "{}", filter(&screen));
    assert_eq!(screen.app.list.current(), event);
    assert!(screen.app.list.events().len() > 1);
    screen.keys("F");
    assert!(filter(&screen).ends_with("is:failed"));
    screen.keys("F");
    assert!(!filter(&screen).contains("is:failed"));
    assert_eq!(screen.app.list.current().is_some(), event.is_some());
    screen.keys("uuu");
    assert_eq!((filter(&screen), screen.app.list.current()), ("stoplogging", event));
    screen.keys("<c-r>");
    assert!(filter(&screen).starts_with("around:"));
}

#[test]
fn what_is_hidden_is_counted_and_can_be_looked_at() {
    for (key, term) in [("F", "is:failed"), ("W", "is:write"), ("A", "!is:service")] {
        let mut screen = Screen::sample(100, 30);
        screen.keys(key);
        assert_eq!(filter(&screen), term);
        let shown = screen.app.list.events().len();
        screen.shows(&format!("{} filtered out", 714 - shown)).keys("X");
        assert_eq!(screen.app.list.events().len(), 714 - shown, "{key}");
        screen.keys("X");
        assert_eq!((filter(&screen), screen.app.list.events().len()), (term, shown));
    }
}

#[test]
fn groups_nest_fold_and_open() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/is:failed<enter>pB").shows("Then by").keys("/<esc>");
    let mut screen = Screen::sample(120, 40);
    screen.keys("/is:denied<enter>e").shows("AccessDenied").keys("<space>");
    assert_eq!(screen.app.groups.as_ref().unwrap().window.total(), 1, "folded away");
    screen.keys("<space>j<enter>").shows("errorFamily denied › errorCode AccessDenied");
    same_text("groups_nested_opened", &screen);
    screen.keys("<esc>");
    same_text("groups_nested", &screen);
    let mut screen = Screen::sample(120, 40);
    screen.keys("p").keys("L").shows("session").keys("L").shows("accessKeyId").keys("L").shows("person");
}
