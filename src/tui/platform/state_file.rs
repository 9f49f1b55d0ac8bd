//! What is remembered between runs: earlier filters, recent folders, and how each was looked at; one on each line of a
//! file, the newest last.
//! Whatever is in such a file is harmless: lines that could not have been written here are ignored.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

use crate::export::file::{InputFiles, NewFile};
use crate::ingest::text_of_file;
use crate::tui::panes::saved_view::SavedView;

/// Something that is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::tui) enum Remembered {
    /// Filters that were applied.
    Filters,
    /// Files and folders that were opened.
    Folders,
    /// Columns and layout, for each of what was opened.
    Views,
}

/// Maximum size of a file, in bytes; a larger one was not written here.
const MAX_BYTES: u32 = 4 << 20;
/// Maximum length of a line, in characters: that of a pasted filter.
const MAX_LINE: usize = 10_000;

impl Remembered {
    fn file_name(self) -> &'static str {
        match self {
            Self::Filters => "filters",
            Self::Folders => "folders",
            Self::Views => "views",
        }
    }

    /// Returns how many lines are kept.
    fn most(self) -> usize {
        match self {
            Self::Filters => 1000,
            Self::Folders => 20,
            Self::Views => 50,
        }
    }

    /// Returns what a newer line replaces an older one by: for a view, its paths. `None` for lines that were not
    /// written here.
    fn key(self, line: &str) -> Option<String> {
        match self {
            Self::Filters | Self::Folders => Some(line.to_owned()),
            Self::Views => SavedView::read(line).map(|view| view.paths.join("\n")),
        }
    }
}

/// Returns the folder of the files.
pub(in crate::tui) fn usual_folder() -> Option<PathBuf> {
    let base = etcetera::choose_base_strategy().ok()?;
    Some(base.state_dir().unwrap_or_else(|| base.data_dir()).join("trailsift"))
}

/// Reads what is remembered, the newest last. A file that is absent, damaged or too large has nothing.
pub(in crate::tui) fn read(folder: &Path, what: Remembered) -> Vec<String> {
    let text = text_of_file(&folder.join(what.file_name()), MAX_BYTES).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    merged(text.lines().map(str::to_owned), what)
}

/// Adds lines to what is remembered, after what another running program added. Nothing is written inside `inputs`.
pub(in crate::tui) fn add(
    folder: &Path,
    what: Remembered,
    lines: &[String],
    inputs: &[PathBuf],
) -> io::Result<()> {
    // The folder is not even made there.
    let above = folder.ancestors().find_map(|folder| folder.canonicalize().ok()).unwrap_or_default();
    if inputs.iter().filter_map(|input| input.canonicalize().ok()).any(|input| above.starts_with(input)) {
        return Err(io::Error::new(io::ErrorKind::AlreadyExists, "it would be inside an opened folder"));
    }
    make_private(folder)?;
    let known = read(folder, what);
    let all = merged(known.iter().chain(lines).cloned(), what);
    if all == known {
        return Ok(());
    }
    let inputs = InputFiles { named: inputs, each_read: &|_| {} };
    // The file appears when it is complete, readable by its owner only.
    let mut file = NewFile::create(&folder.join(what.file_name()), true, inputs)?;
    for line in &all {
        writeln!(file, "{line}")?;
    }
    file.finish()
}

/// Makes the folder, for its owner only.
fn make_private(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Returns lines without those that could not have been written here, each once, at the place where it is newest;
/// at most the last of them.
fn merged(lines: impl Iterator<Item = String>, what: Remembered) -> Vec<String> {
    let is_sound = |line: &String| {
        let is_text = |char: char| !char.is_control() && char != char::REPLACEMENT_CHARACTER;
        !line.trim().is_empty() && line.len() <= 4 * MAX_LINE && line.chars().all(is_text)
    };
    let all: Vec<String> = lines.filter(is_sound).collect();
    let mut met = std::collections::HashSet::new();
    let is_new = |line: &String| what.key(line).is_some_and(|key| met.insert(key));
    let newest = all.into_iter().rev().filter(is_new).take(what.most());
    let mut newest: Vec<String> = newest.collect();
    newest.reverse();
    newest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|&text| text.to_owned()).collect()
    }

    #[test]
    fn what_two_programs_add_is_there_once_and_the_newest_is_last() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("new").join("trailsift");
        let add = |texts: &[&str]| add(&folder, Remembered::Filters, &lines(texts), &[]).unwrap();
        add(&["a", "b"]);
        add(&["c", "a"]);
        assert_eq!(read(&folder, Remembered::Filters), lines(&["b", "c", "a"]));
        assert_eq!(read(&folder, Remembered::Folders), lines(&[]));
        for number in 0..1100 {
            add(&[&format!("{number}")]);
            if number == 2 {
                assert_eq!(read(&folder, Remembered::Filters).len(), 6);
            }
        }
        let kept = read(&folder, Remembered::Filters);
        assert_eq!((kept.len(), kept[0].as_str(), kept[999].as_str()), (1000, "100", "1099"));
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing else is left");
    }

    #[test]
    fn a_view_replaces_the_older_one_of_the_same_paths() {
        let folder = tempfile::tempdir().unwrap();
        let view = |path: &str, column: &str| format!(r#"{{"paths":["{path}"],"columns":["{column}"]}}"#);
        let add = |texts: &[String]| add(folder.path(), Remembered::Views, texts, &[]).unwrap();
        add(&[view("/a", "who"), view("/b", "who"), "no view".to_owned()]);
        add(&[view("/a", "os")]);
        assert_eq!(read(folder.path(), Remembered::Views), [view("/b", "who"), view("/a", "os")]);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_can_read_it() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path().join("trailsift");
        add(&folder, Remembered::Filters, &lines(&["a"]), &[]).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&folder), mode(&folder.join("filters"))), (0o700, 0o600));
    }

    #[test]
    fn hostile_files_are_harmless_and_are_replaced() {
        let long = "x".repeat(50_000);
        let large = "y\n".repeat(4 << 20);
        let cases: [(&[u8], &[&str]); 6] = [
            (b"good\n\x1b]52;c;ZXZpbA==\x07\nbad\x00\n\xc2\x9b31m\n  \n", &["good"]),
            (b"\xff\xfe\xff\n\x80\x81\ngood", &["good"]),
            (long.as_bytes(), &[]),
            (large.as_bytes(), &[]),
            (b"", &[]),
            (b"\x1f\x8b\x08\x00garbage", &[]),
        ];
        for (bytes, expected) in cases {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("filters");
            fs::write(&path, bytes).unwrap();
            let start: String = String::from_utf8_lossy(bytes).chars().take(20).collect();
            assert_eq!(read(folder.path(), Remembered::Filters), lines(expected), "{start:?}");
            add(folder.path(), Remembered::Filters, &lines(&["new"]), &[]).unwrap();
            assert_eq!(read(folder.path(), Remembered::Filters).last().unwrap(), "new", "{start:?}");
            assert!(fs::metadata(&path).unwrap().len() < 100);
        }
        // A folder in its place: nothing to read, and nothing is written over it.
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("filters")).unwrap();
        assert_eq!(read(folder.path(), Remembered::Filters), lines(&[]));
        assert!(add(folder.path(), Remembered::Filters, &lines(&["new"]), &[]).is_err());
    }

    #[test]
    fn nothing_is_written_inside_an_opened_folder() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("state");
        let inputs = [home.path().to_owned()];
        assert!(add(&folder, Remembered::Filters, &lines(&["a"]), &inputs).is_err());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 0);
    }
}
