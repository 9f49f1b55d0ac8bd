//! Columns that the user's own files say: names of accounts, places of addresses, indicators. The files are given once,
//! when the program starts; without them the columns are empty and say which file they need.

use std::fmt::Debug;
use std::sync::OnceLock;

/// A column of the user's own files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OwnColumn {
    /// The name of the account.
    AccountName,
    /// The country of the address.
    Country,
    /// The city of the address.
    City,
    /// The network operator of the address.
    Asn,
    /// The lines of lists of indicators that the record has.
    Ioc,
}

impl OwnColumn {
    /// Returns the option that gives the file which it needs.
    pub fn option(self) -> &'static str {
        match self {
            Self::AccountName => "--accounts FILE",
            Self::Country | Self::City | Self::Asn => "--mmdb FILE",
            Self::Ioc => "--iocs FILE",
        }
    }
}

/// What the files say.
pub trait OwnFiles: Debug + Send + Sync {
    /// Returns whether a file for this column was given.
    fn has(&self, column: OwnColumn) -> bool;
    /// Returns what is said about an account or an address.
    fn value(&self, column: OwnColumn, value: &str) -> Option<String>;
    /// Adds the indicators that a text has, each once.
    fn indicators(&self, text: &str, found: &mut Vec<String>);
    /// Returns how many indicators are looked for.
    fn indicator_lines(&self) -> usize;
}

static FILES: OnceLock<Box<dyn OwnFiles>> = OnceLock::new();

/// Uses these files from now on. Returns whether none were in use: they are never exchanged, because what was read from
/// them is kept.
pub fn use_files(files: Box<dyn OwnFiles>) -> bool {
    FILES.set(files).is_ok()
}

/// Returns the files that are in use.
pub fn files() -> Option<&'static dyn OwnFiles> {
    FILES.get().map(|files| &**files)
}

/// Returns whether a file for a column is in use.
pub fn has(column: OwnColumn) -> bool {
    files().is_some_and(|files| files.has(column))
}
