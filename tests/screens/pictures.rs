//! Pictures of the answer: the heat map of hours and days of the week, and who was active when.

use trailsift::record::time::zone::Zone;
use trailsift::tui::app::Overlay;
use trailsift::tui::panes::clock::Clock;
use trailsift::tui::panes::screens::pictures::Pictures;
use trailsift::tui::theme::ThemeName;

use crate::screen::{Loaded, Screen};
use crate::{same_styles, same_text};

#[track_caller]
fn pane(screen: &Screen) -> &Pictures {
    match &screen.app.overlay {
        Some(Overlay::Pictures(pane)) => pane,
        other => panic!("{other:?}"),
    }
}

/// The number of the selected cell, as the pane counted it.
#[track_caller]
fn of_heat(screen: &Screen) -> usize {
    let (day, hour) = pane(screen).cell;
    pane(screen).shown().unwrap().heat.count(day, hour).total() as usize
}

#[track_caller]
fn of_lane(screen: &Screen) -> usize {
    pane(screen).lane().unwrap().bars[pane(screen).column].total() as usize
}

#[test]
fn pictures_are_read_without_colour_and_on_every_screen() {
    for (columns, rows) in [(80, 24), (120, 40), (40, 12)] {
        let mut screen = Screen::sample(columns, rows);
        screen.keys("*");
        same_text(&format!("pictures_heat_{columns}x{rows}"), &screen);
        screen.keys("<tab>j");
        same_text(&format!("pictures_lanes_{columns}x{rows}"), &screen);
    }
    let mut mono = Screen::of(&Loaded::sample(), ThemeName::Mono, (80, 24));
    mono.keys("*");
    same_styles("pictures_heat_mono", &mono);
    mono.keys("<tab>");
    same_styles("pictures_lanes_mono", &mono);
}

#[test]
fn a_cell_of_the_heat_map_is_filtered_by_as_it_was_counted() {
    for (zone, script) in
        [("UTC", "*"), ("Asia/Kolkata", "*"), ("UTC", "/is:failed<enter>*"), ("UTC", "p<enter>*")]
    {
        let mut screen = Screen::sample(120, 40);
        screen.app.set_clock(Clock::new(Zone::named(zone).unwrap(), None));
        screen.keys(script);
        let expected = of_heat(&screen);
        assert!(expected > 0, "the fullest cell is selected first");
        screen.keys("<enter>");
        assert!(screen.app.overlay.is_none());
        assert_eq!(screen.app.list.events().len(), expected, "{zone} {script}: {}", screen.app.filter.text());
        assert_eq!(screen.app.filter.text().contains("@Asia/Kolkata"), zone == "Asia/Kolkata");
    }
}

#[test]
fn in_groups_the_heat_map_is_that_of_the_selected_group() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("ej*");
    let expected = of_heat(&screen);
    let all: u32 = (0..7).map(|day| pane(&screen).shown().unwrap().heat.of_day(day)).sum();
    let group = screen.app.groups.as_ref().unwrap().current().unwrap().events;
    assert_eq!(all as usize, group);
    screen.shows("of errorFamily=").keys("<enter>");
    assert_eq!(screen.app.list.events().len(), expected, "{}", screen.app.filter.text());
    assert!(screen.app.groups.is_none() && screen.app.filter.text().starts_with("errorFamily="));
}

#[test]
fn a_cell_of_a_lane_is_filtered_by_as_it_was_counted() {
    for script in ["*<tab>", "*<tab>jj", "e*<tab>", "e*<tab>j", "/is:write<enter>*<tab>"] {
        let mut screen = Screen::sample(120, 40);
        screen.keys(script);
        for _ in 0..200 {
            if of_lane(&screen) > 0 {
                break;
            }
            screen.keys("<right>");
        }
        let expected = of_lane(&screen);
        screen.keys("<enter>");
        assert_eq!(screen.app.list.events().len(), expected, "{script}: {}", screen.app.filter.text());
    }
}

/// All events of a group are in its lane, and all groups are those that grouping finds.
#[test]
fn lanes_add_up() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("*<tab>");
    let lanes = &pane(&screen).shown().unwrap().lanes;
    assert_eq!(lanes.groups, lanes.lanes.len());
    let events: usize = lanes.lanes.iter().map(|lane| lane.events).sum();
    assert_eq!(events, screen.app.list.events().len());
    for lane in &lanes.lanes {
        let bars: u32 = lane.bars.iter().map(|bar| bar.total()).sum();
        let failed: u32 = lane.bars.iter().map(|bar| bar.failed).sum();
        assert_eq!((bars as usize, failed as usize), (lane.events, lane.failed));
    }
    for (column, count) in lanes.all.counts.iter().enumerate() {
        let sum: u32 = lanes.lanes.iter().map(|lane| lane.bars[column].total()).sum();
        assert_eq!(sum, count.total());
    }
}

#[test]
fn cells_without_events_filter_nothing_and_arrows_go_round() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("*g").shows("Mon 00:00–00:59 UTC · 0 events");
    screen.keys("<enter>").shows("this cell has no events");
    assert!(screen.app.overlay.is_some() && screen.app.filter.text().is_empty());
    screen.keys("<left><up>").shows("Sun 23:00–23:59").keys("<right><down>").shows("Mon 00:00–00:59");
    screen.keys("q");
    assert!(screen.app.overlay.is_none());
}

/// A screen of another width has lanes of another width.
#[test]
fn other_pictures_are_counted_when_what_they_show_changes() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("*<tab>");
    let columns = pane(&screen).shown().unwrap().request.columns;
    screen.resize(80, 24);
    assert!(pane(&screen).shown().unwrap().request.columns < columns);
    assert!(!pane(&screen).waits);
    let half = Loaded::with(trailsift::ingest::Options {
        threads: 1,
        ..trailsift::ingest::Options::new(vec!["sample-logs/AWSLogs".into()])
    });
    screen.send(half.report());
    let lanes = &pane(&screen).shown().unwrap().lanes;
    let events: usize = lanes.lanes.iter().map(|lane| lane.events).sum();
    assert_eq!(events, screen.app.list.events().len());
}
