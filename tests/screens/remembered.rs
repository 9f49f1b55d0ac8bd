//! Columns, sort order and layout come back when the same data is opened again, unless the configuration decides.

use std::fs;
use std::path::Path;

use trailsift::record::field::field;
use trailsift::tui::layout_choice::LayoutChoice;

use crate::screen::Screen;

const RECORD: &str = r#"{"Records":[{"eventVersion":"1.08","eventTime":"2026-03-10T02:10:00Z","eventName":"GetObject",
    "eventSource":"s3.amazonaws.com","eventID":"id-1","requestParameters":{"bucketName":"logs"}}]}"#;

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.json"), RECORD).unwrap();
    folder
}

/// A run of the program over a folder that knows the views of earlier runs.
fn run(path: &Path, views: &[String]) -> Screen {
    let mut screen = Screen::load(path, 120, 40);
    screen.app.recall_views(views);
    screen
}

fn columns(screen: &Screen) -> Vec<&'static str> {
    screen.app.list.columns().iter().map(|column| column.heading).collect()
}

#[test]
fn columns_sort_and_layout_come_back_for_the_same_data() {
    let (folder, other) = (folder(), folder());
    let mut first = run(folder.path(), &[]);
    let default = columns(&first);
    first.keys("crequestParameters.bucketName<space><enter>").keys("s<enter>").keys("<lt><lt>|q");
    assert_eq!(first.views.len(), 1, "{:?}", first.views);
    let mut second = run(folder.path(), &first.views);
    assert_eq!(columns(&second), columns(&first));
    assert_eq!(second.app.list.chosen(), first.app.list.chosen());
    assert_eq!(second.app.layout, first.app.layout);
    assert_eq!(second.app.layout.choice, LayoutChoice::Below);
    second.keys("q");
    assert!(second.views.is_empty(), "nothing has changed");
    assert_eq!(columns(&run(other.path(), &first.views)), default, "other data has columns of its own");
}

#[test]
fn what_the_configuration_asks_for_holds() {
    let folder = folder();
    let mut first = run(folder.path(), &[]);
    first.keys("cregion<space><enter>s<enter>|q");
    let mut second = Screen::load(folder.path(), 120, 40);
    second.app.start_with_columns(Some(&[field("time").unwrap(), field("event").unwrap()]));
    second.app.layout = LayoutChoice::Beside.into();
    second.app.views.has_layout = true;
    second.app.recall_views(&first.views);
    assert_eq!(columns(&second), ["time", "event"]);
    assert_eq!(second.app.layout.choice, LayoutChoice::Beside);
    assert_eq!(second.app.list.chosen().sort, first.app.list.chosen().sort, "it asks for no order");
}

#[test]
fn nothing_is_remembered_unless_it_is_to_be() {
    let folder = folder();
    let mut screen = Screen::load(folder.path(), 120, 40);
    screen.keys("cregion<space><enter>z|q");
    assert!(screen.views.is_empty());
}

#[test]
fn another_folder_has_its_own_view_and_is_among_the_recent_ones() {
    let (one, two) = (folder(), folder());
    let (first, second) = (one.path().to_str().unwrap(), two.path().to_str().unwrap());
    let mut screen = run(one.path(), &[]);
    let default = columns(&screen);
    screen.keys("cregion<space><enter>");
    let changed = columns(&screen);
    assert_ne!(changed, default);
    screen.keys(&format!("O<c-u>{second}<enter>"));
    assert_eq!(screen.app.paths, [second]);
    assert_eq!(screen.app.recent.first().map(String::as_str), Some(second));
    screen.keys("cservice<space><enter>");
    screen.keys(&format!("O<c-u>{first}<enter>"));
    assert_eq!(columns(&screen), changed, "the first folder is shown as it was left");
    screen.keys("q");
    assert_eq!(screen.views.len(), 2, "{:?}", screen.views);
}
