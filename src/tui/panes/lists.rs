//! The lists that the filter names with `@`: read once beside the screen's thread, kept as long as they are named.

use std::collections::HashMap;

/// Lines of the files that the filter names.
#[derive(Debug, Default)]
pub struct Lists {
    /// By path; none while a file is being read.
    read: HashMap<String, Option<Result<Vec<String>, String>>>,
}

impl Lists {
    /// The lines of a file, if they have been read; the error is a sentence.
    pub fn lines(&self, path: &str) -> Result<Vec<String>, String> {
        match self.read.get(path) {
            Some(Some(lines)) => lines.clone(),
            Some(None) | None => Err(format!("reading {path} …")),
        }
    }

    /// Forgets the files that are not named any more, so that they are read again when they are; returns those that
    /// are to be read now.
    pub fn keep(&mut self, named: Vec<String>) -> Vec<String> {
        self.read.retain(|path, _| named.contains(path));
        let mut wanted = named;
        wanted.retain(|path| {
            let is_new = !self.read.contains_key(path);
            self.read.entry(path.clone()).or_default();
            is_new
        });
        wanted
    }

    /// Takes the lines of a file that was read; whether the filter still names it.
    pub fn take(&mut self, path: &str, lines: Result<Vec<String>, String>) -> bool {
        let place = self.read.get_mut(path);
        let is_named = place.is_some();
        if let Some(place) = place {
            *place = Some(lines);
        }
        is_named
    }

    /// Whether one is still to come.
    pub fn is_reading(&self) -> bool {
        self.read.values().any(Option::is_none)
    }
}
