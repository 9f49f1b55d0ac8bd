//! Lists of indicators that are looked for in every value of every record.

use std::path::PathBuf;

use crate::ingest::list_text;
use crate::plural::{agree, counted};
use crate::query::language::list::file::ListFile;
use crate::query::language::list::indicators::Indicators;
use crate::text;

/// The lists.
#[derive(Debug)]
pub(super) struct Iocs(Indicators);

impl Iocs {
    /// Reads lists; adds to `remarks` how many lines cannot be used. None if no list is given.
    pub(super) fn read(paths: &[PathBuf], remarks: &mut Vec<String>) -> Result<Option<Self>, String> {
        let mut lists = Vec::new();
        for path in paths {
            let name = text::path(path);
            lists.push(ListFile::read(&name, &list_text(&path.to_string_lossy())?)?);
        }
        let indicators = Indicators::of(&lists);
        let unusable = indicators.unusable();
        if let Some((first, reason)) = unusable.first() {
            let are = agree(unusable.len(), "is", "are");
            remarks.push(format!(
                "{} {are} not looked for; {} line {}: {reason}",
                counted(unusable.len(), "indicator"),
                first.list,
                first.number
            ));
        }
        if indicators.lines().is_empty() && !lists.is_empty() {
            return Err("no line of the lists of indicators can be used".to_owned());
        }
        Ok((!lists.is_empty()).then_some(Self(indicators)))
    }

    /// Returns how many lines are looked for.
    pub(super) fn lines(&self) -> usize {
        self.0.lines().len()
    }

    /// Adds the lines that a text has, each once.
    pub(super) fn find(&self, text: &str, found: &mut Vec<String>) {
        self.0.each_in(text, &mut |line| {
            let value = line.value();
            if !found.contains(&value) {
                found.push(value);
            }
        });
    }
}
