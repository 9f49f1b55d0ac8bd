//! Which configuration file is read, and reading it.

use std::io;
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy as _;

use super::document::{self, ConfigProblem};
use super::settings::Settings;
use crate::ingest::text_of_file;
use crate::text;

/// Maximum size of the file, in bytes.
const MAX_BYTES: u32 = 1 << 20;

/// Which file to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfigFile<'p> {
    /// The file in the user's configuration folder, if it exists.
    Usual,
    /// This file, which has to exist.
    Named(&'p Path),
    /// None.
    None,
}

/// What was read.
#[derive(Debug, Default)]
pub struct Config {
    /// The file that was read, or would be if it existed.
    pub path: Option<PathBuf>,
    /// Whether it was read.
    pub is_read: bool,
    /// What holds.
    pub settings: Settings,
    /// What is wrong in the file.
    pub problems: Vec<ConfigProblem>,
}

/// Returns the path of the usual file.
pub fn usual_path() -> Option<PathBuf> {
    let base = etcetera::choose_base_strategy().ok()?;
    Some(base.config_dir().join("trailsift").join("config.toml"))
}

impl Config {
    /// Reads a file. Fails only if a named file cannot be read; the error is a sentence.
    pub fn read(file: ConfigFile<'_>) -> Result<Self, String> {
        let (path, must_exist) = match file {
            ConfigFile::Usual => (usual_path(), false),
            ConfigFile::Named(path) => (Some(path.to_owned()), true),
            ConfigFile::None => (None, false),
        };
        let Some(path) = path else { return Ok(Self::default()) };
        let is_absent = std::fs::metadata(&path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound);
        if is_absent && !must_exist {
            return Ok(Self { path: Some(path), ..Self::default() });
        }
        let read = text_of_file(&path, MAX_BYTES)
            .and_then(|text| String::from_utf8(text).map_err(|_| "the file is not valid UTF-8".to_owned()));
        match read {
            Ok(text) => {
                let (settings, problems) = document::read(&text);
                Ok(Self { path: Some(path), is_read: true, settings, problems })
            }
            Err(reason) if must_exist => Err(format!("{}: {reason}", text::path(&path))),
            Err(reason) => {
                let problems =
                    vec![ConfigProblem { line: 0, reason: format!("{reason}; the defaults hold") }];
                Ok(Self { path: Some(path), problems, ..Self::default() })
            }
        }
    }

    /// Returns what is wrong in the file, as sentences that name it.
    pub fn remarks(&self) -> Vec<String> {
        let path = self.path.as_deref().map(text::path).unwrap_or_default();
        let sentence = |ConfigProblem { line, reason }: &ConfigProblem| match line {
            0 => format!("{path}: {reason}"),
            line => format!("{path}: line {line}: {reason}"),
        };
        self.problems.iter().map(sentence).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_file_has_to_exist_and_every_mistake_names_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("my.toml");
        let read = || Config::read(ConfigFile::Named(&path));
        assert!(read().unwrap_err().contains("my.toml"));
        // As Windows saves it.
        std::fs::write(&path, "\u{feff}mouse = false\r\nmuose = 1\r\n").unwrap();
        let config = read().unwrap();
        assert!(config.is_read && !config.settings.mouse.value);
        let remarks = config.remarks();
        assert!(remarks.len() == 1 && remarks[0].contains("my.toml: line 2: "), "{remarks:?}");
        std::fs::write(&path, b"mouse = '\xff'").unwrap();
        assert!(read().unwrap_err().contains("UTF-8"));
        std::fs::write(&path, vec![b'#'; 2 << 20]).unwrap();
        assert!(read().unwrap_err().contains("larger than"));
        assert!(Config::read(ConfigFile::Named(folder.path())).unwrap_err().contains("folder"));
        let none = Config::read(ConfigFile::None).unwrap();
        assert!(none.path.is_none() && none.problems.is_empty());
    }
}
