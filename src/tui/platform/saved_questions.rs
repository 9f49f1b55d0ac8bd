//! The user's own saved questions, read once at the start.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

use crate::ingest::text_of_file;
use crate::query::language::saved::{SavedQuery, read};
use crate::text;

/// Maximum size of a file of questions, in bytes.
const MAX_BYTES: u32 = 1 << 20;

/// Reads the questions in the configuration folder; returns none if there is no such file. The error is a
/// sentence.
pub fn questions() -> Result<Vec<SavedQuery>, String> {
    path().map_or_else(|| Ok(Vec::new()), |path| read_file(&path))
}

fn path() -> Option<PathBuf> {
    let base = etcetera::choose_base_strategy().ok()?;
    Some(base.config_dir().join("trailsift").join("questions.toml"))
}

fn read_file(path: &Path) -> Result<Vec<SavedQuery>, String> {
    // The most important part first: a narrow screen cuts the end.
    let refuse = |reason: &str| format!("{}: {reason}; your own questions were not loaded", text::path(path));
    if fs::metadata(path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
        return Ok(Vec::new());
    }
    let text = text_of_file(path, MAX_BYTES).map_err(|reason| refuse(&reason))?;
    let text = String::from_utf8(text).map_err(|_| refuse("the file is not valid UTF-8"))?;
    read(&text).map_err(|problem| refuse(&format!("line {}: {}", problem.line, problem.reason)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_left_out_or_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("questions.toml");
        assert_eq!(read_file(&path).unwrap().len(), 0);
        let good = "[[question]]\nname = 'Mine'\nwhy = 'b'\nfilter = 'c'\n";
        fs::write(&path, good).unwrap();
        assert_eq!(read_file(&path).unwrap().first().unwrap().name, "Mine");
        fs::write(&path, format!("{good}colour = 'red'\n")).unwrap();
        let message = read_file(&path).unwrap_err();
        for words in ["questions.toml", "line 5", "colour"] {
            assert!(message.contains(words), "{message}");
        }
        assert!(read_file(folder.path()).unwrap_err().contains("folder; it was not read"));
        // As Windows saves it.
        fs::write(&path, format!("\u{feff}{}", good.replace('\n', "\r\n"))).unwrap();
        assert_eq!(read_file(&path).unwrap().len(), 1);
        fs::write(&path, b"name = '\xff'").unwrap();
        assert!(read_file(&path).unwrap_err().contains("UTF-8"));
    }
}
