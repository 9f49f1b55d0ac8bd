//! Marks, notes and labels on the screen, and the case that they make.

use std::path::Path;

use proptest::prelude::*;
use trailsift::case::case_file;
use trailsift::case::opened::{Marked, Marking};
use trailsift::store::Event;
use trailsift::tui::case_message::{CaseEffect, CaseKept};
use trailsift::tui::message::Msg;
use trailsift::tui::platform::case::case_work::{CasePlace, CaseWork};

use crate::same_text;
use crate::screen::{Loaded, Screen};

/// The sample, with a case at a path.
fn with_case(path: &Path, (columns, rows): (u16, u16)) -> Screen {
    let mut screen =
        Screen::empty("sample-logs", trailsift::tui::theme::ThemeName::Terminal, (columns, rows));
    screen.case = CaseWork::new(CasePlace::File(path.to_owned()), Vec::new());
    screen.send(Loaded::sample().report());
    screen
}

/// What the thread does a moment after a change; returns whether there was anything to save.
fn saves(screen: &mut Screen) -> bool {
    let news = screen.case.save();
    let is_saved = news.is_some();
    if let Some(news) = news {
        screen.send(Msg::Case(Box::new(news)));
    }
    is_saved
}

#[test]
fn what_is_marked_and_noted_is_seen_in_the_list_the_event_the_timeline_and_groups() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("/is:denied<enter>g").keys("m").shows("1 event marked · not saved; --case").shows("□");
    screen.keys("jj#").shows("what you found, and how you know");
    screen.keys("first line<enter>second line<tab>exfil  key<esc>").shows("1 event labelled");
    same_text("case_list_120x40", &screen);
    screen.keys("<enter>").shows("case     [exfil] [key] first line");
    screen.keys("<esc>p").shows("marked");
    same_text("case_groups_120x40", &screen);
}

#[test]
fn a_range_and_all_that_is_listed_are_marked_and_taken_back() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("gvjjm").shows("3 events marked").lacks("3 selected");
    screen.keys("gm").shows("1 event unmarked").keys("u").shows("taken back: 1 event unmarked");
    screen.keys("u").shows("taken back: 3 events marked").keys("u").lacks("taken back");
    screen.keys("/is:denied<enter>V").shows("selected; m marks them");
    let listed = screen.app.list.events().len();
    screen.keys("m").shows(&format!("{listed} events marked"));
    assert_eq!(screen.app.case.shown().marks().len(), listed);
    // A filter that was changed later is taken back first.
    screen.keys("/<c-u>is:write<enter>u").shows("is:denied").keys("u").shows("taken back");
    assert!(screen.app.case.shown().marks().is_empty());
}

#[test]
fn the_case_shows_its_events_in_the_order_of_time_and_edits_notes() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("C").shows("Nothing is marked yet").keys("q");
    screen.keys("Gm").keys("gj#the first<enter>of two<esc>").keys("C");
    same_text("case_120x40", &screen);
    screen.resize(80, 24);
    same_text("case_80x24", &screen);
    screen.resize(120, 40).keys("<esc>").keys("C#").shows("the first").keys("!<esc>").shows("the first");
    assert!(screen.app.case.shown().marks().get(0).unwrap().mark.note().ends_with("of two!"));
    screen.keys("q/is:denied<enter>Cg<enter>").shows("u brings the filter back");
    let marked = screen.app.case.shown().marks().get(0).unwrap().found.events[0];
    assert_eq!(screen.app.list.current(), Some(marked));
    screen.keys("Cm").shows("unmarked, with the notes").keys("u").shows("taken back");
    assert_eq!(screen.app.case.shown().marks().len(), 2);
}

#[test]
fn filters_ask_for_marks_notes_and_labels_and_follow_their_changes() {
    let mut screen = Screen::sample(120, 40);
    screen.keys("gmj#Came from outside<tab>exfil<esc>");
    for (filter, found) in
        [("is:marked", 2), ("is:noted", 1), ("note:OUTSIDE", 1), ("label:exfil", 1), ("note:nothing", 0)]
    {
        screen.keys(&format!("/<c-u>{filter}<enter>"));
        assert_eq!(screen.app.list.events().len(), found, "{filter}");
    }
    screen.keys("/<c-u>is:marked<enter>gm");
    assert_eq!(screen.app.list.events().len(), 1, "the unmarked one is gone");
    screen.keys("u");
    assert_eq!(screen.app.list.events().len(), 2);
}

#[test]
fn a_note_that_is_discarded_changes_nothing() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("g#gone<c-c>").lacks("noted");
    assert!(screen.app.case.shown().marks().is_empty());
    screen.keys("#one<enter>two");
    same_text("note_80x24", &screen);
    screen.keys("<esc>#<up><up>label<enter>x<esc>").shows("labelled");
    assert_eq!(screen.app.case.shown().marks().get(0).unwrap().mark.note(), "onex\ntwo");
}

#[test]
fn a_case_is_saved_and_found_again_with_its_view() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.case.jsonl");
    let mut screen = with_case(&path, (120, 40));
    screen.keys("/is:denied<enter>gjm<c-t>/<c-u>is:write<enter>jj");
    assert_eq!(screen.app.case.kept, CaseKept::Unsaved);
    let cursor = screen.app.list.current();
    assert!(saves(&mut screen));
    let saved = case_file::read(&path).unwrap().unwrap();
    assert_eq!((saved.marks.len(), saved.filters.len()), (1, 1));
    assert!(saved.files.len() > 10 && saved.files.iter().all(|file| file.sha256.len() == 64));
    // A second program is told that it cannot save.
    let mut second = with_case(&path, (120, 40));
    second.shows("another trailsift has this case open").keys("Gm");
    assert!(saves(&mut second));
    second.keys("C").shows("not saved: another trailsift has this case open");
    // The first one ends.
    drop(screen);
    let mut third = with_case(&path, (120, 40));
    third.shows("this data has a case with 1 event: C shows it");
    third.keys("Cr").shows("resumed").shows("is:write");
    assert_eq!((third.app.list.current(), third.app.tabs.place().1), (cursor, 2));
    drop(third);
    // The second one can save now; what was saved meanwhile stays.
    second.keys("qkm");
    assert!(saves(&mut second));
    assert_eq!(case_file::read(&path).unwrap().unwrap().marks.len(), 3);
}

#[test]
fn a_case_that_cannot_be_read_is_shown_as_a_fault_and_stays_unchanged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.case.jsonl");
    std::fs::write(&path, "{\"trailsift\":\"case\",\"version\":1}\n{\"run\":1}\n").unwrap();
    let mut screen = with_case(&path, (160, 40));
    screen.shows("line 2: unknown variant").keys("gm").shows("1 event marked").keys("C").shows("not saved");
    assert!(!saves(&mut screen));
    assert!(std::fs::read_to_string(&path).unwrap().contains("run"));
}

/// A case from somebody else could make the explorer read a file that its filter named.
#[test]
fn a_case_names_no_file_to_read() {
    let folder = tempfile::tempdir().unwrap();
    let (path, list) = (folder.path().join("a.case.jsonl"), folder.path().join("l.txt"));
    std::fs::write(&list, "203.0.113.77\n").unwrap();
    let mut screen = with_case(&path, (160, 40));
    screen.keys(&format!("/ip:@{}<enter>gm<c-t>/<c-u>is:write<enter>", list.display()));
    assert!(saves(&mut screen));
    drop(screen);
    let mut screen = with_case(&path, (160, 40));
    screen.keys("Cr").shows("may not name files to read: ip:@").shows("❯ is:write");
    assert_eq!(screen.app.tabs.place().1, 1, "the other tab named a file");
    screen.keys("m");
    saves(&mut screen);
    screen.keys(&format!("/<c-u>ip:@{}<enter>m", list.display()));
    assert!(saves(&mut screen));
    drop(screen);
    let mut screen = with_case(&path, (160, 40));
    screen.keys("Cr").shows("may not name files to read: ip:@").lacks("❯ ip:@");
}

/// Checks the marks in timeline and groups against plain code.
fn check_spread(screen: &Screen) -> Result<(), TestCaseError> {
    let app = &screen.app;
    let marked: Vec<Event> = app
        .list
        .events()
        .iter()
        .copied()
        .filter(|event| app.case.shown().of_event(*event).is_some())
        .collect();
    if let Some(timeline) = app.timeline.shown() {
        for column in 0..timeline.counts.len() {
            let is_in = |event: &Event| timeline.column(app.store.time(*event)) == Some(column);
            prop_assert_eq!(app.timeline.has_marked(column), marked.iter().any(is_in), "column {}", column);
        }
    }
    let Some(groups) = app.groups.as_ref().filter(|groups| groups.opened.is_none()) else { return Ok(()) };
    prop_assert_eq!(groups.has_marked(), !app.case.shown().marks().is_empty());
    let columns = groups.columns();
    for group in groups.all().iter() {
        let path = group.path();
        let has = |event: &&Event| {
            path.iter().zip(&columns).all(|(value, column)| app.store.value_id(**event, *column) == *value)
        };
        prop_assert_eq!(groups.marked(group), marked.iter().filter(has).count(), "{:?}", path);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn marks_in_timeline_and_groups_are_those_of_the_list_after_any_keys(
        keys in proptest::collection::vec(
            prop_oneof![
                Just("m"), Just("m"), Just("vjjjm"), Just("u"), Just("#x<esc>"), Just("G"), Just("gjj"), Just("GG"),
                Just("p"), Just("e"), Just("<enter>"), Just("<esc>"), Just("Vm"), Just("D"), Just("I"),
                Just("/<c-u>is:denied<enter>"), Just("/<c-u>is:marked<enter>"), Just("/<c-u><enter>"),
            ],
            1..24,
        ),
    ) {
        let mut screen = Screen::sample(120, 40);
        for key in keys {
            screen.keys(key);
            check_spread(&screen)?;
        }
    }
}

/// Each mark looked at all others.
#[test]
fn the_screen_takes_one_more_mark_at_the_same_cost_with_many_others() {
    let allocated = |others: &str| {
        let mut screen = Screen::sample(120, 40);
        screen.keys(others).keys("gpq");
        let all: Vec<Event> = screen.app.list.events().to_vec();
        let mut change = || {
            let effect = CaseEffect::Change {
                store: screen.app.store.clone(),
                what: Marked::Events(vec![all[0]]),
                marking: Marking::Toggle,
                filter: String::new(),
            };
            let mut news = screen.case.carry_out(effect);
            let counted = allocation_counter::measure(|| {
                let news = news.take().unwrap();
                drop(screen.app.update(Msg::Case(Box::new(news))));
            });
            counted.bytes_total
        };
        change().max(change())
    };
    let (few, many) = (allocated("gjm"), allocated("Vm"));
    assert!(many <= few + 2000, "{few}, {many}");
}

/// Names were cut at 60 columns, and who acted at 120, beside notes that nobody had written.
#[test]
fn the_columns_of_the_case_are_as_wide_as_they_need() {
    let folder = tempfile::tempdir().unwrap();
    for (columns, whole) in [(60, "DescribeSecurityGroups"), (120, "AWSServiceRoleForConfig")] {
        let mut screen = with_case(&folder.path().join(format!("{columns}.case.jsonl")), (columns, 30));
        screen.keys("/describesecuritygroups who:config<enter>gmC").shows("1 event marked").shows(whole);
        let row = (0..30).map(|row| screen.line(row)).find(|line| line.contains("□")).unwrap();
        assert!(row.contains(whole), "{row}");
        screen.keys("#").keys("it read all groups of the network before it opened one of them<esc>C");
        let row = (0..30).map(|row| screen.line(row)).find(|line| line.contains("■")).unwrap();
        assert!(row.contains("it read"), "{row}");
    }
}
