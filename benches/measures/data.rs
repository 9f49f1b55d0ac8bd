//! The trails that are measured, made by the example `make_trail` and kept.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Returns a folder with this many events in files of the usual sizes, or of very small ones; makes it if
/// necessary.
pub(crate) fn trail(data: &Path, events: usize, file_median: Option<u32>) -> PathBuf {
    let name =
        file_median.map_or(format!("events-{events}"), |median| format!("events-{events}-by-{median}"));
    let median = file_median.map(|median| ["--file-median".to_owned(), median.to_string()]);
    made(data, &name, events, median.iter().flatten())
}

/// Returns a folder with the same events as one file of another form; makes it if necessary.
pub(crate) fn trail_as(data: &Path, events: usize, form: &str) -> PathBuf {
    made(data, &format!("events-{events}-as-{form}"), events, &["--form".to_owned(), form.to_owned()])
}

fn made<'a>(data: &Path, name: &str, events: usize, more: impl IntoIterator<Item = &'a String>) -> PathBuf {
    let folder = data.join(name);
    let made = folder.with_extension("made");
    if made.exists() {
        return folder;
    }
    eprintln!("making {}", folder.display());
    std::fs::create_dir_all(data).expect("the folder for trails can be made");
    let mut command = Command::new(env!("CARGO"));
    command.args(["run", "--quiet", "--release", "--example", "make_trail", "--", "--seed", "11", "--force"]);
    command.args(["--events", &events.to_string(), "--out"]).arg(&folder).args(more);
    assert!(command.status().expect("cargo runs").success(), "the trail can be made");
    std::fs::write(made, "").expect("the folder for trails can be written to");
    folder
}
