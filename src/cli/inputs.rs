//! The paths to open, as arguments, and loading them for the commands that print.

use std::fs;
use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use clap::Args;

use super::complain::complain;
use super::limits::{LimitArguments, tell_left_out};
use crate::ingest::{self, Options};
use crate::store::Store;
use crate::store::file::FileState;
use crate::text;

/// Files, folders, and the limits of reading them.
#[derive(Debug, Args)]
pub(super) struct Inputs {
    /// Files and folders to open; - reads standard input
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    limits: LimitArguments,
}

impl Inputs {
    /// Returns the options of a load; without paths, a pipe on standard input is read.
    pub(super) fn options(self) -> Result<Options> {
        let mut paths = self.paths;
        if paths.is_empty() {
            if io::stdin().is_terminal() {
                bail!("no files given; try: trailsift FOLDER, or trailsift --help");
            }
            paths.push("-".into());
        }
        Ok(Options { limits: self.limits.into(), ..Options::new(paths) })
    }

    /// Returns the options of a load for the explorer. Fails when no path exists, since a name was probably mistyped.
    pub(super) fn of_explorer(self) -> Result<Options> {
        let options = self.options()?;
        let is_absent = |path: &PathBuf| {
            let error = fs::symlink_metadata(path).err();
            path.as_os_str() != "-" && error.is_some_and(|error| error.kind() == io::ErrorKind::NotFound)
        };
        match options.paths.first() {
            Some(first) if options.paths.iter().all(is_absent) => {
                bail!("{}: no such file or folder", text::path(first))
            }
            _ => Ok(options),
        }
    }

    /// Loads everything and reports on standard error what could not be read.
    pub(super) fn load(self) -> Result<Store> {
        let store = ingest::load(self.options()?).context("the files could not be read")?;
        if store.files().next().is_none() {
            bail!("the given paths contain no files");
        }
        tell_left_out(&store);
        for file in store.files().filter(|file| !file.is_left_out()) {
            let troubled = matches!(file.state, FileState::Damaged | FileState::Unreadable);
            if let Some(issue) = file.issues.first().filter(|_| troubled) {
                let at = issue.offset.map(|offset| format!(" at byte {offset}")).unwrap_or_default();
                complain(&format!(
                    "{}: {}{at}: {}",
                    text::path(&file.path),
                    issue.kind,
                    text::plain(&issue.reason)
                ));
            }
        }
        if store.is_empty() {
            complain("no CloudTrail events in these files; trailsift summary shows what they contain");
        }
        Ok(store)
    }
}
