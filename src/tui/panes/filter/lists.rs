//! The lists that the filter names with `@`: read once, on another thread, and kept as long as they are named.

use std::collections::HashMap;

use crate::query::language::list::file::ListFile;

/// The files that the filter names, and the last report on them.
#[derive(Debug, Default)]
pub struct Lists {
    /// By path; `None` while a file is being read.
    read: HashMap<String, Option<Result<ListFile, String>>>,
    /// The last report on them.
    pub(in crate::tui) said: String,
}

impl Lists {
    /// Returns a file, if it has been read; the error is a sentence.
    pub fn file(&self, path: &str) -> Result<ListFile, String> {
        match self.read.get(path) {
            Some(Some(lines)) => lines.clone(),
            Some(None) | None => Err(format!("reading {path} …")),
        }
    }

    /// Forgets the files that are no longer named, so that they are read again later; returns those to read
    /// now.
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

    /// Takes the lines of a file that was read; returns whether the filter still names it.
    pub fn take(&mut self, path: &str, lines: Result<ListFile, String>) -> bool {
        let place = self.read.get_mut(path);
        let is_named = place.is_some();
        if let Some(place) = place {
            *place = Some(lines);
        }
        is_named
    }

    /// Returns whether a file is still being read.
    pub fn is_reading(&self) -> bool {
        self.read.values().any(Option::is_none)
    }
}
