//! What the program does to the machine, as seen by the kernel: no socket, no child process, no file opened for
//! writing except the requested one; and that one is complete or absent, whenever the program is killed.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::input::sample_logs;
use crate::json::sound;
use crate::terminal::foreign;
use crate::tui::Tui;

const PROGRAM: &str = env!("CARGO_BIN_EXE_trailsift");

/// The explorer, when it may remember filters and folders in its own folder of the home folder.
const WITH_STATE: &str = "the explorer with state";

/// The system calls of all commands.
#[derive(Default, Debug)]
pub(crate) struct Calls {
    pub(crate) commands: usize,
    pub(crate) sockets: usize,
    /// Pairs of pipes within the process.
    pub(crate) pairs: usize,
    pub(crate) children: usize,
    /// Files that were changed without a request.
    pub(crate) writes: usize,
    pub(crate) failures: Vec<String>,
}

/// Runs every command under strace; returns `None`, with a message, if there is no strace.
pub(crate) fn calls() -> Option<Calls> {
    let has_strace = Command::new("strace")
        .args(["-o", "/dev/null", "true"])
        .status()
        .is_ok_and(|status| status.success());
    if !has_strace {
        eprintln!("skipped: strace is not there or may not trace");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let sample = sample_logs().to_str().unwrap().to_owned();
    let out = folder.path().join("out.json").to_str().unwrap().to_owned();
    let commands: &[&[&str]] = &[
        &["list", &sample],
        &["list", &sample, "--format", "csv", "-f", "/Delete/"],
        &["list", &sample, "--format", "jsonl", "--reverse", "-n", "5"],
        &["list", &sample, "--format", "json", "-o", &out],
        &["list", &sample, "--format", "json", "-o", &out, "--force"],
        &["group", &sample, "--by", "eventName,errorCode"],
        &["summary", &sample],
        &["summary", &sample, "--format", "json"],
        &["completions", "bash"],
        &["man"],
        &["--help"],
        &["--version"],
        &["list", "/nowhere"],
        &["verify", &sample],
        &["list", &sample, "-f", "eventName:("],
    ];
    let mut calls = Calls::default();
    for command in commands {
        let log = folder.path().join("log");
        let mut traced = traced(&log);
        let status = traced
            .arg(PROGRAM)
            .args(*command)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        assert!(status.is_ok());
        calls.read(&command.join(" "), &fs::read_to_string(&log).unwrap(), &out);
    }
    let log = folder.path().join("log").to_str().unwrap().to_owned();
    for (name, argument) in [("the explorer", "--no-state"), (WITH_STATE, "--no-config")] {
        let trace = "trace=%network,%process,%file,openat,creat";
        let trace = ["strace", "-f", "-e", trace, "-o", &log, PROGRAM, &sample, argument];
        let tui = Tui::start_command(&trace, 100, 30, &[]);
        tui.wait_until("all is loaded", is_loaded);
        tui.send("/denied\rp");
        tui.wait("Groups by principal");
        tui.send("\x03");
        assert_eq!(tui.exit(), 0);
        calls.read(name, &fs::read_to_string(&log).unwrap(), &out);
    }
    Some(calls)
}

/// Events are loaded, and no more are expected.
fn is_loaded(screen: &vt100::Screen) -> bool {
    let top = screen.contents_between(0, 0, 1, screen.size().1);
    top.contains("events") && !top.contains("loading") && screen.contents().contains("12:")
}

fn traced(log: &Path) -> Command {
    let mut command = Command::new("strace");
    command.args(["-f", "-e", "trace=%network,%process,%file,openat,creat", "-o"]).arg(log);
    command
}

impl Calls {
    fn read(&mut self, command: &str, log: &str, out: &str) {
        self.commands += 1;
        let mut programs = 0;
        assert!(log.contains("execve("), "nothing was traced");
        for line in log.lines() {
            let call = line.split_once(' ').map_or(line, |(_, call)| call.trim_start());
            let name = call.split('(').next().unwrap();
            let failed = call.contains(" = -1 ");
            match name {
                // A pair within the process, to wake it at a signal, leads nowhere.
                "socketpair" if call.starts_with("socketpair(AF_UNIX") => self.pairs += 1,
                "socket" | "connect" | "socketpair" | "bind" | "listen" | "accept" | "accept4" => {
                    self.sockets += 1;
                    self.failures.push(format!("{command}: {call}"));
                }
                "execve" | "execveat" => programs += 1,
                "fork" | "vfork" => self.child(command, call),
                "clone" | "clone3" if !call.contains("CLONE_THREAD") => self.child(command, call),
                "open" | "openat" | "creat" if !failed && (name == "creat" || opens_for_writing(call)) => {
                    self.write(command, call, out);
                }
                "rename" | "renameat" | "renameat2" | "unlink" | "unlinkat" | "mkdir" | "mkdirat"
                | "rmdir" | "link" | "linkat" | "symlink" | "symlinkat" | "truncate" | "chmod"
                | "fchmodat" | "chown" | "fchownat" | "utimensat" | "mknod" | "mknodat" | "setxattr" => {
                    self.write(command, call, out);
                }
                _ => {}
            }
        }
        if programs != 1 {
            self.child(command, &format!("{programs} programs were started"));
        }
    }

    fn child(&mut self, command: &str, call: &str) {
        self.children += 1;
        self.failures.push(format!("{command}: {call}"));
    }

    /// The requested file, and its name until it is complete.
    fn write(&mut self, command: &str, call: &str, out: &str) {
        let (folder, name) = out.rsplit_once('/').unwrap();
        let real = fs::canonicalize(folder).unwrap();
        let paths: Vec<&str> = call.split('"').skip(1).step_by(2).collect();
        let is_out = |path: &&str| {
            let in_folder = path.strip_prefix(folder).or_else(|| path.strip_prefix(real.to_str().unwrap()));
            let file = in_folder.and_then(|path| path.strip_prefix('/'));
            file.is_some_and(|file| {
                file == name || (file.starts_with(&format!(".{name}.")) && file.ends_with(".unfinished"))
            })
        };
        // The terminal is not a file; the explorer reads its keys from it.
        let is_terminal =
            |path: &&str| *path == "/dev/tty" || path.starts_with("/dev/pts/") || *path == "/dev/null";
        let is_asked_for = command.contains("-o ") && paths.iter().all(is_out);
        let is_state = |path: &&str| path.contains("/.local") || is_terminal(path);
        if command == WITH_STATE && paths.iter().all(is_state) {
            return;
        }
        if !is_asked_for && !paths.iter().all(is_terminal) {
            self.writes += 1;
            self.failures.push(format!("{command}: {call}"));
        }
    }
}

fn opens_for_writing(call: &str) -> bool {
    ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND"].iter().any(|flag| call.contains(flag))
}

/// What became of an answer into a file whose writer was killed.
#[derive(Default, Debug)]
pub(crate) struct Kills {
    pub(crate) tried: usize,
    /// Killed before the end.
    pub(crate) killed: usize,
    /// The file was there as a whole.
    pub(crate) whole: usize,
    /// Part of the file existed under its final name.
    pub(crate) partial: usize,
    /// The unfinished file did not have a temporary name.
    pub(crate) unnamed: usize,
}

/// Kills the program `times` times, at moments spread over all of its run.
pub(crate) fn kills(times: u32) -> Kills {
    let folder = tempfile::tempdir().unwrap();
    let logs = folder.path().join("logs");
    fs::create_dir(&logs).unwrap();
    for file in 0..8 {
        let lines: Vec<String> = (0..4000).map(|number| sound(file * 4000 + number)).collect();
        fs::write(logs.join(format!("{file}.jsonl")), lines.join("\n")).unwrap();
    }
    let outside = folder.path().join("out");
    fs::create_dir(&outside).unwrap();
    let out = outside.join("events.json");
    let start = || {
        let mut command = Command::new(PROGRAM);
        command.arg("list").arg(&logs).args(["--format", "json", "-o"]).arg(&out);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let started = Instant::now();
    assert!(start().wait().unwrap().success());
    let took = started.elapsed();
    let whole = fs::read(&out).unwrap();
    let mut kills = Kills::default();
    for number in 0..times {
        let _ = fs::remove_file(&out);
        let mut child = start();
        wait(took.mul_f64(f64::from(number) * 1.2 / f64::from(times)));
        let _ = child.kill();
        kills.tried += 1;
        kills.killed += usize::from(!child.wait().unwrap().success());
        match fs::read(&out) {
            Ok(bytes) if bytes == whole => kills.whole += 1,
            Ok(_) => kills.partial += 1,
            Err(_) => {}
        }
        for entry in fs::read_dir(&outside).unwrap().map(Result::unwrap) {
            let name = entry.file_name().into_string().unwrap();
            kills.unnamed += usize::from(name != "events.json" && !name.ends_with(".unfinished"));
            if name.ends_with(".unfinished") {
                fs::remove_file(entry.path()).unwrap();
            }
        }
    }
    kills
}

fn wait(time: Duration) {
    let started = Instant::now();
    while started.elapsed() < time {
        thread::park_timeout(time.saturating_sub(started.elapsed()));
    }
}

/// The program itself in a terminal, opening files whose names and records attack it: what it wrote besides its own
/// sequences.
pub(crate) fn captured(texts: &[String]) -> (usize, Option<String>) {
    let folder = tempfile::tempdir().unwrap();
    let mut names = BTreeSet::new();
    for (number, text) in texts.iter().enumerate() {
        let string = serde_json::to_string(text).unwrap();
        let record = format!(
            r#"{{"eventVersion":"1.08","eventTime":"2026-03-10T12:00:{:02}Z","eventName":{string},"userAgent":{string},"errorCode":{string},"userIdentity":{{"userName":{string}}},"requestParameters":{{{string}:{string}}},"eventID":"{number}"}}"#,
            number % 60
        );
        let fits = text.len() < 200 && !text.contains(['\0', '/']);
        let name = if fits { format!("{number}{text}") } else { number.to_string() };
        fs::write(folder.path().join(&name), record + "{").unwrap();
        names.insert(name);
    }
    let tui = Tui::start(&[folder.path().to_str().unwrap()], 100, 30, &[]);
    // The header may have all events before the list has its first row, which is what the key opens.
    tui.wait_until("all is listed", |screen| is_loaded(screen) && screen.contents().contains(" 1 of "));
    tui.send("\r");
    tui.wait("eventVersion");
    tui.send("9G");
    tui.wait("▾");
    // Escape and a letter that come together are the letter with Alt.
    tui.send("\x1b");
    tui.wait_until("the event is closed", |screen| !screen.contents().contains('▾'));
    for (keys, shown) in [("p", "Groups by principal"), ("e", "Groups by error"), ("iG", "Files")] {
        tui.send(keys);
        tui.wait(shown);
    }
    // What is open is closed first.
    tui.send("\x03");
    tui.wait_until("the files are closed", |screen| !screen.contents().contains("Files and coverage"));
    tui.send("\x03");
    assert_eq!(tui.exit(), 0);
    (names.len(), foreign_of_program(&tui.raw()))
}

/// The program also takes the terminal and gives it back.
fn foreign_of_program(raw: &[u8]) -> Option<String> {
    let Ok(text) = std::str::from_utf8(raw) else { return Some("bytes that are no text".to_owned()) };
    let mut text = text.to_owned();
    for mode in ["25", "1000", "1002", "1003", "1006", "1015", "1049", "2004"] {
        text = text.replace(&format!("\u{1b}[?{mode}h"), "").replace(&format!("\u{1b}[?{mode}l"), "");
    }
    foreign(text.replace(['\n', '\r'], "").as_bytes())
}
