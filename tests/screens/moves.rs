//! Where the cursor goes: pages move pages, cursors rest on rows and stay on what they are on.

use trailsift::query::write::is_write;
use trailsift::record::field::Column;
use trailsift::store::Event;
use trailsift::tui::app::Overlay;
use trailsift::tui::theme::ThemeName;

use crate::screen::{Loaded, Screen};

/// The first PgDn moved the help by one line, and the first C-d not at all.
#[test]
fn the_help_scrolls_by_pages_from_the_first_key_on() {
    for (columns, rows) in [(80, 24), (120, 40), (40, 12)] {
        for (key, back, halves) in [("<pgdn>", "<pgup>", 2), ("<c-d>", "<c-u>", 1), ("<space>", "<c-b>", 2)] {
            let mut screen = Screen::sample(columns, rows);
            let offset = |screen: &Screen| match &screen.app.overlay {
                Some(Overlay::Page(page)) => (page.window.offset(), page.window.height()),
                other => panic!("{other:?}"),
            };
            let (top, height) = offset(screen.keys("?"));
            let step = height / 2 * halves;
            assert_eq!((top, offset(screen.keys(key)).0), (0, step), "{key}");
            assert_eq!(offset(screen.keys(key)).0, 2 * step, "{key}");
            assert_eq!(offset(screen.keys(back)).0, step, "{back}");
            let end = offset(screen.keys("G")).0;
            assert_eq!((offset(screen.keys(back)).0, offset(screen.keys("g")).0), (end - step, 0), "{back}");
        }
    }
}

#[test]
fn the_cursor_of_the_inventory_rests_on_rows() {
    for (columns, rows) in [(120, 40), (80, 24), (40, 12)] {
        let mut screen = Screen::sample(columns, rows);
        screen.keys("i");
        let keys = ["j", "k", "<pgdn>", "<c-d>", "<pgup>", "G", "<c-u>", "g", "<enter>", "jjjjjj", "<enter>"];
        let mut met = std::collections::BTreeSet::new();
        for key in
            keys.into_iter().chain(["j"; 200]).chain(["<c-u>"; 20]).chain(["<c-d>"; 20]).chain(["k"; 200])
        {
            screen.keys(key);
            let Some(Overlay::Inventory(pane)) = &screen.app.overlay else { panic!("{}", screen.text()) };
            let at = pane.window.cursor();
            assert!(pane.is_row(at), "{key}: {:?}", pane.current());
            met.insert(at);
        }
        let Some(Overlay::Inventory(pane)) = &screen.app.overlay else { panic!("{}", screen.text()) };
        let all: Vec<usize> = (0..pane.lines().len()).filter(|&line| pane.is_row(line)).collect();
        assert!(all.iter().all(|row| met.contains(row)), "every row is come to with j");
        screen.wheel(5, 5, true).wheel(5, 5, true);
        let Some(Overlay::Inventory(pane)) = &screen.app.overlay else { panic!("{}", screen.text()) };
        assert!(pane.is_row(pane.window.cursor()));
    }
}

/// `s` threw the cursor to the first row.
#[test]
fn the_cursor_stays_on_its_group_in_every_order() {
    for way in ["pjjj", "ejj", "p<pgdn>"] {
        let mut screen = Screen::sample(100, 30);
        let group = |screen: &Screen| screen.app.groups.as_ref().unwrap().current().unwrap().path();
        let before = group(screen.keys(way));
        for _ in 0..4 {
            assert_eq!(group(screen.keys("s")), before, "{way}");
            screen.bar();
        }
    }
    let mut screen = Screen::sample(100, 30);
    screen.keys("ps");
    assert_eq!(screen.app.groups.as_ref().unwrap().window.cursor(), 0, "untouched, it stays at the top");
}

/// The keys visit each failed call and each change once, whichever way the list is sorted, and filter nothing.
#[test]
fn failures_and_changes_are_stepped_through() {
    let loaded = Loaded::sample();
    let store = loaded.store.clone();
    let failed = |event| store.value(event, Column::Outcome) == "failed";
    let is_change = |event| is_write(&store, event) && !failed(event);
    let mut screen = Screen::of(&loaded, ThemeName::Terminal, (100, 12));
    for order in ["", "S"] {
        screen.keys(order);
        let rows: Vec<Event> =
            (0..screen.app.list.window.total()).map(|row| screen.app.list.event_at(row).unwrap()).collect();
        let sought = |is: &dyn Fn(Event) -> bool| -> Vec<usize> {
            (1..rows.len()).filter(|&row| is(rows[row])).collect()
        };
        let (failures, changed) = (sought(&failed), sought(&is_change));
        assert!(failures.len() > 50 && changed.len() > 50, "{} {}", failures.len(), changed.len());
        for (key, wanted, from, end, word) in [
            (".", failures.clone(), "g", "below", "failed call"),
            (",", failures.iter().rev().copied().collect(), "G", "above", "failed call"),
            (";", changed, "g", "below", "change"),
        ] {
            screen.keys(from);
            let at_end = |row: &usize| from == "G" && *row == rows.len() - 1;
            for row in wanted.iter().filter(|row| !at_end(row)) {
                screen.keys(key);
                assert_eq!(screen.app.list.window.cursor(), *row, "{key} {order}");
            }
            screen.lacks("no failed call");
            // The first row was never a target: going up, it may be one.
            if !(key == "," && failed(rows[0])) {
                screen.keys(key).shows(&format!("no {word} {end} this row"));
            }
        }
        screen.shows("714 events");
    }
}

/// Failed calls are read one after another: the event stays open, and its keys are those of the list.
#[test]
fn the_next_failed_call_and_the_next_change_are_reached_from_an_event() {
    for key in [".", ";"] {
        let (mut listed, mut opened) = (Screen::sample(120, 40), Screen::sample(120, 40));
        opened.keys("<enter>");
        for _ in 0..4 {
            listed.keys(key);
            opened.keys(key);
            let (row, event) = (opened.app.list.window.cursor(), opened.app.list.current().unwrap());
            assert_eq!(row, listed.app.list.window.cursor(), "{key}");
            assert_eq!(opened.app.focus, trailsift::tui::app::Focus::Detail);
            let name = opened.app.store.value(event, Column::EventName).to_owned();
            opened.shows(&name);
        }
        assert!(opened.app.list.window.cursor() > 0);
    }
    let mut screen = Screen::sample(120, 40);
    screen.keys("<enter>..,");
    let failed = |screen: &Screen| {
        screen.app.store.value(screen.app.list.current().unwrap(), Column::Outcome) == "failed"
    };
    assert!(failed(&screen));
}
