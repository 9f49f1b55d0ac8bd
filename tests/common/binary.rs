//! Runs the program as a shell would, without a terminal.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

/// The result of a run.
#[derive(Debug)]
pub(crate) struct Answer {
    /// `None` when a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) out: Vec<u8>,
    pub(crate) err: String,
}

impl Answer {
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.out).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.out).unwrap()
    }

    /// The rows of CSV, the heading first.
    pub(crate) fn csv(&self) -> Vec<Vec<String>> {
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(self.out.as_slice());
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
    }
}

/// Starts the program with nothing on standard input.
pub(crate) fn start(arguments: &[&str]) -> Child {
    command(arguments).stdin(Stdio::null()).spawn().unwrap()
}

/// Runs the program with nothing on standard input.
pub(crate) fn run(arguments: &[&str]) -> Answer {
    finish(start(arguments))
}

/// Runs the program with a pipe on standard input.
pub(crate) fn run_with(arguments: &[&str], input: &[u8]) -> Answer {
    let mut child = command(arguments).stdin(Stdio::piped()).spawn().unwrap();
    // All input is read before anything is printed, so that the two pipes cannot wait for each other.
    child.stdin.take().unwrap().write_all(input).unwrap();
    finish(child)
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trailsift"));
    command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped());
    // What is configured on this machine does not matter.
    command
        .env("TRAILSIFT_NO_STATE", "1")
        .env("XDG_CONFIG_HOME", "/nonexistent")
        .env_remove("TRAILSIFT_CONFIG");
    command
}

fn finish(child: Child) -> Answer {
    let output = child.wait_with_output().unwrap();
    Answer { code: output.status.code(), out: output.stdout, err: String::from_utf8(output.stderr).unwrap() }
}

/// The invented trail of this repository, in which one file is damaged.
pub(crate) fn sample_logs() -> &'static str {
    concat!(env!("CARGO_MANIFEST_DIR"), "/sample-logs")
}

/// A folder with one file of one record a line: two denials, one throttling, four calls without an error.
pub(crate) struct Folder {
    folder: tempfile::TempDir,
}

impl Folder {
    pub(crate) fn new() -> Self {
        let folder = Self { folder: tempfile::tempdir().unwrap() };
        let errors = ["AccessDenied", "", "Throttling", "", "AccessDenied", "", ""];
        let lines = errors.iter().enumerate().map(|(at, error)| {
            format!(
                r#"{{"eventVersion":"1.08","eventTime":"2026-03-10T12:00:0{at}Z","eventName":"Call{at}","errorCode":"{error}","eventID":"id-{at}"}}{}"#,
                "\n"
            )
        });
        folder.write("calls.jsonl", &lines.collect::<String>());
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn text(&self) -> &str {
        self.path().to_str().unwrap()
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}
