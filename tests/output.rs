//! Where answers go: files that are whole or not there, inputs that stay as they are, and what a terminal gets.
#![cfg(unix)]
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    dead_code,
    reason = "a test that fails should stop with its values"
)]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use common::{Folder, run, sample_logs};
use tui::Tui;
use unicode_width::UnicodeWidthStr as _;

#[path = "common/binary.rs"]
mod common;
#[path = "common/pty.rs"]
mod tui;

const PROGRAM: &str = env!("CARGO_BIN_EXE_trailsift");

/// Runs a line of sh in which `$0` is the program.
fn shell(line: &str, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new("sh");
    command.args(["-c", line, PROGRAM]).args(arguments).stdin(Stdio::null());
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

fn names(folder: &Path) -> Vec<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// A device node was replaced by a file; evidence that is read by another name was, too.
#[test]
fn only_files_that_are_not_read_are_replaced() {
    let folder = Folder::new();
    let elsewhere = tempfile::tempdir().unwrap();
    let at = |name: &str| elsewhere.path().join(name).to_str().unwrap().to_owned();
    std::os::unix::fs::symlink("/dev/null", at("null")).unwrap();
    fs::hard_link(folder.path().join("calls.jsonl"), at("hard.jsonl")).unwrap();
    std::os::unix::fs::symlink(folder.path().join("calls.jsonl"), at("soft.jsonl")).unwrap();
    assert_eq!(shell("mkfifo \"$1\"", &[&at("fifo")]).0, Some(0));
    for (name, reason) in [
        ("null", "only regular files"),
        ("fifo", "only regular files"),
        ("hard.jsonl", "is an input"),
        ("soft.jsonl", "is an input"),
    ] {
        let answer = run(&["list", folder.text(), "-o", &at(name), "--force"]);
        assert_eq!(answer.code, Some(2), "{name}");
        assert!(
            answer.err.contains(reason) && answer.err.contains("was not written"),
            "{name}: {}",
            answer.err
        );
    }
    let redirected = "\"$0\" list - -o \"$1\" --force < \"$1\"";
    let (code, words) = shell(redirected, &[&at("hard.jsonl")]);
    assert!(code == Some(2) && words.contains("standard input, which is an input"), "{words}");
    assert_eq!(fs::read_to_string(at("hard.jsonl")).unwrap().lines().count(), 7);
    assert_eq!(names(elsewhere.path()).len(), 4);
}

#[test]
fn nothing_unfinished_is_left_at_a_size_limit() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("big.jsonl");
    // The limit counts blocks of 512 or of 1024 bytes.
    let line = "ulimit -f 64; \"$0\" list \"$1\" --format jsonl -o \"$2\"";
    let (code, words) = shell(line, &[sample_logs(), out.to_str().unwrap()]);
    assert_eq!(code, Some(2), "{words}");
    assert!(words.contains("big.jsonl was not written: "), "{words}");
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

#[test]
fn an_answer_that_nobody_can_read_is_a_failure() {
    let folder = Folder::new();
    for command in ["list \"$1\"", "group \"$1\" --by errorCode", "summary \"$1\""] {
        assert_eq!(shell(&format!("\"$0\" {command} >/dev/null"), &[folder.text()]).0, Some(0));
        // Somebody who starts it so wants the exit code alone.
        assert_eq!(shell(&format!("\"$0\" {command} <>/dev/null >&0 2>&0"), &[folder.text()]).0, Some(0));
    }
    if Path::new("/dev/full").exists() {
        assert_eq!(shell("\"$0\" list \"$1\" >/dev/full", &[folder.text()]).0, Some(2));
    }
}

/// Cut to sixty characters, a value in a pipe could not be searched for.
#[test]
fn a_table_in_a_pipe_has_every_value_whole() {
    let folder = Folder::new();
    let long = format!("arn:aws:s3:::ledger-{}/exports/q1.csv", "archive-".repeat(30));
    let record = format!(
        r#"{{"eventVersion":"1.08","eventTime":"2026-03-11T12:00:00Z","eventName":"Long","eventID":"long","resources":[{{"ARN":"{long}"}}]}}"#
    );
    folder.write("long.jsonl", &record);
    let answer = run(&["list", folder.text(), "-f", "eventName=Long", "--columns", "eventName,resource"]);
    assert_eq!(answer.text().lines().last(), Some(format!("Long       {long}").as_str()));
    assert_eq!(answer.err, "");
}

#[test]
fn that_nothing_matched_is_said_beside_damage() {
    let nothing = ["list", sample_logs(), "-f", "eventName=NoSuchCall"];
    let answer = run(&nothing);
    assert_eq!((answer.code, answer.text().lines().count()), (Some(3), 1));
    assert!(answer.err.contains("no event matched"), "{}", answer.err);
    assert!(!run(&["list", sample_logs(), "-f", "eventName=StopLogging"]).err.contains("no event matched"));
}

/// What a terminal of that width shows in the end.
fn on_terminal(arguments: &[&str], columns: u16) -> Vec<String> {
    let tui = Tui::start(arguments, columns, 60, &[]);
    tui.exit();
    tui.look(|screen| screen.rows(0, columns).map(|row| row.trim_end().to_owned()).collect())
}

#[test]
fn a_terminal_gets_tables_that_fit_and_reports_without_escaped_tabs() {
    let table = on_terminal(&["list", sample_logs(), "-f", "eventName=StopLogging,AssumeRole"], 120);
    let header = table.iter().position(|row| row.starts_with("eventTime")).unwrap();
    let rows: Vec<_> = table.iter().skip(header + 1).take_while(|row| row.starts_with("2026-")).collect();
    assert_eq!(rows.len(), 15, "{table:#?}");
    assert!(rows.iter().all(|row| row.width() <= 120));
    assert!(table.iter().any(|row| row.contains("shortened to fit the terminal")), "{table:#?}");
    let groups = on_terminal(&["group", sample_logs(), "--by", "userAgent"], 100);
    let header = groups.iter().position(|row| row.starts_with("userAgent")).unwrap();
    assert!(groups[header].ends_with("last"), "{groups:#?}");
    let csv =
        on_terminal(&["list", sample_logs(), "-n", "3", "--format", "csv", "--columns", "eventName"], 80);
    assert!(csv.iter().all(|row| !row.contains("\\u000d")), "{csv:#?}");
    for columns in [60, 200] {
        let report = on_terminal(&["verify", sample_logs(), "--all"], columns);
        assert!(report.iter().all(|row| !row.contains("\\u0009")), "{report:#?}");
        assert!(report.iter().any(|row| row.starts_with("Log file  ")), "{report:#?}");
    }
}

/// The board cut the names of its questions to a few letters beside two whole times, and lines of a chain ended within a
/// word.
#[test]
fn later_reports_fit_a_terminal_too() {
    for columns in [80, 120] {
        let board = on_terminal(&["triage", sample_logs()], columns);
        let names: Vec<_> = board.iter().filter(|row| row.contains("2026-03-1")).collect();
        assert!(
            names.len() > 10 && names.iter().all(|row| row.width() <= usize::from(columns)),
            "{board:#?}"
        );
        assert!(board.iter().any(|row| row.contains("First call from a network")), "{board:#?}");
    }
    for arguments in [
        &["chain", sample_logs(), "--of", "AKIAV2BACKUP4EXAMPLE"][..],
        &["life", "AKIAV2BACKUP4EXAMPLE", sample_logs()],
        &["life", "203.0.113.77", sample_logs()],
    ] {
        let plain = run(arguments).text().to_owned();
        let words: Vec<&str> = plain.split_whitespace().collect();
        assert!(words.len() > 20, "{arguments:?}: {plain}");
        for columns in [60, 80] {
            // The report is below what was said about damage, if that is still on the screen.
            let rows = on_terminal(arguments, columns);
            let start = rows.iter().position(|row| row.starts_with(words[0])).unwrap_or(0);
            let shown = rows[start..].join("\n");
            // A word without room in a line of its own is split.
            let is_part = |word: &str| words.iter().any(|whole| whole.width() > 45 && whole.contains(word));
            let is_split = |word: &&str| {
                !words.contains(word) && !is_part(word) && !word.starts_with("trailsift") && word.is_ascii()
            };
            let split: Vec<&str> = shown.split_whitespace().filter(is_split).collect();
            assert!(split.is_empty(), "{columns} {arguments:?}: {split:?}\n{shown}");
        }
    }
}

/// A text without the codes that colour it.
fn without_codes(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    first + &parts.map(|part| part.split_once('m').unwrap().1).collect::<String>()
}

#[test]
fn reports_are_painted_on_a_terminal_or_on_request_and_say_the_same() {
    for arguments in [&["summary", sample_logs()][..], &["verify", sample_logs(), "--all"]] {
        let with = |more: &[&str]| run(&[arguments, more].concat()).text().to_owned();
        let (plain, painted) = (with(&[]), with(&["--color", "always"]));
        assert!(!plain.contains('\u{1b}') && painted.contains("\u{1b}["), "{painted}");
        assert_eq!(without_codes(&painted), plain);
        assert_eq!(with(&["--color", "never"]), plain);
        assert!(!with(&["--color", "always", "--format", "json"]).contains('\u{1b}'));
        for columns in [60, 120] {
            let shown = on_terminal(arguments, columns);
            // Nothing is cut in the middle of a word, and no code is shown as text.
            let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
            assert!(shown.iter().all(|row| !row.contains("[0m") && !row.contains("u001b")), "{shown:#?}");
            let plain = words(&plain);
            let lost: Vec<String> = words(&shown.join("\n"))
                .into_iter()
                .filter(|word| word.chars().all(char::is_alphabetic) && !plain.contains(word))
                .collect();
            assert!(lost.is_empty(), "{columns}: {lost:?}");
        }
    }
}
