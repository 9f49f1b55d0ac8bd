//! The groups, their orders, the way into one and back, and the menu of fields.

use proptest::prelude::*;
use ratatui::style::Style;
use trailsift::query::groups::group::{Group, GroupOrder};
use trailsift::query::groups::items::counts_each;
use trailsift::record::field::FIELDS;
use trailsift::store::MISSING;
use trailsift::tui::panes::groups::GroupsPane;
use trailsift::tui::theme::ThemeName;

use crate::screen::{Loaded, Screen};
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

/// While the filter was invalid, nothing was requested: all events appeared under the group's name, and there
/// were no groups to open in the first place.
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
    // The same key again returns to the groups.
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
    // Nobody is named in these; one of them has no eventName either.
    let line = |(at, name): (usize, &str)| {
        format!(
            r#"{{"eventVersion":"1.08","eventTime":"2026-03-10T12:00:0{at}Z","eventName":"{name}","eventID":"id-{at}"}}{}"#,
            "\n"
        )
    };
    let folder = tempfile::tempdir().unwrap();
    let lines: String = ["A", "A", "B", ""].into_iter().enumerate().map(line).collect();
    std::fs::write(folder.path().join("nobody.jsonl"), lines).unwrap();
    let mut screen = Screen::of(&Loaded::of(&[folder.path()]), ThemeName::Terminal, (120, 40));
    screen.keys("p");
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

/// One event for each user agent, some of them failed.
fn agents(agents: &[String]) -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    let records: Vec<String> = agents.iter().map(|agent| {
        serde_json::json!({"eventVersion": "1.08", "eventName": "GetObject", "eventSource": "s3.amazonaws.com",
            "eventTime": "2026-05-05T05:05:05Z", "userAgent": agent}).to_string()
    }).collect();
    std::fs::write(folder.path().join("some.jsonl"), records.join("\n")).unwrap();
    Loaded::of(&[folder.path()])
}

/// Groups by user agent.
fn by_agent(loaded: &Loaded, size: (u16, u16)) -> Screen {
    for down in 0..60 {
        let mut screen = Screen::of(loaded, ThemeName::Terminal, size);
        screen.keys("b").keys(&"<down>".repeat(down)).keys("<enter>");
        if pane(&screen).fields[0].name == "userAgent" {
            return screen;
        }
    }
    panic!("nothing groups by user agent");
}

/// Returns the cells of each row that is not selected, up to the figures.
fn rows(screen: &Screen) -> Vec<Vec<(String, Style)>> {
    let end = screen.line(3).find("events").unwrap() - 2;
    let (top, bar) = (4, screen.bar());
    let rows = (top..top + u16::try_from(pane(screen).window.visible().len()).unwrap()).filter(|&y| y != bar);
    let cell = |x, y| (screen.cells()[(x, y)].symbol().to_owned(), screen.cells()[(x, y)].style());
    rows.map(|y| (0..u16::try_from(end).unwrap()).map(|x| cell(x, y)).collect()).collect()
}

/// Seventeen programs of one person looked like one, and the whole of none was anywhere.
#[test]
fn groups_that_differ_in_the_middle_look_different_and_the_selected_one_is_whole() {
    let agent = |number: usize| {
        format!(
            "aws-cli/2.15.{number} md/Botocore#1.34.{number} ua/2.0 os/linux#6.1.0 md/arch#x86_64 lang/python#3.11.8 md/pyimpl#CPython cfg/retry-mode#standard"
        )
    };
    let agents: Vec<String> = (0..17).map(agent).collect();
    for size in [(80, 24), (120, 40), (60, 30)] {
        let mut screen = by_agent(&self::agents(&agents), size);
        let rows = rows(&screen);
        let distinct: std::collections::HashSet<_> = rows.iter().map(|row| format!("{row:?}")).collect();
        assert_eq!(distinct.len(), rows.len(), "{}", screen.text());
        for _ in 0..16 {
            screen.keys("j");
            let value = screen.app.store.dict(pane(&screen).columns()[0]).get(value(&screen)).to_owned();
            // Each line of the whole value is on the screen, below the groups or in the pane beside them.
            let line = |pieces: &Vec<trailsift::text::Piece<'_>>| {
                pieces.iter().map(|piece| piece.text.to_string()).collect::<String>()
            };
            let lines: Vec<String> = pane(&screen).whole_value().iter().map(line).collect();
            assert!(lines.concat().ends_with(&value), "{value}\n{lines:?}");
            for line in lines {
                screen.shows(line.trim_end());
            }
        }
    }
    let mut screen = by_agent(&self::agents(&agents), (80, 24));
    same_text("groups_that_differ_in_the_middle", screen.keys("jj"));
}

#[test]
fn a_value_that_is_longer_than_its_room_tells_how_much_longer() {
    let mut screen = by_agent(&agents(&["x".repeat(1000), "y".to_owned()]), (80, 24));
    screen.shows(" more characters; y copies all of them").keys("j").lacks("more characters");
}

/// `41.8%10,015 !`: figures of ten thousand and more ran together.
#[test]
fn figures_stand_apart_however_long_they_are() {
    let names: Vec<String> = (0..12_000).map(|_| "program".to_owned()).chain(["other".to_owned()]).collect();
    let screen = by_agent(&agents(&names), (190, 24));
    let line = screen.line(screen.bar());
    assert!(line.contains(" 12,000  100.0% "), "{line}");
    let headings = screen.line(3);
    assert!(
        headings.contains("  events   share    failed") && headings.contains("  addresses  event names"),
        "{headings}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn groups_that_differ_look_different(
        agents in prop::collection::hash_set(prop_oneof![
            "[ab]{1,120}", "Boto3/1\\.34\\.[0-9]{1,2} md/Botocore#1\\.34\\.[0-9]{1,2} ua/2\\.0 os/linux md/arch#(arm|x86) lang/python#3\\.[0-9]",
            "(漢|a\u{301}|\u{202e}|[xy]){1,60}",
        ], 1..30),
        columns in 60..140_u16,
    ) {
        let agents: Vec<String> = agents.into_iter().collect();
        let screen = by_agent(&self::agents(&agents), (columns, 60));
        let rows = rows(&screen);
        prop_assert!(columns < 100 || rows.len() + 1 == agents.len(), "{}", screen.text());
        let distinct: std::collections::HashSet<_> = rows.iter().map(|row| format!("{row:?}")).collect();
        prop_assert_eq!(distinct.len(), rows.len(), "{}", screen.text());
    }
}

/// The table of fields promised groups by these, and the menus left them out.
#[test]
fn times_and_ids_group_and_their_groups_open_and_filter() {
    let place = |name: &str| FIELDS.iter().position(|field| field.name == name).unwrap();
    for name in ["eventTime", "eventID"] {
        let choose = format!("{}<enter>", "<down>".repeat(place(name)));
        let mut screen = Screen::sample(120, 40);
        screen.keys(&format!("b{choose}"));
        assert_eq!((pane(&screen).fields[0].name, pane(&screen).total()), (name, 714));
        let group = pane(&screen).current().unwrap().clone();
        screen.keys("<enter>");
        assert_eq!(screen.app.list.events().len(), group.events);
        screen.keys("<esc>+").shows(&format!("❯ {name}="));
        assert_eq!(screen.app.list.events().len(), group.events, "{}", screen.text());
        let mut screen = Screen::sample(120, 40);
        screen.keys(&format!("eB{choose}"));
        let names: Vec<_> = pane(&screen).fields.iter().map(|field| field.name).collect();
        assert_eq!(names, ["errorFamily", "errorCode", name]);
        assert_eq!(outermost(&screen).iter().map(|group| group.events).sum::<usize>(), 714);
    }
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
            GroupOrder::Count | GroupOrder::Sum => rows.is_sorted_by(|a, b| a.events >= b.events),
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
    // The last line asks for a path.
    screen.keys(&"<pgdn>".repeat(9)).keys("<up><enter>");
    let mut fields = vec![pane(&screen).fields[0].name];
    for down in 0.. {
        let mut screen = Screen::sample(80, 24);
        screen.keys("b").keys(&"<down>".repeat(down)).keys("<enter>");
        let counted: usize = outermost(&screen).iter().map(|group| group.events).sum();
        let field = pane(&screen).fields[0];
        // An event counts under each of several tactics.
        assert!(counted == 714 || counts_each(field.column()) && counted > 714, "{}: {counted}", field.name);
        if fields.contains(&pane(&screen).fields[0].name) {
            break;
        }
        fields.push(pane(&screen).fields[0].name);
    }
    assert!(FIELDS.iter().all(|field| fields.contains(&field.name)), "{fields:?}");
}
