//! Reads the user's own rules: the files of a folder, or one file.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use walkdir::WalkDir;

use crate::ingest::text_of_file;
use crate::plural::counted;
use crate::query::rules::set::RuleSet;
use crate::text;

/// Maximum size of a file of rules, in bytes.
const MAX_BYTES: u32 = 1 << 20;
/// Maximum number of files of a folder.
const MAX_FILES: usize = 20_000;

/// Reads all rules of a folder, in the order of the names of files, or those of one file.
pub(in crate::cli) fn read_rules(path: &Path) -> Result<RuleSet> {
    let mut set = RuleSet::default();
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in WalkDir::new(path).sort_by_file_name() {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) if entry.depth() == 0 || is_yaml(entry.path()) => files.push(entry.into_path()),
            Ok(_) => {}
            Err(error) if error.depth() == 0 => {
                bail!("the rules cannot be read: {}", text::plain(&error.to_string()))
            }
            Err(error) => {
                set.refuse(&error.path().map(text::path).unwrap_or_default(), "it cannot be read".to_owned());
            }
        }
        if files.len() > MAX_FILES {
            bail!("{}: more than {}", text::path(path), counted(MAX_FILES, "file"));
        }
    }
    if files.is_empty() && set.is_empty() {
        bail!("{}: no rules, which are files with the ending .yml or .yaml", text::path(path));
    }
    for file in &files {
        let shown =
            text::path(file.strip_prefix(path).ok().filter(|rest| *rest != Path::new("")).unwrap_or(file));
        let read = text_of_file(file, MAX_BYTES)
            .and_then(|bytes| String::from_utf8(bytes).map_err(|_| "the file is not valid UTF-8".to_owned()));
        match read {
            Ok(text) => set.read(&shown, &text),
            Err(reason) => set.refuse(&shown, reason),
        }
    }
    Ok(set)
}

fn is_yaml(path: &Path) -> bool {
    path.extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("yml") || ending.eq_ignore_ascii_case("yaml"))
}
