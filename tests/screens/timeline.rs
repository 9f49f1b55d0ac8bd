//! The timeline above the list: its columns, its mark, what is selected in it, and steps in time.

use std::fmt::Write as _;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEventKind};
use trailsift::query::summary::timeline::Timeline;
use trailsift::record::field::Column;
use trailsift::record::time::Time;
use trailsift::tui::app::Focus;
use trailsift::tui::message::{Effect, Msg};
use trailsift::tui::theme::ThemeName;

use crate::screen::{Loaded, Screen};
use crate::{same_styles, same_text};

/// Makes events at these times, every third of them failed. An empty time means none.
fn events(times: &[&str]) -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    let mut lines = String::new();
    for (at, time) in times.iter().enumerate() {
        let error = if at % 3 == 2 { r#""errorCode":"AccessDenied","# } else { "" };
        writeln!(lines, r#"{{"eventTime":"{time}",{error}"eventName":"Call{at}","eventSource":"s3.amazonaws.com","eventID":"id-{at}"}}"#)
            .unwrap();
    }
    std::fs::write(folder.path().join("some.jsonl"), lines).unwrap();
    Loaded::of(&[folder.path()])
}

/// Four days with a gap, several hours each, and two events without a time.
fn days() -> Loaded {
    events(&[
        "2026-03-10T01:10:00Z",
        "2026-03-10T01:50:00Z",
        "2026-03-10T07:00:00Z",
        "2026-03-11T00:00:00Z",
        "2026-03-11T23:59:59Z",
        "2026-03-14T12:00:00Z",
        "2026-03-14T12:59:59Z",
        "2026-03-14T13:00:00Z",
        "",
        "",
    ])
}

fn of(loaded: &Loaded, size: (u16, u16)) -> Screen {
    Screen::of(loaded, ThemeName::Terminal, size)
}

fn shown(screen: &Screen) -> &Timeline {
    screen.app.timeline.shown().unwrap()
}

fn time(screen: &Screen) -> String {
    screen.app.store.time(screen.app.list.current().unwrap()).to_string()
}

/// The cell of the mark: the only `▲`, or the `!` in the bar's style.
#[track_caller]
fn mark(screen: &Screen) -> u16 {
    let y = if screen.cells().area.height < 30 { 3 } else { 4 };
    let is_mark = |x: &u16| {
        let symbol = screen.cells()[(*x, y)].symbol();
        symbol == "▲" || (symbol == "!" && screen.meaning(*x, y) == "selected")
    };
    let marks: Vec<u16> = (0..screen.cells().area.width).filter(is_mark).collect();
    assert_eq!(marks.len(), 1, "{}", screen.text());
    marks[0]
}

/// Returns the term for the selected columns.
fn term(screen: &Screen, first: usize, last: usize) -> String {
    let line = shown(screen);
    let words = |millis| Time::from_millis(millis).to_string().trim_end_matches('Z').to_owned();
    format!("time:{}..{}", words(line.begin(first)), words(line.begin(last + 1) - 1000))
}

#[test]
fn the_timeline_stands_above_the_list() {
    let mut screen = Screen::sample(120, 40);
    screen.shows("20 min a column").shows("╵03:00").keys("T");
    same_text("timeline_focus", &screen);
    screen.keys("vlll");
    same_text("timeline_selection", &screen);
    same_styles("timeline_selection", &screen);
    let mut mono = Screen::of(&Loaded::sample(), ThemeName::Mono, (80, 24));
    mono.keys("jjjjTvlll");
    same_text("timeline_mono", &mono);
    same_styles("timeline_mono", &mono);
}

#[test]
fn every_event_is_counted_once_and_every_failed_one_too() {
    let has_failed = |screen: &Screen| {
        let events = screen.app.list.events();
        events.iter().filter(|&&event| screen.app.store.value(event, Column::Outcome) == "failed").count()
    };
    for loaded in [Loaded::sample(), days(), events(&[]), events(&["", ""]), events(&["2026-03-10"])] {
        for (size, script) in [((80, 24), ""), ((120, 40), "/accden"), ((200, 60), "U"), ((21, 20), "")] {
            let mut screen = of(&loaded, size);
            screen.keys(script);
            let line = shown(&screen);
            let total: usize = line.counts.iter().map(|count| count.total() as usize).sum();
            let failed: usize = line.counts.iter().map(|count| count.failed as usize).sum();
            assert_eq!(total + line.without_time, screen.app.list.events().len(), "{size:?}");
            assert_eq!(failed, {
                let timed = |text: &str| !text.is_empty();
                let store = &screen.app.store;
                let untimed = screen.app.list.events().iter().filter(|&&event| {
                    !timed(&store.time(event).to_string()) && store.value(event, Column::Outcome) == "failed"
                });
                has_failed(&screen) - untimed.count()
            });
            for &event in screen.app.list.events().iter() {
                let column = line.column(screen.app.store.time(event));
                assert!(column.map_or(line.without_time > 0, |column| line.count(column).total() > 0));
            }
        }
    }
}

#[test]
fn gaps_are_blank_and_events_without_a_time_are_told() {
    let screen = of(&days(), (80, 24));
    assert!(screen.line(2).contains("      "), "{}", screen.line(2));
    assert!(screen.line(3).contains("─────"), "{}", screen.line(3));
    assert!(screen.line(4).contains(" 2 without a time · 90 min a column "), "{}", screen.line(4));
    let drawn = screen.line(2).chars().filter(|char| "▁▂▃▄▅▆▇█".contains(*char)).count();
    let has_events = |column: &usize| shown(&screen).count(*column).total() > 0;
    let cells = (0..shown(&screen).counts.len()).filter(has_events).map(|column| {
        let place = screen.app.timeline.place(column, 80);
        usize::from(place.end - place.start)
    });
    assert_eq!(drawn, cells.sum::<usize>());
    let none = of(&events(&["", ""]), (80, 24));
    assert!(none.line(3).contains("───") && none.line(4).contains(" 2 without a time "));
}

/// Between 18 and 38 of 100 columns had nothing, at the right of a day as in a week.
#[test]
fn bars_fill_the_whole_width() {
    let spans = [
        ("2026-03-10T00:00:00Z", "2026-03-10T00:00:29Z"),
        ("2026-03-10T04:07:00Z", "2026-03-11T02:11:00Z"),
        ("2026-03-01", "2026-03-08"),
        ("2025-01-01", "2026-03-08"),
        ("1999-01-01", "2026-03-08"),
    ];
    for (first, last) in spans {
        for columns in [20, 59, 80, 119, 120, 200, 301] {
            let screen = of(&events(&[first, last]), (columns, 30));
            let count = shown(&screen).counts.len();
            let place = |column| screen.app.timeline.place(column, columns);
            assert_eq!((place(0).start, place(count - 1).end), (0, columns), "{first} {last} {columns}");
            assert!(
                (1..count)
                    .all(|column| place(column).start == place(column - 1).end && !place(column).is_empty())
            );
            let at = |cell| screen.app.timeline.column_at(cell, columns).unwrap();
            assert!((0..columns).all(|cell| place(at(cell)).contains(&cell)));
            let bar = |x| "▁▂▃▄▅▆▇█".contains(screen.cells()[(x, 3)].symbol());
            assert!(bar(0) && bar(columns - 1), "{}", screen.text());
        }
    }
}

/// A busy trail had a `!` under nearly every column.
#[test]
fn marks_are_where_unusually_many_calls_failed() {
    let screen = of(&Loaded::sample(), (120, 40));
    let line = shown(&screen);
    let (mut failing, mut marked) = (0, 0);
    for column in 0..line.counts.len() {
        let place = screen.app.timeline.place(column, 120);
        let is_marked = screen.cells()[(place.start, 4)].symbol() == "!";
        assert_eq!(is_marked, line.is_unusual(column), "column {column}\n{}", screen.text());
        failing += usize::from(line.count(column).failed > 0);
        marked += usize::from(is_marked);
    }
    assert!(marked > 0 && marked < failing, "{marked} of {failing}");
}

#[test]
fn mark_and_cursor_are_in_step() {
    for (reverse, size) in [("", (80, 24)), ("S", (120, 40))] {
        let mut screen = of(&Loaded::sample(), size);
        screen.keys("j").keys(reverse);
        for _ in 0..60 {
            screen.keys("jjjjjjj");
            let column = screen.app.marked_column().unwrap();
            assert_eq!(mark(&screen), screen.app.timeline.place(column, size.0).start);
        }
        screen.keys("T");
        for step in ["h", "<left>", "<right>", "l", "h", "h"] {
            let before = screen.app.marked_column().unwrap();
            let expected =
                shown(&screen).neighbour(before, if ["h", "<left>"].contains(&step) { -1 } else { 1 });
            screen.keys(step);
            assert_eq!(screen.app.marked_column(), expected.or(Some(before)));
            let place =
                screen.app.list.events().iter().position(|event| Some(*event) == screen.app.list.current());
            let Some(previous) = place.unwrap().checked_sub(1) else { continue };
            let previous = screen.app.list.events()[previous];
            let column = shown(&screen).column(screen.app.store.time(previous));
            assert!(column < screen.app.marked_column(), "the first event of its column");
        }
    }
}

#[test]
fn the_selection_becomes_a_time_term() {
    let mut screen = of(&days(), (80, 24));
    let (first, second) = (0, shown(&screen).neighbour(0, 1).unwrap());
    let (one, two) = (term(&screen, first, first), term(&screen, first, second));
    screen.keys("Tz");
    assert_eq!((screen.app.filter.text(), screen.app.focus), (one.as_str(), Focus::Timeline));

    let mut screen = of(&days(), (80, 24));
    screen.keys("/call<enter>Tvl").shows("03-10 ").keys("<enter>");
    assert_eq!((screen.app.filter.text(), screen.app.focus), (format!("call {two}").as_str(), Focus::List));

    let mut screen = of(&days(), (80, 24));
    let shift = KeyEvent::new(KeyCode::Right, KeyModifiers::SHIFT);
    screen.keys("T").send(Msg::Key(shift)).keys("<esc>");
    assert!(screen.app.focus == Focus::List && screen.app.timeline.selected().is_none());
    screen.keys("gT").send(Msg::Key(shift)).keys("z");
    assert_eq!(screen.app.filter.text(), two);
}

#[test]
fn a_zoom_shows_exactly_the_events_of_its_columns_and_can_be_undone() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/!is:read | is:failed<enter>GTvhhhh");
    let event = screen.app.list.current();
    let selected = screen.app.timeline.selected().unwrap();
    let expected: u32 = selected.map(|column| shown(&screen).count(column).total()).sum();
    screen.keys("z");
    assert_eq!((screen.app.list.events().len(), screen.app.list.current()), (expected as usize, event));
    assert!(screen.app.filter.text().starts_with("(!is:read | is:failed) time:2026-03-"));
    let (outer, inner) = (shown(&screen).step, screen.keys("z").app.list.events().len());
    assert!(inner <= expected as usize && shown(&screen).step < outer && inner > 0);
    screen.keys("<esc>uu");
    assert_eq!((screen.app.filter.text(), screen.app.list.current()), ("!is:read | is:failed", event));
}

#[test]
fn zooming_out_widens_and_at_last_takes_the_term_away() {
    let mut screen = of(&days(), (80, 24));
    screen.keys("/x time:2026-03-11T10:00:00..2026-03-11T11:59:59<enter>TZ");
    assert_eq!(screen.app.filter.text(), "x time:2026-03-11T09:00:00..2026-03-11T12:59:59");
    screen.keys("ZZZZZZZ");
    assert_eq!(screen.app.filter.text(), "x");
    screen.keys("Z").shows("all events are shown");
    let mut screen = of(&days(), (80, 24));
    screen.keys("/time:2026-03-11 x<enter>TZ");
    assert_eq!(screen.app.filter.text(), "time:2026-03-10T12:00:00..2026-03-12T11:59:59 x");
    let mut screen = of(&days(), (80, 24));
    screen.keys("/time:12:00..13:00 x<enter>TZ");
    assert_eq!(screen.app.filter.text(), "x");
}

#[test]
fn the_mouse_goes_to_a_column_and_selects_by_dragging() {
    let left = MouseButton::Left;
    for reverse in ["", "S"] {
        let mut screen = of(&days(), (80, 24));
        screen.keys(reverse);
        let line = shown(&screen).clone();
        let last = line.counts.len() - 1;
        let place = |screen: &Screen, column| screen.app.timeline.place(column, 80).start;
        let (first, end) = (place(&screen, 1), place(&screen, last));
        screen.click(end, 2);
        assert_eq!((screen.app.marked_column(), screen.app.focus), (Some(last), Focus::List));
        screen.click(first, 3);
        assert_eq!(screen.app.marked_column(), line.neighbour(0, 1), "a gap is followed by its end");
        let expected = term(&screen, 1, last);
        screen.mouse(MouseEventKind::Down(left), end, 2).mouse(MouseEventKind::Drag(left), first, 9);
        assert_eq!(screen.app.timeline.selected(), Some(1..=last));
        screen.mouse(MouseEventKind::Up(left), first, 9);
        assert_eq!(screen.app.filter.text(), expected);
        screen.mouse(MouseEventKind::Drag(left), 0, 2).mouse(MouseEventKind::Up(left), 0, 2);
        assert_eq!(screen.app.filter.text(), expected, "a drag that began elsewhere is not for the timeline");
    }
}

#[test]
fn jumps_go_to_days_and_to_hours_that_have_events() {
    let mut screen = of(&days(), (80, 24));
    let mut walk = |keys: &str, expected: &[&str]| {
        for (key, expected) in keys.chars().zip(expected) {
            screen.keys(&key.to_string());
            assert_eq!(time(&screen), *expected, "{key} of {keys}");
        }
    };
    let (first, second) = ("2026-03-11T00:00:00Z", "2026-03-14T12:00:00Z");
    walk("ddddd", &[first, second, "", "", ""]);
    walk("DDDD", &[second, first, "2026-03-10T01:10:00Z", "2026-03-10T01:10:00Z"]);
    walk("]]]", &["2026-03-10T07:00:00Z", first, "2026-03-11T23:59:59Z"]);
    walk("]]]", &[second, "2026-03-14T13:00:00Z", ""]);
    walk("[[j[", &["2026-03-14T13:00:00Z", second, "2026-03-14T12:59:59Z", "2026-03-11T23:59:59Z"]);
    // Newest first: down is back in time, the first row of a day is its last event, and what has no time is last again.
    walk("SgG", &["2026-03-11T23:59:59Z", "2026-03-14T13:00:00Z", ""]);
    walk(
        "DDDD",
        &["2026-03-10T07:00:00Z", "2026-03-11T23:59:59Z", "2026-03-14T13:00:00Z", "2026-03-14T13:00:00Z"],
    );
    walk("ddd[", &["2026-03-11T23:59:59Z", "2026-03-10T07:00:00Z", "", "2026-03-10T01:50:00Z"]);
    screen.keys("Gd").shows("last day");
}

#[test]
fn what_has_no_time_has_no_mark_and_leads_back() {
    let mut screen = of(&days(), (80, 24));
    screen.keys("G");
    assert_eq!((screen.app.marked_column(), time(&screen).as_str()), (None, ""));
    screen.keys("Tl<enter>").shows("no time to filter by");
    screen.keys("Th");
    assert_eq!(screen.app.marked_column(), Some(shown(&screen).counts.len() - 1));
}

#[test]
fn a_timeline_that_is_not_there_cannot_have_the_focus() {
    let mut screen = Screen::sample(80, 19);
    assert!(screen.app.timeline.shown().is_none());
    screen.keys("T").shows("20 rows");
    screen.resize(80, 20).keys("T");
    assert_eq!(screen.app.focus, Focus::Timeline);
    screen.resize(80, 19);
    assert_eq!(screen.app.focus, Focus::List);
    screen.resize(80, 24).keys("e").lacks("a column").keys("T").shows("esc closes the groups");
    screen.keys("<enter>").shows("a column").keys("T");
    let total: u32 = shown(&screen).counts.iter().map(|count| count.total()).sum();
    assert_eq!((screen.app.focus, total as usize), (Focus::Timeline, screen.app.list.events().len()));
}

#[test]
fn another_width_is_counted_anew_and_another_height_is_not() {
    let mut screen = Screen::sample(80, 24);
    let narrow = shown(&screen).clone();
    screen.resize(200, 24);
    assert!(shown(&screen).step < narrow.step && shown(&screen).counts.len() > narrow.counts.len());
    screen.resize(80, 60);
    assert_eq!(*shown(&screen), narrow);
    assert!(!screen.app.is_waiting());
    let mut quiet = Screen::sample(80, 24);
    let asked = quiet.app.update(Msg::Resize(80, 40)).iter().any(|effect| matches!(effect, Effect::Ask(_)));
    assert!(!asked);
}

#[test]
fn the_selection_stays_on_its_times_while_events_come_in() {
    let few = events(&["2026-03-10T01:10:00Z", "2026-03-10T01:50:00Z", "2026-03-10T02:30:00Z"]);
    let mut screen = of(&few, (80, 24));
    screen.keys("Tvl");
    let before = term(&screen, *screen.app.timeline.selected().unwrap().start(), 0);
    screen.send(days().report());
    let selected = screen.app.timeline.selected().unwrap();
    assert!(term(&screen, *selected.start(), 0)[..15] == before[..15], "the same day");
    screen.send(events(&["2030-01-01T00:00:00Z"]).report());
    assert_eq!(screen.app.timeline.selected(), None);
    screen.keys("vl<enter>");
}

#[test]
fn the_footer_tells_years_where_columns_are_days() {
    let mut screen = of(&events(&["2019-12-31T23:00:00Z", "2020-01-01T01:00:00Z", "2022-01-01"]), (120, 24));
    screen.keys("Tvl").shows(" 2019-").shows(" → 2022-01-").shows(" · 3, 1 failed");
}

/// The mark of the event under the cursor took the time away, and a filter that leaves one event had no time at all.
#[test]
fn a_time_follows_the_mark_at_its_beginning() {
    let loaded = events(&["2026-03-10T01:10:00Z"]);
    let screen = of(&loaded, (80, 24));
    assert!(screen.line(3).starts_with("▲01:10:00─"), "{}", screen.line(3));
    let screen = of(&loaded, (80, 40));
    assert!(screen.line(5).starts_with("╵01:10:00─"), "{}", screen.line(5));
}
