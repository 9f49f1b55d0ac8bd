//! What a load may cost, and unusual things in folders: everything is listed with a reason, and nothing hangs.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test that fails should stop with its values"
)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::{Compression, write::GzEncoder};
use tempfile::TempDir;
use trailsift::ingest::{self, Limits, Options};
use trailsift::query::engine::filter::Filter;
use trailsift::query::language::parse::parse;
use trailsift::store::Store;
use trailsift::store::file::{FileState, LogFile};
use trailsift::store::record_reader::RecordReader;

fn record(number: usize) -> String {
    format!(
        r#"{{"eventVersion":"1.08","eventTime":"2023-07-10T12:00:{:02}Z","eventName":"E{number}","eventID":"{number}"}}"#,
        number % 60
    )
}

fn log(numbers: std::ops::Range<usize>) -> Vec<u8> {
    let records: Vec<String> = numbers.map(record).collect();
    format!("{{\"Records\":[{}]}}", records.join(",")).into_bytes()
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

fn load_within(path: &Path, limits: Limits) -> Store {
    ingest::load(Options { limits, threads: 2, ..Options::new(vec![path.to_owned()]) }).unwrap()
}

fn load(path: &Path) -> Store {
    load_within(path, Limits::default())
}

fn file<'s>(store: &'s Store, name: &str) -> &'s LogFile {
    store.files().find(|file| file.path.ends_with(name)).unwrap_or_else(|| panic!("{name} is not listed"))
}

/// State and first issue of each file, by the last part of its path.
fn fates(store: &Store) -> Vec<(String, FileState, &'static str)> {
    let fate = |file: &std::sync::Arc<LogFile>| {
        let name = file.path.file_name().unwrap().to_string_lossy().into_owned();
        (name, file.state, file.issues.first().map_or("", |issue| issue.kind.label()))
    };
    store.files().map(fate).collect()
}

fn count(store: &Store, filter: &str) -> usize {
    Filter::default().answer(store, &parse(filter).unwrap(), true, &|| false).unwrap().len()
}

#[test]
fn a_bomb_is_stopped_and_its_neighbours_load() {
    // 160 MiB of spaces are 160 kB compressed, a thousand to one.
    let bomb = gzip(&vec![b' '; 160 << 20]);
    let twice = gzip(&bomb);
    let folder = folder(&[
        ("a.json.gz", &gzip(&log(0..3))),
        ("bomb.json.gz", &bomb),
        ("twice.gz", &twice),
        ("z.json", &log(3..5)),
    ]);
    let store = load(folder.path());
    assert_eq!(store.len(), 5);
    for name in ["bomb.json.gz", "twice.gz"] {
        let file = file(&store, name);
        assert_eq!((file.state, file.issues[0].kind.label()), (FileState::Damaged, "too large"));
        assert!(file.issues[0].reason.contains("--max-ratio"), "{:?}", file.issues);
    }
    let limits = Limits { file_bytes: 1 << 20, ..Limits::default() };
    let store = load_within(folder.path(), limits);
    assert!(file(&store, "bomb.json.gz").issues[0].reason.contains("--max-file-size"));
    assert_eq!(store.len(), 5);
}

#[test]
fn what_was_readable_before_a_limit_is_shown() {
    let mut text = log(0..50);
    let end = text.len();
    text.extend_from_slice(&vec![b' '; 100 << 20]);
    let folder = folder(&[("a.json.gz", &gzip(&text)), ("b.json.gz", &gzip(&log(0..50)))]);
    let store = load(folder.path());
    assert_eq!(file(&store, "a.json.gz").events, 50);
    let store = load_within(
        folder.path(),
        Limits { file_bytes: u32::try_from(end - 10).unwrap(), ..Limits::default() },
    );
    let cut = file(&store, "b.json.gz");
    assert_eq!((cut.events, cut.issues[0].kind.label()), (49, "too large"));
    assert!(
        store.order().iter().all(|&event| RecordReader::once(&store, event).ends_with(b"}")),
        "records come out whole"
    );
}

#[test]
fn what_does_not_fit_into_memory_is_left_out_and_named() {
    let names: Vec<String> = (0..40).map(|number| format!("{number:02}.json")).collect();
    let logs: Vec<Vec<u8>> = (0..40).map(|number| log(number * 100..number * 100 + 100)).collect();
    let files: Vec<(&str, &[u8])> =
        names.iter().zip(&logs).map(|(name, log)| (name.as_str(), log.as_slice())).collect();
    let folder = folder(&files);
    assert_eq!(load(folder.path()).len(), 4000);
    let budget = 250_000;
    let store = load_within(folder.path(), Limits { memory: budget, ..Limits::default() });
    let left_out = store.files().filter(|file| file.is_left_out()).count();
    assert_eq!(store.files().count(), 40, "every file is listed");
    assert!((1..40).contains(&left_out), "{left_out}");
    assert_eq!(store.len(), (40 - left_out) * 100);
    let reason = &store.files().find(|file| file.is_left_out()).unwrap().issues[0].reason;
    assert!(reason.contains("250.0 kB") && reason.contains("--memory"), "{reason}");
    assert!(store.held_bytes() > 50_000, "{}", store.held_bytes());
    assert_eq!(load_within(folder.path(), Limits { memory: 0, ..Limits::default() }).len(), 0);
}

/// A few megabytes that unpack to millions of records of forty bytes took three times the limit, and nothing said so.
#[test]
fn a_file_of_tiny_records_is_read_as_far_as_memory_goes_and_says_so() {
    const RECORDS: usize = 40_000;
    let record = |form: usize, number: usize| match form {
        0 => r#"{"eventVersion":"1","eventName":"a"}"#.to_owned(),
        1 => r#"{"eventVersion":"1","eventSource":"s3.amazonaws.com","eventName":"a"}"#.to_owned(),
        _ => format!(r#"{{"eventVersion":"1","eventName":"a{number:x}"}}"#),
    };
    for (form, is_list) in (0..3).flat_map(|form| [(form, true), (form, false)]) {
        let records: Vec<String> = (0..RECORDS).map(|number| record(form, number)).collect();
        let text =
            if is_list { format!("{{\"Records\":[{}]}}", records.join(",")) } else { records.join("\n") };
        let folder = folder(&[("tiny.json.gz", &gzip(text.as_bytes()))]);
        assert_eq!(load(folder.path()).len(), RECORDS);
        let memory = 12_000_000;
        let store = load_within(folder.path(), Limits { memory, ..Limits::default() });
        let file = file(&store, "tiny.json.gz");
        assert_eq!((file.state, file.issues[0].kind.label()), (FileState::Damaged, "not read to its end"));
        assert!(file.issues[0].reason.contains("raise --memory"), "{:?}", file.issues);
        assert!((4000..RECORDS).contains(&store.len()), "{form} {is_list}: {}", store.len());
        assert!(store.held_bytes() <= memory, "{form} {is_list}: {}", store.held_bytes());
        assert_eq!(count(&store, "name:a"), store.len());
        let last = u32::try_from(store.len() - 1).unwrap();
        assert_eq!(RecordReader::once(&store, last), records[store.len() - 1].as_bytes());
    }
}

#[test]
fn a_file_that_does_not_fit_costs_its_neighbours_nothing() {
    let large = log(0..60_000);
    let folder = folder(&[
        ("a.json", &log(0..5)),
        ("large.json", &large),
        ("packed.gz", &gzip(&large)),
        ("z.json", &log(5..9)),
    ]);
    let store = load_within(folder.path(), Limits { memory: 2 << 20, ..Limits::default() });
    assert_eq!(store.len(), 9);
    assert!(file(&store, "large.json").is_left_out() && file(&store, "packed.gz").is_left_out());
}

#[test]
fn events_behind_the_first_member_of_a_log_file_are_outside_what_is_signed() {
    let appended = [gzip(&log(0..3)), gzip(&log(3..5))].concat();
    let name = "111122223333_CloudTrail_eu-west-1_20230710T1205Z_abcdefghijklmnop.json.gz";
    let folder = folder(&[(name, &appended), ("firehose.gz", &appended)]);
    let store = load(folder.path());
    assert_eq!((store.len(), count(&store, "is:unsigned")), (10, 2));
    assert_eq!(count(&store, "is:unsigned name=E3,E4"), 2);
    let signed = file(&store, name);
    assert_eq!(
        (signed.state, signed.issues[0].kind.label()),
        (FileState::Damaged, "after the first gzip member")
    );
    assert_eq!(file(&store, "firehose.gz").state, FileState::Read);
}

#[test]
fn garbage_and_missing_ends_are_told_and_cost_nothing() {
    let sound = gzip(&log(0..3));
    let folder = folder(&[
        ("cut.gz", &sound[..sound.len() - 3]),
        ("garbage.gz", &[&sound, b"garbage".as_slice()].concat()),
        ("zeros.gz", &[sound.as_slice(), &[0; 512]].concat()),
    ]);
    let store = load(folder.path());
    let fates: Vec<_> = store.files().map(|file| (file.state, file.events, file.issues.len())).collect();
    assert_eq!(fates, [(FileState::Damaged, 3, 1); 3]);
}

#[test]
fn encodings_are_recognised_and_odd_bytes_kept() {
    let text = String::from_utf8(log(0..2)).unwrap();
    let utf16 = |unit: fn(u16) -> [u8; 2], mark: bool| -> Vec<u8> {
        let mark = mark.then_some('\u{feff}');
        mark.into_iter().chain(text.chars()).collect::<String>().encode_utf16().flat_map(unit).collect()
    };
    let odd = br#"{"Records":[{"eventVersion":"1","eventName":"X","a":"\ud800","b":1e400,"c":9007199254740993,"c":2,"d":"\u0000"},{"eventVersion":"1","eventName":"Latin","a":"caf"#;
    let latin = [odd.as_slice(), b"\xe9\"}]}"].concat();
    let folder = folder(&[
        ("be", &utf16(u16::to_be_bytes, false)),
        ("be-mark", &utf16(u16::to_be_bytes, true)),
        ("le", &utf16(u16::to_le_bytes, false)),
        ("le-mark", &utf16(u16::to_le_bytes, true)),
        ("mark", format!("\u{feff}{text}").as_bytes()),
        ("odd", &latin),
    ]);
    let store = load(folder.path());
    let fates: Vec<_> = store.files().map(|file| (file.state, file.events)).collect();
    assert_eq!(fates[..5], [(FileState::Read, 2); 5]);
    assert_eq!((fates[5], count(&store, "is:recovered")), ((FileState::Damaged, 2), 1));
    let record = |name: &str| {
        let events =
            Filter::default().answer(&store, &parse(&format!("name={name}")).unwrap(), false, &|| false);
        RecordReader::once(&store, events.unwrap()[0])
    };
    assert!(latin.windows(record("X").len()).any(|part| part == record("X")), "as it stands");
    assert!(record("Latin").contains(&0xe9));
}

#[test]
fn a_hundred_folders_deep_and_thousands_wide() {
    let folder = folder(&[]);
    let deep: PathBuf = std::iter::repeat_n("d", 200).collect();
    fs::create_dir_all(folder.path().join(&deep)).unwrap();
    fs::write(folder.path().join(&deep).join("deep.json"), log(0..1)).unwrap();
    for number in 0..5000 {
        fs::write(folder.path().join(format!("{number:05}.json")), log(number..number + 1)).unwrap();
    }
    let store = load(folder.path());
    assert_eq!((store.len(), store.files().count()), (5001, 5001));
    let paths: Vec<_> = store.files().map(|file| file.path.clone()).collect();
    assert!(paths.is_sorted());
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    use super::*;

    #[test]
    fn special_files_and_links_are_listed_and_not_waited_for() {
        let folder = folder(&[("a.json", &log(0..2))]);
        let at = |name: &str| folder.path().join(name);
        assert!(Command::new("mkfifo").arg(at("fifo")).status().unwrap().success());
        let _socket = UnixListener::bind(at("socket")).unwrap();
        symlink("/dev/zero", at("zero")).unwrap();
        symlink(at("fifo"), at("to-fifo")).unwrap();
        symlink(folder.path(), at("loop")).unwrap();
        symlink(at("self"), at("self")).unwrap();
        symlink(at("nothing"), at("broken")).unwrap();
        symlink(at("a.json"), at("b.json")).unwrap();
        fs::hard_link(at("a.json"), at("hard.json")).unwrap();
        let store = load(folder.path());
        let name = |name: &str| name.to_owned();
        assert_eq!(
            fates(&store),
            [
                (name("a.json"), FileState::Read, ""),
                (name("b.json"), FileState::NotLog, "link"),
                (name("broken"), FileState::Unreadable, "broken link"),
                (name("fifo"), FileState::Unreadable, "special file"),
                (name("hard.json"), FileState::Read, ""),
                (name("loop"), FileState::NotLog, "link"),
                (name("self"), FileState::Unreadable, "broken link"),
                (name("socket"), FileState::Unreadable, "special file"),
                (name("to-fifo"), FileState::Unreadable, "special file"),
                (name("zero"), FileState::Unreadable, "special file"),
            ]
        );
        assert_eq!((store.len(), count(&store, "")), (4, 4));
        assert_eq!(store.folds().count(), 2, "a second name of a file gives the same events");
        assert_eq!(file(&load(&at("fifo")), "fifo").issues[0].kind.label(), "special file");
        assert_eq!(load(&at("b.json")).len(), 2, "a link that is named is followed");
        assert_eq!(load(&at("loop")).len(), 4);
    }

    #[test]
    fn links_out_of_the_tree_are_followed_once() {
        let outside = folder(&[("a.json", &log(0..2))]);
        let folder = folder(&[]);
        for name in ["one", "two"] {
            symlink(outside.path().join("a.json"), folder.path().join(name)).unwrap();
        }
        let store = load(folder.path());
        let states: Vec<_> = store.files().map(|file| (file.state, file.events)).collect();
        assert_eq!(states, [(FileState::Read, 2), (FileState::NotLog, 0)]);
    }

    #[test]
    fn names_may_be_any_bytes() {
        let folder = folder(&[]);
        for name in [b"\xff\xfe.json".as_slice(), b"a\nb", b"\x1b[31m", b"-", b"--help"] {
            fs::write(folder.path().join(OsStr::from_bytes(name)), log(0..1)).unwrap();
        }
        let store = load(folder.path());
        assert_eq!((store.len(), store.folds().count()), (5, 4));
    }

    #[test]
    fn files_that_the_system_makes_up_end() {
        if !Path::new("/proc/self/status").exists() {
            return;
        }
        let store = load(Path::new("/proc/self/status"));
        assert_eq!(file(&store, "status").issues[0].kind.label(), "not JSON");
        let store = load(Path::new("/proc/self/attr"));
        assert!(store.files().all(|file| !file.issues.is_empty()));
    }

    #[test]
    fn what_may_not_be_read_is_listed() {
        use std::os::unix::fs::PermissionsExt;
        let folder = folder(&[("a.json", &log(0..1)), ("closed.json", &log(1..2))]);
        let closed = folder.path().join("closed.json");
        let inner = folder.path().join("inner");
        fs::create_dir(&inner).unwrap();
        for path in [&closed, &inner] {
            fs::set_permissions(path, fs::Permissions::from_mode(0o0)).unwrap();
        }
        let store = load(folder.path());
        if fs::read(&closed).is_ok() {
            eprintln!("skipped in part: this user may read everything");
        } else {
            assert_eq!(file(&store, "closed.json").issues[0].kind.label(), "permission denied");
            assert_eq!(file(&store, "inner").issues[0].kind.label(), "permission denied");
        }
        assert_eq!(file(&store, "a.json").events, 1);
        fs::set_permissions(&inner, fs::Permissions::from_mode(0o700)).unwrap();
    }
}

/// A stop once ended the search for files, too: of fifty thousand files left out a thousand were counted.
#[test]
fn after_a_stop_every_file_is_still_accounted_for() {
    const FILES: usize = 3000;
    let folder = tempfile::tempdir().unwrap();
    for number in 0..FILES {
        fs::write(folder.path().join(format!("{number}.json")), log(number..number + 1)).unwrap();
    }
    let (sender, reports) = std::sync::mpsc::channel();
    let options = Options { threads: 2, ..Options::new(vec![folder.path().to_owned()]) };
    let loading = ingest::start(options, move |report| drop(sender.send(report))).unwrap();
    loading.stop();
    let last = reports.iter().last().unwrap();
    loading.join();
    let (store, progress) = (last.store.unwrap(), last.progress);
    let left_out = store.files().filter(|file| file.is_left_out()).count();
    assert_eq!((progress.found, progress.done, store.files().count()), (FILES, FILES, FILES));
    assert_eq!((progress.left_out, left_out + store.len(), progress.problems), (left_out, FILES, 0));
}

/// Events are cut out of the bytes that were loaded, never out of what a file has become.
#[test]
fn what_becomes_of_a_file_after_it_was_loaded_changes_nothing() {
    type Change = fn(&Path);
    let changes: [(&str, Change); 5] = [
        ("truncated", |path| fs::OpenOptions::new().write(true).open(path).unwrap().set_len(20).unwrap()),
        ("overwritten", |path| fs::write(path, vec![b'{'; 1 << 16]).unwrap()),
        ("replaced by a folder", |path| {
            fs::remove_file(path).unwrap();
            fs::create_dir(path).unwrap();
        }),
        ("removed", |path| fs::remove_file(path).unwrap()),
        ("grown", |path| fs::write(path, [fs::read(path).unwrap(), log(7..9)].concat()).unwrap()),
    ];
    let files: [(&str, &[u8]); 2] = [("plain.json", &log(0..3)), ("packed.json.gz", &gzip(&log(3..6)))];
    for (what, change) in changes {
        let folder = folder(&files);
        let store = load(folder.path());
        for (name, _) in files {
            change(&folder.path().join(name));
        }
        let texts: Vec<Vec<u8>> =
            store.order().iter().map(|&event| RecordReader::once(&store, event)).collect();
        assert_eq!(texts, (0..6).map(|number| record(number).into_bytes()).collect::<Vec<_>>(), "{what}");
        assert_eq!(count(&store, "\"E4\""), 1, "{what}: a search through the texts");
        assert!(store.files().all(|file| file.state == FileState::Read), "{what}");
    }
}
