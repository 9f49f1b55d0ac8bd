//! While events come in, and how the program is left.

use std::path::Path;

use trailsift::ingest::{Progress, Report};
use trailsift::store::Store;
use trailsift::tui::message::{Effect, Msg};
use trailsift::tui::theme::ThemeName;

use crate::same_text;
use crate::screen::{Loaded, Screen};

const TRAIL: &str =
    concat!(env!("CARGO_MANIFEST_DIR"), "/sample-logs/AWSLogs/o-exampleorgid/111122223333/CloudTrail");

fn report(store: Option<Store>, progress: Progress) -> Msg {
    Msg::Loaded(Box::new(Report { store, progress }))
}

/// The trail of one Region, and that of two, as two snapshots of one load: the files of the first come first.
fn growing() -> (Loaded, Loaded) {
    let regions = ["eu-west-1", "us-east-1"].map(|region| Path::new(TRAIL).join(region));
    (Loaded::of(&[&regions[0]]), Loaded::of(&[&regions[0], &regions[1]]))
}

fn running() -> Progress {
    Progress { found: 120, walked: false, done: 31, ..Progress::default() }
}

#[test]
fn loading_has_screens_of_its_own() {
    let mut screen = Screen::empty("sample-logs", ThemeName::Terminal, (80, 24));
    screen.shows("Loading");
    screen.send(report(None, running())).shows("Loading").shows("31/120");
    same_text("loading_nothing_yet", &screen);
    let (some, _) = growing();
    let progress = Progress { events: some.store.len(), walked: true, ..running() };
    screen.send(report(Some(some.store), progress)).shows("31/120").lacks("Loading…");
    same_text("loading_partly", &screen);
}

/// A stop by hand was once called a limit of memory.
#[test]
fn files_that_were_left_out_have_the_right_reason() {
    let (some, _) = growing();
    let limited = Progress { left_out: 2, finished: true, ..some.progress };
    let mut screen = Screen::of(&some, ThemeName::Terminal, (120, 24));
    screen.send(report(None, limited)).shows("memory limit: 2 files left out (i)");
    let stopped = Progress { left_out: 1, stopped: true, ..limited };
    screen.send(report(None, stopped)).shows("1 file left out (i)").lacks("memory limit");
}

#[test]
fn an_empty_trail_tells_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let mut screen = Screen::open(&[folder.path()], 80, 24);
    screen.shows("No CloudTrail events here");
    screen.keys("pjk<enter><esc>eb<down><enter><esc>yYySU?<esc>i<esc>/a<enter>").shows("No event matches");
}

#[test]
fn the_cursor_stays_on_its_event_while_others_come_in() {
    let (some, more) = growing();
    assert!(some.store.len() + 100 < more.store.len());
    let mut screen = Screen::of(&some, ThemeName::Terminal, (80, 24));
    screen.keys("Gkkkkkkkkkkkkkk");
    let event = screen.app.list.current().unwrap();
    let (id, bar) = (some.store.event_id(event), screen.bar());
    let before = screen.app.list.window.cursor();
    screen.send(more.report());
    assert_eq!(screen.app.store.event_id(screen.app.list.current().unwrap()), id);
    assert_eq!(screen.bar(), bar, "not a line further up or down");
    let time = some.store.time(event).to_string();
    assert!(screen.line(bar).contains(&time[11..19]), "{time}: {}", screen.line(bar));
    assert!(screen.app.list.window.cursor() > before + 10, "many came in above");
}

/// Between a report and its answer, the bar counted the new events as filtered out by a filter that nobody had
/// typed.
#[test]
fn events_that_came_in_are_not_called_hidden_before_they_are_answered_for() {
    let (some, more) = growing();
    let counts = [&some, &more].map(|loaded| loaded.store.len() - loaded.store.folds().count());
    let mut screen = Screen::empty("sample-logs", ThemeName::Terminal, (80, 24));
    for (loaded, before) in [(&some, counts[0]), (&more, counts[0])] {
        let asked = screen.app.update(loaded.report());
        // Drawn before anything is answered.
        let line = screen.send(Msg::Continued).line(1);
        assert!(line.contains(&format!("{before} events · …")) && !line.contains("filtered out"), "{line}");
        screen.carry_out(asked).lacks("filtered out");
    }
    screen.shows(&format!("{} events", counts[1])).keys("/is:failed<enter>").shows("filtered out");
    let (shown, line) = (screen.app.list.events().len(), screen.line(1));
    assert!(
        line.contains(&format!("{shown} of {} · {} filtered out", counts[1], counts[1] - shown)),
        "{line}"
    );
    screen.app.update(some.report());
    assert!(
        screen.send(Msg::Continued).line(1).contains(&format!("{shown} of {}", counts[1])),
        "of one moment"
    );
}

#[test]
fn an_untouched_list_stays_at_its_top_while_others_come_in() {
    let (some, more) = growing();
    let mut screen = Screen::of(&some, ThemeName::Terminal, (80, 24));
    screen.send(more.report());
    assert_eq!(screen.app.list.window.cursor(), 0);
}

#[test]
fn the_event_that_is_read_stays_while_others_come_in() {
    let (some, more) = growing();
    let mut screen = Screen::of(&some, ThemeName::Terminal, (120, 40));
    screen.keys("jjj<enter>jjjj");
    let before = screen.lines();
    let node = screen.app.detail.current();
    screen.send(more.report());
    assert_eq!(screen.app.detail.current(), node);
    let area = screen.app.areas().detail;
    let pane = |lines: &[String]| -> Vec<String> {
        let lines = lines.iter().skip(usize::from(area.y)).take(usize::from(area.height));
        lines.map(|line| line.chars().skip(usize::from(area.x)).collect()).collect()
    };
    assert_eq!(pane(&screen.lines()), pane(&before));
}

#[test]
fn the_cursor_stays_on_its_group_while_others_come_in() {
    let (some, more) = growing();
    let mut screen = Screen::of(&some, ThemeName::Terminal, (80, 24));
    screen.keys("pjjj");
    let value = |screen: &Screen| {
        let pane = screen.app.groups.as_ref().unwrap();
        screen.app.store.dict(pane.columns()[0]).get(pane.current().unwrap().value).to_owned()
    };
    let before = value(&screen);
    screen.send(more.report());
    assert_eq!(value(&screen), before);
}

#[test]
fn leaving() {
    let mut screen = Screen::sample(80, 24);
    screen.keys("<esc><esc>p<esc><esc><enter><esc><esc>/abc<esc><esc><esc>?<esc><esc>");
    assert!(screen.effects.is_empty(), "esc never ends the program: {:?}", screen.effects);
    screen.keys("q");
    assert!(matches!(screen.effects[..], [Effect::Quit(None)]), "{:?}", screen.effects);

    let mut screen = Screen::empty("sample-logs", ThemeName::Terminal, (80, 24));
    screen.send(report(None, running())).keys("<c-c>").shows("the events read so far are kept");
    assert!(matches!(screen.effects[..], [Effect::StopLoading]), "{:?}", screen.effects);
    screen.keys("<c-c>");
    assert!(matches!(screen.effects[..], [Effect::StopLoading, Effect::Quit(None)]), "{:?}", screen.effects);

    let mut screen = Screen::sample(80, 24);
    screen.keys("/ab<c-c>");
    assert!(screen.effects.is_empty(), "first out of the typing");
    screen.keys("<c-c>");
    assert!(matches!(screen.effects[..], [Effect::Quit(None)]), "{:?}", screen.effects);
}

#[test]
fn signals_and_a_lost_keyboard_end_the_program() {
    let mut screen = Screen::sample(80, 24);
    screen.send(Msg::Signal(15)).send(Msg::InputLost).keys("<c-z><c-l>");
    let effects = &screen.effects[..];
    let as_expected =
        matches!(effects, [Effect::Quit(Some(15)), Effect::Quit(None), Effect::Suspend, Effect::Redraw]);
    assert!(as_expected, "{effects:?}");
}
