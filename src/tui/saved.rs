//! The questions that people have saved for themselves, read once at the start.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

use crate::query::questions::{Question, read};
use crate::text;

/// Longer files are not lists of questions.
const MAX_BYTES: u64 = 1 << 20;

/// The questions in the configuration folder; none when there is no such file. The error is a sentence.
pub(super) fn questions() -> Result<Vec<Question>, String> {
    path().map_or_else(|| Ok(Vec::new()), |path| read_file(&path))
}

fn path() -> Option<PathBuf> {
    let base = etcetera::choose_base_strategy().ok()?;
    Some(base.config_dir().join("trailsift").join("questions.toml"))
}

fn read_file(path: &Path) -> Result<Vec<Question>, String> {
    // What matters first: a narrow screen cuts the end.
    let refuse = |reason: &str| format!("{}: {reason}; your questions are left out", text::path(path));
    let data = match fs::metadata(path) {
        Ok(data) => data,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(refuse(&error.to_string())),
    };
    if !data.is_file() {
        return Err(refuse("it is not a file"));
    }
    if data.len() > MAX_BYTES {
        return Err(refuse("it is too large"));
    }
    let text = fs::read_to_string(path).map_err(|error| refuse(&error.to_string()))?;
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
        assert!(read_file(folder.path()).unwrap_err().contains("not a file"));
        fs::write(&path, [0xff, 0xfe]).unwrap();
        assert!(read_file(&path).unwrap_err().contains("UTF-8"));
    }
}
