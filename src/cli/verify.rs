//! `trailsift verify`: the files that the user names besides the trail, and the exit code.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::Args;

use super::limits::tell_left_out;
use super::{Exit, Inputs, Output, complain, options};
use crate::ingest;
use crate::store::Store;
use crate::store::file::FileState;
use crate::text;
use crate::verify::print::{self, ReportFormat};
use crate::verify::{Keys, Report, verify};

/// What `verify` is asked.
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    inputs: Inputs,
    /// Public keys, as aws cloudtrail list-public-keys printed them; may be given several times
    #[arg(long, value_name = "FILE")]
    keys: Vec<PathBuf>,
    /// The metadata of a newest digest, as aws s3api head-object printed it; may be given several times
    #[arg(long, value_name = "FILE")]
    head_object: Vec<PathBuf>,
    /// How to print the result
    #[arg(long, value_enum, default_value = "text")]
    format: ReportFormat,
    /// Name every file in text, also those that nothing speaks against
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    output: Output,
}

/// More is no list of keys.
const MAX_KEY_FILE: u64 = 64 << 20;

/// Verifies and prints. Mistakes in the key files are told before anything is loaded.
pub(super) fn run(arguments: Arguments) -> Result<Exit> {
    let mut keys = Keys::default();
    for path in &arguments.keys {
        take_up(path, |name, json| keys.add(name, json))?;
    }
    for path in &arguments.head_object {
        take_up(path, |name, json| keys.add_head(name, json))?;
    }
    let paths = arguments.inputs.paths.clone();
    let store = ingest::load(options(arguments.inputs)?).context("the files could not be read")?;
    let unreadable = complain_about_unreadable(&store);
    let Some(report) = verify(&store, &keys, &|| false) else { bail!("it was stopped") };
    if report.chains.is_empty() && !report.has_invalid() {
        bail!(
            "no digest files could be read in what was given; they lie in CloudTrail-Digest, beside CloudTrail"
        );
    }
    arguments.output.write(&paths, |out| print::write(&report, arguments.format, arguments.all, out))?;
    Ok(exit(&report, unreadable))
}

fn take_up(path: &Path, add: impl FnOnce(&str, &[u8]) -> Result<(), String>) -> Result<()> {
    let name = path.to_string_lossy();
    let read = || -> Result<()> {
        let about = fs::metadata(path)?;
        if !about.is_file() || about.len() > MAX_KEY_FILE {
            bail!("it is not a file of a sensible size");
        }
        add(&name, &fs::read(path)?).map_err(anyhow::Error::msg)
    };
    read().with_context(|| text::path(path))
}

/// Tells of files that could not be opened; whether there were any.
fn complain_about_unreadable(store: &Store) -> bool {
    let mut any = false;
    for file in store.files().filter(|file| file.state == FileState::Unreadable) {
        any = true;
        if let Some(issue) = file.issues.first().filter(|_| !file.is_left_out()) {
            complain(&format!("{}: {}: {}", text::path(&file.path), issue.kind, text::plain(&issue.reason)));
        }
    }
    tell_left_out(store);
    any
}

fn exit(report: &Report, unreadable: bool) -> Exit {
    if report.has_invalid() {
        Exit::Invalid
    } else if report.has_unchecked() || unreadable {
        Exit::WithProblems
    } else {
        Exit::Answered
    }
}
