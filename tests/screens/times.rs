//! How times are shown: in UTC, in other zones, since an event, as gaps; and going to a time.

use std::fmt::Write as _;

use trailsift::record::time::zone::Zone;
use trailsift::tui::panes::clock::Clock;
use trailsift::tui::theme::ThemeName;

use crate::screen::{Loaded, Screen};
use crate::{same_styles, same_text};

/// Makes events at these times.
fn events(times: &[&str]) -> Loaded {
    let folder = tempfile::tempdir().unwrap();
    let mut lines = String::new();
    for (at, time) in times.iter().enumerate() {
        writeln!(
            lines,
            r#"{{"eventTime":"{time}","eventName":"Call{at}","eventSource":"s3.amazonaws.com","eventID":"id-{at}"}}"#
        )
        .unwrap();
    }
    std::fs::write(folder.path().join("some.jsonl"), lines).unwrap();
    Loaded::of(&[folder.path()])
}

fn of(times: &[&str], machine: &str) -> Screen {
    let mut screen = Screen::of(&events(times), ThemeName::Terminal, (100, 24));
    screen.app.set_clock(Clock::new(Zone::default(), Zone::named(machine)));
    screen
}

/// The lines of the list, without the marks before each row.
fn list(screen: &Screen) -> Vec<String> {
    let from = usize::from(screen.find("event who").1) + 1;
    let lines = screen.lines();
    let rows = lines[from..].iter().take_while(|line| !line.is_empty());
    rows.map(|line| {
        line.trim_start_matches(['▌', ' ', '!', '•', '"']).trim_end_matches('─').trim().to_owned()
    })
    .map(|line| line.split("  ").next().unwrap().to_owned())
    .collect()
}

fn current(screen: &Screen) -> String {
    screen.app.store.time(screen.app.list.current().unwrap()).to_string()
}

#[test]
fn times_go_round_from_utc_to_local_to_since_to_gaps() {
    let mut screen = Screen::sample(120, 40);
    screen.app.set_clock(Clock::new(Zone::default(), Zone::named("Asia/Kolkata")));
    screen.keys("jj=");
    same_text("times_local", &screen);
    screen.keys("=");
    same_text("times_since", &screen);
    screen.keys("=");
    same_text("times_gap", &screen);
    screen.keys("=").shows("times are in UTC");
    let mut again = Screen::sample(120, 40);
    again.keys("jj");
    screen.keys("<c-l>");
    assert_eq!(screen.text(), again.text(), "all is as before");
}

/// The hour that does not exist, and the one that comes twice.
#[test]
fn days_and_hours_are_right_around_a_change_of_the_clocks() {
    let spring =
        ["2023-03-25T22:59:00Z", "2023-03-25T23:00:00Z", "2023-03-26T00:59:59Z", "2023-03-26T01:00:00Z"];
    let mut screen = of(&spring, "Europe/Berlin");
    screen.keys("=");
    let expected = [
        "── Sat 25 March 2023 · +01:00",
        "23:59:00",
        "── Sun 26 March 2023 · +01:00",
        "00:00:00",
        "01:59:59",
        "── Sun 26 March 2023 · +02:00",
        "03:00:00",
    ];
    let starts = |screen: &Screen, expected: &[&str]| {
        let shown = list(screen);
        assert_eq!(shown.len(), expected.len(), "{shown:?}");
        for (line, expected) in shown.iter().zip(expected) {
            assert!(line.starts_with(expected), "{line} {expected}");
        }
    };
    starts(&screen, &expected);
    screen.shows("local");
    let autumn =
        ["2023-10-28T21:59:00Z", "2023-10-29T00:59:59Z", "2023-10-29T01:00:00Z", "2023-10-29T23:00:00Z"];
    let mut screen = of(&autumn, "Europe/Berlin");
    screen.keys("=");
    let expected = [
        "── Sat 28 October 2023 · +02:00",
        "23:59:00",
        "── Sun 29 October 2023 · +02:00",
        "02:59:59",
        "── Sun 29 October 2023 · +01:00",
        "02:00:00",
        "── Mon 30 October 2023 · +01:00",
        "00:00:00",
    ];
    starts(&screen, &expected);
    for day in ["2023-10-29T00:59:59Z", "2023-10-29T23:00:00Z"] {
        screen.keys("d");
        assert_eq!(current(&screen), day);
    }
    for day in ["2023-10-29T00:59:59Z", "2023-10-28T21:59:00Z"] {
        screen.keys("D");
        assert_eq!(current(&screen), day);
    }
}

#[test]
fn a_zone_is_found_by_typing_and_said_wherever_times_are() {
    let mut screen = of(&["2023-07-10T22:30:00Z", "2023-07-11T03:00:00Z"], "");
    screen.keys("Zlord<enter>").shows("Australia/Lord_Howe · 2023-07-11 09:00 → 13:30");
    screen.shows("+10:30").shows("Tue 11 July 2023 · +10:30");
    screen.keys("<enter>").shows("2023-07-11T09:00:00+10:30").shows("\"2023-07-10T22:30:00Z\"");
    screen.keys("<esc>Z");
    same_text("times_menu", &screen);
    same_styles("times_menu", &screen);
    screen.keys("nowhere").shows("no matches").keys("<esc>").shows("Australia/Lord_Howe");
    screen.keys("=").shows("times since 2023-07-11T09:00:00+10:30");
}

#[test]
fn times_are_counted_from_the_event_that_was_chosen() {
    let times = ["2023-07-10T12:00:00Z", "2023-07-10T12:00:30.250Z", "2023-07-10T13:00:00Z", ""];
    let mut screen = of(&times, "");
    screen.keys("jjZsince this<enter>");
    screen.shows("-1h 00m").shows("-59m 29s").shows(" 0s").shows("no time");
    screen.shows("times since 2023-07-10T13:00:00Z");
    screen.keys("Zsince first<enter>").shows("+30.250s").shows("+1h 00m").keys("Zgap<enter>");
    screen.shows("+30.250s").shows("+59m 29s");
    screen.keys("S").shows("-59m 29s").shows("-30.250s");
}

#[test]
fn a_time_is_gone_to_and_nothing_is_filtered() {
    let times = ["2023-07-10T12:00:00Z", "2023-07-10T14:00:00Z", "2023-07-11T12:00:00Z", ""];
    for (script, expected, said) in [
        ("@2023-07-10T13:00<enter>", "2023-07-10T14:00:00Z", ""),
        ("@14:00<enter>", "2023-07-10T14:00:00Z", ""),
        ("@16:00+02:00<enter>", "2023-07-10T14:00:00Z", ""),
        ("@+1s<enter>", "2023-07-10T14:00:00Z", ""),
        ("j@+22h<enter>", "2023-07-11T12:00:00Z", ""),
        ("G@2023<enter>", "2023-07-10T12:00:00Z", ""),
        ("@2024<enter>", "2023-07-11T12:00:00Z", "no event is so late"),
        ("@nonsense<enter>", "2023-07-10T12:00:00Z", "not a time"),
        ("@<enter>", "2023-07-10T12:00:00Z", ""),
        ("@14:00<esc>", "2023-07-10T12:00:00Z", ""),
        ("S@2023-07-10T14:00<enter>", "2023-07-10T14:00:00Z", ""),
    ] {
        let mut screen = of(&times, "");
        screen.keys(script).shows(said);
        assert_eq!((current(&screen).as_str(), screen.app.filter.text()), (expected, ""), "{script}");
    }
}

#[test]
fn where_a_typed_time_leads_is_shown() {
    let mut screen = Screen::sample(80, 24);
    screen.app.set_clock(Clock::new(Zone::named("Europe/Berlin").unwrap(), None));
    screen.keys("@");
    same_text("go_to_time", &screen);
    screen.keys("12:0").shows("not a time yet").keys("0");
    same_text("go_to_time_typed", &screen);
    same_styles("go_to_time_typed", &screen);
    screen.keys("<c-u>2099").shows("no event is so late");
}

/// At 60 columns the time in each zone was cut, and what the ways mean, beside blank cells.
#[test]
fn what_is_said_about_zones_is_whole_on_a_narrow_screen() {
    let mut screen = Screen::sample(60, 20);
    screen.keys("Z").shows("+00:00 · 02:05:00").shows("the time since the event in the row above");
    screen.keys("comodriv").shows("America/Arge").shows("-03:00 · ");
}
