//! Sums of a number for each group: from the menu and the palette, with the figures that the command line prints.

use std::collections::HashMap;

use trailsift::export::groups::{self, GroupFormat, Headings, Sum, largest_first};
use trailsift::query::groups::group::GroupOrder;
use trailsift::query::groups::nested;
use trailsift::record::field::Column;

use crate::same_text;
use crate::screen::Screen;

/// What `group --sum` prints of each group: its value, then sum, median and maximum.
fn headless(screen: &Screen) -> HashMap<String, Vec<String>> {
    let (store, pane) = (&screen.app.store, screen.app.groups.as_ref().unwrap());
    let columns: Vec<Column> = pane.columns();
    let events = screen.app.list.events();
    let mut rows = nested(store, events, &columns);
    largest_first(store, &columns, &mut rows);
    let sums = [Sum::new(store, events, &columns, pane.sum.unwrap())];
    let headings = Headings { fields: &pane.fields, columns: &columns, sums: &sums, new_at: None };
    let mut out = Vec::new();
    groups::write(store, &rows, headings, GroupFormat::Csv, &mut out).unwrap();
    let mut reader = csv::Reader::from_reader(&*out);
    let rows = reader.records().map(|row| row.unwrap());
    rows.map(|row| {
        let cells: Vec<String> = row.iter().map(str::to_owned).collect();
        (cells[0].clone(), cells[cells.len() - 3..].to_vec())
    })
    .collect()
}

/// The same of the rows on the screen, without the commas between thousands.
fn on_screen(screen: &Screen) -> HashMap<String, Vec<String>> {
    let heading = screen.line(3);
    let ends: Vec<usize> =
        ["sum", "median", "max"].iter().map(|name| heading.find(name).unwrap() + name.len()).collect();
    let starts = [heading.find("failed").unwrap() + 6, ends[0], ends[1]];
    let pane = screen.app.groups.as_ref().unwrap();
    let row = |at: usize| {
        let line: Vec<char> = screen.line(u16::try_from(4 + at).unwrap()).chars().collect();
        let cell = |from: usize, to: usize| {
            line.get(from..to.min(line.len()))
                .unwrap_or(&[])
                .iter()
                .filter(|char| **char != ',')
                .collect::<String>()
        };
        let figures = starts.iter().zip(&ends).map(|(&from, &to)| cell(from, to).trim().to_owned()).collect();
        let value = screen.app.store.dict(pane.columns()[0]).get(pane.row(at)?.value).to_owned();
        Some((value, figures))
    };
    pane.window.visible().map_while(row).collect()
}

#[test]
fn the_screen_and_the_command_line_have_the_same_figures() {
    for (field, letter) in [("bytesOut", "o"), ("bytesIn", "i")] {
        let mut screen = Screen::sample(220, 60);
        screen.keys("b").keys("<down><enter>").keys("S").shows("Sum for each group").keys(letter);
        let pane = screen.app.groups.as_ref().unwrap();
        assert_eq!((pane.fields[0].name, pane.sum.unwrap().name), ("eventName", field));
        assert_eq!(pane.order, GroupOrder::Sum, "the greatest sums come first");
        screen.shows(&format!("largest sum first · sum of {field} ("));
        let (shown, expected) = (on_screen(&screen), headless(&screen));
        assert!(shown.len() > 10);
        let with = shown.values().filter(|figures| !figures[0].is_empty()).count();
        assert!(with > 1, "{}", screen.text());
        for (value, figures) in shown {
            assert_eq!(figures, expected[&value], "{value}\n{}", screen.text());
        }
    }
    let mut screen = Screen::sample(120, 40);
    screen.keys("b<down><enter>So");
    same_text("groups_sum_120x40", &screen);
    let mut screen = Screen::sample(80, 24);
    screen.keys("b<down><enter>So");
    same_text("groups_sum_80x24", &screen);
}

#[test]
fn a_sum_stays_with_other_groups_and_goes_when_it_is_removed() {
    let mut screen = Screen::sample(140, 40);
    screen.keys("pS").keys("o");
    let total = |screen: &Screen| {
        let pane = screen.app.groups.as_ref().unwrap();
        let outer = pane.all().iter().filter(|group| group.within.is_empty());
        outer.filter_map(|group| pane.sums().unwrap().get(&group.path()).sum).sum::<i128>()
    };
    let all = total(&screen);
    assert!(all > 1_000_000);
    screen.keys("e").shows("sum of bytesOut");
    assert_eq!(total(&screen), all);
    screen.keys("/bytesOut>1M<enter>").shows("largest sum first · sum of bytesOut ");
    assert!(total(&screen) < all && total(&screen) > 0);
    // All have a number now.
    screen.lacks("without)");
    screen.keys("s").shows("largest first").keys("ssss").shows("largest sum first");
    screen.keys("Sn").lacks("sum of bytesOut");
    let pane = screen.app.groups.as_ref().unwrap();
    assert_eq!((pane.sum.map(|field| field.name), pane.order), (None, GroupOrder::Count));
    assert!(pane.sums().is_none());
}

#[test]
fn any_path_is_summed_up_from_the_menu_and_the_palette() {
    let mut screen = Screen::sample(140, 40);
    screen.keys("b<down><enter>Sa").shows("sum of ").keys("requestParameters.maxResults<enter>");
    screen.shows("sum of requestParameters.maxResult");
    let named = |screen: &Screen| screen.app.groups.as_ref().unwrap().sum.map(|field| field.name);
    screen.keys(":sum of bytesOut<enter>");
    assert_eq!(named(&screen), Some("bytesOut"));
    screen.keys("<esc>:sum of bytesOut<enter>").shows("this needs groups on the screen");
    screen.keys(":traffic").shows("sum up bytes");
}

/// What cannot be added up is said, not left blank in silence.
#[test]
fn events_without_a_number_are_counted() {
    let mut screen = Screen::sample(180, 40);
    screen.keys("b<down><enter>:sum of eventName<enter>").shows("(714 events without)");
    screen.shows("eventName  ").shows("no whole number");
}
