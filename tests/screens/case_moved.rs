//! Files that were moved, packed or joined by more: their case is offered, and opened by a key.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::DeflateEncoder;
use trailsift::case::case_file;
use trailsift::case::model::Case;
use trailsift::case::opened::{Marked, Marking};
use trailsift::tui::case_message::CaseEffect;
use trailsift::tui::message::Msg;
use trailsift::tui::platform::case::case_work::{CasePlace, CaseWork};
use trailsift::tui::theme::ThemeName;

use crate::screen::{Loaded, Screen};

/// A path and what is in it.
type File = (&'static str, Vec<u8>);

/// A log file with one event of each call.
fn log(calls: &[&str]) -> Vec<u8> {
    let record = |(number, call): (usize, &&str)| {
        format!(
            r#"{{"eventVersion":"1.08","userIdentity":{{"type":"Root"}},"eventTime":"2026-03-11T12:{number:02}:00Z","eventSource":"iam.amazonaws.com","eventName":"{call}","awsRegion":"eu-west-1","eventID":"00000000-0000-4000-8000-{:0>12}"}}"#,
            call.len()
        )
    };
    let records: Vec<String> = calls.iter().enumerate().map(record).collect();
    format!("{{\"Records\":[{}]}}", records.join(",")).into_bytes()
}

/// A zip archive with one member.
fn zipped(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut out);
    let file = archive.new_file("in/b.json").compression_method(rawzip::CompressionMethod::DEFLATE);
    let (mut entry, config) = file.start().unwrap();
    let mut writer = config.wrap(DeflateEncoder::new(&mut entry, Compression::default()));
    writer.write_all(text).unwrap();
    let (encoder, descriptor) = writer.finish().unwrap();
    encoder.finish().unwrap();
    entry.finish(descriptor).unwrap();
    archive.finish().unwrap();
    out
}

/// A folder of cases beside folders of logs.
struct Desk(tempfile::TempDir);

impl Desk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> &Self {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), bytes).unwrap();
        self
    }

    fn open(&self, name: &str) -> Screen {
        let path = self.path(name);
        let mut screen = Screen::empty("logs", ThemeName::Terminal, (140, 40));
        screen.case = CaseWork::new(CasePlace::Folder(self.path("cases")), vec![path.clone()]);
        screen.send(Loaded::of(&[Path::new(&path)]).report());
        screen
    }

    /// The cases on the disk, without locks.
    fn cases(&self) -> Vec<(PathBuf, Case)> {
        let paths = fs::read_dir(self.path("cases")).unwrap().map(|entry| entry.unwrap().path());
        let mut paths: Vec<PathBuf> =
            paths.filter(|path| path.to_string_lossy().ends_with(".jsonl")).collect();
        paths.sort();
        paths.into_iter().map(|path| (path.clone(), case_file::read(&path).unwrap().unwrap())).collect()
    }
}

fn save(screen: &mut Screen) {
    let news = screen.case.save().unwrap();
    screen.send(Msg::Case(Box::new(news)));
}

/// A desk where one of two events of a folder is marked and noted, under a filter; the program has ended.
fn noted() -> Desk {
    let desk = Desk::new();
    let mut screen = desk.write("old/a.json", &log(&["CreateUser", "ListUsers"])).open("old");
    screen.keys("/Create<enter>g#how it began<esc>");
    save(&mut screen);
    desk
}

#[test]
fn the_same_records_from_elsewhere_are_offered_their_case() {
    let both = log(&["CreateUser", "ListUsers"]);
    let folders: [(&str, Vec<File>); 4] = [
        ("moved", vec![("new/deep/b.json", both.clone())]),
        ("packed", vec![("new/all.zip", zipped(&both))]),
        ("with more files", vec![("new/b.json", both), ("new/c.json", log(&["DeleteUserPolicy"]))]),
        ("split", vec![("new/b.json", log(&["CreateUser"])), ("new/c.json", log(&["ListUsers"]))]),
    ];
    for (what, files) in folders {
        let desk = noted();
        for (name, bytes) in &files {
            desk.write(name, bytes);
        }
        let mut screen = desk.open("new");
        screen.shows("a case of other paths has 1 of its 1 event here: C, then o opens it");
        screen
            .keys("C")
            .shows("o other case  ")
            .shows("o opens it")
            .shows("Nothing is marked yet")
            .shows("old/a.json");
        screen.keys("o").shows("opened the case with 1 event; r resumes").shows("how it began");
        screen.keys("q/ListUsers<enter>gm").shows("1 event marked");
        save(&mut screen);
        let cases = desk.cases();
        assert!(cases.len() == 1 && cases[0].1.marks.len() == 2, "{what}: {cases:?}");
        assert!(cases[0].1.files.iter().all(|file| file.path.contains("new")), "{what}");
        drop(screen);
        desk.open("old").shows("this data has a case with 2 events");
    }
}

#[test]
fn other_records_a_case_of_their_own_and_no_case_at_all_are_offered_nothing() {
    let desk = noted();
    let offer = "a case of other paths";
    desk.write("new/b.json", &log(&["DeleteUser99"])).open("new").lacks(offer);
    desk.open("old").lacks(offer).shows("this data has a case");
    // A file that is no case, and one from a later version.
    desk.write("cases/x.case.jsonl", b"{\"trailsift\":\"case\",\"version\":9}\n");
    desk.write("cases/y.case.jsonl", b"\x00\xff");
    desk.write("other/b.json", &log(&["CreateUser"])).open("other").shows(offer);
    let mut screen = Desk::new().write("new/b.json", &log(&["CreateUser"])).open("new");
    screen.keys("C").lacks("other case").keys("q");
    screen.lacks(offer).keys("Co").shows("no case of other paths has events of this data");
}

#[test]
fn a_changed_text_is_found_by_its_id_and_said_to_be_changed() {
    let desk = noted();
    let changed = String::from_utf8(log(&["CreateUser"])).unwrap().replace("eu-west-1", "eu-west-2");
    let mut screen = desk.write("new/b.json", changed.as_bytes()).open("new");
    screen.shows("1 of its 1 event here").keys("Co").shows("1 with another text than when marked");
}

#[test]
fn of_several_cases_that_with_most_events_is_offered() {
    let desk = noted();
    let mut screen =
        desk.write("two/a.json", &log(&["CreateUser", "ListUsers", "DeleteUserPolicy"])).open("two");
    screen.keys("gVm");
    save(&mut screen);
    drop(screen);
    desk.write("new/b.json", &log(&["CreateUser", "ListUsers"]))
        .open("new")
        .shows("has 2 of its 3 events here");
}

#[test]
fn what_was_marked_before_goes_into_the_opened_case_and_nothing_is_lost() {
    let desk = noted();
    let mut screen = desk.write("new/b.json", &log(&["CreateUser", "ListUsers"])).open("new");
    screen.keys("Gm");
    save(&mut screen);
    assert_eq!(desk.cases().len(), 2);
    screen.keys("C").shows("o opens a case of other paths with 1 event").keys("o").shows("with 2 events");
    let cases = desk.cases();
    assert!(cases.len() == 1 && cases[0].1.marks.len() == 2, "{cases:?}");
    assert_eq!(screen.app.case.shown().marks().len(), 2);
}

#[test]
fn a_case_that_another_program_has_open_is_not_opened() {
    let desk = noted();
    let first = desk.open("old");
    let mut screen = desk.write("new/b.json", &log(&["CreateUser"])).open("new");
    screen.keys("Gm");
    save(&mut screen);
    screen.keys("Co").shows("another trailsift has this case open");
    assert_eq!((desk.cases().len(), screen.app.case.shown().marks().len()), (2, 1));
    drop(first);
    screen.keys("o").shows("opened the case with 1 event");
}

/// Files are hashed where nobody waits for it: a case that is saved first has them later.
#[test]
fn a_case_is_saved_before_its_files_are_hashed_and_has_them_in_the_end() {
    let desk = Desk::new();
    desk.write("logs/a.json", &log(&["CreateUser"]));
    let store = Loaded::of(&[&desk.path("logs")]).store;
    let mut work = CaseWork::new(CasePlace::Folder(desk.path("cases")), vec![desk.path("logs")]);
    work.carry_out(CaseEffect::Look(store.clone()));
    let what = Marked::Events(store.order().to_vec());
    work.carry_out(CaseEffect::Change { store, what, marking: Marking::Toggle, filter: String::new() });
    assert!(work.is_behind() && work.catch_up(&|| true).is_none() && work.is_behind());
    work.save().unwrap();
    assert_eq!((desk.cases()[0].1.marks.len(), desk.cases()[0].1.files.len()), (1, 0));
    work.catch_up(&|| false);
    assert!(!work.is_behind() && work.save_after().is_some());
    work.save().unwrap();
    assert_eq!((desk.cases()[0].1.files.len(), work.save_after()), (1, None));
}

/// The end of the program does not wait for a pause.
#[test]
fn the_last_save_has_the_files_too() {
    let desk = Desk::new();
    let screen = desk.write("logs/a.json", &log(&["CreateUser"])).open("logs");
    drop(screen);
    let store = Loaded::of(&[&desk.path("logs")]).store;
    let mut work = CaseWork::new(CasePlace::Folder(desk.path("cases")), vec![desk.path("logs")]);
    work.carry_out(CaseEffect::Look(store.clone()));
    let what = Marked::Events(store.order().to_vec());
    work.carry_out(CaseEffect::Change { store, what, marking: Marking::Toggle, filter: String::new() });
    work.finish();
    assert_eq!(desk.cases()[0].1.files.len(), 1);
}
