//! The user's own files: names for accounts, databases of places, lists of indicators. They are read before the log
//! files; what cannot be read is refused with its place. `record::own` has the columns that they fill.

mod accounts;
mod iocs;
mod places;

use std::path::PathBuf;

use accounts::Accounts;
use iocs::Iocs;
use places::Places;

use crate::record::own::{OwnColumn, OwnFiles, use_files};

/// Which files are given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnPaths {
    /// Names for accounts.
    pub accounts: Vec<PathBuf>,
    /// Databases of places.
    pub mmdb: Vec<PathBuf>,
    /// Lists of indicators.
    pub iocs: Vec<PathBuf>,
}

/// What was read.
#[derive(Debug)]
struct ReadFiles {
    accounts: Option<Accounts>,
    places: Places,
    iocs: Option<Iocs>,
}

impl OwnPaths {
    /// Returns whether none is given.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Reads the files and uses them from now on; returns what has to be said about them. The error is a sentence with
    /// the file and the place in it.
    pub fn read(&self) -> Result<Vec<String>, String> {
        if self.is_empty() {
            return Ok(Vec::new());
        }
        let mut remarks = Vec::new();
        let files = ReadFiles {
            accounts: Accounts::read(&self.accounts)?,
            places: Places::read(&self.mmdb)?,
            iocs: Iocs::read(&self.iocs, &mut remarks)?,
        };
        if !use_files(Box::new(files)) {
            return Err("other files of your own are already in use".to_owned());
        }
        Ok(remarks)
    }
}

impl OwnFiles for ReadFiles {
    fn has(&self, column: OwnColumn) -> bool {
        match column {
            OwnColumn::AccountName => self.accounts.is_some(),
            OwnColumn::Country | OwnColumn::City | OwnColumn::Asn => !self.places.is_empty(),
            OwnColumn::Ioc => self.iocs.is_some(),
        }
    }

    fn value(&self, column: OwnColumn, value: &str) -> Option<String> {
        match column {
            OwnColumn::AccountName => self.accounts.as_ref()?.name(value),
            OwnColumn::Country | OwnColumn::City | OwnColumn::Asn => self.places.value(column, value),
            OwnColumn::Ioc => None,
        }
    }

    fn indicators(&self, text: &str, found: &mut Vec<String>) {
        if let Some(iocs) = &self.iocs {
            iocs.find(text, found);
        }
    }

    fn indicator_lines(&self) -> usize {
        self.iocs.as_ref().map_or(0, Iocs::lines)
    }
}
