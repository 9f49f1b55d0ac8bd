//! What may be in the way in a file system: pipes, sockets, devices, loops, odd names, files that disappear and
//! grow. Each case has an intact file as its neighbour, whose event must be found.
#![cfg(unix)]

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use crate::files::load;
use crate::input::{Counts, accounts};
use crate::json::sound;
use trailsift::store::record_reader::RecordReader;

/// A case: its name, what it does in a folder, and which paths are opened; the folder if there are none.
type Case = (&'static str, fn(&Path) -> Vec<PathBuf>);

const CASES: &[Case] = &[
    ("a pipe", |folder| nothing(fifo(&folder.join("pipe.json")))),
    ("a pipe by its name", |folder| vec![fifo(&folder.join("pipe.json")), folder.join("good.json")]),
    ("a socket", |folder| nothing(UnixListener::bind(folder.join("socket.json")).unwrap())),
    ("a link to a pipe", |folder| {
        fifo(&folder.join("pipe"));
        nothing(symlink("pipe", folder.join("link.json")))
    }),
    ("/dev/zero", |folder| nothing(symlink("/dev/zero", folder.join("zero.json")))),
    ("/dev/zero by its name", |folder| vec!["/dev/zero".into(), folder.join("good.json")]),
    ("/dev/null", |folder| nothing(symlink("/dev/null", folder.join("null.json")))),
    ("/dev/tty", |folder| nothing(symlink("/dev/tty", folder.join("tty.json")))),
    ("/proc/self/mem", |folder| nothing(symlink("/proc/self/mem", folder.join("mem.json")))),
    ("/proc/self/environ", |folder| nothing(symlink("/proc/self/environ", folder.join("environ.json")))),
    ("/proc/self/fd", |folder| nothing(symlink("/proc/self/fd", folder.join("fd")))),
    ("a link to itself", |folder| nothing(symlink("loop.json", folder.join("loop.json")))),
    ("links to one another", |folder| {
        symlink("two", folder.join("one")).unwrap();
        nothing(symlink("one", folder.join("two")))
    }),
    ("a link to the folder above", |folder| nothing(symlink("..", folder.join("up")))),
    ("a link to the folder itself", |folder| nothing(symlink(".", folder.join("here")))),
    ("a link to nothing", |folder| nothing(symlink("nowhere", folder.join("gone.json")))),
    ("a path that is not there", |folder| vec![folder.join("nowhere"), folder.join("good.json")]),
    ("an empty file", |folder| nothing(File::create(folder.join("empty.json")).unwrap())),
    ("a list without records", |folder| nothing(fs::write(folder.join("quiet.json"), "{\"Records\":[]}"))),
    ("a name that is not UTF-8", |folder| nothing(odd(folder, b"\xff\xfe\x80.json"))),
    ("a folder that is not UTF-8", |folder| {
        let inner = folder.join(OsStr::from_bytes(b"\xc3\x28"));
        fs::create_dir(&inner).unwrap();
        nothing(odd(&inner, b"a.json"))
    }),
    ("a name with a new line", |folder| nothing(odd(folder, b"a\nb.json"))),
    ("a name that drives terminals", |folder| nothing(odd(folder, b"\x1b]0;x\x07\x1b[2J.json"))),
    ("a name like an option", |folder| nothing(odd(folder, b"--force"))),
    ("a name that is -", |folder| nothing(odd(folder, b"-"))),
    ("a name of blanks", |folder| nothing(odd(folder, b"   "))),
    ("a name of 255 bytes", |folder| nothing(odd(folder, &[b'n'; 255]))),
    ("a name of another system", |folder| nothing(odd(folder, b"CON:\\a*?.json"))),
    ("200 folders deep", |folder| {
        let deep = (0..200).fold(folder.to_owned(), |path, _| path.join("d"));
        fs::create_dir_all(&deep).unwrap();
        nothing(odd(&deep, b"a.json"))
    }),
    ("a file twice by another name", |folder| {
        fs::write(folder.join("one.json"), sound(5)).unwrap();
        nothing(fs::hard_link(folder.join("one.json"), folder.join("two.json")))
    }),
    ("a path given twice", |folder| vec![folder.to_owned(), folder.to_owned(), folder.join("good.json")]),
    ("a folder that may not be read", |folder| {
        let closed = folder.join("closed");
        fs::create_dir(&closed).unwrap();
        nothing(fs::set_permissions(&closed, std::os::unix::fs::PermissionsExt::from_mode(0o000)))
    }),
    ("a file that may not be read", |folder| {
        let closed = folder.join("closed.json");
        fs::write(&closed, "{}").unwrap();
        nothing(fs::set_permissions(&closed, std::os::unix::fs::PermissionsExt::from_mode(0o000)))
    }),
];

fn nothing<T>(_: T) -> Vec<PathBuf> {
    Vec::new()
}

fn fifo(path: &Path) -> PathBuf {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    path.to_owned()
}

fn odd(folder: &Path, name: &[u8]) -> PathBuf {
    let path = folder.join(OsStr::from_bytes(name));
    fs::write(&path, sound(7)).unwrap();
    path
}

pub(crate) fn run(full: bool) -> Counts {
    let mut counts = Counts::default();
    for (name, prepare) in CASES {
        one(name, &mut counts, prepare);
    }
    many_files(if full { 100_000 } else { 2000 }, &mut counts);
    counts.add(moving(if full { 6 } else { 1 }));
    counts
}

#[track_caller]
fn one(name: &str, counts: &mut Counts, prepare: impl FnOnce(&Path) -> Vec<PathBuf>) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("good.json"), sound(1)).unwrap();
    let mut paths = prepare(folder.path());
    if paths.is_empty() {
        paths.push(folder.path().to_owned());
    }
    judge(&format!("F1 {name}"), counts, &paths);
}

/// Loads paths; the intact event must be found, and all files must be accounted for, however many there are.
fn judge(name: &str, counts: &mut Counts, paths: &[PathBuf]) {
    let Some(store) = counts.try_one(name, || load(paths, 2)) else { return };
    counts.sound += 1;
    let good = sound(1).into_bytes();
    if !store.order().iter().any(|&event| RecordReader::once(&store, event) == good) {
        counts.lost += 1;
        counts.fail(format!("{name}: the neighbour is lost"));
    }
    if let Some(wrong) = accounts(&store, store.files().count()) {
        counts.unaccounted += 1;
        counts.fail(format!("{name}: {wrong}"));
    }
}

fn many_files(count: usize, counts: &mut Counts) {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..count {
        fs::write(
            folder.path().join(format!("{number}.json")),
            if number == 0 { sound(1) } else { sound(2) },
        )
        .unwrap();
    }
    let started = std::time::Instant::now();
    let store = load(&[folder.path().to_owned()], 2);
    crate::watch::now("");
    counts.inputs += 1;
    counts.sound += count;
    counts.lost += count - store.len();
    counts.unaccounted += usize::from(accounts(&store, count).is_some());
    eprintln!("{count} files in one folder: {:?}", started.elapsed());
}

/// Files that are removed, made longer and made shorter while they are read.
fn moving(rounds: usize) -> Counts {
    let mut counts = Counts::default();
    for round in 0..rounds {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("good.json"), sound(1)).unwrap();
        for number in 0..300 {
            fs::write(folder.path().join(format!("{number}.json")), (sound(3) + "\n").repeat(200)).unwrap();
        }
        let stop = AtomicBool::new(false);
        thread::scope(|scope| {
            scope.spawn(|| {
                for number in 0.. {
                    if stop.load(Ordering::Relaxed) {
                        break;
                    }
                    let path = folder.path().join(format!("{}.json", (number * 7) % 300));
                    match round % 3 {
                        0 => drop(fs::remove_file(&path)),
                        1 => drop(
                            File::options()
                                .append(true)
                                .open(&path)
                                .map(|mut file| file.write_all(sound(4).as_bytes())),
                        ),
                        _ => drop(File::options().write(true).open(&path).map(|file| file.set_len(100))),
                    }
                }
            });
            let what = ["are removed", "grow", "shrink"][round % 3];
            judge(&format!("F1 files {what} while they are read"), &mut counts, &[folder.path().to_owned()]);
            stop.store(true, Ordering::Relaxed);
        });
    }
    counts
}
