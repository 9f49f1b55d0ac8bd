//! Reading again: whatever was added, changed or removed, the account is that of a fresh load.

use std::fs;
use std::path::Path;
use std::sync::mpsc::channel;

use super::*;
use crate::ingest::{load, start};

fn record(id: &str) -> String {
    format!(
        r#"{{"eventVersion":"1.08","eventTime":"2026-03-10T02:00:00Z","eventName":"GetObject","eventID":"{id}"}}"#
    )
}

fn log(ids: &[&str]) -> String {
    let records: Vec<String> = ids.iter().map(|id| record(id)).collect();
    format!("{{\"Records\":[{}]}}", records.join(","))
}

/// A load of a folder, and its last report.
struct Loaded {
    loading: Loading,
    store: Store,
    progress: Progress,
}

impl Loaded {
    fn of(folder: &Path) -> Self {
        let (sender, reports) = channel();
        let options = Options { threads: 2, ..Options::new(vec![folder.to_owned()]) };
        let loading = start(options, move |report| sender.send(report).unwrap()).unwrap();
        let last = reports.iter().last().unwrap();
        Self { loading, store: last.store.unwrap(), progress: last.progress }
    }

    fn again(&mut self) -> Again {
        let (sender, reports) = channel();
        assert!(self.loading.again(Vec::new(), None, move |report| sender.send(report).unwrap()).unwrap());
        let reports: Vec<Report> = reports.iter().collect();
        let last = reports.last().unwrap();
        assert!(last.progress.finished);
        self.progress = last.progress;
        if let Some(store) = &last.store {
            self.store = store.clone();
        }
        last.progress.again.unwrap()
    }

    /// The account of the files and events, in an order that does not depend on when files were found.
    fn account(store: &Store) -> (Vec<String>, Vec<String>, usize, usize) {
        let mut files: Vec<String> = store
            .files()
            .map(|file| {
                format!("{} {:?} {} {:?}", file.name().display(), file.state, file.events, file.issues)
            })
            .collect();
        files.sort();
        let mut events: Vec<String> = store
            .order()
            .iter()
            .map(|&event| format!("{} {}", store.event_id(event), store.folds().copies(event).len()))
            .collect();
        events.sort();
        (files, events, store.folds().count(), store.twins().counts().0)
    }

    #[track_caller]
    fn is_like_fresh(&self, folder: &Path) {
        let fresh = load(Options::new(vec![folder.to_owned()])).unwrap();
        assert_eq!(Self::account(&self.store), Self::account(&fresh));
        let counted: usize = self.store.files().map(|file| file.events as usize).sum();
        assert_eq!(counted, self.store.len(), "every event is of one file");
        assert_eq!(self.progress.done, self.store.files().count());
        assert_eq!((self.progress.found, self.progress.walked), (self.progress.done, true));
    }
}

#[test]
fn new_files_are_added_and_nothing_else_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("b.json"), log(&["1", "2"])).unwrap();
    fs::write(at("note.txt"), "no log").unwrap();
    let mut loaded = Loaded::of(folder.path());
    let first = loaded.store.clone();
    assert_eq!(loaded.again(), Again { events_before: 2, ..Again::default() });
    assert!(loaded.store.is_same(&first), "nothing new");
    // Before and after the file that is known; one of its events comes again.
    fs::write(at("a.json"), log(&["2", "3"])).unwrap();
    fs::create_dir(at("deep")).unwrap();
    fs::write(at("deep/c.json"), log(&["4"])).unwrap();
    fs::write(at("broken.json"), log(&["5", "6"]).get(..150).unwrap()).unwrap();
    assert_eq!(loaded.again(), Again { new_files: 3, events_before: 2, ..Again::default() });
    loaded.is_like_fresh(folder.path());
    assert!(loaded.store.is_of_same_load(&first), "events keep their numbers");
    assert_eq!(loaded.again().new_files, 0);
    loaded.is_like_fresh(folder.path());
}

#[test]
fn a_file_without_events_is_read_again_in_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.json"), log(&["1"])).unwrap();
    fs::write(at("late.json"), "").unwrap();
    let mut loaded = Loaded::of(folder.path());
    fs::write(at("late.json"), log(&["2", "3"])).unwrap();
    let again = loaded.again();
    assert_eq!((again.new_files, again.changed_files), (0, 1));
    loaded.is_like_fresh(folder.path());
    fs::write(at("other.txt"), "x").unwrap();
    loaded.again();
    fs::remove_file(at("other.txt")).unwrap();
    assert_eq!(loaded.again().gone_files, 0, "it had no events");
    loaded.is_like_fresh(folder.path());
}

#[test]
fn a_file_that_has_grown_or_shrunk_replaces_its_events() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.json"), log(&["1", "2"])).unwrap();
    fs::write(at("b.json"), log(&["2", "3"])).unwrap();
    fs::write(at("note.txt"), "no log").unwrap();
    let mut loaded = Loaded::of(folder.path());
    let first = loaded.store.clone();
    for ids in [&["1", "2", "4", "5"][..], &["1"], &[]] {
        fs::write(at("a.json"), log(ids)).unwrap();
        let again = loaded.again();
        assert_eq!((again.new_files, again.changed_files), (0, 1), "{ids:?}");
        loaded.is_like_fresh(folder.path());
    }
    assert!(!loaded.store.is_of_same_load(&first));
}

#[test]
fn unchanged_files_are_not_read_from_disk_again() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.json"), log(&["1", "2"])).unwrap();
    fs::write(at("b.json"), log(&["3"])).unwrap();
    let mut loaded = Loaded::of(folder.path());
    // Other bytes with the size and time of before: who read it again would see them.
    let modified = fs::metadata(at("b.json")).unwrap().modified().unwrap();
    fs::write(at("b.json"), log(&["9"])).unwrap();
    fs::File::options().write(true).open(at("b.json")).unwrap().set_modified(modified).unwrap();
    fs::write(at("a.json"), log(&["1", "2", "4"])).unwrap();
    assert_eq!(loaded.again().changed_files, 1);
    let mut ids: Vec<String> =
        loaded.store.order().iter().map(|&event| loaded.store.event_id(event)).collect();
    ids.sort();
    assert_eq!(ids, ["1", "2", "3", "4"]);
}

#[test]
fn events_of_files_that_are_gone_stay() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.json"), log(&["1", "2"])).unwrap();
    fs::write(at("b.json"), log(&["3"])).unwrap();
    let mut loaded = Loaded::of(folder.path());
    let gone = |loaded: &Loaded| -> Vec<String> {
        let name = |&number: &u32| loaded.store.file(number).unwrap().path.file_name().unwrap().to_owned();
        loaded.store.gone().iter().map(|number| name(number).into_string().unwrap()).collect()
    };
    let kept = fs::read(at("b.json")).unwrap();
    let modified = fs::metadata(at("b.json")).unwrap().modified().unwrap();
    fs::remove_file(at("b.json")).unwrap();
    assert_eq!((loaded.again().gone_files, loaded.store.len()), (1, 3));
    assert_eq!(gone(&loaded), ["b.json"]);
    // Also when everything is loaded again.
    fs::write(at("a.json"), log(&["1"])).unwrap();
    loaded.again();
    assert_eq!((loaded.store.len(), gone(&loaded)), (2, vec!["b.json".to_owned()]));
    // The same file again is not new.
    fs::write(at("b.json"), kept).unwrap();
    fs::File::options().write(true).open(at("b.json")).unwrap().set_modified(modified).unwrap();
    let again = loaded.again();
    assert_eq!((again.new_files, again.changed_files, gone(&loaded).len()), (0, 0, 0));
    loaded.is_like_fresh(folder.path());
}

#[test]
fn a_folder_that_is_unmounted_takes_nothing_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let [logs, away] = ["logs", "away"].map(|name| folder.path().join(name));
    fs::create_dir(&logs).unwrap();
    fs::write(logs.join("a.json"), log(&["1"])).unwrap();
    let mut loaded = Loaded::of(&logs);
    fs::rename(&logs, &away).unwrap();
    loaded.again();
    assert_eq!((loaded.store.len(), loaded.store.gone().len()), (1, 1));
    fs::rename(&away, &logs).unwrap();
    loaded.again();
    assert!(loaded.store.gone().is_empty());
    loaded.is_like_fresh(&logs);
}

#[test]
fn what_was_left_out_because_loading_was_stopped_is_read_the_next_time() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.json", "b.json"] {
        fs::write(folder.path().join(name), log(&[name])).unwrap();
    }
    let (sender, reports) = channel();
    let loading =
        start(Options::new(vec![folder.path().to_owned()]), move |report| sender.send(report).unwrap());
    let loading = loading.unwrap();
    loading.stop();
    let last = reports.iter().last().unwrap();
    let mut loaded = Loaded { loading, store: last.store.unwrap(), progress: last.progress };
    loaded.again();
    loaded.is_like_fresh(folder.path());
    assert!(!loaded.progress.stopped);
}

#[test]
fn paths_can_be_added() {
    let folder = tempfile::tempdir().unwrap();
    let [one, other] = ["one", "other"].map(|name| folder.path().join(name));
    for (folder, id) in [(&one, "1"), (&other, "2")] {
        fs::create_dir(folder).unwrap();
        fs::write(folder.join("a.json"), log(&[id])).unwrap();
    }
    let mut loaded = Loaded::of(&one);
    let (sender, reports) = channel();
    assert!(loaded.loading.again(vec![other], None, move |report| sender.send(report).unwrap()).unwrap());
    assert_eq!(reports.iter().last().unwrap().store.unwrap().len(), 2);
}

#[test]
fn files_that_are_being_written_are_left_for_the_next_time() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("a.json"), log(&["1"])).unwrap();
    let mut loaded = Loaded::of(folder.path());
    fs::write(at("new.json"), log(&["2"])).unwrap();
    fs::write(at("a.json"), log(&["1", "3"])).unwrap();
    let hour = Duration::from_secs(3600);
    let old = SystemTime::now() - 2 * hour;
    fs::write(at("old.json"), log(&["4"])).unwrap();
    fs::File::options().write(true).open(at("old.json")).unwrap().set_modified(old).unwrap();
    let (sender, reports) = channel();
    let report = move |report| sender.send(report).unwrap();
    assert!(loaded.loading.again(Vec::new(), Some(hour), report).unwrap());
    let last = reports.iter().last().unwrap();
    let again = last.progress.again.unwrap();
    assert_eq!((again.new_files, again.changed_files, again.unsettled_files), (1, 0, 2));
    assert_eq!(last.store.unwrap().len(), 2);
    let again = loaded.again();
    assert_eq!((again.new_files, again.changed_files, again.unsettled_files), (1, 1, 0));
    loaded.is_like_fresh(folder.path());
}

/// A tar archive of log files.
fn archive(members: &[(&str, &[&str])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, ids) in members {
        let text = log(ids);
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        builder.append_data(&mut header, name, text.as_bytes()).unwrap();
    }
    builder.into_inner().unwrap()
}

#[test]
fn members_change_as_their_archive_does() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(at("b.tar"), archive(&[("x.json", &["1", "2"]), ("note.txt", &[])])).unwrap();
    fs::write(at("c.json"), log(&["3"])).unwrap();
    let mut loaded = Loaded::of(folder.path());
    loaded.is_like_fresh(folder.path());
    let first = loaded.store.clone();
    assert_eq!(loaded.again(), Again { events_before: 3, ..Again::default() });
    assert!(loaded.store.is_same(&first), "nothing new");
    // New files are added to it.
    fs::write(at("a.tar"), archive(&[("y.json", &["4"])])).unwrap();
    assert_eq!(loaded.again(), Again { new_files: 1, events_before: 3, ..Again::default() });
    loaded.is_like_fresh(folder.path());
    // Another file changes: the members are read from memory.
    fs::write(at("c.json"), log(&["3", "5"])).unwrap();
    assert_eq!(loaded.again(), Again { changed_files: 1, events_before: 4, ..Again::default() });
    loaded.is_like_fresh(folder.path());
    // The archive changes: its members are others.
    fs::write(at("b.tar"), archive(&[("x.json", &["1"]), ("z.json", &["6"])])).unwrap();
    let again = loaded.again();
    assert_eq!((again.changed_files, again.gone_files), (1, 0));
    loaded.is_like_fresh(folder.path());
    // It is gone: its events stay.
    fs::remove_file(at("b.tar")).unwrap();
    let events = loaded.store.len();
    assert_eq!(loaded.again().gone_files, 2);
    assert_eq!(loaded.store.len(), events);
}

/// Of many files, most are not looked up before they are read.
#[test]
fn many_files_are_unchanged_until_one_changes() {
    let folder = tempfile::tempdir().unwrap();
    let at = |number: usize| folder.path().join(format!("{number:03}.json"));
    for number in 0..150 {
        fs::write(at(number), log(&[&number.to_string()])).unwrap();
    }
    // A file without events has a version too.
    fs::write(at(141), "").unwrap();
    let mut loaded = Loaded::of(folder.path());
    assert!(loaded.store.files().all(|file| file.version.is_some()));
    assert_eq!(loaded.again(), Again { events_before: 149, ..Again::default() });
    fs::write(at(140), log(&["140", "more"])).unwrap();
    assert_eq!(loaded.again().changed_files, 1);
    loaded.is_like_fresh(folder.path());
}
