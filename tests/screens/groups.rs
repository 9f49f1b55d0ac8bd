//! The groups, their orders, the way into one and back, and the menu of fields.

use trailsift::query::groups::group::{Group, GroupOrder};
use trailsift::store::MISSING;
use trailsift::tui::panes::groups::GroupsPane;

use crate::screen::Screen;
use crate::{same_styles, same_text};

fn pane(screen: &Screen) -> &GroupsPane {
    screen.app.groups.as_ref().unwrap()
}

/// The outermost groups.
fn outermost(screen: &Screen) -> Vec<Group> {
    pane(screen).all().iter().filter(|group| group.within.is_empty()).cloned().collect()
}

fn value(screen: &Screen) -> u32 {
    pane(screen).current().unwrap().value
}

#[test]
fn groups_hold_every_event_once() {
    for (key, name) in [("p", "principal"), ("e", "error")] {
        for (columns, rows) in [(120, 40), (80, 24)] {
            let mut screen = Screen::sample(columns, rows);
            screen.keys(key);
            let counted: usize = outermost(&screen).iter().map(|group| group.events).sum();
            assert_eq!((counted, pane(&screen).total()), (714, 714));
            same_text(&format!("groups_{name}_{columns}x{rows}"), &screen);
        }
    }
}

#[test]
fn error_codes_are_styled_failed_and_none_is_not() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("e");
    let (x, y) = screen.find("AccessDenied");
    assert_eq!(screen.meaning(x, y), "failed");
    let (x, y) = screen.find("(none)");
    assert_eq!((screen.meaning(x, y), y), ("selected".to_owned(), screen.bar()));
    screen.keys("j");
    assert_eq!(screen.meaning(x, y), "dim");
    same_styles("groups_error_80x24", &screen);
}

/// The cursor went to the first row, far from where somebody was weeding.
#[test]
fn a_group_that_is_excluded_leaves_the_cursor_on_its_row() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("pjjj");
    let (gone, next) = (value(&screen), pane(&screen).row(4).unwrap().value);
    screen.keys("-");
    assert_eq!((value(&screen), pane(&screen).window.cursor()), (next, 3));
    assert!(outermost(&screen).iter().all(|group| group.value != gone));
    screen.keys("u");
    assert_eq!(value(&screen), next, "it stays on its group");
    screen.keys("G-");
    assert_eq!(pane(&screen).window.cursor(), pane(&screen).window.total() - 1);
}

/// Nothing was asked while the filter had a mistake: all events stood under the group's name, and there were no groups
/// to open in the first place.
#[test]
fn a_mistake_in_the_filter_does_not_stop_groups_from_being_counted_and_opened() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/denied<enter>/ (<enter>");
    assert!(screen.app.filter.mistake().is_some());
    let denied = screen.app.list.events().len();
    screen.keys("p");
    assert_eq!(pane(&screen).total(), denied, "the last filter without a mistake is in force");
    let group = pane(&screen).current().unwrap().clone();
    screen.keys("<enter>");
    assert!(group.events < denied);
    assert_eq!(screen.app.list.events().len(), group.events);
    screen.find("previous results");
    screen.keys("U");
    assert_eq!(screen.app.shown_without_filter(), screen.app.store.len());
    assert!(screen.app.list.events().len() >= group.events);
}

/// The groups were those of all events again, and others' denials were read as one caller's.
#[test]
fn groups_of_an_opened_group_are_of_its_events_only() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("p<enter>");
    let opened = screen.app.list.events().clone();
    assert!(opened.len() < 714);
    screen.keys("e");
    assert_eq!(pane(&screen).total(), opened.len());
    screen.shows("❯ principal=");
    screen.keys("<enter>").keys("u");
    assert_eq!(screen.app.filter.text(), "", "the filter can be undone");
    // The same key again goes back to the groups.
    let mut screen = Screen::sample(120, 40);
    screen.keys("pj<enter>p");
    assert_eq!(
        (screen.app.shows_groups(), pane(&screen).total(), pane(&screen).window.cursor()),
        (true, 714, 1)
    );
    assert_eq!(screen.app.filter.text(), "");
}

/// The row in which both values are missing was left out, though it was not all of its group.
#[test]
fn missing_within_missing_is_told_when_there_is_more() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/!who:*<enter>p");
    screen.keys("B");
    let menu = screen.text();
    screen.keys("<enter>");
    let groups: Vec<Group> = pane(&screen).all().iter().cloned().collect();
    let shown: Vec<Group> = (0..40).filter_map(|row| pane(&screen).row(row).cloned()).collect();
    assert_eq!(shown.len(), groups.len(), "{menu}\n{}", screen.text());
    let within: usize = shown.iter().filter(|group| !group.within.is_empty()).map(|group| group.events).sum();
    assert_eq!(within, pane(&screen).total());
}

/// Started with a mistake it said that no event matches.
#[test]
fn a_first_filter_with_a_mistake_hides_nothing() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/(<enter>");
    assert_eq!((screen.app.list.events().len(), screen.app.filter.mistake().is_some()), (714, true));
}

#[test]
fn a_group_opens_into_its_events_and_esc_goes_back_to_it_with_the_filter_in_force() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/denied<enter>pjj");
    let (chosen, cursor) = (value(&screen), pane(&screen).window.cursor());
    let (group, total) = (pane(&screen).current().unwrap().clone(), pane(&screen).total());
    assert!(total < 714, "the filter is in force");
    screen.keys("<enter>");
    assert_eq!(screen.app.list.events().len(), group.events);
    let same_group = |&event| screen.app.store.value_id(event, pane(&screen).columns()[0]) == chosen;
    assert!(screen.app.list.events().iter().all(same_group));
    same_text("group_opened", &screen);
    screen.keys("jj<enter><esc><esc>");
    assert!(screen.app.shows_groups());
    assert_eq!((value(&screen), pane(&screen).window.cursor()), (chosen, cursor));
    assert_eq!(pane(&screen).total(), total);
    screen.shows("❯ denied").keys("<esc>").shows("❯ denied");
    assert!(!screen.app.shows_groups() && screen.app.list.events().len() == total);
}

#[test]
fn the_same_key_goes_back_to_the_events_and_another_groups_anew() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("pe").shows("AccessDenied");
    screen.keys("e").shows("GetBucketAcl");
    screen.keys("<enter>p");
    assert!(screen.app.shows_groups(), "from the event, too");
}

#[test]
fn the_filter_works_on_groups() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("p/putuserpol");
    assert_eq!((outermost(&screen).len(), pane(&screen).total()), (2, 2));
    screen.keys("zzz").shows("No event matches").keys("<enter>jk<enter>");
    assert_eq!(outermost(&screen).len(), 0);
}

#[test]
fn every_order_of_groups() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("e");
    let mut seen = Vec::new();
    for _ in 0..4 {
        screen.keys("s");
        let order = pane(&screen).order;
        seen.push(order);
        let rows = outermost(&screen);
        let name = |value| screen.app.store.dict(pane(&screen).columns()[0]).get(value).to_lowercase();
        let sorted = match order {
            GroupOrder::Count => rows.is_sorted_by(|a, b| a.events >= b.events),
            GroupOrder::Rare => rows.is_sorted_by(|a, b| a.events <= b.events),
            GroupOrder::First => rows.is_sorted_by(|a, b| a.first <= b.first),
            GroupOrder::Name => {
                let named: Vec<_> = rows.iter().filter(|group| group.value != MISSING).collect();
                named.is_sorted_by(|a, b| name(a.value) <= name(b.value))
            }
        };
        assert!(sorted, "{order:?}\n{}", screen.text());
        assert_eq!(pane(&screen).window.cursor(), 0, "an order has its answer at the top");
        if order != GroupOrder::Count {
            same_text(&format!("groups_order_{order:?}").to_lowercase(), &screen);
        }
    }
    assert_eq!(seen, [GroupOrder::Name, GroupOrder::First, GroupOrder::Rare, GroupOrder::Count]);
}

#[test]
fn every_field_of_the_menu_groups() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("b").shows("Group by");
    same_text("group_menu", &screen);
    screen.keys("G<enter>");
    let mut fields = vec![pane(&screen).fields[0].name];
    for down in 0.. {
        let mut screen = Screen::sample(80, 24);
        screen.keys("b").keys(&"j".repeat(down)).keys("<enter>");
        let counted: usize = outermost(&screen).iter().map(|group| group.events).sum();
        assert_eq!(counted, 714, "{}", pane(&screen).fields[0].name);
        if fields.contains(&pane(&screen).fields[0].name) {
            break;
        }
        fields.push(pane(&screen).fields[0].name);
    }
    assert!(fields.contains(&"userAgent") && fields.contains(&"principal"), "{fields:?}");
}
