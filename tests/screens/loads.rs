//! Reading again, and opening other paths: what was looked at stays, as far as it still exists.

use std::fs;
use std::path::Path;

use trailsift::tui::message::{Effect, LoadEffect, Msg};

use crate::same_text;
use crate::screen::Screen;

/// A log of events, each with its ID, its name and its minute.
fn write_log(path: &Path, events: &[(&str, &str, u32)]) {
    let record = |(id, name, minute): &(&str, &str, u32)| {
        format!(
            r#"{{"eventVersion":"1.08","eventTime":"2026-03-10T02:{minute:02}:00Z","eventSource":"s3.amazonaws.com",
            "eventName":"{name}","eventID":"{id}","userIdentity":{{"type":"IAMUser","arn":"arn:aws:iam::1:user/u{minute}"}},
            "requestParameters":{{"bucketName":"b{minute}"}}}}"#
        )
    };
    let records: Vec<String> = events.iter().map(record).collect();
    fs::write(path, format!("{{\"Records\":[{}]}}", records.join(","))).unwrap();
}

const FIRST: [(&str, &str, u32); 4] = [
    ("id-10", "GetObject", 10),
    ("id-20", "PutObject", 20),
    ("id-30", "DeleteObject", 30),
    ("id-40", "GetObject", 40),
];

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write_log(&folder.path().join("m.json"), &FIRST);
    folder
}

fn current(screen: &Screen) -> String {
    screen.app.store.event_id(screen.app.list.current().unwrap())
}

#[test]
fn new_files_are_read_and_the_cursor_stays() {
    let folder = folder();
    let mut screen = Screen::load(folder.path(), 120, 40);
    screen.keys("jj");
    screen.keys("<f5>").shows("nothing new");
    write_log(&folder.path().join("a.json"), &[("id-05", "ListBuckets", 5), ("id-35", "GetObject", 35)]);
    screen.keys("<f5>").shows("1 new file · 2 new events").shows("6 events");
    assert_eq!((current(&screen).as_str(), screen.app.list.window.cursor()), ("id-30", 3));
    screen.keys("<f5>").shows("nothing new");
}

#[test]
fn a_changed_file_replaces_its_events_and_everything_stays_where_it_was() {
    let folder = folder();
    let log = folder.path().join("m.json");
    let mut screen = Screen::load(folder.path(), 120, 40);
    screen.keys("/object<enter>crequestParameters.bucketName<enter>jj<enter>jjjh");
    let (event, path, columns) =
        (screen.app.detail.event(), screen.path(), screen.app.list.columns().to_vec());
    assert!(event.is_some());
    let grown: Vec<_> = [("id-15", "CopyObject", 15)].into_iter().chain(FIRST).collect();
    write_log(&log, &grown);
    screen.keys("<f5>").shows("1 changed file read again · 1 new event");
    assert_eq!(current(&screen), "id-30");
    assert_eq!(screen.app.store.event_id(screen.app.detail.event().unwrap()), "id-30");
    assert_eq!((screen.path(), screen.app.list.columns()), (path, columns.as_slice()), "the tree as it was");
    screen.shows("❯ object").shows("4 of 5").shows("b15");
    // It shrinks, and the event of the cursor is gone: the nearest in time has it.
    write_log(&log, &FIRST[..2]);
    screen.keys("<esc><f5>").shows("3 events fewer");
    assert_eq!(current(&screen), "id-20");
    screen.shows("2 of 2");
}

#[test]
fn groups_and_the_opened_group_stay() {
    let folder = folder();
    let log = folder.path().join("m.json");
    let mut screen = Screen::load(folder.path(), 120, 40);
    screen.keys("pjj");
    let value = |screen: &Screen| {
        let groups = screen.app.groups.as_ref().unwrap();
        let group = groups.current().unwrap();
        screen.app.store.dict(groups.columns()[0]).get(group.value).to_owned()
    };
    let before = value(&screen);
    let grown: Vec<_> = [("id-05", "ListBuckets", 5)].into_iter().chain(FIRST).collect();
    write_log(&log, &grown);
    screen.keys("<f5>").shows("Groups by principal");
    assert_eq!(value(&screen), before);
    screen.keys("<enter>").shows("id-").keys("<esc>");
    screen.keys("<enter>");
    assert_eq!(screen.app.list.events().len(), 1);
    let opened = screen.app.opened_group().unwrap();
    write_log(&log, &FIRST);
    screen.keys("<f5>").shows("1 event fewer");
    assert_eq!((screen.app.opened_group().unwrap(), screen.app.list.events().len()), (opened, 1));
    // Its only event goes: all groups are shown again.
    let gone = current(&screen);
    let rest: Vec<_> = FIRST.into_iter().filter(|(id, ..)| *id != gone).collect();
    write_log(&log, &rest);
    screen.keys("<f5>").shows("Groups by principal").shows("of 3");
    assert_eq!(screen.app.opened_group(), None);
}

#[test]
fn events_of_a_file_that_is_gone_stay_and_the_screen_says_so() {
    let folder = folder();
    write_log(&folder.path().join("n.json"), &[("id-50", "GetObject", 50)]);
    let mut screen = Screen::load(folder.path(), 120, 40);
    fs::remove_file(folder.path().join("n.json")).unwrap();
    screen.keys("<f5>").shows("1 file is gone; its events stay").shows("1 file gone (i)").shows("5 events");
    screen.keys("i").shows("1 gone since, events kept");
    let (x, y) = screen.find("read completely");
    screen.click(x, y).shows("gone · 1 event");
}

#[test]
fn another_folder_is_opened_instead_or_added() {
    let (first, second) = (folder(), tempfile::tempdir().unwrap());
    write_log(&second.path().join("x.json"), &[("id-55", "PutObject", 55), ("id-56", "GetObject", 56)]);
    let path = second.path().to_str().unwrap();
    let mut screen = Screen::load(first.path(), 120, 40);
    screen.keys(&format!("/put<enter>O{path}<enter>")).shows("❯ put").shows("1 of 2");
    assert_eq!((current(&screen).as_str(), screen.app.paths.as_slice()), ("id-55", &[path.to_owned()][..]));
    screen.shows(second.path().file_name().unwrap().to_str().unwrap());
    let path = first.path().to_str().unwrap();
    screen.keys(&format!("O+{path}")).shows("enter adds it to what is open").keys("<enter>");
    screen.shows("logs and 1 more").shows("2 of 6");
    assert_eq!(screen.app.paths.len(), 2);
}

#[test]
fn a_path_that_does_not_exist_is_not_opened() {
    let folder = folder();
    let mut screen = Screen::load(folder.path(), 120, 40);
    screen.keys("O/no/such/folder<enter>").shows("no such file or folder").shows("Open");
    screen.keys("<esc>").shows("4 events");
    assert!(screen.effects.is_empty(), "{:?}", screen.effects);
}

#[test]
fn recent_folders_are_offered() {
    let folder = folder();
    let mut screen = Screen::load(folder.path(), 80, 24);
    screen.app.recent = vec!["/evidence/march".to_owned(), "/evidence/april".to_owned()];
    screen.keys("O").shows("/evidence/march");
    same_text("open_recent", &screen);
    screen.keys("<down><down>");
    let (x, y) = screen.find("❯ /evidence/april");
    assert!(x > 0 && y > 0);
    // It is not there any more: what is open stays.
    screen.keys("<enter>").shows("no such file or folder").keys("<esc>").shows("4 events");
}

#[test]
fn people_find_opening_and_reading_again_in_the_palette() {
    for (word, label) in
        [("open", "open another folder"), ("reload", "read what is new"), ("refresh", "read what is new")]
    {
        let mut screen = Screen::sample(120, 40);
        screen.keys(&format!(":{word}")).shows(label);
    }
}

#[test]
fn what_is_new_is_read_by_itself_while_the_folder_is_followed() {
    let folder = folder();
    let mut screen = Screen::load(folder.path(), 160, 40);
    screen.send(Msg::FolderChanged);
    assert_eq!(screen.quietly, 0, "it is not followed");
    screen.keys("jj&").shows("following: new files are read as they appear").shows("· following");
    assert!(matches!(screen.effects.pop(), Some(Effect::Load(LoadEffect::Follow(true)))));
    assert_eq!(screen.quietly, 1, "what came before is read");
    screen.keys("k").send(Msg::FolderChanged).lacks("nothing new");
    write_log(&folder.path().join("a.json"), &[("id-05", "ListBuckets", 5)]);
    screen.send(Msg::FolderChanged).shows("1 new file · 1 new event").shows("5 events");
    assert_eq!(current(&screen), "id-20");
    screen.keys("&").shows("following has ended").lacks("· following");
    assert!(matches!(screen.effects.pop(), Some(Effect::Load(LoadEffect::Follow(false)))));
}

#[test]
fn changes_while_files_are_read_are_looked_at_afterwards() {
    let folder = folder();
    let mut screen = Screen::load(folder.path(), 120, 40);
    screen.app.arrival.following = true;
    let effects = screen.tell(Msg::FolderChanged);
    assert!(
        matches!(effects.as_slice(), [Effect::Load(LoadEffect::Again { settled: true, .. })]),
        "{effects:?}"
    );
    assert!(screen.tell(Msg::FolderChanged).is_empty(), "one at a time");
    screen.carry_out(effects);
    assert_eq!(screen.quietly, 2);
    screen.send(Msg::FolderChanged);
    assert_eq!(screen.quietly, 3);
}
