//! The paths to open, as arguments, and loading them for the commands that print.

use std::fs;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::{Args, Command};

use crate::cli::arguments::limits::{LimitArguments, tell_left_out};
use crate::cli::complain::complain;
use crate::cli::help::meant_command;
use crate::ingest::{self, Options};
use crate::store::Store;
use crate::store::file::FileState;
use crate::text;

/// Where CloudTrail files come from, for users who have opened none.
const WHERE_FROM: &str = "download a trail with aws s3 sync s3://BUCKET/AWSLogs AWSLogs, or open the sample incident \
                          with trailsift --demo";

/// Files, folders, and the limits of reading them.
#[derive(Debug, Args)]
pub(in crate::cli) struct Inputs {
    /// Files and folders to open; - reads standard input
    pub(in crate::cli) paths: Vec<PathBuf>,
    /// Open the sample incident that comes with the program; it needs no file
    #[arg(long, conflicts_with = "paths")]
    demo: bool,
    #[command(flatten)]
    limits: LimitArguments,
    /// Also load records that are quoted in other text or in damaged records, marked is:quoted
    #[arg(long)]
    quoted: bool,
}

impl Inputs {
    /// Returns whether the sample incident is to be opened.
    pub(in crate::cli) fn is_demo(&self) -> bool {
        self.demo
    }

    /// Returns the options of a load. Without paths, a pipe on standard input is read.
    pub(in crate::cli) fn options(self) -> Result<Options> {
        let mut paths = self.paths;
        for path in paths.iter_mut().filter(|path| path.as_os_str() == ingest::DEMO) {
            // After `--`, it is a file with that name.
            *path = Path::new(".").join(&path);
        }
        if self.demo {
            paths.push(ingest::DEMO.into());
        } else if paths.is_empty() {
            if io::stdin().is_terminal() {
                bail!(
                    "no files given; open a folder of CloudTrail files with trailsift FOLDER, or the sample incident \
                     with trailsift --demo; trailsift --help lists everything"
                );
            }
            paths.push("-".into());
        }
        Ok(Options { limits: self.limits.into(), quoted: self.quoted, ..Options::new(paths) })
    }

    /// Returns the options of a load for the explorer. Fails if no path exists, because the name of a file, or
    /// of a command of `program`, was probably mistyped.
    pub(in crate::cli) fn of_explorer(self, program: &Command) -> Result<Options> {
        let options = self.options()?;
        let is_absent = |path: &PathBuf| {
            let error = fs::symlink_metadata(path).err();
            !needs_no_file(path) && error.is_some_and(|error| error.kind() == io::ErrorKind::NotFound)
        };
        match options.paths.first() {
            Some(first) if options.paths.iter().all(is_absent) => {
                let meant = first.to_str().and_then(|name| meant_command(name, program));
                let meant = meant.map(|name| format!("; did you mean the command {name}?"));
                bail!("{}: no such file or folder{}", text::path(first), meant.unwrap_or_default())
            }
            _ => Ok(options),
        }
    }

    /// Loads everything and reports on standard error what could not be read.
    pub(in crate::cli) fn load(self) -> Result<Store> {
        let store = ingest::load(self.options()?).context("the files could not be read")?;
        if store.files().next().is_none() {
            bail!("the given paths contain no files; {WHERE_FROM}");
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
            complain(&format!(
                "no CloudTrail events in these files; trailsift summary shows what they contain; {WHERE_FROM}"
            ));
        }
        Ok(store)
    }
}

/// Returns whether a path means standard input or the sample incident.
fn needs_no_file(path: &Path) -> bool {
    path.as_os_str() == "-" || path.as_os_str() == ingest::DEMO
}
